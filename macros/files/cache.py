"""The cache on disk, which keeps templates, style sheets and pictures from build to build.

A file of the cache is its content, followed by the SHA-256 of that: programs that read pictures and fonts ignore what
comes after their end. A file that is damaged is built again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR

from macros.files.atomic import can_write, write_atomic

_DIGEST_SIZE = sha256().digest_size


def content_hash(content: bytes) -> str:
    """Return the SHA-256 of content in hexadecimal digits (FIPS 180-4)."""
    return sha256(content).hexdigest()


def cache_folder(project: Path) -> Path:
    """Return the folder of a project's caches: `CACHE_DIR` of the environment, `.cache`, or else a temporary folder.

    The temporary folder belongs to this user alone, since a cache holds code.

    Raises:
        OSError: there is no such folder.
    """
    if name := os.environ.get("CACHE_DIR", "").strip():
        try:
            return Path(name).expanduser().absolute()
        except RuntimeError as error:
            raise FileNotFoundError(f"{name}: there is no such home folder") from error
    folder = project / ".cache"
    if all(map(can_write, (folder, *folder.glob("*/")))):
        return folder
    user = os.getuid() if hasattr(os, "getuid") else None
    folder = Path(tempfile.gettempdir(), f"cache-{content_hash(f'{user} {project.absolute()}'.encode())[:16]}")
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if not S_ISDIR(status.st_mode) or (user is not None and (status.st_uid != user or status.st_mode & 0o077)):
        raise PermissionError(f"{folder} is not a folder of this user alone")
    return folder


class DiskCache:
    """Contents by key, in a folder. A key holds all that the content depends on.

    Example:
        >>> DiskCache(folder).get_or_build(["style", source], lambda: minify(source))
    """

    def __init__(self, folder: Path, version: str = "") -> None:
        """Cache in a folder, which is created when it is needed.

        A version is a name in hexadecimal digits. Its folder replaces those of other versions.
        """
        self._root = folder
        self._folder = folder / version

    def get_or_build(self, key: Sequence[str], build: Callable[[], bytes]) -> bytes:
        """Return the cached content, or build and cache it."""
        content = self.load(key)
        if content is None:
            content = build()
            self.store(key, content)
        return content

    def get_path(self, key: Sequence[str], build: Callable[[], bytes]) -> Path:
        """Return the path of a file that holds the content and its digest, built if it is not cached.

        Raises:
            OSError: the file cannot be written.
        """
        if self.load(key) is None:
            self._write(key, build())
        return self._path(key)

    def load(self, key: Sequence[str]) -> bytes | None:
        """Return the cached content; None where there is none, or its file is damaged."""
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        content = stored[:-_DIGEST_SIZE]
        return content if stored[-_DIGEST_SIZE:] == sha256(content).digest() else None

    def store(self, key: Sequence[str], content: bytes) -> None:
        """Cache content, if the folder can be written: without a cache, the next build only takes longer."""
        with suppress(OSError):
            self._write(key, content)

    def _write(self, key: Sequence[str], content: bytes) -> None:
        if self._folder != self._root and not self._folder.exists():
            for folder in self._root.glob("[0-9a-f]" * len(self._folder.name)):
                if folder != self._folder:  # another process may have just made it
                    shutil.rmtree(folder, ignore_errors=True)
        write_atomic(self._path(key), content + sha256(content).digest())

    def _path(self, key: Sequence[str]) -> Path:
        return self._folder / content_hash("\0".join(key).encode())
