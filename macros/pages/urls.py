"""Addresses of pages and files, relative to the root of the site, and the relative URLs between them."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from macros.scenario.model import Link
from macros.scenario.permalinks import link_id, permalink

PLACEHOLDER = "https://site.example/"
"""The URL of a site that is built without one."""

HOME = ""
STORY = "story/"
ACCOUNT = "account/"
TIMELINE = "timeline/"
CAUSES = "causes/"
ENTRIES = "entries/"
PEOPLE = "people/"
OUR_TIMELINE = "our-timeline/"
QUESTIONS = "questions/"
CERTAINTY = "certainty/"
GLOSSARY = "glossary/"
REFERENCES = "references/"
CHANGES = "changes/"
FEED = "changes/feed.xml"
PREVIEWS = "assets/previews.json"
DATA = "data/"
OFFLINE = "data/offline.zip"
ABOUT = "about/"
CONTRIBUTE = "contribute/"


def full_site_url(site_url: str | None) -> str:
    """Return the URL of the site with a slash at its end, or the placeholder where there is none."""
    return (site_url or PLACEHOLDER).rstrip("/") + "/"


def entry_address(entry_id: str) -> str:
    """Return the address of an entry's page."""
    return permalink("entries", entry_id)


def entry_id_at(page: str) -> str:
    """Return the id of the entry whose page has an address; empty for any other page."""
    return page.removeprefix(ENTRIES).rstrip("/") if page.startswith(ENTRIES) else ""


def account_address(locator: str) -> str:
    """Return the address of a paragraph, sentence or claim by its id, or of the whole `account`."""
    return ACCOUNT if locator == "account" else f"{ACCOUNT}#{locator}"


def link_address(link: Link) -> str:
    """Return the permanent address of a link of cause and effect."""
    return permalink("links", link_id(link))


def gap_address(gap_id: str) -> str:
    """Return the address of a gap on the timeline."""
    return f"{TIMELINE}#{gap_anchor(gap_id)}"


def gap_anchor(gap_id: str) -> str:
    """Return the anchor of a gap on the timeline."""
    return f"gap-{gap_id}"


def thread_causes_address(thread_id: str) -> str:
    """Return the address of the page of causes of a thread, which large scenarios have."""
    return f"{CAUSES}{thread_id}/"


def thread_id_at(page: str) -> str:
    """Return the id of the thread whose page of causes has an address; empty for any other page."""
    return page.removeprefix(CAUSES).rstrip("/") if page.startswith(CAUSES) else ""


def figure_address(page: str, extension: str) -> str:
    """Return the address of the figure file of a page, in the format `svg` or `png`."""
    return f"{page}{page.rstrip('/').rpartition('/')[2]}.{extension}"


def preview_address(entry_id: str) -> str:
    """Return the address of the preview of an entry, which large scenarios have."""
    return f"{entry_address(entry_id)}preview.json"


def page_url(site_url: str, address: str) -> str:
    """Return the URL of a page or file at an address; spaces and letters beyond ASCII are encoded (RFC 3986)."""
    return f"{site_url}{quote(address)}"


def card_address(page: str) -> str:
    """Return the address of the social card of a page."""
    return f"{page}card.png"


def relative_url(target: str, page: str) -> str:
    """Return the relative URL from a page to a target; the addresses of pages end in a slash."""
    path, hash_sign, anchor = target.partition("#")
    if path == page and hash_sign:
        return f"#{anchor}"
    relative = posixpath.relpath(f"/{path}", f"/{page}")
    return f"{relative}/{hash_sign}{anchor}" if not path or path.endswith("/") else relative
