"""The literature for reference managers: BibTeX, and CSL-JSON 1.0.2 (the Citation Style Language's data format).

Both builders take `to_plain_text`, which turns the Markdown of a note into plain text.

Sources:
    BibTeX: Oren Patashnik, "BibTeXing", 1988, https://ctan.org/pkg/bibtex.
    CSL-JSON: https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any, TypeAlias

from macros.pages.text import escape_latex
from macros.scenario.fields import slugify
from macros.scenario.history import Reference

_BIBTEX_TYPES = {"article": "article", "working-paper": "misc"}
_CSL_TYPES = {"article": "article-journal", "working-paper": "report"}
_BIBTEX_CONTAINERS = {"article": "journal", "working-paper": "howpublished"}
"""The BibTeX field for what a work is published in or by; books have a `publisher`."""

DOI_RESOLVER = "https://doi.org/"

_REFERENCE_ID = re.compile(r"(?:.*-in-)?(?P<names>.+?)(?:-[0-9]{4})?")
_ET_AL_OR_INITIAL = re.compile(r"-et-al$|-[a-z]$")
_PAGE_RANGE = re.compile(r"[0-9]+-[0-9]+")


CslName: TypeAlias = dict[str, str | bool]
"""A name in CSL: `family` and `given`, or, where the family name is unknown, only `literal`, the whole name."""


def author_names(work: Reference) -> list[CslName]:
    """Return the authors' names, split by the family names in the id of the work, such as `doe-and-roe-1999`.

    An id names the first authors in order, often only the first. Authors who sign with the family name first keep that
    order: their names have `static-ordering`.
    """
    # In `hill-1959-in-brook-1974`, the work is Brook's.
    match = _REFERENCE_ID.fullmatch(work.id)
    family_slugs = [_ET_AL_OR_INITIAL.sub("", name) for name in match["names"].split("-and-")] if match else []
    return [_split_name(author, slug) for author, slug in zip_longest(work.authors, family_slugs) if author]


def _split_name(literal: str, family_slug: str | None) -> CslName:
    words = literal.split()
    for length in range(1, len(words)):
        given, family = " ".join(words[:-length]), " ".join(words[-length:])
        if slugify(family) == family_slug:
            return {"family": family, "given": given}
        family, given = " ".join(words[:length]), " ".join(words[length:])
        if slugify(family) == family_slug:
            return {"family": family, "given": given, "static-ordering": True}
    return {"literal": literal}


def build_bibtex(
    references: Iterable[Reference], to_plain_text: Callable[[str], str], comments: Iterable[str] = ()
) -> str:
    """Return references as BibTeX, with comment lines above them.

    Titles stand in extra braces, so that styles keep their capitals.
    """
    header = "".join(f"% {' '.join(comment.split()).replace('@', '(at)')}\n" for comment in comments)
    return "\n".join([header, *(_bibtex_entry(work, to_plain_text) for work in references)])


def _bibtex_entry(work: Reference, to_plain_text: Callable[[str], str]) -> str:
    pages = (
        work.pages.replace("-", "--") if work.pages and _PAGE_RANGE.fullmatch(work.pages) else escape_latex(work.pages)
    )
    fields = {
        "editor" if work.kind == "edited-book" else "author": " and ".join(map(_bibtex_name, author_names(work))),
        "title": f"{{{escape_latex(work.title)}}}",
        _BIBTEX_CONTAINERS.get(work.kind, "publisher"): escape_latex(work.published),
        "year": str(work.year),
        "volume": _number_text(work.volume),
        "number": _number_text(work.issue),
        "pages": pages,
        "doi": _doi(work),
        "url": work.link,
        "note": escape_latex(_note(work, to_plain_text)),
    }
    lines = [f"@{_BIBTEX_TYPES.get(work.kind, 'book')}{{{work.id}"]
    lines += [
        f"    {name} = " + (f"{{{value}}}" if '"' in value else f'"{value}"') for name, value in fields.items() if value
    ]
    return ",\n".join(lines) + "\n}\n"


def _bibtex_name(name: CslName) -> str:
    parts = {key: escape_latex(str(part)) for key, part in name.items()}
    return f"{parts['family']}, {parts['given']}" if "family" in parts else f"{{{parts['literal']}}}"


def build_csl_items(references: Iterable[Reference], to_plain_text: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return references as items of CSL-JSON."""
    return [_csl_item(work, to_plain_text) for work in references]


def _csl_item(work: Reference, to_plain_text: Callable[[str], str]) -> dict[str, Any]:
    fields = {
        "id": work.id,
        "type": _CSL_TYPES.get(work.kind, "book"),
        "editor" if work.kind == "edited-book" else "author": author_names(work),
        "issued": {"date-parts": [[work.year]]},
        "title": work.title,
        "container-title" if work.kind == "article" else "publisher": work.published,
        "volume": _number_text(work.volume),
        "issue" if work.kind == "article" else "number": _number_text(work.issue),
        "page": work.pages,
        "DOI": _doi(work),
        "URL": work.link,
        "note": _note(work, to_plain_text),
    }
    return {key: value for key, value in fields.items() if value}


def _number_text(number: int | None) -> str:
    return "" if number is None else str(number)


def _doi(work: Reference) -> str:
    """Return the DOI of a work, such as `10.2307/1973284`; an empty text where its link is no DOI."""
    prefix, separator, doi = (work.link or "").partition(DOI_RESOLVER)
    return doi if separator and not prefix else ""


def _note(work: Reference, to_plain_text: Callable[[str], str]) -> str:
    """Return the note on a work as plain text. It begins with a warning where details are not confirmed."""
    warning = "" if work.confirmed else "Cited from memory, not confirmed."
    return f"{warning} {to_plain_text(work.note) if work.note else ''}".strip()
