"""Search text of generated HTML: what the theme's search would index of it, without the theme's slow HTML parser.

The theme's parser visits every tag, also those in figures, which it then passes over. For pages that are mostly
figures, that is most of what a build costs. `tests/pages/test_search_text.py` holds this module against the parser.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from macros.pages.record_html import RecordHtml

SEARCH_ATTRIBUTE = re.compile(r' data-search-\w+="[^"]+"')
"""An attribute that controls indexing; the theme's plugin removes it from a page once the page is indexed."""
_TOKEN = re.compile(r"([^<]*)<(/?)([a-z0-9]*)[^>]*>")
"""Text, and the tag after it."""
_EXCLUDED = " data-search-exclude"
_STRUCTURE = re.compile(r"<(?:h[1-6]|pre)\b")
"""Headings divide a page into sections, and preformatted text keeps its white space: both need the theme's parser."""
_INDEXED_ELEMENTS = frozenset({"p", "code", "li", "ol", "ul", "sub", "sup"})
"""Elements that the theme's index keeps, besides those."""
_HEADING = re.compile(r'<h([1-6]) id="([^"]*)">([^<]*)(?:<a class="headerlink"[^<]*</a>)?</h\1>')


@dataclass(frozen=True, slots=True)
class SearchSection:
    """A part of a page as search divides it: the id of its heading, none for the first, with its title and text.

    The title of what stands before all headings is empty. Both are HTML.
    """

    id: str
    title: str
    text: str


def split_sections(page: RecordHtml) -> list[SearchSection] | None:
    """Return the sections that the theme's parser divides a page into; None where only that parser can tell."""
    headings = [_HEADING.fullmatch(heading) for heading in page.headings]
    if not headings or any(_STRUCTURE.search(block) for block in page.blocks):
        return None
    sections = [SearchSection("", "", _index_text(page.blocks[0]).strip())] if page.blocks[0] else []
    for heading, block in zip(headings, page.blocks[1:], strict=True):
        if heading is None or (heading is headings[0] and heading[1] != "1"):
            return None
        section_id = heading[2] if sections else ""
        sections.append(SearchSection(section_id, _normalize(heading[3]).strip(), _index_text(block).strip()))
    return sections


def search_text(source: str) -> str:
    """Return shorter HTML of which the theme's parser indexes the same text.

    HTML with headings or preformatted text stays as it is.
    """
    return source if _STRUCTURE.search(source) else _index_text(source)


def _index_text(source: str) -> str:
    pieces: list[str] = []
    for text, slash, tag_name in _TOKEN.findall(_remove_excluded(source) + "<>"):
        if text and not text.isspace():
            pieces.append(_normalize(text))
        elif text and not (pieces and pieces[-1].isspace()):
            pieces.append(" ")
        if tag_name in _INDEXED_ELEMENTS:
            _close_element(pieces, tag_name) if slash else pieces.append(f"<{tag_name}>")
    return "".join(pieces)


def _remove_excluded(source: str) -> str:
    """Return HTML with an empty tag in place of each element that is excluded from search."""
    pieces, position, attribute = [], 0, source.find(_EXCLUDED)
    while attribute >= 0:
        start = source.rfind("<", position, attribute)
        tag = _TOKEN.match(source, start) if start >= 0 else None
        if tag and attribute < tag.end():  # otherwise it is text and no attribute
            pieces.append(source[position : tag.start()])
            position = attribute = _element_end(source, tag[3], tag.end())
        attribute = source.find(_EXCLUDED, attribute + 1)
    return "<>".join([*pieces, source[position:]])


def _element_end(source: str, tag_name: str, position: int) -> int:
    """Return where an element ends whose start tag ends at a position; the end of the text where it is not closed."""
    depth = 1
    for tag in re.compile(rf"<(/?){tag_name}(?![a-z0-9])[^>]*>").finditer(source, position):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(source)


@lru_cache(1 << 12)
def _normalize(text: str) -> str:
    """Return text as the index has it: without line breaks, and with only the characters escaped that have to be."""
    return html.escape(html.unescape(text.replace("\n", " ")), quote=False)


def _close_element(pieces: list[str], tag_name: str) -> None:
    """Close an element as the theme's parser does: an empty one is removed, if it is the first of its name."""
    start = pieces.index(f"<{tag_name}>")
    if all(piece.isspace() for piece in pieces[start + 1 :]):
        del pieces[start:]
    else:
        pieces.append(f"</{tag_name}>")
