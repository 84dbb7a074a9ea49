"""Small and random graphs of causes for the tests of the analysis."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from macros.analysis.causality import CausalGraph
from macros.scenario.model import EditorialBound, Entry, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def link(cause: str, effect: str, relation: str = "cause", basis: str = "stated") -> Link:
    """Return a link between two ids."""
    return Link(cause=cause, effect=effect, relation=relation, basis=basis, locators=("p1-s1",), mechanism="It did.")


def entry(entry_id: str, date: str | None = None, within: str | None = None) -> Entry:
    """Return an entry with a date, or with a bound of its own."""
    own = EditorialBound(date=within, why="It says so.", locators=("p1-s1",)) if within else None
    return Entry(id=entry_id, title=entry_id, kind="event", thread="t", date=date, within=own, lead="Lead.")


def graph_of(ids: Iterable[str], *pairs: str) -> CausalGraph:
    """Return a graph of ids, with links written as `a>b`."""
    return CausalGraph(tuple(ids), tuple(link(*pair.split(">")) for pair in pairs))


@st.composite
def dags(draw: st.DrawFn, max_size: int = 8) -> CausalGraph:
    """Draw an acyclic graph with ids in random order, and some links of relation `in-spite-of`."""
    ids = [f"n{number}" for number in range(draw(st.integers(1, max_size)))]
    forward_pairs = list(combinations(draw(st.permutations(ids)), 2))
    links = [link(*pair) for pair in draw(_subset(forward_pairs))]
    return CausalGraph(tuple(ids), tuple(links + [link(*pair, "in-spite-of") for pair in draw(_subset(forward_pairs))]))


@st.composite
def digraphs(draw: st.DrawFn, max_size: int = 6) -> CausalGraph:
    """Draw a graph that may have cycles."""
    ids = [f"n{number}" for number in range(draw(st.integers(1, max_size)))]
    return CausalGraph(tuple(ids), tuple(link(*pair) for pair in draw(_subset(list(permutations(ids, 2))))))


def _subset(pairs: list[tuple[str, str]]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.sampled_from(pairs), unique=True) if pairs else st.just([])


def edges(graph: CausalGraph) -> set[tuple[str, str]]:
    """Return the pairs of cause and effect of a graph."""
    return {(edge.cause, edge.effect) for edge in graph.links if edge.relation == "cause"}


def reachable(graph: CausalGraph, starts: set[str], without: str = "") -> set[str]:
    """Return the entries that causes lead to from some, these included, in the graph without one entry."""
    reached = starts - {without}
    while more := {effect for cause, effect in edges(graph) if cause in reached} - reached - {without}:
        reached |= more
    return reached


def descendants(graph: CausalGraph, entry_id: str) -> tuple[str, ...]:
    """Return, in causal order, everything that an entry led to."""
    reached = reachable(graph, {entry_id}) - {entry_id}
    return tuple(other for other in graph.topological_order if other in reached)


def ancestors(graph: CausalGraph, entry_id: str) -> tuple[str, ...]:
    """Return, in causal order, everything that led to an entry."""
    flipped = tuple(link(effect, cause) for cause, effect in edges(graph))
    reached = reachable(CausalGraph(graph.ids, flipped), {entry_id}) - {entry_id}
    return tuple(other for other in graph.topological_order if other in reached)


def chains(graph: CausalGraph, entry_id: str) -> Iterator[tuple[str, ...]]:
    """Yield every chain of causes that ends in an entry and begins with an entry without causes."""
    causes = [cause for cause, effect in edges(graph) if effect == entry_id]
    if not causes:
        yield (entry_id,)
    for cause in causes:
        for chain in chains(graph, cause):
            yield (*chain, entry_id)
