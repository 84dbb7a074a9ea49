"""The literature for reference managers: BibTeX, and the JSON of the Citation Style Language (CSL-JSON 1.0.2).

Both take `plain`, which turns the Markdown of a note into plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from macros.scenario.fields import kebab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from macros.scenario.history import Reference

UNCONFIRMED = "details recalled, not confirmed"

_BIBTEX_TYPES = {"article": "article", "working-paper": "misc"}
_CSL_TYPES = {"article": "article-journal", "working-paper": "report"}
_CONTAINERS = {"article": "journal", "working-paper": "howpublished"}
"""What BibTeX calls the thing that a work is published in or by; a book has a publisher."""

_LATEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\lbrace}",
    "}": r"{\rbrace}",
    "^": r"{\string^}",
    "$": r"\$",
}
"""What the writer of BibTeX leaves as it is, or would not balance; it escapes & % # _ ~ itself."""
_LIGATURE = re.compile(r"([-`',<>])(?=\1)|[?!](?=`)")
_CITED = re.compile(r"(?:.*-in-)?(?P<names>.+?)(?:-[0-9]{4})?")
_INITIAL = re.compile(r"-et-al$|-[a-z]$")
_NUMBERS = re.compile(r"[0-9]+-[0-9]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. Where nothing tells the family name, the whole is `literal` and the others are empty."""

    literal: str
    family: str = ""
    given: str = ""
    family_first: bool = False


def names(work: Reference) -> list[Name]:
    """Take apart the names of a work's authors, as they sign, by the family names in its id, as `kung-and-chen-2011`.

    The id names the first authors in order, often only one.
    """
    return [_name(signed, family) for signed, family in zip_longest(work.authors, _families(work.id)) if signed]


def _name(signed: str, family: str | None) -> Name:
    words = signed.split()
    for length in range(1, len(words)):
        rest, last = " ".join(words[:-length]), " ".join(words[-length:])
        if kebab(last) == family:
            return Name(signed, last, rest)
        first, rest = " ".join(words[:length]), " ".join(words[length:])
        if kebab(first) == family:
            return Name(signed, first, rest, family_first=True)
    return Name(signed)


def _families(reference: str) -> list[str]:
    """Return the family names that an id is made of, in kebab-case; the work itself is what comes after `in`."""
    found = _CITED.fullmatch(reference)
    return [_INITIAL.sub("", one) for one in found["names"].split("-and-")] if found else []


def bibtex(references: Iterable[Reference], plain: Callable[[str], str], notes: Iterable[str] = ()) -> str:
    """Return references as BibTeX in UTF-8, the notes on lines of comment above them.

    Titles are in braces of their own, so that styles leave their capitals alone.
    """
    data = BibliographyData({work.id: _entry(work, plain) for work in references})
    above = "".join(f"% {' '.join(note.split()).replace('@', '(at)')}\n" for note in notes)
    return f"{above}\n{Writer(encoding='UTF-8').to_string(data)}"


def _entry(work: Reference, plain: Callable[[str], str]) -> Entry:
    pages = work.pages.replace("-", "--") if work.pages and _NUMBERS.fullmatch(work.pages) else _latex(work.pages or "")
    fields = {
        "title": f"{{{_latex(work.title)}}}",
        _CONTAINERS.get(work.kind, "publisher"): _latex(work.published),
        "year": str(work.year),
        "volume": _number(work.volume),
        "number": _number(work.issue),
        "pages": pages,
        "note": _latex(_note(work, plain)),
    }
    role = "editor" if work.kind == "edited-book" else "author"
    persons = {role: [_person(found) for found in names(work)]}
    kept = {key: value for key, value in fields.items() if value}
    return Entry(_BIBTEX_TYPES.get(work.kind, "book"), fields=kept, persons=persons)


def _person(found: Name) -> Person:
    if not found.family:
        return Person(last=f"{{{_latex(found.literal)}}}")
    return Person(last=_latex(found.family), first=_latex(found.given))


def _latex(text: str) -> str:
    """Return a text that LaTeX, after the writer has escaped the rest of it, prints as it is."""
    escaped = "".join(_LATEX.get(character, character) for character in " ".join(text.split()))
    return _LIGATURE.sub(lambda found: f"{found[0]}{{}}", escaped)


def csl(references: Iterable[Reference], plain: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return references as items of CSL-JSON. Those who sign with the family name first keep that order."""
    return [_item(work, plain) for work in references]


def _item(work: Reference, plain: Callable[[str], str]) -> dict[str, Any]:
    fields = {
        "id": work.id,
        "type": _CSL_TYPES.get(work.kind, "book"),
        "editor" if work.kind == "edited-book" else "author": [_csl_name(found) for found in names(work)],
        "issued": {"date-parts": [[work.year]]},
        "title": work.title,
        "container-title" if work.kind == "article" else "publisher": work.published,
        "volume": _number(work.volume),
        "issue" if work.kind == "article" else "number": _number(work.issue),
        "page": work.pages,
        "note": _note(work, plain),
    }
    return {key: value for key, value in fields.items() if value}


def _csl_name(found: Name) -> dict[str, str | bool]:
    if not found.family:
        return {"literal": found.literal}
    order = {"static-ordering": True} if found.family_first else {}
    return {"family": found.family, "given": found.given, **order}


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _note(work: Reference, plain: Callable[[str], str]) -> str:
    """Return what is to be known of a work, with what was not confirmed of it said first."""
    parts = ("" if work.confirmed else f"{UNCONFIRMED.capitalize()}.", plain(work.note) if work.note else "")
    return " ".join(part for part in parts if part)
