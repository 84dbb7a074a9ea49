"""A build with one stub image for all figures and one for all cards: `python -m benchmarks.stub_images`.

Drawing the images of ten thousand entries takes an hour, once; later builds read them from the cache. This build has
the cost of a later one: it computes each cache key as usual, and then reads the figure or card of
`cache_stub_images`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mkdocs.__main__ import cli

from macros import load_font
from macros.output.head import PageMetadata
from macros.output.images import Rasterizer
from macros.output.postprocess import Site, asset_factories
from macros.pages import urls
from macros.pages.renderer import Renderer

if TYPE_CHECKING:
    from pathlib import Path

    from macros.pages.scenario_index import ScenarioIndex


def stub_key(rasterizer: Rasterizer, kind: str, *cache_key: str) -> tuple[str, ...]:  # noqa: ARG001 - as the method
    """Return the key of the stub figure or the stub card."""
    return "stub", kind


def cache_stub_images(index: ScenarioIndex, project: Path) -> None:
    """Draw the stub images into the cache of a project: the figure and the card of one entry."""
    assets = project / "docs" / "assets"
    font = load_font(assets / "fonts" / "newsreader.woff2")
    renderer = Renderer(index, font)
    entry_id = list(renderer.figures.nodes)[len(renderer.figures.nodes) // 2]
    page = PageMetadata(urls.entry_address(entry_id), index.titles[entry_id], "")
    rasterizer = Rasterizer(font, project / ".cache" / "pictures")
    site = Site("https://host.example/", project, assets, project / ".cache", 0)
    for _, factory in asset_factories(renderer, rasterizer, site, [page]):
        list(factory())


Rasterizer._cache_key = stub_key  # type: ignore[method-assign, assignment]  # noqa: SLF001 - the stub

if __name__ == "__main__":
    cli(["build", "--quiet", *sys.argv[1:]])
