"""Atomic writes: a file has its old content or all of its new content, even if the process is killed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file in one step, and its folder if that is missing.

    Raises:
        OSError: the file cannot be written; the old content stays.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_file(part, content)
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError) and error.filename:
            error.filename = str(path)
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write a file, and its folder if that is missing, which is looked for only if the write fails.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def explain_error(error: Exception) -> str:
    """Return an OS error as `file: reason`, without its number, and any other error as its message."""
    if not isinstance(error, OSError):
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)


def can_write(folder: Path) -> bool:
    """Return whether this user can create files in a folder, or else can create the folder."""
    paths = (folder, *folder.absolute().parents)
    existing = next((path for path in paths if os.path.exists(path)), None)  # noqa: PTH110 - raises no error
    return existing is not None and existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
