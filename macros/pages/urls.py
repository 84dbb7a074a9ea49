"""Where everything lives: the permanent addresses, and how one page links to another under any sub-path."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from macros.scenario.permalinks import link_id, permalink

if TYPE_CHECKING:
    from macros.scenario.model import Link

PLACEHOLDER = "https://the-other-leap.example/"
"""Stands for the address of a site that is not told its own."""

HOME = ""
ACCOUNT = "account/"
TIMELINE = "timeline/"
CAUSES = "causes/"
ENTRIES = "entries/"
PEOPLE = "people/"
OUR_TIMELINE = "our-timeline/"
QUESTIONS = "questions/"
GLOSSARY = "glossary/"
REFERENCES = "references/"
CHANGES = "changes/"
FEED = "changes/feed.xml"
PREVIEWS = "assets/previews.json"
DATA = "data/"
CONTRIBUTE = "contribute/"


def entry(name: str) -> str:
    """Return the address of an entry's page, from the root of the site."""
    return permalink("entries", name)


def entry_id_at(page: str) -> str:
    """Return the id of the entry whose page stands at an address; an empty text where none can."""
    return page.removeprefix(ENTRIES).rstrip("/") if page.startswith(ENTRIES) else ""


def account_anchor(anchor: str) -> str:
    """Return the address of a paragraph, sentence or claim; `account` is the whole of it."""
    return ACCOUNT if anchor == "account" else f"{ACCOUNT}#{anchor}"


def link(link: Link) -> str:
    """Return the address of a link of cause and effect."""
    return permalink("links", link_id(link))


def link_on_effect_page(link: Link) -> str:
    """Return the address of a link of cause and effect on the page of its effect, for large scenarios."""
    return f"{entry(link.effect)}#{link_id(link)}"


def thread_causes(thread: str) -> str:
    """Return the address of the causes and effects of a thread, which have a page in large scenarios."""
    return f"{CAUSES}{thread}/"


def thread_id_at(page: str) -> str:
    """Return the id of the thread whose causes and effects stand at an address; an empty text where none can."""
    return page.removeprefix(CAUSES).rstrip("/") if page.startswith(CAUSES) else ""


def question(name: str) -> str:
    """Return the address of a question."""
    return permalink("questions", name)


def reference(name: str) -> str:
    """Return the address of a reference."""
    return permalink("references", name)


def figure_file(page: str, kind: str) -> str:
    """Return the address of the figure of a page as a file of its own, `svg` or `png`: beside the page, by its name."""
    return f"{page}{page.rstrip('/').rpartition('/')[2]}.{kind}"


def preview(name: str) -> str:
    """Return the address of what is shown of an entry beside links to it, in large scenarios."""
    return f"{entry(name)}preview.json"


def card(page: str) -> str:
    """Return the address of the card of a page, the picture that is shown with links to it."""
    return f"{page}card.png"


def relative_url(target: str, page: str) -> str:
    """Return a link from a page to a target, both given from the root of the site; pages end in a slash."""
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    way = _way(path, page)
    return f"{way}/{mark}{anchor}" if not path or path.endswith("/") else way


def _way(path: str, page: str) -> str:
    """Return the way from a page to a path, as `posixpath.relpath` would without asking where this program runs."""
    to, here = path.split("/"), page.removesuffix("/").split("/") if page else []
    to = [part for part in to if part]
    shared = 0
    while shared < min(len(to), len(here)) and to[shared] == here[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + to[shared:]) or "."


def source_line(repository: str | None, edit: str | None, data: str, number: int) -> str | None:
    """Return the address of a line of the data, where a repository is edited; None where none is set.

    `edit` leads from the repository to the folder of pages, beside which `data` lies by its path.
    """
    if not repository or not edit:
        return None
    return urljoin(urljoin(repository.rstrip("/") + "/", edit), f"../{data}#L{number}")
