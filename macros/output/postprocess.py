"""The work on a built site, whatever engine built it: its pages, their style sheet, and what stands beside them.

Beside pages stand figures and cards as files, what changed as a feed, previews, data, small scripts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from macros.output import images
from macros.output.csp import add_csp
from macros.output.css_bundle import bundle_style_sheets
from macros.output.exports import build_exports
from macros.output.figure_css import read_figure_style
from macros.output.head import LOST, UnfinishableError, named, with_head, with_search
from macros.output.js_bundle import build_scripts, bundled_modules
from macros.output.search import FOLDER as SEARCH
from macros.output.search import INDEX, WHOLE, build_search, names_by_page
from macros.output.theme_patches import apply_patches
from macros.pages import text, urls, views
from macros.pages.cards import card_content, card_title
from macros.pages.export_formats import FOLDER as EXPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from macros.output.css_bundle import StyleLinks
    from macros.output.head import Named
    from macros.output.images import Rasterizer
    from macros.output.search import Document
    from macros.pages.renderer import Renderer
    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Entry


AssetFactory: TypeAlias = "Callable[[], Iterable[tuple[str, bytes]]]"
"""Makes files: yields their addresses from the root of the site, and their contents."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site.

    Attributes:
        address: its address, with a slash at its end.
        folder: the folder that it was built into.
        assets: the folder of our style sheet and scripts.
        kept: the folder of the caches.
        whole_search: up to how many bytes of search documents stand in one file.
        documents: search documents beside those in the index that the engine wrote.
        lazy_assets: where it is not None, files beside pages are not made, but what makes them is put here: by address
            or, with a slash at its end, by folder.
    """

    address: str
    folder: Path
    assets: Path
    kept: Path
    whole_search: int
    documents: Iterable[Document] = ()
    lazy_assets: dict[str, AssetFactory] | None = None


def finish(renderer: Renderer, rasterizer: Rasterizer, site: Site, tell: Callable[[str], None]) -> None:
    """Finish every page of a built site, and write what stands beside them and what search fetches.

    The folder is not what anybody is served: where something goes wrong, it is left half finished.

    `tell` is called for titles that cards cannot show, and for faults of the theme that are no longer where they were.

    Raises:
        UnfinishableError: a page lacks what finishing needs, or was finished already; a style sheet is no CSS.
        ValueError: our style sheet lacks what figures need.
        OSError: a file cannot be read or written.
    """
    _put(site, (EXPORTS,), partial(build_exports, renderer.index, site.address))  # first, for they take the most room
    has_search = _searched(renderer, site)
    places = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))
    work = _Work(renderer, site, bundle_style_sheets(site.folder, places, site.kept / "sheets"), has_search)
    pages = [work.finished(place) for place in places]
    for fault in work.faults:
        tell(f"the theme no longer prints what macros/output/theme_patches.py mends: {fault}")
    shared = [page for page in pages if page.page != LOST]
    for warning in lacking(renderer.index, rasterizer, shared):
        tell(warning)
    for where, make in beside(renderer, rasterizer, site, shared):
        _put(site, where, make)
    for address, content in build_scripts(site.assets):
        _write(site.folder / address, content)
    for unused in _unused(renderer.index, site, has_search=has_search):
        (site.folder / unused).unlink(missing_ok=True)


def _put(site: Site, where: Iterable[str], make: AssetFactory) -> None:
    """Write what stands somewhere, or have it wait there until it is asked for."""
    if site.lazy_assets is not None:
        site.lazy_assets.update(dict.fromkeys(where, make))
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
    _put(site, (SEARCH,), partial(_search, renderer.index, site, index))
    return True


def _search(index: ScenarioIndex, site: Site, search_index: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    documents = chain(search_index["docs"], site.documents)
    try:
        yield from build_search(
            search_index["config"], documents, names_by_page(index.scenario.entries), site.whole_search
        )
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
    sheets: StyleLinks
    has_search: bool
    faults: dict[str, None] = field(default_factory=dict)

    def finished(self, place: str) -> Named:
        """Finish the page at a place in the folder, note what could not be mended, and return what it calls itself.

        The policy comes last: it names the scripts that the page ends up with.
        """
        path = self.site.folder / place
        source = path.read_text(encoding="utf-8")
        about = named(source, place.removesuffix("index.html"), self.renderer.index.scenario.about.title)
        source = self.sheets.replace_links(with_head(source, about, self.renderer, self.site.address), place)
        content, missed = self._mended(source)
        self.faults.update(dict.fromkeys(missed))
        path.write_bytes(content)
        return about

    def _mended(self, source: str) -> tuple[bytes, tuple[str, ...]]:
        source, missed = apply_patches(with_search(source) if self.has_search else source)
        return add_csp(source).encode(), tuple(missed)


def _unused(index: ScenarioIndex, site: Site, *, has_search: bool) -> Iterator[str]:
    """Yield the addresses of scripts that this site does not fetch, as far as it is known whether it has search."""
    names = bundled_modules(site.assets)
    names |= {"causes.js", "trace.js"} if index.is_large else {"redirect.js"}
    if not has_search:
        names |= {"search-pieces.js", "search-worker.js"}
    elif (site.folder / WHOLE).is_file():
        names.add("search-pieces.js")
    yield from (f"assets/{name}" for name in sorted(names))


def beside(
    renderer: Renderer, rasterizer: Rasterizer, site: Site, pages: Iterable[Named]
) -> Iterator[tuple[tuple[str, ...], AssetFactory]]:
    """Give what stands beside pages: where, from the root of the site, and how it is made.

    Raises:
        ValueError: the style sheet lacks what figures need.
        OSError: an asset cannot be read.
    """
    style, code = read_figure_style(site.assets / "css"), images.drawing_code_digest()
    drawn = partial(_figure, renderer, rasterizer, site.address, style)
    carded = partial(_card, renderer, rasterizer, style, code)
    for page in pages:
        yield (urls.figure_file(page.page, "svg"), urls.figure_file(page.page, "png")), partial(drawn, page.page)
        yield (urls.card(page.page),), partial(carded, page)
    index = renderer.index
    if index.scenario.revisions:
        yield (urls.FEED,), partial(_feed, renderer, site.address)
    own = map(urls.preview, index.entries if index.is_large else ())
    yield (urls.PREVIEWS, *own), partial(previews, index)


def lacking(index: ScenarioIndex, rasterizer: Rasterizer, pages: Iterable[Named]) -> Iterator[str]:
    """Give a warning for each page whose card cannot show all of its title."""
    for page in pages:
        if missing := rasterizer.missing_glyphs(card_title(index, page.page, page.title)):
            yield f"the card of '{page.page}' cannot show '{missing}': no font here has it; see CONTRIBUTING.md"


def _figure(
    renderer: Renderer, rasterizer: Rasterizer, site: str, style: str, page: str
) -> Iterator[tuple[str, bytes]]:
    """Give the figure of the page at an address as SVG and as PNG; nothing where it has none."""
    if picture := renderer.figures.figure_file(page):
        svg = renderer.picture(picture, site, style)
        yield urls.figure_file(page, "svg"), svg.encode()
        drawing = images.figure_drawing(svg)
        yield urls.figure_file(page, "png"), rasterizer.rasterize_cached(drawing.cache_key, lambda: drawing)


def _card(
    renderer: Renderer, rasterizer: Rasterizer, style: str, code: str, page: Named
) -> Iterator[tuple[str, bytes]]:
    """Give the card of a page."""
    content = card_content(renderer.figures, page.page, page.title, page.description, rasterizer.missing_glyphs)
    cache_key = repr(content), style, *renderer.on_cards, code
    png = rasterizer.rasterize_cached(cache_key, lambda: images.card_drawing(renderer.card(content, style)))
    yield urls.card(page.page), png


def _feed(renderer: Renderer, site: str) -> Iterator[tuple[str, bytes]]:
    yield urls.FEED, renderer.feed(site).encode()


def previews(index: ScenarioIndex) -> Iterator[tuple[str, bytes]]:
    """Give what is shown of entries beside links to them, as JSON: title, kind, date, mark and lead.

    One file has all of them by id, or, where they are too many for one request, null: then each has a file of its own.
    """
    found = {entry.id: _preview(index, entry) for entry in index.scenario.entries}
    yield urls.PREVIEWS, _json(None if index.is_large else found)
    if index.is_large:
        for name, preview in found.items():
            yield urls.preview(name), _json(preview)


def _preview(index: ScenarioIndex, entry: Entry) -> tuple[str, ...]:
    return (
        text.smart_punctuation(entry.title),
        views.kind_label(entry.kind),
        views.date_label(entry),
        index.basis(entry.id),
        text.plain(entry.lead, index.titles.__getitem__),
    )


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
