"""The checks of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.settings import SettingsError, check_addresses, check_site_dir

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize(
    ("names", "source", "deleted"),
    [(["a.yml"], "docs", "a.yml"), (["sub/a.py"], "docs", "a.py"), (["index.html"], "data/overrides", "overrides")],
)
def test_a_build_deletes_neither_sources_nor_other_files(
    tmp_path: Path, names: list[str], source: str, deleted: str
) -> None:
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    for name in names:
        (folder / name).write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"^the build would delete \S*{deleted}: "):
        check_site_dir(folder, [tmp_path / source])


@pytest.mark.parametrize(
    "names", [[], [".git"], ["index.html", "a.css"], ["sitemap.xml", "a.html"], [".site.lock", "a.css"]]
)
def test_a_site_is_built_into_a_new_folder_or_over_a_site(tmp_path: Path, names: list[str]) -> None:
    site, sources = tmp_path / "site", [tmp_path / "docs"]
    check_site_dir(site, sources)
    (site / "lost+found").mkdir(parents=True)
    for name in names:
        (site / name).write_text("", encoding="utf-8")
    check_site_dir(site, sources)
