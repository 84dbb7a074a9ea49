"""Hostile files are harmless or refused with a position, in limited time and memory."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.rules.conftest import VALID, check_text
from tests.scenario.hostile import HARMLESS, REFUSED

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = 500 << 20
SECONDS = 120
"""Limit of CPU time for all files together, against endless loops; benchmarks measure the cost of each."""


def check_limited(*paths: Path) -> dict[Path, list[str]]:
    """Check files in a process with limited memory and time; return the problems of each file."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    script = (
        "import json, pathlib, sys\n"
        "from macros.rules import check\n"
        "from macros.scenario.loader import load_file\n"
        "for path in sys.argv[1:]:\n"
        "    print(json.dumps([str(problem) for problem in check(load_file(pathlib.Path(path)))]), flush=True)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
    )
    lines = run.stdout.splitlines()
    assert run.returncode == 0, f"stopped at {paths[len(lines)].name}: {run.stderr[-2000:]}"
    return {path: json.loads(line) for path, line in zip(paths, lines, strict=True)}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The problems of each hostile file, all of them checked in one process."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = {name: folder / f"{number}.yml" for number, name in enumerate(REFUSED)}
    for name, path in paths.items():
        path.write_bytes(REFUSED[name][0])
    problems = check_limited(*paths.values())
    return {name: [problem.removeprefix(f"{path}:") for problem in problems[path]] for name, path in paths.items()}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_a_position(name: str, refusals: dict[str, list[str]]) -> None:
    expected = REFUSED[name][1]
    assert [problem[: len(expected)] for problem in refusals[name] if problem.startswith(expected)], [
        problem[:200] for problem in refusals[name][:9]
    ]
    assert all(re.match(r"[1-9][0-9]*:[1-9][0-9]*: [a-z-]+: ", problem) for problem in refusals[name])
    assert all(problem.isprintable() for problem in refusals[name])


@pytest.mark.parametrize("name", HARMLESS)
def test_an_unusual_but_harmless_file_is_read(name: str) -> None:
    assert check_text(HARMLESS[name]) == []


def test_a_folder_or_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert check_limited(tmp_path, pipe) == {
        tmp_path: [f"{tmp_path}:1:1: unreadable-file: cannot be read: Is a directory"],
        pipe: [f"{pipe}:1:1: unreadable-file: cannot be read: Not a file"],
    }


def test_a_file_without_read_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.yml"
    path.write_text(VALID, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert check_limited(path) == {path: [f"{path}:1:1: unreadable-file: cannot be read: Permission denied"]}


def test_a_list_of_permalinks_that_is_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "f.yml"
    path.write_text(VALID, encoding="utf-8")
    os.mkfifo(tmp_path / "permalinks.txt")
    reason = "permalinks.txt, beside it, cannot be read: Not a file"
    assert check_limited(path) == {path: [f"{path}:1:1: unreadable-file: {reason}"]}


def test_unprintable_characters_in_file_names_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.yml"
    escaped_path = str(tmp_path / "a\\x1b[31m.yml")
    assert check_limited(path) == {
        path: [f"{escaped_path}:1:1: unreadable-file: cannot be read: No such file or directory"]
    }
