"""SVG as PNG: figures beside the pages they stand on, and cards."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py
from PIL import Image

from macros.layout.font import Font
from macros.output.atomic import digest, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SPARE = Font(Path(__file__).parent / "fonts" / "noto-serif-sc.woff2", "Noto Serif SC")
"""The font that stands in for characters which the site's own does not have: Chinese ones above all."""
_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
"""The last chunk of every PNG (PNG, 11.2.5)."""
DRAWN_BY = ("layout/*.py", "pages/renderer.py", "pages/svg.py", "pages/templates/*.svg.j2")
AT_ONCE = 20
"""How many pictures are drawn between two words about it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG to be drawn: how many pixels of the PNG a px takes, and how many colours it may have; 0 for any number."""

    svg: str
    zoom: int
    colours: int = 0


def recipe_of(drawing: Drawing) -> tuple[str, ...]:
    """Return all that a drawing as PNG depends on, where it is there already."""
    return drawing.svg, str(drawing.zoom), str(drawing.colours)


def figure(svg: str) -> Drawing:
    """Return what is drawn of a figure: twice as large, for screens that are twice as dense and for print."""
    return Drawing(svg, zoom=2)


def card(svg: str) -> Drawing:
    """Return what is drawn of a card: in so few colours that it stays small."""
    return Drawing(svg, zoom=1, colours=128)


class Rasterizer:
    """Draws SVG as PNG, in one font and a spare one, with no other font of the machine, and keeps what it drew.

    Drawings are kept by what they were made from, so what has not changed is not drawn again, in this build or another.
    """

    def __init__(self, font: Font, cache: Path, tell: Callable[[str], None] = lambda _: None) -> None:
        """Keep drawings in a folder, which is made when it is needed; `tell` is called now and then while drawing."""
        self._faces = (font, SPARE)
        self._cache = cache
        self._tell = tell
        self._drawn = 0
        digests = (digest(one.path.read_bytes()) for one in self._faces)
        self._tools = (version("resvg-py"), version("pillow"), *digests)

    def missing_glyphs(self, text: str) -> str:
        """Return the characters of a text that none of the faces has a glyph for."""
        for font in self._faces:
            text = font.missing_glyphs(text)
        return text

    def made(self, recipe: Sequence[str], make: Callable[[], Drawing]) -> bytes:
        """Return as PNG what is made by a recipe: all that it depends on. It is only made where it is not kept.

        Raises:
            ValueError: the drawing is no SVG.
        """
        kept = self._kept(recipe)
        png = kept.read_bytes() if kept.exists() else b""
        if not _is_whole(png):
            png = self._draw(make())
            write_whole(kept, png)
            self._drawn += 1
            if self._drawn % AT_ONCE == 0:
                self._tell(f"drew {self._drawn} pictures so far; they are kept for the next build")
        return png

    def _kept(self, recipe: Sequence[str]) -> Path:
        return self._cache / f"{digest(chr(0).join((*recipe, *self._tools)).encode())}.png"

    def _draw(self, drawing: Drawing) -> bytes:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing.svg, zoom=drawing.zoom, font_files=self._fonts, skip_system_fonts=True
            )
        )
        return _with_few_colours(png, drawing.colours) if drawing.colours else png

    @cached_property
    def _fonts(self) -> list[str]:
        """Paths of the faces as files that the program reads, unpacked once and kept beside the drawings."""
        return [str(self._font(font)) for font in self._faces]

    def _font(self, font: Font) -> Path:
        """Return a font as a file, whose name says what it was made from and what has to be in it."""
        source = digest(font.path.read_bytes())
        for kept in self._cache.glob(f"{source}-*.otf"):
            if kept.stem == f"{source}-{digest(kept.read_bytes())}":
                return kept
        font_file = self._cache / f"{source}-{digest(font.truetype)}.otf"
        write_whole(font_file, font.truetype)
        return font_file


def code() -> str:
    """Return a digest of the code and templates that draw: what a drawing depends on beside what it shows."""
    home = Path(__file__).parents[1]
    sources = sorted(path for drawn_by in DRAWN_BY for path in home.glob(drawn_by))
    return digest(b"".join(path.read_bytes() for path in sources))


def _is_whole(png: bytes) -> bool:
    """Tell whether a kept picture is what was once drawn, by the checksums of its parts and by its end."""
    if not png.endswith(_END):
        return False
    try:
        with Image.open(io.BytesIO(png)) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError):  # what Pillow raises where something is no PNG, or a broken one
        return False
    return True


def _with_few_colours(png: bytes, colours: int) -> bytes:
    made = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(made, "PNG", optimize=True)
    return made.getvalue()
