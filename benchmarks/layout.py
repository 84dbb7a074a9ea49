"""The time to lay out each figure of the real data: `python -m benchmarks.layout`.

A new `Figures` computes each layout several times. The font caches word widths and line breaks,
as in a build; nothing else is cached.
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
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


def median_milliseconds(function: Callable[[], object]) -> float:
    """Return the median time of a function over several runs, after a warm-up run."""
    function()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        function()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def lay_out_by_dot(index: ScenarioIndex) -> None:
    """Lay out the links by Graphviz alone, with its own boxes."""
    graph = pygraphviz.AGraph(directed=True)
    graph.add_edges_from((link.cause, link.effect) for link in index.scenario.links)
    graph.layout("dot")


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

    wide, narrow = measure_each(figures.neighbourhood_wide), measure_each(figures.neighbourhood_narrow)
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


if __name__ == "__main__":
    main()
