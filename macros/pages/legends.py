"""Legends of figures: a sample and its words for each style that occurs in a figure."""

from __future__ import annotations

from collections.abc import Mapping

from macros.layout.estimates_chart import Chart
from macros.layout.model import IN_SPITE_OF, Drawing
from macros.layout.spans import CORE, HISTORY, MARK, OPEN, STORY
from macros.layout.standalone import LegendItem

LINKS: Mapping[str, str] = {
    "stated": "stated by the account",
    "implied": "implied by it",
    "editorial": "our reading",
    IN_SPITE_OF: "came about in spite of",
}
"""What the line of a link means, by its style."""
THREADS: Mapping[str, str] = {
    "stated": "from the thread with most of its causes",
    "implied": "the same, all of them implied",
}
"""What the line between two threads means, by its style."""
MOST_LINKS = "the most links"
ESTIMATES: Mapping[str, str] = {CORE: "a range", MARK: "one number", OPEN: "at least"}
"""What the shape of an estimate means, by its style."""


def drawing_legend(drawing: Drawing, lines: Mapping[str, str], highlight: str) -> tuple[LegendItem, ...]:
    """Return the legend of a drawing: what its lines mean, by style, and what its highlighted boxes are."""
    styles = {route.edge.style for route in drawing.routes}
    items = [LegendItem(f"line-{style}", words) for style, words in lines.items() if style in styles]
    boxes = (
        ("box-implied", "an entry that is implied", any(box.node.basis == "implied" for box in drawing.boxes)),
        ("box-main", highlight, any(box.is_highlighted for box in drawing.boxes)),
        ("ground", "boxes of one thread", bool(drawing.grounds)),
    )
    items += [LegendItem(sample, words) for sample, words, occurs in boxes if occurs]
    return tuple(items)


def estimates_legend(chart: Chart, band: str) -> tuple[LegendItem, ...]:
    """Return the legend of the chart of estimates; `band` says what the band behind them is."""
    styles = {shape.style for item in chart.items for shape in item.shapes}
    samples = [LegendItem(f"{HISTORY}-{style}", words) for style, words in ESTIMATES.items() if style in styles]
    return (LegendItem(f"{STORY}-band", band), *samples)
