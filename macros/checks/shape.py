"""Rules about the shape of records: their fields, the types of their values, and the words of closed vocabularies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from macros.checks.rule import Finding, faults, rule
from macros.lore.fields import BASIS, Form, Record, Vocabulary, marked
from macros.lore.load import describe, record_type
from macros.lore.model import Link
from macros.lore.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.lore.load import Draft
    from macros.lore.problems import Problem

EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a record",
}


@rule
def missing_field(draft: Draft) -> Iterator[Finding]:
    """A record has all the fields that its kind requires."""
    for error in draft.shape_errors:
        if error["type"] == "missing":
            *place, name = error["loc"]
            fields = ", ".join(record_type(tuple(place)).model_fields)
            yield Finding(tuple(place), f"the field '{name}' is missing; the fields are {fields}")


@rule
def unknown_field(draft: Draft) -> Iterator[Finding]:
    """A record has no fields but those of its kind."""
    for error in draft.shape_errors:
        if error["type"] == "extra_forbidden":
            place, name = error["loc"][:-1], str(error["loc"][-1])
            known = record_type(place).model_fields
            hint = nearest(name, known) or f"; the fields are {', '.join(known)}"
            yield Finding(error["loc"], f"there is no field '{name}'{hint}", key=True)


@rule
def wrong_type(draft: Draft) -> Iterator[Finding | Problem]:
    """A value has the type of its field: text, number, true or false, list or record."""
    yield from faults(draft, "wrong-type")
    for error in draft.shape_errors:
        if error["type"] not in {"missing", "extra_forbidden"}:
            expected = EXPECTED.get(error["type"], error["msg"])
            yield Finding(error["loc"], f"expected {expected}, found {describe(error['input'])}{_quoting(error)}")


def _quoting(error: Any) -> str:  # noqa: ANN401 - pydantic's error details, a TypedDict with open context
    scalar = isinstance(error["input"], int | float)
    return "; put it in quotes" if error["type"] == "string_type" and scalar else ""


@rule
def empty_text(draft: Draft) -> Iterator[Finding]:
    """A text says something: no title, name or sentence is blank."""
    for place, record in draft.records:
        for field, form, value in marked(record, Form):
            if (
                form in {Form.TITLE, Form.PLAIN, Form.MARKDOWN}
                and not value.strip()
                and not _is_mechanism(record, field)
            ):
                yield Finding((*place, *field), "expected text, found nothing but space")


def _is_mechanism(record: Record, field: tuple[str | int, ...]) -> bool:
    """Tell the one text whose absence has a rule of its own."""
    return isinstance(record, Link) and field == ("mechanism",)


@rule
def unknown_kind(draft: Draft) -> Iterator[Finding]:
    """A kind, of an entry, a claim, a link or a reference, is one of the known kinds."""
    yield from _unknown_words(draft, "kind")


@rule
def unknown_status(draft: Draft) -> Iterator[Finding]:
    """A status is same, altered, invented or disputed; that of a check, confirmed, partly, unverified or not-found."""
    yield from _unknown_words(draft, "status")


@rule
def unknown_basis(draft: Draft) -> Iterator[Finding]:
    """A basis is stated, implied or editorial."""
    yield from _unknown_words(draft, BASIS.name)


def _unknown_words(draft: Draft, name: str) -> Iterator[Finding]:
    for place, record in draft.records:
        for field, vocabulary, value in marked(record, Vocabulary):
            if vocabulary.name == name and value not in vocabulary.values:
                hint = nearest(value, vocabulary.values)
                known = ", ".join(vocabulary.values)
                yield Finding((*place, *field), f"expected a {name} ({known}), found '{value}'{hint}")
