"""Rules about ids and names: well formed, given once, and pointing at something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.rules.registry import Finding, rule
from macros.scenario.entry_links import entry_links
from macros.scenario.fields import (
    ID_PATTERN,
    LOCATOR_PATTERN,
    TEXT_LENGTH,
    WHOLE_ACCOUNT,
    ForeignKey,
    TextFormat,
    slugify,
)
from macros.scenario.history import HistoryRecord
from macros.scenario.model import Claim, Entry, Link, Retired, Revision
from macros.scenario.permalinks import INDEX
from macros.scenario.problems import closest_match, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.fields import FieldPath, Record
    from macros.scenario.loader import LoadedFile

_WELL_FORMED = {TextFormat.ID: re.compile(ID_PATTERN), TextFormat.SENTENCE_ID: re.compile(LOCATOR_PATTERN)}
_LOOKS_RIGHT = {
    TextFormat.ID: "kebab-case ASCII, as 'great-leap-forward'",
    TextFormat.SENTENCE_ID: "paragraph and sentence, as 'p1-s2'",
}
_CLAIM_ID = re.compile(r"(.*)-c[1-9][0-9]*")


@rule
def id_format(file: LoadedFile) -> Iterator[Finding]:
    """An id is kebab-case ASCII; that of a sentence is its paragraph and place, p1-s2."""
    for form, shape in _WELL_FORMED.items():
        yield from _ill_formed(file, form, shape)
    for place, entry in file.of(Entry):
        if entry.id == INDEX:
            yield Finding((*place, "id"), f"no entry can have the id '{INDEX}': the list of entries stands there")


def _ill_formed(file: LoadedFile, form: TextFormat, shape: re.Pattern[str]) -> Iterator[Finding]:
    for place, _, value in file.values_with_marker(form, where=lambda value: not shape.fullmatch(value)):
        hint = f"; did you mean '{slugify(value)}'?" if shape.fullmatch(slugify(value)) else ""
        yield Finding(place, f"expected {_LOOKS_RIGHT[form]}, found '{value}'{hint}")


@rule
def duplicate_id(file: LoadedFile) -> Iterator[Finding]:
    """An id names one record of its section, and an entry is compared with our timeline once."""
    for model, records in file.by_type.items():
        field = "entry" if model is HistoryRecord else "id"
        if field in model.model_fields:
            yield from _given_twice(file, field, records)


def _given_twice(file: LoadedFile, field: str, records: list[tuple[FieldPath, Record]]) -> Iterator[Finding]:
    given = [getattr(record, field) for _, record in records]
    if len(set(given)) == len(given):
        return
    first: dict[tuple[FieldPath, str], FieldPath] = {}
    for (place, record), name in zip(records, given, strict=True):
        section: FieldPath = place[:-1]
        if isinstance(record, Claim):
            section = ("claims",)
        elif isinstance(record, Retired):
            section = (*section, record.section)
        taken = first.setdefault((section, name), place)
        if taken != place:
            line, _ = file.position(taken)
            yield Finding((*place, field), f"'{name}' is taken already, in line {line}")


@rule
def duplicate_name(file: LoadedFile) -> Iterator[Finding]:
    """A title, other name or misspelling leads to one entry only, and is listed once; case does not tell two apart."""
    first: dict[str, tuple[FieldPath, Entry]] = {}
    for place, entry in file.of(Entry):
        names: list[tuple[FieldPath, str]] = [(("title",), entry.title)]
        names += [(("names", index), name) for index, name in enumerate(entry.names)]
        names += [(("misspellings", index), name) for index, name in enumerate(entry.misspellings)]
        for field, name in names:
            taken, owner = first.setdefault(" ".join(name.casefold().split()), ((*place, *field), entry))
            if taken != (*place, *field) and (owner is entry or owner.id != entry.id):
                line, _ = file.position(taken)
                yield Finding((*place, *field), f"the name '{name}' leads to '{owner.id}' already, by line {line}")


@rule
def unknown_id(file: LoadedFile) -> Iterator[Finding]:
    """An id that is referred to, also in a [[link]] inside a text, is a record's; a revision may name a retired one."""
    for section in ("entries", "threads", "questions", "references"):
        ids = _meant(file.ids(section))
        if ids is not None:
            yield from _unknown(file, section, ids)


def _unknown(file: LoadedFile, section: str, ids: frozenset[str]) -> Iterator[Finding]:
    gone = {record.id for _, record in file.of(Retired) if record.section == "entries"}
    unknown: dict[str, list[Finding]] = {}
    for place, record, value, needle in _references(file, section, ids | file.lost):
        if not (value in gone and isinstance(record, Revision | Retired)):
            message = f"no record of '{section}' has the id '{value}'{suggestion(value, ids)}"
            unknown.setdefault(value, []).append(Finding(place, message, needle))
    used = {value for _, _, value, _ in _references(file, section)} if unknown else set()
    for value, findings in unknown.items():
        near = closest_match(value, ids)
        many = len(findings) > 1 and near is not None and near not in used and near not in file.lost
        yield from [_unused(file, section, str(near), value, findings)] if many else findings


def _unused(file: LoadedFile, section: str, name: str, wanted: str, findings: list[Finding]) -> Finding:
    """Say once that an id may be misspelt, where several records refer to one like it and none to it."""
    index = next(index for index, record in enumerate(file.value((section,))) if slugify(record["id"]) == slugify(name))
    line, _ = min(file.position(found.place, found.needle) for found in findings)
    message = f"nothing refers to '{name}', and {len(findings)} places to '{wanted}', the first in line {line}"
    return Finding((section, index, "id"), f"{message}; one of the two is misspelt")


def _references(
    file: LoadedFile, section: str, known: frozenset[str] = frozenset()
) -> Iterator[tuple[FieldPath, Record, str, str]]:
    """Give what records refer to in a section, but for what is known: place, record, id, and the text of a link."""
    for place, record, value in file.values_with_marker(ForeignKey(section), where=lambda value: value not in known):
        yield place, record, value, ""
    if section == "entries":
        for place, record, value in file.values_with_marker(TextFormat.MARKDOWN, where=lambda value: "[[" in value):
            for link in entry_links(value[:TEXT_LENGTH]):
                if link.id not in known:
                    yield place, record, link.id, link.written


def _meant(ids: frozenset[str] | None) -> frozenset[str] | None:
    """Add to ids that are not well formed what they were meant as: they have a rule of their own."""
    return (
        None
        if ids is None
        else ids | {slugify(found) for found in ids if not _WELL_FORMED[TextFormat.ID].fullmatch(found)}
    )


@rule
def unknown_locator(file: LoadedFile) -> Iterator[Finding]:
    """A locator is one that the account has: the id of one of its sentences, or `account` for the whole."""
    sentences = _meant(file.ids("sentences"))
    if sentences is None:
        return
    known = {WHOLE_ACCOUNT, *sentences}
    strange = [*file.values_with_marker(TextFormat.LOCATOR, where=lambda value: value not in known)]
    if not strange:
        return
    numbered = {_locator(name) for name in (*file.lost, *(claim.id for _, claim, _ in file.claims()))}
    for place, _, value in strange:
        if value not in numbered:
            yield Finding(place, f"the account has no sentence '{value}'{suggestion(value, known)}")


@rule
def missing_locator(file: LoadedFile) -> Iterator[Finding]:
    """A claim and a link say where in the account they stand: a claim by its id, a link by its locators."""
    for place, link in file.of(Link):
        if not link.locators:
            yield Finding((*place, "locators"), "expected the sentences that the link rests on, found none")
    strays: dict[FieldPath, list[tuple[FieldPath, Claim]]] = {}
    for place, claim, sentence in file.claims():
        if _locator(claim.id) != sentence and _WELL_FORMED[TextFormat.SENTENCE_ID].fullmatch(sentence):
            strays.setdefault(place[:-2], []).append((place, claim))
    for place, claims in strays.items():
        yield from _strays(file, place, claims)


def _strays(file: LoadedFile, place: FieldPath, claims: list[tuple[FieldPath, Claim]]) -> Iterator[Finding]:
    """Give the claims that are not numbered as their sentence is; the sentence, where they all name the same other."""
    sentence, count = file.value((*place, "id")), len(file.value((*place, "claims")))
    named = {_locator(claim.id) for _, claim in claims}
    if len(named) == 1 and None not in named and 1 < len(claims) == count:
        yield Finding((*place, "id"), f"the claims of '{sentence}' are numbered as those of '{named.pop()}'")
        return
    for found, claim in claims:
        message = f"the id of a claim is its locator and a number: expected '{sentence}-c…', found '{claim.id}'"
        yield Finding((*found, "id"), message)


def _locator(claim: str) -> str | None:
    """Return the id of the sentence that the id of a claim names."""
    found = _CLAIM_ID.fullmatch(claim)
    return found[1] if found else None
