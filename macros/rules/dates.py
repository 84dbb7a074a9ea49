"""Rules about dates and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from macros.analysis.causality import CAUSE, CausalGraph
from macros.analysis.chronology import Bound, Chronology, own_bounds
from macros.rules.links import MAX_CYCLES, build_causal_graph
from macros.rules.registry import Finding, rule
from macros.scenario.date_suggestions import format_date_suggestion, is_unknown
from macros.scenario.dates import date_bounds, format_day, is_date
from macros.scenario.edtf import Day, InvalidDateError
from macros.scenario.fields import FieldPath, TextFormat
from macros.scenario.history import Estimate, HistoryRecord, Range
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Entry, Link
from macros.scenario.records import record_type

DATE_FORMS = 'dates look like 1956, 1956-02-25, 1942/1949, 1959/.. or "[1956..1959]"'

LATE_ADVICE = "correct a date, or take the link out"


@rule
def invalid_edtf(file: LoadedFile) -> Iterator[Finding]:
    """A date is EDTF (ISO 8601-2): 1956, 1956-02, 1942/1949, /1942, 1959/.., [1956..1959], 1962~."""
    for path, value, error in _invalid_dates(file):
        if not error.reversed_range:
            advice = _date_advice(path, value)
            reason, offset = (str(error), error.offset) if advice == DATE_FORMS else ("no EDTF date", 0)
            yield Finding(path, f"'{value}': {reason}; {advice}", needle=value, offset=offset)


def _date_advice(path: FieldPath, text: str) -> str:
    """Return what to write in a field instead of a text that is no date."""
    if suggestion := format_date_suggestion(text):
        return suggestion
    is_optional = type(None) in get_args(record_type(path[:-1]).model_fields[str(path[-1])].annotation)
    return "write null where no date is known" if is_optional and is_unknown(text) else DATE_FORMS


def date_type_advice(file: LoadedFile, path: FieldPath) -> str:
    """Return what to write in the field of a date instead of a value that YAML does not read as text."""
    source = file.source(path)
    return f'put it in quotes: "{source}"' if is_date(source) else _date_advice(path, source)


@rule
def reversed_range(file: LoadedFile) -> Iterator[Finding]:
    """An interval does not end before it begins, and a range of numbers does not end below its start or below 0."""
    for path, value, error in _invalid_dates(file):
        if error.reversed_range:
            yield Finding(path, f"'{value}': {error}; write the earlier date first")
    ranges: list[tuple[FieldPath, Range | Estimate]] = [*file.records_of(Range), *file.records_of(Estimate)]
    for path, record in ranges:
        if record.high is not None and record.low > record.high:
            message = f"the low end {record.low:g} is above the high end {record.high:g}; swap them"
            yield Finding((*path, "low"), message)
        elif record.low < 0:
            yield Finding((*path, "low"), f"expected a number of 0 or more, found {record.low:g}")


def _invalid_dates(file: LoadedFile) -> Iterator[tuple[FieldPath, str, InvalidDateError]]:
    for path, _, value in file.values_with_marker(TextFormat.DATE, predicate=lambda value: not is_date(value)):
        try:
            date_bounds(value)
        except InvalidDateError as error:
            yield path, value, error


@rule
def absent_with_date(file: LoadedFile) -> Iterator[Finding]:
    """What is absent from our timeline has no date there."""
    for path, record in file.records_of(HistoryRecord):
        if record.absent is not None and record.date is not None:
            message = f"'{record.entry}' has the date {record.date} in our timeline, so it is not absent there"
            yield Finding((*path, "absent"), f"{message}; take one of the two out")


@rule
def effect_before_cause(file: LoadedFile) -> Iterator[Finding]:
    """An effect can be at least as late as its cause, by their dates and by what follows from the dates around them."""
    entries = {entry.id: entry for _, entry in file.records_of(Entry)}
    links = {(link.cause, link.effect): (path, link) for path, link in reversed(list(file.records_of(Link)))}
    graph, cycles = build_causal_graph(file)
    if len(cycles) == MAX_CYCLES:
        return
    if cycles:
        graph = _remove_cycles(graph, cycles, links)
    earliest = Chronology(graph, entries).earliest
    for (cause, effect), (path, link) in links.items():
        latest_effect = own_bounds(entries[effect]).ends_latest if effect in entries else None
        earliest_cause = earliest.get(cause)
        if earliest_cause is not None and latest_effect is not None and earliest_cause.day > latest_effect:
            message = _contradiction_message(entries[effect], latest_effect, link, earliest_cause)
            yield Finding((*path, "effect"), f"{message}; {LATE_ADVICE}")


def _remove_cycles(
    graph: CausalGraph, cycles: tuple[tuple[str, ...], ...], links: dict[tuple[str, str], tuple[FieldPath, Link]]
) -> CausalGraph:
    """Remove the links of cycles, which have a rule of their own, from a graph and from `links`; return the graph."""
    for pair in {pair for cycle in cycles for pair in pairwise((*cycle, cycle[0]))}:
        del links[pair]
    return CausalGraph(graph.ids, tuple(link for _, link in links.values()))


def _contradiction_message(effect: Entry, latest_effect: Day, link: Link, earliest_cause: Bound) -> str:
    end = f"{'is over by' if effect.date is not None else 'begins no later than'} {format_day(latest_effect)}"
    cause = f"its cause '{link.cause}'" if link.relation == CAUSE else f"'{link.cause}', in spite of which it came,"
    why = "" if earliest_cause.origin_id == link.cause else f", as follows from '{earliest_cause.origin_id}'"
    return f"'{effect.id}' {end}, but {cause} begins no earlier than {format_day(earliest_cause.day)}{why}"


@rule
def acting_after_death(file: LoadedFile) -> Iterator[Finding]:
    """Nobody acts after their death in this timeline: no dated claim concerns a person who was dead by then."""
    deaths = {entry.id: entry.life.died for _, entry in file.records_of(Entry) if entry.life and entry.life.died}
    for path, claim, _ in file.claims():
        for index, person in enumerate(claim.people):
            if person in deaths and claim.date is not None and _is_after(claim.date, deaths[person]):
                message = f"'{person}' died in {deaths[person]} in this timeline; the claim is dated {claim.date}"
                yield Finding((*path, "people", index), f"{message}; correct one")


def _is_after(date: str, death: str) -> bool:
    try:
        begin, end = date_bounds(date).begins_earliest, date_bounds(death).ends_latest
    except InvalidDateError:
        return False
    return begin is not None and end is not None and begin > end
