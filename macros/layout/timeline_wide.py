"""The timeline of wide screens: years from left to right, this timeline above the axis and ours below it.

Nearest the axis stand the dated; undated entries that share their bounds stand in one faint span over these. The years
are given at the top, too, since the axis may be screens away. An entry that cannot have begun on the same day in both
lanes is tied to its counterpart.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.axis import Axis, axis
from macros.layout.model import Box, Point, set_text, text_height
from macros.layout.spans import ABSENT, ARROW, HERE, OURS, Shape, cross, shapes, years
from macros.layout.timeline_model import Chart, Group, Item, Tick, Tie, checked, counterparts, times, undated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from macros.layout.font import Font
    from macros.layout.spans import Span
    from macros.layout.timeline_model import Event

SIZE = 14.0
WIDTH = 1120.0
EDGE = 48.0
"""Room at both ends of the axis, for what is open."""
ENDS = (ARROW + 1, WIDTH - ARROW - 1)
ROW, THICK = 26.0, 10.0
BESIDE = 9.0
"""From a span to its label."""
BETWEEN = 16.0
AXIS = 34.0
NARROWEST_GROUP = 150.0
NARROWEST_LABEL = 160.0
"""A label has so much room even where a span takes nearly all of it; it then stands over the span."""


class _Part(NamedTuple):
    """A lane, or a part of one, from its own top: items, groups, and how high it is."""

    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    height: float


def layout_timeline_wide(font: Font, events: Sequence[Event], lanes: tuple[str, str]) -> Chart | None:
    """Draw events in order under the names of the two lanes; None where no day is known at all.

    Raises:
        LayoutError: a stage went wrong.
    """
    known = times(events)
    if not known:
        return None
    scale = axis(known, EDGE, WIDTH - EDGE)
    name = text_height(1, SIZE)
    top = name + BETWEEN / 2
    vague = _groups(font, events, scale, top + AXIS)
    dated = _rows(font, HERE, [(event, event.here) for event in events if not event.here.inferred], scale, vague.height)
    foot = dated.height + AXIS
    ours = _rows(font, OURS, counterparts(events), scale, foot + name + BETWEEN)
    height = ours.height
    items = (*dated.items, *vague.items, *ours.items)
    names = (
        *set_text(font, [lanes[0]], SIZE, Point(2, 0)),
        *set_text(font, [lanes[1]], SIZE, Point(2, foot)),
    )
    ticks = tuple(_ticks(font, scale, (top, dated.height), height))
    ties = tuple(_ties(events, items))
    return checked("timeline", Chart(WIDTH, height, items, vague.groups, ties, ticks, names))


def _rows(font: Font, lane: str, wanted: Iterable[tuple[Event, Span | None]], scale: Axis, top: float) -> _Part:
    """Put dated entries into as few rows as they fit in, each with its label on the side that has room."""
    rows: list[list[Item]] = []
    for event, span in wanted:
        item = _item(font, lane, event, span, scale)
        row = next((row for row in rows if all(_apart(item.box, other.box) for other in row)), None)
        if row is None:
            rows.append(row := [])
        row.append(item)
    items = []
    for row in rows:
        items += [moved(item, 0, top) for item in row]
        top += max(item.box.height for item in row) + 2
    return _Part(tuple(items), (), top)


def _apart(one: Box, other: Box) -> bool:
    return one.right + BETWEEN <= other.x or other.right + BETWEEN <= one.x


def _item(font: Font, lane: str, event: Event, span: Span | None, scale: Axis) -> Item:
    """Return an entry beside its span: on the right if its label fits there, or else on the side with more room."""
    middle = ROW / 2
    drawn = shapes(span, scale, middle, THICK, ENDS) if span else (cross(Point(WIDTH - EDGE / 2, middle), THICK),)
    left = min(point.x for shape in drawn for point in shape.points)
    right = max(point.x for shape in drawn for point in shape.points)
    node = event.node if span else replace(event.node, title=event.absent)
    room = WIDTH - 2 - right - BESIDE
    is_right = font.width(node.title, SIZE) <= room or room >= left - BESIDE - 2
    words = font.lines(node.title, SIZE, max(room if is_right else left - BESIDE - 2, NARROWEST_LABEL))
    width = max(font.width(line, SIZE) for line in words)
    start = min(right + BESIDE, WIDTH - 2 - width) if is_right else max(left - BESIDE - width, 2)
    texts = set_text(font, words, SIZE, Point(start, middle - text_height(1, SIZE) / 2))
    edge = min(left, start)
    height = ROW - 2 + text_height(len(words) - 1, SIZE)
    return Item(lane, Box(node, edge, 1, max(right, start + width) - edge, height, texts), drawn)


def moved(item: Item, x: float, y: float) -> Item:
    """Return an item moved by so much."""
    drawn = tuple(Shape(shape.style, tuple(Point(p.x + x, p.y + y) for p in shape.points)) for shape in item.shapes)
    return replace(item, box=item.box.moved(x, y), shapes=drawn)


def _groups(font: Font, events: Iterable[Event], scale: Axis, top: float) -> _Part:
    """Put undated entries into spans over their bounds, the widest first and the narrowest nearest the axis."""
    groups: list[Group] = []
    items: list[Item] = []
    for span, members in sorted(undated(events).items(), key=lambda pair: -_reach(pair[0], scale)):
        part = _group(font, span, sorted(members, key=attrgetter("tied")), scale, top)
        groups += part.groups
        items += part.items
        top = part.height + BETWEEN / 2
    return _Part(tuple(items), tuple(groups), top + BETWEEN / 2)


def _reach(span: Span, scale: Axis) -> float:
    """Return how wide a span is drawn, in px."""
    left = scale(years(span.first)) if span.first else ENDS[0]
    return (scale(years(span.last, end=True)) if span.last else ENDS[1]) - left


def _group(font: Font, span: Span, members: Sequence[Event], scale: Axis, top: float) -> _Part:
    """Set the names of undated entries one after another over the bounds that they share."""
    left = scale(years(span.first)) if span.first else ENDS[0]
    right = min(max(left + _reach(span, scale), left + NARROWEST_GROUP), WIDTH)
    inner = right - left - 2 * BESIDE
    heading = set_text(font, font.lines(members[0].bounds, SIZE, inner), SIZE, Point(left + BESIDE, top + BESIDE / 2))
    y = top + BESIDE / 2 + text_height(len(heading), SIZE) + 2
    x = left + BESIDE
    items = []
    tallest = 0.0
    for event in members:
        words = font.lines(event.node.title, SIZE, inner)
        width, height = max(font.width(line, SIZE) for line in words), text_height(len(words), SIZE) + 6
        if x > left + BESIDE and x + width > right - BESIDE:
            x, y, tallest = left + BESIDE, y + tallest, 0.0
        box = Box(event.node, x, y, width, height, set_text(font, words, SIZE, Point(x, y + 3)))
        items.append(Item(HERE, box, ()))
        x += width + 1.5 * BETWEEN
        tallest = max(tallest, height)
    bottom = y + tallest + BESIDE / 2
    drawn = shapes(span, scale, (top + bottom) / 2, bottom - top, ENDS)
    return _Part(tuple(items), (Group(HERE, tuple(event.node.id for event in members), heading, drawn),), bottom)


def _ticks(font: Font, scale: Axis, tops: tuple[float, float], height: float) -> Iterable[Tick]:
    """Give each year, with a label in each of two rows; where years are left out, the lower is broken."""
    gaps = {end: start for start, end in scale.gaps()}
    inset = (AXIS - text_height(1, SIZE)) / 2
    for year in scale.years():
        x = scale(year)
        labels = tuple(text for top in tops for text in set_text(font, [str(year)], SIZE, Point(x, top + inset), 0.5))
        broken = _zigzag(gaps[x], x, tops[-1] + AXIS / 2) if x in gaps else ()
        yield Tick(labels, (Point(x, tops[0]), Point(x, height)), broken)


def _zigzag(left: float, right: float, middle: float) -> tuple[Point, ...]:
    """Return a broken line across the stretch of the axis that is left out."""
    inset = 12.0
    step = (right - left - 2 * inset) / 4
    return tuple(Point(left + inset + index * step, middle + (0, -5, 5, -5, 0)[index]) for index in range(5))


def _ties(events: Iterable[Event], items: Sequence[Item]) -> Iterable[Tie]:
    """Give curves from the lower side of an entry in this timeline to the upper side of its counterpart."""
    placed = {(item.lane, item.box.node.id): item for item in items}
    for event in events:
        if event.tied:
            start, end = (_foot(placed[lane, event.node.id], lane) for lane in (HERE, OURS))
            bend = (end.y - start.y) / 2
            yield Tie(event.node.id, (start, Point(start.x, start.y + bend), Point(end.x, end.y - bend), end))


def _foot(item: Item, lane: str) -> Point:
    """Return where a tie leaves or meets an item: at the beginning of its span, or in the middle of its name."""
    box = item.box
    begins = [point.x for shape in item.shapes for point in shape.points]
    marks = [point.x for shape in item.shapes if shape.style in {"mark", ABSENT} for point in shape.points]
    x = sum(marks) / len(marks) if marks else min(begins) + 2 if begins else box.x + box.width / 2
    return Point(x, box.bottom if lane == HERE else box.y)
