"""HTML of the pages that records make: blocks of HTML from a template, between headings in Markdown.

Only the headings are Markdown, so only they are converted. The HTML between them stays as the template rendered it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions.toc import nest_toc_tokens

if TYPE_CHECKING:
    from markdown.extensions.toc import _TocToken

HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
"""A heading in Markdown, as templates write it."""
_ID = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class RecordHtml:
    """A page: its headings, and the HTML before, between and after them, so one block more than headings.

    `toc_tokens` are those of Python-Markdown's extension `toc`, nested.
    """

    headings: Sequence[str]
    blocks: Sequence[str]
    toc_tokens: list[_TocToken]

    @property
    def html(self) -> str:
        """The page as HTML, with a line break between headings and blocks."""
        pairs = zip(self.headings, self.blocks[1:], strict=True)
        return "\n".join(filter(None, (self.blocks[0], *chain.from_iterable(pairs))))


def anchor_ids(source: str) -> set[str]:
    """Return the ids of all elements in HTML."""
    return {*_ID.findall(source)}


class HeadingConverter:
    """Converts the headings in what templates render, each different line once."""

    def __init__(self, extensions: Sequence[str], configs: Mapping[str, Mapping[str, Any]]) -> None:
        """Set up Python-Markdown with its extensions, `toc` among them, and their settings by name."""
        self._markdown = Markdown(extensions=extensions, extension_configs={**configs})
        self._cache: dict[str, tuple[str, list[_TocToken]]] = {}

    def convert(self, rendered: str) -> RecordHtml:
        """Return the page that a template rendered."""
        first, *rest = HEADING.split(rendered)
        lines, blocks = rest[::2], [block.strip() for block in (first, *rest[1::2])]
        conversions = [self._convert_line(line) for line in lines]
        headings = [html for html, _ in conversions]
        ids = [heading_id for html in headings for heading_id in _ID.findall(html)]
        if len({*ids}) < len(ids):  # headings get different ids only where they are converted together
            html = self._markdown.reset().convert("\n\n".join(lines))
            return RecordHtml(html.split("\n"), blocks, self._toc_tokens())
        nested = nest_toc_tokens([token.copy() for _, tokens in conversions for token in tokens])  # changes tokens
        return RecordHtml(headings, blocks, nested)

    def _convert_line(self, line: str) -> tuple[str, list[_TocToken]]:
        if line not in self._cache:
            html = self._markdown.reset().convert(line)
            self._cache[line] = html, self._toc_tokens()
        return self._cache[line]

    def _toc_tokens(self) -> list[_TocToken]:
        return [*self._markdown.toc_tokens]  # type: ignore[attr-defined]  # the extension `toc` adds it
