"""A figure as a file of its own: a title above it, notes below, and margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.layout.font import Font
from macros.layout.model import Point, TextLine, text_height, typeset

TITLE_SIZE, NOTE_SIZE = 24.0, 14.0
"""Font sizes in px."""
MARGIN, GAP_Y = 28.0, 18.0
MIN_WIDTH = 560.0
"""Width of the text in px; a narrower figure is centred."""


@dataclass(frozen=True, slots=True)
class StandaloneFigure:
    """The size of a file, the upper left corner of the figure in it, and its texts."""

    width: float
    height: float
    figure_origin: Point
    title: tuple[TextLine, ...]
    notes: tuple[TextLine, ...]


def layout_standalone(font: Font, width: float, height: float, title: str, notes: Sequence[str]) -> StandaloneFigure:
    """Lay a title and notes out around a figure of such a width and height in px."""
    inner = max(width, MIN_WIDTH)
    title_lines = typeset(font, font.break_lines(title, TITLE_SIZE, inner), TITLE_SIZE, Point(MARGIN, MARGIN))
    top = MARGIN + text_height(len(title_lines), TITLE_SIZE) + GAP_Y
    bottom = top + height + GAP_Y
    lines = [line for note in notes for line in font.break_lines(note, NOTE_SIZE, inner)]
    return StandaloneFigure(
        inner + 2 * MARGIN,
        bottom + text_height(len(lines), NOTE_SIZE) + MARGIN,
        Point(MARGIN + (inner - width) / 2, top),
        title_lines,
        typeset(font, lines, NOTE_SIZE, Point(MARGIN, bottom)),
    )
