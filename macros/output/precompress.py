"""Compressed copies beside the text files of a site, for servers that send those instead of compressing each response.

Caddy's `precompressed`, nginx's `gzip_static` and Apache's content negotiation find them by their suffixes.

Sources: Brotli, RFC 7932; gzip, RFC 1952.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli

from macros.files.atomic import write_atomic

TEXT_SUFFIXES = frozenset(
    ".bib .css .csv .dot .graphml .html .js .json .map .svg .txt .webmanifest .xml".split()  # noqa: SIM905 - a list to read
)
"""Suffixes of text files. Images, fonts and Pagefind's files are compressed already."""
MIN_SIZE = 1024
"""Smaller files, in bytes, fit into one network packet without compression."""
BROTLI_QUALITY = 10
"""The second highest of 11 levels: it takes half the time of the highest, for 2.5 % more bytes."""
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    ".br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    ".gz": partial(gzip.compress, compresslevel=9, mtime=0),
}
"""The content encodings, by the suffix that they add."""


def precompress(folder: Path) -> tuple[int, int]:
    """Write the compressed copies of a folder; return the number of compressed files and the number of text files.

    A copy that would not be smaller is not written, and an outdated one is deleted. The same files give the same bytes.

    Raises:
        OSError: a file cannot be read or written.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in TEXT_SUFFIXES and path.is_file())
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both libraries release the interpreter's lock
        return sum(pool.map(_compress_file, paths)), len(paths)


def _compress_file(path: Path) -> bool:
    """Write or delete the compressed copies of a file, and return whether it has any."""
    content = path.read_bytes()
    encoded = {suffix: encode(content) for suffix, encode in ENCODERS.items() if len(content) >= MIN_SIZE}
    smaller = {suffix: copy for suffix, copy in encoded.items() if len(copy) < len(content)}
    for suffix in ENCODERS:
        target = path.with_name(f"{path.name}{suffix}")
        if suffix in smaller:
            write_atomic(target, smaller[suffix])
        else:
            target.unlink(missing_ok=True)
    return bool(smaller)
