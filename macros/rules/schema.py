"""Rules about the schema of records: their fields, the types of their values, and closed vocabularies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import NoneType
from typing import TYPE_CHECKING, get_args, get_origin

from macros.rules.authors import author_advice
from macros.rules.dates import date_type_advice
from macros.rules.registry import Finding, rule, warning_rule
from macros.scenario import vocabularies
from macros.scenario.authors import Author
from macros.scenario.fields import (
    PLACEHOLDER,
    FieldPath,
    ForeignKey,
    Record,
    TextFormat,
    field_markers,
    fields_with_marker,
)
from macros.scenario.history import Reference
from macros.scenario.loader import MAX_QUOTE_LENGTH, LoadedFile, describe_value
from macros.scenario.model import Link, Scenario
from macros.scenario.problems import closest_match, format_suggestion
from macros.scenario.records import record_type
from macros.scenario.vocabularies import Vocabulary
from macros.scenario.yaml_lines import parse_line
from macros.scenario.yaml_reader import ALIAS

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

VOCABULARIES_OF_NEW_RECORDS = (
    vocabularies.ENTRY_KIND,
    vocabularies.REFERENCE_KIND,
    vocabularies.RELATION,
    vocabularies.BASIS,
)
"""The vocabularies of fields that a new record may leave to be chosen."""
EXPECTED_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a record",
}
"""What messages call the type that a value should have, by pydantic's type of error."""

_BOOLEANS = {"yes": "true", "y": "true", "true": "true", "no": "false", "n": "false", "false": "false"}
"""What people write for true and false."""
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}([,' \u2009\u00a0])[0-9]{3}(?:\1[0-9]{3})*")
"""A number whose thousands are set apart."""
_INVISIBLE = re.compile(r"[\s\u034f\u115f\u1160\u180b-\u180f\u200c-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0]*")
"""Spaces, and characters that nobody sees where they stand alone."""


@rule
def missing_field(file: LoadedFile) -> Iterator[Finding]:
    """A record has all the fields that its kind requires."""
    unknown = _unknown_fields(file)
    misplaced_paths: set[FieldPath] = {
        (*path, str(field)) for path, matches in unknown.items() for field in matches.values()
    }
    owners = ((_find_owner(file, path, name), name) for path, matches in unknown.items() for name in matches)
    misplaced_paths |= {(*owner, name) for owner, name in owners if owner is not None}
    hidden_names = _hidden_names(file)
    skipped_paths = {path for path, matches in unknown.items() if _is_other_type(matches)}
    skipped_paths |= {error["loc"][:-1] for error in file.schema_errors if error["input"] is ALIAS}
    missing_names: dict[FieldPath, list[str]] = {}
    for error in file.schema_errors:
        path, name = error["loc"][:-1], str(error["loc"][-1])
        is_explained = error["loc"] in misplaced_paths or name in hidden_names or path in skipped_paths
        if error["type"] == "missing" and not is_explained:
            missing_names.setdefault(path, []).append(name)
    continuations = {path: above for path in missing_names if (above := _continued_item(file, path, missing_names))}
    for path, names in missing_names.items():
        if path in continuations:
            yield Finding(path, "this item has only fields that the item above lacks; take the '-' out")
        elif path not in continuations.values():
            subject = f"field '{names[0]}' is" if len(names) == 1 else f"fields {', '.join(map(repr, names))} are"
            yield Finding(path, f"the {subject} missing; {_field_list(path)}")


def _continued_item(file: LoadedFile, path: FieldPath, missing_names: dict[FieldPath, list[str]]) -> FieldPath | None:
    """Return the item above, where an item has only fields that it lacks: a `-` too many divides the two."""
    *parents, index = path or ("",)
    above = (*parents, index - 1) if isinstance(index, int) else path
    is_divided = above != path and above in missing_names and file.value(path).keys().isdisjoint(file.value(above))
    return above if is_divided else None


def _hidden_names(file: LoadedFile) -> set[str]:
    """Return the names of fields in lines that YAML takes as part of a text, which `field-in-text` reports."""
    numbers = {problem.line for problem in file.syntax_problems if problem.rule == "field-in-text"}
    lines = file.text.split("\n") if numbers else []
    return {line.name for number in numbers if (line := parse_line(lines[number - 1]))}


@rule
def unknown_field(file: LoadedFile) -> Iterator[Finding]:
    """A record has no fields but those of its kind."""
    unknown = _unknown_fields(file)
    other_types = Counter(path[:-1] for path, matches in unknown.items() if _is_other_type(matches))
    for path, matches in unknown.items():
        if not _is_other_type(matches):
            for name, match in matches.items():
                hint = f"did you mean '{match}'?" if match else _unknown_hint(file, path, name)
                yield Finding((*path, name), f"there is no field '{name}'; {hint}", at_key=True)
        elif count := other_types.pop(path[:-1], 0):
            names = ", ".join(f"'{name}'" for name in matches)
            hint = f"; so it is in {count} records here: is the name of a section missing above?" if count > 1 else ""
            if count == 1:
                fields = {name: record_type((name,)).model_fields.keys() for name in Scenario.model_fields}
                section = next((name for name in fields if file.value(path).keys() <= fields[name]), None)
                hint = f"; does the record belong under '{section}'?" if section else ""
            message = f"there are no fields {names}; {_field_list(path)}{hint}"
            yield Finding((*path, next(iter(matches))), message, at_key=True)


def _unknown_fields(file: LoadedFile) -> dict[FieldPath, dict[str, str | None]]:
    """Return, by record, its unknown fields, each with the closest of the fields that the record lacks."""
    unknown: dict[FieldPath, dict[str, str | None]] = {}
    for error in file.schema_errors:
        if error["type"] == "extra_forbidden" and error["input"] is not ALIAS:
            path, name = error["loc"][:-1], str(error["loc"][-1])
            missing = record_type(path).model_fields.keys() - file.value(path).keys()
            unknown.setdefault(path, {})[name] = closest_match(name, missing)
    return unknown


def _find_owner(file: LoadedFile, path: FieldPath, name: str) -> FieldPath | None:
    """Return the closest record, inside that at a path or around it, that lacks a field of a name."""
    inside = [record for record in _record_paths(file, path) if record != path]
    for owner in (*reversed(inside), *(path[:length] for length in range(len(path) - 1, -1, -1))):
        record = file.value(owner)
        if isinstance(record, dict) and name in record_type(owner).model_fields and name not in record:
            return owner
    return None


def _record_paths(file: LoadedFile, path: FieldPath) -> Iterator[FieldPath]:
    """Yield the paths of the record at a path and of those inside it."""
    value = file.value(path)
    if isinstance(value, dict):
        yield path
    for step in value if isinstance(value, dict) else range(len(value)) if isinstance(value, tuple) else ():
        yield from _record_paths(file, (*path, step))


def _unknown_hint(file: LoadedFile, path: FieldPath, name: str) -> str:
    """Return what to do about an unknown field that is like no other: move it, or quote the text that it comes from."""
    owner = _find_owner(file, path, name)
    if owner is not None:
        line, column = file.line_and_column(owner)
        place = f"that begins in line {line}, column {column}" if owner else "of the whole file, without indent"
        return f"it is missing in the record {place}: move it there"
    comma = "a text with a comma in it needs quotes here; " if (*path, name) in file.empty_paths else ""
    return comma + _field_list(path)


def _is_other_type(matches: dict[str, str | None]) -> bool:
    """Return whether a record seems to be of another type: several of its unknown fields resemble none of its own."""
    return list(matches.values()).count(None) > 1


def _field_list(path: FieldPath) -> str:
    return f"the fields are {', '.join(record_type(path).model_fields)}"


@rule
def wrong_type(file: LoadedFile) -> Iterator[Finding]:
    """A value has the type of its field: text, number, true or false, list or record."""
    for error in file.schema_errors:
        path, value = error["loc"], error["input"]
        if error["type"] not in {"missing", "extra_forbidden"} and value is not ALIAS and path not in file.empty_paths:
            expected = EXPECTED_TYPES.get(error["type"], error["msg"])
            hint = _conversion_hint(file, path, error["type"], value)
            yield Finding(path, f"expected {expected}, found {describe_value(value)}{hint}")


def _conversion_hint(file: LoadedFile, path: FieldPath, error_type: str, value: object) -> str:
    """Return how to write a value of the wrong type, where that is clear."""
    hint, model = "", record_type(path)
    if model is Author and isinstance(value, str) and error_type in {"model_type", "tuple_type"}:
        return f"; {author_advice(value, '{}' if error_type == 'model_type' else '[{}]')}"
    if model not in {record_type(path[:-1]), Author}:
        return ""
    match error_type, value:
        case "string_type" | "name_type", _:
            hint = _text_advice(file, path, value) if value is not None else ""
        case "tuple_type", None | "none" | "None":
            hint = "an empty list is written []"
        case "tuple_type", dict():
            hint = "each item begins with '- '"
        case "tuple_type", str() if value.startswith(("-", "[")):
            hint = "each item begins with '- ', or all stand in [ ] on one line"
        case "tuple_type", str() if len(value) <= MAX_QUOTE_LENGTH:
            hint = f"write [{value.removesuffix(']')}]"
        case "float_type" | "int_type", str() | float():
            hint = _number_advice(error_type, str(value))
        case "bool_type", str() if value.casefold() in _BOOLEANS:
            hint = f"did you mean {_BOOLEANS[value.casefold()]}?"
    return f"; {hint}" if hint else ""


def _number_advice(error_type: str, text: str) -> str:
    """Return how to write a number that YAML reads as a text, or a whole number that it reads as a fraction."""
    if _THOUSANDS.fullmatch(text) or (error_type == "int_type" and text.endswith(".0")):
        return f"write {re.sub('[^0-9]', '', text.removesuffix('.0'))}"
    if text.isdecimal():
        return f"write {text} without quotes"
    if error_type == "int_type" and (number := re.search(r"(?<![0-9])[0-9]{4}(?![0-9]|\.[0-9])", text)):
        return f"did you mean {number[0]}?"
    return f"write {text.replace(',', '.')}" if error_type == "float_type" and _DECIMAL_COMMA.fullmatch(text) else ""


def _text_advice(file: LoadedFile, path: FieldPath, value: object) -> str:
    """Return what to write instead of a value that YAML does not read as text."""
    model, name = record_type(path[:-1]), path[-1]
    if isinstance(name, str) and name in fields_with_marker(model, TextFormat.DATE):
        return date_type_advice(file, path)
    while isinstance(value, tuple) and len(value) == 1:
        value = value[0]
        if isinstance(value, str):
            return f"write {value}, without brackets around it"
    is_list = isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if (
        is_list
        and isinstance(name, str)
        and any(isinstance(marker, ForeignKey) for marker in field_markers(model, name))
    ):
        return "write one id, and another record for each of the others"
    return "put it in quotes"


@rule
def empty_field(file: LoadedFile) -> Iterator[Finding]:
    """No field is empty: an unknown date is `null`, an empty list is `[]`, and other fields are left out."""
    for path in sorted(file.empty_paths, key=file.line_and_column):
        *parents, name = path or ("",)
        field = record_type(tuple(parents)).model_fields.get(str(name))
        if isinstance(name, int):
            yield Finding(path, "nothing stands after the '-'; write the item, or take the '-' out")
        elif field is not None:
            yield Finding(path, f"'{name}' is left empty; {_empty_advice(record_type(tuple(parents)), name, field)}")


def _empty_advice(model: type[Record], name: str, field: FieldInfo) -> str:
    if not field.is_required():
        return "write its value, or take the line out"
    if name in fields_with_marker(model, TextFormat.DATE) and NoneType in get_args(field.annotation):
        return "a date that is not given is written null"
    if NoneType in get_args(field.annotation):
        return "what is not known is written null"
    return "an empty list is written []" if get_origin(field.annotation) is tuple else "write its value"


@rule
def empty_text(file: LoadedFile) -> Iterator[Finding]:
    """A text says something: no title, name or sentence is blank."""
    formats = TextFormat.TITLE, TextFormat.SHORT, TextFormat.PLAIN, TextFormat.MARKDOWN
    for path, record, _ in file.values_with_marker(*formats, predicate=_INVISIBLE.fullmatch):
        if not (isinstance(record, Link) and path[-1] == "mechanism"):  # `link-without-mechanism` checks those
            yield Finding(path, "expected text, found nothing but space")


@warning_rule
def unfinished_text(file: LoadedFile) -> Iterator[Finding]:
    """Nothing is left to be written: no text, word or locator is `TODO`, which stands in new records."""
    formats = TextFormat.TITLE, TextFormat.PLAIN, TextFormat.SHORT, TextFormat.MARKDOWN, TextFormat.LOCATOR
    for path, record, _ in file.values_with_marker(*formats, predicate=lambda value: value == PLACEHOLDER):
        yield Finding(path, f"still to be written: {_description(record, path)}")
    for vocabulary in VOCABULARIES_OF_NEW_RECORDS:
        for path, _, _ in file.values_with_marker(vocabulary, predicate=lambda value: value == PLACEHOLDER):
            yield Finding(path, f"still to be chosen: a {path[-1]} ({', '.join(vocabulary.values)})")
    for path, reference in file.records_of(Reference):
        if reference.year == 0:
            yield Finding((*path, "year"), f"still to be written: {_description(reference, (*path, 'year'))}")


def _description(record: Record, path: FieldPath) -> str:
    """Return what the model says of the field at a path, which may be an item of it."""
    name = next(str(step) for step in reversed(path) if isinstance(step, str))
    return " ".join((type(record).model_fields[name].description or name).split())


@rule
def unknown_kind(file: LoadedFile) -> Iterator[Finding]:
    """A kind, of an entry, a claim, a link or a reference, is a known one; so is a section, a place or an aspect."""
    for vocabulary in (
        vocabularies.ENTRY_KIND,
        vocabularies.CLAIM_KIND,
        vocabularies.REFERENCE_KIND,
        vocabularies.RELATION,
        vocabularies.PLACE,
        vocabularies.SECTION,
        vocabularies.ASPECT,
    ):
        yield from _unknown_values(file, vocabulary)


@rule
def unknown_status(file: LoadedFile) -> Iterator[Finding]:
    """A status is same, altered, invented or disputed; that of a check, confirmed, partly, unverified or not-found."""
    for vocabulary in (vocabularies.STATUS, vocabularies.VERDICT):
        yield from _unknown_values(file, vocabulary)


@rule
def unknown_basis(file: LoadedFile) -> Iterator[Finding]:
    """A basis is stated, implied or editorial."""
    yield from _unknown_values(file, vocabularies.BASIS)


def _unknown_values(file: LoadedFile, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Report the values of fields with a vocabulary that are not in it; messages name the field."""
    words = vocabulary.values
    others = (*words, PLACEHOLDER) if vocabulary in VOCABULARIES_OF_NEW_RECORDS else words
    for path, _, value in file.values_with_marker(vocabulary, predicate=lambda value: value not in others):
        article = "an" if str(path[-1]).startswith("a") else "a"
        expected = f"{article} {path[-1]} ({', '.join(words)})"
        yield Finding(path, f"expected {expected}, found '{value}'{format_suggestion(value, words)}")
