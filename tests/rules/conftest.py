"""What the tests of the checks share: a small scenario without a problem, and how to say where problems stand."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from macros import rules
from macros.scenario.loader import parse

HERE = Path(__file__).resolve().parent
VALID = (HERE / "valid.yml").read_text(encoding="utf-8")
MARK = "¦"
"""Stands, in the tests, before the character that a problem should point at."""


def found(content: str | bytes) -> list[str]:
    """Return the problems of a file as `line:column: rule: message`."""
    data = content.encode() if isinstance(content, str) else content
    return [str(problem).removeprefix("f.yml:") for problem in rules.check(parse("f.yml", data))]


def changed(*changes: tuple[str, str]) -> str:
    """Return the small valid file with its texts replaced; each has to stand there once."""
    text = VALID
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times in valid.yml: {old}"
        text = text.replace(old, new)
    return text


def unmark(text: str) -> tuple[str, list[str]]:
    """Take the marks out of a text; return it, and `line:column` of what each stood before."""
    places = []
    while MARK in text:
        before, _, after = text.partition(MARK)
        *above, line = before.split("\n")
        places.append(f"{len(above) + 1}:{len(line) + 1}")
        text = before + after
    return text, places


Case: TypeAlias = tuple[list[tuple[str, str]], list[str]]
"""What to replace in the small valid file, marks included, and the problems at the marks as `rule: message`."""


def assert_problems(case: Case) -> None:
    """Check that the changes of a case cause its problems and no others, each at its mark."""
    changes, messages = case
    text, places = unmark(changed(*changes))
    assert found(text) == [f"{place}: {message}" for place, message in zip(places, messages, strict=True)]


def lead(text: str) -> tuple[str, str]:
    """Return the change that makes a text, line by line, the lead of the drought."""
    return "    lead: It did not rain.\n", "    lead: |-\n" + "".join(f"      {line}\n" for line in text.split("\n"))
