"""The time to lay out each figure of the real data, and its crossings: `python -m benchmarks.layout`.

A new `Figures` computes each layout several times. The font caches word widths and line breaks,
as in a build; nothing else is cached.
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
from itertools import combinations, pairwise, product, starmap
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pygraphviz

from macros import load_font, rules
from macros.layout.model import Point, sample_curve
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Curves: TypeAlias = Mapping[tuple[str, str], tuple[Point, ...]]
    """Bézier curves of links, by both ends."""

ROOT = Path(__file__).resolve().parent.parent
RUNS = 9


def median_milliseconds(function: Callable[[], object]) -> float:
    """Return the median time of a function over several runs, after a warm-up run."""
    function()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        function()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def lay_out_by_dot(index: ScenarioIndex) -> Curves:
    """Lay out the links by Graphviz alone, with its own boxes, and return their curves."""
    graph = pygraphviz.AGraph(directed=True)
    graph.add_edges_from((link.cause, link.effect) for link in index.scenario.links)
    graph.layout("dot")
    curves = {}
    for edge in graph.edges():
        _, *points = (Point(*map(float, pair.removeprefix("e,").split(","))) for pair in edge.attr["pos"].split())
        curves[edge[0], edge[1]] = tuple(points)
    return curves


def count_crossings(curves: Curves) -> int:
    """Return the number of pairs of curves, without a common end, that cross."""
    lines = {ends: list(pairwise(sample_curve(curve))) for ends, curve in curves.items()}
    pairs = ((first, second) for first, second in combinations(lines, 2) if not {*first} & {*second})
    return sum(any(starmap(_cross, product(lines[first], lines[second]))) for first, second in pairs)


def _cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Return whether two segments cross: each has its ends on both sides of the other."""

    def side(line: tuple[Point, Point], point: Point) -> bool:
        (a, b), (c, d) = line
        return (c - a) * (point.y - b) > (d - b) * (point.x - a)

    return all(side(line, other[0]) != side(line, other[1]) for line, other in ((first, second), (second, first)))


def main() -> None:
    """Print each figure, its time in ms, the ratio to dot alone, and its budget."""
    scenario, *_ = rules.load_scenario(ROOT / "data" / "scenario.yml")
    index = ScenarioIndex(scenario)
    font = load_font(ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2")

    def new_figures() -> Figures:
        return Figures(index, font)

    figures = new_figures()

    def measure_each(layout: Callable[[str], object]) -> list[float]:
        return [median_milliseconds(partial(layout, entry_id)) for entry_id in figures.nodes]

    def lay_out_neighbourhood(entry_id: str) -> None:
        without_latest = new_figures()
        without_latest.__dict__["nodes"] = figures.nodes  # a cached property
        without_latest.neighbourhood_wide(entry_id)

    wide, narrow = measure_each(lay_out_neighbourhood), measure_each(figures.neighbourhood_narrow)
    dot = median_milliseconds(lambda: lay_out_by_dot(index))
    rows = (
        ("dot alone, same links", dot, ""),
        ("all causes, wide", median_milliseconds(lambda: new_figures().causes_wide), "under 100 ms"),
        ("all causes, narrow", median_milliseconds(lambda: new_figures().causes_narrow), "under 100 ms"),
        ("neighbourhood, wide, median", statistics.median(wide), "under 10 ms"),
        ("neighbourhood, wide, slowest", max(wide), "under 10 ms"),
        ("neighbourhood, narrow, slowest", max(narrow), "under 10 ms"),
        ("timeline, wide", median_milliseconds(lambda: new_figures().timeline_wide), "under 100 ms"),
        ("timeline, narrow", median_milliseconds(lambda: new_figures().timeline_narrow), "under 100 ms"),
    )
    sys.stdout.write(f"{'figure':<32}{'ms':>8}{'x dot':>8}  budget\n")
    for name, milliseconds, budget in rows:
        sys.stdout.write(f"{name:<32}{milliseconds:>8.1f}{milliseconds / dot:>8.2f}  {budget}\n")
    drawing = figures.causes_wide
    sys.stdout.write(f"\ncrossings of dot alone: {count_crossings(lay_out_by_dot(index))}\n")
    if drawing is None:
        sys.stdout.write("CROSSINGS OF THE WIDE FIGURE ARE NOT COUNTED: it has no layout\n")
    else:
        curves = {(route.edge.cause, route.edge.effect): route.curve for route in drawing.routes}
        sys.stdout.write(f"crossings of all causes, wide: {count_crossings(curves)}\n")


if __name__ == "__main__":
    main()
