"""PNG images of SVG: figures beside their pages, and cards for social media.

Sources: PNG, https://www.w3.org/TR/png-3/; resvg, https://github.com/linebender/resvg.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path

import resvg_py
from PIL import Image

from macros.files.cache import DiskCache, content_hash
from macros.layout.font import Font

FALLBACK_FONT = Font(Path(__file__).parent / "fonts" / "noto-serif-sc.woff2", "Noto Serif SC")
"""The font for characters that the site's own font lacks, mostly Chinese ones."""
DRAWING_CODE = ("layout/*.py", "pages/renderer.py", "pages/svg.py", "pages/templates/*.svg.j2")
"""Glob patterns of the code and templates that determine how a card looks."""
LOG_INTERVAL = 20
"""The number of images between two log messages."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG to rasterize.

    Attributes:
        svg: The source of the SVG.
        zoom: The number of PNG pixels per px.
        colours: The most colours in the PNG; 0 for no limit.
    """

    svg: str
    zoom: int
    colours: int = 0

    @property
    def cache_key(self) -> tuple[str, ...]:
        """Everything that its PNG depends on, apart from fonts and libraries."""
        return self.svg, str(self.zoom), str(self.colours)


def figure_drawing(svg: str) -> Drawing:
    """Return the drawing of a figure: at twice its size, for high-resolution screens and for print."""
    return Drawing(svg, zoom=2)


def card_drawing(svg: str) -> Drawing:
    """Return the drawing of a card: with few colours, which keeps the file small."""
    return Drawing(svg, zoom=1, colours=128)


class Rasterizer:
    """Converts SVG to PNG, and caches the images in a folder.

    It uses the site's font and the fallback font, and none of the system's fonts. Cache keys contain everything that an
    image depends on, so an unchanged image is read from the cache in every later build.
    """

    def __init__(self, font: Font, cache: Path, log: Callable[[str], None] = lambda _: None) -> None:
        """Use a folder as the cache, which need not exist; `log` receives the progress."""
        self._fonts = (font, FALLBACK_FONT)
        self._cache = DiskCache(cache)
        self._log = log
        self._count = 0
        self._font_hashes = [content_hash(font.path.read_bytes()) for font in self._fonts]
        self._tools = (version("resvg-py"), version("pillow"), *self._font_hashes)

    def missing_glyphs(self, text: str) -> str:
        """Return the characters of a text that neither font has."""
        for font in self._fonts:
            text = font.missing_glyphs(text)
        return text

    def rasterize_cached(self, cache_key: Sequence[str], draw: Callable[[], Drawing]) -> bytes:
        """Return the PNG of a drawing; `draw` is only called if the cache has no image for the key.

        Raises:
            ValueError: The drawing is not valid SVG.
        """
        return self._cache.get(self._cache_key(cache_key), lambda: self._rasterize(draw()))

    def _cache_key(self, cache_key: Sequence[str]) -> tuple[str, ...]:
        """Add the libraries and fonts to the key of a drawing."""
        return *cache_key, *self._tools

    def _rasterize(self, drawing: Drawing) -> bytes:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing.svg, zoom=drawing.zoom, font_files=self._font_files, skip_system_fonts=True
            )
        )
        self._count += 1
        if self._count % LOG_INTERVAL == 0:
            self._log(f"drew {self._count} images so far; they are cached for the next build")
        return _reduce_colours(png, drawing.colours) if drawing.colours else png

    @cached_property
    def _font_files(self) -> list[str]:
        """Paths of the uncompressed fonts, which are cached beside the images."""
        return [
            str(self._cache.get_path([key], partial(getattr, font, "truetype")))
            for font, key in zip(self._fonts, self._font_hashes, strict=True)
        ]


def drawing_code_digest() -> str:
    """Return a digest of the code and templates that determine how a card looks."""
    package = Path(__file__).parents[1]
    paths = sorted(path for pattern in DRAWING_CODE for path in package.glob(pattern))
    return content_hash(b"".join(path.read_bytes() for path in paths))


def _reduce_colours(png: bytes, colours: int) -> bytes:
    output = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        palette_image = image.convert("RGB").quantize(
            colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        palette_image.save(output, "PNG", optimize=True)
    return output.getvalue()
