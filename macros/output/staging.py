"""Staged builds: a site is built in a folder beside the previous one, and replaces it only when it is complete.

The next build cleans up after one that was interrupted. Hidden files at the top of a site, such as `.git`, belong to no
build; they stay with the site.

A site that is a mount point, or whose parent folder is read-only, has its staging folder inside, and its files are
replaced one by one. Each file is complete at any time, but the site is not: an interrupted replacement leaves files of
both builds, until the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from fnmatch import fnmatch
from pathlib import Path

from filelock import FileLock, Timeout

from macros.files.atomic import can_write
from macros.output.errors import OutputError

HIDDEN_FILES = (".*", "lost+found")
"""Glob patterns of files at the top of a site that belong to no build. A disk has `lost+found` at its top."""


class BusyError(OutputError):
    """Another process builds the same site."""


class Staging:
    """The staging folder of one build.

    Attributes:
        site_dir: the folder to replace.
        folder: the folder to build into: beside the site, or else a hidden folder in it.
    """

    def __init__(self, site_dir: Path, *, lock: bool = True, preserve: Sequence[str] = HIDDEN_FILES) -> None:
        """Lock the site, and clean up after interrupted builds.

        Args:
            site_dir: the folder to replace, which need not exist.
            lock: whether to lock the site against other processes, and to check that it can be replaced.
            preserve: glob patterns of files at the top of the previous site that move to the new one, unless that has
                files of the same name.

        Raises:
            BusyError: another process builds the same site.
            OSError: the site cannot be replaced: the user may not write, or there is no room.
        """
        self.site_dir = site_dir.resolve()
        self._preserve = preserve
        self._replaces_in_place = os.path.ismount(self.site_dir) or not can_write(self.site_dir.parent)
        base = self.site_dir if self._replaces_in_place else self.site_dir.parent
        self.folder, self._previous, lock_file = (
            base / f".{self.site_dir.name}.{name}" for name in ("new", "last", "lock")
        )
        if lock:
            self._check_access()
        base.mkdir(parents=True, exist_ok=True)
        self._closing = ExitStack()
        if lock:
            try:
                self._closing.enter_context(FileLock(lock_file, timeout=0))
            except Timeout as error:
                raise BusyError(f"another build of {self.site_dir} is under way; wait until it has ended") from error
            self._closing.callback(_unlink_if_possible, lock_file)  # filelock takes no lock on a deleted file
        self._closing.callback(_remove, self.folder)
        self._clean_up()
        if lock:
            try:
                self._check_free_space()
            except OSError:
                self.close()
                raise

    def publish(self) -> None:
        """Replace the site by the staging folder.

        Beside the site, this takes two renames. Between them there is no site; after an interruption there, the next
        build restores the previous one. Where the site cannot be renamed, its files are replaced one by one.

        Raises:
            OSError: the site cannot be replaced, or there is no staging folder.
        """
        self.folder.stat()
        try:
            if not self._replaces_in_place and self._rename_site():
                self.folder.rename(self.site_dir)
            else:
                self._replace_files()
        finally:
            self._clean_up()

    def close(self) -> None:
        """Delete the staging folder, if it was not published, and release the lock. A second call does nothing."""
        self._closing.close()

    def _rename_site(self) -> bool:
        """Rename the previous site, if there is one; return False where the file system does not allow that."""
        try:
            if self.site_dir.exists():
                self.site_dir.rename(self._previous)
        except OSError:
            return False
        return True

    def _replace_files(self) -> None:
        """Move the files of the staging folder into the site, pages last; then delete those that it lacks."""
        new = {path.relative_to(self.folder): _is_folder(path) for path in self.folder.rglob("*")}
        old = {path.relative_to(self.site_dir): _is_folder(path) for path in self._site_paths()}
        for path, is_folder in old.items():
            if new.get(path, is_folder) != is_folder:
                _remove(self.site_dir / path)
        for path in sorted(new, key=lambda path: path.suffix == ".html"):
            if not new[path]:
                (self.site_dir / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).replace(self.site_dir / path)
        for path in old.keys() - new.keys():
            _remove(self.site_dir / path)

    def _site_paths(self) -> Iterator[Path]:
        """Yield the files and folders of the previous site, without those that belong to no build.

        A symbolic link is a file: what it leads to may be outside the site.
        """
        for top in self.site_dir.glob("*"):
            if not any(fnmatch(top.name, pattern) for pattern in self._preserve):
                yield from (top, *(top.rglob("*") if _is_folder(top) else ()))

    def _check_access(self) -> None:
        for folder in (self.site_dir, *(path for path in self._site_paths() if _is_folder(path))):
            if not can_write(folder):
                advice = "change its owner, or build into another folder with `--site-dir`"
                raise PermissionError(f"{folder} cannot be written by this user; {advice}")

    def _check_free_space(self) -> None:
        size = sum(path.lstat().st_size for path in self._site_paths())
        free = shutil.disk_usage(self.folder.parent).free
        if free < size:
            raise OSError(
                f"{self.folder.parent} has {free / 1e6:.1f} MB of free space, and the previous site takes "
                f"{size / 1e6:.1f} MB; a build needs as much again"
            )

    def _clean_up(self) -> None:
        """Restore the previous site if there is no new one, or delete it; delete the staging folder."""
        if self._previous.exists() and not self.site_dir.exists():
            self._previous.rename(self.site_dir)
        for path in [path for pattern in self._preserve for path in self._previous.glob(pattern)]:
            if not (self.site_dir / path.name).exists():
                path.rename(self.site_dir / path.name)
        _remove(self._previous)
        _remove(self.folder)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError, NotADirectoryError):  # a folder above it may be a file now
            path.unlink()


def _unlink_if_possible(path: Path) -> None:
    with suppress(OSError):  # Windows deletes a lock file when the lock is released
        path.unlink()
