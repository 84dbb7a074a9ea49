"""Rules about the schema of records: their fields, the types of their values, and closed vocabularies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros.rules.dates import date_type_advice
from macros.rules.registry import Finding, rule, warning_rule
from macros.scenario.fields import PLACEHOLDER, FieldPath, Record, TextFormat, fields_with_marker
from macros.scenario.history import Reference
from macros.scenario.loader import LoadedFile, describe_value
from macros.scenario.model import Link
from macros.scenario.problems import closest_match, format_suggestion
from macros.scenario.records import record_type
from macros.scenario.vocabularies import (
    BASIS,
    CLAIM_KIND,
    ENTRY_KIND,
    PLACE,
    REFERENCE_KIND,
    RELATION,
    SECTION,
    STATUS,
    VERDICT,
    Vocabulary,
)
from macros.scenario.yaml_reader import ALIAS

VOCABULARIES_OF_NEW_RECORDS = (ENTRY_KIND, REFERENCE_KIND, RELATION, BASIS)
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


@rule
def missing_field(file: LoadedFile) -> Iterator[Finding]:
    """A record has all the fields that its kind requires."""
    unknown = _unknown_fields(file)
    misspelt_fields = {(*path, field) for path, matches in unknown.items() for field in matches.values()}
    skipped_paths = {path for path, matches in unknown.items() if _is_other_type(matches)}
    skipped_paths |= {error["loc"][:-1] for error in file.schema_errors if error["input"] is ALIAS}
    missing_names: dict[FieldPath, list[str]] = {}
    for error in file.schema_errors:
        if (
            error["type"] == "missing"
            and error["loc"] not in misspelt_fields
            and error["loc"][:-1] not in skipped_paths
        ):
            missing_names.setdefault(error["loc"][:-1], []).append(f"'{error['loc'][-1]}'")
    for path, names in missing_names.items():
        subject = f"field {names[0]} is" if len(names) == 1 else f"fields {', '.join(names)} are"
        yield Finding(path, f"the {subject} missing; {_field_list(path)}")


@rule
def unknown_field(file: LoadedFile) -> Iterator[Finding]:
    """A record has no fields but those of its kind."""
    unknown = _unknown_fields(file)
    other_types = Counter(path[:-1] for path, matches in unknown.items() if _is_other_type(matches))
    for path, matches in unknown.items():
        if not _is_other_type(matches):
            for name, match in matches.items():
                hint = f"did you mean '{match}'?" if match else _field_list(path)
                yield Finding((*path, name), f"there is no field '{name}'; {hint}", at_key=True)
        elif count := other_types.pop(path[:-1], 0):
            names = ", ".join(f"'{name}'" for name in matches)
            hint = f"; so it is in {count} records here: is the name of a section missing above?" if count > 1 else ""
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


def _is_other_type(matches: dict[str, str | None]) -> bool:
    """Return whether a record seems to be of another type: several of its unknown fields resemble none of its own."""
    return list(matches.values()).count(None) > 1


def _field_list(path: FieldPath) -> str:
    return f"the fields are {', '.join(record_type(path).model_fields)}"


@rule
def wrong_type(file: LoadedFile) -> Iterator[Finding]:
    """A value has the type of its field: text, number, true or false, list or record."""
    for error in file.schema_errors:
        if error["type"] not in {"missing", "extra_forbidden"} and error["input"] is not ALIAS:
            expected = EXPECTED_TYPES.get(error["type"], error["msg"])
            message = f"expected {expected}, found {describe_value(error['input'])}"
            if error["type"] == "string_type" and error["input"] is not None:
                message += f"; {_text_advice(file, error['loc'])}"
            yield Finding(error["loc"], message)


def _text_advice(file: LoadedFile, path: FieldPath) -> str:
    """Return what to write instead of a value that YAML does not read as text."""
    is_list_item = isinstance(path[-1], int)
    if is_list_item or path[-1] not in fields_with_marker(record_type(path[:-1]), TextFormat.DATE):
        return "put it in quotes"
    return date_type_advice(file, path)


@rule
def empty_text(file: LoadedFile) -> Iterator[Finding]:
    """A text says something: no title, name or sentence is blank."""
    formats = TextFormat.TITLE, TextFormat.PLAIN, TextFormat.MARKDOWN
    for path, record, _ in file.values_with_marker(*formats, predicate=lambda value: not value or value.isspace()):
        if not (isinstance(record, Link) and path[-1] == "mechanism"):  # `link-without-mechanism` checks those
            yield Finding(path, "expected text, found nothing but space")


@warning_rule
def unfinished_text(file: LoadedFile) -> Iterator[Finding]:
    """Nothing is left to be written: no text, word or locator is `TODO`, which stands in new records."""
    formats = TextFormat.TITLE, TextFormat.PLAIN, TextFormat.MARKDOWN, TextFormat.LOCATOR
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
    """A kind, of an entry, a claim, a link or a reference, is a known one, and so is a section or a place."""
    for vocabulary in (ENTRY_KIND, CLAIM_KIND, REFERENCE_KIND, RELATION, PLACE, SECTION):
        yield from _unknown_values(file, vocabulary)


@rule
def unknown_status(file: LoadedFile) -> Iterator[Finding]:
    """A status is same, altered, invented or disputed; that of a check, confirmed, partly, unverified or not-found."""
    for vocabulary in (STATUS, VERDICT):
        yield from _unknown_values(file, vocabulary)


@rule
def unknown_basis(file: LoadedFile) -> Iterator[Finding]:
    """A basis is stated, implied or editorial."""
    yield from _unknown_values(file, BASIS)


def _unknown_values(file: LoadedFile, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Report the values of fields with a vocabulary that are not in it; messages name the field."""
    words = vocabulary.values
    others = (*words, PLACEHOLDER) if vocabulary in VOCABULARIES_OF_NEW_RECORDS else words
    for path, _, value in file.values_with_marker(vocabulary, predicate=lambda value: value not in others):
        expected = f"a {path[-1]} ({', '.join(words)})"
        yield Finding(path, f"expected {expected}, found '{value}'{format_suggestion(value, words)}")
