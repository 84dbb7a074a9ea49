"""What templates made, set aside while an engine works on the page around it.

Markdown leaves the HTML between headings as it is, but reads every sign of it; search reads every sign of figures, to
pass over them. On pages that are mostly such, that is most of what a build costs. So search is given what it would
read: of pages that are nothing but headings and what was set aside, the sections that it would divide them into.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from secrets import token_hex
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
_ID = re.compile(r' id="([^"]*)"')
FOR_SEARCH = re.compile(r' data-search-\w+="[^"]+"')
"""What tells search what to pass over; the theme's plugin takes it out of what it has read, as it stands here."""
_TOKEN = re.compile(r"([^<]*)<(/?)([a-z0-9]*)[^>]*>")
"""Text, and the tag behind it."""
_EXCLUDED = " data-search-exclude"
_STRUCTURED = re.compile(r"<(?:h[1-6]|pre)\b")
"""What search divides pages by, and where it keeps space as it is."""
_SAID = frozenset({"p", "code", "li", "ol", "ul", "sub", "sup"})
"""Elements that the theme's search keeps, besides those."""
_OURS = token_hex(8)
"""Tells marks of this process from whatever else looks like one: nothing that pages say can be it."""
_MARK = re.compile(rf"<!--aside \d+-{_OURS}-->")
_MADE_HEADING = re.compile(r'<h([1-6]) id="([^"]*)">([^<]*)(?:<a class="headerlink"[^<]*</a>)?</h\1>')


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page as search divides it: the id of its heading, none for the first, with its title and text.

    The title of what stands before all headings is empty. Both are HTML.
    """

    id: str
    title: str
    text: str


class Aside:
    """Keeps HTML in a file without a name, and gives marks for it.

    Marks are comments, which whoever works on the page leaves where they are. They say nothing of the HTML: what an
    engine made of a page holds for the next build too, where only such HTML has changed. The HTML of ten thousand pages
    takes more memory than all else that a build keeps.
    """

    def __init__(self) -> None:
        """Keep nothing yet.

        Raises:
            OSError: there is no room for files.
        """
        self._file = TemporaryFile()  # noqa: SIM115 - it is open for as long as this is there
        finalize(self, self._file.close)
        self._end = 0
        self._kept: dict[str, tuple[int, int]] = {}
        self._given = 0

    def put(self, made: str) -> str:
        """Return the headings of what a template made, with a mark for all HTML between two of them."""
        pieces = _HEADING.split(made)
        pieces[::2] = [f"\n\n{self._put(piece.strip())}\n\n" if piece.strip() else piece for piece in pieces[::2]]
        return "".join(pieces)

    def _put(self, source: str) -> str:
        self._given += 1
        mark = f"<!--aside {self._given}-{_OURS}-->"
        self._file.seek(self._end)
        size = self._file.write(source.encode())
        self._kept[mark] = self._end, size
        self._end += size
        return mark

    def ids(self, content: str) -> set[str]:
        """Return the ids in the HTML behind the marks of a text."""
        return {name for mark in self._marks(content) for name in _ID.findall(self._unpacked(mark))}

    def sections(self, content: str) -> list[Section] | None:
        """Return what the theme's search makes of a page; None where it has more than headings and marks."""
        before, *pieces = _MADE_HEADING.split(content)
        found = [("", "", before)] if before else []
        found += zip(pieces[1::4], pieces[2::4], pieces[3::4], strict=True)
        is_plain = all(not _MARK.sub("", piece, count=1).strip() for _, _, piece in found) and pieces[:1] == ["1"]
        read = [(name, title, self._source(piece)) for name, title, piece in found] if is_plain else []
        if not is_plain or any(_STRUCTURED.search(piece) for _, _, piece in read):
            return None
        return [
            Section(name if number else "", _plain(title).strip(), _read(piece).strip())
            for number, (name, title, piece) in enumerate(read)
        ]

    def said(self, content: str) -> str:
        """Return a text with what search reads of the HTML behind its marks in their place."""
        return _MARK.sub(lambda mark: said(self._unpacked(mark[0])), content)

    def back(self, content: str) -> str:
        """Return a text with HTML in the place of its marks."""
        return _MARK.sub(lambda mark: FOR_SEARCH.sub("", self._unpacked(mark[0])), content)

    def forget(self, content: str) -> None:
        """Keep the HTML behind the marks of a text no longer."""
        for mark in [*self._marks(content)]:
            del self._kept[mark]

    def _source(self, content: str) -> str:
        """Return a text with HTML in the place of its marks, as templates made it."""
        return _MARK.sub(lambda mark: self._unpacked(mark[0]), content)

    def _marks(self, content: str) -> Iterator[str]:
        return (mark[0] for mark in _MARK.finditer(content) if mark[0] in self._kept)

    def _unpacked(self, mark: str) -> str:
        """Return the HTML behind a mark; a comment that only looks like a mark stays."""
        if mark not in self._kept:
            return mark
        start, size = self._kept[mark]
        self._file.seek(start)
        return self._file.read(size).decode()


def said(source: str) -> str:
    """Return what the theme's search reads of HTML, so that it reads the same: a reader of HTML is slow.

    HTML with headings or space of its own stays as it is.
    """
    return source if _STRUCTURED.search(source) else _read(source)


def _read(source: str) -> str:
    kept: list[str] = []
    for words, ends, name in _TOKEN.findall(_unexcluded(source) + "<>"):
        if words:
            _say(kept, words)
        if name in _SAID:
            _end(kept, name) if ends else kept.append(f"<{name}>")
    return "".join(kept)


def _unexcluded(source: str) -> str:
    """Return HTML with an empty tag in the place of each element that search passes over."""
    kept, here, found = [], 0, source.find(_EXCLUDED)
    while found >= 0:
        start = source.rfind("<", here, found)
        tag = _TOKEN.match(source, start) if start >= 0 else None
        if tag and found < tag.end():  # otherwise these are words
            kept.append(source[here : tag.start()])
            here = found = _end_of(source, tag[3], tag.end())
        found = source.find(_EXCLUDED, found + 1)
    return "<>".join([*kept, source[here:]])


def _end_of(source: str, name: str, here: int) -> int:
    """Return where an element ends that began before a place; all of a text where it does not."""
    depth = 1
    for tag in _tags(name).finditer(source, here):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(source)


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?![a-z0-9])[^>]*>")


def _say(kept: list[str], text: str) -> None:
    if not text.isspace():
        kept.append(_plain(text))
    elif not kept or not kept[-1].isspace():
        kept.append(" ")


@lru_cache(1 << 12)
def _plain(text: str) -> str:
    """Return text as search writes it: without line ends, and with only the signs escaped that have to be."""
    return html.escape(html.unescape(text.replace("\n", " ")), quote=False)


def _end(kept: list[str], name: str) -> None:
    """End an element, as the theme's search does: one with nothing in it goes, if it is the first of its name."""
    start = kept.index(f"<{name}>")
    if all(piece.isspace() for piece in kept[start + 1 :]):
        del kept[start:]
    else:
        kept.append(f"</{name}>")
