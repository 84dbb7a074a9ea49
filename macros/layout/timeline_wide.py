"""The timeline for wide screens: years from left to right, this timeline above the axis and our timeline below it.

Dated entries are nearest to the axis; above them, undated entries with equal bounds share one faint span. The years are
also given at the top, since the axis may be screens away. Curves connect entries whose dates diverge. Stages: axis,
row packing (first fit), flow layout of undated entries, connectors, validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter, sub

from macros.layout import timeline_model
from macros.layout.axis import Axis, build_axis
from macros.layout.font import Font
from macros.layout.model import Box, Node, Point, text_height, typeset
from macros.layout.spans import (
    ABSENT,
    ARROW_LENGTH,
    HISTORY,
    MARK,
    STORY,
    Span,
    cross,
    decimal_year,
    span_shapes,
    zigzag,
)
from macros.layout.timeline_model import Chart, ChartItem, Connector, SpanGroup, Tick, TimelineEntry
from macros.scenario.dates import format_year

FONT_SIZE = 14.0
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


def layout_timeline_wide(font: Font, entries: Sequence[TimelineEntry], lane_titles: tuple[str, ...]) -> Chart | None:
    """Lay entries, given in order, out in two lanes, 1120 px wide; None where no day is known at all.

    With one lane title there is one lane, and no entry may have a history.

    Raises:
        LayoutError: the result is invalid.
    """
    times = timeline_model.entry_times(entries)
    if not times:
        return None
    axis = build_axis(times, MARGIN, WIDTH - MARGIN)
    title_height = text_height(1, FONT_SIZE)
    top = title_height + GAP / 2
    undated, groups, bottom = _layout_groups(font, entries, axis, top + AXIS_HEIGHT)
    dated = ((entry.node, entry.story) for entry in entries if not entry.story.is_inferred)
    story, axis_top = _pack_rows(font, STORY, dated, axis, bottom)
    axis_bottom = axis_top + AXIS_HEIGHT
    history_nodes = timeline_model.history_lane(entries)
    history_top = axis_bottom + (title_height + GAP) * len(lane_titles[1:])
    history, height = _pack_rows(font, HISTORY, history_nodes, axis, history_top)
    items = (*story, *undated, *history)
    titles = (
        *typeset(font, lane_titles[:1], FONT_SIZE, Point(2, 0)),
        *typeset(font, lane_titles[1:], FONT_SIZE, Point(2, axis_bottom)),
    )
    ticks = tuple(_ticks(font, axis, (top, axis_top), height))
    chart = Chart(WIDTH, height, items, tuple(groups), tuple(_connectors(entries, items)), ticks, titles)
    return chart.validate("timeline")


def _pack_rows(
    font: Font, lane: str, nodes: Iterable[tuple[Node, Span | None]], axis: Axis, top: float
) -> tuple[list[ChartItem], float]:
    """Pack items into rows, each into the first row with room for it; return them and their lower end."""
    rows: list[list[ChartItem]] = []
    for node, span in nodes:
        item = _layout_item(font, lane, node, span, axis)
        row = next((row for row in rows if all(_are_disjoint(item.box, other.box) for other in row)), None)
        if row is None:
            rows.append(row := [])
        row.append(item)
    items = []
    for row in rows:
        items += [item.translated(0, top) for item in row]
        top += max(item.box.height for item in row) + 2
    return items, top


def _are_disjoint(box: Box, other: Box) -> bool:
    return box.right + GAP <= other.x or other.right + GAP <= box.x


def _layout_item(font: Font, lane: str, node: Node, span: Span | None, axis: Axis) -> ChartItem:
    """Return an item in a row at y = 0: its label is right of its span where it fits, or else on the roomier side.

    Without a span it is a cross at the end of the axis.
    """
    middle = ROW_HEIGHT / 2
    absence_mark = (cross(Point(WIDTH - MARGIN / 2, middle), THICKNESS),)
    shapes = span_shapes(span, axis, middle, THICKNESS, OPEN_ENDS) if span else absence_mark
    left = min(point.x for shape in shapes for point in shape.points)
    right = max(point.x for shape in shapes for point in shape.points)
    room_left, room_right = left - LABEL_GAP - 2, WIDTH - 2 - right - LABEL_GAP
    is_right = font.width(node.title, FONT_SIZE) <= room_right or room_right >= room_left
    lines = font.break_lines(node.title, FONT_SIZE, max(room_right if is_right else room_left, MIN_LABEL_WIDTH))
    width = max(font.width(line, FONT_SIZE) for line in lines)
    label_x = min(right + LABEL_GAP, WIDTH - 2 - width) if is_right else max(left - LABEL_GAP - width, 2)
    label = typeset(font, lines, FONT_SIZE, Point(label_x, middle - text_height(1, FONT_SIZE) / 2))
    x = min(left, label_x)
    height = ROW_HEIGHT - 2 + text_height(len(lines) - 1, FONT_SIZE)
    return ChartItem(lane, Box(node, x, 1, max(right, label_x + width) - x, height, label), shapes)


def _layout_groups(
    font: Font, entries: Iterable[TimelineEntry], axis: Axis, top: float
) -> tuple[list[ChartItem], list[SpanGroup], float]:
    """Stack the groups of undated entries, the widest on top; return items, groups and the lower end."""
    items: list[ChartItem] = []
    groups: list[SpanGroup] = []
    undated = timeline_model.group_undated(entries)
    for span in sorted(undated, key=lambda span: sub(*_ends(span, axis))):
        members = sorted(undated[span], key=attrgetter("diverges"))
        group_items, group, bottom = _layout_group(font, span, members, axis, top)
        items += group_items
        groups.append(group)
        top = bottom + GAP / 2
    return items, groups, top + GAP / 2


def _ends(span: Span, axis: Axis) -> tuple[float, float]:
    """Return the x at which a span begins and ends."""
    left = axis(decimal_year(span.first)) if span.first else OPEN_ENDS[0]
    return left, axis(decimal_year(span.last, is_end=True)) if span.last else OPEN_ENDS[1]


def _layout_group(
    font: Font, span: Span, members: Sequence[TimelineEntry], axis: Axis, top: float
) -> tuple[list[ChartItem], SpanGroup, float]:
    """Set the titles of undated entries one after another, in lines, over the bounds that they share."""
    left, right = _ends(span, axis)
    right = min(max(right, left + MIN_GROUP_WIDTH), WIDTH)
    text_left, text_width = left + LABEL_GAP, right - left - 2 * LABEL_GAP
    heading = font.break_lines(members[0].bounds_label, FONT_SIZE, text_width)
    label = typeset(font, heading, FONT_SIZE, Point(text_left, top + LABEL_GAP / 2))
    x, y, line_height = text_left, top + LABEL_GAP / 2 + text_height(len(label), FONT_SIZE) + 2, 0.0
    items = []
    for entry in members:
        lines = font.break_lines(entry.node.title, FONT_SIZE, text_width)
        width, height = max(font.width(line, FONT_SIZE) for line in lines), text_height(len(lines), FONT_SIZE) + 6
        if x > text_left and x + width > right - LABEL_GAP:
            x, y, line_height = text_left, y + line_height, 0.0
        box = Box(entry.node, x, y, width, height, typeset(font, lines, FONT_SIZE, Point(x, y + 3)))
        items.append(ChartItem(STORY, box, ()))
        x += width + 1.5 * GAP
        line_height = max(line_height, height)
    bottom = y + line_height + LABEL_GAP / 2
    shapes = span_shapes(span, axis, (top + bottom) / 2, bottom - top, OPEN_ENDS)
    return items, SpanGroup(STORY, tuple(entry.node.id for entry in members), label, shapes), bottom


def _ticks(font: Font, axis: Axis, tops: tuple[float, float], bottom: float) -> Iterator[Tick]:
    """Yield each labelled year, with a label in each of two rows; an axis break is drawn in the lower row."""
    break_starts = {end: start for start, end in axis.breaks()}
    inset = (AXIS_HEIGHT - text_height(1, FONT_SIZE)) / 2
    for year in axis.ticks():
        x = axis(year)
        label = format_year(year)
        half_width = font.width(label, FONT_SIZE) / 2
        middle = min(max(x, half_width), WIDTH - half_width)
        labels = [line for top in tops for line in typeset(font, [label], FONT_SIZE, Point(middle, top + inset), 0.5)]
        axis_break: tuple[Point, ...] = ()
        if x in break_starts:
            left, right = break_starts[x] + 12, x - 12
            axis_break = zigzag(left, tops[-1] + AXIS_HEIGHT / 2, (right - left) / 4, (0, -5, 5, -5, 0))
        yield Tick(tuple(labels), (Point(x, tops[0]), Point(x, bottom)), axis_break)


def _connectors(entries: Iterable[TimelineEntry], items: Sequence[ChartItem]) -> Iterator[Connector]:
    """Yield a curve from the lower side of each diverging entry to the upper side of its counterpart."""
    for entry_id, (story, history) in timeline_model.diverging_pairs(entries, items).items():
        start, end = Point(_anchor_x(story), story.box.bottom), Point(_anchor_x(history), history.box.y)
        bend = (end.y - start.y) / 2
        yield Connector(entry_id, (start, Point(start.x, start.y + bend), Point(end.x, end.y - bend), end))


def _anchor_x(item: ChartItem) -> float:
    """Return the x of a connector at an item: its mark, or the beginning of its span, or the middle of its title."""
    marks = [point.x for shape in item.shapes if shape.style in {MARK, ABSENT} for point in shape.points]
    if marks:
        return sum(marks) / len(marks)
    points = [point.x for shape in item.shapes for point in shape.points]
    return min(points) + 2 if points else item.box.x + item.box.width / 2
