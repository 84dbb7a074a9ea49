"""Text edits: replacements at positions of a text, which keep every other byte of the file."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass

_CHARACTER = re.compile(r"\r\n|[\s\S]")
_LINE_BREAKS = frozenset({"\r\n", "\r", "\n"})


@dataclass(frozen=True, order=True, slots=True)
class TextEdit:
    """Replaces the characters from `start` to `end` of a text whose line breaks are line feeds."""

    start: int
    end: int
    replacement: str


def apply_edits(content: bytes, edits: Iterable[TextEdit]) -> bytes:
    """Return a UTF-8 file with edits applied; edits at the same position keep their order.

    Positions count characters as `LoadedFile.text` has them: without a byte order mark, and each line break as one
    character. A replacement takes the line breaks of the line before it, or else of the first line.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
        ValueError: two edits overlap.
    """
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    characters = _CHARACTER.findall(content.removeprefix(BOM_UTF8).decode())
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < position:
            raise ValueError(f"edits overlap at character {edit.start}")
        pieces += characters[position : edit.start]
        pieces.append(edit.replacement.replace("\n", _line_break(characters, edit.start)))
        position = edit.end
    return mark + "".join([*pieces, *characters[position:]]).encode()


def _line_break(characters: list[str], position: int) -> str:
    """Return the last line break before a position, or else the first one of the text."""
    before = next((item for item in reversed(characters[:position]) if item in _LINE_BREAKS), None)
    return before or next((item for item in characters if item in _LINE_BREAKS), "\n")
