"""When undated entries can have begun: bounds that follow from the dates of their causes and effects.

An entry begins no earlier than the latest of its causes' earliest dates, and no later than the earliest of its effects'
latest dates, propagated along the causal graph. A bound in an undated entry's own record counts with these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from macros.scenario.dates import DateBounds, date_bounds
from macros.scenario.edtf import Day, InvalidDateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from macros.analysis.causality import CausalGraph
    from macros.scenario.model import Entry

UNBOUNDED = DateBounds(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Bound:
    """The first or last day that an entry can have begun on.

    `path` leads, by causes or effects, from the entry whose own date or bound this is to the bounded entry; it is a
    single id where the entry bounds itself.
    """

    day: Day
    path: tuple[str, ...]

    @property
    def source(self) -> str:
        """The id of the entry that the bound comes from."""
        return self.path[0]


@dataclass(frozen=True, slots=True)
class _Step:
    """A propagated bound: its day, the neighbour that it came from, and its distance in links."""

    day: Day
    previous: str | None
    distance: int


class Bounds(Mapping[str, Bound]):
    """Bounds by id, stored as steps to the next entry; the path of a bound is computed on access."""

    def __init__(self, steps: Mapping[str, _Step]) -> None:
        """Take the steps, which lead from every id to an entry that bounds itself."""
        self._steps = steps

    def __getitem__(self, name: str) -> Bound:
        """Return a bound with its path."""
        path = [name]
        while (previous := self._steps[path[-1]].previous) is not None:
            path.append(previous)
        return Bound(self._steps[name].day, tuple(reversed(path)))

    def __contains__(self, name: object) -> bool:
        """Tell whether an id has a bound."""
        return name in self._steps

    def __iter__(self) -> Iterator[str]:
        """Yield the ids that have a bound."""
        return iter(self._steps)

    def __len__(self) -> int:
        """Return how many ids have a bound."""
        return len(self._steps)

    def day(self, name: str) -> Day | None:
        """Return the day of a bound, None where there is none."""
        step = self._steps.get(name)
        return step.day if step else None


@dataclass(frozen=True)
class Chronology:
    """The bounds of all entries of an acyclic graph; an id without a bound on a side is missing from that side."""

    graph: CausalGraph
    entries: Mapping[str, Entry]

    @cached_property
    def earliest(self) -> Bounds:
        """The first days that entries can have begun on."""
        return self._propagate(
            self.graph.order,
            lambda name: own_bounds(self.entries[name]).begins_earliest,
            lambda name: [link.cause for link in self.graph.causes[name]],
            max,
        )

    @cached_property
    def latest(self) -> Bounds:
        """The last days that entries can have begun on."""
        return self._propagate(
            self.graph.order[::-1],
            lambda name: own_bounds(self.entries[name]).ends_latest,
            lambda name: [link.effect for link in self.graph.effects[name]],
            min,
        )

    def _propagate(
        self,
        order: Iterable[str],
        own_bound: Callable[[str], Day | None],
        neighbours: Callable[[str], list[str]],
        tightest: Callable[[Iterable[Day]], Day],
    ) -> Bounds:
        """Bound each entry, in an order that puts neighbours first, by its own date or else by its tightest bound."""
        bounds: dict[str, _Step] = {}
        for name in order:
            own_day = own_bound(name)
            steps = [] if own_day is None else [_Step(own_day, None, 0)]
            if not steps or self.entries[name].date is None:
                near_bounds = ((near, bounds[near]) for near in neighbours(name) if near in bounds)
                steps += [_Step(bound.day, near, bound.distance + 1) for near, bound in near_bounds]
            if steps:
                day = tightest(step.day for step in steps)
                bounds[name] = min((step for step in steps if step.day == day), key=lambda step: step.distance)
        return Bounds(bounds)


def own_bounds(entry: Entry) -> DateBounds:
    """Return the bounds of an entry's own date, or else of its own bound; unbounded where it has no valid one."""
    text = entry.date if entry.date is not None else entry.within.date if entry.within else None
    try:
        return date_bounds(text) if text is not None else UNBOUNDED
    except InvalidDateError:
        return UNBOUNDED
