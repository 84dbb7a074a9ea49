"""What is exported for programs, as the page about it and the exports themselves both need it: files and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from macros.pages import urls
from macros.scenario.fields import Record
from macros.scenario.model import Claim, Entry, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

VERSION = "1"
FOLDER = f"{urls.DATA}v{VERSION}/"
"""Where the files stand, from the root of the site."""

LICENCE = "Text and data: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/. Code of the site: MIT."
BETWEEN = "; "
"""Stands between the items of a list in one cell or attribute."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, and what stands in it, in one sentence."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows and the columns that it has, in order."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file that is exported: its name, what it holds, and the standard that it follows with an address of that."""

    name: str
    holds: str
    standard: str
    described_at: str

    @property
    def address(self) -> str:
        """Where it stands, from the root of the site."""
        return f"{FOLDER}{self.name}"


_JSON = ("JSON (RFC 8259)", "https://www.rfc-editor.org/rfc/rfc8259")
_CSV = ("CSV (RFC 4180), UTF-8", "https://www.rfc-editor.org/rfc/rfc4180")

FILES = (
    File("scenario.json", "Everything that this site says, field by field.", *_JSON),
    File(
        "scenario.schema.json",
        "The schema of scenario.json: every field with its type and what it means.",
        "JSON Schema, draft 2020-12",
        "https://json-schema.org/draft/2020-12",
    ),
    File("entries.csv", "The entries, one a row.", *_CSV),
    File("claims.csv", "The claims that the account was taken apart into, one a row.", *_CSV),
    File("links.csv", "The links between entries, one a row.", *_CSV),
    File(
        "causes.graphml",
        "Entries and links as a directed graph, with titles, dates and marks.",
        "GraphML",
        "http://graphml.graphdrawing.org/",
    ),
    File(
        "causes.dot",
        "The same graph, for Graphviz to draw.",
        "the DOT language",
        "https://graphviz.org/doc/info/lang.html",
    ),
    File("references.bib", "The literature on our timeline, for LaTeX.", "BibTeX", "https://ctan.org/pkg/bibtex"),
    File(
        "references.json",
        "The literature on our timeline, for reference managers.",
        "CSL-JSON 1.0.2",
        "https://docs.citationstyles.org/en/stable/specification.html",
    ),
    File(
        "search-names.json",
        "Every entry by its id, with its title, its other names, common misspellings and its address.",
        *_JSON,
    ),
)

_LAST = (
    Column("address", "Its permanent address."),
    Column("label", "That this is fiction, in each row, so that it cannot get lost."),
    Column("licence", "The licence of text and data."),
)
"""Columns that every table ends with."""


def _columns(model: type[Record], before: str = "") -> Iterator[Column]:
    """Give a column for each field of a model; a record within it has its fields as columns, as `life.role`."""
    fields: dict[str, FieldInfo] = model.model_fields
    for name, info in fields.items():
        inner = [found for found in (info.annotation, *get_args(info.annotation)) if _is_record(found)]
        if inner:
            yield from _columns(inner[0], f"{before}{name}.")
        else:
            yield Column(f"{before}{name}", info.description or "")


def _is_record(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Record)


ENTRIES = Table(
    "entries.csv",
    (
        *_columns(Entry),
        Column("basis", "stated where the account states any claim about it, otherwise implied."),
        *_LAST,
    ),
)
CLAIMS = Table(
    "claims.csv",
    (*_columns(Claim), Column("sentence", "Id of the sentence that makes it."), *_LAST),
)
LINKS = Table("links.csv", (*_columns(Link), *_LAST))
TABLES = (ENTRIES, CLAIMS, LINKS)
"""The files that are tables, in the order of `FILES`; columns of the model first, in its order, derived ones last."""
