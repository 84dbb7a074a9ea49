"""The sizes of the files beside the pages, and the time to build them: `python -m benchmarks.publishing`.

It builds the site anew for the sizes. It measures each time once; "cold" means with an empty image cache.
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
from macros.pages.export_formats import EXPORT_FOLDER
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.browser.test_search import QUERIES
from tests.site.search_worker import SearchWorker

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
SITE = "https://site.example/"
TOP = 3


def print_row(name: str, *values: object) -> None:
    """Print a line of the table."""
    sys.stdout.write(f"{name:<34}" + "".join(f"{value!s:>14}" for value in values) + "\n")


def print_sizes(name: str, contents: Iterable[bytes]) -> None:
    """Print the number of files, their total size, the largest size, and the total size after gzip."""
    files = list(contents)
    total, zipped = sum(map(len, files)), sum(len(gzip.compress(content, 9)) for content in files)
    print_row(name, len(files), f"{total / 1000:.1f}", f"{max(map(len, files)) / 1000:.1f}", f"{zipped / 1000:.1f}")


def main() -> None:
    """Print a table of counts, sizes and times, and a line about search."""
    scenario, *_ = rules.load_scenario(ROOT / "data" / "scenario.yml")
    index = ScenarioIndex(scenario)
    assets = ROOT / "docs" / "assets"
    renderer = Renderer(index, load_font(assets / "fonts" / "newsreader.woff2"))
    pages = tuple(PageMetadata(urls.entry_address(entry.id), entry.title, "Text.") for entry in scenario.entries)
    with tempfile.TemporaryDirectory() as folder:
        rasterizer = Rasterizer(renderer.figures.font, Path(folder) / "cache")
        site = Site(SITE, Path(folder) / "site", assets, Path(folder) / "cache", 1_000_000)

        def build_assets() -> list[tuple[str, bytes]]:
            factories = asset_factories(renderer, rasterizer, site, pages)
            return [file for _, factory in factories for file in factory()]

        export_time = measure_seconds(lambda: list(build_exports(index, SITE)))
        cold, warm = measure_seconds(build_assets), measure_seconds(build_assets)
        site_folder = Path(folder) / "site"
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site_folder)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - a fixed command
        print_row("files", "files", "kB in all", "kB, largest", "kB, gzip")
        print_sizes("cards", (path.read_bytes() for path in site_folder.rglob("card.png")))
        print_sizes("previews", (content for _, content in build_previews(index)))
        print_sizes("exports", (path.read_bytes() for path in sorted((site_folder / EXPORT_FOLDER).iterdir())))
        print_sizes("feed", [(site_folder / urls.FEED).read_bytes()])
        print_sizes("scripts", (path.read_bytes() for path in (site_folder / "assets").glob("*.js")))
        print_row("cost", "s", "x exports")
        for name, seconds in (("exports", export_time), ("assets, images cold", cold), ("assets, images warm", warm)):
            print_row(name, f"{seconds:.2f}", f"{seconds / export_time:.1f}")
        search = SearchWorker(site_folder)
        queries = [(query, urls.entry_address(entry_id)) for query, entry_id in QUERIES]
        hits = sum(address in search.results(query)[:TOP] for query, address in queries)
        print_row("search", "queries", f"in top {TOP}", "ms a query")
        search_time = measure_seconds(lambda: [search.results(query) for query, _ in queries])
        print_row("misspelt and paraphrased", len(queries), hits, f"{1000 * search_time / len(queries):.1f}")


if __name__ == "__main__":
    main()
