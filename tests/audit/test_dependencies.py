"""What pip-audit knows of the locked dependencies: no vulnerability."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

LOCKS = ("site", "dev", "audit")
PATIENCE = 15
"""Seconds that a database of vulnerabilities may take to answer."""
DATABASES = ("pypi", "osv")


@pytest.mark.parametrize("name", LOCKS)
def test_no_locked_dependency_has_a_known_vulnerability(name: str) -> None:
    unreached = []
    for database in DATABASES:
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / "requirements" / f"{name}.txt")]
        options = ["--disable-pip", "--require-hashes", "--format=json", f"--timeout={PATIENCE}"]
        ended = subprocess.run(
            [*command, *options, f"--vulnerability-service={database}"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        told = json.loads(ended.stdout)["dependencies"] if ended.stdout.startswith("{") else []
        assert {one["name"]: one["vulns"] for one in told if one.get("vulns")} == {}
        passed_over = [one["skip_reason"] for one in told if "skip_reason" in one]
        if told and not passed_over:
            return
        unreached.append(f"{database}: {(passed_over or ended.stderr.strip().splitlines() or ['no answer'])[-1]}")
    pytest.skip(f"NOT AUDITED: no database of vulnerabilities knows requirements/{name}.txt ({'; '.join(unreached)})")
