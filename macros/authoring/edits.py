"""Edits: replacements at positions of a text, which keep every other byte; changes of files, written all or none."""

from __future__ import annotations

import difflib
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from macros.files.atomic import write_atomic

_CHARACTER = re.compile(r"\r\n|[\s\S]")
_LINE_BREAKS = frozenset({"\r\n", "\r", "\n"})
_NO_LINE_BREAK = "\n\\ No newline at end of file\n"


class AuthoringError(Exception):
    """A command cannot do its work. The message says why. Nothing was written."""


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


@dataclass(frozen=True, slots=True)
class FileChange:
    """The content of a file before and after a command; None where there is no file."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The changes of a command, and the lines of its report: what it does, and what is left to do."""

    changes: tuple[FileChange, ...]
    report: tuple[str, ...]


def write_changes(changes: Sequence[FileChange]) -> None:
    """Write files, each in one step; where one cannot be written, those before it get their old content back.

    Raises:
        OSError: a file cannot be written or removed.
    """
    for count, change in enumerate(changes):
        try:
            _write(change.path, change.after)
        except OSError:
            for earlier in reversed(changes[:count]):
                with suppress(OSError):
                    _write(earlier.path, earlier.before)
            raise


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_atomic(path, content)


def unified_diff(changes: Iterable[FileChange]) -> Iterator[str]:
    """Yield the changes as a unified diff, piece by piece."""
    for change in changes:
        before, after = _lines(change.before), _lines(change.after)
        old_name, new_name = (str(change.path) if lines else "/dev/null" for lines in (before, after))
        for line in difflib.unified_diff(before, after, old_name, new_name):
            yield line if line.endswith("\n") else line + _NO_LINE_BREAK


def _lines(content: bytes | None) -> list[str]:
    """Return lines with their line feeds; a carriage return stays in its line."""
    return [] if content is None else io.StringIO(content.decode(errors="replace"), newline="\n").readlines()
