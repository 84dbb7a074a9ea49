"""Text measurement and line breaking in the font that the site ships, with the results that browsers get."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from unicodedata import combining, east_asian_width

import uharfbuzz
from fontTools.ttLib import TTFont

WIDE_FALLBACK_WIDTH = 1.0
"""Width in em of a wide character without a glyph, such as a Chinese one, which a fallback font draws."""
FALLBACK_WIDTH = 0.7
"""Width in em of any other character without a glyph; few Greek or Cyrillic letters of usual fonts are wider."""
FAMILY_NAME_ID = 1
"""Name ID of the font family in the `name` table of OpenType."""
LEADING = 1.22
"""Distance between baselines, in em."""
ASCENT = 0.78
"""From the top of a line of text to its baseline, in em."""

_ASCII_WORD = re.compile("[^ -]*[ -]|[^ -]+")


@dataclass(frozen=True)
class Font:
    """A font file, WOFF2 or TrueType, the family name that style sheets know it by, and a font for what it lacks.

    Text is shaped, kerning included, by HarfBuzz, as in browsers.
    """

    path: Path
    family: str
    fallback: Font | None = None

    @cached_property
    def truetype(self) -> bytes:
        """The unpacked file, renamed to `family`, for programs that do not read WOFF2."""
        unpacked = io.BytesIO()
        with TTFont(self.path, recalcTimestamp=False) as font:
            font.flavor = None
            for record in font["name"].names:
                if record.nameID == FAMILY_NAME_ID:
                    record.string = self.family
            font.save(unpacked)
        return unpacked.getvalue()

    @cached_property
    def _shaper(self) -> uharfbuzz.Font:
        return uharfbuzz.Font(uharfbuzz.Face(self.truetype))

    def width(self, text: str, size: float) -> float:
        """Return the width in px of a line of text at a font size in px."""
        return self._width_in_em(text) * size

    def missing_glyphs(self, text: str) -> str:
        """Return the characters of a text that the font has no glyph for."""
        return "".join(character for character in text if self._shaper.get_nominal_glyph(ord(character)) is None)

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - there is one font a process
    def _width_in_em(self, text: str) -> float:
        if not text:
            return 0.0
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._shaper, buffer)
        units_per_em = self._shaper.face.upem
        glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return sum(
            position.x_advance / units_per_em if info.codepoint else self._fallback_width(text[info.cluster])
            for info, position in glyphs
        )

    def _fallback_width(self, character: str) -> float:
        """Return the width in em of a character that the font lacks."""
        if _is_wide(character):
            return WIDE_FALLBACK_WIDTH
        return self.fallback._width_in_em(character) if self.fallback else FALLBACK_WIDTH  # noqa: SLF001 - a font

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one font a process
    def break_lines(self, text: str, size: float, max_width: float) -> tuple[str, ...]:
        """Break a text into as few lines as fit a width in px, and these as even as they can be.

        Lines break at spaces, after hyphens and around Chinese, Japanese and Korean characters; a word that is wider
        than a line breaks anywhere. An empty text is one empty line. Even lines are found by bisection: the narrowest
        width that needs no more lines.
        """
        words = _split_at_breaks(" ".join(text.split()))
        parts = ([word] if self.width(word.rstrip(), size) <= max_width else _grapheme_clusters(word) for word in words)
        pieces = tuple(chain.from_iterable(parts))
        best = self._fill_lines(pieces, size, max_width)
        if len(best) == 1:
            return best
        low, high = max_width / 2, max_width
        while high - low > 1:
            middle = (low + high) / 2
            lines = self._fill_lines(pieces, size, middle)
            if len(lines) == len(best) and max(self.width(line, size) for line in lines) <= middle:
                best, high = lines, middle
            else:
                low = middle
        return best

    def _fill_lines(self, pieces: tuple[str, ...], size: float, max_width: float) -> tuple[str, ...]:
        """Break greedily: each line takes as many pieces as fit."""
        lines = [""]
        for piece in pieces:
            if lines[-1] and self.width((lines[-1] + piece).rstrip(), size) > max_width:
                lines.append("")
            lines[-1] += piece
        return tuple(line.strip() for line in lines)


def _split_at_breaks(text: str) -> Iterator[str]:
    """Yield a text in pieces that end at each break opportunity."""
    if text.isascii():
        yield from _ASCII_WORD.findall(text)
        return
    word = ""
    for character in _grapheme_clusters(text):
        if word and (word[-1] in " -\u2013" or _is_wide(character) or _is_wide(word[-1])):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _grapheme_clusters(text: str) -> Iterator[str]:
    """Yield characters, each with the combining marks after it."""
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
