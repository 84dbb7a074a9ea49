"""What a timeline is made of, whichever way its axis runs, and the checks that it passes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from macros.layout.model import Drawing, LayoutError, faults
from macros.layout.spans import years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from macros.layout.model import Box, Node, Point, Text
    from macros.layout.spans import Shape, Span


@dataclass(frozen=True, slots=True)
class Event:
    """An entry in both timelines. `here` is its date or its bounds, and `ours` the date of its counterpart, if any.

    `bounds` says in words between what days an undated entry began. `absent` says in a few words that it did not happen
    in our timeline, where readers would look for it. Both may be empty.
    """

    node: Node
    here: Span
    bounds: str
    ours: Span | None
    absent: str = ""

    @property
    def tied(self) -> bool:
        """Whether it cannot have begun on the same day in both timelines, or did not happen in ours."""
        return bool(self.absent) or (self.ours is not None and _apart(self.here, self.ours))


def _apart(one: Span, other: Span) -> bool:
    """Tell whether two spans cannot have begun on the same day."""
    a, b = one.extent, other.extent
    return _before(a.begins_latest, b.begins_earliest) or _before(b.begins_latest, a.begins_earliest)


def _before(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    return one is not None and other is not None and one < other


@dataclass(frozen=True, slots=True)
class Item:
    """One entry in one lane: its label, and its shapes unless it shares those of a group of undated entries.

    The box holds label and shapes together.
    """

    lane: str
    box: Box
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What several entries of a lane share: the shapes of their span, what it is, in words, and their ids."""

    lane: str
    members: tuple[str, ...]
    label: tuple[Text, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """An entry that sits at different dates in the two lanes: a Bézier curve from one to the other."""

    id: str
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis: its labels and its line across the figure; `broken` where years before it are left out."""

    labels: tuple[Text, ...]
    line: tuple[Point, Point]
    broken: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole timeline; items in the order in which they are reached by keyboard."""

    width: float
    height: float
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    ties: tuple[Tie, ...]
    ticks: tuple[Tick, ...]
    lanes: tuple[Text, ...]


def checked(stage: str, chart: Chart) -> Chart:
    """Return a chart in which nothing is wrong.

    Raises:
        LayoutError: two entries overlap, a label leaves its box, or something leaves the canvas.
    """
    boxes = tuple(
        replace(item.box, node=replace(item.box.node, id=f"{item.lane} {item.box.node.id}")) for item in chart.items
    )
    words = [text for group in chart.groups for text in group.label]
    words += [text for tick in chart.ticks for text in tick.labels]
    for fault in faults(Drawing(chart.width, chart.height, boxes, (), (*words, *chart.lanes))):
        raise LayoutError(f"{stage}: {fault}")
    for point in _points(chart):
        if not (-1 <= point.x <= chart.width + 1 and -1 <= point.y <= chart.height + 1):
            raise LayoutError(f"{stage}: a span or tie leaves the canvas at {point}")
    return chart


def _points(chart: Chart) -> Iterator[Point]:
    drawn = [owner.shapes for owner in chart.items] + [owner.shapes for owner in chart.groups]
    for shape in (shape for shapes in drawn for shape in shapes):
        yield from shape.points
    for tie in chart.ties:
        yield from tie.curve
    for tick in chart.ticks:
        yield from (*tick.line, *tick.broken)


def times(events: Iterable[Event]) -> list[float]:
    """Return every time, in years, at which something can begin or end in either lane."""
    spans = [span for event in events for span in (event.here, event.ours) if span]
    firsts = [day for span in spans for day in (span.extent.begins_earliest, span.extent.ends_earliest) if day]
    lasts = [day for span in spans for day in (span.extent.begins_latest, span.extent.ends_latest) if day]
    return [years(day) for day in firsts] + [years(day, end=True) for day in lasts]


def counterparts(events: Iterable[Event]) -> list[tuple[Event, Span | None]]:
    """Return what stands in the lane of our timeline: first what did not happen, then the rest by its beginning."""
    dated = [(event, event.ours) for event in events if event.ours is not None]
    return [
        *((event, None) for event in events if event.absent),
        *sorted(dated, key=lambda pair: pair[1].first or (0, 0, 0)),
    ]


def undated(events: Iterable[Event]) -> dict[Span, list[Event]]:
    """Return the entries that nobody dated, by their bounds."""
    sharing: dict[Span, list[Event]] = {}
    for event in events:
        if event.here.inferred:
            sharing.setdefault(event.here, []).append(event)
    return sharing
