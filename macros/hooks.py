"""What MkDocs calls while it builds: checks first, entry pages from data, names into the search index."""

from __future__ import annotations

import html
import json
import logging
import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:  # MkDocs loads a hook by its path and knows nothing of the package around it
    sys.path.insert(0, ROOT)

from macros import prepare  # noqa: E402 - possible only now
from macros.lore.problems import LoreError  # noqa: E402 - possible only now
from macros.pages import addresses, text  # noqa: E402 - possible only now
from macros.publish.files import write_whole  # noqa: E402 - possible only now
from macros.publish.finish import Site, finish  # noqa: E402 - possible only now
from macros.publish.head import UnfinishableError  # noqa: E402 - possible only now
from macros.publish.pictures import Rasterizer  # noqa: E402 - possible only now
from macros.publish.search import INDEX, names_of, search_files  # noqa: E402 - possible only now
from macros.publish.staging import BusyError, Staging  # noqa: E402 - possible only now

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from macros.lore.load import Draft
    from macros.lore.model import Entry, Retired, Scenario
    from macros.pages.render import Renderer

log = get_plugin_logger("lore")

FIRST, LAST = 100, -100
ENTRY_BOOST = 2


@dataclass(frozen=True)
class Lore:
    """What one build is made from: what renders the scenario, and where its records stand."""

    renderer: Renderer
    draft: Draft

    @property
    def scenario(self) -> Scenario:
        """The records."""
        return self.renderer.atlas.scenario

    @cached_property
    def entries(self) -> dict[str, tuple[int, Entry]]:
        """Entries and their places in the data, by the address of their page among the sources."""
        return {_source(entry): (index, entry) for index, entry in enumerate(self.scenario.entries)}

    @cached_property
    def retired(self) -> dict[str, Retired]:
        """Entries that were retired, by the address of the page that tells of it among the sources."""
        retired = (record for record in self.scenario.retired if record.section == "entries")
        return {f"entries/{record.id}.md": record for record in retired}


_command: list[str] = []
"""What MkDocs was started for, last: `build`, `serve` or `gh-deploy`, or `dirty`: to change single pages."""

_lore: dict[str, Lore] = {}
"""What the build that is under way is made from, by its configuration file: MkDocs gives hooks no better place."""

_staging: list[Staging] = []
"""Where the build that is under way writes; nothing where it changes single pages of the last site."""


def on_startup(command: str, dirty: bool) -> None:  # noqa: FBT001 - MkDocs gives it by name
    """Remember what MkDocs was started for."""
    _command.append("dirty" if dirty else command)


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check the data file before anything is rendered or cleaned, and build beside the last site.

    The theme prints texts as they are given, here and in the metadata of a page, so they are escaped.
    """
    lore = _lore[config.config_file_path] = _read(config)
    about = lore.scenario.about
    config.site_description = html.escape(text.plain(about.tagline, lambda name: name))
    config.extra["fiction_label"] = html.escape(about.fiction_label, quote=False)
    config.copyright = f"{config.extra['fiction_label']} {config.copyright}"
    if not config.repo_url:
        config.edit_uri = None
    _mind_the_address(config)
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
        _staging.append(Staging(Path(config.site_dir), shared="serve" not in _command[-1:]))
    except (BusyError, OSError) as error:
        raise PluginError(str(error)) from error
    config.site_dir = str(_staging[-1].folder)


def on_build_error(error: Exception) -> None:  # noqa: ARG001 - MkDocs gives it by name
    """Leave the last site as it is."""
    _leave()


def _leave() -> None:
    while _staging:
        _staging.pop().leave()


def _mind_the_address(config: MkDocsConfig) -> None:
    """Say that cards, feed and exports need the site's own address, as a warning where it is about to be published."""
    config.site_url = config.site_url or addresses.PLACEHOLDER
    if str(urlsplit(config.site_url).hostname).endswith(".example"):
        level = logging.WARNING if "gh-deploy" in _command[-1:] or os.environ.get("PUBLISH") else logging.INFO
        log.log(level, "the site's address is the placeholder %s; set SITE_URL before you publish", config.site_url)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Give every entry a page, except where one is written by hand in `docs/entries/`."""
    for address, (_, entry) in _lore[config.config_file_path].entries.items():
        if files.get_file_from_path(address) is None:
            files.append(File.generated(config, address, content=f'{{{{ entry("{entry.id}") }}}}\n'))
    for address, record in _lore[config.config_file_path].retired.items():
        if files.get_file_from_path(address) is None:
            files.append(File.generated(config, address, content=f'{{{{ retired("{record.id}") }}}}\n'))
    return files


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:  # noqa: ARG001 - MkDocs gives it by name
    """Tell the page for lost addresses which of them were retired."""
    env.globals["retired"] = tuple(_lore[config.config_file_path].retired.values())
    return env


@event_priority(FIRST)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - as above
    """Give an entry's page its title and description, and send its edit link to the record that it is made from.

    A page that tells of what was retired is for whoever follows an old link, and for no search.
    """
    lore = _lore[config.config_file_path]
    if page.file.src_uri in lore.retired:
        was = lore.retired[page.file.src_uri].was
        page.meta["title"] = html.escape(f"Retired: {was}", quote=False)
        page.meta["description"] = html.escape(text.shorten(f"This address was retired. It was: {was}"))
        page.meta["robots"] = "noindex"
        page.meta["search"] = {"exclude": True}
        return markdown
    if page.file.src_uri not in lore.entries:
        return markdown
    index, entry = lore.entries[page.file.src_uri]
    page.meta.setdefault("title", html.escape(entry.title, quote=False))
    page.meta.setdefault(
        "description", html.escape(text.description(entry.lead, lore.renderer.atlas.titles.__getitem__))
    )
    page.meta.setdefault("search", {"boost": ENTRY_BOOST})
    if page.file.generated_by is not None:
        line, _ = lore.draft.position(("entries", index))
        page.edit_url = _edit_url(config, line)
    return markdown


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:  # noqa: ARG001 - as above
    """Show the pages of entries, which are not in the navigation, as part of their index there."""
    index = next(item for item in nav.pages if item.url == addresses.ENTRIES)
    index.active = page.url.startswith(addresses.ENTRIES)
    return context


@event_priority(LAST)
def on_post_build(config: MkDocsConfig) -> None:
    """Let search find entries by names and misspellings that no page shows, finish the site, and put it in place.

    The theme fetches its index with every page, so that holds no documents: our search worker fetches them when
    something is asked.
    """
    site = Path(config.site_dir)
    index = json.loads((site / INDEX).read_text(encoding="utf-8"))
    names = names_of(_lore[config.config_file_path].scenario.entries)
    try:
        for address, content in search_files(index["config"], index["docs"], names, config.extra["whole_search"]):
            write_whole(site / address, content)
    except (OSError, RuntimeError) as error:
        raise PluginError(f"the site cannot be searched: {error}") from error
    _finish(config)
    _publish(config)


def _finish(config: MkDocsConfig) -> None:
    renderer = _lore[config.config_file_path].renderer
    site = Site(config.site_url or "", Path(config.site_dir), Path(config.docs_dir) / "assets")
    kept = Path(config.config_file_path).parent / ".cache" / "pictures"
    rasterizer = Rasterizer(renderer.figures.face, kept, log.info)
    try:
        finish(renderer, rasterizer, site, log.info)
    except (UnfinishableError, OSError) as error:
        raise PluginError(f"the site cannot be finished: {error}") from error


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

    def build_if_sound() -> None:
        try:
            _read(config)
        except PluginError as error:
            log.error("%s\nThe last good site is still served.", error)  # noqa: TRY400 - it is the keeper's error, not ours
        else:
            builder()

    server.builder = build_if_sound
    return server


def _read(config: MkDocsConfig) -> Lore:
    try:
        return Lore(*prepare(config))
    except LoreError as error:
        raise PluginError(f"the data file has problems:\n{error}") from error


def _source(entry: Entry) -> str:
    return f"entries/{entry.id}.md"


def _edit_url(config: MkDocsConfig, line: int) -> str | None:
    """Return the address of a line of the data file in the repository; None where no repository is set."""
    if not config.repo_url or not config.edit_uri:
        return None
    docs = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri)
    return urljoin(docs, f"../{config.extra['scenario']}#L{line}")
