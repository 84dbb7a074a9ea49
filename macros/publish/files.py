"""Files that nobody ever finds half of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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
