from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.axis import BREAK_WIDTH, build_axis

TIMES = st.lists(st.floats(-3000, 3000), min_size=1, max_size=30)


@given(TIMES)
def test_coordinates_increase_with_time_and_stay_on_the_axis(times: list[float]) -> None:
    axis = build_axis(times, 50, 950)
    coords = [axis(time) for time in sorted(times)]
    assert all(first <= second + 1e-9 for first, second in pairwise(coords))
    assert all(50 - 1e-6 <= coord <= 950 + 1e-6 for coord in coords)
    years = list(axis.ticks())
    assert years == sorted(set(years))


def test_all_drawn_years_have_the_same_length() -> None:
    axis = build_axis([1940, 1948, 1956, 1960, 1965], 0, 1000)
    assert {round(axis(year + 1) - axis(year), 6) for year in range(1940, 1965)} == {40.0}
    assert list(axis.ticks()) == list(range(1940, 1966))
    assert list(axis.breaks()) == []


def test_ten_empty_years_become_an_axis_break_and_nine_do_not() -> None:
    assert list(build_axis([1940, 1949], 0, 500).breaks()) == []
    axis = build_axis([1940, 1950, 1960.5], 0, 500)
    first, second = axis.breaks()
    assert (axis(1941), axis(1949)) == pytest.approx(first)
    assert first[1] - first[0] == pytest.approx(BREAK_WIDTH)
    assert second[0] > first[1]
    assert 1945 not in axis.ticks()


def test_breaks_take_at_most_half_of_the_axis_and_are_the_longest_stretches() -> None:
    times = [*range(1000, 1331, 11), 2000]
    axis = build_axis(times, 0, 500)
    assert len(axis.breaks()) == 5
    assert axis.breaks()[-1] == pytest.approx((axis(1331), axis(1999)))
    coords = [axis(time) for time in times]
    assert coords == sorted(set(coords))


def test_ticks_are_thinned_out_where_labels_would_be_too_close() -> None:
    years = list(build_axis(range(1900, 2000), 0, 500).ticks())
    assert years[0] == 1900
    assert years[-1] == 1999
    assert all(year % 10 == 0 for year in years[:-1])


def test_a_single_time_has_an_axis_of_one_year() -> None:
    axis = build_axis([1942], 0, 100)
    assert (axis(1942), axis(1943), axis(1999)) == (0, 100, 100)
