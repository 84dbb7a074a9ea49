"""The types of record fields: text formats, values of vocabularies, and ids of other records.

Each type is annotated with a marker (`typing.Annotated`) that says which rules apply to it: a rule finds its fields by
their meaning, and a new field needs no new rule. The JSON Schema states the same for completion in an editor. Pydantic
does not check it: the rules do, which suggest the closest valid value and go on with the rest of the record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Self, TypeAlias, get_args, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from macros.scenario import vocabularies
from macros.scenario.vocabularies import Vocabulary

WHOLE_ACCOUNT = "account"
MAX_TITLE_LENGTH = 60
MAX_SHORT_LENGTH = 160
MAX_ID_LENGTH = 100
"""File names have 255 characters at most, and a path on Windows has 260."""
MAX_TEXT_LENGTH = 5000
"""More than anybody reads at once, and few enough for Markdown to convert any text of that length in time."""
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LOCATOR_PATTERN = r"^p[1-9][0-9]*-s[1-9][0-9]*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A language tag, as far as HTML pages need it (BCP 47, section 2.1)."""
TAG_URI_PATTERN = (
    r"^tag:([A-Za-z0-9._-]+@)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
    r",[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
    r":([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})+$"
)
"""A tag URI with a host name in small letters, as it should be (RFC 4151, section 2.1)."""
NAME_TYPES = ["string", "object"]
"""The JSON types of a name in a data file."""
EDTF_EXAMPLES = ("1956", "1956-02", "1956-02-25", "1942/1949", "1959/..", "/1942", "[1956..1959]", "1962~", "195X")
_EDTF_DATE = (
    r"(Y-?[1-9][0-9]{4,11}|-?[0-9]{2}[0-9X][0-9X](-(0[1-9]|1[0-2]|2[1-4]|XX)(-(0[1-9]|[12][0-9]|3[01]|XX))?)?)[?~%]?"
)
_EDTF_TIME = r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}(:[0-9]{2})?)?"
_EDTF_MEMBER = rf"({_EDTF_DATE}(\.\.({_EDTF_DATE})?)?|\.\.{_EDTF_DATE})"
EDTF_PATTERN = (
    rf"^({_EDTF_DATE}({_EDTF_TIME})?|({_EDTF_DATE}|\.\.)?/({_EDTF_DATE}|\.\.)?"
    rf"|\[{_EDTF_MEMBER}(,{_EDTF_MEMBER})*\]|\{{{_EDTF_MEMBER}(,{_EDTF_MEMBER})*\}})$"
)
"""What all dates match that `edtf` reads, and few others, as a regular expression of ECMA-262 for editors."""
PLACEHOLDER = "TODO"
"""Stands where a value is still to be written; the rule `unfinished-text` reports it."""


class TextFormat(Enum):
    """The format of a text field."""

    ID = "id"
    SENTENCE_ID = "sentence id"
    LOCATOR = "locator"
    TITLE = "title"
    PLAIN = "plain text"
    SHORT = "short text"
    MARKDOWN = "Markdown"
    CITING = "Markdown with citations"
    DATE = "EDTF date"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Marks a field that holds the id of a record in a section of the file."""

    section: str


class LanguageName(str):
    """A name whose language the data states. It equals the plain text and is exported as that."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Return a text with its language tag."""
        name = super().__new__(cls, text)
        name.language = language
        return name


def _parse_name(value: object) -> str:
    """Return a text as it is, and a mapping from one language tag to a text as a `LanguageName`."""
    if isinstance(value, str):
        return value
    match value:
        case dict() if len(value) == 1:
            language, text = next(iter(value.items()))
            if isinstance(language, str) and isinstance(text, str) and re.fullmatch(LANGUAGE_PATTERN, language):
                return LanguageName(text, language)
    raise PydanticCustomError("name_type", "a name, or {el: Διώρυγα} to state its language")


def _text_schema(description: str, **keywords: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "minLength": 1, **keywords})


def _max_length_schema(max_length: int) -> WithJsonSchema:
    return _text_schema(f"Plain text, at most {max_length} characters.", maxLength=max_length)


def _enum_schema(vocabulary: Vocabulary) -> WithJsonSchema:
    """Return the schema of a vocabulary. VS Code shows `enumDescriptions` beside the values; validators ignore them."""
    descriptions = list(vocabulary.descriptions.values())
    return WithJsonSchema({"type": "string", "enum": list(vocabulary.values), "enumDescriptions": descriptions})


def _pattern_schema(description: str, pattern: str = ID_PATTERN) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "pattern": pattern})


Id: TypeAlias = Annotated[str, TextFormat.ID, _pattern_schema("Kebab-case ASCII, permanent.")]
SentenceId: TypeAlias = Annotated[
    str, TextFormat.SENTENCE_ID, _pattern_schema("Paragraph and sentence, as p1-s2.", LOCATOR_PATTERN)
]
EntryId: TypeAlias = Annotated[str, ForeignKey("entries"), _pattern_schema("Id of an entry.")]
ThreadId: TypeAlias = Annotated[str, ForeignKey("threads"), _pattern_schema("Id of a thread.")]
QuestionId: TypeAlias = Annotated[str, ForeignKey("questions"), _pattern_schema("Id of a question.")]
ReferenceId: TypeAlias = Annotated[str, ForeignKey("references"), _pattern_schema("Id of a reference.")]
SentenceReference: TypeAlias = Annotated[
    str, ForeignKey("sentences"), _pattern_schema("Id of a sentence, as p1-s2.", LOCATOR_PATTERN)
]
Locator: TypeAlias = Annotated[
    str,
    TextFormat.LOCATOR,
    _pattern_schema(
        f"A sentence of the account, as p1-s2, or `{WHOLE_ACCOUNT}` for the whole of it.",
        f"{LOCATOR_PATTERN}|^{WHOLE_ACCOUNT}$",
    ),
]
Title: TypeAlias = Annotated[str, TextFormat.TITLE, _max_length_schema(MAX_TITLE_LENGTH)]
_LINKS = "Markdown without raw HTML; [[id]] or [[id|words]] links to an entry"
Markdown: TypeAlias = Annotated[str, TextFormat.MARKDOWN, _text_schema(f"{_LINKS}.")]
CitingMarkdown: TypeAlias = Annotated[
    str, TextFormat.MARKDOWN, TextFormat.CITING, _text_schema(f"{_LINKS}, [@id] cites a reference of the record.")
]
PlainText: TypeAlias = Annotated[str, TextFormat.PLAIN, _text_schema("Plain text.")]
TagUri: TypeAlias = Annotated[
    str, TextFormat.PLAIN, _pattern_schema("A tag URI, as tag:example.org,2026:my-history.", TAG_URI_PATTERN)
]
ShortText: TypeAlias = Annotated[str, TextFormat.SHORT, _max_length_schema(MAX_SHORT_LENGTH)]
EdtfText: TypeAlias = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if type(value) is int else value),  # YAML reads a year as a number
    TextFormat.DATE,
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "A date in EDTF (ISO 8601-2).",
            "pattern": EDTF_PATTERN,
            "examples": list(EDTF_EXAMPLES),
        }
    ),
]
Name: TypeAlias = Annotated[
    str,
    TextFormat.PLAIN,
    PlainValidator(_parse_name),
    WithJsonSchema({
        "type": NAME_TYPES,
        "description": "A name, or its language and the name, as {el: Διώρυγα}.",
        "minLength": 1,
        "propertyNames": {"pattern": LANGUAGE_PATTERN},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {"type": "string", "minLength": 1},
    }),
]  # fmt: skip
EntryKind: TypeAlias = Annotated[str, vocabularies.ENTRY_KIND, _enum_schema(vocabularies.ENTRY_KIND)]
ClaimKind: TypeAlias = Annotated[str, vocabularies.CLAIM_KIND, _enum_schema(vocabularies.CLAIM_KIND)]
ReferenceKind: TypeAlias = Annotated[str, vocabularies.REFERENCE_KIND, _enum_schema(vocabularies.REFERENCE_KIND)]
Basis: TypeAlias = Annotated[str, vocabularies.BASIS, _enum_schema(vocabularies.BASIS)]
Aspect: TypeAlias = Annotated[str, vocabularies.ASPECT, _enum_schema(vocabularies.ASPECT)]
Status: TypeAlias = Annotated[str, vocabularies.STATUS, _enum_schema(vocabularies.STATUS)]
Verdict: TypeAlias = Annotated[str, vocabularies.VERDICT, _enum_schema(vocabularies.VERDICT)]
Relation: TypeAlias = Annotated[str, vocabularies.RELATION, _enum_schema(vocabularies.RELATION)]
Place: TypeAlias = Annotated[str, vocabularies.PLACE, _enum_schema(vocabularies.PLACE)]
SectionName: TypeAlias = Annotated[str, vocabularies.SECTION, _enum_schema(vocabularies.SECTION)]


class Record(BaseModel):
    """Base of all records: frozen, closed to unknown fields, no conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


Marker: TypeAlias = TextFormat | Vocabulary | ForeignKey
"""What the type of a field is annotated with, so that rules find the field by its meaning."""

FieldPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead from the root of the file to a value: `("entries", 3, "lead")`."""


@cache
def fields_with_marker(model: type[Record], *markers: Marker) -> tuple[str, ...]:
    """Return the names of a model's fields that carry one of the markers, in the order of the model."""
    return tuple(name for name, items in _markers(model).items() if any(item in markers for item in items))


def field_markers(model: type[Record], name: str) -> tuple[Marker, ...]:
    """Return the markers of a field."""
    return _markers(model)[name]


@cache
def _markers(model: type[Record]) -> dict[str, tuple[Marker, ...]]:
    """Return the markers of each field of a model, in its order."""
    hints = get_type_hints(model, include_extras=True)
    return {name: tuple(_metadata(hints[name])) for name in model.model_fields}


def _metadata(annotation: Any) -> Iterator[Marker]:  # noqa: ANN401 - annotations have no common type
    """Yield the markers of an annotation and of its parts."""
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, TextFormat | Vocabulary | ForeignKey):
            yield item
    for argument in get_args(annotation):
        yield from _metadata(argument)


def slugify(text: str) -> str:
    """Return a text as an id in kebab-case ASCII, accents dropped; a valid id stays the same."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))
