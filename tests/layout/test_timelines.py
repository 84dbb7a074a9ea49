"""Both timelines, of any events, and what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.font import Font
from macros.layout.model import LayoutError, Node, Point
from macros.layout.spans import CORE, DOUBTFUL, FAINT, MARK, OPEN, SOFT, STORY, Span, span_shapes, year_fraction
from macros.layout.timeline_model import Event, group_undated, history_lane
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
NAMES = ("This timeline", "Our timeline")
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
BOTH = (layout_timeline_wide, layout_timeline_narrow)


def dated(date: str) -> Span:
    return Span(date_bounds(date), *qualified_ends(date))


def bounded(first: str | None, last: str | None) -> Span:
    begin = date_bounds(first).begins_earliest if first else None
    end = date_bounds(last).ends_latest if last else None
    return Span(DateBounds(begin, end, begin, end), inferred=True)


def event(name: str, here: Span, ours: str | None = None, absent: str = "", title: str = "") -> Event:
    label = "Between these" if here.inferred else ""
    return Event(Node(name, title or name, "stated"), here, label, dated(ours) if ours else None, absent)


@st.composite
def stories(draw: st.DrawFn) -> list[Event]:
    dice = draw(st.randoms(use_true_random=True))
    found = []
    for index in range(draw(st.integers(1, 300))):
        here = dated(dice.choice(DATES)) if dice.random() < 0.3 else bounded(*dice.choice(BOUNDS))
        ours = dice.choice([*DATES, None, None])
        absent = "It did not happen" if ours is None and dice.random() < 0.1 else ""
        found.append(event(f"n{index}", here, ours, absent, dice.choice(TITLES)))
    return found


def lanes(chart: Chart) -> dict[str, list[str]]:
    return {lane: sorted(item.box.node.id for item in chart.items if item.lane == lane) for lane in ("here", "ours")}


@pytest.mark.parametrize("draw", BOTH)
@given(events=stories())
@LARGE
def test_any_events_are_drawn_soundly_and_all_of_them(draw: type, events: Sequence[Event]) -> None:
    chart = draw(FACE, events, NAMES)
    if chart is None:
        assert all(one.story.extent == DateBounds(None, None, None, None) and one.history is None for one in events)
        return
    assert_chart(FACE, chart)
    found = lanes(chart)
    assert found["here"] == sorted(one.node.id for one in events)
    assert found["ours"] == sorted(one.node.id for one in events if one.history or one.absent)
    assert sorted(connector.id for connector in chart.connectors) == sorted(
        one.node.id for one in events if one.diverges
    )


@pytest.mark.parametrize("draw", BOTH)
def test_events_without_any_day_have_no_timeline(draw: type) -> None:
    assert draw(FACE, [event("a", bounded(None, None))], NAMES) is None


@pytest.mark.parametrize("draw", BOTH)
@pytest.mark.parametrize("date", DATES)
def test_one_event_alone_is_drawn(draw: type, date: str) -> None:
    chart = draw(FACE, [event("a", dated(date))], NAMES)
    assert chart is not None
    assert_chart(FACE, chart)


@pytest.mark.parametrize(
    ("here", "ours", "tied"),
    [
        (dated("1942"), "1940-08-21", True),
        (dated("1956"), "1955-08/1960-01", True),
        (dated("1959"), "1959-01", False),
        (bounded("1956", "1959"), "1955-01/1964-10-16", True),
        (bounded("1956", "1959"), "1958/1961~", False),
        (bounded("1956", None), "1955", True),
        (bounded(None, "1959"), "1960", True),
        (bounded(None, None), "1960", False),
        (dated("1942"), None, False),
    ],
)
def test_an_entry_is_tied_where_it_cannot_have_begun_on_one_day_in_both(
    here: Span, ours: str | None, *, tied: bool
) -> None:
    assert event("a", here, ours).diverges == tied
    assert event("a", here, None, "It did not happen").diverges


@pytest.mark.parametrize(
    ("span", "styles"),
    [
        (dated("1942"), [SOFT, MARK]),
        (dated("1942/1949"), [SOFT, CORE]),
        (dated("1942-01-01/1949-12-31"), [SOFT, CORE]),
        (dated("1957/"), [SOFT, OPEN]),
        (dated("../1959"), [SOFT, OPEN]),
        (dated("1958/1961~"), [SOFT, CORE, DOUBTFUL]),
        (dated("1958~/1961"), [SOFT, CORE, DOUBTFUL]),
        (bounded("1956", "1959"), [FAINT]),
        (bounded("1956", None), [FAINT, OPEN]),
        (bounded(None, None), [FAINT, OPEN, OPEN]),
    ],
)
def test_a_span_is_drawn_as_certain_as_its_date_is(span: Span, styles: list[str]) -> None:
    assert [shape.style for shape in span_shapes(span, lambda time: time, 0, 10, (1900, 2000))] == styles


def test_the_core_of_a_span_is_what_every_reading_of_its_date_holds() -> None:
    soft, core = span_shapes(dated("1942/1949"), lambda time: time, 0, 10, (1900, 2000))
    assert (soft.points[0].x, soft.points[1].x) == (1942, 1950)
    assert (core.points[0].x, core.points[1].x) == (1943, 1949)


def test_days_follow_each_other_and_the_end_of_a_year_is_the_beginning_of_the_next() -> None:
    assert year_fraction((1958, 12, 31), end=True) == 1959 == year_fraction((1959, 1, 1))
    assert (
        year_fraction((1958, 2, 28))
        < year_fraction((1958, 3, 1))
        < year_fraction((1958, 3, 1), end=True)
        == year_fraction((1958, 3, 2))
    )


def test_the_lane_of_our_timeline_begins_with_what_did_not_happen() -> None:
    events = [
        event("a", dated("1942"), "1960"),
        event("b", dated("1942"), "1940"),
        event("c", dated("1942"), None, "No"),
    ]
    assert [(node.id, span is None) for node, span in history_lane(events)] == [
        ("c", True),
        ("b", False),
        ("a", False),
    ]


def test_undated_entries_share_a_group_where_they_share_their_bounds() -> None:
    events = [
        event(name, bounded(*bounds)) for name, bounds in zip("abc", (BOUNDS[0], BOUNDS[1], BOUNDS[0]), strict=True)
    ]
    assert [
        [one.node.id for one in group] for group in group_undated([*events, event("d", dated("1942"))]).values()
    ] == [
        ["a", "c"],
        ["b"],
    ]


def test_years_in_which_nothing_stands_are_left_out_visibly() -> None:
    events = [event("a", dated("1900")), event("b", dated("1950"))]
    for draw in BOTH:
        chart = draw(FACE, events, NAMES)
        assert chart is not None
        assert [bool(tick.axis_break) for tick in chart.ticks].count(True) == 1


def test_years_stand_over_everything_as_well_as_between_the_lanes() -> None:
    chart = layout_timeline_wide(FACE, [event("a", dated("1942")), event("b", bounded(*BOUNDS[0]))], NAMES)
    assert chart is not None
    for tick in chart.ticks:
        upper, lower = tick.labels
        assert (upper.words, upper.x) == (lower.words, lower.x)
        assert all(upper.y < item.box.y for item in chart.items)
        assert all(lower.y > item.box.bottom for item in chart.items if item.lane == STORY)


def test_years_before_christ_and_before_1000_are_labelled_as_people_write_them() -> None:
    for draw in BOTH:
        chart = draw(FACE, [event("a", dated("-0043-03-15")), event("b", dated("0079"))], NAMES)
        assert chart is not None
        assert {"44 BC", "AD 79"} <= {text.words for tick in chart.ticks for text in tick.labels}


def test_what_is_wrong_in_a_timeline_is_told() -> None:
    chart = layout_timeline_wide(FACE, [event("a", dated("1942"))], NAMES)
    assert chart is not None
    (item,) = chart.items
    twice = type(chart)(chart.width, chart.height, (item, item), (), (), (), ())
    with pytest.raises(LayoutError, match=r"^stage: 'here a' and 'here a' overlap"):
        twice.validate("stage")
    outside = type(item)(item.lane, item.box, tuple(type(shape)(shape.style, (Point(-9, 0),)) for shape in item.shapes))
    with pytest.raises(LayoutError, match="leaves the canvas"):
        type(chart)(chart.width, chart.height, (outside,), (), (), (), ()).validate("stage")
