"""A user without the rights of an administrator, and a folder that every user can enter, for tests of permissions."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


@contextmanager
def unprivileged_user(*folders: Path) -> Iterator[None]:
    """Run as a user that may write only what modes allow, and that owns the given folders with all their files."""
    if os.geteuid() != 0:
        yield
        return
    for path in [path for folder in folders for path in (folder, *folder.rglob("*"))]:
        os.chown(path, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def public_folder() -> Iterator[Path]:
    """Yield a temporary folder that every user can enter, unlike those of pytest; it is deleted whatever its modes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            for path in (folder, *folder.rglob("*")):
                if path.is_dir():
                    path.chmod(0o755)
