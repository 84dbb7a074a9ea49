"""PNG images of figures and of cards for social media, and the style of figures as SVG files.

Programs that draw SVG files know neither custom properties nor `light-dark()`
(https://www.w3.org/TR/css-color-5/#light-dark), so each use of a colour becomes its light value.

Sources: PNG, https://www.w3.org/TR/png-3/; resvg, https://github.com/linebender/resvg.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from unicodedata import bidirectional

import resvg_py
from PIL import Image

from macros.files.cache import DiskCache, content_hash
from macros.layout.font import Font
from macros.pages.scripts import RIGHT_TO_LEFT

DRAWING_CODE = ("layout/*.py", "pages/renderer.py", "pages/svg.py", "pages/templates/*.svg.j2")
"""Glob patterns of the code and templates that determine how a card looks."""
LOG_INTERVAL = 20
"""The number of images between two log messages."""
CARD_COLOURS = 128
"""The most colours of a card: few of them keep the file small."""

_COLOUR = re.compile(r"(--[\w-]+):\s*light-dark\(([^,()]+),")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_TEXT = re.compile(r"<text([^>]*)>([^<>]+)</text>")
_ATTRIBUTE = re.compile(r' (x|font-size|text-anchor)="([^"]*)"')
_ANCHOR = re.compile(' text-anchor="[^"]*"')
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_LIGATURE = re.compile("(?<=f)(?=[fijl])")
"""A place inside a ligature of the site's font."""
_NON_JOINER = "\u200c"


def read_figure_style(folder: Path) -> str:
    """Return the rules of `figures.css` in a folder, with the light colours of its `tokens.css` for their names.

    Raises:
        ValueError: a rule uses a colour that the palette lacks.
        OSError: a style sheet cannot be read.
    """
    palette, rules = ((folder / name).read_text(encoding="utf-8") for name in ("tokens.css", "figures.css"))
    colours = dict(_COLOUR.findall(palette))
    try:
        return _VARIABLE.sub(lambda use: colours[use[1]], _COMMENT.sub("", rules)).strip()
    except KeyError as error:
        raise ValueError(f"figures.css uses {error}, which is no light-dark() colour of tokens.css") from error


class Rasterizer:
    """Converts SVG to PNG, and caches the images in a folder.

    It uses the site's font and the fallback fonts, and none of the system's fonts. Cache keys contain everything that
    an image depends on, so an unchanged image is read from the cache in every later build.
    """

    def __init__(self, font: Font, cache: Path, log: Callable[[str], None] = lambda _: None) -> None:
        """Use a folder as the cache, which need not exist; `log` receives the progress."""
        self._font = font
        self._fonts = (font, *font.fallbacks)
        self._cache = DiskCache(cache)
        self._log = log
        self._count = 0
        self._hashes = {font: content_hash(font.path.read_bytes()) for font in self._fonts}
        self._tool_versions = (version("resvg-py"), version("pillow"), *self._hashes.values())

    def rasterize_figure(self, svg: str) -> bytes:
        """Return the PNG of a figure: at twice its size, for high-resolution screens and for print.

        Raises:
            ValueError: the figure is not valid SVG.
        """
        return self._cache.get_or_build(self._cache_key("figure", svg), lambda: self._rasterize(svg, 2))

    def rasterize_card(self, cache_key: Sequence[str], draw: Callable[[], str]) -> bytes:
        """Return the PNG of a card; `draw` returns its SVG, and is only called if the cache has no image for the key.

        Raises:
            ValueError: the card is not valid SVG.
        """
        key = self._cache_key("card", *cache_key)
        return self._cache.get_or_build(key, lambda: _reduce_colours(self._rasterize(draw(), 1)))

    def _cache_key(self, *cache_key: str) -> tuple[str, ...]:
        """Add the libraries and fonts to the kind and the key of an image."""
        return *cache_key, *self._tool_versions

    def _rasterize(self, svg: str, zoom: int) -> bytes:
        """Return the PNG of an SVG with a number of pixels per px."""
        svg = _TEXT.sub(self._set_fonts, svg)
        fonts = [font for font in self._fonts if font is self._font or _family(font) in svg]
        files = [str(self._cache.get_path([self._hashes[font]], partial(getattr, font, "truetype"))) for font in fonts]
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, font_files=files, skip_system_fonts=True))
        self._count += 1
        if self._count % LOG_INTERVAL == 0:
            self._log(f"drew {self._count} images so far; they are cached for the next build")
        return png

    def _set_fonts(self, element: re.Match[str]) -> str:
        """Return a text element with a span for each run in one font.

        resvg shapes a text as a whole, and mixes glyphs of its fonts by their number. So each span has its own
        position. Spans of a text from right to left have none, because only resvg can order them. Ligatures are split.
        """
        words = html.unescape(element[2])
        if not self._font.missing_glyphs(words):
            return element[0]
        attributes = dict(_ATTRIBUTE.findall(element[1]))
        size, anchor = float(attributes["font-size"]), _ANCHORS[attributes.get("text-anchor", "start")]
        x = float(attributes["x"]) - self._font.width(words, size) * anchor
        is_reordered, spans = not RIGHT_TO_LEFT.isdisjoint(map(bidirectional, words)), []
        for font, run in self._font.split_runs(words):
            position = "" if is_reordered else f' x="{x:.2f}"'
            characters = _LIGATURE.sub(_NON_JOINER, run) if is_reordered else run
            spans.append(f"<tspan{position}{_family(font)}>{html.escape(characters)}</tspan>")
            x += font.width(run, size)
        start = element[1] if is_reordered else _ANCHOR.sub("", element[1])
        return f"<text{start}>{''.join(spans)}</text>"


def _family(font: Font) -> str:
    return f' font-family="{font.family}"'


def drawing_code_digest() -> str:
    """Return a digest of the code and templates that determine how a card looks."""
    package = Path(__file__).parents[1]
    paths = sorted(path for pattern in DRAWING_CODE for path in package.glob(pattern))
    return content_hash(b"".join(path.read_bytes() for path in paths))


def _reduce_colours(png: bytes) -> bytes:
    output = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        method, dither = Image.Quantize.FASTOCTREE, Image.Dither.NONE
        image.convert("RGB").quantize(CARD_COLOURS, method=method, dither=dither).save(output, "PNG", optimize=True)
    return output.getvalue()
