"""Rules about ids and names: well formed, given once, and pointing at something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.checks.rule import Finding, rule
from macros.lore.fields import ID_PATTERN, LOCATOR_PATTERN, WHOLE_ACCOUNT, Form, Refers, marked
from macros.lore.markup import entry_links
from macros.lore.model import Entry, Link, Retired
from macros.lore.ours import Ours
from macros.lore.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.lore.load import Draft, Place

_WELL_FORMED = {Form.ID: re.compile(ID_PATTERN), Form.SENTENCE_ID: re.compile(LOCATOR_PATTERN)}
_LOOKS_RIGHT = {
    Form.ID: "kebab-case ASCII, as 'great-leap-forward'",
    Form.SENTENCE_ID: "paragraph and sentence, as p1-s2",
}


@rule
def id_format(draft: Draft) -> Iterator[Finding]:
    """An id is kebab-case ASCII; that of a sentence is its paragraph and place, p1-s2."""
    for place, record in draft.records:
        for field, form, value in marked(record, Form):
            if form in _WELL_FORMED and not _WELL_FORMED[form].search(value):
                yield Finding((*place, *field), f"expected {_LOOKS_RIGHT[form]}, found '{value}'")


@rule
def duplicate_id(draft: Draft) -> Iterator[Finding]:
    """An id names one record of its section, and an entry is compared with our timeline once."""
    first: dict[tuple[Place, str], Place] = {}
    for place, record in draft.records:
        given = record.entry if isinstance(record, Ours) else getattr(record, "id", None)
        if given is None:
            continue
        section = tuple(step for step in place if isinstance(step, str))
        if (section, given) in first:
            line, _ = draft.position(first[section, given])
            yield Finding((*place, "entry" if isinstance(record, Ours) else "id"), f"'{given}' is taken by line {line}")
        first.setdefault((section, given), place)


@rule
def duplicate_name(draft: Draft) -> Iterator[Finding]:
    """A title, other name or misspelling leads to one entry only, and is listed once; case does not tell two apart."""
    owner: dict[str, str] = {}
    for place, entry in draft.of(Entry):
        names: list[tuple[Place, str]] = [(("title",), entry.title)]
        names += [(("names", index), name) for index, name in enumerate(entry.names)]
        names += [(("misspellings", index), name) for index, name in enumerate(entry.misspellings)]
        for field, name in names:
            key = " ".join(name.casefold().split())
            if key in owner:
                yield Finding((*place, *field), f"the name '{name}' is taken by the entry '{owner[key]}'")
            owner.setdefault(key, entry.id)


@rule
def unknown_id(draft: Draft) -> Iterator[Finding]:
    """An id that is referred to, also in a [[link]] inside a text, is the id of a record."""
    known = {section: draft.ids(section) for section in ("entries", "threads", "questions", "references")}
    for place, record in draft.records:
        for field, refers, value in marked(record, Refers):
            if value not in known[refers.section]:
                yield Finding((*place, *field), _unknown(value, refers.section, known[refers.section]))
        for field, form, value in marked(record, Form):
            if form is Form.MARKDOWN:
                for link in entry_links(value):
                    if link.id not in known["entries"]:
                        message = _unknown(link.id, "entries", known["entries"])
                        yield Finding((*place, *field), message, needle=f"[[{link.id}")


def _unknown(value: str, section: str, known: frozenset[str]) -> str:
    return f"no record of '{section}' has the id '{value}'{nearest(value, known)}"


@rule
def unknown_locator(draft: Draft) -> Iterator[Finding]:
    """A locator is one that the account has: the id of one of its sentences, or `account` for the whole."""
    sentences = draft.ids("sentences")
    for place, record in draft.records:
        for field, form, value in marked(record, Form):
            if form is Form.LOCATOR and value not in sentences and value != WHOLE_ACCOUNT:
                yield Finding((*place, *field), f"the account has no sentence '{value}'{nearest(value, sentences)}")


@rule
def missing_locator(draft: Draft) -> Iterator[Finding]:
    """A claim and a link say where in the account they stand: a claim by its id, a link by its locators."""
    for place, link in draft.of(Link):
        if not link.locators:
            yield Finding((*place, "locators"), "expected the sentences that the link rests on, found none")
    for place, claim, sentence in draft.claims():
        if not re.fullmatch(rf"{re.escape(sentence)}-c[1-9][0-9]*", claim.id):
            message = f"the id of a claim is its locator and a number: expected '{sentence}-c…', found '{claim.id}'"
            yield Finding((*place, "id"), message)


@rule
def retired_id_used_again(draft: Draft) -> Iterator[Finding]:
    """An id that was retired is never given to an entry again."""
    retired = {record.id for _, record in draft.of(Retired)}
    for place, entry in draft.of(Entry):
        if entry.id in retired:
            yield Finding((*place, "id"), f"'{entry.id}' was retired; choose an id that was never used")
