"""The legend of a timeline: a sample of each kind of mark that occurs in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from macros.layout import spans
from macros.layout.model import Point
from macros.layout.spans import CORE, HISTORY, STORY, Shape, bar, diamond
from macros.layout.timeline_model import BOUNDED, DATED, Timeline, TimelineEntry

WIDTH, HEIGHT = 34.0, 12.0
"""Size of a sample in px."""
MIDDLE, THICKNESS, END, RADIUS = HEIGHT / 2, HEIGHT - 4, WIDTH - 8, 4.0


class Sample(NamedTuple):
    """A mark and what it means; `tie` is the line of an entry that moved."""

    words: str
    shapes: tuple[tuple[str, Shape], ...]
    tie: tuple[Point, ...] = ()


def timeline_legend(entries: Iterable[TimelineEntry], timeline: Timeline) -> tuple[Sample, ...]:
    """Return the samples of what occurs in a timeline of entries."""
    members = [entry for entry in entries if entry.section]
    places = [span for entry in members for span in entry.spans]
    sections = {entry.section for entry in members}
    styles = {shape.style for row in timeline.rows for each in row.bars for shape in each.shapes}
    other = HISTORY if any(entry.history for entry in members) else STORY
    solid_bar = _bar(CORE, WIDTH - 1)
    frayed_bar = (_bar(CORE, END), spans.teeth(CORE, END, MIDDLE, THICKNESS, spans.FRAY))
    open_bar = (
        bar(spans.SOFT, 1, END, MIDDLE, THICKNESS / 2),
        spans.arrow(END, MIDDLE, THICKNESS, spans.ARROW_LENGTH),
    )
    has_doubts = any(span.has_doubtful_begin or span.has_doubtful_end for span in places)
    candidates = (
        (DATED in sections, "this timeline, dated by the account", STORY, [solid_bar]),
        (BOUNDED in sections, "this timeline, some time between", STORY, [_bar(spans.FAINT, WIDTH - 1)]),
        (other == HISTORY, "in reality", HISTORY, [solid_bar]),
        (spans.MARK in styles, "a short time", other, [diamond(WIDTH / 2, MIDDLE, RADIUS + 1)]),
        (any(span.is_vague for span in places), "some time within", other, [_bar(spans.SOFT, WIDTH - 1)]),
        (has_doubts, "about then", other, frayed_bar),
        (spans.OPEN in styles, "end open or not known", other, open_bar),
        (bool(timeline.breaks), "years left out", other, [Shape(spans.BREAK, spans.zigzag(WIDTH, MIDDLE))]),
    )
    samples = [
        Sample(words, tuple((lane, shape) for shape in shapes)) for occurs, words, lane, shapes in candidates if occurs
    ]
    if any(row.tie for row in timeline.rows):
        marks = (STORY, diamond(END, RADIUS, RADIUS)), (HISTORY, diamond(RADIUS, HEIGHT - RADIUS, RADIUS))
        samples.append(
            Sample("at another time in reality", marks, (Point(END, RADIUS), Point(RADIUS, HEIGHT - RADIUS)))
        )
    return tuple(samples)


def _bar(style: str, right: float) -> Shape:
    return bar(style, 1, right, MIDDLE, THICKNESS)
