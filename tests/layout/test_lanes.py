from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from macros.layout.lanes import assign_lanes
from tests.layout.graphs import REPEATABLE

ENDS = st.integers(0, 30)
INTERVALS = st.lists(st.tuples(ENDS, ENDS).map(sorted).map(lambda ends: (ends[0], ends[1] + 1)), max_size=40)


def overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return max(first[0], second[0]) < min(first[1], second[1])


@REPEATABLE
@given(INTERVALS)
def test_overlapping_intervals_never_share_a_lane(pairs: list[tuple[int, int]]) -> None:
    intervals = dict(enumerate(pairs))
    lanes = assign_lanes(intervals)
    assert lanes.keys() == intervals.keys()
    for first, second in combinations(intervals, 2):
        assert not (overlap(intervals[first], intervals[second]) and lanes[first] == lanes[second])


@REPEATABLE
@given(INTERVALS)
def test_an_interval_gets_the_first_lane_free_of_shorter_ones(pairs: list[tuple[int, int]]) -> None:
    intervals = dict(enumerate(pairs))
    lengths = {key: (last - first, key) for key, (first, last) in intervals.items()}
    lanes = assign_lanes(intervals)
    for key, lane in lanes.items():
        shorter = [
            second
            for second in intervals
            if lengths[second] < lengths[key] and overlap(intervals[second], intervals[key])
        ]
        assert set(range(lane)) <= {lanes[second] for second in shorter}
        assert lane not in {lanes[second] for second in shorter}


def test_intervals_that_only_touch_share_a_lane() -> None:
    assert assign_lanes({"a": (0, 2), "b": (2, 5), "c": (5, 6)}) == {"a": 0, "b": 0, "c": 0}


def test_shorter_intervals_get_lower_lanes_and_ties_keep_order() -> None:
    assert assign_lanes({"long": (0, 9), "second": (1, 4), "third": (2, 5)}) == {"second": 0, "third": 1, "long": 2}


def test_no_intervals_need_no_lanes() -> None:
    assert assign_lanes({}) == {}
