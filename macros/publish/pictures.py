"""Figures as files of their own, SVG and PNG, beside the pages they stand on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py

if TYPE_CHECKING:
    from macros.figures.typeface import Typeface

ZOOM = 2
"""How many pixels of a PNG a px of its SVG takes."""


class Rasterizer:
    """Draws SVG as PNG, in one face and with no other font of the machine, and keeps what it drew.

    Drawings are kept by what they were made from, so what has not changed is not drawn again, in this build or another.
    """

    def __init__(self, face: Typeface, cache: Path) -> None:
        """Keep drawings in a folder, which is made when it is needed."""
        self._face = face
        self._cache = cache

    def png(self, svg: str) -> bytes:
        """Return a drawing as PNG.

        Raises:
            ValueError: the drawing is no SVG.
        """
        recipe = (svg, str(ZOOM), version("resvg-py"), hashlib.sha256(self._face.truetype).hexdigest())
        kept = self._cache / f"{hashlib.sha256(chr(0).join(recipe).encode()).hexdigest()}.png"
        if not kept.exists():
            write_whole(kept, self._draw(svg))
        return kept.read_bytes()

    def _draw(self, svg: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            font = Path(folder) / "face.ttf"
            font.write_bytes(self._face.truetype)
            return bytes(
                resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, font_files=[str(font)], skip_system_fonts=True)
            )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
