"""The timeline for narrow screens: years downwards, what begins in each under it, and on the left bars of what lasts.

Only years in which something begins or ends have a place; the heading of a year after an omission has an axis break.
A bar runs from the name of its entry to the end of its last year, right of all bars that run there, so that no line
from a bar to a name crosses another bar. It is cut into the rows that it passes, so that rows can be taken out. Stages:
rows by year, lane assignment, slices, validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import NamedTuple

from macros.layout import spans
from macros.layout import timeline_model as model
from macros.layout.axis import MIN_EMPTY, axis_unit, first_period, last_period, omission_label, period_label
from macros.layout.font import Font
from macros.layout.model import Point, TextLine, text_height, typeset
from macros.layout.spans import HISTORY, STORY, Shape, Span
from macros.layout.timeline_model import Bar, Row, Timeline, TimelineEntry

FONT_SIZE, LARGE_SIZE = 13.0, 16.0
"""Font sizes in px, and of the entries that the account dates; the figure is never scaled down."""
WIDTH = 328.0
"""Width in px: a phone of 360 px less its margins."""
MARKS_WIDTH = 20.0
"""Room for the marks left of the labels."""
MAX_BARS_WIDTH, MAX_BAR_STEP, BAR_THICKNESS = 100.0, 9.0, 0.6
"""Room for all bars, distance of neighbouring bars, and the share of that which a bar takes."""
PADDING, YEAR_PADDING, END_HEIGHT = 5.0, 10.0, 9.0
"""Around a label, above a year, and of the row in which bars end."""
STUB = 4.0
"""Half the length of the mark of something with an open end, in px, without its arrow."""


class _Item(NamedTuple):
    """An entry in a lane: its span, the periods in which it begins and ends, and its dates in words by lanes."""

    entry: TimelineEntry
    lane: str
    span: Span
    first: int
    last: int
    notes: Mapping[str, str]

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
        """Whether its date states that it lasts, or may last, longer than the period in which it begins."""
        return self.last > self.first and not self.span.is_inferred


@dataclass(frozen=True, slots=True)
class _Column:
    """The font, the unit of the axis, the x of each bar and its thickness, and the left end of the labels."""

    font: Font
    unit: int
    bar_x: Mapping[tuple[str, str], float]
    thickness: float
    left: float

    def x(self, item: _Item) -> float:
        """Return the x of the bar of an item."""
        return self.bar_x[item.lane, item.id]


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
    items = _items(members, unit, [f"in {title.lower().removeprefix('in ')} " for title in lane_titles])
    column = _column(font, unit, items)
    rows: list[Row] = []
    starts, ends, previous = {}, {}, None
    for period in sorted({item.first for item in items} | {item.last for item in items if item.has_bar}):
        omitted = period - previous - 1 if previous is not None and period - previous > MIN_EMPTY else 0
        for row, item in _period_rows(column, period, items, omitted):
            if item:
                starts[item.lane, item.id] = len(rows)
            rows.append(row)
        ends[period] = len(rows) - 1
        previous = period
    bars: list[list[Bar]] = [list(row.bars) for row in rows]
    for item in (item for item in items if item.has_bar):
        start, end = starts[item.lane, item.id], ends[item.last]
        for index in range(start, end + 1):
            slices = _slice(column, item, rows[index].height, is_first=index == start, is_last=index == end)
            bars[index].append(Bar(item.lane, (item.id,), slices))
    rows = [replace(row, bars=tuple(row_bars)) for row, row_bars in zip(rows, bars, strict=True)]
    return Timeline(WIDTH, model.stack(rows)).validate("timeline in one column")


def _items(members: Iterable[TimelineEntry], unit: int, words: Sequence[str]) -> list[_Item]:
    """Return the items in the order of their rows; the first of an entry has its dates in both lanes."""
    items = []
    for entry in members:
        for lane, span in entry.places.items():
            items.append(_Item(entry, lane, span, first_period(span.begin, unit), last_period(span.end, unit), {}))
    items.sort(
        key=lambda item: (item.first, item.lane == HISTORY, item.span.is_inferred, -item.last * (item.lane == HISTORY))
    )
    seen: set[str] = set()
    result = []
    for item in items:
        notes = _notes(item, words, is_first=item.id not in seen)
        seen.add(item.id)
        result.append(item._replace(notes=notes))
    return result


def _notes(item: _Item, words: Sequence[str], *, is_first: bool) -> dict[str, str]:
    """Return the date of an item in its lane, without bounds, which have a heading, and in the other if it is first."""
    entry = item.entry
    labels = {STORY: entry.story_label if entry.story.is_on_axis else "", HISTORY: entry.history_label}
    lane_words = dict(zip((STORY, HISTORY), words, strict=False)) if len(words) > 1 else {}
    notes = {lane: f"{lane_words.get(lane, '')}{label}" for lane, label in labels.items() if label}
    if entry.absence_label:
        notes[HISTORY] = f"in reality: {entry.absence_label}"
    lanes = [item.lane] if not item.span.is_inferred else []
    lanes += [lane for lane in notes if lane != item.lane and is_first]
    return {lane: notes[lane] for lane in lanes}


def _column(font: Font, unit: int, items: Iterable[_Item]) -> _Column:
    """Assign a lane to each bar: the first that is right of all bars that run where it begins."""
    lanes: dict[tuple[str, str], int] = {}
    running: list[tuple[int, int]] = []
    for item in (item for item in items if item.has_bar):
        running = [(last, lane) for last, lane in running if last >= item.first]
        lanes[item.lane, item.id] = max((lane for _, lane in running), default=-1) + 1
        running.append((item.last, lanes[item.lane, item.id]))
    count = max(lanes.values(), default=-1) + 1
    step = min(MAX_BAR_STEP, MAX_BARS_WIDTH / max(count, 1))
    bar_x = {key: (lane + 0.5) * step for key, lane in lanes.items()}
    return _Column(font, unit, bar_x, step * BAR_THICKNESS, count * step + MARKS_WIDTH)


def _period_rows(
    column: _Column, period: int, items: Iterable[_Item], omitted: int
) -> Iterator[tuple[Row, _Item | None]]:
    """Yield the heading of a period, the items that begin in it, and a row for the ends of bars if it has any."""
    beginnings = [item for item in items if item.first == period]
    endings = [item for item in items if item.last == period and item.has_bar]
    yield _period_heading(column, period, [*beginnings, *endings], omitted), None
    for bounds, group in groupby(beginnings, lambda item: item.span if item.span.is_inferred else None):
        members = list(group)
        if bounds:
            yield _bounds_heading(column, members), None
        yield from ((_item_row(column, item), item) for item in members)
    if endings:
        yield Row(_ids(endings), 0, END_HEIGHT, "ends", ()), None


def _ids(items: Iterable[_Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.id for item in items))


def _period_heading(column: _Column, period: int, items: Sequence[_Item], omitted: int) -> Row:
    """Return the heading of a period; after an omission, with what is left out, where there is room on the right."""
    label = typeset(column.font, [period_label(period, column.unit)], FONT_SIZE, Point(column.left, YEAR_PADDING))
    style = f"{model.YEAR} {STORY}" if any(item.section == model.DATED for item in items) else model.YEAR
    texts = [(style, label)]
    words = [f"{omission_label(omitted, column.unit)} left out"]
    omission = typeset(column.font, words, FONT_SIZE, Point(WIDTH - 2, YEAR_PADDING), 1)
    if omitted and omission[0].x > label[0].x + label[0].width + PADDING:
        texts.append((model.OMISSION, omission))
    height = YEAR_PADDING + text_height(1, FONT_SIZE)
    rule = (Point(column.left, YEAR_PADDING / 2), Point(WIDTH, YEAR_PADDING / 2))
    axis_break = spans.zigzag(column.left - MARKS_WIDTH / 2, YEAR_PADDING / 2 + 2)
    name = f"{model.YEAR} after-gap" if omitted else model.YEAR
    return Row(_ids(items), 0, height, name, tuple(texts), lines=(rule,), axis_break=axis_break)


def _bounds_heading(column: _Column, items: Sequence[_Item]) -> Row:
    text = _text(column, f"In this timeline some time {items[0].entry.story_label}", FONT_SIZE, PADDING / 2)
    style = f"{model.HEADING} {STORY}"
    return Row(_ids(items), 0, text_height(len(text), FONT_SIZE) + PADDING, "bounds", ((style, text),))


def _text(column: _Column, text: str, size: float, y: float) -> tuple[TextLine, ...]:
    lines = column.font.break_lines(text, size, WIDTH - column.left)
    return typeset(column.font, lines, size, Point(column.left, y))


def _item_row(column: _Column, item: _Item) -> Row:
    """Return the row of an item: its title, its dates beneath, and a mark, or a line from its bar."""
    size = LARGE_SIZE if item.section == model.DATED else FONT_SIZE
    title = _text(column, item.entry.node.title, size, PADDING / 2)
    height = PADDING / 2 + text_height(len(title), size)
    texts = [(f"{item.lane} {item.section}", title)]
    for lane, words in item.notes.items():
        note = _text(column, words, FONT_SIZE, height)
        texts.append((f"date {lane}", note))
        height += text_height(len(note), FONT_SIZE)
    mark = Bar(item.lane, (item.id,), _mark(column, item, PADDING / 2 + text_height(1, size) / 2))
    lane_name = () if item.lane in item.notes else ("in this timeline" if item.lane == STORY else "in reality",)
    name = ", ".join((item.entry.node.title, *lane_name, *item.notes.values()))
    return Row((item.id,), 0, height + PADDING / 2, item.section, tuple(texts), (mark,), item.entry.node, name)


def _mark(column: _Column, item: _Item, y: float) -> tuple[Shape, ...]:
    """Return a line from the bar, or a diamond; for something with an open end, a short bar with its arrow."""
    x, radius = column.left - MARKS_WIDTH / 2, 7 if item.section == model.DATED else 5
    if item.has_bar:
        return (Shape(spans.LEADER, (Point(column.x(item), y), Point(column.left - 3, y))),)
    if not any(item.span.open_ends) or item.span.is_inferred:
        return (spans.diamond(x, y, radius, item.span.mark_style),)
    shapes = spans.bar_shapes(item.span, (y - STUB, y + STUB), x, radius + 1, (spans.ARROW_LENGTH, spans.ARROW_LENGTH))
    return tuple(shape.transposed() for shape in shapes)


def _slice(column: _Column, item: _Item, height: float, *, is_first: bool, is_last: bool) -> tuple[Shape, ...]:
    """Return the part of a bar in a row of a height; in the first and the last row, with the end of the bar."""
    top = PADDING / 2 + text_height(1, LARGE_SIZE if item.section == model.DATED else FONT_SIZE) / 2
    ends = top if is_first else 0.0, 1.0 if is_last else height
    tails = spans.ARROW_LENGTH * is_first, spans.ARROW_LENGTH * is_last
    shapes = spans.bar_shapes(item.span, ends, column.x(item), column.thickness, tails)
    return tuple(shape.transposed() for shape in shapes)
