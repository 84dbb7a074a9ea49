"""Text measurement and line breaking in the font that the site ships, with the results that browsers get.

Source of grapheme clusters: Unicode Standard Annex 29, https://www.unicode.org/reports/tr29/.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from unicodedata import category, combining, east_asian_width, normalize

import uharfbuzz
from fontTools.ttLib import TTFont

WIDE_FALLBACK_WIDTH = 1.0
"""Width in em of a wide character that no font has, such as a rare Chinese one."""
FALLBACK_WIDTH = 0.7
"""Width in em of any other character that no font has; few letters of usual fonts are wider."""
FAMILY_NAME_ID = 1
"""Name ID of the font family in the `name` table of OpenType."""
LEADING = 1.22
"""Distance between baselines, in em."""
ASCENT = 0.78
"""From the top of a line of text to its baseline, in em."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
"""Characters that fonts need no glyph for: joiners, marks of direction, variation selectors and tags."""
_ZERO_WIDTH_CATEGORIES = frozenset({"Mn", "Mc", "Me", "Cf"})
_VIRAMA = 9
"""The combining class of signs that join the consonants of Indian scripts."""
_ASCII_WORD = re.compile("[^ -]*[ -]|[^ -]+")


@dataclass(frozen=True)
class Font:
    """A font file, WOFF2 or TrueType, the family name that style sheets know it by, and fonts for what it lacks.

    Text is shaped, kerning included, by HarfBuzz, as in browsers.
    """

    path: Path
    family: str
    fallbacks: tuple[Font, ...] = field(default=(), hash=False, repr=False)

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

    @cached_property
    def _characters(self) -> frozenset[int]:
        """The code points that have a glyph; reading them is faster than unpacking the font."""
        with TTFont(self.path) as font:
            return frozenset(font.getBestCmap())

    def width(self, text: str, size: float) -> float:
        """Return the width in px of a line of text at a font size in px."""
        return self._width_in_em(text) * size

    def missing_glyphs(self, text: str) -> str:
        """Return the characters of a text that the font has no glyph for."""
        text = _INVISIBLE.sub("", normalize("NFC", text))
        return "".join(character for character in text if ord(character) not in self._characters)

    def unsupported_characters(self, text: str) -> str:
        """Return the characters of a text that neither the font nor any of its fallbacks has."""
        if text.isascii() or not self.missing_glyphs(text):
            return ""
        return "".join(font.missing_glyphs(run) for font, run in self.split_runs(text))

    def split_runs(self, text: str) -> Iterator[tuple[Font, str]]:
        """Yield the runs of a text, each with the first font that has all of it, or this font where none has."""
        for font, clusters in groupby(self._grapheme_clusters(text), self._font_of):
            yield font, "".join(clusters)

    def _font_of(self, cluster: str) -> Font:
        return next((font for font in (self, *self.fallbacks) if not font.missing_glyphs(cluster)), self)

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - there is one font a process
    def _width_in_em(self, text: str) -> float:
        if not text:
            return 0.0
        if not text.isascii() and self.missing_glyphs(text):
            return sum(font._run_width(run) for font, run in self.split_runs(text))  # noqa: SLF001 - a font
        return self._run_width(text)

    def _run_width(self, text: str) -> float:
        """Return the width in em of a text in this font alone."""
        buffer = self._shape(text)
        units_per_em = self._shaper.face.upem
        glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        advances = [position.x_advance / units_per_em for info, position in glyphs if info.codepoint]
        missing = "" if len(advances) == len(buffer.glyph_infos) else self.missing_glyphs(text)
        return math.fsum((*advances, *map(_estimate_width, missing)))

    def _shape(self, text: str, **features: bool) -> uharfbuzz.Buffer:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(str(text))  # it takes no subclass
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._shaper, buffer, features)
        return buffer

    def _grapheme_clusters(self, text: str) -> list[str]:
        """Return the grapheme clusters of a text. HarfBuzz does not join conjuncts of Indian scripts."""
        starts = sorted({glyph.cluster for glyph in self._shape(text, liga=False, clig=False).glyph_infos})
        starts = [start for start in starts if not (start and combining(text[start - 1]) == _VIRAMA)]
        return [text[start:end] for start, end in pairwise([*starts, len(text)])]

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one font a process
    def break_lines(self, text: str, size: float, max_width: float) -> tuple[str, ...]:
        """Break a text into as few lines as fit a width in px, and these as even as they can be.

        Lines break at spaces, after hyphens and around Chinese, Japanese and Korean characters; a word that is wider
        than a line breaks anywhere. An empty text is one empty line. Even lines are found by bisection: the narrowest
        width that needs no more lines.
        """
        pieces: list[str] = []
        for word in self._split_at_breaks(" ".join(text.split())):
            pieces += [word] if self.width(word.rstrip(), size) <= max_width else self._grapheme_clusters(word)
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

    def _split_at_breaks(self, text: str) -> list[str]:
        """Return a text in pieces that end at each break opportunity."""
        if text.isascii():
            return _ASCII_WORD.findall(text)
        words, before = [""], ""
        for cluster in self._grapheme_clusters(text):
            if before and (before in " -\u2013" or _is_wide(cluster) or _is_wide(before)):
                words.append("")
            words[-1] += cluster
            before = cluster
        return words

    def _fill_lines(self, pieces: Sequence[str], size: float, max_width: float) -> tuple[str, ...]:
        """Break greedily: each line takes as many pieces as fit."""
        lines = [""]
        for piece in pieces:
            if lines[-1] and self.width((lines[-1] + piece).rstrip(), size) > max_width:
                lines.append("")
            lines[-1] += piece
        return tuple(line.strip() for line in lines)


def _estimate_width(character: str) -> float:
    """Return about the width in em of a character that no font has."""
    if category(character) in _ZERO_WIDTH_CATEGORIES:
        return 0.0
    return WIDE_FALLBACK_WIDTH if _is_wide(character) else FALLBACK_WIDTH


def _is_wide(cluster: str) -> bool:
    return east_asian_width(cluster[0]) in "WF"
