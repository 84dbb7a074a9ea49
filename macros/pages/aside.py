"""What templates made, set aside while an engine works on the page around it.

Markdown leaves the HTML between headings as it is, but reads every sign of it; search reads every sign of figures, to
pass over them. On pages that are mostly such, that is most of what a build costs.
"""

from __future__ import annotations

import re
import zlib

_HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')
_FOR_SEARCH = re.compile(r'\sdata-search-exclude="true"')
_MARK = re.compile(r"<!--(aside|figure) (\d+)-->")
_FAST = 1


class Aside:
    """Keeps HTML, packed, and gives marks for it: comments, which whoever works on the page leaves where they are."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[str, tuple[bytes, tuple[str, ...]]] = {}
        self._given = 0

    def put(self, made: str) -> str:
        """Return the headings of what a template made, with a mark for all HTML between two of them."""
        pieces = _HEADING.split(made)
        pieces[::2] = [self._put("aside", piece) if piece.strip() else piece for piece in pieces[::2]]
        return "".join(pieces)

    def _put(self, kind: str, source: str) -> str:
        """Return a mark for HTML, on lines of its own."""
        ids = tuple(_ID.findall(source))
        if kind == "aside":
            source = _FIGURE.sub(lambda found: self._put_figure(found[0]), source.strip())
        self._given += 1
        mark = f"<!--{kind} {self._given}-->"
        self._kept[mark] = zlib.compress(source.encode(), _FAST), ids
        return f"\n\n{mark}\n\n" if kind == "aside" else mark

    def _put_figure(self, source: str) -> str:
        """Return a mark for a figure, which does without what tells search to pass over it: search never sees it."""
        return self._put("figure", _FOR_SEARCH.sub("", source))

    def ids(self, content: str) -> set[str]:
        """Return the ids in the HTML behind the marks of a text."""
        return {name for mark in _MARK.finditer(content) if mark[0] in self._kept for name in self._kept[mark[0]][1]}

    def back(self, content: str, kind: str) -> str:
        """Return a text with HTML in the place of its marks of a kind, which is then kept no longer.

        HTML that is no `figure` may hold marks of figures.
        """
        return _MARK.sub(lambda mark: self._back(mark[0]) if mark[1] == kind else mark[0], content)

    def _back(self, mark: str) -> str:
        packed, _ = self._kept.pop(mark, (None, ()))
        return mark if packed is None else zlib.decompress(packed).decode()
