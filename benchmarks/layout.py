"""What laying figures out costs: `python -m benchmarks.layout`.

Each figure of the real data is laid out several times, by a fresh `Figures` each, which works out everything but the
widths of words and the breaks of lines: those are kept by the load_font, as they are from page to page of a build.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pygraphviz

from macros import load_font, rules
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
RUNS = 9


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes: the median of several runs, after one that is not counted."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def plain_dot(index: ScenarioIndex) -> None:
    """Have Graphviz lay out the links alone, with boxes of its own choosing."""
    graph = pygraphviz.AGraph(directed=True)
    graph.add_edges_from((link.cause, link.effect) for link in index.scenario.links)
    graph.layout("dot")


def main() -> None:
    """Print a table: each figure, its time in ms, that time in layouts by dot alone, and the budget."""
    scenario, _ = rules.scenario(ROOT / "data" / "scenario.yml")
    index = ScenarioIndex(scenario)
    font = load_font(ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2")

    def fresh() -> Figures:
        return Figures(index, font)

    figures = fresh()
    near = {name: milliseconds(lambda name=name: figures.neighbourhood_wide(name)) for name in figures.nodes}  # type: ignore[misc]
    arcs = {name: milliseconds(lambda name=name: figures.neighbourhood_narrow(name)) for name in figures.nodes}  # type: ignore[misc]
    dot = milliseconds(lambda: plain_dot(index))
    rows = (
        ("dot alone, same links", dot, ""),
        ("all causes, wide", milliseconds(lambda: fresh().causes_wide), "under 100 ms"),
        ("all causes, narrow", milliseconds(lambda: fresh().causes_narrow), "under 100 ms"),
        ("neighbourhood, wide, median", statistics.median(near.values()), "under 10 ms"),
        ("neighbourhood, wide, slowest", max(near.values()), "under 10 ms"),
        ("neighbourhood, narrow, slowest", max(arcs.values()), "under 10 ms"),
        ("timeline, wide", milliseconds(lambda: fresh().timeline_wide), "under 100 ms"),
        ("timeline, narrow", milliseconds(lambda: fresh().timeline_narrow), "under 100 ms"),
    )
    sys.stdout.write(f"{'figure':<32}{'ms':>8}{'x dot':>8}  budget\n")
    for name, time_taken, budget in rows:
        sys.stdout.write(f"{name:<32}{time_taken:>8.1f}{time_taken / dot:>8.2f}  {budget}\n")


if __name__ == "__main__":
    main()
