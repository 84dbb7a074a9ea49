"""Files as a whole: those that cannot be read, and those that look odd and are fine."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from macros import rules
from macros.scenario.loader import load_file
from macros.scenario.problems import DataError
from tests.conftest import TEST_DATA
from tests.rules.conftest import VALID, check_text, edit_valid, strip_marks
from tests.unfinished import RULES as UNFINISHED
from tests.unfinished import add_unfinished_records

FILES: dict[str, tuple[bytes, list[str]]] = {
    "empty": (
        b"",
        ["1:1: unreadable-file: the file is empty; expected a scenario"],
    ),
    "only space": (
        b" \r\n\n",
        ["1:1: unreadable-file: the file is empty; expected a scenario"],
    ),
    "only a byte order mark": (
        b"\xef\xbb\xbf",
        ["1:1: unreadable-file: the file is empty; expected a scenario"],
    ),
    "only comments": (
        b"# to be written\n",
        ["1:1: wrong-type: expected a record, found nothing"],
    ),
    "not UTF-8, after characters of two bytes": (
        "about:\n  title: Größe ".encode() + b"\xfc\n",
        ["2:16: unreadable-file: expected UTF-8, found byte 0xfc; save the file as UTF-8"],
    ),
    "not UTF-8, in the first line, after a byte order mark": (
        b"\xef\xbb\xbfa: \xff",
        ["1:4: unreadable-file: expected UTF-8, found byte 0xff; save the file as UTF-8"],
    ),
    "UTF-16": (
        "about:".encode("utf-16"),
        ["1:1: unreadable-file: expected UTF-8, found byte 0xff; save the file as UTF-8"],
    ),
    "UTF-16 without a byte order mark": (
        "about:".encode("utf-16-le"),
        ["1:2: invalid-yaml: the character U+0000 cannot stand in the file"],
    ),
    "NUL": (
        b"about:\n  title: The\0Town\n",
        ["2:13: invalid-yaml: the character U+0000 cannot stand in the file"],
    ),
    "a separator of lines that editors do not show as one": (
        "about:\n  title: The\u2028Town\n".encode(),
        ["2:13: invalid-yaml: the character U+2028 cannot stand in the file"],
    ),
    "a second byte order mark": (
        b"\xef\xbb\xbf\xef\xbb\xbfabout:\n",
        ["1:1: invalid-yaml: the character U+FEFF cannot stand in the file; nobody sees it, so take it out"],
    ),
    "a quote left open": (
        b'about:\n  title: "The Town\n  tagline: None\n',
        [
            (
                "2:10: invalid-yaml: not YAML: the quote that opens here is not closed; "
                "close it, or put the whole text below >-"
            )
        ],
    ),
    "a quote closed too early": (
        b"about:\n  title: 'It's'\n",
        ['2:14: invalid-yaml: not YAML: the text goes on after its closing quote; write "It\'s"'],
    ),
    "a text that begins with a link to an entry": (
        b"about:\n  title: Town\n  tagline: [[mill]] lost\n",
        ['3:12: invalid-yaml: not YAML: a text that begins with [ needs quotes or >-; write "[[mill]] lost"'],
    ),
    "a list left open": (
        b"names: [a, b\n",
        [
            (
                "1:8: invalid-yaml: not YAML: the list that begins here is not closed; "
                "write ']' at its end, or put a text in quotes"
            )
        ],
    ),
    "a colon in a text": (
        b"about:\n  title: The Town: a story\n",
        ["2:18: invalid-yaml: not YAML: a text with ': ' in it needs quotes or >-; write \"The Town: a story\""],
    ),
    "a text that begins with emphasis": (
        b"about:\n  title: **The** Town\n",
        ['2:10: invalid-yaml: not YAML: a text that begins with * needs quotes or >-; write "**The** Town"'],
    ),
    "a text that begins with code": (
        b"about:\n  title: `The` Town\n",
        ['2:10: invalid-yaml: not YAML: a text that begins with ` needs quotes or >-; write "`The` Town"'],
    ),
    "indented with a tab": (
        b"about:\n\ttitle: The Town\n",
        ["2:1: invalid-yaml: not YAML: found a tab; indent with spaces"],
    ),
    "a tab inside a folded text": (
        b"about:\n  summary: >-\n    One.\n\ttitle: The Town\n",
        ["4:1: invalid-yaml: not YAML: found a tab; indent with spaces"],
    ),
    "two documents": (
        b"--- {}\n--- {}\n",
        ["2:1: invalid-yaml: expected one document, found a second"],
    ),
    "nested too deep": (
        b"a: " + b"[" * 70 + b"]" * 70 + b"\n",
        ["1:68: invalid-yaml: nested more than 64 deep"],
    ),
    "a list": (
        b"# Towns\n\n- a\n",
        ["3:1: wrong-type: expected a record, found a list"],
    ),
    "a text": (
        b"Nothing happened.",
        ["1:1: wrong-type: expected a record, found text ('Nothing happened.')"],
    ),
    "an alias": (
        b"*a",
        ["1:1: no-anchors-or-tags: aliases are not accepted, found '*a'; write the value out; a text needs quotes"],
    ),
}
"""The bytes of each file, and its problems."""


@pytest.mark.parametrize("name", FILES)
def test_an_unreadable_file_has_one_problem(name: str) -> None:
    content, problems = FILES[name]
    assert check_text(content) == problems


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (VALID.encode("utf-8-sig"), "a byte order mark"),
        (VALID.replace("\n", "\r\n").encode(), "line breaks of Windows"),
        (VALID.replace("\n", "\r").encode(), "line breaks of old Macs"),
        (VALID.rstrip("\n").encode(), "no line break at the end"),
        (f"---\n{VALID}...\n".encode(), "marks around the document"),
        (VALID.encode() + b"\n\n   \n# The end.", "space and a comment at the end"),
    ],
)
def test_unusual_but_valid_files_are_accepted(content: bytes, why: str) -> None:
    assert check_text(content) == [], why


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_positions_do_not_depend_on_line_breaks_or_byte_order_mark(line_break: str, mark: str) -> None:
    text, places = strip_marks(
        edit_valid(("title: The Town by the River", 'title: ¦""'), ("The [[dam]] gave way", "The ¦[[dan]] gave way"))
    )
    assert check_text((mark + text.replace("\n", line_break)).encode()) == [
        f"{places[0]}: empty-text: expected text, found nothing but space",
        f"{places[1]}: unknown-id: no record of 'entries' has the id 'dan'; did you mean 'dam'?",
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "none.yml"
    file = load_file(path)
    assert file.scenario is None
    problems = [f"{path}:1:1: unreadable-file: cannot be read: No such file or directory"]
    assert list(map(str, rules.check(file))) == problems


def test_a_folder_is_a_problem(tmp_path: Path) -> None:
    problems = [f"{tmp_path}:1:1: unreadable-file: cannot be read: Is a directory"]
    assert list(map(str, rules.check(load_file(tmp_path)))) == problems


def test_a_file_without_read_permission_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_bytes", forbid)
    problems = ["f.yml:1:1: unreadable-file: cannot be read: Permission denied"]
    assert list(map(str, rules.check(load_file(Path("f.yml"))))) == problems


def test_load_scenario_returns_the_scenario_or_raises_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yml"
    path.write_text(VALID, encoding="utf-8")
    scenario, file, warnings = rules.load_scenario(path)
    assert scenario is file.scenario
    assert warnings == ()
    path.write_text(edit_valid(("status: same", "status: sane"), ("kind: outcome", "kind: outcom")), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        rules.load_scenario(path)
    assert [problem.rule for problem in caught.value.problems] == ["unknown-kind", "unknown-status"]
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))


def test_unfinished_work_is_a_warning_that_blocks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yml"
    path.write_text(add_unfinished_records(TEST_DATA.read_text(encoding="utf-8")), encoding="utf-8")
    scenario, _, warnings = rules.load_scenario(path)
    assert "bare-event" in {entry.id for entry in scenario.entries}
    assert sorted({problem.rule for problem in warnings}) == [*UNFINISHED]
    assert all(f": warning: {problem.rule}: " in str(problem) for problem in warnings)
    path.write_text(path.read_text(encoding="utf-8").replace("status: same", "status: sane", 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        rules.load_scenario(path)
    assert {problem.rule for problem in caught.value.problems} == {*UNFINISHED, "unknown-status"}
