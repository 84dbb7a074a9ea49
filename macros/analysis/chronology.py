"""When undated entries can have begun: bounds that follow from the dates of their causes and effects.

An entry begins no earlier than the latest of its causes' earliest dates, and no later than the earliest of its effects'
latest dates, propagated along the causal graph. A bound in an undated entry's own record counts with these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from macros.analysis.causality import CausalGraph
from macros.scenario.dates import DateBounds, date_bounds
from macros.scenario.edtf import Day, InvalidDateError
from macros.scenario.model import Entry

UNBOUNDED = DateBounds(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Bound:
    """The first or last day that an entry can have begun on.

    Attributes:
        day: the day.
        entry_id: the bounded entry.
        predecessor: the bound of the neighbour that it follows from; None where it is the entry's own.
        distance: the number of links from the entry whose own date or bound this is.
    """

    day: Day
    entry_id: str
    predecessor: Bound | None = field(default=None, repr=False, compare=False)
    distance: int = 0

    @property
    def path(self) -> tuple[str, ...]:
        """The ids from the entry whose own date or bound this is, by causes or effects, to the bounded entry."""
        ids = [self.entry_id]
        bound = self
        while bound.predecessor is not None:
            bound = bound.predecessor
            ids.append(bound.entry_id)
        return tuple(reversed(ids))

    @property
    def origin_id(self) -> str:
        """The id of the entry that the bound comes from."""
        return self.path[0]


@dataclass(frozen=True)
class Chronology:
    """The bounds of all entries of an acyclic graph; an id without a bound on a side is missing from that side."""

    graph: CausalGraph
    entries: Mapping[str, Entry]

    @cached_property
    def earliest(self) -> Mapping[str, Bound]:
        """The first days that entries can have begun on."""
        return self._propagate(is_earliest=True)

    @cached_property
    def latest(self) -> Mapping[str, Bound]:
        """The last days that entries can have begun on."""
        return self._propagate(is_earliest=False)

    def _propagate(self, *, is_earliest: bool) -> Mapping[str, Bound]:
        """Bound each entry, causes first for earliest days, effects first for latest ones.

        An entry is bounded by its own date, or else by its tightest bound, the nearest of several.
        """
        bounds: dict[str, Bound] = {}
        links, other_end = (self.graph.causes, "cause") if is_earliest else (self.graph.effects, "effect")
        own_end, tightest = ("begins_earliest", max) if is_earliest else ("ends_latest", min)
        for entry_id in self.graph.topological_order if is_earliest else reversed(self.graph.topological_order):
            own_day: Day | None = getattr(own_bounds(self.entries[entry_id]), own_end)
            candidates = [] if own_day is None else [Bound(own_day, entry_id)]
            if not candidates or self.entries[entry_id].date is None:
                neighbours = map(attrgetter(other_end), links[entry_id])
                neighbour_bounds = (bounds[neighbour] for neighbour in neighbours if neighbour in bounds)
                candidates += [Bound(bound.day, entry_id, bound, bound.distance + 1) for bound in neighbour_bounds]
            if candidates:
                day = tightest(bound.day for bound in candidates)
                tied_bounds = (bound for bound in candidates if bound.day == day)
                bounds[entry_id] = min(tied_bounds, key=attrgetter("distance"))
        return bounds


def own_bounds(entry: Entry) -> DateBounds:
    """Return the bounds of an entry's own date, or else of its own bound; unbounded where it has no valid one."""
    text = entry.date if entry.date is not None else entry.within.date if entry.within else None
    try:
        return date_bounds(text) if text is not None else UNBOUNDED
    except InvalidDateError:
        return UNBOUNDED
