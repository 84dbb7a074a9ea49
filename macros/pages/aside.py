"""What templates made, set aside while an engine works on the page around it.

Markdown leaves the HTML between headings as it is, but reads every sign of it; search reads every sign of figures, to
pass over them. On pages that are mostly such, that is most of what a build costs.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
_ID = re.compile(r'\sid="([^"]*)"')
FOR_SEARCH = re.compile(r'\s?data-search-\w+="[^"]+"')
"""What tells search what to pass over; the theme's plugin takes it out of what it has read, as it stands here."""
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_STRUCTURED = re.compile(r"<(?:h[1-6]|pre)\b")
"""What search divides pages by, and where it keeps space as it is."""
_SAID = frozenset({"p", "code", "li", "ol", "ul", "sub", "sup"})
"""Elements that the theme's search keeps, besides those."""
_MARK = re.compile(r"<!--aside \d+-->")
_FAST = 1


class Aside:
    """Keeps HTML, packed, and gives marks for it: comments, which whoever works on the page leaves where they are."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[str, tuple[bytes, bytes, tuple[str, ...]]] = {}
        self._given = 0

    def put(self, made: str) -> str:
        """Return the headings of what a template made, with a mark for all HTML between two of them."""
        pieces = _HEADING.split(made)
        pieces[::2] = [f"\n\n{self._put(piece.strip())}\n\n" if piece.strip() else piece for piece in pieces[::2]]
        return "".join(pieces)

    def _put(self, source: str) -> str:
        self._given += 1
        mark = f"<!--aside {self._given}-->"
        self._kept[mark] = _packed(source), _packed(said(source)), tuple(_ID.findall(source))
        return mark

    def ids(self, content: str) -> set[str]:
        """Return the ids in the HTML behind the marks of a text."""
        return {name for mark in self._marks(content) for name in self._kept[mark][2]}

    def said(self, content: str) -> str:
        """Return a text with what search reads of the HTML behind its marks in their place; the HTML is kept on."""
        return _MARK.sub(lambda mark: self._unpacked(mark[0], 1), content)

    def back(self, content: str) -> str:
        """Return a text with HTML in the place of its marks, which is then kept no longer."""
        made = _MARK.sub(lambda mark: FOR_SEARCH.sub("", self._unpacked(mark[0], 0)), content)
        for mark in self._marks(content):
            del self._kept[mark]
        return made

    def _marks(self, content: str) -> Iterator[str]:
        return (mark[0] for mark in _MARK.finditer(content) if mark[0] in self._kept)

    def _unpacked(self, mark: str, part: Literal[0, 1]) -> str:
        """Return the HTML behind a mark, or what search reads of it; a comment that only looks like a mark stays."""
        return zlib.decompress(self._kept[mark][part]).decode() if mark in self._kept else mark


def _packed(source: str) -> bytes:
    return zlib.compress(source.encode(), _FAST)


def said(source: str) -> str:
    """Return what the theme's search reads of HTML, so that it reads the same: a reader of HTML is slow.

    HTML with headings or space of its own stays as it is.
    """
    if _STRUCTURED.search(source):
        return source
    kept, spaced = [], False
    passed_over, depth = "", 0
    for index, piece in enumerate(_TAG.split(source)):
        name = found[1] if index % 2 and (found := _NAME.match(piece)) else ""
        if depth:
            depth += (name == passed_over) * (-1 if piece.startswith("</") else 1)
        elif "data-search-exclude" in piece and name:
            passed_over, depth = name, 1
        elif name in _SAID or (piece and not index % 2 and not piece.isspace()):
            kept.append(piece)
            spaced = False
        elif piece and not index % 2 and not spaced:
            kept.append(" ")
            spaced = True
    return "".join(kept)
