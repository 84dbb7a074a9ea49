"""Reads built pages as HTML trees; each page is parsed once a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lxml import html

from macros.pages.text import smart_punctuation

if TYPE_CHECKING:
    from pathlib import Path


@cache
def parsed(page: Path) -> html.HtmlElement:
    """Return a page as a tree."""
    return html.document_fromstring(page.read_text(encoding="utf-8"))


def all_pages(site: Path) -> list[Path]:
    """Return every page of a site, in a fixed order."""
    return sorted(site.rglob("*.html"))


def page(site: Path, address: str) -> html.HtmlElement:
    """Return the page at an address, from the root of the site."""
    return parsed(site / address / "index.html")


def words(element: html.HtmlElement) -> str:
    """Return the text of an element with its spaces folded."""
    return " ".join(element.text_content().split())


def typeset(text: str) -> str:
    """Return a text as pages print it, with typographic quotes and dashes."""
    return smart_punctuation(text)
