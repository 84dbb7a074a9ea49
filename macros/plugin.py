"""The plugin object that builds the site under MkDocs: `hooks.py` binds its methods.

The data file is checked before anything is rendered. Pages that records make are rendered when the theme asks for them,
so Markdown never sees their HTML. When MkDocs has written all pages, `output` works on the built site.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
import mkdocs
from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from macros import PLUGIN_KEY, build_renderer, rules, short_path
from macros.authoring.metadata import CONFIG, check_metadata
from macros.files.atomic import explain_error
from macros.files.cache import cache_folder
from macros.output.errors import PostprocessError
from macros.output.images import Rasterizer
from macros.output.postprocess import AssetFactory, Site, postprocess_site
from macros.output.search_documents import SearchDocuments, page_fields
from macros.output.staging import BusyError, Staging
from macros.pages import urls
from macros.pages.generated_pages import PageSpec, build_page_specs, escape_metadata, site_text
from macros.pages.headings import find_numbered_ids, heading_id
from macros.pages.html_blocks import HtmlBlocks
from macros.pages.macros import PageError, build_macros, read_page, split_front_matter
from macros.pages.record_html import HeadingConverter, anchor_ids
from macros.pages.renderer import Renderer
from macros.pages.search_text import SEARCH_ATTRIBUTE
from macros.pages.template_cache import TemplateCache
from macros.record_page import RecordPage, set_edit_links
from macros.scenario.permalinks import PERMALINKS_FILE, unlisted_permalinks
from macros.scenario.problems import DataError
from macros.settings import SettingsError, check_addresses, check_site_dir, is_enabled, normalize_settings

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # it watches files, which a build does not need

    from macros.scenario.loader import LoadedFile
    from macros.serve import BuildLog

log = get_plugin_logger("site")

FIRST_PRIORITY, LAST_PRIORITY = 100, -100


def _caches(config: MkDocsConfig) -> Path:
    return cache_folder(Path(config.config_file_path).parent)


class SitePlugin:
    """Builds the site: its methods handle the events of MkDocs, in the order of a build, and it holds a build's state.

    Attributes:
        renderer: renders the scenario of the current build.
        html_blocks: the HTML of the macros that prose pages call in the current build.
        lazy_assets: under `serve`, the factories of assets that are built on request, by address or folder.
    """

    renderer: Renderer

    def __init__(self) -> None:
        """Set the state to that before the first build."""
        self.lazy_assets: dict[str, AssetFactory] = {}
        self._command = "build"
        self._build_log: BuildLog | None = None
        self._staging: Staging | None = None
        self._documents: SearchDocuments | None = None
        self._served_documents: SearchDocuments | None = None
        self._edit_urls: dict[str, str] = {}
        self._page_specs: dict[str, PageSpec] = {}
        self.html_blocks = HtmlBlocks()
        self._prose_html: dict[str, str] = {}

    def on_startup(self, command: str, dirty: bool) -> None:  # noqa: FBT001 - MkDocs passes it by name
        """Remember the command (`build`, `serve` or `gh-deploy`), and set `serve` up for its first build.

        Raises:
            Abort: only changed pages are to be built.
        """
        if dirty:
            raise Abort("--dirty cannot work: an edit of the data changes many pages. Leave the option out.")
        context = click.get_current_context(silent=True)
        reloads = context is None or context.params.get("livereload", True)  # else no hook gets the server
        self._command = command if reloads else "build"
        if self._command == "serve":
            from macros.serve import guard_first_build  # noqa: PLC0415 - only `mkdocs serve` needs it

            self._build_log = guard_first_build()
        logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)  # it lists all macros each time
        gc.set_threshold(20_000)  # a build makes millions of objects and hardly any cycles

    def on_shutdown(self) -> None:
        """Close the files of search documents."""
        for documents in filter(None, (self._documents, self._served_documents)):
            documents.close()

    @event_priority(FIRST_PRIORITY)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the data file, generate the pages of records, and open the staging folder."""
        offline = config.plugins.get("material/offline")
        is_offline = offline is not None and offline.config["enabled"]
        try:
            check_addresses(use_directory_urls=config.use_directory_urls, has_offline_plugin=is_offline)
            if self._command != "serve":  # it builds into a temporary folder
                check_site_dir(Path(config.site_dir), map(Path, (config.config_file_path, *config.watch)))
            normalize_settings(config)
        except SettingsError as error:
            raise Abort(str(error)) from error
        data_file = self._load_data(config)
        if self._command == "serve":
            from macros.serve import refresh_schema  # noqa: PLC0415 - as above

            refresh_schema(data_file)
        self._edit_urls = set_edit_links(config, data_file)
        if config.repo_url and not self._edit_urls:
            log.info("the form of edit links at %s is not known; set `edit_uri` in mkdocs.yml", config.repo_url)
        self._page_specs = build_page_specs(self.renderer.index)
        config.mdx_configs.setdefault("toc", {}).setdefault("slugify", heading_id)
        self._headings = HeadingConverter(config.markdown_extensions, config.mdx_configs or {})
        self.html_blocks, self._prose_html = HtmlBlocks(), {}
        self._documents = SearchDocuments()
        self._configure(config)
        self._open_staging(config)
        return config

    def _load_data(self, config: MkDocsConfig) -> LoadedFile:
        """Set the renderer of the data file, and return the file.

        Warnings stop a strict build at once, and addresses that are not listed stop one that is to be published.
        """
        try:
            self.renderer, file, warnings = build_renderer(config)
        except DataError as error:
            for problem in error.problems:
                log.log(logging.WARNING if problem.is_warning else logging.ERROR, "%s", problem)
            raise Abort("The data file has problems.") from error
        project, scenario = short_path(Path(config.config_file_path).parent), self.renderer.index.scenario
        warnings = (*warnings, *check_metadata(project, scenario, [CONFIG]))
        for warning in warnings:
            log.warning("%s", warning)
        if warnings and (config.strict or self._publishes):
            raise PluginError("the data file has unfinished work, which no strict build and nothing published may have")
        addresses = unlisted_permalinks(file.permalinks_text, (record for _, record in file.records))
        if self._publishes and addresses:
            path, count = Path(file.filename).with_name(PERMALINKS_FILE), len(addresses)
            message = f"{path} lacks {count} addresses that this would publish, such as {addresses[0]}"
            raise PluginError(f"{message}; add them by `make permalinks` (or `python -m macros permalinks`)")
        return file

    @property
    def _publishes(self) -> bool:
        """Whether the site is built to be published."""
        return self._command == "gh-deploy" or is_enabled("PUBLISH")

    def _configure(self, config: MkDocsConfig) -> None:
        """Set what the theme prints on every page, and store this object for `define_env`."""
        text, about = site_text(self.renderer.index), self.renderer.index.scenario.about
        config.site_name = escape(about.title)
        config.site_description = text.description
        config.copyright = f"{text.fiction_label} {config.copyright}"
        config.extra.update(fiction_label=text.fiction_label, has_divergence=about.divergence is not None)
        config.extra["retired_entries"] = [*self.renderer.index.retired_entries]
        config.extra[PLUGIN_KEY] = self
        config.site_url = config.site_url or urls.PLACEHOLDER
        if str(urlsplit(config.site_url).hostname).endswith(".example"):
            message = f"the site's address is the placeholder {config.site_url}; set SITE_URL before you publish"
            if self._publishes:
                raise PluginError(message)
            log.info(message)

    def _open_staging(self, config: MkDocsConfig) -> None:
        """Build into a staging folder."""
        self._release_staging()
        try:
            self._staging = Staging(Path(config.site_dir), lock=self._command != "serve")
        except (BusyError, OSError) as error:
            raise PluginError(explain_error(error)) from error
        config.site_dir = str(self._staging.folder)

    def _release_staging(self) -> None:
        if self._staging:
            self._staging.close()
            self._staging = None

    def on_build_error(self, error: Exception) -> None:
        """Discard what the build has made, so that the previous site stays."""
        self._release_staging()
        if self._documents:
            self._documents.close()
            self._documents = None
        if isinstance(error, OSError):  # such as a full disk
            raise PluginError(f"the site cannot be built: {explain_error(error)}") from error

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages of records, except where `docs/` has a file for one. Those of entries link to their lines."""
        for path, spec in self._page_specs.items():
            if files.get_file_from_path(path) is None:
                file = File.generated(config, path, content="")
                files.append(file)
                RecordPage(file, config, spec, self._edit_urls.get(spec.record_id) if spec.macro == "entry" else None)
        return files

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002 - passed by name
        """Have Jinja cache the compiled templates of the theme."""
        env.bytecode_cache = TemplateCache(_caches(config) / "theme", engine=f"mkdocs {mkdocs.__version__}")
        return env

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002 - passed by name
        """Return the text of a prose page. MkDocs does not say where it has a fault."""
        if not (path := page.file.abs_src_path):
            return None
        try:
            text = read_page(Path(path))
            split_front_matter(text)
        except PageError as error:
            raise PluginError(error.locate(short_path(Path(path)))) from error
        return text

    @event_priority(LAST_PRIORITY)
    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 - passed by name
        """Add a record's metadata to its page where that is a file in `docs/`; remember the search names of the page.

        This comes last, because the macros plugin renders titles as templates, and a record's title is plain text.
        """
        if not isinstance(page, RecordPage):
            spec = self._page_specs.get(page.file.src_uri)
            page.meta = {**(spec.meta if spec else {}), **escape_metadata(page.meta)}
        if self._documents:
            self._documents.fields.update(page_fields(page.url, page.meta))
        return markdown

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 - passed by name
        """Return a prose page as search indexes it; store the page as the theme prints it, and set its anchor ids.

        Warn of ids that change with the number of headings.
        """
        if isinstance(page, RecordPage):
            return html
        for heading, line in find_numbered_ids(page.present_anchor_ids or set(), page.file.content_string):
            advice = f"a heading repeats, so that '{heading}' may come to mean another one; write {{: #id }} after it"
            log.warning("%s", PageError(advice, line).locate(short_path(Path(page.file.abs_src_path or ""))))
        prose_html = self._prose_html[page.file.src_uri] = self.html_blocks.insert_html(html)
        page.present_anchor_ids = (page.present_anchor_ids or set()) | anchor_ids(prose_html)
        return self.html_blocks.insert_search_text(html)

    @event_priority(LAST_PRIORITY)
    def on_page_context(
        self,
        context: TemplateContext,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 - passed by name
        nav: Navigation,
    ) -> TemplateContext:
        """Set the HTML that the theme prints. The search plugin runs before and finds no text in a record's page.

        Record pages are not in the navigation, so the page above them is marked as active there.
        """
        html = self._render(page) if isinstance(page, RecordPage) else self._prose_html.pop(page.file.src_uri)
        page.content = SEARCH_ATTRIBUTE.sub("", html)
        for item in nav.pages:
            if item.url in {urls.CAUSES, urls.ENTRIES}:
                item.active = page.url.startswith(item.url)
        page.active = True  # and so is its section, which the page of entries may have turned off
        return context

    def _render(self, page: RecordPage) -> str:
        """Return the HTML of a record's page; set its table of contents and ids, and add its search documents."""
        macros = build_macros(self.renderer, rules.RULES, lambda: page.url)
        record = self._headings.convert(macros[page.page_spec.macro](page.page_spec.record_id))
        page.toc = get_toc(record.toc_tokens)
        page.present_anchor_ids = anchor_ids(record.html)
        if self._documents:
            self._documents.add(page.search_documents(record))
        return record.html

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002 - passed by name
        """Free the memory of what no other page needs."""
        page.content = ""
        if isinstance(page, RecordPage):
            page.toc, page.meta = TableOfContents([]), {}
        return output

    @event_priority(LAST_PRIORITY)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Postprocess the built site, and replace the previous site by it."""
        lazy_assets: dict[str, AssetFactory] | None = {} if self._command == "serve" else None
        self._postprocess(config, lazy_assets)
        self._publish(config)
        if lazy_assets is not None:  # those of the previous site have read its documents until now
            self.lazy_assets.clear()
            self.lazy_assets.update(lazy_assets)
            if self._served_documents:
                self._served_documents.close()
            self._served_documents, self._documents = self._documents, None

    def _postprocess(self, config: MkDocsConfig, lazy_assets: dict[str, AssetFactory] | None) -> None:
        site = Site(
            config.site_url or "",
            Path(config.site_dir),
            Path(config.docs_dir) / "assets",
            _caches(config),
            config.extra["max_search_file_bytes"],
            self._documents,
            self._staging.site_dir if self._staging else None,
            lazy_assets,
        )
        rasterizer = Rasterizer(self.renderer.figures.font, _caches(config) / "pictures", log.info)
        try:
            postprocess_site(self.renderer, rasterizer, site, log.info, log.warning)
        except (PostprocessError, ValueError) as error:
            raise PluginError(f"the site cannot be postprocessed: {error}") from error

    def _publish(self, config: MkDocsConfig) -> None:
        """Replace the previous site, unless warnings are about to fail a strict build."""
        counters = (handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler))
        if config.strict and any(counter.get_counts() for counter in counters):
            self._release_staging()
        if self._staging:
            try:
                self._staging.publish()
            except OSError as error:
                reason = explain_error(error)
                raise PluginError(f"the site is built, and cannot be put in place: {reason}") from error
            config.site_dir = str(self._staging.site_dir)
        self._release_staging()

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
        """Set the server up to build assets on request, and to survive and show failed builds."""
        from macros.serve import set_up_server  # noqa: PLC0415 - as above

        set_up_server(server, config, builder, self.lazy_assets, self._build_log)
        return server
