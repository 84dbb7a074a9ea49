"""The timeline for wide screens: years from left to right, this timeline above the axis and our timeline below it.

Dated entries are nearest to the axis; above them, undated entries with equal bounds share one faint span. The years are
also given at the top, since the axis may be screens away. Curves connect entries whose dates diverge. Stages: axis,
row packing (first fit), flow layout of undated entries, connectors, validation.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.axis import Axis, build_axis
from macros.layout.model import Box, Point, text_height, typeset
from macros.layout.spans import ABSENT, ARROW_LENGTH, HISTORY, MARK, STORY, cross, span_shapes, year_fraction
from macros.layout.timeline_model import (
    Chart,
    Connector,
    Group,
    Item,
    Tick,
    event_times,
    group_undated,
    history_lane,
    validate_chart,
    zigzag,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from macros.layout.font import Font
    from macros.layout.spans import Span
    from macros.layout.timeline_model import Event

SIZE = 14.0
WIDTH = 1120.0
MARGIN = 48.0
"""Room at both ends of the axis, for open ends, in px."""
OPEN_ENDS = (ARROW_LENGTH + 1, WIDTH - ARROW_LENGTH - 1)
ROW_HEIGHT, THICKNESS, AXIS_HEIGHT = 26.0, 10.0, 34.0
LABEL_GAP = 9.0
"""From a span to its label."""
GAP = 16.0
MIN_GROUP_WIDTH = 150.0
MIN_LABEL_WIDTH = 160.0
"""A label takes so much room even where its span leaves less; it then covers a part of the span."""


class _Lane(NamedTuple):
    """A lane, or a part of one: its items, its groups and its lower end."""

    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    bottom: float


def layout_timeline_wide(font: Font, events: Sequence[Event], lane_titles: tuple[str, str]) -> Chart | None:
    """Lay events, given in order, out in two lanes, 1120 px wide; None where no day is known at all.

    Raises:
        LayoutError: the result is invalid.
    """
    times = event_times(events)
    if not times:
        return None
    axis = build_axis(times, MARGIN, WIDTH - MARGIN)
    title_height = text_height(1, SIZE)
    top = title_height + GAP / 2
    undated = _layout_groups(font, events, axis, top + AXIS_HEIGHT)
    dated = ((event, event.story) for event in events if not event.story.inferred)
    story = _pack_rows(font, STORY, dated, axis, undated.bottom)
    axis_bottom = story.bottom + AXIS_HEIGHT
    history = _pack_rows(font, HISTORY, history_lane(events), axis, axis_bottom + title_height + GAP)
    items = (*story.items, *undated.items, *history.items)
    titles = [
        *typeset(font, lane_titles[:1], SIZE, Point(2, 0)),
        *typeset(font, lane_titles[1:], SIZE, Point(2, axis_bottom)),
    ]
    ticks = tuple(_ticks(font, axis, (top, story.bottom), history.bottom))
    connectors = tuple(_connectors(events, items))
    chart = Chart(WIDTH, history.bottom, items, undated.groups, connectors, ticks, tuple(titles))
    return validate_chart("timeline", chart)


def _pack_rows(font: Font, lane: str, dated: Iterable[tuple[Event, Span | None]], axis: Axis, top: float) -> _Lane:
    """Pack items into rows, each into the first row with room for it."""
    rows: list[list[Item]] = []
    for event, span in dated:
        item = _layout_item(font, lane, event, span, axis)
        row = next((row for row in rows if all(_is_apart(item.box, other.box) for other in row)), None)
        if row is None:
            rows.append(row := [])
        row.append(item)
    items = []
    for row in rows:
        items += [item.translated(0, top) for item in row]
        top += max(item.box.height for item in row) + 2
    return _Lane(tuple(items), (), top)


def _is_apart(box: Box, other: Box) -> bool:
    return box.right + GAP <= other.x or other.right + GAP <= box.x


def _layout_item(font: Font, lane: str, event: Event, span: Span | None, axis: Axis) -> Item:
    """Return an item in a row at y = 0: its label is right of its span where it fits, or else on the roomier side.

    Without a span it is a cross at the end of the axis, labelled as absent.
    """
    middle = ROW_HEIGHT / 2
    absent = (cross(Point(WIDTH - MARGIN / 2, middle), THICKNESS),)
    shapes = span_shapes(span, axis, middle, THICKNESS, OPEN_ENDS) if span else absent
    left = min(point.x for shape in shapes for point in shape.points)
    right = max(point.x for shape in shapes for point in shape.points)
    node = event.node if span else replace(event.node, title=event.absent)
    room_left, room_right = left - LABEL_GAP - 2, WIDTH - 2 - right - LABEL_GAP
    is_right = font.width(node.title, SIZE) <= room_right or room_right >= room_left
    lines = font.lines(node.title, SIZE, max(room_right if is_right else room_left, MIN_LABEL_WIDTH))
    width = max(font.width(line, SIZE) for line in lines)
    label_x = min(right + LABEL_GAP, WIDTH - 2 - width) if is_right else max(left - LABEL_GAP - width, 2)
    texts = typeset(font, lines, SIZE, Point(label_x, middle - text_height(1, SIZE) / 2))
    x = min(left, label_x)
    height = ROW_HEIGHT - 2 + text_height(len(lines) - 1, SIZE)
    return Item(lane, Box(node, x, 1, max(right, label_x + width) - x, height, texts), shapes)


def _layout_groups(font: Font, events: Iterable[Event], axis: Axis, top: float) -> _Lane:
    """Stack the groups of undated entries, the widest on top."""
    groups: list[Group] = []
    items: list[Item] = []
    for span, members in sorted(group_undated(events).items(), key=lambda group: -_width(group[0], axis)):
        group = _layout_group(font, span, sorted(members, key=attrgetter("diverges")), axis, top)
        groups += group.groups
        items += group.items
        top = group.bottom + GAP / 2
    return _Lane(tuple(items), tuple(groups), top + GAP / 2)


def _left(span: Span, axis: Axis) -> float:
    return axis(year_fraction(span.first)) if span.first else OPEN_ENDS[0]


def _width(span: Span, axis: Axis) -> float:
    return (axis(year_fraction(span.last, end=True)) if span.last else OPEN_ENDS[1]) - _left(span, axis)


def _layout_group(font: Font, span: Span, members: Sequence[Event], axis: Axis, top: float) -> _Lane:
    """Set the titles of undated entries one after another, in lines, over the bounds that they share."""
    left = _left(span, axis)
    right = min(left + max(_width(span, axis), MIN_GROUP_WIDTH), WIDTH)
    text_left, text_width = left + LABEL_GAP, right - left - 2 * LABEL_GAP
    heading = font.lines(members[0].bounds, SIZE, text_width)
    label = typeset(font, heading, SIZE, Point(text_left, top + LABEL_GAP / 2))
    x, y, line_height = text_left, top + LABEL_GAP / 2 + text_height(len(label), SIZE) + 2, 0.0
    items = []
    for event in members:
        lines = font.lines(event.node.title, SIZE, text_width)
        width, height = max(font.width(line, SIZE) for line in lines), text_height(len(lines), SIZE) + 6
        if x > text_left and x + width > right - LABEL_GAP:
            x, y, line_height = text_left, y + line_height, 0.0
        box = Box(event.node, x, y, width, height, typeset(font, lines, SIZE, Point(x, y + 3)))
        items.append(Item(STORY, box, ()))
        x += width + 1.5 * GAP
        line_height = max(line_height, height)
    bottom = y + line_height + LABEL_GAP / 2
    shapes = span_shapes(span, axis, (top + bottom) / 2, bottom - top, OPEN_ENDS)
    return _Lane(tuple(items), (Group(STORY, tuple(event.node.id for event in members), label, shapes),), bottom)


def _ticks(font: Font, axis: Axis, tops: tuple[float, float], bottom: float) -> Iterator[Tick]:
    """Yield each labelled year, with a label in each of two rows; an axis break is drawn in the lower row."""
    break_starts = {end: start for start, end in axis.breaks()}
    inset = (AXIS_HEIGHT - text_height(1, SIZE)) / 2
    for year in axis.ticks():
        x = axis(year)
        labels = [text for top in tops for text in typeset(font, [str(year)], SIZE, Point(x, top + inset), 0.5)]
        axis_break: tuple[Point, ...] = ()
        if x in break_starts:
            left, right = break_starts[x] + 12, x - 12
            axis_break = zigzag(left, tops[-1] + AXIS_HEIGHT / 2, (right - left) / 4, (0, -5, 5, -5, 0))
        yield Tick(tuple(labels), (Point(x, tops[0]), Point(x, bottom)), axis_break)


def _connectors(events: Iterable[Event], items: Sequence[Item]) -> Iterator[Connector]:
    """Yield a curve from the lower side of each diverging entry to the upper side of its counterpart."""
    by_id = {(item.lane, item.box.node.id): item for item in items}
    for event in events:
        if event.diverges:
            story, history = by_id[STORY, event.node.id], by_id[HISTORY, event.node.id]
            start, end = Point(_anchor_x(story), story.box.bottom), Point(_anchor_x(history), history.box.y)
            bend = (end.y - start.y) / 2
            yield Connector(event.node.id, (start, Point(start.x, start.y + bend), Point(end.x, end.y - bend), end))


def _anchor_x(item: Item) -> float:
    """Return the x of a connector at an item: its mark, or the beginning of its span, or the middle of its title."""
    marks = [point.x for shape in item.shapes if shape.style in {MARK, ABSENT} for point in shape.points]
    if marks:
        return sum(marks) / len(marks)
    points = [point.x for shape in item.shapes for point in shape.points]
    return min(points) + 2 if points else item.box.x + item.box.width / 2
