"""The cost of a build, relative to the same content as plain pages: `python -m benchmarks.scale [SIZE …]`.

Sizes are numbers of entries; the default is 100, 1,000, 5,000 and 10,000. Each build is a process of its own. Compare
figures within one run on one machine only. If the environment variable `ENGINES` names the environment of
`requirements/engines.txt`, Zensical builds the exported pages as well.

Images come from a warm cache (see `benchmarks/stub_images.py`). A first build of 100 entries compiles the modules and
templates and purges the style sheet; everything else is built from scratch.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import plain_site, scenarios, stub_images
from benchmarks.measure import MEGABYTE, CommandError, Cost, FolderSize, measure_folder, run_command
from macros import load_font, rules
from macros.pages import urls
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex

ROOT = Path(__file__).resolve().parent.parent
PROJECT_FILES = ("benchmarks", "docs", "macros", "overrides", "mkdocs.yml")
SIZES = (100, 1000, 5000, 10_000)
MAX_BUILD_RATIO = 2.0
MAX_PAGE_RATIO = 1.15
MAX_CHECK_SECONDS = 5.0
MAX_PEAK_MEGABYTES = 600.0
ZENSICAL_SEARCH_LIMIT = 1000
"""The largest size that Zensical's search index surely holds; at 5,000 our longest lists overflow it."""
BUILD_COMMAND = [sys.executable, "-m", "benchmarks.stub_images"]
PLAIN, BUILD, CHECK = "plain pages", "our build", "check"
LINE = "{:<24}{:>9}{:>9}{:>10}{:>9}{:>10}{:>9}{:>9}"


@dataclass(frozen=True, slots=True)
class Row:
    """The cost of a task at a size; `output` is None if the task writes no site."""

    entry_count: int
    task: str
    cost: Cost
    output: FolderSize | None = None

    @property
    def page_cost(self) -> float:
        """Milliseconds of processor time per page; 0 if there are no pages."""
        return self.cost.cpu * 1000 / self.output.pages if self.output and self.output.pages else 0.0


def copy_project(folder: Path) -> None:
    """Copy the sources of the site into a folder, without the data."""
    for name in PROJECT_FILES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)


def write_data(folder: Path, entry_count: int) -> ScenarioIndex:
    """Write a data file with this many entries into a project, and return its index."""
    data = folder / "data" / "scenario.yml"
    data.parent.mkdir(exist_ok=True)
    data.write_text(scenarios.build_scenario_yaml(entry_count), encoding="utf-8", newline="\n")
    return ScenarioIndex(rules.load_scenario(data)[0])


def measure_size(entry_count: int, folder: Path) -> list[Row]:
    """Measure every task at one size; print each row as soon as it is known."""
    copy_project(folder)
    stub_images.cache_stub_images(write_data(folder, SIZES[0]), folder)
    run_command(BUILD_COMMAND, folder)
    shutil.rmtree(folder / "site")
    shutil.rmtree(folder / ".cache" / "pictures")
    index = write_data(folder, entry_count)
    plain_site.write_plain_site(index, folder / "plain")
    stub_images.cache_stub_images(index, folder)
    del index
    macros = [sys.executable, "-m", "macros"]
    run_command([*macros, "permalinks"], folder)
    run_command([*macros, "metadata"], folder)
    rows = [
        print_row(Row(entry_count, CHECK, run_command([*macros, "check"], folder))),
        print_row(Row(entry_count, "layout", _measure_layout(folder))),
        print_row(
            _measure_build(entry_count, PLAIN, [sys.executable, "-m", "mkdocs", "build", "-q"], folder / "plain")
        ),
        print_row(_measure_build(entry_count, BUILD, BUILD_COMMAND, folder)),
    ]
    if os.environ.get("ENGINES"):
        try:
            rows += [print_row(row) for row in _measure_zensical(entry_count, folder)]
        except CommandError as error:
            sys.stdout.write(f"!! Zensical failed on {entry_count} entries:\n{error}\n")
    return rows


def _measure_build(entry_count: int, task: str, command: list[str], folder: Path) -> Row:
    cost = run_command(command, folder)
    return Row(entry_count, task, cost, measure_folder(folder / "site"))


def _measure_layout(folder: Path) -> Cost:
    """Return the cost to lay out all figures: the cost of a process that does so, minus that of one that only loads."""
    module = [sys.executable, "-m", "benchmarks.scale"]
    loading, total = (run_command([*module, option], folder) for option in ("--index", "--layout"))
    return replace(total, cpu=total.cpu - loading.cpu, wall=total.wall - loading.wall)


def lay_out(*, figures: bool) -> None:
    """Load the scenario of the project that holds this module, and lay out its figures if `figures` is true."""
    scenario, *_ = rules.load_scenario(ROOT / "data" / "scenario.yml")
    layouts = Figures(ScenarioIndex(scenario), load_font(ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2"))
    if figures:
        for entry_id in layouts.nodes:
            layouts.neighbourhood_wide(entry_id)
            layouts.neighbourhood_narrow(entry_id)
        for page in (urls.CAUSES, urls.TIMELINE, *map(urls.thread_causes_address, layouts.index.thread_groups)):
            layouts.figure_file(page)


def _measure_zensical(entry_count: int, folder: Path) -> list[Row]:
    """Return the cost to export the pages, and the cost of Zensical's build of the export."""
    export = folder / "export"
    task = "Zensical, unfinished"
    command = [sys.executable, "-m", "macros", "pages", "--out", "export"]
    export_row = Row(entry_count, "export", run_command(command, folder))
    if entry_count > ZENSICAL_SEARCH_LIMIT:
        task = "Zensical, no search"
        config = export / "mkdocs.yml"
        settings = config.read_text(encoding="utf-8").replace("- search:\n", "- search:\n    enabled: false\n")
        config.write_text(settings, encoding="utf-8", newline="\n")
    program = str(ROOT / os.environ["ENGINES"] / "bin" / "zensical")
    return [export_row, _measure_build(entry_count, task, [program, "build", "--config-file", "mkdocs.yml"], export)]


def print_row(row: Row) -> Row:
    """Print a row of the table, and return it."""
    size = (f"{row.output.total / MEGABYTE:.1f}", row.output.files, f"{row.page_cost:.1f}") if row.output else [""] * 3
    cost = (f"{row.cost.cpu:.1f}", f"{row.cost.wall:.1f}", f"{row.cost.peak / MEGABYTE:.0f}")
    sys.stdout.write(LINE.format(row.task, row.entry_count, *cost, *size) + "\n")
    sys.stdout.flush()
    return row


def print_verdicts(rows: list[Row]) -> None:
    """Print each limit, the measured value, and whether the limit is met."""
    by_size = {
        size: {row.task: row for row in rows if row.entry_count == size} for size in {row.entry_count for row in rows}
    }
    largest = max(by_size)
    sys.stdout.write("\nlimits\n")
    for size, tasks in sorted(by_size.items()):
        _print_verdict(f"build of {size} : plain", tasks[BUILD].cost.cpu / tasks[PLAIN].cost.cpu, MAX_BUILD_RATIO, "x")
    if {1000, 10_000} <= by_size.keys():
        ratio = by_size[10_000][BUILD].page_cost / by_size[1000][BUILD].page_cost
        _print_verdict("page at 10000 : page at 1000", ratio, MAX_PAGE_RATIO, "x")
    else:
        sys.stdout.write("page at 10000 : page at 1000 was not measured\n")
    _print_verdict(f"check of {largest}", by_size[largest][CHECK].cost.wall, MAX_CHECK_SECONDS, "s")
    peak = by_size[largest][BUILD].cost.peak / MEGABYTE
    _print_verdict(f"peak memory of the build of {largest}", peak, MAX_PEAK_MEGABYTES, "MB")


def _print_verdict(quantity: str, value: float, limit: float, unit: str) -> None:
    verdict = "met" if value <= limit else "MISSED"
    sys.stdout.write(f"{quantity:<40}{value:>9.2f} {unit:<3} at most {limit:>6.2f} {unit:<3} {verdict}\n")


def main() -> None:
    """Print the table and the verdicts."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    sys.stdout.write(f"{time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    sys.stdout.write(LINE.format("", "entries", "CPU s", "wall s", "peak MB", "MB out", "files", "ms/page") + "\n")
    rows = []
    for entry_count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows += measure_size(entry_count, Path(folder))
    print_verdicts(rows)


if __name__ == "__main__":
    if sys.argv[1:] in (["--index"], ["--layout"]):
        lay_out(figures=sys.argv[1:] == ["--layout"])
    else:
        main()
