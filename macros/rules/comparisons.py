"""Rules about the comparison with our timeline: verdicts, and what is real about an entry."""

from __future__ import annotations

from collections.abc import Iterator

from macros.rules.registry import Finding, find_repeats, rule, warning_rule
from macros.scenario.history import AspectVerdict, HistoryRecord
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Entry
from macros.scenario.vocabularies import ASPECT


@rule
def comparison_without_verdict(file: LoadedFile) -> Iterator[Finding]:
    """A comparison with our timeline has a verdict."""
    for path, record in file.records_of(HistoryRecord):
        if not record.verdicts and not file.value((*path, "verdicts")):
            message = f"'{record.entry}' has no verdict; give one for each aspect ({', '.join(ASPECT.values)})"
            yield Finding((*path, "verdicts"), f"{message} that the account speaks of")


@rule
def duplicate_aspect(file: LoadedFile) -> Iterator[Finding]:
    """A comparison has one verdict on an aspect."""
    aspects = (((*path, "aspect"), (path[:-1], verdict.aspect)) for path, verdict in file.records_of(AspectVerdict))
    for path, (_, aspect), line in find_repeats(file, aspects):
        yield Finding(path, f"'{aspect}' has a verdict already, in line {line}")


@warning_rule
def entry_without_reality(file: LoadedFile) -> Iterator[Finding]:
    """An entry says in `in_reality` what is real about it, or that nothing is, as soon as another entry does."""
    entries = file.records_of(Entry)
    for path, entry in entries if any(entry.in_reality is not None for _, entry in entries) else ():
        if entry.in_reality is None:
            message = f"'{entry.id}' does not say what is real about it; add `in_reality`, one true sentence"
            yield Finding((*path, "id"), message)
