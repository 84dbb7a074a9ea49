"""The command line: `python -m macros` with `check`, `schema`, `permalinks`, `pages`, `finish` or `compress`."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from macros import checks, typeface
from macros.lore.load import read
from macros.lore.model import json_schema
from macros.lore.permalinks import LIST, addressed, listed, published
from macros.lore.problems import LoreError
from macros.pages.addresses import PLACEHOLDER
from macros.pages.atlas import Atlas
from macros.pages.render import Renderer
from macros.publish.files import write_whole
from macros.publish.finish import Site, finish
from macros.publish.head import UnfinishableError
from macros.publish.pictures import Rasterizer
from macros.publish.precompress import precompress
from macros.publish.settings import Limits, limits
from macros.publish.staging import BusyError, Staging
from macros.publish.tree import SETTINGS, TreeError, tree, write_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.lore.load import Draft

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
SCHEMA = ROOT / "data" / "scenario.schema.json"
ASSETS = ROOT / "docs" / "assets"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 where it could not do what it was asked."""
    options = vars(_parser().parse_args(arguments))
    run: Callable[..., int] = options.pop("run")
    return run(**options)


def _parser() -> argparse.ArgumentParser:
    """Return what reads the command line; every command names the function that runs it, by whose parameters."""
    parser = argparse.ArgumentParser(prog="python -m macros", description="Work on the data of The Other Leap.")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="check a data file and print every problem with its position")
    check.add_argument("path", nargs="?", type=Path, default=DATA, metavar="FILE", help="default: data/scenario.yml")
    check.set_defaults(run=_check)
    schema = commands.add_parser("schema", help="write the JSON Schema that editors complete from")
    schema.add_argument("--out", type=Path, default=SCHEMA, metavar="FILE", help="default: data/scenario.schema.json")
    schema.set_defaults(run=_write_schema)
    permalinks = commands.add_parser("permalinks", help="add the addresses of what is new to data/permalinks.txt")
    permalinks.set_defaults(run=_write_permalinks)
    pages = commands.add_parser("pages", help="write all pages out, for MkDocs, ProperDocs or Zensical to build")
    pages.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder of their own; it is replaced")
    pages.set_defaults(run=_write_pages)
    end = commands.add_parser("finish", help="finish a site that any engine built: heads, figures, cards, feed, data")
    end.add_argument("folder", type=Path, metavar="SITE", help="the folder that it was built into")
    end.add_argument("--address", default=os.environ.get("SITE_URL") or PLACEHOLDER, help="its own; default: SITE_URL")
    end.set_defaults(run=_finish)
    compress = commands.add_parser("compress", help="write compressed files beside those of a built site")
    compress.add_argument("folder", type=Path, metavar="SITE", help="the folder that it was built into")
    compress.set_defaults(run=_compress)
    return parser


def _check(path: Path) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer signs than the data
    shown = path.resolve().relative_to(Path.cwd()) if path.resolve().is_relative_to(Path.cwd()) else path
    draft = read(shown)
    problems = checks.check(draft)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in {shown}", file=sys.stderr)
        return 1
    print(f"{shown}: no problems")
    return _check_list(shown.parent / LIST, draft)


def _check_list(path: Path, draft: Draft) -> int:
    """Say what a list of addresses lacks; only that of the real data has to be there."""
    if not path.exists():
        message = "is missing, so nobody can tell whether an address that was published is gone"
        print(f"{path}: {message}", file=sys.stderr)
        return 1 if path.resolve() == DATA.parent / LIST else 0
    listed_already = {address for _, address in published(draft.published)}
    new = {*addressed(record for _, record in draft.records)} - listed_already
    if new:
        print(f"{path}: {len(new)} new; run `make permalinks` before they are published", file=sys.stderr)
    return 0


def _finish(folder: Path, address: str) -> int:
    """Finish a site beside itself, and put it in its place when all of it is finished."""
    if not _built(folder):
        return 1
    try:
        renderer, found = _renderer()
        staging = Staging(folder)
        try:
            shutil.copytree(folder, staging.folder)
            rasterizer = Rasterizer(renderer.figures.face, ROOT / ".cache" / "pictures", print)
            site = Site(address.rstrip("/") + "/", staging.folder, ASSETS, found.whole_search)
            finish(renderer, rasterizer, site, print)
            staging.publish()
        finally:
            staging.leave()
    except (LoreError, UnfinishableError, BusyError, OSError) as error:
        print(f"{error}\n{folder} was left as it is.", file=sys.stderr)
        return 1
    return 0


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


def _write_pages(out: Path) -> int:
    """Write the sources of the site with nothing in them left to call, for any engine to build."""
    try:
        renderer, _ = _renderer()
        count = write_tree(out, ROOT, tree(ROOT, renderer, checks.RULES))
    except (LoreError, TreeError, UnfinishableError, BusyError, OSError) as error:
        print(f"{error}\n{out} was left as it is.", file=sys.stderr)
        return 1
    print(f"{out}: {count} files; build them with {out / SETTINGS}, then finish what was built")
    return 0


def _compress(folder: Path) -> int:
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


def _write(path: Path, content: str) -> int:
    try:
        write_whole(path, content.encode())
    except OSError as error:
        print(f"{path}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _write_schema(out: Path) -> int:
    return _write(out, schema_text())


def _write_permalinks() -> int:
    try:
        content = permalinks_text()
    except LoreError as error:
        print(f"{error}\nThe list was left as it is.", file=sys.stderr)
        return 1
    return _write(DATA.parent / LIST, content)


def permalinks_text() -> str:
    """Return the list of addresses as it is to be committed: what was published, and what is new.

    Raises:
        LoreError: the data file has problems.
    """
    _, draft = checks.scenario(DATA)
    return listed(draft.published, addressed(record for _, record in draft.records))


def schema_text() -> str:
    """Return the JSON Schema of the data file as it is committed."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
