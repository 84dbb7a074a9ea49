"""The checks of settings."""

from __future__ import annotations

import pytest

from macros.settings import SettingsError, check_addresses


@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        ({"use_directory_urls": False, "has_offline_plugin": False}, "use_directory_urls: false"),
        ({"use_directory_urls": True, "has_offline_plugin": True}, "the plugin offline"),
    ],
)
def test_other_addresses_of_pages_are_refused(settings: dict[str, bool], setting: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{setting} .*make offline"):
        check_addresses(**settings)


def test_pages_in_folders_are_accepted() -> None:
    check_addresses(use_directory_urls=True, has_offline_plugin=False)
