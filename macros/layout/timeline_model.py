"""Records of a timeline, whichever way its axis runs, and its validation.

A timeline is a stack of rows. Each row is complete in itself, so that the page can take rows out and close the gaps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from macros.layout.axis import Axis, build_axis
from macros.layout.font import ASCENT
from macros.layout.model import LayoutError, Node, Point, TextLine
from macros.layout.spans import HISTORY, STORY, Shape, Span, zigzag
from macros.scenario.edtf import Day

DATED, BOUNDED, REAL = "dated", "bounded", "real"
"""The sections of a timeline, as their CSS classes name them."""
HEADING, YEAR, OMISSION = "section-name", "year", "omission"
"""Styles of a text, besides lanes and sections: a heading, and the labels of a year and of an axis break."""
EDGE = 1.0
"""How far, in px, a part may leave its row or the canvas before validation fails."""

Texts: TypeAlias = tuple[tuple[str, tuple[TextLine, ...]], ...]
"""Lines of text by their style."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry in both timelines: `story` is its date or its bounds, `history` the date of its counterpart, if any.

    Each has a label in words. `absence_label` says in words why our timeline has no date, if known.
    """

    node: Node
    story: Span
    story_label: str
    history: Span | None = None
    history_label: str = ""
    absence_label: str = ""

    @property
    def diverges(self) -> bool:
        """Whether it cannot have begun on the same day in both timelines."""
        if self.history is None:
            return False
        a, b = self.story.bounds, self.history.bounds
        return _is_before(a.begins_latest, b.begins_earliest) or _is_before(b.begins_latest, a.begins_earliest)

    @property
    def section(self) -> str:
        """The section it belongs to; empty for an entry that has no place on an axis."""
        if self.story.is_on_axis:
            return BOUNDED if self.story.is_inferred else DATED
        return REAL if self.history and self.history.is_on_axis else ""

    @property
    def places(self) -> dict[str, Span]:
        """The spans that have a place on an axis, by their lanes."""
        spans = ((STORY, self.story), (HISTORY, self.history))
        return {lane: span for lane, span in spans if span and span.is_on_axis}

    @property
    def name(self) -> str:
        """The entry with its dates in words, for a screen reader."""
        story = self.story_label if self.story.is_on_axis else ""
        history = self.history_label or self.absence_label
        history = history and f"in reality{':' if self.absence_label else ''} {history}"
        return ", ".join(filter(None, (self.node.title, story and f"in this timeline {story}", history)))


def _is_before(first: Day | None, second: Day | None) -> bool:
    return first is not None and second is not None and first < second


@dataclass(frozen=True, slots=True)
class Bar:
    """The shapes of a span in a lane of a row, and the ids of the entries that they stand for."""

    lane: str
    entry_ids: tuple[str, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its own origin: the entries with which it goes, its bars, lines and texts, all from y = 0 on.

    A row of one entry links to it by its name. `style` is its section or its lane, or the style of its only text. `tie`
    is an arrow from the place of an entry in our timeline to that in this one. `axis_break` is drawn where
    years before the row are left out.
    """

    entry_ids: tuple[str, ...]
    y: float
    height: float
    style: str
    texts: Texts
    bars: tuple[Bar, ...] = ()
    node: Node | None = None
    name: str = ""
    lines: tuple[tuple[Point, ...], ...] = ()
    tie: tuple[Point, ...] = ()
    axis_break: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline: rows between a head and a foot of the same height, which hold the years; a narrow one has neither.

    `head` and `foot` are texts, `grid` the x of lines through all rows, and `breaks` the sides of each axis break.
    """

    width: float
    rows: tuple[Row, ...]
    head_height: float = 0.0
    head: Texts = ()
    foot: Texts = ()
    grid: tuple[float, ...] = ()
    breaks: tuple[tuple[float, float], ...] = ()

    @property
    def rows_height(self) -> float:
        """The height of all rows."""
        return self.rows[-1].y + self.rows[-1].height

    @property
    def height(self) -> float:
        """The height of everything."""
        return self.rows_height + 2 * self.head_height

    def break_lines(self) -> Iterator[tuple[Point, ...]]:
        """Yield a line down the middle of each axis break, through all rows."""
        for left, right in self.breaks:
            yield tuple(Point((left + right) / 2 + point.y, point.x) for point in zigzag(self.rows_height, 0))

    def validate(self, stage: str) -> Timeline:
        """Return the timeline itself, if it has no problems.

        Raises:
            LayoutError: rows overlap, or a part leaves its row or the canvas.
        """
        for upper, lower in pairwise(self.rows):
            if lower.y < upper.y + upper.height - EDGE:
                raise LayoutError(f"{stage}: '{upper.name}' and '{lower.name}' overlap")
        for row in self.rows:
            for point in _points(row):
                if not (-EDGE <= point.x <= self.width + EDGE and -EDGE <= point.y <= row.height + EDGE):
                    raise LayoutError(f"{stage}: a part of '{row.name}' leaves its row at {point}")
        return self


def _points(row: Row) -> Iterator[Point]:
    yield from (point for bar in row.bars for shape in bar.shapes for point in shape.points)
    yield from (point for line in (*row.lines, row.tie, row.axis_break) for point in line)
    for _, lines in row.texts:
        for line in lines:
            yield Point(line.x, line.y - ASCENT * line.size)
            yield Point(line.x + line.width, line.y + (1 - ASCENT) * line.size)


def entries_by_section(entries: Iterable[TimelineEntry]) -> dict[str, list[TimelineEntry]]:
    """Return the entries that have a place on an axis by their sections, each in the order of its times."""
    sections: dict[str, list[TimelineEntry]] = {DATED: [], BOUNDED: [], REAL: []}
    for entry in entries:
        if entry.section:
            sections[entry.section].append(entry)
    return {name: sorted(members, key=_time_key) for name, members in sections.items() if members}


def _time_key(entry: TimelineEntry) -> tuple[float, float]:
    """Return the times of the entry's first span; what has an open beginning comes before all others."""
    span = next(iter(entry.places.values()))
    return -math.inf if span.open_ends[0] else span.begin, span.end


def timeline_axis(entries: Iterable[TimelineEntry], left: float, right: float, measure: Callable[[str], float]) -> Axis:
    """Return an axis from one coordinate to another for all spans that have a place on it."""
    spans = [span for entry in entries for span in entry.places.values()]
    return build_axis([span.begin for span in spans], [span.end for span in spans], left, right, measure)


def stack(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows one below another."""
    result, top = [], 0.0
    for row in rows:
        result.append(replace(row, y=top))
        top += row.height
    return tuple(result)
