"""The directed acyclic graph (DAG) of causes, and what follows from it."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from macros.lore.model import Link

CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of an outline: how deep it stands, from 0 on, the link that it follows, and the entry it leads to.

    `again` tells that what lies beyond the entry stands under another line of it.
    """

    depth: int
    link: Link
    entry: str
    again: bool


@dataclass(frozen=True)
class Causality:
    """Who led to whom. Only links of relation `cause` count, and only between two of the ids that are given.

    `ids` keep their order: it breaks ties wherever the graph leaves one. The graph has to be acyclic for everything
    but `causes`, `effects` and `cycles`.
    """

    ids: tuple[str, ...]
    links: tuple[Link, ...]
    causes: Mapping[str, tuple[Link, ...]] = field(init=False)
    effects: Mapping[str, tuple[Link, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the links by both ends."""
        known = set(self.ids)
        causes: dict[str, list[Link]] = {name: [] for name in self.ids}
        effects: dict[str, list[Link]] = {name: [] for name in self.ids}
        for link in self.links:
            if link.relation == CAUSE and link.cause != link.effect and {link.cause, link.effect} <= known:
                causes[link.effect].append(link)
                effects[link.cause].append(link)
        object.__setattr__(self, "causes", {name: tuple(found) for name, found in causes.items()})
        object.__setattr__(self, "effects", {name: tuple(found) for name, found in effects.items()})

    def cycles(self) -> Iterator[tuple[str, ...]]:
        """Give cycles, each as its ids in causal order, until the links that close them are all accounted for."""
        predecessors = {name: dict.fromkeys(link.cause for link in self.causes[name]) for name in self.ids}
        while True:
            try:
                TopologicalSorter(predecessors).prepare()
            except CycleError as error:
                cycle = tuple(error.args[1][:-1])
                first = min(range(len(cycle)), key=lambda index: self._rank[cycle[index]])
                cycle = cycle[first:] + cycle[:first]
                yield cycle
                del predecessors[cycle[0]][cycle[-1]]
            else:
                return

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.ids)}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All ids, causes before effects, otherwise in the order given (Kahn 1962, with a heap for the ties).

        Raises:
            graphlib.CycleError: the graph has a cycle.
        """
        sorter = TopologicalSorter({name: {link.cause for link in self.causes[name]} for name in self.ids})
        sorter.prepare()
        ready: list[int] = []
        order: list[str] = []
        while sorter.is_active():
            for name in sorter.get_ready():
                heapq.heappush(ready, self._rank[name])
            name = self.ids[heapq.heappop(ready)]
            order.append(name)
            sorter.done(name)
        return tuple(order)

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return everything that led to an entry, in causal order."""
        return self._reach(name, {key: [link.cause for link in found] for key, found in self.causes.items()})

    def descendants(self, name: str) -> tuple[str, ...]:
        """Return everything that an entry led to, in causal order."""
        return self._reach(name, {key: [link.effect for link in found] for key, found in self.effects.items()})

    def _reach(self, name: str, steps: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
        seen: set[str] = set()
        pending = list(steps[name])
        while pending:
            step = pending.pop()
            if step not in seen:
                seen.add(step)
                pending.extend(steps[step])
        return tuple(other for other in self.order if other in seen)

    def outline(self, name: str, *, causes: bool) -> tuple[Branch, ...]:
        """Return everything that led to an entry, or that it led to, as an outline that never repeats a branch.

        What lies beyond an entry stands under the line of it that is fewest links away, the first of these where there
        are several (breadth-first search).
        """
        links = self.causes if causes else self.effects
        way: dict[str, Link] = {}
        pending = deque([name])
        while pending:
            for link in links[pending.popleft()]:
                far = link.cause if causes else link.effect
                if far not in way:
                    way[far] = link
                    pending.append(far)
        found: list[Branch] = []
        stack = [(0, link) for link in reversed(links[name])]
        while stack:
            depth, link = stack.pop()
            far = link.cause if causes else link.effect
            first = way[far] is link
            found.append(Branch(depth, link, far, again=not first and bool(links[far])))
            stack += [(depth + 1, beyond) for beyond in reversed(links[far]) if first]
        return tuple(found)

    @cached_property
    def _immediate_dominators(self) -> dict[str, str | None]:
        """The entry that every chain of causes to an entry passes last; None where there is no such entry.

        Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001), with one root above all entries that
        have no cause. In a DAG one pass in causal order is enough.
        """
        dominator: dict[str, str | None] = {}
        depth: dict[str | None, int] = {None: 0}
        for name in self.order:
            common: str | None = None
            for index, link in enumerate(self.causes[name]):
                common = link.cause if index == 0 else _meet(common, link.cause, dominator, depth)
            dominator[name] = common
            depth[name] = depth[common] + 1
        return dominator

    @cached_property
    def _dominated(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.order:
            above = self._immediate_dominators[name]
            while above is not None:
                found[above].append(name)
                above = self._immediate_dominators[above]
        return {name: tuple(others) for name, others in found.items()}

    def dominated(self, name: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose every recorded cause without this one."""
        return self._dominated.get(name, ())

    def weakened(self, name: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose some of their recorded causes without this one."""
        fallen = {name, *self.dominated(name)}
        hit = {link.effect for gone in fallen for link in self.effects[gone]}
        return tuple(other for other in self.order if other in hit - fallen)


def _meet(
    one: str | None, other: str | None, above: Mapping[str, str | None], depth: Mapping[str | None, int]
) -> str | None:
    """Return the lowest entry that stands above, or is, both."""
    while one != other:
        if depth[one] < depth[other]:
            one, other = other, one
        one = above[one] if one is not None else None
    return one
