"""What a site of many entries costs, beside the same as plain pages: `python -m benchmarks.scale [SIZE …]`.

Sizes are numbers of entries; without any they are 100, 1,000, 5,000 and 10,000, as issues and documents speak of. Each
build is a process of its own, and every figure of a table is of one run on one machine: compare them with each other.
Where `ENGINES` names the environment of `requirements/engines.txt`, Zensical builds the same from the written pages.

Pictures come from a warm cache (see `benchmarks/stub_pictures.py`), modules, templates and the style sheet as a first
build, of a hundred entries, has compiled and trimmed them; everything else is made from nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import plain_site, scenarios, stub_pictures
from benchmarks.measure import MEGABYTE, Cost, FailedError, Output, cost, output
from macros import load_font, rules
from macros.pages import urls
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("benchmarks", "docs", "macros", "overrides", "mkdocs.yml")
SIZES = (100, 1000, 5000, 10_000)
SMALL, LARGE = 1000, 10_000
"""Between these, a page may not become dearer."""
SEARCHED = 1000
"""For how many entries Zensical surely has a search; of 5,000, its index has no room for our longest lists."""
BUILD = [sys.executable, "-m", "benchmarks.stub_pictures"]
LINE = "{:<24}{:>9}{:>9}{:>10}{:>9}{:>10}{:>9}{:>9}"


@dataclass(frozen=True, slots=True)
class Row:
    """What one way to build so many entries cost; `made` is None where nothing is written."""

    entries: int
    way: str
    cost: Cost
    made: Output | None = None

    @property
    def page(self) -> float:
        """Milliseconds of processor for each page; 0 where there is none."""
        return self.cost.cpu * 1000 / self.made.pages if self.made and self.made.pages else 0.0


def copied(folder: Path) -> None:
    """Copy into a folder what makes a site, but for data."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)


def project(folder: Path, entries: int) -> None:
    """Make a project of so many entries, with nothing built in it."""
    copied(folder)
    (folder / "data").mkdir()
    fill(folder, entries)


def fill(folder: Path, entries: int) -> None:
    """Write the data of so many entries into a project."""
    (folder / "data" / "scenario.yml").write_text(scenarios.scenario(entries), encoding="utf-8", newline="\n")


def rows(entries: int, folder: Path) -> list[Row]:
    """Build so many entries in every way; print each row when it is there."""
    project(folder, SIZES[0])
    data = folder / "data" / "scenario.yml"
    stub_pictures.warm(ScenarioIndex(rules.scenario(data)[0]), folder)
    cost(BUILD, folder)
    shutil.rmtree(folder / "site")
    shutil.rmtree(folder / ".cache" / "pictures")
    fill(folder, entries)
    index = ScenarioIndex(rules.scenario(data)[0])
    plain_site.write(index, folder / "plain")
    stub_pictures.warm(index, folder)
    del index
    python = sys.executable
    cost([python, "-m", "macros", "permalinks"], folder)
    found = [
        told(Row(entries, "load and check", cost([python, "-m", "macros", "check", str(data)], folder))),
        told(Row(entries, "layout", _layout(folder))),
        told(_built(entries, "plain pages", [python, "-m", "mkdocs", "build", "--quiet"], folder / "plain")),
        told(_built(entries, "our build", BUILD, folder)),
    ]
    if os.environ.get("ENGINES"):
        try:
            found += [told(row) for row in _zensical(entries, folder)]
        except FailedError as error:
            sys.stdout.write(f"!! Zensical failed on {entries} entries:\n{error}\n")
    return found


def _built(entries: int, way: str, command: list[str], folder: Path) -> Row:
    spent = cost(command, folder)
    return Row(entries, way, spent, output(folder / "site"))


def _layout(folder: Path) -> Cost:
    """Return what it costs to lay out every figure, less what it costs to load what they show."""
    bare, whole = (cost([sys.executable, "-m", "benchmarks.scale", f"--{way}"], folder) for way in ("index", "layout"))
    return replace(whole, cpu=whole.cpu - bare.cpu, wall=whole.wall - bare.wall)


def lay_out(*, figures: bool) -> None:
    """Load the scenario of the project that this stands in, and lay out its figures."""
    scenario, _ = rules.scenario(ROOT / "data" / "scenario.yml")
    made = Figures(ScenarioIndex(scenario), load_font(ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2"))
    if figures:
        for name in made.nodes:
            made.neighbourhood_wide(name)
            made.neighbourhood_narrow(name)
        for page in (urls.CAUSES, urls.TIMELINE, *map(urls.thread_causes, made.index.thread_groups)):
            made.figure_file(page)


def _zensical(entries: int, folder: Path) -> list[Row]:
    """Return what the written pages cost: to write them out, and for Zensical to build them."""
    tree = folder / "tree"
    program = ROOT / os.environ["ENGINES"] / "bin" / "zensical"
    way = "Zensical, unfinished"
    written = Row(
        entries, "writing pages out", cost([sys.executable, "-m", "macros", "pages", "--out", "tree"], folder)
    )
    build = [str(program), "build", "--config-file", "mkdocs.yml"]
    if entries > SEARCHED:
        way = "Zensical, no search"
        settings = tree / "mkdocs.yml"
        without = settings.read_text(encoding="utf-8").replace("- search:\n", "- search:\n    enabled: false\n")
        settings.write_text(without, encoding="utf-8", newline="\n")
    return [written, _built(entries, way, build, tree)]


def told(row: Row) -> Row:
    """Print a row, and return it."""
    spent = row.cost
    size, files, page = (
        (f"{row.made.size / MEGABYTE:.1f}", str(row.made.files), f"{row.page:.1f}") if row.made else ("", "", "")
    )
    cells = (f"{spent.cpu:.1f}", f"{spent.wall:.1f}", f"{spent.peak / MEGABYTE:.0f}", size, files, page)
    sys.stdout.write(LINE.format(row.way, row.entries, *cells) + "\n")
    sys.stdout.flush()
    return row


def verdicts(found: list[Row]) -> None:
    """Print what is required of scale, what was measured, and whether that is met."""
    by = {(row.way, row.entries): row for row in found}
    largest = max(row.entries for row in found)
    sys.stdout.write("\nrequired\n")
    small, large = by.get(("our build", SMALL)), by.get(("our build", LARGE))
    if small and large:
        _verdict("a page at 10,000, of one at 1,000", "at most 1.15 x", large.page / small.page, 1.15)
    for entries in sorted({row.entries for row in found}):
        ours, bare = by[("our build", entries)], by[("plain pages", entries)]
        _verdict(f"our build of {entries}, of plain", "at most 2.0 x", ours.cost.cpu / bare.cost.cpu, 2.0)
    _verdict(f"load and check of {largest}", "under 5 s", by[("load and check", largest)].cost.wall, 5.0)
    _verdict(f"peak of our build of {largest}", "under 600 MB", by[("our build", largest)].cost.peak / MEGABYTE, 600.0)
    if LARGE not in {row.entries for row in found}:
        sys.stdout.write(f"{LARGE} entries were not built: what is required of them was not measured\n")
    if not os.environ.get("ENGINES"):
        sys.stdout.write("!! Zensical was not measured: ENGINES names no environment of requirements/engines.txt\n")


def _verdict(what: str, required: str, measured: float, most: float) -> None:
    word = "met" if measured <= most else "missed"
    sys.stdout.write(f"{what:<44}{required:>16}{measured:>10.2f}  {word}\n")


def main() -> None:
    """Print the table and the verdicts."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    sys.stdout.write(f"{time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    sys.stdout.write(LINE.format("", "entries", "CPU s", "wall s", "peak MB", "MB out", "files", "ms/page") + "\n")
    found = []
    for entries in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found += rows(entries, Path(folder))
    verdicts(found)


if __name__ == "__main__":
    if sys.argv[1:] in (["--index"], ["--layout"]):
        lay_out(figures=sys.argv[1:] == ["--layout"])
    else:
        main()
