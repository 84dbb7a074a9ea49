"""The command line: `python -m macros` with a command, of which `--help` lists all.

Each command is a function that returns its exit code: 0, or 1 where it failed. Functions import what only they need, so
that a check starts quickly.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from macros import build_renderer, rules, short_path
from macros.authoring.edits import AuthoringError, Outcome, unified_diff, write_changes
from macros.authoring.options import add_parsers
from macros.files.atomic import explain_error, write_atomic
from macros.output.errors import OutputError
from macros.scenario.loader import LoadedFile, load_file
from macros.scenario.permalinks import PERMALINKS_FILE, merge_permalinks, record_permalinks, unlisted_permalinks
from macros.scenario.problems import DataError, Problem
from macros.scenario.schema import SCHEMA_FILE, schema_text

if TYPE_CHECKING:
    from macros.pages.renderer import Renderer

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
SCHEMA = ROOT / "data" / SCHEMA_FILE
DOCS = ROOT / "docs"


class CommandError(Exception):
    """A command failed; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 where it failed; argparse exits with 2 on wrong usage."""
    gc.set_threshold(20_000)  # a large file makes millions of objects and hardly any cycles
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack characters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            options = vars(_parser().parse_args(arguments))
            run: Callable[..., int] = options.pop("run")
            return run(**options)
        finally:
            sys.stdout.flush()
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # what reads the output, such as `head`, has ended
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the flush at exit does not fail, too
        return 1


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; its options are the parameters of the command's function, `run`."""
    parser = argparse.ArgumentParser(prog="python -m macros", description="Work on the data of this site.")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="check a data file and print every problem with its position")
    check.add_argument("path", nargs="?", type=Path, default=DATA, metavar="FILE", help="default: data/scenario.yml")
    check.set_defaults(run=_check)
    schema = commands.add_parser("schema", help="write the JSON Schema that editors complete from")
    schema.add_argument("--out", type=Path, default=SCHEMA, metavar="FILE", help="default: data/scenario.schema.json")
    schema.set_defaults(run=lambda out: _write(out, schema_text(load_file(DATA))))
    permalinks = commands.add_parser("permalinks", help="add the addresses of what is new to data/permalinks.txt")
    permalinks.set_defaults(run=_write_permalinks)
    metadata = commands.add_parser("metadata", help="write name, authors and source into the files that repeat them")
    metadata.set_defaults(run=_write_metadata)
    pages = commands.add_parser("pages", help="write all pages out, for MkDocs, ProperDocs or Zensical to build")
    pages.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder of their own; it is replaced")
    pages.set_defaults(run=_write_pages)
    finish = commands.add_parser(
        "finish", help="finish a site that any engine built: heads, figures, cards, feed, data"
    )
    finish.add_argument("folder", type=Path, metavar="SITE", help="the folder that it was built into")
    url = os.environ.get("SITE_URL", "")
    finish.add_argument("--address", dest="site_url", metavar="ADDRESS", default=url, help="its own; default: SITE_URL")
    finish.set_defaults(run=_finish)
    compress = commands.add_parser("compress", help="write compressed files beside those of a built site")
    compress.add_argument("folder", type=Path, metavar="SITE", help="the folder that it was built into")
    compress.set_defaults(run=_compress)
    add_parsers(commands, short_path(DATA), _edit)
    init = commands.add_parser("init", help="make a new project from this one, with a tiny story in it")
    init.add_argument("target", type=Path, metavar="DIR", help="its folder, which is empty or does not exist")
    init.add_argument("--title", help="the name of its site")
    init.add_argument(
        "--author",
        dest="authors",
        action="append",
        default=[],
        help='whom to cite, as "Author, Ann"; repeat for several',
    )
    init.set_defaults(run=_init)
    return parser


@contextmanager
def _explain_errors(consequence: str = "") -> Iterator[None]:
    """Turn errors that a user can mend into a `CommandError`, which also says what follows from them."""
    try:
        yield
    except (AuthoringError, DataError, OutputError, ValueError, OSError) as error:
        raise CommandError(f"{explain_error(error)}\n{consequence}".rstrip()) from error


def _edit(plan: Callable[[], Outcome], dry_run: bool) -> int:  # noqa: FBT001 - what `add_parsers` calls
    """Plan the edits of a command; write them and say what was done, or only print them as a diff."""
    with _explain_errors():
        outcome = plan()
        if not dry_run:
            write_changes(outcome.changes)
    sys.stdout.writelines(unified_diff(outcome.changes) if dry_run else (f"{line}\n" for line in outcome.report))
    return 0


def _init(target: Path, title: str | None, authors: list[str]) -> int:
    from macros.authoring.init import create_project

    with _explain_errors():
        print(*create_project(ROOT, target, title, authors), sep="\n")
    return 0


def _check(path: Path) -> int:
    path = short_path(path)
    file = load_file(path)
    problems = (*rules.check(file), *_check_metadata(path, file))
    for problem in problems:
        print(problem)
    if problems:
        warning_count = sum(problem.is_warning for problem in problems)
        total = f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in {path}"
        print(total + (f"; {warning_count} of them unfinished work" if warning_count else ""), file=sys.stderr)
        return 1
    print(f"{path}: no problems")
    return _check_permalinks(path.parent / PERMALINKS_FILE, file)


def _check_metadata(path: Path, file: LoadedFile) -> Iterable[Problem]:
    """Return a warning for each file of this project that disagrees with its data file."""
    from macros.authoring.metadata import check_metadata

    if file.scenario is None or path.resolve() != DATA:
        return ()
    return check_metadata(short_path(ROOT), file.scenario)


def _check_permalinks(path: Path, file: LoadedFile) -> int:
    """Report permalinks that the list lacks, and a missing list, which is a failure for the real data only."""
    if not path.exists():
        message = "is missing, so nobody can tell whether an address that was published is gone"
        print(f"{path}: {message}", file=sys.stderr)
        return 1 if path.resolve() == DATA.parent / PERMALINKS_FILE else 0
    new_permalinks = unlisted_permalinks(file.permalinks_text, (record for _, record in file.records))
    if new_permalinks:
        print(f"{path}: {len(new_permalinks)} new; run `make permalinks` before they are published", file=sys.stderr)
    return 0


def _write(path: Path, content: str) -> int:
    try:
        write_atomic(path, content.encode())
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from error
    return 0


def _write_permalinks() -> int:
    with _explain_errors("The list was left as it is."):
        content = permalinks_text()
    return _write(DATA.parent / PERMALINKS_FILE, content)


def _write_metadata() -> int:
    """Write the files that repeat what `about` says, and name those that change."""
    from macros.authoring.metadata import metadata_texts

    with _explain_errors("Nothing was written."):
        scenario, _, _ = rules.load_scenario(short_path(DATA))
        texts = [*metadata_texts(short_path(ROOT), scenario)]
    for path, old_text, text in texts:
        if text != old_text:
            _write(path, text)
            print(f"{path}: written")
    return 0


def permalinks_text() -> str:
    """Return the content of the list of permalinks, with new ones added.

    Raises:
        DataError: the data file has problems, or unfinished work, whose addresses cannot be published yet.
    """
    _, file, warnings = rules.load_scenario(DATA)
    if warnings:
        raise DataError(warnings)
    return merge_permalinks(file.permalinks_text, record_permalinks(record for _, record in file.records))


def _write_pages(out: Path) -> int:
    """Write all pages, with their macro calls expanded, for any engine to build."""
    from macros.output.markdown_export import CONFIG_FILE, export_markdown, write_export

    with _explain_errors(f"{out} was left as it is."):
        renderer, _ = _load_renderer(os.environ.get("SITE_URL", ""))
        count = write_export(out, ROOT, export_markdown(ROOT, renderer, rules.RULES))
    print(f"{out}: {count} files; build them with {out / CONFIG_FILE}, then finish what was built")
    return 0


def _finish(folder: Path, site_url: str) -> int:
    """Postprocess a copy of a built site, and replace the site by it."""
    from macros.output.staging import Staging

    _check_site(folder)
    with _explain_errors(f"{folder} was left as it is."), closing(Staging(folder)) as staging:
        shutil.copytree(folder, staging.folder, ignore=shutil.ignore_patterns(".*.new", ".*.lock"))
        _postprocess(staging.folder, site_url)
        staging.publish()
    return 0


def _postprocess(folder: Path, site_url: str) -> None:
    from macros.files.cache import cache_folder
    from macros.output.images import Rasterizer
    from macros.output.postprocess import Site, postprocess_site

    renderer, max_search_file_bytes = _load_renderer(site_url)
    caches = cache_folder(ROOT)
    rasterizer = Rasterizer(renderer.figures.font, caches / "pictures", print)
    site = Site(renderer.site_url, folder, DOCS / "assets", caches, max_search_file_bytes)
    postprocess_site(renderer, rasterizer, site, print, print)


def _compress(folder: Path) -> int:
    """Write compressed files beside those of a built site."""
    from macros.output.precompress import precompress

    _check_site(folder)
    with _explain_errors("What was compressed until then stays; do not publish it."):
        compressed, texts = precompress(folder)
    print(f"{folder}: {compressed} of {texts} text files now have a .br and a .gz beside them")
    return 0


def _check_site(folder: Path) -> None:
    """Refuse a folder that holds no built site."""
    if not (folder / "index.html").is_file():
        raise CommandError(f"{folder}: expected a built site, found no index.html in it")


def _load_renderer(site_url: str) -> tuple[Renderer, int]:
    """Return the renderer of the real data at a URL, and the most bytes of search documents in one file.

    Raises:
        DataError: the data file has problems.
        OutputError: `mkdocs.yml` is not that of this site.
        SettingsError: a setting or a variable of the environment has a value that cannot be used.
        OSError: a file cannot be read.
    """
    from macros.output.markdown_export import CONFIG_FILE
    from macros.output.mkdocs_config import read_extra
    from macros.settings import normalize_settings

    config = ROOT / CONFIG_FILE
    try:
        extra = read_extra(config.read_text(encoding="utf-8"))
    except ValueError as error:
        raise OutputError(f"{CONFIG_FILE}: {error}") from error
    settings = {"config_file_path": config, "docs_dir": DOCS, "extra": extra, "site_url": site_url}
    normalize_settings(settings)
    renderer, _, warnings = build_renderer(settings)
    for warning in warnings:
        print(warning, file=sys.stderr)
    return renderer, extra["max_search_file_bytes"]
