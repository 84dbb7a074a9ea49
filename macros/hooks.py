"""What MkDocs calls while it builds: checks first, entry pages from data, names into the search index."""

from __future__ import annotations

import gc
import logging
import os
import sys
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from material.plugins.search.plugin import SearchIndex
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:  # MkDocs loads a hook by its path and knows nothing of the package around it
    sys.path.insert(0, ROOT)

from macros import data_path, prepare  # noqa: E402 - possible only now
from macros.building import Lore  # noqa: E402 - possible only now
from macros.output.head import UnfinishableError  # noqa: E402 - possible only now
from macros.output.images import Rasterizer  # noqa: E402 - possible only now
from macros.output.postprocess import Site, finish  # noqa: E402 - possible only now
from macros.output.search import Shelf, documents  # noqa: E402 - possible only now
from macros.output.staging import BusyError, Staging  # noqa: E402 - possible only now
from macros.pages import urls  # noqa: E402 - possible only now
from macros.pages.again import MADE_FROM, keeping  # noqa: E402 - possible only now
from macros.pages.aside import FOR_SEARCH, Aside  # noqa: E402 - possible only now
from macros.pages.generated_pages import retired, words  # noqa: E402 - possible only now
from macros.pages.template_cache import COMPILED  # noqa: E402 - possible only now
from macros.scenario.problems import DataError  # noqa: E402 - possible only now
from macros.serving import Kept, about, as_converted, converted, made_from, making  # noqa: E402 - possible only now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from macros.output.postprocess import Makes
    from macros.output.search import Document

log = get_plugin_logger("leap")

FIRST, LAST = 100, -100
NOT_FOR_MACROS = "---\nrender_macros: false\n---\n"
"""The source of a page whose content comes from a record: the macros plugin need not read a template for it."""


_command: list[str] = []
"""What MkDocs was started for, last: `build`, `serve` or `gh-deploy`, or `dirty`: to change single pages."""

_lore: dict[str, Lore] = {}
"""What the build that is under way is made from, by its configuration file: MkDocs gives hooks no better place."""

_ahead: dict[Path, Lore] = {}
"""What was read of a data file, and found without problems, for the build that is about to begin under `serve`."""

_kept = Kept()
"""What builds under `serve` made last."""

_told = CountHandler(level=logging.WARNING)
"""Counts what MkDocs warns of under `serve`: it would not warn again of a page that is not made again."""

_staging: list[Staging] = []
"""Where the build that is under way writes; nothing where it changes single pages of the last site."""


def on_startup(command: str, dirty: bool) -> None:  # noqa: FBT001 - MkDocs gives it by name
    """Remember what MkDocs was started for, and run the cyclic garbage collector less often."""
    _command.append("dirty" if dirty else command)
    gc.set_threshold(20_000)  # a build makes millions of objects and hardly any cycles
    if _serves():
        logging.getLogger("mkdocs").addHandler(_told)


def _serves() -> bool:
    return "serve" in _command[-1:]


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check the data file before anything is rendered or cleaned, and build beside the last site."""
    read_ahead = _ahead.pop(data_path(config), None)
    lore = _lore[config.config_file_path] = read_ahead or _read(config)
    told = words(lore.renderer.index)
    config.site_description = told.description
    config.extra["fiction_label"] = told.fiction_label
    config.extra["retired_entries"] = retired(lore.renderer.index)
    config.copyright = f"{told.fiction_label} {config.copyright}"
    if not config.repo_url:
        config.edit_uri = None
    _mind_the_address(config)
    _kept.keeps = _serves() and not lore.renderer.index.is_large
    if _kept.keeps:
        _kept.turn(about(config))
    config.theme.get_env = partial(_kept.listed, config.theme.get_env)  # type: ignore[method-assign]
    _stage(config)
    return config


def _stage(config: MkDocsConfig) -> None:
    """Have the build write into a folder beside the site, which is then put in its place whole.

    What `mkdocs serve` builds stands in a folder that no other process knows of.
    """
    _leave()
    if "dirty" in _command[-1:]:
        return
    try:
        _staging.append(Staging(Path(config.site_dir), shared=not _serves()))
    except (BusyError, OSError) as error:
        raise PluginError(str(error)) from error
    config.site_dir = str(_staging[-1].folder)


def on_build_error(error: Exception) -> None:  # noqa: ARG001 - MkDocs gives it by name
    """Leave the last site as it is."""
    _leave()


def _leave() -> None:
    while _staging:
        _staging.pop().release()


def _mind_the_address(config: MkDocsConfig) -> None:
    """Say that cards, feed and exports need the site's own address, as a warning where it is about to be published."""
    config.site_url = config.site_url or urls.PLACEHOLDER
    if str(urlsplit(config.site_url).hostname).endswith(".example"):
        level = logging.WARNING if "gh-deploy" in _command[-1:] or os.environ.get("PUBLISH") else logging.INFO
        log.log(level, "the site's address is the placeholder %s; set SITE_URL before you publish", config.site_url)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001 - MkDocs gives it by name
    """Keep the theme's templates as they were compiled, and under `serve` pages that are made from what they were."""
    env.bytecode_cache = COMPILED
    if _kept.keeps:
        env.template_class = keeping(_kept.again)
    return env


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give what is made from data its pages, except where one is written by hand, as in `docs/entries/`."""
    lore = _lore[config.config_file_path]
    for path in lore.sources:
        if files.get_file_from_path(path) is None:
            files.append(File.generated(config, path, content=NOT_FOR_MACROS))
    if _kept.keeps:
        _kept.among = frozenset(file.src_uri for file in files)
    return files


@event_priority(LAST)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs gives it by name
    """Give the page of a record its content and metadata, and send an entry's edit link to the record in the data.

    A page that is written by hand calls for the content itself. This comes last, since the macros plugin takes the
    title that a page has until then for a template, and what data say is none. What is kept of the same Markdown is
    not made of it again.
    """
    lore = _lore[config.config_file_path]
    path = page.file.src_uri
    if path in lore.sources:
        source = lore.sources[path]
        page.meta = {**source.meta, **page.meta}
        if page.file.generated_by is not None:
            if line := lore.lines.get(path):
                page.edit_url = urls.source_line(config.repo_url, config.edit_uri, config.extra["scenario"], line)
            markdown = lore.content(source, page.url)
    if not _kept.keeps:
        return markdown
    key = (path, markdown, repr(page.meta), _kept.among)
    lore.asked[path] = key, sum(_told.counts.values())
    if _kept.again.has(key):
        page.render = partial(as_converted, page, _kept.giving(key, dict))  # type: ignore[method-assign]
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - as above
    """Tell MkDocs which anchors a page has in what was set aside, which it does not see."""
    lore = _lore[config.config_file_path]
    if _kept.keeps:
        key, told = lore.asked.pop(page.file.src_uri)
        if told == sum(_told.counts.values()):
            _kept.again(key, lambda: converted(page))
    page.present_anchor_ids = (page.present_anchor_ids or set()) | lore.aside.ids(html)
    return html


@event_priority(FIRST)
def _show_to_search(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Show pages that are made from data, which are not in the navigation, as part of the page above them there.

    Search is given what it would make of a page: the theme's plugin finds nothing more to read of it.
    """
    lore = _lore[config.config_file_path]
    content = page.content or ""
    lore.unread.append(content)
    lore.shelf.add(partial(_documents, lore.aside, copy(page), content))
    page.content = ""
    for item in nav.pages:
        if item.url in {urls.CAUSES, urls.ENTRIES}:
            item.active = page.url.startswith(item.url)
    return context


def _documents(aside: Aside, page: Page, content: str) -> Iterable[Document]:
    """Return what is searched of a page with its content, which the theme's search plugin reads where we cannot."""
    sections = aside.sections(content)
    if sections is not None:
        return documents(page.url, page.meta, str(page.title), sections)
    page.content = aside.said(content)
    key = (page.url, page.title, repr(page.meta), str(page.toc), page.content)
    return _kept.giving(key, lambda: _read_by_theme(page))  # type: ignore[no-any-return]


def _read_by_theme(page: Page) -> Any:  # noqa: ANN401 - a list of documents
    index = SearchIndex()
    index.add_entry_from_context(page)
    return index.entries


@event_priority(LAST)
def _show_to_theme(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Give the theme a page whose parts are still set aside."""
    page.content = FOR_SEARCH.sub("", _lore[config.config_file_path].unread.pop())
    if _kept.keeps:
        context.update({MADE_FROM: made_from(page, config, nav)})  # type: ignore[misc]  # ours, beside what MkDocs has
    return context


on_page_context = CombinedEvent(_show_to_search, _show_to_theme)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put what was set aside into its place, and keep no more of a page that no other needs."""
    lore = _lore[config.config_file_path]
    if page.file.src_uri in lore.sources:
        page.markdown, page.content, page.toc, page.meta = "", "", TableOfContents([]), {}
    made = lore.aside.back(output)
    if not _serves():
        lore.aside.forget(output)
    return made


@event_priority(LAST)
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the site, and put it in its place."""
    _finish(config)
    _publish(config)


def _finish(config: MkDocsConfig) -> None:
    lore = _lore[config.config_file_path]
    renderer = lore.renderer
    assets = Path(config.docs_dir) / "assets"
    whole = config.extra["whole_search"]
    waiting: dict[str, Makes] | None = {} if _serves() else None
    kept = Path(config.config_file_path).parent / ".cache"
    site = Site(config.site_url or "", Path(config.site_dir), assets, kept, whole, lore.shelf, _kept.giving, waiting)
    rasterizer = Rasterizer(renderer.figures.font, kept / "pictures", log.info)
    try:
        finish(renderer, rasterizer, site, log.info)
    except (UnfinishableError, OSError) as error:
        raise PluginError(f"the site cannot be finished: {error}") from error
    _kept.waiting = waiting or {}


def _publish(config: MkDocsConfig) -> None:
    """Put the site in place, unless warnings are about to end a strict build: the last good one stays then."""
    counters = (one for one in logging.getLogger("mkdocs").handlers if isinstance(one, CountHandler))
    if config.strict and any(counter.get_counts() for counter in counters):
        _leave()
    for staging in _staging:
        try:
            staging.publish()
        except OSError as error:
            raise PluginError(f"the site is built, and cannot be put in place: {error}") from error
        config.site_dir = str(staging.site)
    _leave()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Keep the last good site up while the data file is broken.

    A rebuild that fails would leave the server waiting, with every request, for one that does not; so a broken file
    is reported and not built.
    """
    from macros.watching import listen  # noqa: PLC0415 - only servers need it

    def build_if_sound() -> None:
        with _kept.busy:
            try:
                _ahead[data_path(config)] = _read(config)
            except PluginError as error:
                log.error("%s\nThe last good site is still served.", error)  # noqa: TRY400 - it is the keeper's error, not ours
            else:
                builder()

    server.builder = build_if_sound
    server.set_app(making(server.serve_request, _kept, Path(server.root), server.mount_path, log.error))
    listen(server, (config.docs_dir, config.config_file_path, *config.theme.dirs))
    return server


def _read(config: MkDocsConfig) -> Lore:
    aside = Aside()
    try:
        renderer, file = prepare(config, aside.put, _kept.texts if _serves() else None)
    except DataError as error:
        raise PluginError(f"the data file has problems:\n{error}") from error
    entries = enumerate(renderer.index.scenario.entries if config.repo_url else ())
    lines = {f"entries/{entry.id}.md": file.position(("entries", index))[0] for index, entry in entries}
    return Lore(renderer, lines, aside, Shelf(waits=_serves()))
