"""Compressed files beside the text files of a built site, for servers that send those instead of compressing each time.

Caddy's `precompressed`, nginx's `gzip_static` and Apache's content negotiation find them by their names.
"""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import brotli

from macros.output.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KINDS = frozenset(
    ".bib .css .csv .dot .graphml .html .js .json .map .svg .txt .webmanifest .xml".split()  # noqa: SIM905 - a list to read
)
"""How the names of files end that hold text. Pictures, fonts and Pagefind's files are compressed already."""

SMALLEST = 1024
"""Files of fewer bytes reach the reader in one packet anyway."""

BROTLI_QUALITY = 10
"""Of 11: half the time of the last step, for a fortieth more bytes."""


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))


CODINGS: dict[str, Callable[[bytes], bytes]] = {".br": _brotli, ".gz": _gzip}
"""What is made of a file, by how its name then ends."""


def precompress(folder: Path) -> tuple[int, int]:
    """Write the compressed files of a folder, and return how many files got them, of how many that hold text.

    What compression would not make smaller gets none; one from before that does not belong to it any more is removed.
    The same files give the same bytes.

    Raises:
        OSError: a file cannot be read or written.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in KINDS and path.is_file())
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries let other threads run
        return sum(pool.map(_beside, paths)), len(paths)


def _beside(path: Path) -> bool:
    content = path.read_bytes()
    coded = {ending: code(content) for ending, code in CODINGS.items()} if len(content) >= SMALLEST else {}
    smaller = {ending: one for ending, one in coded.items() if len(one) < len(content)}
    for ending in CODINGS:
        target = path.with_name(f"{path.name}{ending}")
        if ending in smaller:
            write_whole(target, smaller[ending])
        else:
            target.unlink(missing_ok=True)
    return bool(smaller)
