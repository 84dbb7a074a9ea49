"""Both layouts of the timeline, and the spans and records that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.font import Font
from macros.layout.model import LayoutError, Node, Point
from macros.layout.spans import CORE, DOUBTFUL, FAINT, MARK, OPEN, SOFT, STORY, Span, decimal_year, span_shapes
from macros.layout.timeline_model import TimelineEntry, group_undated, history_lane
from macros.layout.timeline_narrow import layout_timeline_narrow
from macros.layout.timeline_wide import layout_timeline_wide
from macros.scenario.dates import DateBounds, date_bounds, qualified_ends
from tests.conftest import FONT
from tests.layout.graphs import LARGE, TITLES
from tests.layout.layout_assertions import assert_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from macros.layout.timeline_model import Chart

FACE = Font(FONT, "Newsreader")
LANE_TITLES = ("This timeline", "Our timeline")
DATES = (
    "1942",
    "1942/1949",
    "1957/",
    "../1959",
    "1961~",
    "1958/1961~",
    "-0043-03-15",
    "Y-170000002",
    "Y999999999999",
    "1955-01/1964-10-16",
    "1976-09-09",
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
    entry_id: str, story: Span, history: str | None = None, absence_label: str = "", title: str = ""
) -> TimelineEntry:
    label = "Between these" if story.is_inferred else ""
    node = Node(entry_id, title or entry_id, "stated")
    return TimelineEntry(node, story, label, dated_span(history) if history else None, absence_label)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[TimelineEntry]:
    dice = draw(st.randoms(use_true_random=True))
    entries = []
    for index in range(draw(st.integers(1, 300))):
        story = dated_span(dice.choice(DATES)) if dice.random() < 0.3 else bounded_span(*dice.choice(BOUNDS))
        history = dice.choice([*DATES, None, None])
        absence_label = "It did not happen" if history is None and dice.random() < 0.1 else ""
        entries.append(build_entry(f"n{index}", story, history, absence_label, dice.choice(TITLES)))
    return entries


def ids_by_lane(chart: Chart) -> dict[str, list[str]]:
    return {lane: sorted(item.box.node.id for item in chart.items if item.lane == lane) for lane in ("here", "ours")}


@pytest.mark.parametrize("layout", LAYOUTS)
@given(entries=entry_lists())
@LARGE
def test_any_events_have_a_valid_and_complete_layout(layout: type, entries: Sequence[TimelineEntry]) -> None:
    chart = layout(FACE, entries, LANE_TITLES)
    if chart is None:
        assert all(
            entry.story.bounds == DateBounds(None, None, None, None) and entry.history is None for entry in entries
        )
        return
    assert_chart(FACE, chart)
    lanes = ids_by_lane(chart)
    assert lanes["here"] == sorted(entry.node.id for entry in entries)
    assert lanes["ours"] == sorted(entry.node.id for entry in entries if entry.history or entry.absence_label)
    assert sorted(connector.entry_id for connector in chart.connectors) == sorted(
        entry.node.id for entry in entries if entry.diverges
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_events_without_any_known_day_have_no_timeline(layout: type) -> None:
    assert layout(FACE, [build_entry("a", bounded_span(None, None))], LANE_TITLES) is None


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("date", DATES)
def test_a_single_event_has_a_valid_layout(layout: type, date: str) -> None:
    chart = layout(FACE, [build_entry("a", dated_span(date))], LANE_TITLES)
    assert chart is not None
    assert_chart(FACE, chart)


@pytest.mark.parametrize(
    ("story", "history", "diverges"),
    [
        (dated_span("1942"), "1940-08-21", True),
        (dated_span("1956"), "1955-08/1960-01", True),
        (dated_span("1959"), "1959-01", False),
        (bounded_span("1956", "1959"), "1955-01/1964-10-16", True),
        (bounded_span("1956", "1959"), "1958/1961~", False),
        (bounded_span("1956", None), "1955", True),
        (bounded_span(None, "1959"), "1960", True),
        (bounded_span(None, None), "1960", False),
        (dated_span("1942"), None, False),
    ],
)
def test_an_entry_diverges_if_it_cannot_begin_on_one_day_in_both(
    story: Span, history: str | None, *, diverges: bool
) -> None:
    assert build_entry("a", story, history).diverges == diverges
    assert build_entry("a", story, None, "It did not happen").diverges


@pytest.mark.parametrize(
    ("span", "styles"),
    [
        (dated_span("1942"), [SOFT, MARK]),
        (dated_span("1942/1949"), [SOFT, CORE]),
        (dated_span("1942-01-01/1949-12-31"), [SOFT, CORE]),
        (dated_span("1957/"), [SOFT, OPEN]),
        (dated_span("../1959"), [SOFT, OPEN]),
        (dated_span("1958/1961~"), [SOFT, CORE, DOUBTFUL]),
        (dated_span("1958~/1961"), [SOFT, CORE, DOUBTFUL]),
        (bounded_span("1956", "1959"), [FAINT]),
        (bounded_span("1956", None), [FAINT, OPEN]),
        (bounded_span(None, None), [FAINT, OPEN, OPEN]),
    ],
)
def test_the_shapes_of_a_span_show_how_certain_its_date_is(span: Span, styles: list[str]) -> None:
    assert [shape.style for shape in span_shapes(span, lambda time: time, 0, 10, (1900, 2000))] == styles


def test_the_core_of_a_span_is_certain_for_every_reading() -> None:
    soft, core = span_shapes(dated_span("1942/1949"), lambda time: time, 0, 10, (1900, 2000))
    assert (soft.points[0].x, soft.points[1].x) == (1942, 1950)
    assert (core.points[0].x, core.points[1].x) == (1943, 1949)


def test_decimal_years_of_successive_days_are_contiguous() -> None:
    assert decimal_year((1958, 12, 31), is_end=True) == 1959 == decimal_year((1959, 1, 1))
    assert (
        decimal_year((1958, 2, 28))
        < decimal_year((1958, 3, 1))
        < decimal_year((1958, 3, 1), is_end=True)
        == decimal_year((1958, 3, 2))
    )


def test_the_history_lane_begins_with_absent_events() -> None:
    entries = [
        build_entry("a", dated_span("1942"), "1960"),
        build_entry("b", dated_span("1942"), "1940"),
        build_entry("c", dated_span("1942"), None, "No"),
    ]
    assert [(node.id, span is None) for node, span in history_lane(entries)] == [
        ("c", True),
        ("b", False),
        ("a", False),
    ]


def test_the_history_lane_is_sorted_by_first_days_unknown_ones_first() -> None:
    dates = {"a": "1942", "b": "-0043-03-15", "c": "../1959", "d": "0001", "e": "-0500", "f": "/1900"}
    entries = [build_entry(entry_id, dated_span("1942"), date) for entry_id, date in dates.items()]
    assert [node.id for node, _ in history_lane(entries)] == ["c", "f", "e", "b", "d", "a"]


def test_undated_events_with_equal_bounds_form_a_group() -> None:
    entries = [
        build_entry(name, bounded_span(*bounds))
        for name, bounds in zip("abc", (BOUNDS[0], BOUNDS[1], BOUNDS[0]), strict=True)
    ]
    assert [
        [entry.node.id for entry in group]
        for group in group_undated([*entries, build_entry("d", dated_span("1942"))]).values()
    ] == [
        ["a", "c"],
        ["b"],
    ]


def test_empty_years_become_a_visible_axis_break() -> None:
    entries = [build_entry("a", dated_span("1900")), build_entry("b", dated_span("1950"))]
    for layout in LAYOUTS:
        chart = layout(FACE, entries, LANE_TITLES)
        assert chart is not None
        assert [bool(tick.axis_break) for tick in chart.ticks].count(True) == 1


def test_years_are_given_at_the_top_and_between_the_lanes() -> None:
    chart = layout_timeline_wide(
        FACE, [build_entry("a", dated_span("1942")), build_entry("b", bounded_span(*BOUNDS[0]))], LANE_TITLES
    )
    assert chart is not None
    for tick in chart.ticks:
        upper, lower = tick.labels
        assert (upper.text, upper.x) == (lower.text, lower.x)
        assert all(upper.y < item.box.y for item in chart.items)
        assert all(lower.y > item.box.bottom for item in chart.items if item.lane == STORY)


def test_years_before_christ_and_before_100_are_labelled_in_words() -> None:
    entries = [build_entry("a", dated_span("-0043-03-15")), build_entry("b", dated_span("0079"))]
    for layout in LAYOUTS:
        chart = layout(FACE, entries, LANE_TITLES)
        assert chart is not None
        assert {"44 BC", "AD 79"} <= {line.text for tick in chart.ticks for line in tick.labels}


def test_problems_of_a_timeline_are_reported() -> None:
    chart = layout_timeline_wide(FACE, [build_entry("a", dated_span("1942"))], LANE_TITLES)
    assert chart is not None
    (item,) = chart.items
    twice = type(chart)(chart.width, chart.height, (item, item), (), (), (), ())
    with pytest.raises(LayoutError, match=r"^stage: 'here a' and 'here a' overlap"):
        twice.validate("stage")
    outside = type(item)(item.lane, item.box, tuple(type(shape)(shape.style, (Point(-9, 0),)) for shape in item.shapes))
    with pytest.raises(LayoutError, match="leaves the canvas"):
        type(chart)(chart.width, chart.height, (outside,), (), (), (), ()).validate("stage")
