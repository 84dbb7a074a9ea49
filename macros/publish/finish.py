"""The work on a built site, whatever engine built it: its pages, their style sheet, and what stands beside them.

Beside pages stand figures and cards as files, what changed as a feed, previews, data, small scripts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from rjsmin import jsmin

from macros.pages import addresses, text, views
from macros.pages.again import anew
from macros.pages.cards import front
from macros.publish import pictures
from macros.publish.exports import exports
from macros.publish.head import LOST, UnfinishableError, named, with_head, with_search
from macros.publish.mend import mended
from macros.publish.policy import with_policy
from macros.publish.search import INDEX, WHOLE, names_of, search_files
from macros.publish.sheets import one_sheet
from macros.publish.style import figure_style

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    from macros.lore.model import Entry
    from macros.pages.atlas import Atlas
    from macros.pages.cards import Front
    from macros.pages.render import Renderer
    from macros.publish.head import Named
    from macros.publish.pictures import Rasterizer
    from macros.publish.search import Document
    from macros.publish.sheets import Sheets


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its address, the folder it was built into, and the folder of its own style sheet and scripts.

    `whole_search` is how many bytes of documents are searched as a whole. `documents` are searched beside those that
    the engine wrote into its index. `again` gives finished pages that it keeps, by what they are made from. Where there
    is `waiting`, pictures that are not kept are not drawn, but put there by their addresses, to be drawn when they are
    asked for.
    """

    address: str
    folder: Path
    assets: Path
    whole_search: int
    documents: Iterable[Document] = ()
    again: Callable[[Hashable, Callable[[], tuple[bytes, tuple[str, ...]]]], tuple[bytes, tuple[str, ...]]] = anew
    waiting: dict[str, Callable[[], bytes]] | None = None


def finish(renderer: Renderer, rasterizer: Rasterizer, site: Site, tell: Callable[[str], None]) -> None:
    """Finish every page of a built site, and write what stands beside them and what search fetches.

    The folder is not what anybody is served: where something goes wrong, it is left half finished.

    `tell` is called for titles that cards cannot show, and for faults of the theme that are no longer where they were.

    Raises:
        UnfinishableError: a page lacks what finishing needs, or was finished already; a style sheet is no CSS.
        ValueError: our style sheet lacks what figures need.
        OSError: a file cannot be read or written.
    """
    for address, content in exports(renderer.atlas, site.address):  # first, for they take the most room
        _write(site.folder / address, content)
    has_search = _searched(renderer, site)
    places = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))
    work = _Work(renderer, site, one_sheet(site.folder, places), has_search)
    pages = [work.finished(place) for place in places]
    for fault in work.faults:
        tell(f"the theme no longer prints what macros/publish/mend.py mends: {fault}")
    shared = [page for page in pages if page.page != LOST]
    for address, content in beside(renderer, rasterizer, site, shared, tell):
        _write(site.folder / address, content)
    for script in _unused(renderer.atlas, site):
        (site.folder / script).unlink(missing_ok=True)


def _searched(renderer: Renderer, site: Site) -> bool:
    """Write what our search fetches, and return whether the site has it: some engines come with a search of their own.

    The theme fetches its index with every page, so that holds no documents: our search worker fetches them when
    something is asked, with names and misspellings that no page shows.

    Raises:
        UnfinishableError: Pagefind left something out.
        OSError: the index cannot be read, or Pagefind cannot be run.
    """
    path = site.folder / INDEX
    if not path.exists():
        return False
    index = json.loads(path.read_text(encoding="utf-8"))
    names = names_of(renderer.atlas.scenario.entries)
    try:
        documents = chain(index["docs"], site.documents)
        for address, content in search_files(index["config"], documents, names, site.whole_search):
            _write(site.folder / address, content)
    except RuntimeError as error:
        raise UnfinishableError(f"the site cannot be searched: {error}") from error
    return True


def _write(path: Path, content: bytes) -> None:
    """Write a file into a folder that may not be there yet."""
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True)
        path.write_bytes(content)


@dataclass(frozen=True, slots=True)
class _Work:
    """What pages are finished with, whether our search worker runs in them, and what could not be mended in any."""

    renderer: Renderer
    site: Site
    sheets: Sheets
    has_search: bool
    faults: dict[str, None] = field(default_factory=dict)

    def finished(self, place: str) -> Named:
        """Finish the page at a place in the folder, note what could not be mended, and return what it calls itself.

        The policy comes last: it names the scripts that the page ends up with.
        """
        path = self.site.folder / place
        source = path.read_text(encoding="utf-8")
        about = named(source, place.removesuffix("index.html"), self.renderer.atlas.scenario.about.title)
        source = self.sheets.linked(with_head(source, about, self.renderer, self.site.address), place)
        content, missed = self.site.again((source, self.has_search), lambda: self._mended(source))
        self.faults.update(dict.fromkeys(missed))
        path.write_bytes(content)
        return about

    def _mended(self, source: str) -> tuple[bytes, tuple[str, ...]]:
        source, missed = mended(with_search(source) if self.has_search else source)
        return with_policy(source).encode(), tuple(missed)


def _unused(atlas: Atlas, site: Site) -> Iterator[str]:
    """Give the scripts of ours that nothing in this site fetches."""
    names = {"causes.js", "graph.js", "trace.js"} if atlas.is_large else {"forward.js"}
    if not (site.folder / INDEX).is_file():
        names |= {"search-pieces.js", "search-worker.js"}
    elif (site.folder / WHOLE).is_file():
        names.add("search-pieces.js")
    yield from (f"assets/{name}" for name in sorted(names))


def beside(
    renderer: Renderer, rasterizer: Rasterizer, site: Site, pages: Iterable[Named], tell: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Give the files that stand beside pages: addresses from the root of the site, and contents.

    `tell` is called for titles that cards cannot show.

    Raises:
        ValueError: the style sheet lacks what figures need.
        OSError: an asset cannot be read.
    """
    style, code = figure_style((site.assets / "site.css").read_text(encoding="utf-8")), pictures.code()
    for page in pages:
        if svg := renderer.kept(
            (page.page, site.address, style), partial(_figure, renderer, page.page, site.address, style)
        ):
            yield addresses.picture(page.page, "svg"), svg.encode()
            png, recipe = addresses.picture(page.page, "png"), pictures.recipe_of(pictures.figure(svg))
            yield from _drawn(rasterizer, site, png, recipe, partial(pictures.figure, svg))
        content = front(renderer.figures, page.page, page.title, page.description, rasterizer.lacks)
        if missing := rasterizer.lacks(content.title):
            tell(f"the card of '{page.page}' cannot show '{missing}': no font here has it; see CONTRIBUTING.md")
        recipe = repr(content), style, *renderer.on_cards, code
        yield from _drawn(rasterizer, site, addresses.card(page.page), recipe, partial(_card, renderer, content, style))
    if renderer.atlas.scenario.revisions:
        yield addresses.FEED, renderer.feed(site.address).encode()
    yield from previews(renderer.atlas)
    for script in sorted(site.assets.glob("*.js")):
        yield f"assets/{script.name}", str(jsmin(script.read_text(encoding="utf-8"))).encode()


def _drawn(
    rasterizer: Rasterizer, site: Site, address: str, recipe: tuple[str, ...], make: Callable[[], pictures.Drawing]
) -> Iterator[tuple[str, bytes]]:
    """Give a picture with its address, unless it may wait until it is asked for."""
    if site.waiting is None or rasterizer.keeps(recipe):
        yield address, rasterizer.made(recipe, make)
    else:
        site.waiting[address] = partial(rasterizer.made, recipe, make)


def _figure(renderer: Renderer, page: str, site: str, style: str) -> str:
    """Return the figure of the page at an address as SVG; nothing where it has none."""
    picture = renderer.figures.picture(page)
    return renderer.picture(picture, site, style) if picture else ""


def _card(renderer: Renderer, content: Front, style: str) -> pictures.Drawing:
    return pictures.card(renderer.card(content, style))


def previews(atlas: Atlas) -> Iterator[tuple[str, bytes]]:
    """Give what is shown of entries beside links to them, as JSON: title, kind, date, mark and lead.

    One file has all of them by id, or, where they are too many for one request, null: then each has a file of its own.
    """
    found = {entry.id: _preview(atlas, entry) for entry in atlas.scenario.entries}
    yield addresses.PREVIEWS, _json(None if atlas.is_large else found)
    if atlas.is_large:
        for name, preview in found.items():
            yield addresses.preview(name), _json(preview)


def _preview(atlas: Atlas, entry: Entry) -> tuple[str, ...]:
    return (
        text.typographic(entry.title),
        views.kind_words(entry.kind),
        views.when(entry),
        atlas.basis(entry.id),
        text.plain(entry.lead, atlas.titles.__getitem__),
    )


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
