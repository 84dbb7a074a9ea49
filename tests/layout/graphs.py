"""Small and random graphs for the tests of figures."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from macros.layout.causes_wide import Graph
from macros.layout.model import IN_SPITE_OF, Edge, Node
from tests.conftest import scaled_examples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    Day: TypeAlias = tuple[int, int, int]

LARGE = settings(
    scaled_examples(0.2),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MAX_SIZE = 300
STYLES = ("stated", "implied", IN_SPITE_OF)
BASES = ("stated", "implied", "editorial")
TITLES = (
    "Land reform",
    "The harvest of the second year is brought in",
    "A conference of seven thousand cadres settles what to do now",
    "u" * 60,
    "Übersee\u2013Handel",
    "大跃进与人民公社",
    "中" * 60,
    "Zhou\u0301 E\u0302nla\u0301i\u0308 speaks",
    "e\u0301\u0323" * 20,
    "First-hand accounts (1958-1961)",
    "WAVE Ta To “quoted” AV fi ffl",
    "x",
)
NOTES = ("", "", "1958", "about 1958 to 1961", "a date not fully known (1958-XX-XX)")


def nodes(*names: str) -> tuple[Node, ...]:
    """Return stated entries whose titles are their ids."""
    return tuple(Node(name, name, "stated") for name in names)


def edges(*pairs: str) -> tuple[Edge, ...]:
    """Return causes, written as `a>b`, and edges "in spite of", written as `a!b`."""
    return tuple(Edge(pair[0], pair[2], IN_SPITE_OF if pair[1] == "!" else "stated") for pair in pairs)


def build_graph(names: str, *pairs: str, **days: tuple[Day, Day]) -> Graph:
    """Return a graph of entries with one letter each."""
    return Graph(nodes(*names), edges(*pairs), days)


def chain(length: int) -> Graph:
    """Return entries of which each causes the next."""
    names = [f"n{number}" for number in range(length)]
    return Graph(nodes(*names), tuple(Edge(first, second, "stated") for first, second in pairwise(names)), {})


def star(rays: int) -> Graph:
    """Return one entry that causes all others."""
    names = [f"n{number}" for number in range(rays + 1)]
    return Graph(nodes(*names), tuple(Edge(names[0], name, "stated") for name in names[1:]), {})


def layers(count: int, size: int) -> Graph:
    """Return layers of entries in which each is caused by all of the layer before."""
    names = [[f"n{row}-{column}" for column in range(size)] for row in range(count)]
    links = (Edge(cause, effect, "stated") for upper, lower in pairwise(names) for cause in upper for effect in lower)
    return Graph(nodes(*(name for row in names for name in row)), tuple(links), {})


def threads_of(graph: Graph, count: int = 5) -> dict[str, str]:
    """Return a thread for each entry of a graph, so that each thread comes in several runs."""
    return {node.id: f"Thread {index * index % count}" for index, node in enumerate(graph.nodes)}


@st.composite
def graphs(draw: st.DrawFn, max_size: int = MAX_SIZE, links: float = 1.5, min_size: int = 1) -> Graph:
    """Draw an acyclic graph in topological order, with days that agree with its links."""
    dice = draw(st.randoms(use_true_random=True))
    count = draw(st.integers(min_size, max_size))
    reach = draw(st.sampled_from((2, 6, max_size)))
    names = [f"n{number}" for number in range(count)]
    dice.shuffle(names)
    link_count = draw(st.floats(0, links)) * count
    styles = {pair: dice.choice(STYLES) for pair in _random_links(dice, names, int(link_count), reach)}
    titles = draw(st.sampled_from((TITLES[:3], TITLES)))
    return Graph(
        tuple(Node(name, dice.choice(titles), dice.choice(BASES), dice.choice(NOTES)) for name in names),
        tuple(Edge(*pair, style) for pair, style in styles.items()),
        _days(dice, names, draw(st.sampled_from((0.0, 0.3, 1.0)))),
    )


def _random_links(dice: Random, names: list[str], count: int, reach: int) -> Iterable[tuple[str, str]]:
    """Yield a number of links, some of them twice, from an entry to another at most `reach` places after it."""
    for _ in range(count if len(names) > 1 else 0):
        cause = dice.randrange(len(names) - 1)
        yield names[cause], names[min(cause + dice.randint(1, reach), len(names) - 1)]


def _days(dice: Random, names: list[str], share: float) -> dict[str, tuple[Day, Day]]:
    """Return the first and the last day of a share of the entries; first days never decrease."""
    days = {}
    year = 1940
    for name in names:
        year += dice.choice((0, 0, 0, 1))
        if dice.random() < share:
            days[name] = (year, 1, 1), (year + dice.choice((0, 0, 0, 1, 5)), 12, 31)
    return days
