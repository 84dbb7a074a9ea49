"""Changes of files: what a command would write, as a diff, and writing all of it or nothing."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from macros.files.atomic import write_atomic

_NO_LINE_BREAK = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class FileChange:
    """The content of a file before and after a command; None where there is no file."""

    path: Path
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command changes, and the lines that say what it did and what is left to do."""

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
