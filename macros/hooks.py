"""What MkDocs calls while it builds: checks first, entry pages from data, names into the search index."""

from __future__ import annotations

import html
import json
import logging
import os
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin, urlsplit

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:  # MkDocs loads a hook by its path and knows nothing of the package around it
    sys.path.insert(0, ROOT)

from macros import prepare  # noqa: E402 - possible only now
from macros.lore.problems import LoreError  # noqa: E402 - possible only now
from macros.pages import addresses, text  # noqa: E402 - possible only now
from macros.pages.share import share  # noqa: E402 - possible only now
from macros.publish.files import write_whole  # noqa: E402 - possible only now
from macros.publish.finish import Named, Site, finish  # noqa: E402 - possible only now
from macros.publish.pictures import Rasterizer  # noqa: E402 - possible only now

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
PLACEHOLDER = "https://the-other-leap.example/"
"""Stands for an address that is empty; mkdocs.yml has it for one that is not set."""
ENTRY_BOOST = 2


@dataclass(frozen=True)
class Lore:
    """What one build is made from: what renders the scenario, where its records stand; and the pages it has made."""

    renderer: Renderer
    draft: Draft
    pages: list[Named] = field(default_factory=list)

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
"""What MkDocs was started for, last: `build`, `serve` or `gh-deploy`."""

_lore: dict[str, Lore] = {}
"""What the build that is under way is made from, by its configuration file: MkDocs gives hooks no better place."""


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001 - MkDocs gives them by name
    """Remember what MkDocs was started for."""
    _command.append(command)


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check the data file before anything is rendered or cleaned, so that a broken one leaves the last site alone.

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
    return config


def _mind_the_address(config: MkDocsConfig) -> None:
    """Say that cards, feed and exports need the site's own address, as a warning where it is about to be published."""
    config.site_url = config.site_url or PLACEHOLDER
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
    """Tell pages whether there is a feed, and the page for lost addresses which of them were retired."""
    lore = _lore[config.config_file_path]
    env.globals["retired"] = tuple(lore.retired.values())
    env.globals["has_feed"] = bool(lore.scenario.revisions)
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


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Show the pages of entries, which are not in the navigation, as part of their index there; say what to share."""
    index = next(item for item in nav.pages if item.url == addresses.ENTRIES)
    index.active = page.url.startswith(addresses.ENTRIES)
    lore, site = _lore[config.config_file_path], config.site_url or ""
    title = html.unescape(str(page.meta.get("title") or page.title or config.site_name))
    description = html.unescape(str(page.meta.get("description") or config.site_description))
    lore.pages.append(Named(page.url, title, description))
    cast("dict[str, object]", context)["share"] = share(lore.renderer.atlas, site, page.url, title, description)
    retired = lore.retired.get(page.file.src_uri)
    if retired is not None and retired.replaced_by is not None:
        page.canonical_url = f"{site}{addresses.entry(retired.replaced_by)}"
    return context


@event_priority(LAST)
def on_post_build(config: MkDocsConfig) -> None:
    """Let search find entries by names and misspellings that no page shows, and write what stands beside pages.

    The theme fetches its index with every page, so that holds no documents: our search worker fetches them when
    something is asked.
    """
    path = Path(config.site_dir) / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    entries = _lore[config.config_file_path].scenario.entries
    names = {addresses.entry(entry.id): [entry.title, *entry.names, *entry.misspellings] for entry in entries}
    for document in index["docs"]:
        if document["location"] in names:
            document["names"] = names[document["location"]]
    _write_json(path.with_name("documents.json"), index["docs"])
    _write_json(path, index | {"docs": []})
    _write_beside_pages(config)


def _write_json(path: Path, content: object) -> None:
    write_whole(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _write_beside_pages(config: MkDocsConfig) -> None:
    lore = _lore[config.config_file_path]
    site = Site(config.site_url or "", Path(config.docs_dir) / "assets", tuple(lore.pages))
    rasterizer = Rasterizer(lore.renderer.figures.face, Path(config.config_file_path).parent / ".cache" / "pictures")
    for address, content in finish(lore.renderer, rasterizer, site, log.info):
        write_whole(Path(config.site_dir) / address, content)


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
