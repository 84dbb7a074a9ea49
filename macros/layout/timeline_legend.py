"""The legend of a timeline: a sample of each kind of mark that occurs in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from macros.layout import spans
from macros.layout.model import Point
from macros.layout.spans import HISTORY, STORY, Shape, Span, diamond
from macros.layout.timeline_model import BOUNDED, DATED, Timeline, TimelineEntry
from macros.scenario.dates import DateBounds

SAMPLE_WIDTH, SAMPLE_HEIGHT = 34.0, 12.0
"""Size of the sample of a legend, in px."""
MIDDLE, THICKNESS, RADIUS = SAMPLE_HEIGHT / 2, SAMPLE_HEIGHT - 4, 4.0
DAY, LATER = (1, 1, 1), (2, 1, 1)
ENDS, SHORT = (1.0, SAMPLE_WIDTH - 5), (1.0, SAMPLE_WIDTH - 1 - spans.TAIL_LENGTH)
"""Where the bar of a sample begins and ends in px, without and with something after it."""
DOUBTFUL_DIAMOND = diamond(SAMPLE_WIDTH - MIDDLE, MIDDLE, RADIUS, spans.DOUBTFUL_MARK)


class Sample(NamedTuple):
    """A mark and what it means; `tie` is the arrow of an entry that moved."""

    words: str
    shapes: tuple[tuple[str, Shape], ...]
    tie: tuple[Point, ...] = ()


def timeline_legend(entries: Iterable[TimelineEntry], timeline: Timeline) -> tuple[Sample, ...]:
    """Return the samples of what occurs in a timeline of entries."""
    members = [entry for entry in entries if entry.section]
    sections = {entry.section for entry in members}
    places = [span for entry in members for span in entry.places.values()]
    lane_styles = {(bar.lane, shape.style) for row in timeline.rows for bar in row.bars for shape in bar.shapes}
    styles = {style for _, style in lane_styles}
    mark_lanes = [lane for lane in (STORY, HISTORY) if (lane, spans.MARK) in lane_styles]
    has_doubts = any(span.has_doubtful_begin or span.has_doubtful_end for span in places)
    main_lane = HISTORY if any(entry.history for entry in members) else STORY
    plain = Span(DateBounds(DAY, DAY, DAY, DAY))
    doubtful = replace(plain, has_doubtful_end=True)
    vague, open_span = Span(DateBounds(DAY, LATER, DAY, LATER)), Span(DateBounds(DAY, DAY, DAY, None))
    between = _bar(replace(plain, is_inferred=True)) if spans.BRACKET in styles else (DOUBTFUL_DIAMOND,)
    candidates = (
        (DATED in sections, "this timeline", STORY, _bar(plain)),
        (main_lane == HISTORY, "in reality", HISTORY, _bar(plain)),
        (BOUNDED in sections, "some time between", STORY, between),
        (any(span.is_vague for span in places), "some time within", main_lane, _bar(vague)),
        (has_doubts, "about then (c.)", main_lane, (*_bar(doubtful, SHORT), DOUBTFUL_DIAMOND)),
        (spans.OPEN in styles, "open end", main_lane, _bar(open_span, SHORT)),
    )
    samples = [
        Sample(words, tuple((lane, shape) for shape in shapes)) for occurs, words, lane, shapes in candidates if occurs
    ]
    if mark_lanes:
        marks = tuple(
            (lane, diamond(x, MIDDLE, RADIUS)) for lane, x in zip(reversed(mark_lanes), (28, 16), strict=False)
        )
        samples.append(Sample("a short time" if timeline.head_height else "within one year", marks))
    if any(row.tie for row in timeline.rows):
        start, end = Point(RADIUS, SAMPLE_HEIGHT - RADIUS), Point(SAMPLE_WIDTH - RADIUS, RADIUS)
        marks = (HISTORY, diamond(*start, RADIUS)), (STORY, diamond(*end, RADIUS))
        arrow = spans.tie(Point(start.x + RADIUS + 1, start.y), Point(end.x - RADIUS - 1, end.y))
        samples.append(Sample("moved in this timeline", marks, arrow))
    return tuple(samples)


def _bar(span: Span, ends: tuple[float, float] = ENDS) -> tuple[Shape, ...]:
    return spans.bar_shapes(span, ends, MIDDLE, THICKNESS)
