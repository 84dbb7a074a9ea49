"""Checks of the settings of a build, before anything is built."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class SettingsError(Exception):
    """A setting has a value that no build can use; the message says which, and what to do, in one line."""


def check_addresses(*, use_directory_urls: bool, has_offline_plugin: bool) -> None:
    """Check that each page is built as the `index.html` of a folder, on which all addresses depend.

    Raises:
        SettingsError: a setting of MkDocs, or the theme's plugin `offline`, puts pages at other addresses.
    """
    for setting, is_set in {
        "use_directory_urls: false": not use_directory_urls,
        "the plugin offline": has_offline_plugin,
    }.items():
        if is_set:
            raise SettingsError(
                f"{setting} changes the address of every page; `make offline` makes a site for the disk"
            )


def check_site_dir(folder: Path, sources: Iterable[Path]) -> None:
    """Check that a build replaces nothing but a site: neither one of its sources nor a folder with files of its own.

    A folder with a hidden file of an interrupted build is a site, too.

    Raises:
        SettingsError: the build would delete other files.
    """
    marks = (folder / "index.html", folder / "sitemap.xml", *folder.glob(f".{folder.name}.*"))
    files = (file for path in folder.glob("[!.]*") for file in chain([path], path.rglob("*")) if file.is_file())
    others = chain(
        (source for source in sources if source.is_relative_to(folder)),
        () if any(mark.exists() for mark in marks) else files,
    )
    if other := next(others, None):
        raise SettingsError(f"the build would delete {other}: {folder} is no site; choose another folder, or empty it")
