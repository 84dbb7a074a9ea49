"""The commands that make sites: `pages`, `finish` and `compress`. They load all that makes pages, which checks do not.

Each takes what `python -m macros` was told, and returns its exit code: 0, or 1 where it could not do what it was asked.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from macros import checks, typeface
from macros.lore.problems import LoreError
from macros.pages.addresses import PLACEHOLDER
from macros.pages.atlas import Atlas
from macros.pages.render import Renderer
from macros.publish.finish import Site, finish
from macros.publish.head import UnfinishableError
from macros.publish.pictures import Rasterizer
from macros.publish.precompress import precompress
from macros.publish.settings import Limits, limits
from macros.publish.staging import BusyError, Staging
from macros.publish.tree import SETTINGS, TreeError, tree, write_tree

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
ASSETS = ROOT / "docs" / "assets"
KEPT = ROOT / ".cache"


def write_pages(out: Path) -> int:
    """Write the sources of the site with nothing in them left to call, for any engine to build."""
    try:
        renderer, _ = _renderer()
        count = write_tree(out, ROOT, tree(ROOT, renderer, checks.RULES))
    except (LoreError, TreeError, UnfinishableError, BusyError, OSError) as error:
        print(f"{error}\n{out} was left as it is.", file=sys.stderr)
        return 1
    print(f"{out}: {count} files; build them with {out / SETTINGS}, then finish what was built")
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
            rasterizer = Rasterizer(renderer.figures.face, KEPT / "pictures", print)
            site = Site((address or PLACEHOLDER).rstrip("/") + "/", staging.folder, ASSETS, KEPT, found.whole_search)
            finish(renderer, rasterizer, site, print)
            staging.publish()
        finally:
            staging.leave()
    except (LoreError, UnfinishableError, BusyError, OSError) as error:
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


def _renderer() -> tuple[Renderer, Limits]:
    """Return what renders the real data, and what the settings say of its size.

    Raises:
        LoreError: the data file has problems.
        UnfinishableError: the settings are not those of this site.
        OSError: a file cannot be read.
    """
    scenario, _ = checks.scenario(DATA)
    try:
        found = limits((ROOT / SETTINGS).read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnfinishableError(f"{SETTINGS}: {error}") from error
    return Renderer(Atlas(scenario, found.large), typeface(ASSETS / "fonts" / "newsreader.woff2")), found
