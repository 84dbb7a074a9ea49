"""What each page shows, as plain records: chosen and ordered here, worded and marked up in the templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from macros.scenario.dates import date_bounds, format_date, format_day, format_year
from macros.scenario.fields import BASIS, STATUS

if TYPE_CHECKING:
    from macros.analysis.causality import Branch, CausalGraph
    from macros.analysis.chronology import Bound
    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.edtf import Day
    from macros.scenario.history import Departure, HistoryRecord
    from macros.scenario.model import Claim, Entry, Gap, Link, Question, Retired, Term, Thread, Within

LONGEST_OUTLINE = 40
"""How many lines of an outline a page shows at most, the nearest first."""
LONGEST_LIST = 40
"""How many entries a sentence names at most."""
Span: TypeAlias = "tuple[Day, Day, bool, str]"

NEVER: Day = (10**12, 0, 0)
"""Sorts after every day that a date can name."""
EVER: Day = (-(10**12), 0, 0)
"""Sorts before every day that a date can name."""


@dataclass(frozen=True, slots=True)
class BoundView:
    """A bound as it is printed: the day in words, and what it follows from.

    `way` are the ids from the entry that the bound comes from to the entry before the bounded one; it is empty where
    the bound is the entry's own, and `own` says why.
    """

    words: str
    way: tuple[str, ...]
    own: Within | None


@dataclass(frozen=True, slots=True)
class Period:
    """Entries and gaps of the timeline that share a date or the same bounds. `inferred` tells bounds from dates."""

    label: str
    anchor: str
    inferred: bool
    entries: tuple[Entry, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Ids and words that the timeline can be narrowed down by, and how many entries it has."""

    threads: tuple[str, ...]
    kinds: tuple[str, ...]
    people: tuple[str, ...]
    statuses: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Lines of an outline, whether there are more, and how many entries led to the one it is of, or it led to."""

    branches: tuple[Branch, ...]
    more: bool
    count: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """Everything that the page of an entry shows."""

    entry: Entry
    thread: Thread
    basis: str
    locators: tuple[str, ...]
    earliest: BoundView | None
    latest: BoundView | None
    causes: tuple[Link, ...]
    effects: tuple[Link, ...]
    in_spite_of: tuple[Link, ...]
    led_to_it: Outline
    it_led_to: Outline
    dominated: tuple[str, ...]
    weakened: tuple[str, ...]
    claims: tuple[Claim, ...]
    related: tuple[Entry, ...]
    ours: HistoryRecord | None
    departures: tuple[Departure, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[Question, ...]
    terms: tuple[Term, ...]
    previous: Entry | None
    next: Entry | None


def entry_view(index: ScenarioIndex, name: str) -> EntryView:
    """Collect what the page of an entry shows.

    Raises:
        KeyError: there is no such entry.
    """
    entry = index.entries[name]
    causality = index.causality
    neighbours = index.entries_by_thread[entry.thread]
    place = neighbours.index(entry)
    earliest, latest = bound_views(index, name)
    return EntryView(
        entry=entry,
        thread=index.threads[entry.thread],
        basis=index.basis(name),
        locators=index.claim_index.locators.get(name, ()),
        earliest=earliest,
        latest=latest,
        causes=_surest_first(causality.causes[name]),
        effects=_surest_first(causality.effects[name]),
        in_spite_of=index.in_spite_of_by_entry.get(name, ()),
        led_to_it=_outline(causality, name, causes=True),
        it_led_to=_outline(causality, name, causes=False),
        dominated=causality.dominated(name),
        weakened=causality.weakened(name),
        claims=index.claim_index.claims.get(name, ()),
        related=related_entries(index, entry),
        ours=index.history_by_entry.get(name),
        departures=index.departures_by_entry.get(name, ()),
        gaps=index.gaps_by_entry.get(name, ()),
        questions=index.questions_by_entry.get(name, ()),
        terms=index.terms_by_entry.get(name, ()),
        previous=neighbours[place - 1] if place else None,
        next=neighbours[place + 1] if place + 1 < len(neighbours) else None,
    )


def _outline(causality: CausalGraph, name: str, *, causes: bool) -> Outline:
    branches, more = causality.outline_within(name, causes=causes, lines=LONGEST_OUTLINE)
    return Outline(branches, more, causality.count(name, causes=causes))


def _surest_first(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links with those that the account states before those that it implies."""
    return tuple(sorted(links, key=lambda link: BASIS.values.index(link.basis)))


def related_entries(index: ScenarioIndex, entry: Entry) -> tuple[Entry, ...]:
    """Return, for a person or group, the entries of the claims about it; otherwise the people of its claims."""
    claims = index.claim_index.claims.get(entry.id, ())
    found = {name for claim in claims for name in (claim.entries if entry.is_actor else claim.people)} - {entry.id}
    return tuple(index.entries[name] for name in sorted(found, key=index.rank.__getitem__))


def bound_views(index: ScenarioIndex, name: str) -> tuple[BoundView | None, BoundView | None]:
    """Return both bounds of an entry as they are printed, the earliest and the latest."""
    return (
        bound_view(index, name, index.chronology.earliest.get(name), latest=False),
        bound_view(index, name, index.chronology.latest.get(name), latest=True),
    )


def bound_view(index: ScenarioIndex, name: str, bound: Bound | None, *, latest: bool) -> BoundView | None:
    """Return a bound of an undated entry as it is printed; None where there is none, or the entry has a date."""
    entry = index.entries[name]
    if bound is None or entry.date is not None:
        return None
    return BoundView(
        _edge_words(bound.day, latest=latest), bound.path[:-1], entry.within if len(bound.path) == 1 else None
    )


def _edge_words(day: Day, *, latest: bool) -> str:
    """Say a first or last day as a year where it is the edge of one."""
    year, *rest = day
    return format_year(year) if rest == ([12, 31] if latest else [1, 1]) else format_day(day)


def replacement_title(index: ScenarioIndex, record: Retired) -> str:
    """Return what to call that which replaces something: its title if it has one, otherwise its place or id."""
    name = record.replaced_by or ""
    if record.section in {"sentences", "claims"}:
        return name.upper().replace("-C", ".c").replace("-", ".")
    if record.section in {"links", "our_timeline"}:
        return " → ".join(index.titles[end] for end in name.split("--"))
    found = next((one for one in getattr(index.scenario, record.section, ()) if one.id == name), None)
    return str(getattr(found, "title", None) or getattr(found, "label", None) or name)


def kind_label(kind: str) -> str:
    """Return what a kind of entry or claim is called."""
    return "trait" if kind == "actor-trait" else kind.replace("-", " ")


def date_label(entry: Entry) -> str:
    """Return the date of an entry in words, or that there is none; nothing for a person or a group."""
    if entry.date is not None:
        return format_date(entry.date)
    return "" if entry.is_actor else "no date given"


def facets(index: ScenarioIndex) -> Facets:
    """Return what the timeline can be narrowed down by: only what some entry on it has, in the order of the data."""
    happenings = [entry for entry in index.scenario.entries if not entry.is_actor]
    people = {person.id for entry in happenings for person in related_entries(index, entry)}
    statuses = {index.history_by_entry[entry.id].status for entry in happenings if entry.id in index.history_by_entry}
    return Facets(
        threads=tuple(dict.fromkeys(entry.thread for entry in happenings)),
        kinds=tuple(sorted({entry.kind for entry in happenings})),
        people=tuple(name for name in index.entries if name in people),
        statuses=tuple(status for status in STATUS.values if status in statuses),
        count=len(happenings),
    )


def periods(index: ScenarioIndex) -> tuple[Period, ...]:
    """Return the timeline in order.

    Entries are sorted by the last day of their date or bounds, then by the first, then by causes before effects. Among
    the undated neither day ever decreases from a cause to its effect, so the order keeps causes above effects there.
    """
    rank = {name: position for position, name in enumerate(index.causality.order)}
    events = [entry for entry in index.entries.values() if not entry.is_actor]
    keyed = sorted((_span(index, entry), rank[entry.id], entry.id) for entry in events)
    found = [
        (span, _period(index, tuple(index.entries[name] for _, _, name in group)))
        for span, group in groupby(keyed, key=itemgetter(0))
    ]
    found += [
        (_edges(gap.date), Period(format_date(gap.date), f"gap-{gap.id}", inferred=False, entries=(), gaps=(gap,)))
        for gap in index.scenario.gaps
        if gap.date is not None
    ]
    return tuple(period for _, period in sorted(found, key=itemgetter(0)))


def _span(index: ScenarioIndex, entry: Entry) -> Span:
    """Return the sorting key of an entry: last and first day, dated before inferred, and the date as it is written."""
    if entry.date is not None:
        return _edges(entry.date)
    first, last = index.chronology.earliest.get(entry.id), index.chronology.latest.get(entry.id)
    return last.day if last else NEVER, first.day if first else EVER, True, ""


def _edges(date: str) -> Span:
    bounds = date_bounds(date)
    return bounds.ends_latest or NEVER, bounds.begins_earliest or EVER, False, date


def _period(index: ScenarioIndex, entries: tuple[Entry, ...]) -> Period:
    """Return the period of entries that share a date or their bounds; its anchor is made of these in words."""
    sample = entries[0]
    if sample.date is not None:
        label = format_date(sample.date)
        return Period(label, f"dated-{_slug(label)}", inferred=False, entries=entries, gaps=())
    first, last = bound_views(index, sample.id)
    label = _between(first.words if first else None, last.words if last else None)
    return Period(label, f"inferred-{_slug(label)}", inferred=True, entries=entries, gaps=())


def _between(first: str | None, last: str | None) -> str:
    if first and last:
        return f"in {first}" if first == last else f"between {first} and {last}"
    if first:
        return f"{first} or later"
    return f"{last} or earlier" if last else "no bound on either side"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
