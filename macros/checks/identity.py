"""Rules about ids and names: well formed, given once, and pointing at something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.checks.rule import Finding, rule
from macros.lore.fields import ID_PATTERN, LOCATOR_PATTERN, TEXT_LENGTH, WHOLE_ACCOUNT, Form, Refers, kebab, marked
from macros.lore.markup import entry_links
from macros.lore.model import Claim, Entry, Link, Retired, Revision
from macros.lore.ours import Ours
from macros.lore.permalinks import INDEX
from macros.lore.problems import closest, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.lore.fields import Record
    from macros.lore.load import Draft
    from macros.lore.shapes import Place

_WELL_FORMED = {Form.ID: re.compile(ID_PATTERN), Form.SENTENCE_ID: re.compile(LOCATOR_PATTERN)}
_LOOKS_RIGHT = {
    Form.ID: "kebab-case ASCII, as 'great-leap-forward'",
    Form.SENTENCE_ID: "paragraph and sentence, as 'p1-s2'",
}
_CLAIM_ID = re.compile(r"(.*)-c[1-9][0-9]*")


@rule
def id_format(draft: Draft) -> Iterator[Finding]:
    """An id is kebab-case ASCII; that of a sentence is its paragraph and place, p1-s2."""
    for place, _, form, value in draft.marked(Form, tuple(_WELL_FORMED)):
        if not _WELL_FORMED[form].fullmatch(value):
            hint = f"; did you mean '{kebab(value)}'?" if _WELL_FORMED[form].fullmatch(kebab(value)) else ""
            yield Finding(place, f"expected {_LOOKS_RIGHT[form]}, found '{value}'{hint}")
    for place, entry in draft.of(Entry):
        if entry.id == INDEX:
            yield Finding((*place, "id"), f"no entry can have the id '{INDEX}': the list of entries stands there")


@rule
def duplicate_id(draft: Draft) -> Iterator[Finding]:
    """An id names one record of its section, and an entry is compared with our timeline once."""
    first: dict[tuple[Place, str], Place] = {}
    for place, record in draft.records:
        field = "entry" if isinstance(record, Ours) else "id"
        if field not in type(record).model_fields:
            continue
        given = getattr(record, field)
        section: Place = place[:-1]
        if isinstance(record, Claim):
            section = ("claims",)
        elif isinstance(record, Retired):
            section = (*section, record.section)
        if (section, given) in first:
            line, _ = draft.position(first[section, given])
            yield Finding((*place, field), f"'{given}' is taken already, in line {line}")
        first.setdefault((section, given), place)


@rule
def duplicate_name(draft: Draft) -> Iterator[Finding]:
    """A title, other name or misspelling leads to one entry only, and is listed once; case does not tell two apart."""
    first: dict[str, tuple[Place, Entry]] = {}
    for place, entry in draft.of(Entry):
        names: list[tuple[Place, str]] = [(("title",), entry.title)]
        names += [(("names", index), name) for index, name in enumerate(entry.names)]
        names += [(("misspellings", index), name) for index, name in enumerate(entry.misspellings)]
        for field, name in names:
            taken, owner = first.setdefault(" ".join(name.casefold().split()), ((*place, *field), entry))
            if taken != (*place, *field) and (owner is entry or owner.id != entry.id):
                line, _ = draft.position(taken)
                yield Finding((*place, *field), f"the name '{name}' leads to '{owner.id}' already, by line {line}")


@rule
def unknown_id(draft: Draft) -> Iterator[Finding]:
    """An id that is referred to, also in a [[link]] inside a text, is a record's; a revision may name a retired one."""
    known = {section: _meant(draft.ids(section)) for section in ("entries", "threads", "questions", "references")}
    gone = {record.id for _, record in draft.of(Retired) if record.section == "entries"}
    used = set(draft.lost)
    unknown: dict[tuple[str, str], list[Finding]] = {}
    for place, record in draft.records:
        for field, section, value, needle in _references(record):
            used.add(value)
            ids = known[section]
            if value in gone and isinstance(record, Revision | Retired):
                continue
            if ids is not None and value not in ids and value not in draft.lost:
                message = f"no record of '{section}' has the id '{value}'{nearest(value, ids)}"
                unknown.setdefault((section, value), []).append(Finding((*place, *field), message, needle))
    for (section, value), findings in unknown.items():
        near = closest(value, known[section] or ())
        many = len(findings) > 1 and near is not None and near not in used
        yield from [_unused(draft, section, str(near), value, findings)] if many else findings


def _unused(draft: Draft, section: str, name: str, wanted: str, findings: list[Finding]) -> Finding:
    """Say once that an id may be misspelt, where several records refer to one like it and none to it."""
    index = next(index for index, record in enumerate(draft.value((section,))) if kebab(record["id"]) == kebab(name))
    line, _ = draft.position(findings[0].place, findings[0].needle)
    message = f"nothing refers to '{name}', and {len(findings)} places to '{wanted}', the first in line {line}"
    return Finding((section, index, "id"), f"{message}; one of the two is misspelt")


def _references(record: Record) -> Iterator[tuple[Place, str, str, str]]:
    """Give what a record refers to: field, section, id, and the text to look for where it is a link inside a text."""
    for field, refers, value in marked(record, Refers):
        yield field, refers.section, value, ""
    for field, _, value in marked(record, Form, (Form.MARKDOWN,)):
        for link in entry_links(value[:TEXT_LENGTH]):
            yield field, "entries", link.id, link.written


def _meant(ids: frozenset[str] | None) -> frozenset[str] | None:
    """Add to ids that are not well formed what they were meant as: they have a rule of their own."""
    return None if ids is None else ids | {kebab(found) for found in ids}


@rule
def unknown_locator(draft: Draft) -> Iterator[Finding]:
    """A locator is one that the account has: the id of one of its sentences, or `account` for the whole."""
    sentences = _meant(draft.ids("sentences"))
    if sentences is None:
        return
    numbered = {_locator(name) for name in (*draft.lost, *(claim.id for _, claim, _ in draft.claims()))}
    known = {WHOLE_ACCOUNT, *sentences, *numbered}
    for place, _, _, value in draft.marked(Form, (Form.LOCATOR,)):
        if value not in known:
            message = f"the account has no sentence '{value}'{nearest(value, {WHOLE_ACCOUNT, *sentences})}"
            yield Finding(place, message)


@rule
def missing_locator(draft: Draft) -> Iterator[Finding]:
    """A claim and a link say where in the account they stand: a claim by its id, a link by its locators."""
    for place, link in draft.of(Link):
        if not link.locators:
            yield Finding((*place, "locators"), "expected the sentences that the link rests on, found none")
    strays: dict[Place, list[tuple[Place, Claim]]] = {}
    for place, claim, sentence in draft.claims():
        if _locator(claim.id) != sentence and _WELL_FORMED[Form.SENTENCE_ID].fullmatch(sentence):
            strays.setdefault(place[:-2], []).append((place, claim))
    for place, claims in strays.items():
        yield from _strays(draft, place, claims)


def _strays(draft: Draft, place: Place, claims: list[tuple[Place, Claim]]) -> Iterator[Finding]:
    """Give the claims that are not numbered as their sentence is; the sentence, where they all name the same other."""
    sentence, count = draft.value((*place, "id")), len(draft.value((*place, "claims")))
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
