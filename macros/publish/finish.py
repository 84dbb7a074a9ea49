"""What a site has beside its pages: figures and cards as files, what changed as a feed, previews, data, small scripts.

It needs the scenario and what pages call themselves, and no engine: whatever built the pages, these stand beside them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rjsmin import jsmin

from macros.pages import addresses, text, views
from macros.pages.cards import front
from macros.publish import pictures
from macros.publish.exports import exports
from macros.publish.style import figure_style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from macros.pages.atlas import Atlas
    from macros.pages.render import Renderer
    from macros.publish.pictures import Rasterizer


@dataclass(frozen=True, slots=True)
class Named:
    """A page by its address from the root of the site, with its title and description as plain text."""

    page: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Site:
    """A site by its address, the folder of its style sheet and scripts, and its pages."""

    address: str
    assets: Path
    pages: tuple[Named, ...]


def finish(
    renderer: Renderer, rasterizer: Rasterizer, site: Site, tell: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Give the files that stand beside pages: addresses from the root of the site, and contents.

    `tell` is called now and then while pictures are drawn.

    Raises:
        ValueError: the style sheet lacks what figures need.
        OSError: an asset cannot be read.
    """
    style = figure_style((site.assets / "site.css").read_text(encoding="utf-8"))
    drawings = {}
    for picture in renderer.figures.pictures():
        svg = renderer.picture(picture, site.address, style)
        drawings[addresses.picture(picture.page, "png")] = pictures.figure(svg)
        yield addresses.picture(picture.page, "svg"), svg.encode()
    for named in site.pages:
        content = front(renderer.figures, named.page, named.title, named.description, rasterizer.lacks)
        if missing := rasterizer.lacks(content.title):
            tell(f"the card of '{named.page}' cannot show '{missing}': no font here has it; see CONTRIBUTING.md")
        drawings[addresses.card(named.page)] = pictures.card(renderer.card(content, style))
    rasterizer.draw_all(tuple(drawings.values()), tell)
    for address, drawing in drawings.items():
        yield address, rasterizer.png(drawing)
    if renderer.atlas.scenario.revisions:
        yield addresses.FEED, renderer.feed(site.address).encode()
    yield addresses.PREVIEWS, previews(renderer.atlas)
    yield from exports(renderer.atlas, site.address)
    for script in sorted(site.assets.glob("*.js")):
        yield f"assets/{script.name}", str(jsmin(script.read_text(encoding="utf-8"))).encode()


def previews(atlas: Atlas) -> bytes:
    """Return what is shown of an entry beside a link to it, as JSON: title, kind, date, mark and lead, by id."""
    found = {
        entry.id: (
            text.typographic(entry.title),
            views.kind_words(entry.kind),
            views.when(entry),
            atlas.basis(entry.id),
            text.plain(entry.lead, lambda name: atlas.titles[name]),
        )
        for entry in atlas.scenario.entries
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
