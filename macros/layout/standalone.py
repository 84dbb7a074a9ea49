"""A figure as a file of its own, like a figure of a book: title above, legend and notes below, rules between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from macros.layout.font import Font
from macros.layout.model import Point, TextLine, text_height, typeset
from macros.layout.timeline_legend import SAMPLE_HEIGHT, SAMPLE_WIDTH, Sample

TITLE_SIZE, LABEL_SIZE, NOTE_SIZE = 28.0, 16.0, 14.0
"""Font sizes in px of the title, of the label, and of legend and notes."""
MARGIN, GAP_Y = 36.0, 20.0
MIN_WIDTH = 560.0
"""Width of the text in px; a narrower figure is centred."""
SAMPLE_GAP, ITEM_GAP, ROW_GAP = 8.0, 26.0, 6.0
"""Room between a sample and its words, after these, and between two rows of a legend, in px."""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A style of a figure, and what it means; `name` is that of the sample that `figures.svg.j2` draws of it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item of a legend: the upper left corner of its sample, and the lines of its words."""

    item: LegendItem | Sample
    origin: Point
    words: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class StandaloneFigure:
    """The size of a file, the upper left corner of the figure in it, the y of its rules, its texts and its legend."""

    width: float
    height: float
    figure_origin: Point
    rules: tuple[float, float]
    title: tuple[TextLine, ...]
    legend: tuple[PlacedItem, ...]
    label: tuple[TextLine, ...]
    notes: tuple[TextLine, ...]


def layout_standalone(
    font: Font, size: tuple[float, float], title: str, legend: Sequence[LegendItem | Sample], texts: Sequence[str]
) -> StandaloneFigure:
    """Lay title, legend and texts out around a figure of a size in px; the first text is the label."""
    label, *notes = texts
    inner = max(size[0], MIN_WIDTH)
    title_lines = typeset(font, font.break_lines(title, TITLE_SIZE, inner), TITLE_SIZE, Point(MARGIN, MARGIN))
    upper_rule = MARGIN + text_height(len(title_lines), TITLE_SIZE) + GAP_Y / 2
    lower_rule = upper_rule + size[1] + 2 * GAP_Y
    items, bottom = _layout_legend(font, legend, inner, lower_rule + GAP_Y)
    label_lines = typeset(font, font.break_lines(label, LABEL_SIZE, inner), LABEL_SIZE, Point(MARGIN, bottom))
    bottom += text_height(len(label_lines), LABEL_SIZE) + ROW_GAP
    note_lines = [line for note in notes for line in font.break_lines(note, NOTE_SIZE, inner)]
    return StandaloneFigure(
        inner + 2 * MARGIN,
        bottom + text_height(len(note_lines), NOTE_SIZE) + MARGIN,
        Point(MARGIN + (inner - size[0]) / 2, upper_rule + GAP_Y),
        (upper_rule, lower_rule),
        title_lines,
        items,
        label_lines,
        typeset(font, note_lines, NOTE_SIZE, Point(MARGIN, bottom)),
    )


def _layout_legend(
    font: Font, legend: Sequence[LegendItem | Sample], width: float, top: float
) -> tuple[tuple[PlacedItem, ...], float]:
    """Place the items of a legend in rows; return them, and the y of what follows."""
    items = []
    x, row_height = 0.0, 0.0
    for item in legend:
        lines = font.break_lines(item.words, NOTE_SIZE, width - SAMPLE_WIDTH - SAMPLE_GAP)
        item_width = SAMPLE_WIDTH + SAMPLE_GAP + max(font.width(line, NOTE_SIZE) for line in lines)
        if x and x + item_width > width:
            x, top, row_height = 0.0, top + row_height + ROW_GAP, 0.0
        origin = Point(MARGIN + x, top + (text_height(1, NOTE_SIZE) - SAMPLE_HEIGHT) / 2)
        words = typeset(font, lines, NOTE_SIZE, Point(origin.x + SAMPLE_WIDTH + SAMPLE_GAP, top))
        items.append(PlacedItem(item, origin, words))
        x, row_height = x + item_width + ITEM_GAP, max(row_height, text_height(len(lines), NOTE_SIZE))
    return tuple(items), top + (row_height + GAP_Y if items else 0)
