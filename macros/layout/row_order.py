"""The order of entries in one column: causes above effects, short arcs, threads together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from macros.layout.model import Edge

THREAD_COST = 4
"""How many rows of arcs' length it is worth to keep two neighbours of one thread together."""
SWEEPS = 12


class _Graph(NamedTuple):
    """The causes of each entry, how many more causes than effects it has, and its thread, all by id."""

    causes: Mapping[str, set[str]]
    pull: Mapping[str, int]
    threads: Mapping[str, str]


def row_order(names: Sequence[str], edges: Iterable[Edge], threads: Mapping[str, str]) -> tuple[str, ...]:
    """Return entries, given in a causal order, in one in which arcs are short and threads stay together.

    The sum of all arcs' lengths is each entry's place times how many more causes than effects it has, summed, so what
    a move costs is told step by step. Entries and whole runs of a thread are moved to wherever between their causes
    and effects it is cheapest, until nothing gets better. This is a local search: the problem is that of scheduling
    weighted jobs with precedence on one machine, which is NP-hard (Lawler 1978).
    """
    row = list(names)
    causes: dict[str, set[str]] = {name: set() for name in names}
    pull = dict.fromkeys(names, 0)
    for edge in edges:
        causes[edge.effect].add(edge.cause)
        pull[edge.effect] += 1
        pull[edge.cause] -= 1
    graph = _Graph(causes, pull, threads)
    for _ in range(SWEEPS):
        moved = _sweep(row, graph, runs=False)
        if not _sweep(row, graph, runs=True) and not moved:
            break
    return tuple(row)


def _sweep(row: list[str], graph: _Graph, *, runs: bool) -> bool:
    """Move each entry, or each run of one thread, once to where it costs least; tell whether anything moved."""
    moved = False
    start = 0
    while start < len(row):
        end = start + 1
        while runs and end < len(row) and graph.threads.get(row[end]) == graph.threads.get(row[start]):
            end += 1
        block = row[start:end]
        rest = row[:start] + row[end:]
        target = _best(rest, start, block, graph)
        if target != start:
            row[:] = [*rest[:target], *block, *rest[target:]]
            moved = True
        start = end
    return moved


def _best(rest: list[str], start: int, block: list[str], graph: _Graph) -> int:
    """Return where a block that stands before an index of the others stands best among them."""
    weight = sum(graph.pull[name] for name in block)
    needed = {cause for name in block for cause in graph.causes[name]}
    best, least = start, _seams(rest, start, block, graph)
    cost = 0
    for index in range(start - 1, -1, -1):
        if rest[index] in needed:
            break
        cost += len(block) * graph.pull[rest[index]] - weight
        if (total := cost + _seams(rest, index, block, graph)) < least:
            best, least = index, total
    cost = 0
    for index in range(start, len(rest)):
        if not graph.causes[rest[index]].isdisjoint(block):
            break
        cost += weight - len(block) * graph.pull[rest[index]]
        if (total := cost + _seams(rest, index + 1, block, graph)) < least:
            best, least = index + 1, total
    return best


def _seams(rest: list[str], index: int, block: list[str], graph: _Graph) -> int:
    """Return what the joints cost that putting a block in before an index makes, less the one that it breaks."""
    before = graph.threads.get(rest[index - 1]) if index else None
    after = graph.threads.get(rest[index]) if index < len(rest) else None
    first, last = graph.threads.get(block[0]), graph.threads.get(block[-1])
    return THREAD_COST * ((before != first) + (last != after) - (before != after))
