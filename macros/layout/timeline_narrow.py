"""The timeline for narrow screens: years downwards, what begins in each under it, and bars of both lanes on the left.

Only years in which something begins or ends have a place; the heading of a year after an omission has an axis break.
A bar runs from the heading of its first year to the end of its last, cut into the rows that it passes, so that rows can
be taken out. Entries with equal spans share a bar. Stages: rows by year, lane assignment, slices, validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import NamedTuple, TypeAlias

from macros.layout import spans
from macros.layout import timeline_model as model
from macros.layout.axis import axis_unit, first_period, last_period, period_label
from macros.layout.causes_narrow import assign_lanes
from macros.layout.font import Font
from macros.layout.model import Point, TextLine, text_height, typeset
from macros.layout.spans import HISTORY, STORY, Shape, Span
from macros.layout.timeline_model import Bar, Row, Timeline, TimelineEntry

FONT_SIZE, LARGE_SIZE = 13.0, 16.0
"""Font sizes in px, and of the entries that the account dates; the figure is never scaled down."""
WIDTH = 328.0
"""Width in px: a phone of 360 px less its margins."""
MARKS_WIDTH = 18.0
"""Room for the marks left of the labels."""
MAX_BARS_WIDTH, MAX_BAR_STEP, BAR_THICKNESS = 104.0, 9.0, 0.65
"""Room for the bars of both lanes, distance of neighbouring bars, and the share of that which a bar takes."""
LANE_GAP = 10.0
PADDING, YEAR_PADDING, END_HEIGHT = 5.0, 10.0, 9.0
"""Around a label, above a year, and of the row in which bars end."""


BarKey: TypeAlias = tuple[str, Span]
"""A lane and a span, which the entries of a bar have in common."""


class _Item(NamedTuple):
    """An entry in a lane: its span, the periods in which it begins and ends, and a note of dates in words."""

    entry: TimelineEntry
    lane: str
    span: Span
    first: int
    last: int
    note: str

    @property
    def id(self) -> str:
        """The id of the entry."""
        return self.entry.node.id

    @property
    def section(self) -> str:
        """The style of its label."""
        return self.entry.section if self.lane == STORY else model.REAL

    @property
    def has_bar(self) -> bool:
        """Whether it lasts, or may last, longer than the period in which it begins."""
        return self.last > self.first or any(self.span.open_ends)


@dataclass(frozen=True, slots=True)
class _Column:
    """The font, the unit of the axis, the x of each bar and its thickness, and the left end of the labels."""

    font: Font
    unit: int
    bar_x: Mapping[BarKey, float]
    thickness: float
    left: float


def layout_timeline_narrow(font: Font, entries: Sequence[TimelineEntry], lane_titles: Sequence[str]) -> Timeline | None:
    """Lay entries out in one column, 328 px wide; None where nothing has a place on an axis.

    With one lane title there is one lane, and no entry may have a history.

    Raises:
        LayoutError: the result is invalid.
    """
    members = list(chain.from_iterable(model.entries_by_section(entries).values()))
    if not members:
        return None
    places = [span for entry in members for span in entry.places.values()]
    unit = axis_unit([span.begin for span in places], [span.end for span in places])
    items = sorted(_items(members, unit), key=lambda item: (item.first, item.lane, item.span.is_inferred))
    column = _column(font, unit, items)
    rows = [_titles_row(column, lane_titles)]
    starts, ends, previous = {}, {}, None
    for period in sorted({period for item in items for period in (item.first, item.last)}):
        starts[period] = len(rows)
        rows += _period_rows(column, period, items, has_gap=previous is not None and period - previous > 1)
        ends[period] = len(rows) - 1
        previous = period
    bars: list[list[Bar]] = [list(row.bars) for row in rows]
    for key, group in _bars(items).items():
        start, end = starts[group[0].first], ends[group[0].last]
        for index in range(start, end + 1):
            slices = _slice(column, key, rows[index].height, is_first=index == start, is_last=index == end)
            bars[index].append(Bar(key[0], tuple(item.id for item in group), slices))
    rows = [replace(row, bars=tuple(row_bars)) for row, row_bars in zip(rows, bars, strict=True)]
    return Timeline(WIDTH, model.stack(rows)).validate("timeline in one column")


def _items(members: Iterable[TimelineEntry], unit: int) -> Iterator[_Item]:
    for entry in members:
        for lane, span in entry.places.items():
            first, last = first_period(span.begin, unit), last_period(span.end, unit)
            own, other = _notes(entry, lane)
            own = "" if span.is_inferred or own == period_label(first, unit) else own
            yield _Item(entry, lane, span, first, last, "; ".join(filter(None, (own, other))))


def _notes(entry: TimelineEntry, lane: str) -> tuple[str, str]:
    """Return the date of an entry in a lane, and its date in the other lane if it moved."""
    if lane == HISTORY:
        moved = entry.diverges and entry.story.is_on_axis
        return entry.history_label, f"in this timeline {entry.story_label}" if moved else ""
    if entry.absence_label:
        return entry.story_label, f"in reality: {entry.absence_label}"
    return entry.story_label, f"in reality {entry.history_label}" if entry.diverges else ""


def _bars(items: Iterable[_Item]) -> dict[BarKey, list[_Item]]:
    """Return the items of each bar."""
    bars: dict[BarKey, list[_Item]] = {}
    for item in items:
        if item.has_bar:
            bars.setdefault((item.lane, item.span), []).append(item)
    return bars


def _column(font: Font, unit: int, items: Sequence[_Item]) -> _Column:
    """Assign a lane to each bar, those of this timeline on the left, the longest bars outermost."""
    bars = {key: group[0] for key, group in _bars(items).items()}
    lanes = [
        assign_lanes({key: (item.first, item.last + 1) for key, item in bars.items() if item.lane == lane})
        for lane in (STORY, HISTORY)
    ]
    counts = [max(assigned.values(), default=-1) + 1 for assigned in lanes]
    step = min(MAX_BAR_STEP, (MAX_BARS_WIDTH - LANE_GAP) / max(sum(counts), 1))
    rights = counts[0] * step, sum(counts) * step + LANE_GAP
    bar_x = {
        key: right - (index + 0.5) * step
        for assigned, right in zip(lanes, rights, strict=True)
        for key, index in assigned.items()
    }
    return _Column(font, unit, bar_x, step * BAR_THICKNESS, rights[1] + MARKS_WIDTH)


def _titles_row(column: _Column, lane_titles: Sequence[str]) -> Row:
    """Return the first row: the names of the lanes, one after the other."""
    x, texts = 0.0, []
    for lane, title in zip((STORY, HISTORY), lane_titles, strict=False):
        texts.append((lane, typeset(column.font, [title], FONT_SIZE, Point(x, 0))))
        x += texts[-1][1][0].width + 2 * MARKS_WIDTH
    return Row((), 0, text_height(1, FONT_SIZE), "lanes", tuple(texts))


def _period_rows(column: _Column, period: int, items: Iterable[_Item], *, has_gap: bool) -> Iterator[Row]:
    """Yield the heading of a period, the entries that begin in it, and a row for the ends of bars if it has any."""
    beginnings = [item for item in items if item.first == period]
    endings = [item for item in items if item.last == period and item.has_bar]
    yield _period_heading(column, period, [*beginnings, *endings], has_gap=has_gap)
    for bounds, group in groupby(beginnings, lambda item: item.span if item.span.is_inferred else None):
        members = list(group)
        if bounds:
            yield _bounds_heading(column, members)
        yield from (_item_row(column, item) for item in members)
    if endings:
        yield Row(_ids(endings), 0, END_HEIGHT, "ends", ())


def _ids(items: Iterable[_Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.id for item in items))


def _period_heading(column: _Column, period: int, items: Sequence[_Item], *, has_gap: bool) -> Row:
    label = typeset(column.font, [period_label(period, column.unit)], FONT_SIZE, Point(column.left, YEAR_PADDING))
    style = f"{model.YEAR} {STORY}" if any(item.section == model.DATED for item in items) else model.YEAR
    height = YEAR_PADDING + text_height(1, FONT_SIZE)
    rule = (Point(column.left, YEAR_PADDING / 2), Point(WIDTH, YEAR_PADDING / 2))
    axis_break = spans.zigzag(column.left - MARKS_WIDTH / 2, YEAR_PADDING / 2 + 2)
    name = f"{model.YEAR} after-gap" if has_gap else model.YEAR
    return Row(_ids(items), 0, height, name, ((style, label),), lines=(rule,), axis_break=axis_break)


def _bounds_heading(column: _Column, items: Sequence[_Item]) -> Row:
    text = _text(column, f"Some time {items[0].entry.story_label}", FONT_SIZE, PADDING / 2)
    return Row(_ids(items), 0, text_height(len(text), FONT_SIZE) + PADDING, "bounds", ((model.HEADING, text),))


def _text(column: _Column, text: str, size: float, y: float) -> tuple[TextLine, ...]:
    lines = column.font.break_lines(text, size, WIDTH - column.left)
    return typeset(column.font, lines, size, Point(column.left, y))


def _item_row(column: _Column, item: _Item) -> Row:
    """Return the row of an entry: its title, its note beneath, and a diamond, or a line from its bar."""
    is_dated = item.section == model.DATED
    size = LARGE_SIZE if is_dated else FONT_SIZE
    title = _text(column, item.entry.node.title, size, PADDING / 2)
    height = PADDING / 2 + text_height(len(title), size)
    texts = [(f"{item.lane} {item.section}", title)]
    if item.note:
        note = _text(column, item.note, FONT_SIZE, height)
        texts.append(("note", note))
        height += text_height(len(note), FONT_SIZE)
    mark = Bar(item.lane, (item.id,), (_mark(column, item, PADDING / 2 + text_height(1, size) / 2),))
    lane_name = "this timeline" if item.lane == STORY else "reality"
    name = f"{item.entry.node.title}, in {lane_name}{', ' if item.note else ''}{item.note}"
    return Row((item.id,), 0, height + PADDING / 2, item.section, tuple(texts), (mark,), item.entry.node, name)


def _mark(column: _Column, item: _Item, y: float) -> Shape:
    if item.has_bar:
        return Shape(spans.LEADER, (Point(column.bar_x[item.lane, item.span], y), Point(column.left - 3, y)))
    radius = 7 if item.section == model.DATED else 5
    return spans.diamond(column.left - MARKS_WIDTH / 2, y, radius, item.span.mark_style)


def _slice(column: _Column, key: BarKey, height: float, *, is_first: bool, is_last: bool) -> tuple[Shape, ...]:
    """Return the part of a bar in a row of a height; in the first and the last row, with the end of the bar."""
    (_, span), x = key, column.bar_x[key]
    ends = height / 2 + 1 if is_first else 0.0, 1.0 if is_last else height
    tails = spans.ARROW_LENGTH * is_first, spans.ARROW_LENGTH * is_last
    shapes = spans.bar_shapes(span, ends, x, column.thickness, tails)
    return tuple(shape.transposed() for shape in shapes)
