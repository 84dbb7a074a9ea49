"""The checks of settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from macros.cli import main
from macros.plugin import SitePlugin
from macros.settings import (
    SettingsError,
    check_addresses,
    check_site_dir,
    is_enabled,
    normalize_repo_url,
    normalize_settings,
    normalize_site_url,
)
from tests.conftest import ROOT
from tests.users import public_folder, unprivileged_user

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://example.org/my-site/"
NUMBER = "expected a whole number, such as 1000, found"
SECONDS = "expected the seconds since 1970, such as 1700000000, found"


def write_files(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


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
    [
        (["a.yml"], "docs", "a.yml"),
        (["sub/a.py"], "docs", "a.py"),
        (["index.html"], "docs", "index.html"),
        (["data/v1/scenario.json"], "data/overrides", "overrides"),
    ],
)
def test_a_build_deletes_neither_sources_nor_other_files(
    tmp_path: Path, names: list[str], source: str, deleted: str
) -> None:
    folder = tmp_path / "data"
    write_files(folder, names)
    with pytest.raises(SettingsError, match=rf"^the build would delete \S*{deleted}[:,] "):
        check_site_dir(folder, [tmp_path / source])


def test_a_link_to_the_folder_of_the_sources_is_not_a_site(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write_files(project, ["mkdocs.yml", ".site.lock"])
    (project / "site").symlink_to(project)
    with pytest.raises(SettingsError, match=r"^the build would delete \S*/mkdocs\.yml, a source of the site; choose"):
        check_site_dir(project / "site", [project / "mkdocs.yml"])


@pytest.mark.parametrize(
    "names",
    [
        [],
        [".git"],
        ["lost+found/a"],
        ["data/v1/scenario.json", "a.css"],
        ["data/scenario.json", "a.html"],
        [".site[1].lock", "a.css"],
    ],
)
def test_a_site_is_built_into_a_new_folder_or_over_a_site(tmp_path: Path, names: list[str]) -> None:
    site, sources = tmp_path / "site[1]", [tmp_path / "docs"]
    check_site_dir(site, sources)
    write_files(site, names)
    check_site_dir(site, sources)


@pytest.mark.parametrize(
    ("configured", "site_url"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/ ", "https://example.org/"),
        (" https://example.org /", "https://example.org/"),
        ("HTTPS://Example.org:8080/My-Site", "https://example.org:8080/My-Site/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://bücher.example/höhe", "https://xn--bcher-kva.example/h%C3%B6he/"),
        ("https://пример.рф:8080", "https://xn--e1afmkfd.xn--p1ai:8080/"),
        ("https://example.org/h%C3%B6he/v1.2/", "https://example.org/h%C3%B6he/v1.2/"),
    ],
)
def test_the_url_of_a_site_is_normalized(configured: str, site_url: str) -> None:
    assert normalize_site_url(configured) == site_url
    assert normalize_site_url(site_url) == site_url


@pytest.mark.parametrize(
    ("configured", "message"),
    [
        ("https://example.org/my-site/?x=1", f"SITE_URL has a query: .*; write {SITE}$"),
        ("https://example.org/my-site/?", f"SITE_URL has a query: .*; write {SITE}$"),
        ("https://example.org/my-site#f", f"SITE_URL has a fragment: .*; write {SITE}$"),
        ("https://example.org/my-site/index.html", f"SITE_URL leads to a page, 'index.html'; write {SITE}$"),
        ("https://example.org/my-site/index.html/", f"SITE_URL leads to a page, 'index.html'; write {SITE}$"),
        ("https://ann:secret@example.org/my-site/", f"SITE_URL has a user name.*'https://…@.*; write {SITE}$"),
        ("https://secret@example.org/my-site/", f"SITE_URL has a user name.*'https://…@.*; write {SITE}$"),
        ("https://ann:se/cret@example.org/", f"SITE_URL: 'https://…@example.org' is not a URL; write one as {SITE}$"),
        ("https://secr#et@example.org/", f"SITE_URL has a fragment: 'https://…@example.org'; write one as {SITE}$"),
        ("secret@example.org/a\n/b", "SITE_URL has no https:// .*: '…@example.org/a.n/b'; write one as"),
        ("https://example.org//a/../my-site/", f"SITE_URL has an empty part or dots.*; write {SITE}$"),
        ("https://example.org/my-site//", None),
        ("ftp://example.org/my-site/", "SITE_URL has no https:// or http:// at its beginning: .*; write one as"),
        ("example.org", "SITE_URL has no https:// or http:// at its beginning: .*; write one as"),
        ("https:///my-site/", "SITE_URL names no host: .*; write one as"),
        (
            "https://example.org/my site/",
            "SITE_URL has a space or another character that URLs cannot have: .*; write one as",
        ),
        ("https://example.org/a\tb/", "SITE_URL has a space or another character"),
        ("https://example.org:port/", "SITE_URL: .* is not a URL: Port could not be cast"),
        ("https://[::1/", "SITE_URL: .* is not a URL: Invalid IPv6 URL"),
        ("https://example..org/", "SITE_URL: .* is not a URL: "),
    ],
)
def test_a_url_that_is_not_that_of_a_folder_is_refused(configured: str, message: str | None) -> None:
    if message is None:
        assert normalize_site_url(configured) == SITE
        return
    with pytest.raises(SettingsError, match=f"^{message}") as refusal:
        normalize_site_url(configured)
    assert not re.search(r"\n|secr|cret", str(refusal.value))


@pytest.mark.parametrize(
    "configured",
    [
        "https://github.com/ann/story",
        " https://github.com/ann/story/ ",
        "https://github.com/ann/story.git",
        "https://github.com/ann/story.git/",
        "ssh://git@github.com/ann/story.git",
        "git+ssh://git@github.com:22/ann/story",
        "git@github.com:ann/story.git",
    ],
)
def test_the_url_of_a_repository_leads_to_its_page(configured: str) -> None:
    assert normalize_repo_url(configured) == "https://github.com/ann/story"


def test_the_url_of_a_repository_has_an_example_of_its_own() -> None:
    with pytest.raises(SettingsError, match=r"^REPO_URL has no https:// .*; write one as https://github.com/a/b$"):
        normalize_repo_url("ann/story")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("large_threshold", "abc", f"^LARGE_THRESHOLD: {NUMBER} 'abc'$"),
        ("large_threshold", -1, f"^LARGE_THRESHOLD: {NUMBER} '-1'$"),
        ("large_threshold", None, f"^LARGE_THRESHOLD: {NUMBER} 'None'$"),
        ("max_search_file_bytes", 1.5, f"^MAX_SEARCH_FILE_BYTES: {NUMBER} '1.5'$"),
        ("max_search_file_bytes", True, f"^MAX_SEARCH_FILE_BYTES: {NUMBER} 'True'$"),
        ("SOURCE_DATE_EPOCH", "x", f"^SOURCE_DATE_EPOCH: {SECONDS} 'x'; or unset it$"),
        ("SOURCE_DATE_EPOCH", "", f"^SOURCE_DATE_EPOCH: {SECONDS} ''; or unset it$"),
        ("SOURCE_DATE_EPOCH", "-1", f"^SOURCE_DATE_EPOCH: {SECONDS} '-1'; or unset it$"),
        ("SOURCE_DATE_EPOCH", "4294967296", f"^SOURCE_DATE_EPOCH: {SECONDS}"),
        (
            "CACHE_DIR",
            "{}/file",
            "^CACHE_DIR: no cache can be written: .*/file: File exists; set it to another folder$",
        ),
        (
            "CACHE_DIR",
            "{}/file/folder",
            "^CACHE_DIR: no cache can be written: .*/file/folder: Not a directory; set it",
        ),
        (
            "CACHE_DIR",
            "~nobody-here/x",
            "^CACHE_DIR: no cache .*: ~nobody-here/x: there is no such home folder; set it",
        ),
    ],
)
def test_a_setting_that_no_build_can_use_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object, message: str
) -> None:
    (tmp_path / "file").touch()
    extra: dict[str, object] = {"large_threshold": 0, "max_search_file_bytes": 1}
    settings: dict[str, object] = {"config_file_path": str(tmp_path / "mkdocs.yml"), "extra": extra}
    normalize_settings(settings)
    if name.isupper():
        monkeypatch.setenv(name, str(value).format(tmp_path))
    else:
        extra[name] = value
    with pytest.raises(SettingsError, match=message):
        normalize_settings(settings)


def test_a_cache_that_this_user_cannot_write_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with public_folder() as folder:
        monkeypatch.setenv("CACHE_DIR", str(folder))
        folder.chmod(0o555)
        settings = {"config_file_path": "mkdocs.yml", "extra": {}}
        with unprivileged_user(), pytest.raises(SettingsError, match=f"^CACHE_DIR: {folder} cannot be written"):
            normalize_settings(settings)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("", False), ("0", False), ("No ", False)])
def test_a_variable_turns_something_on_unless_it_says_no(
    monkeypatch: pytest.MonkeyPatch, value: str, *, expected: bool
) -> None:
    monkeypatch.delenv("POLL", raising=False)
    assert not is_enabled("POLL")
    monkeypatch.setenv("POLL", value)
    assert is_enabled("POLL") == expected


def test_a_build_and_a_command_refuse_settings_before_they_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LARGE_THRESHOLD", "abc")
    site = tmp_path / "site"
    with pytest.raises(Abort, match=f"^LARGE_THRESHOLD: {NUMBER} 'abc'$"):
        SitePlugin().on_config(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site)))
    assert main(["pages", "--out", str(tmp_path / "pages")]) == 1
    assert capsys.readouterr().err.startswith(f"LARGE_THRESHOLD: {NUMBER} 'abc'\n")
    assert list(tmp_path.iterdir()) == []
