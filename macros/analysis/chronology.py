"""When undated entries can have begun: bounds that follow from the dates of their causes and effects.

An entry begins no earlier than the latest among its causes' earliest dates, and no later than the earliest among its
effects' latest dates, carried along the graph. A bound that the data gives of its own counts with these.
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
    """A first or last day that an entry can have begun on.

    `path` leads from the entry whose own date or bound it is, in steps of causes or effects, to the bounded entry;
    a single id means the entry bounds itself.
    """

    day: Day
    path: tuple[str, ...]

    @property
    def source(self) -> str:
        """The id of the entry that the bound comes from."""
        return self.path[0]


@dataclass(frozen=True, slots=True)
class _Step:
    """A bound as it is carried: its day, the neighbour that it came by, and how many steps it has come."""

    day: Day
    via: str | None
    steps: int


class Bounds(Mapping[str, Bound]):
    """Bounds by id. Each is kept as a step to the next, and its path is made when it is asked for."""

    def __init__(self, steps: Mapping[str, _Step]) -> None:
        """Keep the steps, which lead from every id to one that bounds itself."""
        self._steps = steps

    def __getitem__(self, name: str) -> Bound:
        """Return a bound with its path."""
        step = self._steps[name]
        path = [name]
        while (via := self._steps[path[-1]].via) is not None:
            path.append(via)
        return Bound(step.day, tuple(reversed(path)))

    def __contains__(self, name: object) -> bool:
        """Tell whether an id has a bound."""
        return name in self._steps

    def __iter__(self) -> Iterator[str]:
        """Give the ids that have a bound."""
        return iter(self._steps)

    def __len__(self) -> int:
        """Return how many ids have a bound."""
        return len(self._steps)

    def day(self, name: str) -> Day | None:
        """Return the day of a bound, and None where there is none."""
        step = self._steps.get(name)
        return step.day if step else None


@dataclass(frozen=True)
class Chronology:
    """The bounds of all entries of an acyclic graph; an id without a bound on a side is missing from that side."""

    causality: CausalGraph
    entries: Mapping[str, Entry]

    @cached_property
    def earliest(self) -> Bounds:
        """The first days that entries can have begun on, as far as they are bounded."""
        return self._carry(
            self.causality.order,
            lambda name: own_bounds(self.entries[name]).begins_earliest,
            lambda name: [link.cause for link in self.causality.causes[name]],
            max,
        )

    @cached_property
    def latest(self) -> Bounds:
        """The last days that entries can have begun on, as far as they are bounded."""
        return self._carry(
            self.causality.order[::-1],
            lambda name: own_bounds(self.entries[name]).ends_latest,
            lambda name: [link.effect for link in self.causality.effects[name]],
            min,
        )

    def _carry(
        self,
        order: Iterable[str],
        own: Callable[[str], Day | None],
        neighbours: Callable[[str], list[str]],
        tightest: Callable[[Iterable[Day]], Day],
    ) -> Bounds:
        bounds: dict[str, _Step] = {}
        for name in order:
            own_day = own(name)
            if self.entries[name].date is not None and own_day is not None:
                bounds[name] = _Step(own_day, None, 0)
                continue
            found = [_Step(own_day, None, 0)] if own_day is not None else []
            found += [
                _Step(bounds[near].day, near, bounds[near].steps + 1) for near in neighbours(name) if near in bounds
            ]
            if found:
                day = tightest(step.day for step in found)
                bounds[name] = min((step for step in found if step.day == day), key=lambda step: step.steps)
        return Bounds(bounds)


def own_bounds(entry: Entry) -> DateBounds:
    """Return the bounds that an entry's own date sets, or its own bound; none where both are missing or unreadable."""
    text = entry.date if entry.date is not None else entry.within.date if entry.within else None
    try:
        return date_bounds(text) if text is not None else UNBOUNDED
    except InvalidDateError:
        return UNBOUNDED
