"""The style sheets of a built site, whatever engine built it: those that its pages link to become one, trimmed.

Its name has a hash of what is in it, so that browsers may keep it for as long as they like.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from macros.files.atomic import write_atomic
from macros.files.cache import content_hash
from macros.output.css_purge import Names, trimmed
from macros.output.theme_patches import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_FOLDER = "assets"
_LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)">\s*')
_FONT = re.compile(r'@font-face\{[^}]*?url\("([^"]+\.woff2)"\)')
_URL = re.compile(r"url\((['\"]?)(?![a-z]+:|/|#)([^'\")]+)\1\)")
_WORKERS = {"workers", "lunr"}
"""Folders of scripts that have no page to give names to."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Where each page of a site finds its one style sheet, and the first font of that, by the address of the page."""

    links: dict[str, str]
    fonts: dict[str, str]

    def linked(self, source: str, page: str) -> str:
        """Return a page with a link to its one sheet where it had links to several; one without any stays as it is.

        The first font, which every page shows, is asked for with the sheet: whoever waits for the sheet to name it has
        laid the page out by then, and does so again.
        """
        links = f'<link rel="stylesheet" href="{self.links.get(page)}">\n'
        if font := self.fonts.get(page):
            links += f'<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>\n'
        once = iter([links])
        return _LINK.sub(lambda _: next(once, ""), source)


def one_sheet(folder: Path, pages: Iterable[str], keep: Path) -> Sheets:
    """Write the one sheet of a built site, and take away those that it is made of; pages are by their place in it.

    A second folder keeps sheets for the next build.

    Raises:
        UnfinishableError: a style sheet has something that is no CSS.
        OSError: a page, script or sheet cannot be read or written.
    """
    names, wanted = Names(), dict[str, tuple[str, tuple[str, ...]]]()
    is_there = cache(lambda address: (folder / address).is_file())
    names.see_page(WRITTEN)
    for page in pages:
        source = (folder / page).read_text(encoding="utf-8")
        names.see_page(source)
        if hrefs := _LINK.findall(source):
            sheets = tuple(_address(is_there, page, href) for href in hrefs)
            wanted[page] = hrefs[0].removesuffix(sheets[0]), sheets
    for script in folder.rglob("*.js"):
        if script.parent.name not in _WORKERS:
            names.see_script(script.read_text(encoding="utf-8"))
    made = {
        sheets: _write(folder, sheets, names, keep) for sheets in dict.fromkeys(sheets for _, sheets in wanted.values())
    }
    for sheet in {sheet for sheets in made for sheet in sheets}:
        (folder / sheet).unlink()
        (folder / f"{sheet}.map").unlink(missing_ok=True)
    found = {page: (root, *made[sheets]) for page, (root, sheets) in wanted.items()}
    return Sheets(
        {page: root + address for page, (root, address, _) in found.items()},
        {page: root + font for page, (root, _, font) in found.items() if font},
    )


def _write(folder: Path, sheets: tuple[str, ...], names: Names, keep: Path) -> tuple[str, str]:
    """Write sheets as one, and return its address and that of its first font, if it has one, from the site's root."""
    text = trimmed((_moved((folder / sheet).read_text(encoding="utf-8"), sheet) for sheet in sheets), names, keep)
    content = text.encode()
    address = f"{_FOLDER}/style.{content_hash(content)[:8]}.min.css"
    write_atomic(folder / address, content)
    font = _FONT.search(text)
    return address, f"{_FOLDER}/{font[1]}" if font else ""


def _moved(text: str, sheet: str) -> str:
    """Return a sheet whose relative addresses lead where they led, from the folder that the one sheet stands in."""
    home = posixpath.relpath(posixpath.dirname(sheet), _FOLDER)
    return _URL.sub(lambda url: f'url("{posixpath.normpath(posixpath.join(home, url[2]))}")', text)


def _address(is_there: Callable[[str], bool], page: str, href: str) -> str:
    """Return the address, from the root of the site, of a file that a page links to.

    The page for lost addresses links from the root of the host, of which the site may be a part.

    Raises:
        OSError: there is no such file in the site.
    """
    address = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), href)).lstrip("/")
    while "/" in address and not is_there(address):
        address = address.partition("/")[2]
    if not is_there(address):
        raise FileNotFoundError(f"'{page}' links to '{href}', which the site does not have")
    return address
