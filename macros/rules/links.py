"""Rules about the links of cause and effect."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from macros.analysis.causality import CAUSE, CausalGraph
from macros.rules.registry import Finding, rule
from macros.scenario.model import Entry, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.fields import FieldPath
    from macros.scenario.loader import LoadedFile

MOST_CYCLES = 50
"""How many cycles are told of at a time: once some are broken, others are gone too."""


@rule
def link_to_itself(file: LoadedFile) -> Iterator[Finding]:
    """A link joins two different entries."""
    for place, link in file.of(Link):
        if link.cause == link.effect:
            yield Finding((*place, "effect"), f"'{link.cause}' cannot lead to itself")


@rule
def doubled_link(file: LoadedFile) -> Iterator[Finding]:
    """Two entries are linked once in the same direction."""
    first: dict[tuple[str, str], FieldPath] = {}
    for place, link in file.of(Link):
        pair = link.cause, link.effect
        if pair in first:
            line, _ = file.position(first[pair])
            yield Finding(place, f"'{link.cause}' to '{link.effect}' is linked already in line {line}")
        first.setdefault(pair, place)


@rule
def cycle_of_causes(file: LoadedFile) -> Iterator[Finding]:
    """Nothing leads back to itself: the causes form a directed acyclic graph."""
    places = {(link.cause, link.effect): place for place, link in file.of(Link) if link.relation == CAUSE}
    for cycle in causes_of(file)[1]:
        closing = places[cycle[-1], cycle[0]]
        chain = " → ".join((*cycle, cycle[0]))
        yield Finding(closing, f"these links form a cycle: {chain}; one of them has to go")


def causes_of(file: LoadedFile) -> tuple[CausalGraph, tuple[tuple[str, ...], ...]]:
    """Return the graph of a file's causes, and its cycles as far as they are told."""
    ids = tuple(dict.fromkeys(entry.id for _, entry in file.of(Entry)))
    causality = CausalGraph(ids, tuple(link for _, link in file.of(Link)))
    return causality, tuple(islice(causality.cycles(), MOST_CYCLES))


@rule
def link_without_mechanism(file: LoadedFile) -> Iterator[Finding]:
    """A link says how the one led to the other."""
    for place, link in file.of(Link):
        if not link.mechanism.strip():
            yield Finding((*place, "mechanism"), f"expected how '{link.cause}' led to '{link.effect}', found nothing")
