"""Helpers of the tests of rules: a small valid file, edits of it, and marks for the positions of problems."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from macros import rules
from macros.scenario.loader import parse_file

HERE = Path(__file__).resolve().parent
VALID = (HERE / "valid.yml").read_text(encoding="utf-8")
MARK = "¦"
"""Marks, in edits, the character after it as the position of a problem."""


def check_text(content: str | bytes) -> list[str]:
    """Return the problems of a file as `line:column: rule: message`."""
    data = content.encode() if isinstance(content, str) else content
    return [str(problem).removeprefix("f.yml:") for problem in rules.check(parse_file("f.yml", data))]


def edit_valid(*edits: tuple[str, str]) -> str:
    """Return the small valid file with texts replaced, each of which has to be there exactly once."""
    text = VALID
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times in valid.yml: {old}"
        text = text.replace(old, new)
    return text


def strip_marks(text: str) -> tuple[str, list[str]]:
    """Return a text without its marks, and the position that each marked, as `line:column`."""
    positions = []
    while MARK in text:
        before, _, after = text.partition(MARK)
        *lines, last = before.split("\n")
        positions.append(f"{len(lines) + 1}:{len(last) + 1}")
        text = before + after
    return text, positions


Case: TypeAlias = tuple[list[tuple[str, str]], list[str]]
"""Edits of the small valid file, with marks, and the problems at the marks as `rule: message`."""


def assert_problems(case: Case) -> None:
    """Assert that the edits of a case cause its problems and no others, each at its mark."""
    edits, messages = case
    text, positions = strip_marks(edit_valid(*edits))
    assert check_text(text) == [f"{position}: {message}" for position, message in zip(positions, messages, strict=True)]


def lead_edit(text: str) -> tuple[str, str]:
    """Return the edit that makes a text the lead of the drought."""
    return "    lead: It did not rain.\n", "    lead: |-\n" + "".join(f"      {line}\n" for line in text.split("\n"))
