"""The timeline for wide screens: an entry in each row, with its dates in words, and years from left to right.

Each row has two lanes: this timeline above, our timeline below it. So an entry that has moved is seen to have moved,
and no label can be near a bar. Stages: columns of text, axis, rows by section, validation.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from macros.layout import timeline_model as model
from macros.layout.axis import Axis, first_period, last_period, period_label
from macros.layout.font import Font
from macros.layout.model import Point, TextLine, text_height, typeset
from macros.layout.spans import HISTORY, STORY, TAIL_LENGTH, span_shapes, tie
from macros.layout.timeline_model import Bar, Row, Timeline, TimelineEntry

WIDTH = 1200.0
FONT_SIZE, TITLE_SIZE, DATE_SIZE = 14.0, 15.0, 18.0
"""Font sizes in px, and those of the title and the date of an entry that the account dates."""
HEAD_HEIGHT = 24.0
MAX_TITLE_WIDTH, MAX_DATE_WIDTH = 306.0, 150.0
GAP = 18.0
"""Between two columns, in px."""
MIN_TIE, TIE_GAP = 12.0, 2.0
"""Room between two bars with a tie, and from each to the tie, in px."""
PADDING, LARGE_PADDING, HEADING_PADDING = -0.5, 3.0, 5.0
SECTION_TITLES = {
    model.DATED: "The account gives the date",
    model.BOUNDED: "The account gives no date, but something before and after it",
    model.REAL: "Dated in reality alone",
}
MIDDLE = {STORY: 0.3, HISTORY: 0.72}
"""Middle of each lane, as a share of the height of a row's first line."""
BASELINE = 0.8
"""How far the baseline is below the top of a line, as a share of its height."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The font, the left ends and the widths of the columns of titles and of the dates in both lanes, and the axis."""

    font: Font
    lefts: tuple[float, float, float]
    widths: tuple[float, float, float]
    axis: Axis


def layout_timeline_wide(font: Font, entries: Sequence[TimelineEntry], lane_titles: Sequence[str]) -> Timeline | None:
    """Lay entries out, 1200 px wide; None where nothing has a place on an axis.

    With one lane title there is one lane, and no entry may have a history.

    Raises:
        LayoutError: the result is invalid.
    """
    sections = model.entries_by_section(entries)
    if not sections:
        return None
    members = list(chain.from_iterable(sections.values()))
    columns = _columns(font, members, lane_titles)
    rows = []
    for section, section_members in sections.items():
        rows.append(_heading(columns, section, section_members))
        rows += [_row(columns, section, entry) for entry in section_members]
    titles = tuple(
        (lane, typeset(font, [title], FONT_SIZE, Point(left, _inset(HEAD_HEIGHT))))
        for lane, title, left in zip((STORY, HISTORY), lane_titles, columns.lefts[1:], strict=False)
    )
    axis, dated = columns.axis, sections.get(model.DATED, ())
    story = {first_period(entry.story.begin, axis.unit) for entry in dated}
    story |= {last_period(entry.story.end, axis.unit) for entry in dated}
    middles = axis.labels(sorted(story), lambda label: font.width(label, FONT_SIZE))
    years = tuple(_years(columns, middles, story))
    grid = tuple(sorted({x for period in middles for x in axis.column(period)}))
    head = (*titles, *years)
    return Timeline(WIDTH, model.stack(rows), HEAD_HEIGHT, head, years, grid, axis.breaks).validate("timeline")


def _inset(height: float) -> float:
    """Return the y of a line of text that is in the middle of a height."""
    return (height - text_height(1, FONT_SIZE)) / 2


def _sizes(section: str) -> tuple[float, float]:
    """Return the font sizes of the titles and the dates of a section."""
    return (TITLE_SIZE, DATE_SIZE) if section == model.DATED else (FONT_SIZE, FONT_SIZE)


def _columns(font: Font, members: Sequence[TimelineEntry], lane_titles: Sequence[str]) -> _Columns:
    """Return columns as wide as their texts need, up to a limit, and the axis in the room that they leave."""

    def width(labels: Iterable[tuple[str, float]], limit: float) -> float:
        return min(max((font.width(label, size) for label, size in labels), default=0.0), limit) + 1

    titles = width(((entry.node.title, _sizes(entry.section)[0]) for entry in members), MAX_TITLE_WIDTH)
    story = [(entry.story_label, _sizes(entry.section)[1]) for entry in members if entry.story.is_on_axis]
    history = [(label, FONT_SIZE) for entry in members for label in (entry.history_label, entry.absence_label)]
    dates = [
        width([*labels, (title, FONT_SIZE)], MAX_DATE_WIDTH)
        for labels, title in zip((story, history), lane_titles, strict=False)
    ]
    widths = (titles, dates[0], sum(dates[1:]))
    lefts = (1.0, 1 + titles + GAP, 1 + titles + dates[0] + 2 * GAP)
    left = lefts[2] + widths[2] + TAIL_LENGTH - (0 if widths[2] else GAP)
    axis = model.timeline_axis(members, left, WIDTH - TAIL_LENGTH, lambda label: font.width(label, FONT_SIZE))
    return _Columns(font, lefts, widths, axis)


def _heading(columns: _Columns, section: str, members: Iterable[TimelineEntry]) -> Row:
    title = SECTION_TITLES[section]
    height = text_height(1, FONT_SIZE) + HEADING_PADDING + 2
    text = typeset(columns.font, [title], FONT_SIZE, Point(1, HEADING_PADDING))
    ids = tuple(entry.node.id for entry in members)
    line = (Point(0, height), Point(WIDTH, height))
    return Row(ids, 0, height, "section", ((model.HEADING, text),), name=title, lines=(line,))


def _row(columns: _Columns, section: str, entry: TimelineEntry) -> Row:
    """Return the row of an entry: its title, its dates in words, and a bar in each lane."""
    is_dated = section == model.DATED
    title_size, size = _sizes(section)
    padding = LARGE_PADDING if is_dated else PADDING
    labels = (
        (section, entry.node.title, title_size),
        (f"{STORY} {section}", entry.story_label if entry.story.is_on_axis else "", size),
        (
            f"{HISTORY} absent" if entry.absence_label else HISTORY,
            entry.history_label or entry.absence_label,
            FONT_SIZE,
        ),
    )
    texts, height = [], padding + text_height(1, size)
    for (style, label, font_size), left, width in zip(labels, columns.lefts, columns.widths, strict=True):
        if label:
            lines = columns.font.break_lines(label, font_size, width)
            top = padding / 2 + (text_height(1, size) - text_height(1, font_size)) * BASELINE
            texts.append((style, typeset(columns.font, lines, font_size, Point(left, top))))
            height = max(height, top + text_height(len(lines), font_size) + padding / 2)
    bars = _bars(columns.axis, entry, padding + text_height(1, size), is_dated=is_dated)
    line = (Point(0, height), Point(WIDTH, height))
    return Row(
        *((entry.node.id,), 0, height, section, tuple(texts), bars, entry.node, entry.name, (line,)),
        tie=_tie(bars) if entry.diverges and len(bars) > 1 else (),
    )


def _bars(axis: Axis, entry: TimelineEntry, height: float, *, is_dated: bool) -> tuple[Bar, ...]:
    """Return the bar of each lane, in a row with one line of such a height."""
    bars = []
    for lane, span in entry.places.items():
        thickness = height * (0.46 if is_dated and lane == STORY else 0.36)
        middle = height * (0.5 if entry.section == model.REAL else MIDDLE[lane])
        bars.append(Bar(lane, (entry.node.id,), span_shapes(span, axis, middle, thickness)))
    return tuple(bars)


def _tie(bars: Sequence[Bar]) -> tuple[Point, ...]:
    """Return an arrow from our timeline to this one; nothing where there is no room between the bars."""
    second, first = ([point for shape in bar.shapes for point in shape.points] for bar in bars)
    y, end_y = (sum(point.y for point in points) / len(points) for points in (first, second))
    if max(second).x + MIN_TIE <= min(first).x:
        return tie(Point(min(first).x - TIE_GAP, y), Point(max(second).x + TIE_GAP, end_y))
    if max(first).x + MIN_TIE <= min(second).x:
        return tie(Point(max(first).x + TIE_GAP, y), Point(min(second).x - TIE_GAP, end_y))
    return ()


def _years(
    columns: _Columns, middles: Mapping[int, float], story: Container[int]
) -> Iterator[tuple[str, tuple[TextLine, ...]]]:
    """Yield the labels of periods with these middles, those of the account's dates in their style, and of breaks."""
    axis = columns.axis
    labels = [
        (f"{model.YEAR} {STORY}" if period in story else model.YEAR, period_label(period, axis.unit), x)
        for period, x in sorted(middles.items())
    ]
    labels += [(model.OMISSION, label, sum(ends) / 2) for ends, label in zip(axis.breaks, axis.omissions, strict=True)]
    for style, label, x in labels:
        yield style, typeset(columns.font, [label], FONT_SIZE, Point(x, _inset(HEAD_HEIGHT)), 0.5)
