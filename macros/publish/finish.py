"""The work on a built site, whatever engine built it: its pages, their style sheet, and what stands beside them.

Beside pages stand figures and cards as files, what changed as a feed, previews, data, small scripts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from rjsmin import jsmin

from macros.pages import addresses, text, views
from macros.pages.again import anew
from macros.pages.cards import front, title_on_card
from macros.pages.exported import FOLDER as EXPORTS
from macros.publish import pictures
from macros.publish.exports import exports
from macros.publish.head import LOST, UnfinishableError, named, with_head, with_search
from macros.publish.mend import mended
from macros.publish.policy import with_policy
from macros.publish.search import FOLDER as SEARCH
from macros.publish.search import INDEX, WHOLE, names_of, search_files
from macros.publish.sheets import one_sheet
from macros.publish.style import figure_style

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
    from pathlib import Path

    from macros.lore.model import Entry
    from macros.pages.atlas import Atlas
    from macros.pages.render import Renderer
    from macros.publish.head import Named
    from macros.publish.pictures import Rasterizer
    from macros.publish.search import Document
    from macros.publish.sheets import Sheets


Makes: TypeAlias = "Callable[[], Iterable[tuple[str, bytes]]]"
"""Makes files: addresses from the root of the site, and contents."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: its address, the folder it was built into, and the folder of its own style sheet and scripts.

    `kept` is a folder of what is kept for the next build. `whole_search` is how many bytes of documents are searched as
    a whole. `documents` are searched beside those that the engine wrote into its index. `again` gives finished pages
    that it keeps, by what they are made from. Where there is `waiting`, what stands beside pages is not made, but how
    to make it put there, by address or, with a slash at its end, by folder: to be made when it is asked for.
    """

    address: str
    folder: Path
    assets: Path
    kept: Path
    whole_search: int
    documents: Iterable[Document] = ()
    again: Callable[[Hashable, Callable[[], tuple[bytes, tuple[str, ...]]]], tuple[bytes, tuple[str, ...]]] = anew
    waiting: dict[str, Makes] | None = None


def finish(renderer: Renderer, rasterizer: Rasterizer, site: Site, tell: Callable[[str], None]) -> None:
    """Finish every page of a built site, and write what stands beside them and what search fetches.

    The folder is not what anybody is served: where something goes wrong, it is left half finished.

    `tell` is called for titles that cards cannot show, and for faults of the theme that are no longer where they were.

    Raises:
        UnfinishableError: a page lacks what finishing needs, or was finished already; a style sheet is no CSS.
        ValueError: our style sheet lacks what figures need.
        OSError: a file cannot be read or written.
    """
    _put(site, (EXPORTS,), partial(exports, renderer.atlas, site.address))  # first, for they take the most room
    has_search = _searched(renderer, site)
    places = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))
    work = _Work(renderer, site, one_sheet(site.folder, places, site.kept / "sheets"), has_search)
    pages = [work.finished(place) for place in places]
    for fault in work.faults:
        tell(f"the theme no longer prints what macros/publish/mend.py mends: {fault}")
    shared = [page for page in pages if page.page != LOST]
    for warning in lacking(renderer.atlas, rasterizer, shared):
        tell(warning)
    for where, make in beside(renderer, rasterizer, site, shared):
        _put(site, where, make)
    for address, content in scripts(site.assets):
        _write(site.folder / address, content)
    for unused in _unused(renderer.atlas, site, has_search=has_search):
        (site.folder / unused).unlink(missing_ok=True)


def _put(site: Site, where: Iterable[str], make: Makes) -> None:
    """Write what stands somewhere, or have it wait there until it is asked for."""
    if site.waiting is not None:
        site.waiting.update(dict.fromkeys(where, make))
        return
    for address, content in make():
        _write(site.folder / address, content)


def _searched(renderer: Renderer, site: Site) -> bool:
    """Put in place what our search fetches, and return whether the site has it: some engines have one of their own.

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
    path.unlink()
    _put(site, (SEARCH,), partial(_search, renderer.atlas, site, index))
    return True


def _search(atlas: Atlas, site: Site, index: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    documents = chain(index["docs"], site.documents)
    try:
        yield from search_files(index["config"], documents, names_of(atlas.scenario.entries), site.whole_search)
    except RuntimeError as error:
        raise UnfinishableError(f"the site cannot be searched: {error}") from error


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


def _unused(atlas: Atlas, site: Site, *, has_search: bool) -> Iterator[str]:
    """Give the scripts of ours that nothing in this site fetches, as far as it is known what search will be made of."""
    names = {"causes.js", "graph.js", "trace.js"} if atlas.is_large else {"forward.js"}
    if not has_search:
        names |= {"search-pieces.js", "search-worker.js"}
    elif (site.folder / WHOLE).is_file():
        names.add("search-pieces.js")
    yield from (f"assets/{name}" for name in sorted(names))


def beside(
    renderer: Renderer, rasterizer: Rasterizer, site: Site, pages: Iterable[Named]
) -> Iterator[tuple[tuple[str, ...], Makes]]:
    """Give what stands beside pages: where, from the root of the site, and how it is made.

    Raises:
        ValueError: the style sheet lacks what figures need.
        OSError: an asset cannot be read.
    """
    style, code = figure_style((site.assets / "site.css").read_text(encoding="utf-8")), pictures.code()
    drawn = partial(_figure, renderer, rasterizer, site.address, style)
    carded = partial(_card, renderer, rasterizer, style, code)
    for page in pages:
        yield (addresses.picture(page.page, "svg"), addresses.picture(page.page, "png")), partial(drawn, page.page)
        yield (addresses.card(page.page),), partial(carded, page)
    atlas = renderer.atlas
    if atlas.scenario.revisions:
        yield (addresses.FEED,), partial(_feed, renderer, site.address)
    own = map(addresses.preview, atlas.entries if atlas.is_large else ())
    yield (addresses.PREVIEWS, *own), partial(previews, atlas)


def lacking(atlas: Atlas, rasterizer: Rasterizer, pages: Iterable[Named]) -> Iterator[str]:
    """Give a warning for each page whose card cannot show all of its title."""
    for page in pages:
        if missing := rasterizer.lacks(title_on_card(atlas, page.page, page.title)):
            yield f"the card of '{page.page}' cannot show '{missing}': no font here has it; see CONTRIBUTING.md"


def scripts(assets: Path) -> Iterator[tuple[str, bytes]]:
    """Give the scripts of a folder of assets, small.

    Raises:
        OSError: one cannot be read.
    """
    for script in sorted(assets.glob("*.js")):
        yield f"assets/{script.name}", str(jsmin(script.read_text(encoding="utf-8"))).encode()


def _figure(
    renderer: Renderer, rasterizer: Rasterizer, site: str, style: str, page: str
) -> Iterator[tuple[str, bytes]]:
    """Give the figure of the page at an address as SVG and as PNG; nothing where it has none."""
    if picture := renderer.figures.picture(page):
        svg = renderer.picture(picture, site, style)
        yield addresses.picture(page, "svg"), svg.encode()
        drawing = pictures.figure(svg)
        yield addresses.picture(page, "png"), rasterizer.made(pictures.recipe_of(drawing), lambda: drawing)


def _card(
    renderer: Renderer, rasterizer: Rasterizer, style: str, code: str, page: Named
) -> Iterator[tuple[str, bytes]]:
    """Give the card of a page."""
    content = front(renderer.figures, page.page, page.title, page.description, rasterizer.lacks)
    recipe = repr(content), style, *renderer.on_cards, code
    yield addresses.card(page.page), rasterizer.made(recipe, lambda: pictures.card(renderer.card(content, style)))


def _feed(renderer: Renderer, site: str) -> Iterator[tuple[str, bytes]]:
    yield addresses.FEED, renderer.feed(site).encode()


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
