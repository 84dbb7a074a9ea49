"""The site: from one data file to pages.

`define_env` is what mkdocs-macros-plugin calls. Only this module, `plugin`, `record_page` and `serve` know MkDocs.
"""

from __future__ import annotations

import logging
import os
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_macros.plugin import MacrosPlugin

    from macros.layout.font import Font
    from macros.pages.renderer import Renderer
    from macros.scenario.loader import LoadedFile
    from macros.scenario.problems import Problem

PLUGIN_KEY = "site_plugin"
"""The key under `extra:` by which `SitePlugin` gives itself to `define_env`."""
FALLBACK_FONTS = (
    "noto-serif", "noto-serif-sc", "noto-serif-jp", "noto-serif-kr", "noto-serif-hebrew", "noto-serif-devanagari",
    "noto-serif-thai", "noto-serif-armenian", "noto-serif-georgian", "noto-naskh-arabic", "noto-emoji",
)  # fmt: skip
"""The names of the fonts in `output/fonts/` for characters that the site's own font lacks, in order of preference."""


@cache
def load_font(path: Path) -> Font:
    """Return the font of headings and labels, with its fallbacks. A process unpacks each once."""
    from macros.layout.font import Font  # noqa: PLC0415 - checks, which share this package, do not draw

    folder = Path(__file__).parent / "output" / "fonts"
    return Font(path, "Newsreader", tuple(Font(folder / f"{name}.woff2", name) for name in FALLBACK_FONTS))


def short_path(path: Path) -> Path:
    """Return a path relative to the working directory if it is below that, itself or where its symbolic links lead."""
    folder, paths = Path.cwd(), (Path(os.path.abspath(path)), path.resolve())  # noqa: PTH100 - without `..`, with links
    return next((full.relative_to(folder) for full in paths if full.is_relative_to(folder)), path)


def build_renderer(config: Mapping[str, Any]) -> tuple[Renderer, LoadedFile, tuple[Problem, ...]]:
    """Load and check the data file that a MkDocs configuration names under `extra`.

    Return its renderer, the file and the warnings.

    Raises:
        DataError: the data file has problems.
        OSError: a file cannot be read.
    """
    from macros.pages.renderer import Renderer  # noqa: PLC0415 - checks do not render
    from macros.pages.scenario_index import LARGE_THRESHOLD, ScenarioIndex  # noqa: PLC0415 - as above
    from macros.pages.urls import full_site_url  # noqa: PLC0415 - as above

    project, extra = Path(config["config_file_path"]).parent, config["extra"]
    scenario, file, warnings = rules.load_scenario(short_path(project / extra["scenario"]))
    font = load_font(Path(config["docs_dir"]) / "assets" / "fonts" / "newsreader.woff2")
    index = ScenarioIndex(scenario, int(extra.get("large_threshold", LARGE_THRESHOLD)))
    return Renderer(index, font, full_site_url(config.get("site_url")), config.get("repo_url")), file, warnings


def _load_renderer(config: Mapping[str, Any]) -> Renderer:
    """Return the renderer of a configuration's data file, and log the warnings."""
    renderer, _, warnings = build_renderer(config)
    for warning in warnings:
        logging.getLogger("mkdocs.plugins.site").warning("%s", warning)
    return renderer


def define_env(env: MacrosPlugin) -> None:
    """Register the macros that prose pages call.

    An engine that runs no hooks has no `SitePlugin`: the data file is read here, and HTML stays in the Markdown.

    Raises:
        DataError: the data file has problems.
    """
    from macros.pages.macros import build_macros  # noqa: PLC0415 - as above

    plugin = env.conf["extra"].get(PLUGIN_KEY)
    renderer = plugin.renderer if plugin else _load_renderer(env.conf)
    insert_placeholders = plugin.html_blocks.insert_placeholders if plugin else None
    for name, macro in build_macros(renderer, rules.RULES, lambda: str(env.page.url), insert_placeholders).items():
        env.macro(macro, name)  # type: ignore[no-untyped-call]
    env.render = partial(_render_page, env)  # type: ignore[method-assign]


def _render_page(env: MacrosPlugin, markdown: str, *, force_rendering: bool = False) -> str:  # noqa: ARG001 - passed by name
    """Return a prose page with its macro calls expanded.

    This replaces a method of mkdocs-macros-plugin, which ends the process where a page has an error.

    Raises:
        PluginError: the page has an error. The message has its path and line.
    """
    from mkdocs.exceptions import PluginError  # noqa: PLC0415 - checks, which share this package, have no MkDocs

    from macros.pages.macros import PageError, expand_macros  # noqa: PLC0415 - as above

    if env.page.meta.get("render_macros") is False:
        return markdown
    file = env.page.file
    metadata_lines = file.content_string.count("\n") - markdown.count("\n")
    try:
        return expand_macros(env.env, markdown, {**env.variables, **env.page.meta}, metadata_lines)
    except PageError as error:
        raise PluginError(error.locate(short_path(Path(file.abs_src_path or file.src_uri)))) from error
