"""Files that nobody ever finds half of."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def kept(folder: Path, recipe: Iterable[str], make: Callable[[], str]) -> str:
    """Return a text that is made by a recipe, all that it depends on; a folder keeps it for the next process.

    What is damaged there is made again. Where nothing can be kept, only time is lost.
    """
    path = folder / digest("\0".join(recipe).encode())
    with suppress(OSError, UnicodeDecodeError):
        found, _, text = path.read_bytes().decode().partition("\n")
        if found == digest(text.encode()):
            return text
    text = make()
    with suppress(OSError):
        write_whole(path, f"{digest(text.encode())}\n{text}".encode())
    return text


def digest(content: bytes) -> str:
    """Return what content is told by, in hexadecimal digits: its SHA-256 (FIPS 180-4)."""
    return sha256(content).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, in a folder that is made if need be: until it is whole, what was there before stays."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _write(part, content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write(path: Path, content: bytes) -> None:
    """Write a file; that its folder is there is asked only where it is not, for there are very many files."""
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
