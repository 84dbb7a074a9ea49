"""What built pages say of themselves in their heads: read from them, whatever engine built them, and written there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.pages import urls
from macros.pages.social_meta import social_metadata

if TYPE_CHECKING:
    from macros.pages.renderer import Renderer

LOST = "404.html"
"""The page for addresses that lead nowhere: it is shown at all of them, so it is not shared or listed."""

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_CANONICAL = re.compile(r'(?<=<link rel="canonical" href=")[^"]*')
_HEAD_ENDS = "</head>"
_WORKER = re.compile(r'("search":\s*"[^"]*)assets/javascripts/workers/')


class PostprocessError(Exception):
    """A page lacks what finishing needs, or was finished already."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """A page by its address from the root of the site, with its title and description as plain text."""

    page: str
    title: str
    description: str


def parse_metadata(source: str, page: str, site: str) -> PageMetadata:
    """Return what a built page calls itself; `site` is the site's own title, which engines put behind the page's.

    Raises:
        PostprocessError: the page has no title.
    """
    title, description = _TITLE.search(source), _DESCRIPTION.search(source)
    if title is None:
        raise PostprocessError(f"'{page}' has no title")
    words = " ".join(html.unescape(title[1]).split()).removesuffix(f" - {site}")
    return PageMetadata(page, words, html.unescape(description[1]) if description else "")


def with_head(source: str, about: PageMetadata, renderer: Renderer, site: str) -> str:
    """Return a built page with its title, share tags and feed in its head, for a site at an address.

    What is retired is for whoever follows an old link; search engines are led on to what replaces it.

    Raises:
        PostprocessError: the page has no head, or was finished already.
    """
    if source.count(_HEAD_ENDS) != 1 or 'property="og:site_name"' in source:
        raise PostprocessError(f"'{about.page}' has no head to finish, or was finished already")
    retired = [one for one in renderer.index.retired_by_page.get(about.page, ()) if one.section == "entries"]
    told = (
        None
        if about.page == LOST
        else social_metadata(renderer.index, site, about.page, about.title, about.description)
    )
    head = renderer.head(about.page, told, unlisted=told is None or bool(retired))
    if retired and (heir := retired[0].replaced_by) is not None:
        source = _CANONICAL.sub(lambda _: f"{site}{urls.entry(heir)}", source, count=1)
    title = told.window_title if told else f"{about.title} - {renderer.index.scenario.about.title} (alternate history)"
    source = _TITLE.sub(lambda _: f"<title>{html.escape(title, quote=False)}</title>", source, count=1)
    return source.replace(_HEAD_ENDS, f"{head}{_HEAD_ENDS}", 1)


def with_search(source: str) -> str:
    """Return a built page whose search runs in our worker, docs/assets/search-worker.js, which loads the theme's."""
    return _WORKER.sub(r"\1assets/search-worker.js#", source, count=1)
