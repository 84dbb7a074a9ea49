"""Views of the timeline: its periods in order, the bounds of undated entries, and its filters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from macros.analysis.chronology import Bound
from macros.pages import urls
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import date_bounds, format_date, format_day, format_year
from macros.scenario.edtf import Day
from macros.scenario.history import HistoryRecord
from macros.scenario.model import EditorialBound, Entry, Gap
from macros.scenario.vocabularies import STATUS

SortKey: TypeAlias = "tuple[Day, Day, bool, str]"
"""Last day, first day, whether both are inferred, and the date in words."""

MIN_DAY: Day = (-(10**12), 0, 0)
MAX_DAY: Day = (10**12, 0, 0)
"""They sort before and after every day that a date can name."""


@dataclass(frozen=True, slots=True)
class BoundView:
    """A bound on when an entry began: the day in words as its label, and its derivation.

    `path` has ids from the entry that the bound comes from to the one next to the bounded entry. It is empty where the
    data states the bound of the entry itself, as `within`.
    """

    label: str
    path: tuple[str, ...]
    within: EditorialBound | None


@dataclass(frozen=True, slots=True)
class Period:
    """Entries or a gap of the timeline with the same date, or with the same bounds where it `is_inferred`."""

    label: str
    anchor: str
    is_inferred: bool
    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Values of each filter of the timeline, ids of threads and people among them, and the number of its entries."""

    threads: tuple[str, ...]
    kinds: tuple[str, ...]
    people: tuple[str, ...]
    statuses: tuple[str, ...]
    count: int


def people_ids_of(index: ScenarioIndex, entry: Entry) -> frozenset[str]:
    """Return the ids of the people whom the claims about an entry name, or the claims that its links rest on."""
    graph, claims = index.causal_graph, index.claim_index.claims
    people_ids = {person_id for claim in claims.get(entry.id, ()) for person_id in claim.people}
    for link in (*graph.causes[entry.id], *graph.effects[entry.id]):
        for claim in (*claims.get(link.cause, ()), *claims.get(link.effect, ())):
            if claim.id.rpartition("-c")[0] in link.locators or claim.id in link.locators:
                people_ids.update(claim.people)
    return frozenset(people_ids)


def bound_views(index: ScenarioIndex, entry_id: str) -> tuple[BoundView | None, BoundView | None]:
    """Return the earliest and the latest bound of an entry; None where there is no bound, or the entry has a date."""
    entry, chronology = index.entries[entry_id], index.chronology
    earliest = _bound_view(entry, chronology.earliest.get(entry_id), (1, 1))
    return earliest, _bound_view(entry, chronology.latest.get(entry_id), (12, 31))


def _bound_view(entry: Entry, bound: Bound | None, edge_of_year: tuple[int, int]) -> BoundView | None:
    if bound is None or entry.date is not None:
        return None
    label = format_year(bound.day[0]) if bound.day[1:] == edge_of_year else format_day(bound.day)
    return BoundView(label, bound.path[:-1], entry.within if len(bound.path) == 1 else None)


def date_label(index: ScenarioIndex, entry: Entry) -> str:
    """Return the date of an entry in words, given or inferred, or that there is none; nothing for people and groups."""
    if entry.date is not None:
        return format_date(entry.date)
    bounds = bound_views(index, entry.id)
    label = f"inferred: {bounds_label(*bounds)}" if any(bounds) else "no date given"
    return "" if entry.is_actor else label


def absence_label(record: HistoryRecord) -> str:
    """Return in words why a comparison has no date in our timeline."""
    return "no counterpart" if record.status == "invented" else "no single date"


def facets(index: ScenarioIndex) -> Facets:
    """Return the filters of the timeline, with the values that some entry on it has."""
    events = [entry for entry in index.scenario.entries if not entry.is_actor]
    people_ids = {person_id for entry in events for person_id in people_ids_of(index, entry)}
    records = [index.history_by_entry[entry.id] for entry in events if entry.id in index.history_by_entry]
    statuses = {status for record in records for status in record.statuses}
    return Facets(
        threads=tuple(dict.fromkeys(entry.thread for entry in events)),
        kinds=tuple(sorted({entry.kind for entry in events})),
        people=tuple(entry_id for entry_id in index.entries if entry_id in people_ids),
        statuses=tuple(status for status in STATUS.values if status in statuses),
        count=len(events),
    )


def periods(index: ScenarioIndex) -> tuple[Period, ...]:
    """Return the timeline in order.

    Entries are sorted by the last day of their date or bounds, then by the first day, then causes before effects. In a
    chain of undated entries neither day decreases from cause to effect, so causes stay above effects.
    """
    position = index.causal_graph.topological_positions
    events = [entry for entry in index.entries.values() if not entry.is_actor]
    sorted_events = sorted((_sort_key(index, entry), position[entry.id], entry.id) for entry in events)
    keyed = [
        (key, _period(index, tuple(index.entries[entry_id] for _, _, entry_id in group)))
        for key, group in groupby(sorted_events, key=itemgetter(0))
    ]
    keyed += [
        (
            _date_key(gap.date),
            Period(format_date(gap.date), urls.gap_anchor(gap.id), is_inferred=False, entries=(), gaps=(gap,)),
        )
        for gap in index.scenario.gaps
        if gap.date is not None
    ]
    return tuple(period for _, period in sorted(keyed, key=itemgetter(0)))


def undated_periods(index: ScenarioIndex) -> tuple[Period, ...]:
    """Return the parts of the timeline that have no place on an axis: no date, and one bound or none."""
    inferred = (period for period in periods(index) if period.is_inferred)
    return tuple(period for period in inferred if None in bound_views(index, period.entries[0].id))


def _sort_key(index: ScenarioIndex, entry: Entry) -> SortKey:
    if entry.date is not None:
        return _date_key(entry.date)
    first, last = index.chronology.earliest.get(entry.id), index.chronology.latest.get(entry.id)
    return last.day if last else MAX_DAY, first.day if first else MIN_DAY, True, ""


def _date_key(date: str) -> SortKey:
    bounds = date_bounds(date)
    return bounds.ends_latest or MAX_DAY, bounds.begins_earliest or MIN_DAY, False, format_date(date)


def _period(index: ScenarioIndex, entries: tuple[Entry, ...]) -> Period:
    """Return the period of entries with equal sort keys; its anchor is a slug of its label."""
    sample = entries[0]
    if sample.date is not None:
        prefix, label = "dated", format_date(sample.date)
    else:
        prefix, label = "inferred", bounds_label(*bound_views(index, sample.id))
    anchor = f"{prefix}-{re.sub(r'[^a-z0-9+]+', '-', label.lower()).strip('-')}"
    return Period(label, anchor, is_inferred=sample.date is None, entries=entries, gaps=())


def bounds_label(first: BoundView | None, last: BoundView | None) -> str:
    """Return in words when an entry with these bounds began."""
    if first and last:
        return f"in {first.label}" if first.label == last.label else f"between {first.label} and {last.label}"
    if first:
        return f"{first.label} or later"
    return f"{last.label} or earlier" if last else "no bound on either side"
