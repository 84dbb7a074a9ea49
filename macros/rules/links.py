"""Rules about the links of cause and effect."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from macros.analysis.causality import CAUSE, CausalGraph
from macros.rules.registry import Finding, find_repeats, rule
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Entry, Link

MAX_CYCLES = 50
"""How many cycles are reported at a time: breaking some removes others."""


@rule
def link_to_itself(file: LoadedFile) -> Iterator[Finding]:
    """A link joins two different entries."""
    for path, link in file.records_of(Link):
        if link.cause == link.effect:
            yield Finding((*path, "effect"), f"'{link.cause}' cannot lead to itself; name another entry")


@rule
def doubled_link(file: LoadedFile) -> Iterator[Finding]:
    """Two entries are linked once in the same direction."""
    pairs = ((path, (link.cause, link.effect)) for path, link in file.records_of(Link))
    for path, (cause, effect), line in find_repeats(file, pairs):
        yield Finding(path, f"'{cause}' to '{effect}' is linked already in line {line}; take one out")


@rule
def cycle_of_causes(file: LoadedFile) -> Iterator[Finding]:
    """Nothing leads back to itself: the causes form a directed acyclic graph."""
    paths = {(link.cause, link.effect): path for path, link in file.records_of(Link) if link.relation == CAUSE}
    for cycle in build_causal_graph(file)[1]:
        closing_link = paths[cycle[-1], cycle[0]]
        chain = " → ".join((*cycle, cycle[0]))
        yield Finding(closing_link, f"these links form a cycle: {chain}; one of them has to go")


def build_causal_graph(file: LoadedFile) -> tuple[CausalGraph, tuple[tuple[str, ...], ...]]:
    """Return the graph of a file's causes, and its first `MAX_CYCLES` cycles."""
    ids = tuple(dict.fromkeys(entry.id for _, entry in file.records_of(Entry)))
    graph = CausalGraph(ids, tuple(link for _, link in file.records_of(Link)))
    return graph, tuple(islice(graph.find_cycles(), MAX_CYCLES))


@rule
def link_without_mechanism(file: LoadedFile) -> Iterator[Finding]:
    """A link says how the one led to the other."""
    for path, link in file.records_of(Link):
        if not link.mechanism.strip():
            message = f"expected a sentence on how '{link.cause}' led to '{link.effect}', found nothing"
            yield Finding((*path, "mechanism"), message)
