"""What the fields of records can hold: the closed vocabularies, the formats, and what an id refers to.

Each type carries a marker that says which rules apply to it, so that a rule finds its fields by their meaning and a
new field needs no new rule. The same facts are told to the JSON Schema, for completion in an editor; the check of them
is left to the rules, which name the nearest right value and go on with the rest of the record.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

WHOLE_ACCOUNT = "account"
TITLE_LENGTH = 60
TEXT_LENGTH = 5000
"""More than anybody reads of an entry at once, and what Markdown can take however it is written."""
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LOCATOR_PATTERN = r"^p[1-9][0-9]*-s[1-9][0-9]*$"


class TextFormat(Enum):
    """How the text of a field is written."""

    ID = "id"
    SENTENCE_ID = "sentence id"
    LOCATOR = "locator"
    TITLE = "title"
    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    DATE = "EDTF date"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of words; `name` says what they are words for."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """The field holds an id of a record in this section of the file."""

    section: str


ENTRY_KIND = Vocabulary(
    "kind",
    (
        "event",
        "state",
        "idea",
        "policy",
        "stance",
        "actor-trait",
        "belief",
        "programme",
        "process",
        "outcome",
        "decision",
        "practice",
        "figure",
        "person",
        "group",
    ),
)
CLAIM_KIND = Vocabulary("kind", ("event", "state", "programme", "causal-link", "figure", "actor-trait"))
REFERENCE_KIND = Vocabulary("kind", ("article", "book", "edited-book", "working-paper"))
BASIS = Vocabulary("basis", ("stated", "implied", "editorial"))
STATUS = Vocabulary("status", ("same", "altered", "invented", "disputed"))
VERDICT = Vocabulary("status", ("confirmed", "partly", "unverified", "not-found"))
RELATION = Vocabulary("kind", ("cause", "in-spite-of"))
SECTION = Vocabulary(
    "section",
    (
        "entries",
        "threads",
        "sentences",
        "claims",
        "links",
        "questions",
        "terms",
        "our_timeline",
        "departures",
        "myths",
        "estimates",
        "references",
        "checks",
        "revisions",
    ),
)
VOCABULARIES = (ENTRY_KIND, CLAIM_KIND, REFERENCE_KIND, BASIS, STATUS, VERDICT, RELATION, SECTION)


def _schema(description: str, **keywords: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, **keywords})


def _word(vocabulary: Vocabulary) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(vocabulary.values)})


def _id(description: str) -> WithJsonSchema:
    return _schema(description, pattern=ID_PATTERN)


def _bare_year(value: object) -> object:
    """Read a bare year, which YAML takes for a number, as the text it was written as."""
    return str(value) if type(value) is int else value


Id: TypeAlias = Annotated[str, TextFormat.ID, _id("Kebab-case ASCII, permanent.")]
SentenceId: TypeAlias = Annotated[
    str, TextFormat.SENTENCE_ID, _schema("Paragraph and sentence, as p1-s2.", pattern=LOCATOR_PATTERN)
]
EntryId: TypeAlias = Annotated[str, ForeignKey("entries"), _id("Id of an entry.")]
ThreadId: TypeAlias = Annotated[str, ForeignKey("threads"), _id("Id of a thread.")]
QuestionId: TypeAlias = Annotated[str, ForeignKey("questions"), _id("Id of a question.")]
ReferenceId: TypeAlias = Annotated[str, ForeignKey("references"), _id("Id of a reference.")]
Locator: TypeAlias = Annotated[
    str,
    TextFormat.LOCATOR,
    _schema(
        f"A sentence of the account, as p1-s2, or `{WHOLE_ACCOUNT}` for the whole of it.",
        pattern=f"{LOCATOR_PATTERN}|^{WHOLE_ACCOUNT}$",
    ),
]
Title: TypeAlias = Annotated[
    str,
    TextFormat.TITLE,
    _schema(f"Plain text, at most {TITLE_LENGTH} characters.", minLength=1, maxLength=TITLE_LENGTH),
]
Text: TypeAlias = Annotated[
    str,
    TextFormat.MARKDOWN,
    _schema("Markdown without raw HTML; [[id]] or [[id|words]] links to an entry.", minLength=1),
]
Plain: TypeAlias = Annotated[str, TextFormat.PLAIN, _schema("Plain text.", minLength=1)]
Edtf: TypeAlias = Annotated[
    str,
    BeforeValidator(_bare_year),
    TextFormat.DATE,
    WithJsonSchema({"type": ["string", "integer"], "description": "A date in EDTF (ISO 8601-2)."}),
]
EntryKind: TypeAlias = Annotated[str, ENTRY_KIND, _word(ENTRY_KIND)]
ClaimKind: TypeAlias = Annotated[str, CLAIM_KIND, _word(CLAIM_KIND)]
ReferenceKind: TypeAlias = Annotated[str, REFERENCE_KIND, _word(REFERENCE_KIND)]
Basis: TypeAlias = Annotated[str, BASIS, _word(BASIS)]
Status: TypeAlias = Annotated[str, STATUS, _word(STATUS)]
Verdict: TypeAlias = Annotated[str, VERDICT, _word(VERDICT)]
Relation: TypeAlias = Annotated[str, RELATION, _word(RELATION)]
Section: TypeAlias = Annotated[str, SECTION, _word(SECTION)]


class Record(BaseModel):
    """Base of all records: frozen, closed to unknown fields, no conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


Marker: TypeAlias = TextFormat | Vocabulary | ForeignKey
"""What the type of a field is annotated with, so that rules find the field by its meaning."""

FieldPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead from the root of the file to a value: `("entries", 3, "lead")`."""


def values_with_marker(record: Record, *markers: Marker) -> Iterator[tuple[FieldPath, str]]:
    """Yield the texts in a record's own fields that carry one of the markers, each with its path in the record."""
    for name in fields_with_marker(type(record), *markers):
        value = getattr(record, name)
        if isinstance(value, str):
            yield (name,), value
        elif isinstance(value, tuple):
            yield from (((name, index), item) for index, item in enumerate(value))


@cache
def fields_with_marker(model: type[Record], *markers: Marker) -> tuple[str, ...]:
    """Return the names of a model's fields that carry one of the markers, in the order of the model."""
    fields: dict[str, FieldInfo] = model.model_fields
    return tuple(
        name
        for name, info in fields.items()
        if any(item in markers for item in (*info.metadata, *_metadata(info.annotation)))
    )


def slugify(text: str) -> str:
    """Return the id that a text was probably meant as; an id that is well formed stays what it is."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _metadata(annotation: Any) -> Iterator[object]:  # noqa: ANN401 - annotations have no common type
    yield from getattr(annotation, "__metadata__", ())
    for argument in get_args(annotation):
        yield from _metadata(argument)
