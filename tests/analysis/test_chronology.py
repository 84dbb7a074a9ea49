from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.analysis.causality import CausalGraph
from macros.analysis.chronology import Bound, Chronology, own_bounds
from tests.analysis.graphs import dags, edges, entry, graph_of, link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.edtf import Day
    from macros.scenario.model import Entry

YEARS = st.integers(1940, 1960)
DATES = st.one_of(
    st.none(),
    YEARS.map(str),
    YEARS.map("{}-02".format),
    YEARS.map("{}/..".format),
    YEARS.map("/{}".format),
    YEARS.map(lambda year: f"{year}/{year + 3}"),
)
WITHIN = st.one_of(
    st.none(),
    YEARS.map("[{}..]".format),
    YEARS.map("[..{}]".format),
    YEARS.map(lambda year: f"[{year}..{year + 3}]"),
)


def chronology(graph: CausalGraph, *entries: Entry) -> Chronology:
    return Chronology(graph, {entry.id: entry for entry in entries})


@st.composite
def chronologies(draw: st.DrawFn) -> Chronology:
    graph = draw(dags(max_size=6))
    dates = {entry_id: draw(DATES) for entry_id in graph.ids}
    return chronology(
        graph, *(entry(entry_id, date, None if date else draw(WITHIN)) for entry_id, date in dates.items())
    )


def day_and_path(bound: Bound) -> tuple[Day, tuple[str, ...]]:
    return bound.day, bound.path


def bounding_neighbours(graph: CausalGraph, *, is_earliest: bool) -> dict[str, set[str]]:
    """Return the neighbours that the bounds of each entry come from: its causes, or else its effects."""
    neighbours: dict[str, set[str]] = {entry_id: set() for entry_id in graph.ids}
    for cause, effect in edges(graph):
        neighbours[effect if is_earliest else cause].add(cause if is_earliest else effect)
    return neighbours


def reaching_bounds(
    entry_id: str, neighbours: Mapping[str, set[str]], own: Mapping[str, Day | None], fixed: set[str]
) -> Iterator[tuple[Day, tuple[str, ...]]]:
    """Yield each bound that reaches an entry along any chain, from the nearest dated entry of the chain at most."""
    day = own[entry_id]
    if day is not None:
        yield day, (entry_id,)
    if entry_id not in fixed:
        for near in neighbours[entry_id]:
            for day, path in reaching_bounds(near, neighbours, own, fixed):
                yield day, (*path, entry_id)


@given(chronologies(), st.booleans())
def test_bounds_are_the_tightest_along_any_chain(times: Chronology, is_earliest: bool) -> None:  # noqa: FBT001 - hypothesis draws it
    graph = times.graph
    own = {
        entry_id: own_bounds(entry).begins_earliest if is_earliest else own_bounds(entry).ends_latest
        for entry_id, entry in times.entries.items()
    }
    fixed = {
        entry_id for entry_id, entry in times.entries.items() if entry.date is not None and own[entry_id] is not None
    }
    bounds = times.earliest if is_earliest else times.latest
    for entry_id in graph.ids:
        candidates = list(reaching_bounds(entry_id, bounding_neighbours(graph, is_earliest=is_earliest), own, fixed))
        if not candidates:
            assert entry_id not in bounds
            continue
        tightest = (max if is_earliest else min)(day for day, _ in candidates)
        assert bounds[entry_id].day == tightest
        assert day_and_path(bounds[entry_id]) in candidates
        assert len(bounds[entry_id].path) == min(len(path) for day, path in candidates if day == tightest)


def test_bounds_propagate_in_both_directions() -> None:
    graph = graph_of("abcde", "a>b", "b>c", "c>d", "d>e")
    times = chronology(graph, entry("a", "1950"), entry("b"), entry("c"), entry("d"), entry("e", "1960"))
    assert day_and_path(times.earliest["d"]) == ((1950, 1, 1), ("a", "b", "c", "d"))
    assert day_and_path(times.latest["b"]) == ((1960, 12, 31), ("e", "d", "c", "b"))
    assert times.earliest["d"].origin_id == "a"


def test_the_latest_cause_and_the_earliest_effect_decide() -> None:
    graph = graph_of("abxcd", "a>x", "b>x", "x>c", "x>d")
    times = chronology(
        graph, entry("a", "1950"), entry("b", "1952"), entry("x"), entry("c", "1957"), entry("d", "1959")
    )
    assert day_and_path(times.earliest["x"]) == ((1952, 1, 1), ("b", "x"))
    assert day_and_path(times.latest["x"]) == ((1957, 12, 31), ("c", "x"))


def test_a_bound_that_the_data_gives_counts_with_the_others() -> None:
    graph = graph_of("axb", "a>x", "x>b")
    times = chronology(graph, entry("a", "1950"), entry("x", within="[1956..1970]"), entry("b", "1959"))
    assert day_and_path(times.earliest["x"]) == ((1956, 1, 1), ("x",))
    assert day_and_path(times.latest["x"]) == ((1959, 12, 31), ("b", "x"))


def test_of_equal_bounds_the_nearest_wins() -> None:
    graph = graph_of("abcd", "a>b", "b>d", "c>d")
    times = chronology(graph, entry("a", "1956"), entry("b"), entry("c", "1956"), entry("d"))
    assert times.earliest["d"].path == ("c", "d")
    times = chronology(graph, entry("a", "1956"), entry("b"), entry("c", "1956"), entry("d", within="[1956..]"))
    assert times.earliest["d"].path == ("d",)


def test_dated_entries_keep_their_own_date() -> None:
    graph = graph_of("abc", "a>b", "b>c")
    times = chronology(graph, entry("a", "1956"), entry("b", "1942/1949"), entry("c", "1930"))
    assert day_and_path(times.earliest["b"]) == ((1942, 1, 1), ("b",))
    assert day_and_path(times.latest["b"]) == ((1949, 12, 31), ("b",))
    assert times.earliest["c"].day == (1930, 1, 1)
    assert times.latest["a"].day == (1956, 12, 31)


def test_an_open_or_unknown_end_of_a_date_bounds_nothing() -> None:
    graph = graph_of("abcd", "a>b", "c>d")
    times = chronology(graph, entry("a", "/1942"), entry("b"), entry("c"), entry("d", "1959/.."))
    assert "a" not in times.earliest
    assert "b" not in times.earliest
    assert "d" not in times.latest
    assert "c" not in times.latest
    assert times.earliest["d"].day == (1959, 1, 1)


def test_links_in_spite_of_something_bound_nothing() -> None:
    graph = CausalGraph(("a", "b"), (link("a", "b", "in-spite-of"),))
    times = chronology(graph, entry("a", "1956"), entry("b"))
    assert "b" not in times.earliest


def test_an_invalid_date_bounds_nothing() -> None:
    times = chronology(graph_of("ab", "a>b"), entry("a", "some day"), entry("b", within="1959/1956"))
    assert not times.earliest
    assert not times.latest


def test_long_chains_need_no_recursion() -> None:
    ids = [f"n{number}" for number in range(1200)]
    graph = graph_of(ids, *(f"{cause}>{effect}" for cause, effect in pairwise(ids)))
    times = chronology(graph, entry(ids[0], "1956"), *(entry(entry_id) for entry_id in ids[1:]))
    assert day_and_path(times.earliest[ids[-1]]) == ((1956, 1, 1), tuple(ids))


@pytest.mark.parametrize(
    ("entry_id", "first", "last"),
    [
        ("laskaris-regency", 1571, 1574),
        ("league-disarms", 1648, 1648),
        ("distrust-of-the-league", 1648, 1774),
        ("isthmus-canal", 1648, 1774),
        ("pilgrim-zeal", None, 1774),
        ("digging-continued", 1774, None),
        ("siege-of-the-city", 1453, 1453),
        ("great-thirst", 1648, None),
        ("thirst-deaths", 1648, None),
        ("fall-of-the-regent", 1774, 1909),
    ],
)
def test_a_story_is_bounded_as_safely_as_its_account_allows(
    index: ScenarioIndex, entry_id: str, first: int | None, last: int | None
) -> None:
    earliest, latest = index.chronology.earliest.get(entry_id), index.chronology.latest.get(entry_id)
    assert (earliest.day if earliest else None) == ((first, 1, 1) if first else None)
    assert (latest.day if latest else None) == ((last, 12, 31) if last else None)


def test_bounds_of_a_story_follow_its_links_from_a_date_or_own_bound(index: ScenarioIndex) -> None:
    for bounds, is_earliest in ((index.chronology.earliest, True), (index.chronology.latest, False)):
        for entry_id, bound in bounds.items():
            source = index.entries[bound.origin_id]
            assert bound.path[-1] == entry_id
            assert source.date is not None or source.within is not None
            own = own_bounds(source)
            assert bound.day == (own.begins_earliest if is_earliest else own.ends_latest)
            assert set(pairwise(bound.path if is_earliest else bound.path[::-1])) <= edges(index.causal_graph)


def test_no_bound_of_a_story_contradicts_another(index: ScenarioIndex) -> None:
    for entry_id, earliest in index.chronology.earliest.items():
        latest = index.chronology.latest.get(entry_id)
        assert latest is None or earliest.day <= latest.day
