"""A site that is never half there: it is built beside the last good one, which it takes the place of when it is whole.

Where one build is stopped midway, the next tidies up after it. Hidden files at the top of a site, such as `.git`, are
not of any build and stay with the site.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HIDDEN = (".*",)
"""Names of what is not of any build."""


class BusyError(Exception):
    """Another build is under way for the same site."""


class Staging:
    """The folder that a site is built in, for as long as its build is under way."""

    def __init__(self, site: Path, *, shared: bool = True, keep: Sequence[str] = HIDDEN) -> None:
        """Take the place beside a site, which need not exist, and tidy up what stopped builds left there.

        No other process can have that place until it is left; a site that is not `shared` is this process's alone.
        What has a name like one of `keep` at the top of the last site stays, unless the new one has it too.

        Raises:
            BusyError: another process is building the same site.
            OSError: the folders beside the site cannot be written.
        """
        self.site = site.resolve()
        self._keep = keep
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self.folder, self._last, lock = (self._beside(name) for name in ("new", "last", "lock"))
        self._held = ExitStack()
        try:
            self._held.enter_context(FileLock(lock, timeout=0) if shared else nullcontext())
        except Timeout as error:
            raise BusyError(f"another build of {self.site} is under way; wait until it has ended") from error
        self._tidy()

    def _beside(self, name: str) -> Path:
        return self.site.with_name(f".{self.site.name}.{name}")

    def _tidy(self) -> None:
        if self._last.exists() and not self.site.exists():
            self._last.rename(self.site)
        self._retire()
        _remove(self.folder)

    def publish(self) -> None:
        """Put what was built in the place of the site.

        Between the two renames that this takes there is no site, and the last one waits beside for the next build.

        Raises:
            OSError: the site cannot be renamed, as where a volume is mounted on it.
        """
        if self.site.exists():
            self.site.rename(self._last)
        try:
            self.folder.rename(self.site)
        finally:
            self._tidy()

    def leave(self) -> None:
        """Leave the place beside the site, and give up what stands there unpublished."""
        _remove(self.folder)
        self._held.close()

    def _retire(self) -> None:
        """Take the last site away, but for what is kept, which goes on to the site."""
        if not self._last.exists():
            return
        for kept in [path for names in self._keep for path in self._last.glob(names)]:
            if not (self.site / kept.name).exists():
                kept.rename(self.site / kept.name)
        _remove(self._last)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
