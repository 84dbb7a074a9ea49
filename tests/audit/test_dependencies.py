"""pip-audit knows no vulnerability of a locked dependency."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

LOCKS = ("site", "dev", "audit")
TIMEOUT = 15
"""Seconds that a database of vulnerabilities may take to answer."""
DATABASES = ("pypi", "osv")


def audit(name: str, database: str) -> tuple[list[dict[str, Any]], str]:
    """Return the dependencies in a lock file as pip-audit reports them, and the last line of its messages."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / "requirements" / f"{name}.txt")]
    options = ["--disable-pip", "--require-hashes", "--format=json", f"--timeout={TIMEOUT}"]
    process = subprocess.run(
        [*command, *options, f"--vulnerability-service={database}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    dependencies = json.loads(process.stdout)["dependencies"] if process.stdout.startswith("{") else []
    return dependencies, (process.stderr.strip().splitlines() or ["no answer"])[-1]


@pytest.mark.parametrize("name", LOCKS)
def test_no_locked_dependency_has_a_known_vulnerability(name: str) -> None:
    failures = []
    for database in DATABASES:
        dependencies, last_message = audit(name, database)
        assert {item["name"]: item["vulns"] for item in dependencies if item.get("vulns")} == {}
        skip_reasons = [item["skip_reason"] for item in dependencies if "skip_reason" in item]
        if dependencies and not skip_reasons:
            return
        failures.append(f"{database}: {[last_message, *skip_reasons][-1]}")
    pytest.skip(f"NOT AUDITED: no database of vulnerabilities knows requirements/{name}.txt ({'; '.join(failures)})")
