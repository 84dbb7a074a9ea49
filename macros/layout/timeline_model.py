"""Records of a timeline, whichever way its axis runs, what both layouts derive from entries, and the validation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from macros.layout.model import Box, Drawing, LayoutError, Node, Point, TextLine
from macros.layout.spans import HISTORY, STORY, Shape, Span, decimal_year
from macros.scenario.edtf import Day


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry in both timelines: `story` is its date or its bounds, `history` the date of its counterpart, if any.

    `bounds_label` says between which days an undated entry began, `absence_label` that it did not happen in our
    timeline. Both may be empty.
    """

    node: Node
    story: Span
    bounds_label: str
    history: Span | None
    absence_label: str = ""

    @property
    def diverges(self) -> bool:
        """Whether it cannot have begun on the same day in both timelines, or did not happen in ours."""
        if self.history is None or self.absence_label:
            return bool(self.absence_label)
        a, b = self.story.bounds, self.history.bounds
        return _is_before(a.begins_latest, b.begins_earliest) or _is_before(b.begins_latest, a.begins_earliest)


def _is_before(first: Day | None, second: Day | None) -> bool:
    return first is not None and second is not None and first < second


@dataclass(frozen=True, slots=True)
class ChartItem:
    """An entry in one lane; the box encloses its label and its shapes.

    An undated entry has no shapes, since those of its group stand for it.
    """

    lane: str
    box: Box
    shapes: tuple[Shape, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The lane and the id of the entry."""
        return self.lane, self.box.node.id

    def translated(self, dx: float, dy: float) -> ChartItem:
        """Return the item at another position."""
        shapes = tuple(shape.translated(dx, dy) for shape in self.shapes)
        return replace(self, box=self.box.translated(dx, dy), shapes=shapes)


@dataclass(frozen=True, slots=True)
class SpanGroup:
    """Entries of a lane that share a span: their ids, and the label and the shapes of the span."""

    lane: str
    entry_ids: tuple[str, ...]
    label: tuple[TextLine, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Connector:
    """A Bézier curve between the two items of an entry whose dates diverge."""

    entry_id: str
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis: its labels, its grid line, and the zigzag of an axis break before it, or nothing."""

    labels: tuple[TextLine, ...]
    line: tuple[Point, Point]
    axis_break: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A timeline or the chart of estimates; items in the order of the keyboard, lane titles in that of the lanes."""

    width: float
    height: float
    items: tuple[ChartItem, ...]
    groups: tuple[SpanGroup, ...]
    connectors: tuple[Connector, ...]
    ticks: tuple[Tick, ...]
    lane_titles: tuple[TextLine, ...]

    def validate(self, stage: str) -> Chart:
        """Return the chart itself, if it has no problems.

        Raises:
            LayoutError: two entries overlap, a label leaves its box, or something leaves the canvas.
        """
        boxes = tuple(replace(item.box, node=replace(item.box.node, id=" ".join(item.key))) for item in self.items)
        captions = [line for group in self.groups for line in group.label]
        captions += [line for tick in self.ticks for line in tick.labels]
        Drawing(self.width, self.height, boxes, (), (*captions, *self.lane_titles)).validate(stage)
        for point in self._points():
            if not (-1 <= point.x <= self.width + 1 and -1 <= point.y <= self.height + 1):
                raise LayoutError(f"{stage}: a span or connector leaves the canvas at {point}")
        return self

    def _points(self) -> Iterator[Point]:
        for shapes in (*(item.shapes for item in self.items), *(group.shapes for group in self.groups)):
            yield from (point for shape in shapes for point in shape.points)
        for connector in self.connectors:
            yield from connector.curve
        for tick in self.ticks:
            yield from (*tick.line, *tick.axis_break)


def entry_times(entries: Iterable[TimelineEntry]) -> list[float]:
    """Return every time, in years, at which something can begin or end in either lane."""
    all_bounds = [span.bounds for entry in entries for span in (entry.story, entry.history) if span]
    firsts = [day for bounds in all_bounds for day in (bounds.begins_earliest, bounds.ends_earliest) if day]
    lasts = [day for bounds in all_bounds for day in (bounds.begins_latest, bounds.ends_latest) if day]
    return [*map(decimal_year, firsts), *(decimal_year(day, is_end=True) for day in lasts)]


def history_lane(entries: Iterable[TimelineEntry]) -> list[tuple[Node, Span | None]]:
    """Return what is in the lane of our timeline: first what is absent there, without a span; then by first days.

    A date without a known first day comes before all others, since nothing bounds its beginning.
    """
    absences = [(replace(entry.node, title=entry.absence_label), None) for entry in entries if entry.absence_label]
    dated = [(entry.node, entry.history) for entry in entries if entry.history is not None]
    return [*absences, *sorted(dated, key=lambda pair: decimal_year(pair[1].first) if pair[1].first else -math.inf)]


def group_undated(entries: Iterable[TimelineEntry]) -> dict[Span, list[TimelineEntry]]:
    """Return the undated entries by their bounds."""
    groups: dict[Span, list[TimelineEntry]] = {}
    for entry in entries:
        if entry.story.is_inferred:
            groups.setdefault(entry.story, []).append(entry)
    return groups


def diverging_pairs(
    entries: Iterable[TimelineEntry], items: Iterable[ChartItem]
) -> dict[str, tuple[ChartItem, ChartItem]]:
    """Return the items of each diverging entry in this timeline and in ours, by id."""
    by_key = {item.key: item for item in items}
    ids = [entry.node.id for entry in entries if entry.diverges]
    return {entry_id: (by_key[STORY, entry_id], by_key[HISTORY, entry_id]) for entry_id in ids}
