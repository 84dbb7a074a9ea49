from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.axis import CLEARANCE, DAY, MONTH, YEAR, Axis, build_axis, period_label

TIMES = st.lists(st.floats(-3000, 3000), min_size=1, max_size=60)


def measure(label: str) -> float:
    return 8.0 * len(label)


def axis_of(*years: int, right: float = 600.0) -> Axis:
    return build_axis([float(year) for year in years], [year + 1.0 for year in years], 0.0, right, measure)


@given(TIMES)
def test_coordinates_increase_with_time_and_stay_on_the_axis(times: list[float]) -> None:
    axis = build_axis(times, [time + 0.1 for time in times], 50, 950, measure)
    coords = [axis(time) for time in sorted(times)]
    assert all(first <= second + 1e-9 for first, second in pairwise(coords))
    assert all(50 - 1e-6 <= coord <= 950 + 1e-6 for coord in coords)
    assert axis.coords[0] == 50
    assert axis.coords[-1] == pytest.approx(950)


@given(TIMES)
def test_labels_do_not_touch_each_other_or_breaks(times: list[float]) -> None:
    axis = build_axis(times, [time + 0.1 for time in times], 0, 600, measure)
    labels = axis.labels((), measure)
    assert labels
    ends = [(x - measure(period_label(period, axis.unit)) / 2, x * 2) for period, x in labels.items()]
    boxes = sorted((left, twice - left) for left, twice in ends)
    assert all(first[1] + CLEARANCE <= second[0] + 1e-6 for first, second in pairwise(boxes))
    for left, right in boxes:
        assert all(right + CLEARANCE <= start + 1e-6 or end + CLEARANCE <= left + 1e-6 for start, end in axis.breaks)
        assert right <= 600 + 1e-6


def test_the_years_in_which_most_happens_have_most_room() -> None:
    axis = axis_of(1940, 1942, 1949, 1956, 1956, 1959, 1959)
    left, right = axis.column(1956)
    single_left, single_right = axis.column(1942)
    assert right - left > single_right - single_left > axis(1942) - axis(1941) > 0


def test_empty_years_become_breaks_of_equal_width() -> None:
    axis = axis_of(1453, 1687, 1715, 1914)
    assert [end - start for start, end in axis.breaks] == pytest.approx([measure("232 years") + 2 * CLEARANCE] * 3)
    assert [(axis(1454), axis(1687)), (axis(1688), axis(1715)), (axis(1716), axis(1914))] == [
        pytest.approx(ends) for ends in axis.breaks
    ]
    assert axis.omissions == ("233 years", "27 years", "198 years")
    assert list(axis.labels((), measure)) == [1453, 1687, 1715, 1914]


def test_a_single_empty_year_is_no_break() -> None:
    assert axis_of(1940, 1942).breaks == ()


def test_the_longest_stretches_are_left_out_where_there_is_no_room_for_all() -> None:
    axis = axis_of(*range(1000, 1811, 30), 2500)
    assert 1 <= len(axis.breaks) < 27
    assert axis.breaks[-1] == pytest.approx((axis(1811), axis(2500)))
    assert axis.labels((), measure)


def test_preferred_years_are_labelled_first() -> None:
    years = range(1900, 2000)
    labels = axis_of(*years).labels([1951, 1942], measure)
    assert {1942, 1951} <= set(labels)
    assert len(labels) < 20


def test_spans_of_a_day_and_of_five_thousand_years_have_an_axis() -> None:
    ages = axis_of(-2999, -43, 1958)
    assert [period_label(year, YEAR) for year in ages.labels((), measure)] == ["3000 BC", "44 BC", "1958"]
    day = build_axis([1453 + 97 / 372], [1453 + 98 / 372], 0, 600, measure)
    assert (day.unit, [period_label(period, DAY) for period in day.labels((), measure)]) == (DAY, ["5 April 1453"])
    months = build_axis([1453, 1453 + 2 / 12], [1453 + 1 / 12, 1454], 0, 600, measure)
    assert (months.unit, period_label(months.periods[0], MONTH)) == (MONTH, "January 1453")


def test_a_single_year_has_an_axis_of_that_year() -> None:
    axis = axis_of(1942, right=100)
    assert (axis.unit, axis(1942), axis(1943), axis(1999)) == (YEAR, 0, 100, 100)
