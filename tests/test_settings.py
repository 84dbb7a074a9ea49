"""The checks of settings."""

from __future__ import annotations

import pytest

from macros.settings import SettingsError, check_addresses


@pytest.mark.parametrize(
    ("use_directory_urls", "plugin", "setting"),
    [(False, "material/search", "use_directory_urls: false"), (True, "material/offline", "the plugin offline")],
)
def test_other_addresses_of_pages_are_refused(use_directory_urls: bool, plugin: str, setting: str) -> None:  # noqa: FBT001 - a parameter
    with pytest.raises(SettingsError, match=rf"^{setting} .*make offline"):
        check_addresses(use_directory_urls=use_directory_urls, plugins={plugin})


def test_pages_in_folders_are_accepted() -> None:
    check_addresses(use_directory_urls=True, plugins={"material/search"})
