"""Skeletons of new records: every required field with its value or a placeholder, and a comment from the model."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from macros.authoring.edits import AuthoringError
from macros.authoring.yaml_text import WIDTH, record_lines
from macros.scenario.authors import Author
from macros.scenario.fields import PLACEHOLDER, ForeignKey, Record, TextFormat, field_markers
from macros.scenario.vocabularies import Vocabulary

_YEAR = re.compile(r"-(\d{4})$")


@dataclass(frozen=True, slots=True)
class FieldShape:
    """The type and the markers of a field.

    Attributes:
        type: the type of its value, or of the items of a list.
        is_list: whether it is a list.
        is_nullable: whether it may be null.
        vocabulary: the words that it may be; None where it is no such word.
        section: the section whose ids it holds; None where it holds none.
        text_format: the format of a text; None where it is something else.
    """

    type: type
    is_list: bool
    is_nullable: bool
    vocabulary: Vocabulary | None
    section: str | None
    text_format: TextFormat | None


@cache
def field_shape(model: type[Record], name: str) -> FieldShape:
    """Return the type and the markers of a field of a model."""
    hint = get_type_hints(model)[name]
    types = get_args(hint) or (hint,)
    markers = field_markers(model, name)
    return FieldShape(
        type=next(item for item in types if item not in {NoneType, Ellipsis}),
        is_list=get_origin(hint) is tuple,
        is_nullable=NoneType in types,
        vocabulary=next((item for item in markers if isinstance(item, Vocabulary)), None),
        section=next((item.section for item in markers if isinstance(item, ForeignKey)), None),
        text_format=next((item for item in markers if isinstance(item, TextFormat)), None),
    )


def describe_field(model: type[Record], name: str) -> str:
    """Return the description of a field in its model, with the words of its vocabulary."""
    description = " ".join((model.model_fields[name].description or name).split())
    vocabulary = field_shape(model, name).vocabulary
    if vocabulary and not all(word in description for word in vocabulary.values):
        description += f" One of {', '.join(vocabulary.values)}."
    return description


def complete_fields(model: type[Record], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a record in the order of the model, with placeholders for the required ones.

    Raises:
        AuthoringError: a date is missing that cannot be null.
    """
    completed: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        shape = field_shape(model, name)
        if name in fields and issubclass(shape.type, Record) and not shape.is_list:
            completed[name] = complete_fields(shape.type, fields[name])
        elif name in fields:
            completed[name] = fields[name]
        elif info.is_required():
            completed[name] = _placeholder(name, shape, fields)
    return completed


def _placeholder(name: str, shape: FieldShape, fields: Mapping[str, Any]) -> object:
    if shape.is_nullable:
        return None
    if shape.type is Author:
        return [dict.fromkeys(("given", "family"), PLACEHOLDER)]
    if shape.is_list:
        return [] if shape.section else [PLACEHOLDER]
    if shape.type is bool:
        return False
    if shape.type is int:
        year = _YEAR.search(str(fields.get("id", "")))
        return int(year[1]) if year else 0
    if shape.text_format is TextFormat.DATE:
        raise AuthoringError(f"`{name}` has to be a date; give it with the option that ends in its name")
    return PLACEHOLDER


def item_lines(model: type[Record], fields: Mapping[str, Any], indent: int, *, has_comments: bool) -> list[str]:
    """Return the lines of a record in a list, from its dash on, where `indent` spaces stand before its fields."""
    lines: list[str] = []
    for name, field_lines in record_lines(fields, indent, _date_fields(model)).items():
        comments = has_comments and (model.model_fields[name].is_required() or fields[name] == PLACEHOLDER)
        comment = f"# {describe_field(model, name)}"
        comment_lines = textwrap.wrap(comment, WIDTH - indent, subsequent_indent="# ") if comments else []
        if not lines:
            lines = [*comment_lines, f"- {field_lines[0]}", *(f"  {line}" for line in field_lines[1:])]
        else:
            lines += [f"  {line}" for line in (*comment_lines, *field_lines)]
    return lines


def _date_fields(model: type[Record]) -> Iterator[str]:
    """Yield the names of the fields that hold dates, those of records inside the record included."""
    for name in model.model_fields:
        shape = field_shape(model, name)
        if shape.text_format is TextFormat.DATE:
            yield name
        elif issubclass(shape.type, Record):
            yield from _date_fields(shape.type)
