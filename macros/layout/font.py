"""How wide a text runs in the font that the site ships, measured as browsers do, and where lines break."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

import uharfbuzz
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FALLBACK = 1.0
"""Width in em that is kept for a character which the font lacks and another draws; Chinese ones are so wide."""
FAMILY = 1
"""Number of the family's name in a font's table of names."""
LEADING = 1.22
"""Distance between baselines, in em."""
ASCENT = 0.78
"""From the top of a line of text to its baseline, in em."""


@dataclass(frozen=True)
class Font:
    """One font file, WOFF2 or TrueType, and the name that styles know it by.

    Shaping, kerning included, is HarfBuzz's, which browsers use too.
    """

    path: Path
    family: str

    @cached_property
    def truetype(self) -> bytes:
        """The file unpacked and under the name of its family, for programs that do not read WOFF2."""
        unpacked = io.BytesIO()
        with TTFont(self.path, recalcTimestamp=False) as font:
            font.flavor = None
            for record in font["name"].names:
                if record.nameID == FAMILY:
                    record.string = self.family
            font.save(unpacked)
        return unpacked.getvalue()

    @cached_property
    def _shaper(self) -> uharfbuzz.Font:
        return uharfbuzz.Font(uharfbuzz.Face(self.truetype))

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text in px at a size in px."""
        return self._ems(text) * size

    def missing_glyphs(self, text: str) -> str:
        """Return the characters of a text that the font has no glyph for."""
        return "".join(sign for sign in text if self._shaper.get_nominal_glyph(ord(sign)) is None)

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - there is one font a process
    def _ems(self, text: str) -> float:
        """Return the width of a line of text in its own size."""
        if not text:
            return 0.0
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._shaper, buffer)
        unit = self._shaper.face.upem
        drawn = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return sum(position.x_advance / unit if info.codepoint else FALLBACK for info, position in drawn)

    def lines(self, text: str, size: float, widest: float) -> tuple[str, ...]:
        """Break a text into as few lines as fit a width in px, and these as even as they can be.

        Lines break at spaces, after hyphens and beside Chinese, Japanese and Korean characters; a piece that is wider
        than the width by itself is broken anywhere. An empty text is one empty line.
        """
        return self._lines(text, size, widest)

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one font a process
    def _lines(self, text: str, size: float, widest: float) -> tuple[str, ...]:
        pieces = tuple(self._pieces(" ".join(text.split()), size, widest))
        best = self._broken(pieces, size, widest)
        low, high = widest / 2, widest
        while high - low > 1:
            middle = (low + high) / 2
            tried = self._broken(pieces, size, middle)
            if len(tried) == len(best) and max(self.width(line, size) for line in tried) <= middle:
                best, high = tried, middle
            else:
                low = middle
        return best

    def _broken(self, pieces: tuple[str, ...], size: float, widest: float) -> tuple[str, ...]:
        lines = [""]
        for piece in pieces:
            if lines[-1] and self.width((lines[-1] + piece).rstrip(), size) > widest:
                lines.append("")
            lines[-1] += piece
        return tuple(line.strip() for line in lines)

    def _pieces(self, text: str, size: float, widest: float) -> Iterator[str]:
        """Give the parts that a text may be broken between; a space stays with what it follows."""
        for word in _words(text):
            if self.width(word.rstrip(), size) <= widest:
                yield word
            else:
                yield from _characters(word)


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in _characters(text):
        if word and (word[-1] in " -\u2013" or _is_wide(character) or _is_wide(word[-1])):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _characters(text: str) -> Iterator[str]:
    """Give characters with the marks that combine with them."""
    cluster = ""
    for character in text:
        if cluster and not combining(character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _is_wide(character: str) -> bool:
    return east_asian_width(character[0]) in "WF"
