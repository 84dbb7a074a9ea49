"""Blocks of HTML in a prose page, with placeholders while the page is Markdown.

Python-Markdown would parse every tag of a block.
"""

from __future__ import annotations

import re

from macros.pages.record_html import HEADING
from macros.pages.search_text import search_text

_PLACEHOLDER = re.compile(r"<!--html block \d+-->")


class HtmlBlocks:
    """The blocks of HTML that templates render for prose pages, by placeholder."""

    def __init__(self) -> None:
        """Hold no block yet."""
        self._html: dict[str, str] = {}
        self._search_text: dict[str, str] = {}

    def insert_placeholders(self, rendered: str) -> str:
        """Return what a template rendered, with placeholders for the HTML between its headings."""
        pieces = HEADING.split(rendered)
        for number in range(0, len(pieces), 2):
            if block := pieces[number].strip():
                placeholder = f"<!--html block {len(self._html)}-->"
                self._html[placeholder], self._search_text[placeholder] = block, search_text(block)
                pieces[number] = f"\n\n{placeholder}\n\n"
        return "".join(pieces)

    def insert_html(self, content: str) -> str:
        """Return a page with the blocks in the place of their placeholders."""
        return _PLACEHOLDER.sub(lambda match: self._html.get(match[0], match[0]), content)

    def insert_search_text(self, content: str) -> str:
        """Return a page with what search indexes of the blocks in the place of their placeholders."""
        return _PLACEHOLDER.sub(lambda match: self._search_text.get(match[0], match[0]), content)
