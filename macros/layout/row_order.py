"""Node ordering of an arc diagram: causes above effects, short arcs, threads together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from macros.layout.model import Edge

THREAD_CHANGE_COST = 4
"""Cost of two neighbours of different threads, in rows of arc length."""
MAX_SWEEPS = 12


class _Graph(NamedTuple):
    """The causes of each node, its in-degree minus its out-degree, and its thread, all by id."""

    causes: Mapping[str, set[str]]
    net_degrees: Mapping[str, int]
    threads: Mapping[str, str]


def order_rows(node_ids: Sequence[str], edges: Iterable[Edge], threads: Mapping[str, str]) -> tuple[str, ...]:
    """Return ids, given in topological order, in a topological order with short arcs and few changes of thread.

    The sum of arc lengths equals the sum over all nodes of row times net degree, so the cost of a move is computed step
    by step. A local search moves nodes and runs of one thread to their cheapest row between their causes and effects,
    until a sweep moves nothing. The problem is NP-hard: it is the scheduling of weighted jobs with precedence on one
    machine (Lawler 1978).
    """
    rows = list(node_ids)
    causes: dict[str, set[str]] = {node_id: set() for node_id in node_ids}
    net_degrees = dict.fromkeys(node_ids, 0)
    for edge in edges:
        causes[edge.effect].add(edge.cause)
        net_degrees[edge.effect] += 1
        net_degrees[edge.cause] -= 1
    graph = _Graph(causes, net_degrees, threads)
    for _ in range(MAX_SWEEPS):
        is_node_moved = _sweep(rows, graph, by_run=False)
        if not _sweep(rows, graph, by_run=True) and not is_node_moved:
            break
    return tuple(rows)


def _sweep(rows: list[str], graph: _Graph, *, by_run: bool) -> bool:
    """Move each node, or each run of one thread, once to its cheapest row; return whether anything moved."""
    is_moved = False
    start = 0
    while start < len(rows):
        end = start + 1
        while by_run and end < len(rows) and graph.threads.get(rows[end]) == graph.threads.get(rows[start]):
            end += 1
        block = rows[start:end]
        others = rows[:start] + rows[end:]
        target = _cheapest_index(others, start, block, graph)
        if target != start:
            rows[:] = [*others[:target], *block, *others[target:]]
            is_moved = True
        start = end
    return is_moved


def _cheapest_index(others: list[str], start: int, block: list[str], graph: _Graph) -> int:
    """Return the index among the other nodes at which a block, now at `start`, costs least."""

    def cost(move: tuple[int, int]) -> int:
        return move[1] + _thread_change_cost(others, move[0], block, graph)

    return min(((start, 0), *_moves(others, start, block, graph)), key=cost)[0]


def _moves(others: list[str], start: int, block: list[str], graph: _Graph) -> Iterator[tuple[int, int]]:
    """Yield each index between causes and effects that a block can move to, with the change of arc lengths."""
    net_degree = sum(graph.net_degrees[node_id] for node_id in block)
    causes = {cause for node_id in block for cause in graph.causes[node_id]}
    length_change = 0
    for index in range(start - 1, -1, -1):
        if others[index] in causes:
            break
        length_change += len(block) * graph.net_degrees[others[index]] - net_degree
        yield index, length_change
    length_change = 0
    for index in range(start, len(others)):
        if not graph.causes[others[index]].isdisjoint(block):
            break
        length_change += net_degree - len(block) * graph.net_degrees[others[index]]
        yield index + 1, length_change


def _thread_change_cost(others: list[str], index: int, block: list[str], graph: _Graph) -> int:
    """Return the cost of the changes of thread that a block inserted at an index adds, less the one it splits."""
    before = graph.threads.get(others[index - 1]) if index else None
    after = graph.threads.get(others[index]) if index < len(others) else None
    first, last = graph.threads.get(block[0]), graph.threads.get(block[-1])
    return THREAD_CHANGE_COST * ((before != first) + (last != after) - (before != after))
