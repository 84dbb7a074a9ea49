"""The heads of built pages, whatever engine built them: metadata read from them, and metadata written into them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from macros.output.errors import PostprocessError
from macros.pages import urls
from macros.pages.renderer import Renderer
from macros.pages.social_meta import GENRE, social_metadata

NOT_FOUND = "404.html"
"""The page that servers show for missing addresses. It has no address of its own, so nothing shares or lists it."""

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_CANONICAL = re.compile(r'(?<=<link rel="canonical" href=")[^"]*')
_HEAD_END = "</head>"


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a built page says of itself.

    Attributes:
        address: the address of the page.
        title: the title of the page as plain text, without that of the site.
        description: the description as plain text; empty where the page has none.
    """

    address: str
    title: str
    description: str


def parse_metadata(source: str, address: str, site_title: str) -> PageMetadata:
    """Return the metadata of a built page. Engines append `site_title` to the titles of pages; it is the title of home.

    Raises:
        PostprocessError: the page has no title.
    """
    title, description = _TITLE.search(source), _DESCRIPTION.search(source)
    if title is None:
        raise PostprocessError(f"'{address}' has no title")
    text = " ".join(html.unescape(title[1]).split()).removesuffix(f" - {site_title}")
    return PageMetadata(address, text if address else site_title, html.unescape(description[1]) if description else "")


def complete_head(source: str, metadata: PageMetadata, renderer: Renderer, site_url: str) -> str:
    """Return a built page with its title, share tags and feed link in its head.

    Search engines do not list pages of retired entries; where an entry replaces one, its page is the canonical one.

    Raises:
        PostprocessError: the page has no head, or was postprocessed already.
    """
    if source.count(_HEAD_END) != 1 or 'property="og:site_name"' in source:
        raise PostprocessError(f"'{metadata.address}' has no head, or was postprocessed already")
    index, address = renderer.index, metadata.address
    retired_records = [record for record in index.retired_by_page.get(address, ()) if record.section == "entries"]
    social = None
    if address != NOT_FOUND:
        social = social_metadata(index, site_url, address, metadata.title, metadata.description)
    head = renderer.render_head(address, social, noindex=social is None or bool(retired_records))
    if retired_records and (successor := retired_records[0].replaced_by) is not None:
        source = _CANONICAL.sub(lambda _: f"{site_url}{urls.entry_address(successor)}", source, count=1)
    site_title = index.scenario.about.title
    title = social.window_title if social else f"{metadata.title} - {site_title} ({GENRE.lower()})"
    source = _TITLE.sub(lambda _: f"<title>{html.escape(title, quote=False)}</title>", source, count=1)
    return source.replace(_HEAD_END, f"{head}{_HEAD_END}", 1)
