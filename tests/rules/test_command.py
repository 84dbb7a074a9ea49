"""The command line: output, exit codes, and no traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.cli import main
from macros.scenario.loader import load_file
from macros.scenario.schema import schema_text
from tests.conftest import DATA, ROOT
from tests.rules.conftest import HERE, VALID, edit_valid


def run(*arguments: str | bytes, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start `python -m macros` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "macros", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )


def test_check_reads_the_real_data_by_default(tmp_path: Path) -> None:
    assert vars(run("check")) | {"args": ()} == vars(
        subprocess.CompletedProcess((), 0, stdout="data/scenario.yml: no problems\n", stderr="")
    )
    elsewhere = run("check", folder=tmp_path)
    assert (elsewhere.returncode, elsewhere.stdout) == (0, f"{ROOT / 'data' / 'scenario.yml'}: no problems\n")


def test_check_prints_a_line_per_problem_and_their_number_last() -> None:
    result = run("check", "broken.yml", folder=HERE)
    problems = (HERE / "broken.txt").read_text(encoding="utf-8")
    assert (result.returncode, result.stdout) == (1, problems)
    summary = (
        f"{len(problems.splitlines())} problems in broken.yml; {problems.count(': warning: ')} of them unfinished work"
    )
    assert result.stderr == f"{summary}\n"


def test_check_counts_a_single_problem_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.yml"
    path.write_text(edit_valid(("status: same", "status: sane")), encoding="utf-8")
    assert main(["check", str(path)]) == 1
    problem = "unknown-status: expected a status (same, altered, invented, disputed), found 'sane'"
    assert capsys.readouterr() == (f"{path}:94:57: {problem}; did you mean 'same'?\n", f"1 problem in {path}\n")


def test_paths_are_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "f.yml").write_text(VALID, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(tmp_path / "data" / "f.yml")]) == 0
    assert capsys.readouterr().out == f"{Path('data', 'f.yml')}: no problems\n"
    monkeypatch.chdir(tmp_path / "data")
    assert main(["check", "../data/f.yml"]) == 0
    assert capsys.readouterr().out == "f.yml: no problems\n"


@pytest.mark.parametrize(
    ("arguments", "first_line"),
    [
        (["check", "none.yml"], "none.yml:1:1: unreadable-file: cannot be read: No such file or directory"),
        (["check", "."], ".:1:1: unreadable-file: cannot be read: Is a directory"),
        (["check", "odd.yml"], "odd.yml:1:1: wrong-type: expected a record, found text ('odd')"),
        (["check", b"\xff.yml"], "\\udcff.yml:1:1: unreadable-file: cannot be read: No such file or directory"),
        (["schema", "--out", "odd.yml/schema.json"], "odd.yml/schema.json: cannot be written: Not a directory"),
    ],
)
def test_errors_are_reported_without_a_traceback(tmp_path: Path, arguments: list[str | bytes], first_line: str) -> None:
    (tmp_path / "odd.yml").write_text("odd", encoding="utf-8")
    result = run(*arguments, folder=tmp_path)
    assert result.returncode == 1
    assert (result.stdout + result.stderr).splitlines()[0] == first_line
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "a", "b"], ["schema", "--out"], ["check", "--all"]])
def test_an_unknown_command_is_refused_with_the_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith("usage: python -m macros")
    assert "Traceback" not in result.stderr


def test_a_reader_that_ends_early_causes_no_traceback() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed_pipe:
        command = [sys.executable, "-m", "macros", "check", "broken.yml"]
        ended = subprocess.run(
            command,
            cwd=HERE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=closed_pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr


def test_a_terminal_without_unicode_gets_escaped_characters(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text(edit_valid(("status: same", "status: 同")), encoding="utf-8")
    result = run("check", "f.yml", folder=tmp_path, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 1
    assert result.stdout == (
        "f.yml:94:57: unknown-status: expected a status (same, altered, invented, disputed), found '\\u540c'\n"
    )


def test_the_schema_is_written_to_the_path_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    result = run("schema", "--out", str(path))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert path.read_text(encoding="utf-8") == schema_text(load_file(DATA))


def test_check_warns_of_permalinks_that_are_not_listed_yet(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_text(VALID, encoding="utf-8")
    alone = run("check", "f.yml", folder=tmp_path)
    assert alone.returncode == 0
    assert alone.stderr.startswith("permalinks.txt: is missing, so nobody can tell")
    (tmp_path / "permalinks.txt").write_text("entries/dam/\nentries/drought/\n", encoding="utf-8")
    some = run("check", "f.yml", folder=tmp_path)
    assert (some.returncode, some.stdout) == (0, "f.yml: no problems\n")
    assert re.fullmatch(r"permalinks\.txt: \d+ new; run `make permalinks` before they are published\n", some.stderr)


def test_the_list_of_permalinks_of_the_real_data_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(DATA.parent.parent)
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("macros.cli.PERMALINKS_FILE", "elsewhere.txt")
    assert main(["check"]) == 1
    assert "elsewhere.txt: is missing" in capsys.readouterr().err


def test_check_imports_no_module_that_only_pages_need() -> None:
    code = (
        "import sys; from macros.cli import main\n"
        "assert main(['check']) == 0\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'PIL', 'jinja2', 'markdown', 'mkdocs'}))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_build_imports_no_module_that_only_servers_and_large_sites_need() -> None:
    code = "import sys, macros.hooks; print(sorted({'watchdog', 'pagefind'} & sys.modules.keys()))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "[]\n"


def test_addresses_of_unfinished_work_are_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.yml").write_text(edit_valid(("lead: It did not rain.", "lead: TODO")), encoding="utf-8")
    monkeypatch.setattr("macros.cli.DATA", tmp_path / "f.yml")
    assert main(["permalinks"]) == 1
    problem, advice = capsys.readouterr().err.splitlines()
    assert ": warning: unfinished-text: still to be written: " in problem
    assert advice == "The list was left as it is."
    assert not (tmp_path / "permalinks.txt").exists()
