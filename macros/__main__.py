"""The command line: `python -m macros` with `check`, `schema`, `permalinks`, `pages`, `finish` or `compress`."""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from macros import rules
from macros.files.atomic import write_atomic
from macros.scenario.loader import load_file
from macros.scenario.model import json_schema
from macros.scenario.permalinks import PERMALINKS_FILE, merge_permalinks, parse_permalinks, record_permalinks
from macros.scenario.problems import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.scenario.loader import LoadedFile

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
SCHEMA = ROOT / "data" / "scenario.schema.json"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 where it could not do what it was asked."""
    gc.set_threshold(20_000)  # a large file makes millions of objects and hardly any cycles
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
    pages.set_defaults(run=_making("write_pages"))
    end = commands.add_parser("finish", help="finish a site that any engine built: heads, figures, cards, feed, data")
    end.add_argument("folder", type=Path, metavar="SITE", help="the folder that it was built into")
    end.add_argument("--address", default=os.environ.get("SITE_URL", ""), help="its own; default: SITE_URL")
    end.set_defaults(run=_making("finish_site"))
    compress = commands.add_parser("compress", help="write compressed files beside those of a built site")
    compress.add_argument("folder", type=Path, metavar="SITE", help="the folder that it was built into")
    compress.set_defaults(run=_making("compress"))
    return parser


def _making(name: str) -> Callable[..., int]:
    """Return a command that makes a site: what it needs is loaded only when it runs."""
    return lambda **options: int(getattr(import_module("macros.sites"), name)(**options))


def _check(path: Path) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may know fewer signs than the data
    shown = path.resolve().relative_to(Path.cwd()) if path.resolve().is_relative_to(Path.cwd()) else path
    file = load_file(shown)
    problems = rules.check(file)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in {shown}", file=sys.stderr)
        return 1
    print(f"{shown}: no problems")
    return _check_list(shown.parent / PERMALINKS_FILE, file)


def _check_list(path: Path, file: LoadedFile) -> int:
    """Say what a list of addresses lacks; only that of the real data has to be there."""
    if not path.exists():
        message = "is missing, so nobody can tell whether an address that was published is gone"
        print(f"{path}: {message}", file=sys.stderr)
        return 1 if path.resolve() == DATA.parent / PERMALINKS_FILE else 0
    listed_already = {address for _, address in parse_permalinks(file.permalinks_text)}
    new = {*record_permalinks(record for _, record in file.records)} - listed_already
    if new:
        print(f"{path}: {len(new)} new; run `make permalinks` before they are published", file=sys.stderr)
    return 0


def _write(path: Path, content: str) -> int:
    try:
        write_atomic(path, content.encode())
    except OSError as error:
        print(f"{path}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _write_schema(out: Path) -> int:
    return _write(out, schema_text())


def _write_permalinks() -> int:
    try:
        content = permalinks_text()
    except DataError as error:
        print(f"{error}\nThe list was left as it is.", file=sys.stderr)
        return 1
    return _write(DATA.parent / PERMALINKS_FILE, content)


def permalinks_text() -> str:
    """Return the list of addresses as it is to be committed: what was published, and what is new.

    Raises:
        DataError: the data file has problems.
    """
    _, file = rules.load_scenario(DATA)
    return merge_permalinks(file.permalinks_text, record_permalinks(record for _, record in file.records))


def schema_text() -> str:
    """Return the JSON Schema of the data file as it is committed."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _leave(code: int) -> NoReturn:
    """End the process at once, as mypy does: to take a large file's million objects down takes half a second."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _leave(main())
