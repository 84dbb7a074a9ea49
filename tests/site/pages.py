"""Reads built pages as HTML trees; each page is parsed once a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lxml import html

from macros.pages.text import smart_punctuation

if TYPE_CHECKING:
    from pathlib import Path


@cache
def parse_page(page: Path) -> html.HtmlElement:
    """Return a page as a tree."""
    return html.document_fromstring(page.read_text(encoding="utf-8"))


def all_pages(site: Path) -> list[Path]:
    """Return every page of a site, in a fixed order."""
    return sorted(site.rglob("*.html"))


def address_of(site: Path, path: Path) -> str:
    """Return the address of the page in a file, from the root of the site."""
    return path.relative_to(site).as_posix().removesuffix("index.html")


def load_page(site: Path, address: str) -> html.HtmlElement:
    """Return the page at an address, from the root of the site."""
    return parse_page(site / address / "index.html")


def words(element: html.HtmlElement) -> str:
    """Return the text of an element with its spaces folded."""
    return " ".join(element.text_content().split())


def apply_typography(text: str) -> str:
    """Return a text as pages print it, with typographic quotes and dashes."""
    return smart_punctuation(text)
