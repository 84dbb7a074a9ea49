from __future__ import annotations

import os
import subprocess
import sys
from graphlib import CycleError
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from macros.analysis.causality import CausalGraph, Direction, OutlineLine
from tests.analysis.graphs import (
    ancestors,
    chains,
    dags,
    descendants,
    digraphs,
    edges,
    graph_of,
    link,
    reachable,
)
from tests.conftest import ROOT

if TYPE_CHECKING:
    from macros.pages.scenario_index import ScenarioIndex

LONG = 1500
"""Longer than Python lets a function call itself."""


def whole_outline(graph: CausalGraph, entry_id: str, direction: Direction) -> tuple[OutlineLine, ...]:
    branches, has_more = graph.build_outline(entry_id, direction, len(graph.links))
    assert not has_more
    return branches


def test_the_order_of_ids_breaks_ties() -> None:
    assert graph_of("dcba").topological_order == tuple("dcba")
    assert graph_of("dcba", "a>d").topological_order == tuple("cbad")
    assert graph_of("abcd", "d>a").topological_order == tuple("bcda")
    assert graph_of("abcde", "e>c", "c>a").topological_order == tuple("bdeca")


@given(dags())
def test_causal_order_takes_the_first_entry_whose_causes_are_all_placed(graph: CausalGraph) -> None:
    order: list[str] = []
    while len(order) < len(graph.ids):
        ready = (
            entry_id
            for entry_id in graph.ids
            if entry_id not in order and all(cause in order for cause, effect in edges(graph) if effect == entry_id)
        )
        order.append(next(ready))
    assert graph.topological_order == tuple(order)


@given(dags())
def test_dominated_entries_are_those_no_root_reaches_without_the_dominator(graph: CausalGraph) -> None:
    roots = set(graph.ids) - {effect for _, effect in edges(graph)}
    for entry_id in graph.ids:
        unreachable = set(graph.ids) - reachable(graph, roots, without=entry_id) - {entry_id}
        assert graph.find_dominated(entry_id) == tuple(
            other for other in graph.topological_order if other in unreachable
        )


@given(dags(max_size=7))
def test_dominated_entries_have_the_dominator_in_every_chain_of_causes(graph: CausalGraph) -> None:
    for entry_id in graph.ids:
        through = [
            other
            for other in graph.topological_order
            if other != entry_id and all(entry_id in chain[:-1] for chain in chains(graph, other))
        ]
        assert graph.find_dominated(entry_id) == tuple(through)


@given(dags())
def test_weakened_entries_lose_some_causes_and_keep_others(graph: CausalGraph) -> None:
    for entry_id in graph.ids:
        removed = {entry_id, *graph.find_dominated(entry_id)}
        causes = {other: {cause for cause, effect in edges(graph) if effect == other} for other in graph.ids}
        weakened = [other for other in graph.topological_order if other not in removed and causes[other] & removed]
        assert graph.find_weakened(entry_id) == tuple(weakened)
        assert all(causes[other] - removed for other in weakened)


def test_dominated_and_weakened_entries_of_a_diamond() -> None:
    graph = graph_of("abcdex", "a>b", "a>c", "b>d", "c>d", "d>e", "x>e")
    assert graph.find_dominated("a") == ("b", "c", "d")
    assert graph.find_weakened("a") == ("e",)
    assert graph.find_dominated("b") == ()
    assert graph.find_weakened("b") == ("d",)
    assert graph.find_dominated("e") == graph.find_weakened("e") == ()


def test_links_in_spite_of_something_are_no_edges() -> None:
    graph = CausalGraph(("a", "b"), (link("a", "b", "in-spite-of"), link("b", "a")))
    assert graph.topological_order == ("b", "a")
    assert graph.causes["b"] == graph.effects["a"] == ()
    assert graph.find_dominated("a") == graph.find_weakened("a") == ()
    assert not list(graph.find_cycles())


def test_links_to_unknown_entries_and_self_links_are_no_edges() -> None:
    graph = graph_of("ab", "a>b", "a>unknown", "unknown>b", "a>a")
    assert graph.topological_order == ("a", "b")
    assert [edge.cause for edge in graph.causes["b"]] == ["a"]
    assert [edge.effect for edge in graph.effects["a"]] == ["b"]
    assert not list(graph.find_cycles())


def test_cycles_are_in_causal_order_from_their_first_id_on() -> None:
    assert list(graph_of("abcd", "b>d", "d>c", "c>b", "a>b").find_cycles()) == [("b", "d", "c")]
    assert sorted(graph_of("abcd", "a>b", "b>a", "d>c", "c>d").find_cycles()) == [("a", "b"), ("c", "d")]


def test_a_graph_with_a_cycle_has_no_causal_order() -> None:
    with pytest.raises(CycleError):
        _ = graph_of("ab", "a>b", "b>a").topological_order


@given(digraphs())
def test_cycles_are_real_and_without_their_links_none_is_left(graph: CausalGraph) -> None:
    cycles = list(graph.find_cycles())
    steps = [step for cycle in cycles for step in pairwise((*cycle, cycle[0]))]
    assert set(steps) <= edges(graph)
    assert all(len(set(cycle)) == len(cycle) and cycle[0] == min(cycle) for cycle in cycles)
    assert not list(CausalGraph(graph.ids, tuple(link(*pair) for pair in edges(graph) - set(steps))).find_cycles())
    has_cycle = any(cause in reachable(graph, {effect}) for cause, effect in edges(graph))
    assert bool(cycles) == has_cycle


def test_cycles_do_not_depend_on_hash_order() -> None:
    # Random graphs full of cycles: an unordered set anywhere in the search would give different ones in each process.
    script = (
        "import random\n"
        "from tests.analysis.graphs import graph_of\n"
        "dice = random.Random(5)\n"
        "for _ in range(100):\n"
        "    pairs = {'>'.join(dice.sample('abcdefgh', 2)): None for _ in range(16)}\n"
        "    print(list(graph_of('abcdefgh', *pairs).find_cycles()))\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    ]
    assert len(set(runs)) == 1, runs


def test_a_long_chain_needs_no_recursion() -> None:
    ids = tuple(f"n{number}" for number in range(LONG))
    graph = CausalGraph(ids, tuple(link(cause, effect) for cause, effect in pairwise(ids)))
    assert graph.topological_order == ids
    assert graph.count_reachable(ids[-1], "causes") == len(ids) - 1
    assert graph.find_dominated(ids[0]) == ids[1:]
    assert graph.find_weakened(ids[0]) == ()
    assert not list(graph.find_cycles())


def test_a_long_cycle_needs_no_recursion() -> None:
    ids = tuple(f"n{number}" for number in range(LONG))
    graph = CausalGraph(ids, tuple(link(cause, effect) for cause, effect in pairwise((*ids, ids[0]))))
    assert list(graph.find_cycles()) == [ids]


def test_a_dense_graph_of_hundreds_is_analysed() -> None:
    ids = tuple(f"n{number}" for number in range(300))
    links = tuple(link(cause, effect) for index, cause in enumerate(ids) for effect in ids[index + 1 : index + 8])
    graph = CausalGraph(ids, links)
    assert graph.topological_order == ids
    assert graph.find_dominated(ids[0]) == ids[1:]
    assert [len(graph.find_dominated(entry_id)) for entry_id in ids[1:-1]] == [0] * (len(ids) - 2)
    assert graph.count_reachable(ids[-1], "causes") == len(ids) - 1


def test_an_outline_puts_each_branch_where_it_is_nearest_and_never_repeats_it() -> None:
    graph = graph_of("abcde", "a>b", "b>c", "a>c", "c>d", "b>d", "d>e")
    lines = [(branch.depth, branch.entry_id, branch.is_repeat) for branch in whole_outline(graph, "e", "causes")]
    assert lines == [
        (0, "d", False),
        (1, "c", False),
        (2, "b", True),
        (2, "a", False),
        (1, "b", False),
        (2, "a", False),
    ]
    assert [branch.entry_id for branch in whole_outline(graph, "a", "effects")] == ["b", "c", "d", "e", "c", "d"]
    assert whole_outline(graph, "a", "causes") == ()


@given(dags())
def test_an_outline_has_each_link_between_reachable_entries_once(graph: CausalGraph) -> None:
    for entry_id in graph.ids:
        reachable: dict[Direction, tuple[str, ...]] = {
            "causes": ancestors(graph, entry_id),
            "effects": descendants(graph, entry_id),
        }
        for direction, reached in reachable.items():
            branches = whole_outline(graph, entry_id, direction)
            assert {branch.entry_id for branch in branches} == set(reached)
            inner_edges = [edge for edge in edges(graph) if {*edge} <= {entry_id, *reached}]
            assert sorted((branch.link.cause, branch.link.effect) for branch in branches) == sorted(inner_edges)


def test_a_limited_outline_has_the_lines_that_are_fewest_links_away() -> None:
    graph = graph_of("abcdefg", "a>b", "a>c", "b>d", "c>e", "d>f", "c>d", "f>g")
    outlines = [
        (limit, [branch.entry_id for branch in branches], has_more)
        for limit in range(8)
        for branches, has_more in [graph.build_outline("a", "effects", limit)]
    ]
    assert outlines == [
        (0, [], True),
        (1, ["b"], True),
        (2, ["b", "c"], True),
        (3, ["b", "d", "c"], True),
        (4, ["b", "d", "c", "e"], True),
        (5, ["b", "d", "c", "e", "d"], True),
        (6, ["b", "d", "f", "c", "e", "d"], True),
        (7, ["b", "d", "f", "g", "c", "e", "d"], False),
    ]
    assert graph.build_outline("g", "effects", 3) == ((), False)


@given(dags())
def test_a_limited_outline_is_part_of_the_whole_and_says_whether_there_is_more(graph: CausalGraph) -> None:
    for entry_id in graph.ids:
        whole = whole_outline(graph, entry_id, "causes")
        for limit in range(len(whole) + 2):
            branches, has_more = graph.build_outline(entry_id, "causes", limit)
            assert len(branches) == min(limit, len(whole))
            assert has_more == (limit < len(whole))
            assert len({(branch.link.cause, branch.link.effect) for branch in branches}) == len(branches)
            assert set(branches) <= set(whole)
        assert branches == whole


@given(dags())
def test_reachable_entries_are_counted_in_both_directions(graph: CausalGraph) -> None:
    for entry_id in graph.ids:
        assert graph.count_reachable(entry_id, "causes") == len(ancestors(graph, entry_id))
        assert graph.count_reachable(entry_id, "effects") == len(descendants(graph, entry_id))


def test_the_graph_of_a_story_is_acyclic_and_in_causal_order(index: ScenarioIndex) -> None:
    positions = {entry_id: position for position, entry_id in enumerate(index.causal_graph.topological_order)}
    assert sorted(positions) == sorted(index.entries)
    for cause, effect in edges(index.causal_graph):
        assert positions[cause] < positions[effect]


def test_entries_of_a_story_with_one_cause_are_dominated_by_it(index: ScenarioIndex) -> None:
    dominated = index.causal_graph.find_dominated("isthmus-canal")
    assert {"reed-burning", "well-draining", "mud-slides", "fall-of-the-regent"} <= set(dominated)
    assert "great-thirst" not in dominated
    assert "great-thirst" in index.causal_graph.find_weakened("isthmus-canal")
    assert "digging-continued" not in descendants(index.causal_graph, "report-of-1774")
