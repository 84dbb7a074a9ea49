"""What a data file can hold to do harm is inert or refused with a position, soon and in little memory."""

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
from tests.rules.conftest import VALID, found
from tests.scenario.hostile import NOTHING, REFUSED

if TYPE_CHECKING:
    from pathlib import Path

MEMORY = 500 << 20
SECONDS = 120
"""Of processor time for all files together, as a limit to what may loop; what each costs is for benchmarks."""


def checked(*paths: Path) -> dict[Path, list[str]]:
    """Check files one after another in a process that may use so much memory and time; return problems by file."""

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
    """What is said of each hostile file, all of them checked in one process."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = {name: folder / f"{number}.yml" for number, name in enumerate(REFUSED)}
    for name, path in paths.items():
        path.write_bytes(REFUSED[name][0])
    said = checked(*paths.values())
    return {name: [problem.removeprefix(f"{path}:") for problem in said[path]] for name, path in paths.items()}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_a_position(name: str, refusals: dict[str, list[str]]) -> None:
    expected = REFUSED[name][1]
    assert [problem[: len(expected)] for problem in refusals[name] if problem.startswith(expected)], [
        problem[:200] for problem in refusals[name][:9]
    ]
    assert all(re.match(r"[1-9][0-9]*:[1-9][0-9]*: [a-z-]+: ", problem) for problem in refusals[name])
    assert all(problem.isprintable() for problem in refusals[name])


@pytest.mark.parametrize("name", NOTHING)
def test_a_strange_file_that_does_no_harm_is_read(name: str) -> None:
    assert found(NOTHING[name]) == []


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert checked(tmp_path, pipe) == {
        tmp_path: [f"{tmp_path}:1:1: unreadable-file: cannot be read: Is a directory"],
        pipe: [f"{pipe}:1:1: unreadable-file: cannot be read: Not a file"],
    }


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.yml"
    path.write_text(VALID, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert checked(path) == {path: [f"{path}:1:1: unreadable-file: cannot be read: Permission denied"]}


def test_a_list_of_addresses_that_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "f.yml"
    path.write_text(VALID, encoding="utf-8")
    os.mkfifo(tmp_path / "permalinks.txt")
    reason = "permalinks.txt, beside it, cannot be read: Not a file"
    assert checked(path) == {path: [f"{path}:1:1: unreadable-file: {reason}"]}


def test_names_of_files_are_printed_without_what_cannot_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.yml"
    shown = str(tmp_path / "a\\x1b[31m.yml")
    assert checked(path) == {path: [f"{shown}:1:1: unreadable-file: cannot be read: No such file or directory"]}
