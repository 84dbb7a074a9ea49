"""A figure as a sheet of its own: a title above it and notes below, with room around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.layout.model import Point, Text, set_text, text_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from macros.layout.font import Font

TITLE, NOTE = 24.0, 14.0
"""Sizes in px."""
MARGIN, BETWEEN = 28.0, 18.0
NARROWEST = 560.0
"""A narrow figure stands in the middle of a sheet that is wide enough for its notes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of such a size, with a figure from a place on, and its texts."""

    width: float
    height: float
    figure: Point
    title: tuple[Text, ...]
    notes: tuple[Text, ...]


def sheet(font: Font, width: float, height: float, title: str, notes: Sequence[str]) -> Sheet:
    """Return a sheet around a figure of such a width and height."""
    inner = max(width, NARROWEST)
    heading = set_text(font, font.lines(title, TITLE, inner), TITLE, Point(MARGIN, MARGIN))
    top = MARGIN + text_height(len(heading), TITLE) + BETWEEN
    foot = top + height + BETWEEN
    lines = [line for note in notes for line in font.lines(note, NOTE, inner)]
    return Sheet(
        inner + 2 * MARGIN,
        foot + text_height(len(lines), NOTE) + MARGIN,
        Point(MARGIN + (inner - width) / 2, top),
        heading,
        set_text(font, lines, NOTE, Point(MARGIN, foot)),
    )
