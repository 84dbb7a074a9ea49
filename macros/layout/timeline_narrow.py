"""The timeline of narrow screens: years downwards, a bar for each span in its lane, and all labels in one column.

Years are as high as what stands in them: a time lies where the first row stands that is sorted by it or by a later one.
Undated entries that share their bounds share one bar; ties run along the right side.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from macros.layout.lanes import lanes
from macros.layout.model import Box, Point, arc, set_text, text_height
from macros.layout.spans import HERE, LEADER, OURS, Shape, cross, diamond, shapes, turned, years
from macros.layout.timeline_model import Chart, Group, Item, Tick, Tie, checked, counterparts, times, undated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from macros.layout.font import Font
    from macros.layout.model import Node
    from macros.layout.spans import Span
    from macros.layout.timeline_model import Event

SIZE = 13.0
"""Size of labels in px; the figure is never shown smaller than it is."""
WIDTH = 328.0
"""What a phone of 360 px leaves between its margins."""
YEAR = 36.0
"""Room for the years."""
BARS = 112.0
"""Room for the bars of both lanes, at most."""
STEP, THICK = 8.0, 0.65
"""From one bar to the next, in px, at most, and the part of it that the bar takes."""
APART = 8.0
"""Between the lanes."""
MARKS, TIES = 16.0, 20.0
"""Room for the marks of points, left of the labels, and for ties, right of them."""
PADDING = 5.0
ARROWS = 10.0
"""Room above and below the rows, for what is open."""
ABOVE_YEAR = 9.0
TITLE = 18.0
INDENT, INSET = 8.0, 2.0
INSTANT = 1e-6
"""What is bounded by the end of a day stands before what begins on the next."""


class _Row(NamedTuple):
    """A line of the column: when, in years, in which lane, what it says, and which bar it hangs on.

    Infinity is the time of what nothing bounds. A heading over undated entries has no node; a point in time, or what
    did not happen, has no bar.
    """

    time: float
    lane: str
    words: str
    node: Node | None
    bar: Span | None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """Rows in their places: the top of each and the bottom of the last, the lines of each, and where labels begin."""

    rows: tuple[_Row, ...]
    tops: tuple[float, ...]
    texts: tuple[tuple[str, ...], ...]
    left: float

    def place(self, time: float) -> float:
        """Return where a time in years lies."""
        return self.tops[bisect_left(self.rows, time, key=_time)]

    def middle(self, index: int) -> float:
        """Return the y of the middle of a row's first line."""
        return self.tops[index] + PADDING / 2 + text_height(1, SIZE) / 2


def layout_timeline_narrow(font: Font, events: Sequence[Event], names: tuple[str, str]) -> Chart | None:
    """Draw events, given in the order of the timeline, under the names of the two lanes; None where no day is known.

    Raises:
        LayoutError: a stage went wrong.
    """
    if not times(events):
        return None
    rows = tuple(sorted(_rows(events), key=lambda row: row.time))
    taken = {lane: lanes(_stretches(rows, lane)) for lane in (HERE, OURS)}
    counts = {lane: max(found.values(), default=-1) + 1 for lane, found in taken.items()}
    step = min(STEP, (BARS - APART) / max(sum(counts.values()), 1))
    starts = {HERE: YEAR, OURS: YEAR + counts[HERE] * step + APART}
    column = _column(font, rows, starts[OURS] + counts[OURS] * step + MARKS)
    middles = {
        (lane, span): starts[lane] + (counts[lane] - place - 0.5) * step
        for lane, found in taken.items()
        for span, place in found.items()
    }
    items = tuple(_items(font, column, middles))
    bars = tuple(_bars(column, middles, step * THICK))
    height = column.tops[-1] + ARROWS
    headings = tuple(_headings(font, column, middles))
    titles = [
        set_text(font, [name], SIZE, Point(starts[lane], index * TITLE))
        for index, (lane, name) in enumerate(zip((HERE, OURS), names, strict=True))
    ]
    chart = Chart(
        WIDTH,
        height,
        items,
        (*bars, *headings),
        tuple(_ties(events, items)),
        tuple(_ticks(font, column)),
        tuple(text for title in titles for text in title),
    )
    return checked("chronicle", chart)


def _rows(events: Sequence[Event]) -> Iterator[_Row]:
    """Give the rows of both lanes; what shares a time keeps its order, this timeline first."""
    for event in events:
        if not event.here.inferred:
            yield _row(HERE, event, event.here)
    for span, members in undated(events).items():
        time = years(span.last, end=True) - INSTANT if span.last else math.inf
        yield _Row(time, HERE, members[0].bounds, None, span)
        yield from (_Row(time, HERE, event.node.title, event.node, span) for event in members)
    for event, counterpart in counterparts(events):
        if counterpart:
            yield _row(OURS, event, counterpart)
        else:
            node = replace(event.node, title=event.absent)
            yield _Row(math.inf, OURS, node.title, node, None, absent=True)


def _row(lane: str, event: Event, span: Span) -> _Row:
    begin, end = span.first, span.last
    time = years(begin) if begin else years(end, end=True) - INSTANT if end else math.inf
    return _Row(time, lane, event.node.title, event.node, None if span.is_point else span)


def _stretches(rows: Sequence[_Row], lane: str) -> dict[Span, tuple[float, float]]:
    """Return which rows the bars of a lane run beside, as places in their order."""
    found: dict[Span, tuple[float, float]] = {}
    for index, row in enumerate(rows):
        if row.bar and row.lane == lane:
            first = bisect_left(rows, years(row.bar.first), key=_time) if row.bar.first else -1
            last = bisect_left(rows, years(row.bar.last, end=True), key=_time) if row.bar.last else len(rows)
            begin, end = found.get(row.bar, (index, index))
            found[row.bar] = min(first, begin), max(last, end, index + 1)
    return found


def _time(row: _Row) -> float:
    return row.time


def _column(font: Font, rows: tuple[_Row, ...], left: float) -> _Column:
    """Put rows under each other, with some room above each new year."""
    top = 2 * TITLE + ARROWS
    tops = []
    texts = []
    year = None
    for row in rows:
        if row.time != math.inf and math.floor(row.time) != year:
            year = math.floor(row.time)
            top += ABOVE_YEAR
        words = font.lines(row.words, SIZE, WIDTH - TIES - left - INDENT - 2 * INSET)
        tops.append(top)
        texts.append(words)
        top += text_height(len(words), SIZE) + PADDING
    return _Column(rows, (*tops, top), tuple(texts), left)


def _items(font: Font, column: _Column, middles: Mapping[tuple[str, Span], float]) -> Iterator[Item]:
    """Give the rows that are entries, each with its mark, or with a line from its bar."""
    for index, row in enumerate(column.rows):
        if row.node is None:
            continue
        left = column.left + (INDENT if row.bar and row.bar.inferred else 0)
        top = column.tops[index]
        texts = set_text(font, column.texts[index], SIZE, Point(left + INSET, top + PADDING / 2))
        box = Box(row.node, left, top, WIDTH - TIES - left, column.tops[index] + _height(column, index) - top, texts)
        at = Point(column.left - MARKS / 2, column.middle(index))
        drawn: tuple[Shape, ...]
        if row.absent:
            drawn = (cross(at, 9),)
        elif row.bar is None:
            drawn = (diamond(at.x, at.y, 5),)
        elif row.bar.inferred:
            drawn = ()
        else:
            drawn = (_leader(middles[row.lane, row.bar], left, at.y),)
        yield Item(row.lane, box, drawn)


def _height(column: _Column, index: int) -> float:
    return text_height(len(column.texts[index]), SIZE) + PADDING


def _leader(start: float, end: float, y: float) -> Shape:
    return Shape(LEADER, (Point(start, y), Point(end - 1, y)))


def _headings(font: Font, column: _Column, middles: Mapping[tuple[str, Span], float]) -> Iterator[Group]:
    """Give the headings over undated entries, each with a line from its bar."""
    for index, row in enumerate(column.rows):
        if row.node is None and row.bar:
            words = set_text(
                font, column.texts[index], SIZE, Point(column.left + INSET, column.tops[index] + PADDING / 2)
            )
            leader = _leader(middles[row.lane, row.bar], column.left, column.middle(index))
            yield Group(row.lane, _members(column, HERE, row.bar), words, (leader,))


def _bars(column: _Column, middles: Mapping[tuple[str, Span], float], thick: float) -> Iterator[Group]:
    ends = (column.tops[0] - ARROWS / 2, column.tops[-1] + 1)
    for (lane, span), middle in middles.items():
        drawn = shapes(span, column.place, middle, thick, ends)
        yield Group(lane, _members(column, lane, span), (), tuple(turned(shape) for shape in drawn))


def _members(column: _Column, lane: str, span: Span) -> tuple[str, ...]:
    return tuple(row.node.id for row in column.rows if row.node and row.lane == lane and row.bar == span)


def _ticks(font: Font, column: _Column) -> Iterator[Tick]:
    """Give each year in which a row stands; the axis is broken where years before it are left out."""
    before = None
    for index, row in enumerate(column.rows):
        if row.time == math.inf or (year := math.floor(row.time)) == before:
            continue
        y = column.tops[index] - ABOVE_YEAR / 2
        label = set_text(font, [str(year)], SIZE, Point(0, column.tops[index] + PADDING / 2))
        broken = before is not None and year - before > 1
        yield Tick(label, (Point(0, y), Point(WIDTH, y)), _zigzag(y) if broken else ())
        before = year


def _zigzag(y: float) -> tuple[Point, ...]:
    return tuple(Point(4 + index * 5, y + (0, -4, 4, -4, 4, 0)[index]) for index in range(6))


def _ties(events: Sequence[Event], items: Sequence[Item]) -> Iterator[Tie]:
    """Give arcs at the right side between the two rows of an entry that sits at different dates."""
    boxes = {(item.lane, item.box.node.id): item.box for item in items}
    pairs = {
        event.node.id: sorted((boxes[HERE, event.node.id], boxes[OURS, event.node.id]), key=lambda box: box.y)
        for event in events
        if event.tied
    }
    side = lanes({name: (upper.y, lower.bottom) for name, (upper, lower) in pairs.items()})
    for name, (upper, lower) in pairs.items():
        x = WIDTH - TIES
        far = x + min(TIES - 3, 7 + 5 * side[name])
        yield Tie(name, arc(Point(x, upper.y + upper.height / 2), Point(x, lower.y + lower.height / 2), far))
