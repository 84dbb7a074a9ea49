"""The causal graph, a directed acyclic graph (DAG) of entries, and what follows from it."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter

from macros.scenario.model import Link

CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of an outline: its depth, from 0, the link that it follows, and the entry at the far end of the link.

    `is_repeat` tells that what lies beyond the entry stands under another line of it.
    """

    depth: int
    link: Link
    entry: str
    is_repeat: bool


@dataclass(frozen=True)
class CausalGraph:
    """Entries as nodes, links of relation `cause` between two different ones of them as edges.

    `ids` are the entries, whose order breaks ties wherever the graph leaves one. `causes` and `effects` are the links
    into and out of each entry. Only `causes`, `effects` and `find_cycles` work where the graph has cycles.
    """

    ids: tuple[str, ...]
    links: tuple[Link, ...]
    causes: Mapping[str, tuple[Link, ...]] = field(init=False)
    effects: Mapping[str, tuple[Link, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the links by both ends."""
        causes: dict[str, list[Link]] = {name: [] for name in self.ids}
        effects: dict[str, list[Link]] = {name: [] for name in self.ids}
        for link in self.links:
            if link.relation == CAUSE and link.cause != link.effect and {link.cause, link.effect} <= causes.keys():
                causes[link.effect].append(link)
                effects[link.cause].append(link)
        object.__setattr__(self, "causes", {name: tuple(links) for name, links in causes.items()})
        object.__setattr__(self, "effects", {name: tuple(links) for name, links in effects.items()})

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
        for name in self.causes:
            successors.setdefault(name, [])
            for cause in dict.fromkeys(link.cause for link in self.causes[name]):
                successors.setdefault(cause, []).append(name)
        return successors

    def _rotate(self, cycle: list[str]) -> tuple[str, ...]:
        """Return a cycle with the first of its entries, in the order of `ids`, first."""
        first = cycle.index(min(cycle, key=self._rank.__getitem__))
        return (*cycle[first:], *cycle[:first])

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {name: rank for rank, name in enumerate(self.ids)}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All ids in causal order: causes before effects, otherwise as in `ids` (a topological sort, a heap for ties).

        Raises:
            graphlib.CycleError: the graph has a cycle.
        """
        sorter = TopologicalSorter({name: [link.cause for link in links] for name, links in self.causes.items()})
        sorter.prepare()
        ready: list[int] = []
        order: list[str] = []
        while sorter.is_active():
            for name in sorter.get_ready():
                heapq.heappush(ready, self._rank[name])
            order.append(self.ids[heapq.heappop(ready)])
            sorter.done(order[-1])
        return tuple(order)

    @cached_property
    def position(self) -> dict[str, int]:
        """Positions of entries in causal order, by id."""
        return {name: position for position, name in enumerate(self.order)}

    def _sort(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=self.position.__getitem__))

    def count_reachable(self, name: str, *, causes: bool) -> int:
        """Return how many entries led to an entry, directly or not, or how many it led to.

        Sets of ancestors and descendants are bit sets, one bit for each pair of entries.
        """
        return (self._ancestors if causes else self._descendants)[name].bit_count() - 1

    @cached_property
    def _ancestors(self) -> dict[str, int]:
        """Each entry with itself and its ancestors, as bits by their position in causal order."""
        bits: dict[str, int] = {}
        for position, name in enumerate(self.order):
            bits[name] = 1 << position
            for link in self.causes[name]:
                bits[name] |= bits[link.cause]
        return bits

    @cached_property
    def _descendants(self) -> dict[str, int]:
        """Each entry with itself and its descendants, as bits by their position in reverse causal order."""
        bits: dict[str, int] = {}
        for position, name in enumerate(reversed(self.order)):
            bits[name] = 1 << position
            for link in self.effects[name]:
                bits[name] |= bits[link.effect]
        return bits

    def outline(self, name: str, *, causes: bool, limit: int) -> tuple[tuple[Branch, ...], bool]:
        """Return the first `limit` lines of an outline of what led to an entry, or of what it led to.

        What lies beyond an entry stands once, under the line of it that is the fewest links away (breadth-first
        search), the first of several. Lines that are fewer links away come first under the limit, and the cost depends
        on the limit alone.

        Returns:
            The lines, depth first, and whether there are more.
        """
        links = self.causes if causes else self.effects
        parents: dict[str, Link] = {}
        children: dict[str, list[Link]] = {name: []}
        pending = deque([name])
        while pending and limit:
            near = pending.popleft()
            children[near] = list(links[near][:limit])
            limit -= len(children[near])
            for link in children[near]:
                far = link.cause if causes else link.effect
                if far not in parents:
                    parents[far] = link
                    pending.append(far)
        has_more = any(len(links[near]) > len(lines) for near, lines in children.items())
        has_more = has_more or any(links[far] for far in pending)
        return tuple(self._branches(name, children, parents, causes=causes)), has_more

    def _branches(
        self, name: str, children: Mapping[str, list[Link]], parents: Mapping[str, Link], *, causes: bool
    ) -> Iterator[Branch]:
        """Yield the lines of an outline, depth first, from the links under each entry and the first link to each."""
        links = self.causes if causes else self.effects
        stack = [(0, link) for link in reversed(children[name])]
        while stack:
            depth, link = stack.pop()
            far = link.cause if causes else link.effect
            is_first = parents[far] is link
            yield Branch(depth, link, far, is_repeat=not is_first and bool(links[far]))
            if is_first:
                stack += [(depth + 1, beyond) for beyond in reversed(children.get(far, []))]

    @cached_property
    def _immediate_dominators(self) -> dict[str, str | None]:
        """The last entry on every causal chain to an entry; None where there is no such entry.

        Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001), with one root above all entries that
        have no cause. In a DAG one pass in causal order is enough.
        """
        dominators: dict[str, str | None] = {}
        depths: dict[str | None, int] = {None: 0}
        for name in self.order:
            common: str | None = None
            for index, link in enumerate(self.causes[name]):
                common = link.cause if index == 0 else _common_dominator(common, link.cause, dominators, depths)
            dominators[name] = common
            depths[name] = depths[common] + 1
        return dominators

    @cached_property
    def _dominator_tree(self) -> Mapping[str, list[str]]:
        children: dict[str, list[str]] = {name: [] for name in self.order}
        for name, dominator in self._immediate_dominators.items():
            if dominator is not None:
                children[dominator].append(name)
        return children

    def dominated_by(self, name: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose every recorded cause without this one."""
        dominated: list[str] = []
        pending = [*self._dominator_tree[name]]
        while pending:
            dominated.append(pending.pop())
            pending += self._dominator_tree[dominated[-1]]
        return self._sort(dominated)

    def weakened_by(self, name: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose some of their recorded causes without this one."""
        removed = {name, *self.dominated_by(name)}
        return self._sort({link.effect for cause in removed for link in self.effects[cause]} - removed)


def _common_dominator(
    first: str | None, second: str | None, dominators: Mapping[str, str | None], depths: Mapping[str | None, int]
) -> str | None:
    """Return the lowest node of the dominator tree that is, or dominates, both nodes."""
    while first != second:
        if depths[first] < depths[second]:
            first, second = second, first
        first = dominators[first] if first is not None else None
    return first
