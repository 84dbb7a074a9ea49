"""Postprocessing of a built site, whatever engine built it: its pages, their style sheet, and its assets.

Assets are figures, cards, the feed of changes, previews of entries, exports, search files, and minified scripts.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from pydantic_core import to_json

from macros.files.atomic import write_file
from macros.output.csp import add_csp
from macros.output.css_bundle import bundle_style_sheets, replace_style_links
from macros.output.errors import PostprocessError
from macros.output.exports import build_exports
from macros.output.head import NOT_FOUND, PageMetadata, complete_head, parse_metadata
from macros.output.images import Rasterizer, drawing_code_digest, read_figure_style
from macros.output.js_bundle import build_scripts, bundled_modules
from macros.output.offline import RUNTIME, is_omitted, write_offline_zip
from macros.output.search import SEARCH_DOCUMENTS, SEARCH_FOLDER, SEARCH_INDEX, build_search
from macros.output.search_documents import SearchDocuments, add_kinds, add_references, entry_fields
from macros.output.theme_patches import apply_patches, use_search_worker
from macros.pages import text, timeline_views, urls, views
from macros.pages.cards import card_content, card_title
from macros.pages.export_formats import EXPORT_FOLDER
from macros.pages.figures import Figures
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.model import Entry

AssetFactory: TypeAlias = "Callable[[], Iterable[tuple[str, bytes]]]"
"""A function that builds assets: it yields their addresses and contents."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site.

    Attributes:
        url: the absolute URL of the site, with a slash at its end.
        folder: the folder that the site was built into.
        assets: the folder of our style sheets and scripts.
        cache: the folder of the caches.
        max_search_file_bytes: the most bytes of search documents in one file; more are split.
        documents: search documents besides those in the index that the engine wrote.
        final_folder: the folder that the built site moves to, where that is another one.
        lazy_assets: None where assets are built at once. Otherwise a mapping that gets their factories, by address or,
            with a slash at its end, by folder.
    """

    url: str
    folder: Path
    assets: Path
    cache: Path
    max_search_file_bytes: int
    documents: SearchDocuments | None = None
    final_folder: Path | None = None
    lazy_assets: dict[str, AssetFactory] | None = None


def postprocess_site(
    renderer: Renderer, rasterizer: Rasterizer, site: Site, log: Callable[[str], None], warn: Callable[[str], None]
) -> None:
    """Complete every page of a built site, and write its assets. After an error, the site is incomplete.

    `warn` gets a message for each title that images cannot show, and `log` for each patch that no longer applies to the
    theme.

    Raises:
        PostprocessError: a page has no title or head, or was postprocessed already; a style sheet is not valid CSS; a
            script cannot be bundled; or search cannot be built.
        ValueError: our style sheets lack a colour of figures.
        OSError: a file cannot be read or written.
    """
    # The exports come first, for they take the most memory.
    _add_assets(site, (EXPORT_FOLDER,), partial(build_exports, renderer.index, site.url))
    has_search = _add_search(renderer, site)
    paths = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))
    links = bundle_style_sheets(site.folder, paths, site.cache / "sheets")
    pages: list[PageMetadata] = []
    all_missed_patches: dict[str, None] = {}
    for path in paths:
        page, missed_patches = _complete_page(renderer, site, links.get(path, ""), path, has_search=has_search)
        pages += [page] if page.address != NOT_FOUND else []
        all_missed_patches |= dict.fromkeys(missed_patches)
    for patch in all_missed_patches:
        log(f"the theme no longer prints what macros/output/theme_patches.py replaces: {patch}")
    for warning in glyph_warnings(renderer.figures, pages):
        warn(warning)
    for addresses, factory in asset_factories(renderer, rasterizer, site, pages):
        _add_assets(site, addresses, factory)
    scripts = dict(build_scripts(site.assets))
    for address, content in scripts.items():
        write_file(site.folder / address, content)
    for address in _unused_scripts(renderer.index, site, has_search=has_search):
        (site.folder / address).unlink(missing_ok=True)
    _add_offline_copy(site, scripts[RUNTIME])


def _add_assets(site: Site, addresses: Iterable[str], factory: AssetFactory) -> None:
    """Write the assets of a factory, or store the factory by their addresses until one of them is requested."""
    if site.lazy_assets is not None:
        site.lazy_assets.update(dict.fromkeys(addresses, factory))
        return
    for address, content in factory():
        write_file(site.folder / address, content)


def _add_search(renderer: Renderer, site: Site) -> bool:
    """Add the files of our search, and return whether the site has it: some engines have a search of their own.

    Every page fetches the theme's index, so that is left without documents. Our search worker fetches them at the first
    query, with names and misspellings that no page shows.
    """
    path = site.folder / SEARCH_INDEX
    if not path.exists():
        return False
    theme_index = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    _add_assets(site, (SEARCH_FOLDER,), partial(_search_files, renderer.index, site, theme_index))
    return True


def _search_files(index: ScenarioIndex, site: Site, theme_index: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    documents = add_kinds(add_references(chain(theme_index["docs"], site.documents or ()), index))
    fields = {**entry_fields(index), **(site.documents.fields if site.documents else {})}
    try:
        yield from build_search(theme_index["config"], documents, fields, site.max_search_file_bytes)
    except RuntimeError as error:
        raise PostprocessError(f"the site cannot be searched: {error}") from error


def _complete_page(
    renderer: Renderer, site: Site, links: str, path: str, *, has_search: bool
) -> tuple[PageMetadata, list[str]]:
    """Complete the page at a path in the site's folder; return its metadata and the patches that did not apply.

    The content security policy comes last: it has hashes of the scripts in the page.
    """
    source = (site.folder / path).read_text(encoding="utf-8")
    page = parse_metadata(source, path.removesuffix("index.html"), renderer.index.scenario.about.title)
    source = replace_style_links(complete_head(source, page, renderer, site.url), links)
    source, missed_patches = apply_patches(use_search_worker(source) if has_search else source)
    (site.folder / path).write_bytes(add_csp(source).encode())
    return page, missed_patches


def _unused_scripts(index: ScenarioIndex, site: Site, *, has_search: bool) -> Iterator[str]:
    """Yield the addresses of scripts that no page of this site fetches."""
    names = bundled_modules(site.assets) | {"offline.js"}
    names |= {"trace.js"} if index.is_large else {"redirect.js"}
    if not has_search:
        names |= {"search-pieces.js", "search-worker.js"}
    elif (site.folder / SEARCH_DOCUMENTS).is_file():
        names.add("search-pieces.js")
    yield from (f"assets/{name}" for name in sorted(names))


def _add_offline_copy(site: Site, runtime: bytes) -> None:
    """Write the zip file of the copy that opens from disk, or store its factory; `runtime` runs the scripts there."""
    if site.lazy_assets is not None:
        site.lazy_assets[urls.OFFLINE] = partial(_build_offline_copy, site, runtime)
        return
    with (site.folder / urls.OFFLINE).open("wb") as file:  # that of a large site takes too much memory
        write_offline_zip(file, _offline_files(site, runtime), site.url)


def _build_offline_copy(site: Site, runtime: bytes) -> Iterator[tuple[str, bytes]]:
    content = io.BytesIO()
    write_offline_zip(content, _offline_files(site, runtime), site.url)
    yield urls.OFFLINE, content.getvalue()


def _offline_files(site: Site, runtime: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a site that a copy has, in a constant order, with those that are built on request."""
    lazy_assets, folder = site.lazy_assets or {}, site.folder
    if site.lazy_assets is not None and site.final_folder:  # the site has moved by the time of the request
        folder = site.final_folder
    factories = dict.fromkeys(factory for address, factory in lazy_assets.items() if not is_omitted(address))
    contents = {RUNTIME: runtime, **dict(chain.from_iterable(factory() for factory in factories))}
    addresses = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} | contents.keys()
    if SEARCH_DOCUMENTS in addresses:  # before these are built, the script of a sharded index counts as used
        addresses.discard("assets/search-pieces.js")
    for address in sorted(addresses):
        if not is_omitted(address):
            yield address, contents[address] if address in contents else (folder / address).read_bytes()


def asset_factories(
    renderer: Renderer, rasterizer: Rasterizer, site: Site, pages: Iterable[PageMetadata]
) -> Iterator[tuple[tuple[str, ...], AssetFactory]]:
    """Yield the factories of figures, cards, the feed and previews, each with the addresses of its assets.

    Raises:
        ValueError: our style sheets lack a colour of figures.
        OSError: a style sheet cannot be read.
    """
    style, code_digest = read_figure_style(site.assets / "css"), drawing_code_digest()
    build_figure = partial(_build_figure, renderer, rasterizer, site.url, style)
    build_card = partial(_build_card, renderer, rasterizer, style, code_digest)
    for page in pages:
        figures = tuple(urls.figure_address(page.address, extension) for extension in ("svg", "png"))
        yield figures, partial(build_figure, page.address)
        yield (urls.card_address(page.address),), partial(build_card, page)
    if (index := renderer.index).scenario.revisions:
        yield (urls.FEED,), lambda: [(urls.FEED, renderer.render_feed(site.url).encode())]
    entry_files = map(urls.preview_address, index.entries if index.is_large else ())
    yield (urls.PREVIEWS, *entry_files), partial(build_previews, index)


def glyph_warnings(figures: Figures, pages: Iterable[PageMetadata]) -> Iterator[str]:
    """Yield a warning for each title of a page or a thread that images cannot show."""
    titles = {f"the page '/{page.address}'": card_title(figures, page.address, page.title) for page in pages}
    entry_pages = {f"the page '/{urls.entry_address(entry_id)}'" for entry_id in figures.index.entries}
    titles |= {f"the thread '{thread.id}'": thread.title for thread in figures.index.scenario.threads}
    for owner, title in titles.items():
        if missing := figures.font.unsupported_characters(title):
            change = "give the entry a name in Latin script" if owner in entry_pages else "write another title"
            advice = f"{change}, or add a font: docs-dev/fonts.md"
            yield f"images cannot show '{missing}' in the title of {owner}, since no font here has it; {advice}"


def _build_figure(
    renderer: Renderer, rasterizer: Rasterizer, site_url: str, style: str, address: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the figure of the page at an address as SVG and as PNG, if it has one."""
    if figure := renderer.figures.figure_file(address):
        svg = renderer.render_figure(figure, site_url, style)
        yield urls.figure_address(address, "svg"), svg.encode()
        yield urls.figure_address(address, "png"), rasterizer.rasterize_figure(svg)


def _build_card(
    renderer: Renderer, rasterizer: Rasterizer, style: str, code_digest: str, page: PageMetadata
) -> Iterator[tuple[str, bytes]]:
    """Yield the card of a page."""
    content = card_content(renderer.figures, page.address, page.title, page.description)
    png = rasterizer.rasterize_card((repr(content), style, code_digest), lambda: renderer.render_card(content, style))
    yield urls.card_address(page.address), png


def build_previews(index: ScenarioIndex) -> Iterator[tuple[str, bytes]]:
    """Yield the previews of entries, which links to them show, as JSON: title, kind, date, basis, lead, reality.

    One file has all previews by id. In a large scenario it has null, and each preview has a file of its own.
    """
    previews = {entry.id: _build_preview(index, entry) for entry in index.scenario.entries}
    yield urls.PREVIEWS, to_json(None if index.is_large else previews)
    if index.is_large:
        for entry_id, preview in previews.items():
            yield urls.preview_address(entry_id), to_json(preview)


def _build_preview(index: ScenarioIndex, entry: Entry) -> tuple[str, ...]:
    return (
        text.smart_punctuation(entry.title),
        views.kind_label(entry.kind),
        timeline_views.date_label(index, entry),
        index.claim_index.basis(entry.id),
        text.plain_text(entry.lead, index.titles.__getitem__),
        text.smart_punctuation(entry.in_reality or ""),
    )
