"""Rules about the shape of records: their fields, the types of their values, and the words of closed vocabularies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from macros.rules.registry import Finding, faults, rule
from macros.scenario.fields import BASIS, SECTION, VOCABULARIES, Record, TextFormat, Vocabulary
from macros.scenario.loader import describe
from macros.scenario.model import Link
from macros.scenario.problems import closest_match, suggestion
from macros.scenario.records import record_type
from macros.scenario.yaml_reader import ALIAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.fields import FieldPath
    from macros.scenario.loader import LoadedFile
    from macros.scenario.problems import Problem

EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a record",
}


@rule
def missing_field(file: LoadedFile) -> Iterator[Finding]:
    """A record has all the fields that its kind requires."""
    unknown = _unknown(file)
    misspelt = {(*record, meant) for record, names in unknown.items() for meant in names.values()}
    excused = {record for record, names in unknown.items() if _is_foreign(names)}
    excused |= {error["loc"][:-1] for error in file.shape_errors if error["input"] is ALIAS}
    missing: dict[FieldPath, list[str]] = {}
    for error in file.shape_errors:
        if error["type"] == "missing" and error["loc"] not in misspelt and error["loc"][:-1] not in excused:
            missing.setdefault(error["loc"][:-1], []).append(f"'{error['loc'][-1]}'")
    for record, names in missing.items():
        lack = f"field {names[0]} is" if len(names) == 1 else f"fields {', '.join(names)} are"
        yield Finding(record, f"the {lack} missing; {_fields(record)}")


@rule
def unknown_field(file: LoadedFile) -> Iterator[Finding]:
    """A record has no fields but those of its kind."""
    unknown = _unknown(file)
    foreign = Counter(record[:-1] for record, names in unknown.items() if _is_foreign(names))
    for record, names in unknown.items():
        if _is_foreign(names):
            if count := foreign.pop(record[:-1], 0):
                shown = ", ".join(f"'{name}'" for name in names)
                more = f"; so it is in {count} records here: is the name of a section missing above?"
                message = f"there are no fields {shown}; {_fields(record)}{more if count > 1 else ''}"
                yield Finding((*record, next(iter(names))), message, key=True)
            continue
        for name, meant in names.items():
            hint = f"did you mean '{meant}'?" if meant else _fields(record)
            yield Finding((*record, name), f"there is no field '{name}'; {hint}", key=True)


def _unknown(file: LoadedFile) -> dict[FieldPath, dict[str, str | None]]:
    """Return, for each record, its unknown fields with what they were meant as, of the fields it does not have yet."""
    unknown: dict[FieldPath, dict[str, str | None]] = {}
    for error in file.shape_errors:
        if error["type"] == "extra_forbidden" and error["input"] is not ALIAS:
            record, name = error["loc"][:-1], str(error["loc"][-1])
            free = record_type(record).model_fields.keys() - file.value(record).keys()
            unknown.setdefault(record, {})[name] = closest_match(name, free)
    return unknown


def _is_foreign(names: dict[str, str | None]) -> bool:
    """Tell whether a record with these unknown fields is of another kind: more than one of them is like none it has."""
    return list(names.values()).count(None) > 1


def _fields(record: FieldPath) -> str:
    return f"the fields are {', '.join(record_type(record).model_fields)}"


@rule
def wrong_type(file: LoadedFile) -> Iterator[Finding | Problem]:
    """A value has the type of its field: text, number, true or false, list or record."""
    yield from faults(file, "wrong-type")
    for error in file.shape_errors:
        if error["type"] not in {"missing", "extra_forbidden"} and error["input"] is not ALIAS:
            expected = EXPECTED.get(error["type"], error["msg"])
            yield Finding(error["loc"], f"expected {expected}, found {describe(error['input'])}{_quoting(error)}")


def _quoting(error: Any) -> str:  # noqa: ANN401 - pydantic's error details, a TypedDict with open context
    return "; put it in quotes" if error["type"] == "string_type" and error["input"] is not None else ""


@rule
def empty_text(file: LoadedFile) -> Iterator[Finding]:
    """A text says something: no title, name or sentence is blank."""
    written = TextFormat.TITLE, TextFormat.PLAIN, TextFormat.MARKDOWN
    for place, record, _ in file.values_with_marker(*written, where=lambda value: not value.strip()):
        if not _is_mechanism(record, place):
            yield Finding(place, "expected text, found nothing but space")


def _is_mechanism(record: Record, place: FieldPath) -> bool:
    """Tell the one text whose absence has a rule of its own."""
    return isinstance(record, Link) and place[-1] == "mechanism"


@rule
def unknown_kind(file: LoadedFile) -> Iterator[Finding]:
    """A kind, of an entry, a claim, a link or a reference, is one of the known kinds, and so is a section."""
    yield from _unknown_words(file, "kind")
    yield from _unknown_words(file, SECTION.name)


@rule
def unknown_status(file: LoadedFile) -> Iterator[Finding]:
    """A status is same, altered, invented or disputed; that of a check, confirmed, partly, unverified or not-found."""
    yield from _unknown_words(file, "status")


@rule
def unknown_basis(file: LoadedFile) -> Iterator[Finding]:
    """A basis is stated, implied or editorial."""
    yield from _unknown_words(file, BASIS.name)


def _unknown_words(file: LoadedFile, name: str) -> Iterator[Finding]:
    for vocabulary in VOCABULARIES:
        if vocabulary.name == name:
            yield from _not_of(file, vocabulary)


def _not_of(file: LoadedFile, vocabulary: Vocabulary) -> Iterator[Finding]:
    words = vocabulary.values
    for place, _, value in file.values_with_marker(vocabulary, where=lambda value: value not in words):
        known = ", ".join(words)
        yield Finding(place, f"expected a {vocabulary.name} ({known}), found '{value}'{suggestion(value, words)}")
