"""The directed acyclic graph (DAG) of causes, and what follows from it."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from macros.scenario.model import Link

CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of an outline: how deep it stands, from 0 on, the link that it follows, and the entry it leads to.

    `is_repeat` tells that what lies beyond the entry stands under another line of it.
    """

    depth: int
    link: Link
    entry: str
    is_repeat: bool


@dataclass(frozen=True)
class CausalGraph:
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
        """Give cycles, each as its ids in causal order, until the links that close them are all accounted for.

        One depth-first search finds them: each link that leads back into the chain that is under way closes one.
        """
        if len(self._placed) == len(self.causes):
            return
        ahead = self._successors()
        seen: set[str] = set()
        for start in ahead:
            chain: dict[str, Iterator[str]] = {}
            pending: str | None = start if start not in seen else None
            while pending is not None or chain:
                if pending is not None:
                    seen.add(pending)
                    chain[pending] = iter(ahead[pending])
                pending, last = None, next(reversed(chain))
                for step in chain[last]:
                    if step in chain:
                        yield self._from_first(list(chain)[list(chain).index(step) :])
                    elif step not in seen:
                        pending = step
                        break
                else:
                    del chain[last]

    def _successors(self) -> dict[str, list[str]]:
        """Return what each entry leads to, each once, both in the order in which the entries and their causes come."""
        ahead: dict[str, list[str]] = {}
        for name in self.causes:
            ahead.setdefault(name, [])
            for cause in dict.fromkeys(link.cause for link in self.causes[name]):
                ahead.setdefault(cause, []).append(name)
        return ahead

    def _from_first(self, cycle: list[str]) -> tuple[str, ...]:
        """Return a cycle from that of its entries on which was given first."""
        first = min(range(len(cycle)), key=lambda index: self._rank[cycle[index]])
        return (*cycle[first:], *cycle[:first])

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.ids)}

    @cached_property
    def _placed(self) -> tuple[str, ...]:
        """The ids that come before any cycle, causes before effects (Kahn 1962, with a heap for the ties)."""
        waiting = {name: len(found) for name, found in self.causes.items()}
        ready = [self._rank[name] for name, count in waiting.items() if not count]
        heapq.heapify(ready)
        placed: list[str] = []
        while ready:
            placed.append(self.ids[heapq.heappop(ready)])
            for link in self.effects[placed[-1]]:
                waiting[link.effect] -= 1
                if not waiting[link.effect]:
                    heapq.heappush(ready, self._rank[link.effect])
        return tuple(placed)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All ids, causes before effects, otherwise in the order given.

        Raises:
            graphlib.CycleError: the graph has a cycle.
        """
        for cycle in self.cycles():
            raise CycleError("nodes are in a cycle", [*cycle, cycle[0]])
        return self._placed

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.order)}

    def _in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=self._place.__getitem__))

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return everything that led to an entry, in causal order."""
        return self._in_order(_reached(name, lambda step: [link.cause for link in self.causes[step]]))

    def descendants(self, name: str) -> tuple[str, ...]:
        """Return everything that an entry led to, in causal order."""
        return self._in_order(_reached(name, lambda step: [link.effect for link in self.effects[step]]))

    def count(self, name: str, *, causes: bool) -> int:
        """Return how many entries led to an entry, or it led to: as many as there are ancestors, or descendants.

        Asked for all of them, this costs far less than the lists of them: a bit for each pair of entries.
        """
        return (self._ancestor_bits if causes else self._descendant_bits)[name].bit_count() - 1

    @cached_property
    def _ancestor_bits(self) -> dict[str, int]:
        """Each entry with what led to it, as bits by place."""
        bits: dict[str, int] = {}
        for place, name in enumerate(self.order):
            found = 1 << place
            for link in self.causes[name]:
                found |= bits[link.cause]
            bits[name] = found
        return bits

    @cached_property
    def _descendant_bits(self) -> dict[str, int]:
        """Each entry with what it led to, as bits by place counted from the last."""
        bits: dict[str, int] = {}
        for place, name in enumerate(reversed(self.order)):
            found = 1 << place
            for link in self.effects[name]:
                found |= bits[link.effect]
            bits[name] = found
        return bits

    def outline(self, name: str, *, causes: bool) -> tuple[Branch, ...]:
        """Return everything that led to an entry, or that it led to, as an outline that never repeats a branch.

        What lies beyond an entry stands under the line of it that is fewest links away, the first of these where there
        are several (breadth-first search).
        """
        return self.outline_within(name, causes=causes, lines=len(self.links))[0]

    def outline_within(self, name: str, *, causes: bool, lines: int) -> tuple[tuple[Branch, ...], bool]:
        """Return at most so many lines of an outline, those that are fewest links away, and whether there are more.

        It costs what it returns, however much lies beyond.
        """
        links = self.causes if causes else self.effects
        way: dict[str, Link] = {}
        shown: dict[str, list[Link]] = {name: []}
        pending = deque([name])
        while pending and lines:
            near = pending.popleft()
            shown[near] = list(links[near][:lines])
            lines -= len(shown[near])
            for link in shown[near]:
                far = link.cause if causes else link.effect
                if far not in way:
                    way[far] = link
                    pending.append(far)
        more = any(len(links[near]) > len(found) for near, found in shown.items()) or any(links[far] for far in pending)
        return tuple(self._branches(name, shown, way, causes=causes)), more

    def _branches(
        self, name: str, shown: Mapping[str, list[Link]], way: Mapping[str, Link], *, causes: bool
    ) -> Iterator[Branch]:
        """Give the lines of an outline, depth first, by the links that are shown of each entry and the way to it."""
        links = self.causes if causes else self.effects
        stack = [(0, link) for link in reversed(shown[name])]
        while stack:
            depth, link = stack.pop()
            far = link.cause if causes else link.effect
            first = way[far] is link
            yield Branch(depth, link, far, is_repeat=not first and bool(links[far]))
            stack += [(depth + 1, beyond) for beyond in reversed(shown.get(far, [])) if first]

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
    def _directly_dominated(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {name: [] for name in self.order}
        for name, above in self._immediate_dominators.items():
            if above is not None:
                found[above].append(name)
        return found

    def dominated(self, name: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose every recorded cause without this one."""
        return self._in_order(_reached(name, self._directly_dominated.__getitem__))

    def weakened(self, name: str) -> tuple[str, ...]:
        """Return, in causal order, the entries that would lose some of their recorded causes without this one."""
        fallen = {name, *self.dominated(name)}
        return self._in_order({link.effect for gone in fallen for link in self.effects[gone]} - fallen)


def _reached(name: str, steps: Callable[[str], Iterable[str]]) -> set[str]:
    """Return everything that steps lead to from a name, itself left out."""
    seen: set[str] = set()
    pending = list(steps(name))
    while pending:
        step = pending.pop()
        if step not in seen:
            seen.add(step)
            pending.extend(steps(step))
    return seen


def _meet(
    one: str | None, other: str | None, above: Mapping[str, str | None], depth: Mapping[str | None, int]
) -> str | None:
    """Return the lowest entry that stands above, or is, both."""
    while one != other:
        if depth[one] < depth[other]:
            one, other = other, one
        one = above[one] if one is not None else None
    return one
