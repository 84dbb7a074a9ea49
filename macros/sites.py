"""The commands that make sites: `pages`, `finish` and `compress`. They load all that makes pages, which checks do not.

Each takes what `python -m macros` was told, and returns its exit code: 0, or 1 where it could not do what it was asked.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from macros import load_font, rules
from macros.output.head import UnfinishableError
from macros.output.images import Rasterizer
from macros.output.markdown_export import CONFIG_FILE, ExportError, export_markdown, write_export
from macros.output.mkdocs_config import SizeLimits, read_size_limits
from macros.output.postprocess import Site, finish
from macros.output.precompress import precompress
from macros.output.staging import BusyError, Staging
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.urls import PLACEHOLDER
from macros.scenario.problems import DataError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
ASSETS = ROOT / "docs" / "assets"
KEPT = ROOT / ".cache"


def write_pages(out: Path) -> int:
    """Write the sources of the site with nothing in them left to call, for any engine to build."""
    try:
        renderer, _ = _renderer()
        count = write_export(out, ROOT, export_markdown(ROOT, renderer, rules.RULES))
    except (DataError, ExportError, UnfinishableError, BusyError, OSError) as error:
        print(f"{error}\n{out} was left as it is.", file=sys.stderr)
        return 1
    print(f"{out}: {count} files; build them with {out / CONFIG_FILE}, then finish what was built")
    return 0


def finish_site(folder: Path, address: str) -> int:
    """Finish a site beside itself, and put it in its place when all of it is finished."""
    if not _built(folder):
        return 1
    try:
        renderer, found = _renderer()
        staging = Staging(folder)
        try:
            shutil.copytree(folder, staging.folder)
            rasterizer = Rasterizer(renderer.figures.font, KEPT / "pictures", print)
            site = Site((address or PLACEHOLDER).rstrip("/") + "/", staging.folder, ASSETS, KEPT, found.whole_search)
            finish(renderer, rasterizer, site, print)
            staging.publish()
        finally:
            staging.release()
    except (DataError, UnfinishableError, BusyError, OSError) as error:
        print(f"{error}\n{folder} was left as it is.", file=sys.stderr)
        return 1
    return 0


def compress(folder: Path) -> int:
    """Write compressed files beside those of a built site."""
    if not _built(folder):
        return 1
    try:
        compressed, texts = precompress(folder)
    except OSError as error:
        print(f"{error}\nWhat was compressed until then stays; do not publish it.", file=sys.stderr)
        return 1
    print(f"{folder}: {compressed} of {texts} text files now have a .br and a .gz beside them")
    return 0


def _built(folder: Path) -> bool:
    """Tell whether a folder holds a built site, and say so where it does not."""
    if (folder / "index.html").is_file():
        return True
    print(f"{folder}: expected a built site, found no index.html in it", file=sys.stderr)
    return False


def _renderer() -> tuple[Renderer, SizeLimits]:
    """Return what renders the real data, and what the settings say of its size.

    Raises:
        DataError: the data file has problems.
        UnfinishableError: the settings are not those of this site.
        OSError: a file cannot be read.
    """
    scenario, _ = rules.load_scenario(DATA)
    try:
        found = read_size_limits((ROOT / CONFIG_FILE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnfinishableError(f"{CONFIG_FILE}: {error}") from error
    return Renderer(ScenarioIndex(scenario, found.large), load_font(ASSETS / "fonts" / "newsreader.woff2")), found
