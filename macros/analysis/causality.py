"""The causal graph, a directed acyclic graph (DAG) of entries, and what follows from it."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal, TypeAlias

from macros.scenario.model import Link

CAUSE = "cause"
Direction: TypeAlias = Literal["causes", "effects"]
"""Which links to follow from an entry: against their direction to its causes, or along it to its effects."""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of an outline.

    Attributes:
        depth: the depth of the line, from 0.
        link: the link that the line follows.
        entry_id: the entry at the other end of the link.
        is_repeat: whether the links of the entry are listed under another line of the same entry.
    """

    depth: int
    link: Link
    entry_id: str
    is_repeat: bool


@dataclass(frozen=True)
class CausalGraph:
    """Entries as nodes, links of relation `cause` between two different ones of them as edges.

    Only `causes`, `effects` and `find_cycles` work where the graph has cycles.

    Attributes:
        ids: the entries; their order breaks ties.
        links: all links, also those that are no edges.
        causes: the edges into each entry, by its id.
        effects: the edges out of each entry, by its id.
    """

    ids: tuple[str, ...]
    links: tuple[Link, ...]
    causes: Mapping[str, tuple[Link, ...]] = field(init=False)
    effects: Mapping[str, tuple[Link, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the links by both ends."""
        causes: dict[str, list[Link]] = {entry_id: [] for entry_id in self.ids}
        effects: dict[str, list[Link]] = {entry_id: [] for entry_id in self.ids}
        for link in self.links:
            if link.relation == CAUSE and link.cause != link.effect and {link.cause, link.effect} <= causes.keys():
                causes[link.effect].append(link)
                effects[link.cause].append(link)
        object.__setattr__(self, "causes", {entry_id: tuple(links) for entry_id, links in causes.items()})
        object.__setattr__(self, "effects", {entry_id: tuple(links) for entry_id, links in effects.items()})

    def find_cycles(self) -> Iterator[tuple[str, ...]]:
        """Yield a cycle for each back edge of a depth-first search (Tarjan 1972), as its ids in causal order.

        A graph without these edges has no cycle, so every link that closes a cycle is accounted for.
        """
        successors = self._successors()
        visited: set[str] = set()
        for start in successors:
            path: dict[str, Iterator[str]] = {}
            pending: str | None = start if start not in visited else None
            while pending is not None or path:
                if pending is not None:
                    visited.add(pending)
                    path[pending] = iter(successors[pending])
                pending, last = None, next(reversed(path))
                for successor in path[last]:
                    if successor in path:
                        yield self._rotate(list(path)[list(path).index(successor) :])
                    elif successor not in visited:
                        pending = successor
                        break
                else:
                    del path[last]

    def _successors(self) -> dict[str, list[str]]:
        """Return the effects of each entry without duplicates, in the order of the entries and of their causes."""
        successors: dict[str, list[str]] = {}
        for entry_id in self.causes:
            successors.setdefault(entry_id, [])
            for cause in dict.fromkeys(link.cause for link in self.causes[entry_id]):
                successors.setdefault(cause, []).append(entry_id)
        return successors

    def _rotate(self, cycle: list[str]) -> tuple[str, ...]:
        """Return a cycle with the first of its entries, in the order of `ids`, first."""
        first = cycle.index(min(cycle, key=self._input_positions.__getitem__))
        return (*cycle[first:], *cycle[:first])

    @cached_property
    def _input_positions(self) -> dict[str, int]:
        return {entry_id: position for position, entry_id in enumerate(self.ids)}

    @cached_property
    def topological_order(self) -> tuple[str, ...]:
        """All ids in causal order: causes before effects, otherwise as in `ids` (a topological sort, a heap for ties).

        Raises:
            graphlib.CycleError: the graph has a cycle.
        """
        sorter = TopologicalSorter(
            {entry_id: [link.cause for link in links] for entry_id, links in self.causes.items()}
        )
        sorter.prepare()
        ready: list[int] = []
        order: list[str] = []
        while sorter.is_active():
            for entry_id in sorter.get_ready():
                heapq.heappush(ready, self._input_positions[entry_id])
            order.append(self.ids[heapq.heappop(ready)])
            sorter.done(order[-1])
        return tuple(order)

    @cached_property
    def topological_positions(self) -> dict[str, int]:
        """Positions of entries in causal order, by id."""
        return {entry_id: position for position, entry_id in enumerate(self.topological_order)}

    def _sort(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=self.topological_positions.__getitem__))

    def count_reachable(self, entry_id: str, direction: Direction) -> int:
        """Return the number of direct and indirect causes, or effects, of an entry.

        Sets of ancestors and descendants are bit sets, one bit for each pair of entries.
        """
        return (self._ancestors if direction == "causes" else self._descendants)[entry_id].bit_count() - 1

    @cached_property
    def _ancestors(self) -> dict[str, int]:
        """The set of an entry and its ancestors, by id of the entry: bits by position in causal order."""
        bits: dict[str, int] = {}
        for position, entry_id in enumerate(self.topological_order):
            bits[entry_id] = 1 << position
            for link in self.causes[entry_id]:
                bits[entry_id] |= bits[link.cause]
        return bits

    @cached_property
    def _descendants(self) -> dict[str, int]:
        """The set of an entry and its descendants, by id of the entry: bits by position in reverse causal order."""
        bits: dict[str, int] = {}
        for position, entry_id in enumerate(reversed(self.topological_order)):
            bits[entry_id] = 1 << position
            for link in self.effects[entry_id]:
                bits[entry_id] |= bits[link.effect]
        return bits

    def build_outline(self, entry_id: str, direction: Direction, limit: int) -> tuple[tuple[OutlineLine, ...], bool]:
        """Return an indented list of the direct and indirect causes, or effects, of an entry.

        Every link that can be reached is one line. Several lines may lead to the same entry; its own links are listed
        under the one that breadth-first search finds first, which has the least depth. If there are more than `limit`
        lines, those that the search finds last are left out, so the cost depends on the limit alone.

        Returns:
            The lines, depth first, and whether some are left out.
        """
        links = self.causes if direction == "causes" else self.effects
        parents: dict[str, Link] = {}
        children: dict[str, list[Link]] = {entry_id: []}
        pending = deque([entry_id])
        while pending and limit:
            current = pending.popleft()
            children[current] = list(links[current][:limit])
            limit -= len(children[current])
            for link in children[current]:
                neighbour = _neighbour_id(link, direction)
                if neighbour not in parents:
                    parents[neighbour] = link
                    pending.append(neighbour)
        has_more = any(len(links[current]) > len(lines) for current, lines in children.items())
        has_more = has_more or any(links[neighbour] for neighbour in pending)
        return tuple(self._outline_lines(entry_id, children, parents, direction)), has_more

    def _outline_lines(
        self, entry_id: str, children: Mapping[str, list[Link]], parents: Mapping[str, Link], direction: Direction
    ) -> Iterator[OutlineLine]:
        """Yield the lines of an outline, depth first, from the links under each entry and the first link to each."""
        links = self.causes if direction == "causes" else self.effects
        stack = [(0, link) for link in reversed(children[entry_id])]
        while stack:
            depth, link = stack.pop()
            neighbour = _neighbour_id(link, direction)
            is_first = parents[neighbour] is link
            yield OutlineLine(depth, link, neighbour, is_repeat=not is_first and bool(links[neighbour]))
            if is_first:
                stack += [(depth + 1, child) for child in reversed(children.get(neighbour, []))]

    @cached_property
    def _immediate_dominators(self) -> dict[str, str | None]:
        """The last entry on every causal chain to an entry; None where there is no such entry.

        Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001), with one root above all entries that
        have no cause. In a DAG one pass in causal order is enough.
        """
        dominators: dict[str, str | None] = {}
        depths: dict[str | None, int] = {None: 0}
        for entry_id in self.topological_order:
            common: str | None = None
            for index, link in enumerate(self.causes[entry_id]):
                common = link.cause if index == 0 else _common_dominator(common, link.cause, dominators, depths)
            dominators[entry_id] = common
            depths[entry_id] = depths[common] + 1
        return dominators

    @cached_property
    def _dominator_tree(self) -> Mapping[str, list[str]]:
        children: dict[str, list[str]] = {entry_id: [] for entry_id in self.topological_order}
        for entry_id, dominator in self._immediate_dominators.items():
            if dominator is not None:
                children[dominator].append(entry_id)
        return children

    def find_dominated(self, entry_id: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose every recorded cause without this one."""
        dominated: list[str] = []
        pending = [*self._dominator_tree[entry_id]]
        while pending:
            dominated.append(pending.pop())
            pending += self._dominator_tree[dominated[-1]]
        return self._sort(dominated)

    def find_weakened(self, entry_id: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose some of their recorded causes without this one."""
        removed = {entry_id, *self.find_dominated(entry_id)}
        return self._sort({link.effect for cause in removed for link in self.effects[cause]} - removed)


def _neighbour_id(link: Link, direction: Direction) -> str:
    return link.cause if direction == "causes" else link.effect


def _common_dominator(
    first: str | None, second: str | None, dominators: Mapping[str, str | None], depths: Mapping[str | None, int]
) -> str | None:
    """Return the lowest node of the dominator tree that is, or dominates, both nodes."""
    while first != second:
        if depths[first] < depths[second]:
            first, second = second, first
        first = dominators[first] if first is not None else None
    return first
