"""What is made beside the pages, and what it costs: `python -m benchmarks.publishing`.

Sizes are those of a fresh build. Times are taken once each, in this order, in one run: cold is with no picture kept.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import measure_seconds
from macros import load_font, rules
from macros.output.exports import build_exports
from macros.output.head import PageMetadata
from macros.output.images import Rasterizer
from macros.output.postprocess import Site, asset_factories, build_previews
from macros.pages import urls
from macros.pages.export_formats import FOLDER
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.browser.test_search import QUERIES
from tests.site.shipped_search import ShippedSearch

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
SITE = "https://the-other-leap.example/"
FIRST = 3


def row(name: str, *values: object) -> None:
    """Print a line of the table."""
    sys.stdout.write(f"{name:<34}" + "".join(f"{value!s:>14}" for value in values) + "\n")


def sizes(name: str, contents: Iterable[bytes]) -> None:
    """Print how many files there are, how large they are together and the largest of them, and all of them zipped."""
    found = list(contents)
    total, zipped = sum(map(len, found)), sum(len(gzip.compress(content, 9)) for content in found)
    row(name, len(found), f"{total / 1000:.1f}", f"{max(map(len, found)) / 1000:.1f}", f"{zipped / 1000:.1f}")


def main() -> None:
    """Print one table of counts, sizes and times, and one line on search."""
    scenario, _ = rules.load_scenario(ROOT / "data" / "scenario.yml")
    index = ScenarioIndex(scenario)
    assets = ROOT / "docs" / "assets"
    renderer = Renderer(index, load_font(assets / "fonts" / "newsreader.woff2"))
    pages = tuple(PageMetadata(urls.entry(entry.id), entry.title, "Text.") for entry in scenario.entries)
    with tempfile.TemporaryDirectory() as folder:
        rasterizer = Rasterizer(renderer.figures.font, Path(folder) / "cache")
        site = Site(SITE, Path(folder) / "site", assets, Path(folder) / "kept", 1_000_000)

        def made_beside() -> list[tuple[str, bytes]]:
            return [made for _, make in asset_factories(renderer, rasterizer, site, pages) for made in make()]

        plain = measure_seconds(lambda: list(build_exports(index, SITE)))
        cold, warm = measure_seconds(made_beside), measure_seconds(made_beside)
        built = Path(folder) / "site"
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(built)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own command
        row("made", "files", "kB in all", "kB, largest", "kB, gzip")
        sizes("cards", (path.read_bytes() for path in built.rglob("card.png")))
        sizes("build_previews", (content for _, content in build_previews(index)))
        sizes("exports", (path.read_bytes() for path in sorted((built / FOLDER).iterdir())))
        sizes("feed", [(built / urls.FEED).read_bytes()])
        sizes("scripts", (path.read_bytes() for path in (built / "assets").glob("*.js")))
        row("cost", "s", "x exports")
        for name, cost in (("exports", plain), ("all, pictures cold", cold), ("all, pictures warm", warm)):
            row(name, f"{cost:.2f}", f"{cost / plain:.1f}")
        search = ShippedSearch(built)
        asked = [(query, urls.entry(entry)) for query, entry in QUERIES]
        hits = sum(entry in search.results(query)[:FIRST] for query, entry in asked)
        row("search", "queries", f"in first {FIRST}", "ms a query")
        took = measure_seconds(lambda: [search.results(query) for query, _ in asked])
        row("misspelt and in other words", len(asked), hits, f"{1000 * took / len(asked):.1f}")


if __name__ == "__main__":
    main()
