"""Checks of the settings and the environment of a build, before anything is built.

Sources: URLs, RFC 3986; SOURCE_DATE_EPOCH, https://reproducible-builds.org/specs/source-date-epoch/.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, MutableMapping
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from macros.files.atomic import can_write, explain_error
from macros.files.cache import cache_folder

INTEGER_SETTINGS = ("large_threshold", "max_search_file_bytes")
"""The settings under `extra` that are whole numbers. The environment has them in capitals."""
MAX_EPOCH = 2**32 - 1
"""The last second that a gzip file can state (RFC 1952), in which the sitemap is."""

_OFF = frozenset({"", "0", "false", "no", "off"})
_NOT_IN_URL = re.compile(r'[\s\x00-\x1f\x7f"<>\\^`{|}]')
_PATH_CHARACTERS = "/%~!$&'()*+,;=:@"
_SSH = re.compile(r"^(?:(?:git\+)?ssh://(?:[^@/]+@)?([^/:]+)(?::\d+)?/|git@([^/:]+):)")
_EXAMPLES = {"SITE_URL": "https://example.org/my-site/", "REPO_URL": "https://github.com/a/b"}


class SettingsError(ValueError):
    """A setting has a value that no build can use; the message says which, and what to do, in one line."""


def is_enabled(name: str) -> bool:
    """Return whether a variable is set, and not to 0, false, no or off."""
    return os.environ.get(name, "").strip().lower() not in _OFF


def check_addresses(*, use_directory_urls: bool, has_offline_plugin: bool) -> None:
    """Check that each page is built as the `index.html` of a folder, on which all addresses depend.

    Raises:
        SettingsError: a setting of MkDocs, or the theme's plugin `offline`, puts pages at other addresses.
    """
    setting = "the plugin offline" if has_offline_plugin else "" if use_directory_urls else "use_directory_urls: false"
    if setting:
        raise SettingsError(f"{setting} changes the address of every page; `make offline` makes a site for the disk")


def check_site_dir(folder: Path, sources: Iterable[Path]) -> None:
    """Check that a build replaces nothing but a site: not one of its sources, and no folder with other files.

    Every build writes `scenario.json`, the first ones without the folder of a version. A folder with a hidden file of
    an interrupted build is a site, too.

    Raises:
        SettingsError: the build would delete other files.
    """
    folder = folder.resolve()
    for source in sources:
        if source.resolve().is_relative_to(folder):
            raise SettingsError(f"the build would delete {source}, a source of the site; choose another folder")
    hidden = (f".{folder.name}.{name}" for name in ("new", "last", "lock"))
    site_markers = ("data/v1/scenario.json", "data/scenario.json", *hidden)
    if any((folder / name).exists() for name in site_markers):
        return
    tops = (path for path in folder.glob("[!.]*") if path.name != "lost+found")  # as a disk has at its top
    if other := next((file for path in tops for file in chain([path], path.rglob("*")) if file.is_file()), None):
        reason = f"{folder} is not a site of this project"
        raise SettingsError(f"the build would delete {other}: {reason}; choose another folder, or empty it")


def normalize_settings(settings: MutableMapping[str, Any]) -> None:
    """Check the settings of MkDocs that this project reads, and the environment; normalize URLs in place.

    Raises:
        SettingsError: a value cannot be used.
    """
    _check_epoch()
    _check_cache(Path(settings["config_file_path"]).parent)
    for name in INTEGER_SETTINGS:
        value = settings["extra"].get(name, 0)
        if type(value) is not int or value < 0:
            raise SettingsError(f"{name.upper()}: expected a whole number, such as 1000, found '{value}'")
    if settings.get("site_url"):
        settings["site_url"] = normalize_site_url(settings["site_url"])
    if settings.get("repo_url"):
        settings["repo_url"] = normalize_repo_url(settings["repo_url"])


def normalize_site_url(site_url: str) -> str:
    """Return the URL of a site with a slash at its end, and without spaces around it.

    Raises:
        SettingsError: it is not the URL of a folder.
    """
    parts = _split_url("SITE_URL", site_url)
    folder, _, name = parts.path.rpartition("/")
    if name.endswith((".html", ".htm")):
        raise SettingsError(f"SITE_URL leads to a page, '{name}'; write {parts._replace(path=folder + '/').geturl()}")
    return f"{parts.geturl()}/"


def normalize_repo_url(repo_url: str) -> str:
    """Return the URL of a repository's page at its host. An SSH URL and a URL that ends in `.git` become that URL.

    Raises:
        SettingsError: it is not the URL of a page.
    """
    return _split_url("REPO_URL", _SSH.sub(r"https://\1\2/", repo_url.strip())).geturl().removesuffix(".git")


def _split_url(name: str, value: str) -> SplitResult:
    """Return the parts of a URL in ASCII, without a slash at the end of its path, or raise `SettingsError`."""
    url = re.sub(r"[\s/]+$", "", value.strip())  # MkDocs adds a slash, also behind a space
    masked = re.sub(r"(?s)^([^/@]*//)?.*@", r"\1…@", url)  # logs may be public
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port is None else f":{parts.port}"  # raises an error where it is not a number
    except ValueError as error:
        reason = f": {error}" if masked == url else ""
        raise SettingsError(f"{name}: {masked!r} is not a URL{reason}; write one as {_EXAMPLES[name]}") from error
    netloc = f"[{host}]{port}" if ":" in host else host + port
    path = posixpath.normpath(f"/{parts.path}").lstrip("/")
    clean = SplitResult(parts.scheme, netloc, quote(f"/{path}" if path else "", _PATH_CHARACTERS), "", "")
    faults = {
        "has no https:// or http:// at its beginning": parts.scheme not in {"http", "https"},
        "names no host": not parts.hostname,
        "has a space or another character that URLs cannot have": _NOT_IN_URL.search(url),
        "has a user name, which everybody would read": "@" in parts.netloc,
        "has a query": "?" in url,
        "has a fragment": "#" in url,
        "has an empty part or dots in its path": path != parts.path.strip("/"),
    }
    for fault, is_found in faults.items():
        if is_found:
            is_usable = host and parts.scheme in {"http", "https"} and not _NOT_IN_URL.search(url)
            has_secret_path = url.count("@") > parts.netloc.count("@")
            advice = f"one as {_EXAMPLES[name]}" if has_secret_path or not is_usable else f"{clean.geturl()}/"
            raise SettingsError(f"{name} {fault}: {masked!r}; write {advice}")
    return clean


def _check_epoch() -> None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and not (re.fullmatch(r"[0-9]{1,10}", epoch) and int(epoch) <= MAX_EPOCH):
        raise SettingsError(
            f"SOURCE_DATE_EPOCH: expected the seconds since 1970, such as 1700000000, found '{epoch}'; or unset it"
        )


def _check_cache(project: Path) -> None:
    try:
        folder = cache_folder(project)
        folder.mkdir(parents=True, exist_ok=True)
        fault = "" if can_write(folder) else f"{folder} cannot be written"
    except OSError as error:
        fault = f"no cache can be written: {explain_error(error)}"
    if fault:
        raise SettingsError(f"CACHE_DIR: {fault}; set it to another folder")
