"""Variants of the test data that mean the same and are written in another style."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from macros.scenario.permalinks import PERMALINKS_FILE
from tests.conftest import TEST_DATA

STORY = TEST_DATA.read_bytes().decode()


def without_blank_lines(text: str) -> str:
    return re.sub(r"\n\n+", "\n", text)


def with_dashes_at_the_margin(text: str) -> str:
    """Write the lists of records without indentation."""
    return re.sub(r"(?<=:\n)((?:  - (?:.|\n)*?)+)(?=^\S|\Z)", lambda match: _dedent(match[1]), text, flags=re.MULTILINE)


def _dedent(text: str) -> str:
    return re.sub(r"^  ", "", text, flags=re.MULTILINE)


def with_comments_everywhere(text: str) -> str:
    """Add comments, some of them with tabs, at the end of records, between records and between sections."""
    text = re.sub(
        r"^    entries: \[.*\]$", "\\g<0>\n    #\tof the record\n\n      # and more of it", text, flags=re.MULTILINE
    )
    return re.sub(r"^(  - |\w+:$)", "# at the margin\n  #\tabove\n\\1", text, flags=re.MULTILINE)


def with_empty_section(name: str, empty: str) -> Callable[[str], str]:
    """Return the variant in which a section has no records."""
    return lambda text: re.sub(rf"^{name}:\n(?:[ ].*\n|\n)+", f"{name}:{empty}\n\n", text, flags=re.MULTILINE)


def without_section(name: str) -> Callable[[str], str]:
    """Return the variant that lacks a section."""
    return lambda text: re.sub(rf"^{name}:\n(?:[ ].*\n|\n)+", "", text, flags=re.MULTILINE)


TEXTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with CR": lambda text: text.replace("\n", "\r"),
    "with a byte order mark": lambda text: f"\ufeff{text}",
    "without a final newline": lambda text: text.rstrip("\n"),
    "with blank lines at the end": lambda text: f"{text}\n\n",
    "without blank lines": without_blank_lines,
    "with dashes at the margin": with_dashes_at_the_margin,
    "with comments everywhere": with_comments_everywhere,
    "with the end of a document": lambda text: f"---\n{text}...\n",
}


def write(folder: Path, text: str, permalinks: str | None = "") -> Path:
    """Write a data file, and a list of permalinks unless that is None; return the path of the data file."""
    path = folder / "scenario.yml"
    path.write_bytes(text.encode())
    if permalinks is not None:
        (folder / PERMALINKS_FILE).write_text(permalinks, encoding="utf-8")
    return path
