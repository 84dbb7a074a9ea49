"""Staged builds: a site is built in a folder beside the last good one, and replaces it only when it is complete.

The next build cleans up after one that was interrupted. Hidden files at the top of a site, such as `.git`, belong to no
build; they move to the new site.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path

from filelock import FileLock, Timeout

HIDDEN = (".*",)
"""Glob patterns of files that belong to no build."""


class BusyError(Exception):
    """Another process builds the same site."""


class Staging:
    """The staging folder of one build.

    Attributes:
        site: The folder to replace.
        folder: The folder to build into, beside the site.
    """

    def __init__(self, site: Path, *, shared: bool = True, keep: Sequence[str] = HIDDEN) -> None:
        """Lock the site, which need not exist, and clean up after interrupted builds.

        Where `shared` is false, no other process builds this site, and no lock is taken. Files at the top of the last
        site that match a glob pattern of `keep` move to the new one, unless it has files of the same name.

        Raises:
            BusyError: Another process builds the same site.
            OSError: The folder around the site cannot be written.
        """
        self.site = site.resolve()
        self._keep = keep
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self.folder, self._previous, lock = (
            self.site.with_name(f".{self.site.name}.{name}") for name in ("new", "last", "lock")
        )
        self._lock = ExitStack()
        try:
            self._lock.enter_context(FileLock(lock, timeout=0) if shared else nullcontext())
        except Timeout as error:
            raise BusyError(f"another build of {self.site} is under way; wait until it has ended") from error
        self._clean_up()

    def publish(self) -> None:
        """Replace the site by the staging folder.

        This takes two renames. Between them there is no site; after an interruption there, the next build restores the
        previous one.

        Raises:
            OSError: The site cannot be renamed, for example because it is a mount point.
        """
        if self.site.exists():
            self.site.rename(self._previous)
        try:
            self.folder.rename(self.site)
        finally:
            self._clean_up()

    def close(self) -> None:
        """Delete the staging folder, if it was not published, and release the lock."""
        _remove(self.folder)
        self._lock.close()

    def _clean_up(self) -> None:
        """Restore the previous site if there is no new one, or delete it; delete the staging folder."""
        if self._previous.exists() and not self.site.exists():
            self._previous.rename(self.site)
        for path in [path for pattern in self._keep for path in self._previous.glob(pattern)]:
            if not (self.site / path.name).exists():
                path.rename(self.site / path.name)
        _remove(self._previous)
        _remove(self.folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
