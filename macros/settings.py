"""Checks of the settings of a build, before anything is built."""

from __future__ import annotations


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
