"""Data that is valid but unfinished: records that nothing names yet, as they are while somebody adds them."""

from __future__ import annotations

RECORDS = {
    "entries": "  - {id: bare-event, title: Bare event, kind: TODO, thread: harbour, date: null, lead: TODO}\n"
    "  - {id: bare-person, title: Bare person, kind: person, thread: harbour, date: null, lead: Nobody yet.}\n",
    "sentences": "  - {id: p9-s1, restated: Nothing is claimed here yet., claims: []}\n",
    "story": "  - {id: bare-passage, title: Bare passage, text: Nothing yet., sentences: []}\n",
    "links": "  - {cause: pilots-death, effect: great-thirst, relation: TODO, basis: TODO, locators: [TODO],"
    " mechanism: TODO}\n  - {cause: pilots-death, effect: fall-of-the-regent, relation: cause, basis: TODO,"
    " locators: [TODO], mechanism: TODO}\n",
    "questions": "  - {id: q9, title: TODO, locators: [TODO], problem: TODO, readings: [TODO], followed: TODO,"
    " why: TODO, entries: []}\n",
    "references": "  - {id: bare, label: TODO, kind: TODO, authors: [{given: TODO, family: TODO}], year: 0,"
    " title: TODO, published: TODO, confirmed: false}\n"
    "  - {id: bare-2000, label: Bare 2000, kind: book, authors: [{family: Bare}], year: 2000,"
    " title: Bare, published: A House, confirmed: true}\n",
}
"""Records of the test data by section."""
RULES = (
    "entry-without-claim",
    "entry-without-reality",
    "entry-without-revision",
    "passage-without-sentence",
    "sentence-without-claim",
    "sentence-without-passage",
    "unfinished-text",
    "unused-reference",
)
"""The rules about unfinished work, each of which some of the records break."""


def add_unfinished_records(text: str) -> str:
    """Return the text of the test data with the records."""
    for section, records in RECORDS.items():
        text = text.replace(f"\n{section}:\n", f"\n{section}:\n{records}", 1)
    return text
