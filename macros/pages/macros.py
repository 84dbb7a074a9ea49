"""The macros that prose pages call, by name, in any engine: one for each part of the site, and a few more."""

from __future__ import annotations

import inspect
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from jinja2 import Environment, TemplateSyntaxError, UndefinedError
from yaml.reader import ReaderError

from macros.pages.counts import count_sections, format_count, join_words, years
from macros.pages.guide import example_ids, vocabularies
from macros.pages.renderer import Renderer
from macros.pages.views import entry_view
from macros.scenario.problems import format_suggestion
from macros.scenario.vocabularies import PLACE

Item = TypeVar("Item")

PAGE_PARTS = (
    "cover", "about", "opening", "threads", "marks", "source", "story", "account", "timeline", "timeline-figure",
    "causes", "causes-figure", "entries", "people", "our-timeline", "questions", "certainty", "glossary", "references",
    "changes", "data", "cite",
)  # fmt: skip
"""Templates that need only the scenario; a page calls each as a macro, with underscores for hyphens."""
MARKDOWN_PARTS = frozenset({"cite", "data"})
"""Templates that render more Markdown than headings."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_UNDEFINED_NAME = re.compile(r"'(\w+)' is undefined")
_PAGE_TEMPLATE = "<template>"
"""The file name that Jinja gives to a template without a file, such as a prose page."""
_MAX_LISTED = 20
"""The number of names up to which a message lists them."""


class PageError(Exception):
    """A prose page has an error, such as a call of a macro that does not exist. `line` counts from 1; 0 is unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        """Store the message and the line of the page."""
        super().__init__(message)
        self.line = line

    def locate(self, path: object) -> str:
        """Return the message with the path of the page and the line before it."""
        return f"{path}:{self.line}: {self}" if self.line else f"{path}: {self}"


def read_page(path: Path) -> str:
    """Return the text of a file of a prose page.

    Raises:
        PageError: the file is not UTF-8, or cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PageError(f"cannot be read: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = f"expected UTF-8, found the byte 0x{content[error.start]:02x}; save the page as UTF-8"
        raise PageError(message, content.count(b"\n", 0, error.start) + 1) from error


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """Return the metadata and the Markdown of a prose page; empty lines replace those of the metadata.

    Raises:
        PageError: the metadata is not YAML, has an invalid value, or has no names.
    """
    match = _FRONT_MATTER.match(source)
    if match is None:
        return {}, source
    try:
        meta = yaml.safe_load(match[1]) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise PageError(f"its metadata is not YAML: {error.problem}", line) from error
    except ReaderError as error:
        line = match[1].count("\n", 0, error.position) + 2
        raise PageError(f"its metadata is not YAML: {error.reason}", line) from error
    except ValueError as error:  # a value that does not exist, such as 2026-02-30
        raise PageError(f"a value of its metadata is invalid: {error}", 1) from error
    if not isinstance(meta, dict):
        raise PageError(f"expected metadata by name between its first lines of dashes, found {meta!r}", 1)
    return meta, "\n" * match[0].count("\n") + source[match.end() :]


def expand_macros(
    environment: Environment, source: str, variables: Mapping[str, object], metadata_lines: int = 0
) -> str:
    """Return a prose page with its macro calls expanded.

    `variables`, or else the environment, has the macros by name; `metadata_lines` is the number of lines in the page's
    file before `source`.

    Raises:
        PageError: the page cannot be expanded, for whatever reason.
    """
    try:
        return environment.from_string(source).render(variables)
    except TemplateSyntaxError as error:
        raise PageError(str(error.message), error.lineno + metadata_lines) from error
    except Exception as error:  # a macro may raise anything
        message = str(error) if isinstance(error, PageError | UndefinedError) else f"{type(error).__name__}: {error}"
        if match := _UNDEFINED_NAME.fullmatch(message):
            names = (name for name, value in {**environment.globals, **variables}.items() if callable(value))
            message = f"there is no macro or variable '{match[1]}'{format_suggestion(match[1], names)}"
        frames = traceback.extract_tb(error.__traceback__)
        lines = (frame.lineno for frame in frames if frame.filename == _PAGE_TEMPLATE)
        line = next(lines, None)
        raise PageError(message, line + metadata_lines if line else 0) from error


def _check_arguments(name: str, macro: Callable[..., str]) -> Callable[..., str]:
    """Return a macro that raises `PageError` for arguments that it does not take."""
    signature = inspect.signature(macro)

    def call(*arguments: object, **options: object) -> str:
        try:
            signature.bind(*arguments, **options)
        except TypeError as error:
            raise PageError(f"{name}{signature}: {error}") from error
        return macro(*arguments, **options)

    return call


def _find(noun: str, items: Mapping[str, Item], name: object) -> Item:
    """Return the item that a page calls for, or raise `PageError`; `noun` says what the items are."""
    if isinstance(name, str) and name in items:
        return items[name]
    expected = f"; expected {', '.join(items)}" if 0 < len(items) <= _MAX_LISTED else ""
    raise PageError(f"no {noun} is called '{name}'{format_suggestion(str(name), items) or expected}")


def build_macros(
    renderer: Renderer,
    rules: Sequence[object],
    page_url: Callable[[], str],
    insert_placeholders: Callable[[str], str] | None = None,
) -> dict[str, Callable[..., str]]:
    """Return the macros by name: one for each part, and those that take the id of a record.

    `page_url` returns the address of the page that calls; `rules` are those of the checks, which the guide lists.
    `insert_placeholders` replaces the HTML between Markdown headings, which most templates render, by placeholders; the
    HTML stays without it.
    """

    def render(template: str, **values: object) -> str:
        rendered = renderer.render(template, page_url(), **values)
        return insert_placeholders(rendered) if insert_placeholders and template not in MARKDOWN_PARTS else rendered

    def render_part(template: str) -> Callable[[], str]:
        return lambda: render(template)

    index = renderer.index
    counts, ids = count_sections(index), example_ids(index.scenario)
    places = {place: place for place in PLACE.values}
    notices = {notice.id: notice for notice in index.scenario.notices}
    macros: dict[str, Callable[..., str]] = {part.replace("-", "_"): render_part(part) for part in PAGE_PARTS}
    macros |= {
        "count": lambda section, *, words=False: format_count(_find("count", counts, section), words=words),
        "years": lambda: join_words(years(index)),
        "example": lambda name: _find("example", ids, name),
        "entry": lambda entry_id: render("entry", view=entry_view(index, _find("entry", index.entries, entry_id).id)),
        "notice": lambda notice_id: render("notice", notice=_find("notice", notices, notice_id)),
        "notices": lambda place: render("notices", place=_find("place", places, place)),
        "rules": lambda: render("rules", rules=rules),
        "vocabulary": lambda name: render("vocabulary", descriptions=_find("vocabulary", vocabularies(), name)),
        "retired": lambda entry_id: render("retired", record=_find("retired entry", index.retired_entries, entry_id)),
        "thread": lambda thread_id: render("thread", group=_find("thread", index.thread_groups, thread_id)),
    }
    return {name: _check_arguments(name, macro) for name, macro in macros.items()}
