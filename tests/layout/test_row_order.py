from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from macros.layout.model import Edge
from macros.layout.row_order import order_rows
from tests.layout.graphs import LARGE, chain, edges, graphs, layers, star, threads_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from macros.layout.causes_wide import Graph


def cost(order: Sequence[str], links: Sequence[Edge], threads: Mapping[str, str]) -> int:
    """Return the sum of the lengths of all arcs, and of four rows for each change of thread."""
    row = {node_id: index for index, node_id in enumerate(order)}
    lengths = sum(abs(row[edge.effect] - row[edge.cause]) for edge in links)
    return lengths + 4 * sum(threads.get(first) != threads.get(second) for first, second in pairwise(order))


def is_causal(order: Sequence[str], links: Sequence[Edge]) -> bool:
    row = {node_id: index for index, node_id in enumerate(order)}
    return all(row[edge.cause] < row[edge.effect] for edge in links)


def runs(order: Sequence[str], threads: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each entry, and of each run of entries of one thread."""
    for start in range(len(order)):
        yield start, start + 1
        if not start or threads.get(order[start - 1]) != threads.get(order[start]):
            same = [threads.get(node_id) == threads.get(order[start]) for node_id in order[start:]] + [False]
            yield start, start + same.index(False)


def moves(order: Sequence[str], threads: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield every order that results from moving one entry or one run."""
    for start, end in runs(order, threads):
        others = [*order[:start], *order[end:]]
        for target in range(len(others) + 1):
            yield [*others[:target], *order[start:end], *others[target:]]


def node_ids(graph: Graph) -> list[str]:
    return [node.id for node in graph.nodes]


@LARGE
@given(graphs())
def test_the_order_is_topological_complete_and_no_worse(graph: Graph) -> None:
    threads = threads_of(graph)
    order = order_rows(node_ids(graph), graph.edges, threads)
    assert sorted(order) == sorted(node_ids(graph))
    assert is_causal(order, graph.edges)
    assert cost(order, graph.edges, threads) <= cost(node_ids(graph), graph.edges, threads)
    assert order == order_rows(node_ids(graph), graph.edges, threads)


@given(graphs(max_size=9, links=2.5))
def test_no_single_move_of_a_node_or_run_lowers_the_cost(graph: Graph) -> None:
    threads = threads_of(graph, 3)
    order = order_rows(node_ids(graph), graph.edges, threads)
    least = cost(order, graph.edges, threads)
    better = [
        candidate
        for candidate in moves(order, threads)
        if is_causal(candidate, graph.edges) and cost(candidate, graph.edges, threads) < least
    ]
    assert better == []


@pytest.mark.parametrize("graph", [chain(200), star(60), layers(6, 5)], ids=["chain", "star", "layers"])
def test_regular_graphs_are_ordered(graph: Graph) -> None:
    order = order_rows(node_ids(graph), graph.edges, {})
    assert is_causal(order, graph.edges)
    assert cost(order, graph.edges, {}) <= cost(node_ids(graph), graph.edges, {})


def test_a_chain_keeps_its_order() -> None:
    graph = chain(200)
    assert order_rows(node_ids(graph), graph.edges, threads_of(graph)) == tuple(node_ids(graph))


def test_a_thread_stays_together_where_no_link_forbids_it() -> None:
    threads = {"a": "x", "b": "y", "c": "x", "d": "y", "e": "x"}
    order = order_rows("abcde", (), threads)
    assert [threads[node_id] for node_id in order] in (list("xxxyy"), list("yyxxx"))


def test_a_cause_moves_down_to_its_effect_and_an_effect_up_to_its_cause() -> None:
    assert order_rows("abcd", edges("a>d"), {}) in (tuple("bcad"), tuple("adbc"), tuple("badc"))
    assert order_rows("abcdef", edges("a>b", "b>c", "c>d", "d>e", "a>f"), {}).index("f") in {1, 2}


@pytest.mark.parametrize(("between", "first"), [(6, "z"), (7, "a")])
def test_two_changes_of_thread_cost_eight_rows(between: int, first: str) -> None:
    # Nine arcs each keep `a` and the chain under it together. Moving `z` beside `a` makes one arc longer by the chain.
    row = ("a", *(f"m{index}" for index in range(between)))
    chain_edges = tuple(Edge(first, second, "stated") for first, second in pairwise(row) for _ in range(9))
    threads = dict.fromkeys(row, "m") | {"a": "t", "z": "t", "y": "m"}
    order = order_rows((*row, "z", "y"), (*chain_edges, Edge("z", "y", "stated")), threads)
    assert order == (("z", *row, "y") if first == "z" else (*row, "z", "y"))


def test_whole_runs_move_where_single_nodes_cannot() -> None:
    # Either of `c` and `d` alone would cost two more changes of thread; both together shorten the two long arcs.
    links = edges("a>b", "a>b", "a>c", "a>d", "a>c", "a>d", "c>d", "b>e", "e>f", "f>g")
    threads = dict.fromkeys("abefg", "x") | dict.fromkeys("cd", "y")
    order = order_rows("abefgcd", links, threads)
    assert abs(order.index("c") - order.index("d")) == 1
    assert cost(order, links, threads) < cost("abefgcd", links, threads)


def test_no_nodes_have_an_empty_order() -> None:
    assert order_rows((), (), {}) == ()
