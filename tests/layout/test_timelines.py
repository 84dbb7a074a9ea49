"""Both layouts of the timeline, and the spans and records that they share."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.axis import axis_unit, first_period, last_period, period_label
from macros.layout.font import Font
from macros.layout.model import LayoutError, Node, Point
from macros.layout.spans import (
    BRACKET,
    BRACKET_WIDTH,
    CORE,
    DOUBTFUL_MARK,
    HISTORY,
    LEADER,
    MARK,
    OPEN,
    SOFT,
    STORY,
    Span,
    decimal_year,
    span_shapes,
)
from macros.layout.timeline_legend import timeline_legend
from macros.layout.timeline_model import BOUNDED, DATED, REAL, Row, Timeline, TimelineEntry, entries_by_section
from macros.layout.timeline_narrow import layout_timeline_narrow
from macros.layout.timeline_wide import MIN_TIE, layout_timeline_wide
from macros.scenario.dates import DateBounds, date_bounds, qualified_ends, short_date
from tests.conftest import FONT
from tests.layout import graphs
from tests.layout.graphs import LARGE
from tests.layout.layout_assertions import assert_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FACE = Font(FONT, "Newsreader")
LANE_TITLES = ("This timeline", "In reality")
TITLES = (*graphs.TITLES, "المجاعة الكبرى في الصين", "הקפיצה הגדולה קדימה", "Μεγάλος λιμός")
PLAIN_DATES = ("1942", "1942/1949", "1955-01/1964-10-16", "1976-09-09", "-0043-03-15", "-2999/-2500", "0079")
DATES = (
    *PLAIN_DATES,
    *("1957/", "/1942", "../1959", "1959/..", "../..", "1961~", "1958/1961~", "1958?/1961", "1976-09-09%"),
    *("168X", "18XX", "1958-XX", "1958-21", "[1715..1717]", "{1956,1958}", "[..1959]", "[1959..]"),
    *("Y-170000002", "Y999999999999", "1985-04-12T23:20:30Z"),
)
BOUNDS: tuple[tuple[str | None, str | None], ...] = (("1956", "1959"), ("1956", None), (None, "1959"), (None, None))
LAYOUTS = (layout_timeline_wide, layout_timeline_narrow)


def dated_span(date: str) -> Span:
    return Span(date_bounds(date), *qualified_ends(date))


def bounded_span(first: str | None, last: str | None) -> Span:
    begin = date_bounds(first).begins_earliest if first else None
    end = date_bounds(last).ends_latest if last else None
    return Span(DateBounds(begin, end, begin, end), is_inferred=True)


def build_entry(
    entry_id: str,
    date: str | tuple[str | None, str | None],
    history: str | None = None,
    absence: str = "",
    title: str = "",
) -> TimelineEntry:
    node = Node(entry_id, title or entry_id, "stated")
    if isinstance(date, str):
        story, label = dated_span(date), short_date(date)
    else:
        story, label = bounded_span(*date), " to ".join(filter(None, date))
    if history is None:
        return TimelineEntry(node, story, label, absence_label=absence)
    return TimelineEntry(node, story, label, dated_span(history), short_date(history), absence)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[TimelineEntry]:
    dice = draw(st.randoms(use_true_random=True))
    years = draw(
        st.sampled_from(((), tuple(range(1400, 2300, 30)), tuple(range(-3000, 2000, 60)), tuple(range(1900, 1999))))
    )
    dates = (*DATES, *(f"{year:05}" if year < 0 else f"{year:04}" for year in years))
    entries = []
    for index in range(draw(st.integers(1, 300))):
        date = dice.choice(dates) if dice.random() < 0.4 else dice.choice(BOUNDS)
        history = dice.choice((*dates, None, None))
        absence = "It did not happen" if history is None and dice.random() < 0.1 else ""
        entries.append(build_entry(f"n{index}", date, history, absence, dice.choice(TITLES)))
    return entries


def wide(*entries: TimelineEntry) -> Timeline:
    timeline = layout_timeline_wide(FACE, entries, LANE_TITLES)
    assert timeline is not None
    return timeline


def row_ids(timeline: Timeline, section: str) -> list[str]:
    return [row.node.id for row in timeline.rows if row.node and row.style == section]


def texts_of(timeline: Timeline, entry_id: str) -> str:
    rows = [row for row in timeline.rows if row.node and row.node.id == entry_id]
    return " ".join(line.text for row in rows for _, lines in row.texts for line in lines)


@given(entries=entry_lists())
@LARGE
def test_any_events_have_a_valid_and_complete_wide_layout(entries: Sequence[TimelineEntry]) -> None:
    timeline = layout_timeline_wide(FACE, entries, LANE_TITLES)
    sections = entries_by_section(entries)
    if timeline is None:
        assert not sections
        return
    assert_timeline(FACE, timeline)
    for section in (DATED, BOUNDED, REAL):
        expected = [entry.node.id for entry in sections.get(section, ())]
        assert row_ids(timeline, section) == expected
    members = {entry.node.id: entry for entry in entries if entry.section}
    for row in timeline.rows:
        if row.node:
            entry = members[row.node.id]
            spans = {STORY: entry.story, HISTORY: entry.history}
            assert [bar.lane for bar in row.bars] == [lane for lane, span in spans.items() if span and span.is_on_axis]
            assert_tie(row, diverges=entry.diverges)


def assert_tie(row: Row, *, diverges: bool) -> None:
    """Assert that a row has an arrow to this timeline where bars that cannot begin on one day have room for it."""
    places = [sorted(point.x for shape in bar.shapes for point in shape.points) for bar in reversed(row.bars)]
    gaps = [first[0] - second[-1] for first, second in permutations(places, 2)]
    assert bool(row.tie) == (diverges and max(gaps, default=0) >= MIN_TIE)
    if row.tie:
        start, end = (point.x for point in row.tie[:2])
        assert (start < places[0][0] and end > places[1][-1]) or (start > places[0][-1] and end < places[1][0])


@given(entries=entry_lists())
@LARGE
def test_any_events_have_a_valid_and_complete_narrow_layout(entries: Sequence[TimelineEntry]) -> None:
    timeline = layout_timeline_narrow(FACE, entries, LANE_TITLES)
    if timeline is None:
        assert not entries_by_section(entries)
        return
    assert_timeline(FACE, timeline)
    spans = [(entry.node.id, span) for entry in entries if entry.section for span in entry.places.values()]
    assert sorted(row.node.id for row in timeline.rows if row.node) == sorted(entry_id for entry_id, _ in spans)
    unit = axis_unit([span.begin for _, span in spans], [span.end for _, span in spans])
    periods = {first_period(span.begin, unit) for _, span in spans}
    periods |= {last_period(span.end, unit) for _, span in spans if not span.is_inferred}
    for row in timeline.rows:
        assert_no_leader_crosses_a_bar(row)
    years = [row.texts[0][1][0].text for row in timeline.rows if row.style.startswith("year")]
    assert years == [period_label(period, unit) for period in sorted(periods)]


def assert_no_leader_crosses_a_bar(row: Row) -> None:
    shapes = [(bar, shape) for bar in row.bars for shape in bar.shapes]
    for own, leader in [(bar, shape) for bar, shape in shapes if shape.style == LEADER]:
        x, y = leader.points[0]
        for other, shape in shapes:
            if (other.lane, other.entry_ids) != (own.lane, own.entry_ids):
                assert max(shape.points).x < x or min(point.y for point in shape.points) > y


@given(entries=entry_lists())
@LARGE
def test_each_year_of_a_date_is_labelled_or_in_the_words_of_the_date(entries: Sequence[TimelineEntry]) -> None:
    timeline = layout_timeline_wide(FACE, entries, LANE_TITLES)
    if timeline is None:
        return
    head = {line.text for _, lines in timeline.head for line in lines}
    for entry in entries:
        for span in entry.places.values():
            is_plain = not (span.is_vague or span.is_inferred)
            for year in {first_period(span.begin, 1), last_period(span.end, 1)} if is_plain else ():
                label = period_label(year, 1)
                assert label in head or label in texts_of(timeline, entry.node.id), (label, entry.name)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("date", [date for date in DATES if date != "../.."])
def test_a_single_event_has_a_valid_layout(layout: Callable[..., Timeline], date: str) -> None:
    timeline = layout(FACE, [build_entry("a", date)], LANE_TITLES)
    assert_timeline(FACE, timeline)
    assert len([row for row in timeline.rows if row.node]) == 1


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("date", ["../..", BOUNDS[1], BOUNDS[2], BOUNDS[3]])
def test_entries_with_fewer_than_two_bounds_have_no_place(layout: Callable[..., Timeline], date: str) -> None:
    assert layout(FACE, [build_entry("a", date)], LANE_TITLES) is None
    timeline = layout(FACE, [build_entry("a", date), build_entry("b", "1942")], LANE_TITLES)
    assert [row.node.id for row in timeline.rows if row.node] == ["b"]


@pytest.mark.parametrize("step", [30, 60])
def test_many_distant_events_have_a_layout(step: int) -> None:
    points = [build_entry(f"n{year}", str(year)) for year in range(1000, 1000 + 27 * step, step)]
    spans = [build_entry(f"n{year}", f"{year}/{year + 5}") for year in range(1000, 1000 + 14 * step, step)]
    before_christ = [build_entry(f"n{year}", f"{year:05}") for year in range(-27 * step, 0, step)]
    single_day = [build_entry(f"n{index}", "-0043-03-15/-0043-03-15") for index in range(27)]
    for entries in (points, spans, before_christ, single_day):
        for layout in LAYOUTS:
            timeline = layout(FACE, entries, LANE_TITLES)
            assert timeline is not None
            assert_timeline(FACE, timeline)


@pytest.mark.parametrize(
    ("story", "history", "diverges"),
    [
        ("1942", "1940-08-21", True),
        ("1956", "1955-08/1960-01", True),
        ("1959", "1959-01", False),
        (("1956", "1959"), "1955-01/1964-10-16", True),
        (("1956", "1959"), "1958/1961~", False),
        (("1956", None), "1955", True),
        ((None, "1959"), "1960", True),
        ((None, None), "1960", False),
        ("1942", None, False),
    ],
)
def test_an_entry_diverges_if_it_cannot_begin_on_one_day_in_both(
    story: str | tuple[str | None, str | None], history: str | None, *, diverges: bool
) -> None:
    assert build_entry("a", story, history).diverges == diverges


@pytest.mark.parametrize(
    ("date", "styles"),
    [
        ("1942", [CORE]),
        ("1959/1961", [CORE]),
        ("1942-01-01/1949-12-31", [CORE]),
        ("1942-05-01", [MARK]),
        ("1942-05-01~", [DOUBTFUL_MARK]),
        ("168X", [SOFT]),
        ("[1956..1958]", [SOFT]),
        ("{1956..1958}", [CORE]),
        ("1957/", [CORE, SOFT, OPEN]),
        ("../1959", [CORE, SOFT, OPEN]),
        ("[..1959]", [CORE, SOFT, OPEN]),
        ("1958/1961~", [CORE, CORE]),
        ("1958~/1961", [CORE, CORE]),
        (("1956", "1959"), [BRACKET] * 3),
    ],
)
def test_a_bar_is_solid_and_fades_only_where_its_date_does(
    date: str | tuple[str | None, str | None], styles: list[str]
) -> None:
    span = build_entry("a", date).story
    assert [shape.style for shape in span_shapes(span, lambda time: time * 10, 0, 8)] == styles


def test_a_bar_is_as_long_as_its_date_states() -> None:
    (shape,) = span_shapes(dated_span("1959/1961"), lambda time: time * 10, 0, 8)
    assert (shape.points[0].x, shape.points[1].x) == (19590, 19620)


def test_bounds_are_a_thin_line_between_two_ticks() -> None:
    shapes = span_shapes(bounded_span("1956", "1959"), lambda time: time * 10, 0, 8)
    assert [shape.points[2].y - shape.points[0].y for shape in shapes] == [BRACKET_WIDTH, 8, 8]
    assert [shape.points[0].x for shape in shapes] == [19560, 19560, 19600]


def test_decimal_years_of_successive_days_are_contiguous() -> None:
    assert decimal_year((1958, 12, 31), is_end=True) == 1959 == decimal_year((1959, 1, 1))
    assert (
        decimal_year((1958, 2, 28))
        < decimal_year((1958, 3, 1))
        < decimal_year((1958, 3, 1), is_end=True)
        == decimal_year((1958, 3, 2))
    )


def test_sections_are_sorted_by_time() -> None:
    dates = {"a": "1942", "b": "-0043-03-15", "c": "../1959", "d": "0001", "e": "-0500"}
    entries = [build_entry(entry_id, date) for entry_id, date in dates.items()]
    entries += [build_entry("f", BOUNDS[0]), build_entry("g", BOUNDS[1], "1950"), build_entry("h", BOUNDS[1], "1940")]
    sections = entries_by_section(entries)
    names = {section: [entry.node.id for entry in members] for section, members in sections.items()}
    assert names == {DATED: ["c", "e", "b", "d", "a"], BOUNDED: ["f"], REAL: ["h", "g"]}


def test_the_dates_of_the_account_have_the_largest_labels_and_marks() -> None:
    entries = [
        build_entry("a", "1942", "1940"),
        build_entry("b", BOUNDS[0], "1958"),
        build_entry("c", BOUNDS[3], "1961"),
    ]
    for layout in LAYOUTS:
        timeline = layout(FACE, entries, LANE_TITLES)
        assert timeline is not None
        sizes = {
            row.style: max(line.size for _, lines in row.texts for line in lines) for row in timeline.rows if row.node
        }
        assert sizes[DATED] > sizes[BOUNDED] == sizes[REAL]
    timeline = wide(*entries)
    assert [style for style, lines in timeline.head if lines[0].text == "1942"] == ["year here"]
    heights = [
        shape.points[2].y - shape.points[0].y for row in timeline.rows for bar in row.bars for shape in bar.shapes
    ]
    assert heights[0] == max(heights) > heights[1]


def test_an_entry_has_its_dates_in_both_lanes_of_one_row() -> None:
    timeline = wide(build_entry("a", "1942", "1940-08-21"))
    row = timeline.rows[1]
    assert texts_of(timeline, "a") == "a 1942 21 August 1940"
    assert row.name == "a, in this timeline 1942, in reality 21 August 1940"
    assert row.tie[0].x < row.tie[1].x
    assert [bar.lane for bar in row.bars] == [STORY, HISTORY]


def test_a_bar_of_the_narrow_timeline_runs_through_every_year_to_its_end() -> None:
    entries = [build_entry("a", "1942/1949"), build_entry("b", "1944"), build_entry("c", "1950")]
    timeline = layout_timeline_narrow(FACE, entries, LANE_TITLES)
    assert timeline is not None
    with_bar = [
        row.texts[0][1][0].text if row.texts else "end"
        for row in timeline.rows
        if any(bar.entry_ids == ("a",) and bar.shapes[0].style == CORE for bar in row.bars)
    ]
    assert with_bar == ["a", "1944", "b", "1949", "end"]
    assert [row.style for row in timeline.rows if row.style.startswith("year")] == [
        *("year", "year", "year after-gap", "year"),
    ]


def test_a_bar_begins_right_of_the_bars_that_run_there() -> None:
    entries = [build_entry("a", "1942/1943"), build_entry("b", "1942/1950"), build_entry("c", "1945/1948")]
    timeline = layout_timeline_narrow(FACE, entries, LANE_TITLES)
    assert timeline is not None
    for row in timeline.rows:
        assert_no_leader_crosses_a_bar(row)


def test_the_first_place_of_an_entry_in_the_narrow_timeline_has_both_dates() -> None:
    entries = [build_entry("a", "1942", "1940"), build_entry("b", ("1956", "1959"), absence="no counterpart")]
    timeline = layout_timeline_narrow(FACE, entries, LANE_TITLES)
    assert timeline is not None
    assert [row.name for row in timeline.rows if row.node] == [
        "a, in reality 1940, in this timeline 1942",
        "a, in this timeline 1942",
        "b, in this timeline, in reality: no counterpart",
    ]
    assert [
        line.text for row in timeline.rows for style, lines in row.texts if style == "omission" for line in lines
    ] == ["13 years left out"]


def test_years_are_the_same_at_head_and_foot() -> None:
    timeline = wide(build_entry("a", "1942"), build_entry("b", "1990"))
    assert timeline.head[2:] == timeline.foot
    assert [lines[0].text for _, lines in timeline.foot] == ["1942", "1990", "47 years"]
    assert len(timeline.breaks) == 1


def test_years_before_christ_and_before_100_are_labelled_in_words() -> None:
    entries = [build_entry("a", "-0043-03-15"), build_entry("b", "0079")]
    timeline = wide(*entries)
    assert {"44 BC", "AD 79"} <= {line.text for _, lines in timeline.head for line in lines}


def test_the_legend_has_what_occurs_and_no_more() -> None:
    def words(*entries: TimelineEntry) -> list[str]:
        return [sample.words for sample in timeline_legend(entries, wide(*entries))]

    assert words(build_entry("a", "1942")) == ["this timeline"]
    assert words(build_entry("a", BOUNDS[1], "1942")) == ["in reality"]
    everything = [
        build_entry("a", "1942-05-01", "1940~"),
        build_entry("b", BOUNDS[0], "168X"),
        build_entry("c", "1957/"),
    ]
    assert len(words(*everything)) == 8


def test_problems_of_a_timeline_are_reported() -> None:
    timeline = wide(build_entry("a", "1942"))
    row = timeline.rows[1]
    with pytest.raises(LayoutError, match=r"^stage: 'a, in this timeline 1942' and 'a, in this timeline 1942' overlap"):
        replace(timeline, rows=(row, row)).validate("stage")
    with pytest.raises(LayoutError, match="leaves its row"):
        replace(timeline, rows=(replace(row, tie=(Point(-9, 0), Point(0, 0))),)).validate("stage")
