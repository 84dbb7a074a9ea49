from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from macros.layout.lanes import assign_lanes
from tests.layout.graphs import REPEATABLE

PLACES = st.integers(0, 30)
SPANS = st.lists(st.tuples(PLACES, PLACES).map(sorted).map(lambda ends: (ends[0], ends[1] + 1)), max_size=40)


def beside(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


@REPEATABLE
@given(SPANS)
def test_spans_beside_each_other_never_share_a_lane(found: list[tuple[int, int]]) -> None:
    spans = dict(enumerate(found))
    taken = assign_lanes(spans)
    assert taken.keys() == spans.keys()
    for one, other in combinations(spans, 2):
        assert not (beside(spans[one], spans[other]) and taken[one] == taken[other])


@REPEATABLE
@given(SPANS)
def test_a_span_has_the_nearest_lane_that_no_shorter_one_takes(found: list[tuple[int, int]]) -> None:
    spans = dict(enumerate(found))
    lengths = {key: (last - first, key) for key, (first, last) in spans.items()}
    taken = assign_lanes(spans)
    for key, lane in taken.items():
        shorter = [other for other in spans if lengths[other] < lengths[key] and beside(spans[other], spans[key])]
        assert set(range(lane)) <= {taken[other] for other in shorter}
        assert lane not in {taken[other] for other in shorter}


def test_spans_that_only_touch_share_a_lane() -> None:
    assert assign_lanes({"a": (0, 2), "b": (2, 5), "c": (5, 6)}) == {"a": 0, "b": 0, "c": 0}


def test_shorter_spans_stand_nearer_and_the_first_of_one_length_first() -> None:
    assert assign_lanes({"long": (0, 9), "second": (1, 4), "third": (2, 5)}) == {"second": 0, "third": 1, "long": 2}


def test_no_spans_take_no_lanes() -> None:
    assert assign_lanes({}) == {}
