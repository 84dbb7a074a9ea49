"""The site's own build, with one picture for all figures and one for all cards: `python -m benchmarks.stub_images`.

To draw the pictures of ten thousand entries takes an hour, once. What every build after that costs is measured without
it: the name of each picture is worked out as ever, and the figure or card that `warm` has drawn is read in its place.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mkdocs.__main__ import cli

from macros import load_font
from macros.output.head import Named
from macros.output.images import Rasterizer
from macros.output.postprocess import Site, beside
from macros.pages import urls
from macros.pages.renderer import Renderer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from macros.pages.scenario_index import ScenarioIndex

named = Rasterizer._kept  # noqa: SLF001 - what is stood in for


def stand_in(rasterizer: Rasterizer, recipe: Sequence[str]) -> Path:
    """Return where the one figure, or the one card, is kept: their recipes are of different lengths."""
    return named(rasterizer, recipe).with_name(f"stand-in-{len(recipe)}.png")


def warm(index: ScenarioIndex, project: Path) -> None:
    """Draw the figure and the card of an entry amid the story, for all others of a project."""
    assets = project / "docs" / "assets"
    font = load_font(assets / "fonts" / "newsreader.woff2")
    renderer = Renderer(index, font)
    name = list(renderer.figures.nodes)[len(renderer.figures.nodes) // 2]
    page = Named(urls.entry(name), index.titles[name], "")
    rasterizer = Rasterizer(font, project / ".cache" / "pictures")
    for _, make in beside(
        renderer, rasterizer, Site("https://host.example/", project, assets, project / ".cache", 0), [page]
    ):
        list(make())


Rasterizer._kept = stand_in  # type: ignore[method-assign, assignment]  # noqa: SLF001 - as above

if __name__ == "__main__":
    cli(["build", "--quiet", *sys.argv[1:]])
