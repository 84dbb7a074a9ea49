"""Small and random graphs of causes for the tests of the analysis."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

from macros.analysis.causality import CausalGraph
from macros.scenario.model import Entry, Link, Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STEADY = settings(deadline=None, derandomize=True, max_examples=150)


def link(cause: str, effect: str, relation: str = "cause", basis: str = "stated") -> Link:
    """Return a link between two ids."""
    return Link(cause=cause, effect=effect, relation=relation, basis=basis, locators=("p1-s1",), mechanism="It did.")


def entry(name: str, date: str | None = None, within: str | None = None) -> Entry:
    """Return an entry with a date, or with a bound of its own."""
    own = Within(date=within, why="It says so.", locators=("p1-s1",)) if within else None
    return Entry(id=name, title=name, kind="event", thread="t", date=date, within=own, lead="Lead.")


def causality(ids: Iterable[str], *pairs: str) -> CausalGraph:
    """Return a graph of ids, with links written as `a>b`."""
    return CausalGraph(tuple(ids), tuple(link(*pair.split(">")) for pair in pairs))


@st.composite
def dags(draw: st.DrawFn, most: int = 8) -> CausalGraph:
    """Draw an acyclic graph whose ids are in an order of their own, with links in spite of anything thrown in."""
    ids = [f"n{number}" for number in range(draw(st.integers(1, most)))]
    forwards = list(combinations(draw(st.permutations(ids)), 2))
    links = [link(*pair) for pair in draw(_some(forwards))]
    return CausalGraph(tuple(ids), tuple(links + [link(*pair, "in-spite-of") for pair in draw(_some(forwards))]))


@st.composite
def digraphs(draw: st.DrawFn, most: int = 6) -> CausalGraph:
    """Draw a graph that may have cycles."""
    ids = [f"n{number}" for number in range(draw(st.integers(1, most)))]
    return CausalGraph(tuple(ids), tuple(link(*pair) for pair in draw(_some(list(permutations(ids, 2))))))


def _some(pairs: list[tuple[str, str]]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.sampled_from(pairs), unique=True) if pairs else st.just([])


def chains(graph: CausalGraph, name: str) -> Iterator[tuple[str, ...]]:
    """Give every chain of causes that ends in an entry, from an entry without causes on."""
    causes = [found.cause for found in graph.links if found.relation == "cause" and found.effect == name]
    if not causes:
        yield (name,)
    for cause in causes:
        for chain in chains(graph, cause):
            yield (*chain, name)
