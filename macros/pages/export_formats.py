"""The files that the site exports for programs, and the columns of tables: for the exports and the page about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic.fields import FieldInfo

from macros.pages import urls
from macros.scenario.fields import Record
from macros.scenario.history import AspectVerdict, HistoryRecord
from macros.scenario.model import Claim, Entry, Link, Passage, Scenario

VERSION = "1"
EXPORT_FOLDER = f"{urls.DATA}v{VERSION}/"
"""Address of the folder of the files."""

LICENCE_NOTICE = "Text and data: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/. Code of the site: MIT."
LIST_SEPARATOR = "; "
"""Separates the items of a list in a cell or an attribute."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and its meaning in one sentence."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file and its columns, in order."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An exported file: its name, its content in one sentence, and its standard with the URL of that."""

    name: str
    content: str
    standard: str
    standard_url: str
    section: str | None = None
    """The section without whose records there is no such file; None for a file that there always is."""

    @property
    def address(self) -> str:
        """The address of the file."""
        return f"{EXPORT_FOLDER}{self.name}"


_JSON = ("JSON (RFC 8259)", "https://www.rfc-editor.org/rfc/rfc8259")
_CSV = ("CSV (RFC 4180), UTF-8", "https://www.rfc-editor.org/rfc/rfc4180")

FILES = (
    ExportedFile("scenario.json", "Everything that this site says, field by field.", *_JSON),
    ExportedFile(
        "scenario.schema.json", "The schema of scenario.json: every field with its type and what it means.",
        "JSON Schema, draft 2020-12", "https://json-schema.org/draft/2020-12",
    ),
    ExportedFile("entries.csv", "The entries, one a row.", *_CSV),
    ExportedFile("story.csv", "The passages of the story, one a row.", *_CSV, "story"),
    ExportedFile("claims.csv", "The claims of the account, one a row.", *_CSV),
    ExportedFile("links.csv", "The links between entries, one a row.", *_CSV),
    ExportedFile(
        "comparisons.csv", "The verdicts on how entries compare with our timeline, one a row.", *_CSV, "our_timeline",
    ),
    ExportedFile(
        "causes.graphml", "Entries and links as a directed graph, with titles, dates and marks.",
        "GraphML", "http://graphml.graphdrawing.org/",
    ),
    ExportedFile(
        "causes.dot", "The same graph, for Graphviz to draw.",
        "the DOT language", "https://graphviz.org/doc/info/lang.html",
    ),
    ExportedFile(
        "references.bib", "The literature on our timeline, for LaTeX.",
        "BibTeX", "https://ctan.org/pkg/bibtex", "references",
    ),
    ExportedFile(
        "references.json", "The literature on our timeline, for reference managers.",
        "CSL-JSON 1.0.2", "https://docs.citationstyles.org/en/stable/specification.html", "references",
    ),
    ExportedFile(
        "search-names.json",
        "Every entry by its id, with its title, its other names, common misspellings and its address.", *_JSON,
    ),
)  # fmt: skip


def exported_files(scenario: Scenario) -> tuple[ExportedFile, ...]:
    """Return those of `FILES` that a scenario has records for."""
    return tuple(file for file in FILES if file.section is None or getattr(scenario, file.section))


_COMMON_COLUMNS = (
    Column("address", "Its permanent address."),
    Column("label", "That this is fiction, and what is real; in rows of entries, what is real of the entry."),
    Column("licence", "The licence of text and data."),
)
"""The last columns of every table."""


def _columns(model: type[Record], prefix: str = "") -> Iterator[Column]:
    """Yield a column for each field of a model; the fields of a nested record are columns such as `life.role`."""
    fields: dict[str, FieldInfo] = model.model_fields
    for name, info in fields.items():
        types = (type_ for type_ in (info.annotation, *get_args(info.annotation)) if isinstance(type_, type))
        nested = [type_ for type_ in types if issubclass(type_, Record)]
        if nested:
            yield from _columns(nested[0], f"{prefix}{name}.")
        else:
            yield Column(f"{prefix}{name}", info.description or "")


_BASIS = Column("basis", "stated where the account states any claim about it, otherwise implied.")
_SENTENCE = Column("sentence", "Id of the sentence that makes it.")
_BOUNDS = (
    Column("earliest", "Of an undated entry: the first day on which it can have begun, as follows from its causes."),
    Column("earliest_path", "The entries by which that follows, from the dated one to this."),
    Column("latest", "The last day on which it can have begun, as follows from its effects."),
    Column("latest_path", "The entries by which that follows."),
)
_COMPARISON = (
    Column("status", "The gravest verdict of its comparison with our timeline: invented, altered, disputed or same."),
    Column("verdicts", "All verdicts of that, each as an aspect and a status."),
)
ENTRIES_TABLE = Table("entries.csv", (*_columns(Entry), _BASIS, *_COMPARISON, *_BOUNDS, *_COMMON_COLUMNS))
STORY_TABLE = Table("story.csv", (*_columns(Passage), *_COMMON_COLUMNS))
CLAIMS_TABLE = Table("claims.csv", (*_columns(Claim), _SENTENCE, *_COMMON_COLUMNS))
LINKS_TABLE = Table("links.csv", (*_columns(Link), *_COMMON_COLUMNS))
_ENTRY, *_RECORD = (column for column in _columns(HistoryRecord) if "." not in column.name)
_IN_REALITY = next(column for column in ENTRIES_TABLE.columns if column.name == "in_reality")
COMPARISONS_TABLE = Table(
    "comparisons.csv", (_ENTRY, *_columns(AspectVerdict), *_RECORD, _IN_REALITY, *_COMMON_COLUMNS)
)
TABLES = (ENTRIES_TABLE, STORY_TABLE, CLAIMS_TABLE, LINKS_TABLE, COMPARISONS_TABLE)
"""The tables among `FILES`, in that order; first the columns of the model, then the derived ones."""
