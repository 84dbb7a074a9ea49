"""Staged builds: a site is built in a folder beside the previous one, and replaces it only when it is complete.

The next build cleans up after one that was interrupted. Hidden files at the top of a site, such as `.git`, belong to no
build; they move to the new site.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path

from filelock import FileLock, Timeout

from macros.output.errors import OutputError

HIDDEN_FILES = (".*",)
"""Glob patterns of files at the top of a site that belong to no build."""


class BusyError(OutputError):
    """Another process builds the same site."""


class Staging:
    """The staging folder of one build.

    Attributes:
        site_dir: the folder to replace.
        folder: the folder to build into, beside the site.
    """

    def __init__(self, site_dir: Path, *, lock: bool = True, preserve: Sequence[str] = HIDDEN_FILES) -> None:
        """Lock the site, and clean up after interrupted builds.

        Args:
            site_dir: the folder to replace, which need not exist.
            lock: whether to lock the site against other processes.
            preserve: glob patterns of files at the top of the previous site that move to the new one, unless that has
                files of the same name.

        Raises:
            BusyError: another process builds the same site.
            OSError: the folder around the site cannot be written.
        """
        self.site_dir = site_dir.resolve()
        self._preserve = preserve
        self.site_dir.parent.mkdir(parents=True, exist_ok=True)
        self.folder, self._previous, lock_file = (
            self.site_dir.with_name(f".{self.site_dir.name}.{name}") for name in ("new", "last", "lock")
        )
        self._lock = ExitStack()
        try:
            self._lock.enter_context(FileLock(lock_file, timeout=0) if lock else nullcontext())
        except Timeout as error:
            raise BusyError(f"another build of {self.site_dir} is under way; wait until it has ended") from error
        self._clean_up()

    def publish(self) -> None:
        """Replace the site by the staging folder.

        This takes two renames. Between them there is no site; after an interruption there, the next build restores the
        previous one.

        Raises:
            OSError: the site cannot be renamed, for example because it is a mount point.
        """
        if self.site_dir.exists():
            self.site_dir.rename(self._previous)
        try:
            self.folder.rename(self.site_dir)
        finally:
            self._clean_up()

    def close(self) -> None:
        """Delete the staging folder, if it was not published, and release the lock."""
        _remove(self.folder)
        self._lock.close()

    def _clean_up(self) -> None:
        """Restore the previous site if there is no new one, or delete it; delete the staging folder."""
        if self._previous.exists() and not self.site_dir.exists():
            self._previous.rename(self.site_dir)
        for path in [path for pattern in self._preserve for path in self._previous.glob(pattern)]:
            if not (self.site_dir / path.name).exists():
                path.rename(self.site_dir / path.name)
        _remove(self._previous)
        _remove(self.folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
