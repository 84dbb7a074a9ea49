"""The literature for reference managers: BibTeX, and CSL-JSON 1.0.2 (the Citation Style Language's data format).

Both builders take `to_plain_text`, which turns the Markdown of a note into plain text.

Sources:
    BibTeX: Oren Patashnik, "BibTeXing", 1988, https://ctan.org/pkg/bibtex.
    CSL-JSON: https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, unquote

from macros.pages.text import bibtex_names, escape_latex
from macros.scenario.authors import Author
from macros.scenario.history import Reference

_BIBTEX_TYPES = {"article": "article", "working-paper": "misc"}
_CSL_TYPES = {"article": "article-journal", "working-paper": "report"}
_BIBTEX_CONTAINERS = {"article": "journal", "working-paper": "howpublished"}
"""The BibTeX field for what a work is published in or by; books have a `publisher`."""

DOI_RESOLVER = "https://doi.org/"

_PAGE_RANGE = re.compile(r"(?<![\w-])([0-9]+)[-\u2013]([0-9]+)(?![\w-])")
_CSL_NAME_PARTS = {"particle": "non-dropping-particle", "family_first": "static-ordering"}
"""The names in CSL of fields of an author, where they differ."""


def build_bibtex(
    references: Iterable[Reference], to_plain_text: Callable[[str], str], comments: Iterable[str] = ()
) -> str:
    """Return references as BibTeX, with comment lines above them.

    Titles stand in extra braces, so that styles keep their capitals.
    """
    header = "".join(f"% {' '.join(comment.split()).replace('@', '(at)')}\n" for comment in comments)
    return "\n".join([header, *(_bibtex_entry(work, to_plain_text) for work in references)])


def _bibtex_entry(work: Reference, to_plain_text: Callable[[str], str]) -> str:
    fields = {
        "editor" if work.kind == "edited-book" else "author": bibtex_names(work.authors),
        "title": f"{{{escape_latex(work.title)}}}",
        _BIBTEX_CONTAINERS.get(work.kind, "publisher"): escape_latex(work.published),
        "year": str(work.year),
        "volume": _number_text(work.volume),
        "number": _number_text(work.issue),
        "pages": _PAGE_RANGE.sub(r"\1--\2", escape_latex(work.pages)),
        "doi": re.sub(r"[{}\\]", lambda match: quote(match[0]), _doi(work)),
        "url": work.link,
        "note": escape_latex(_note(work, to_plain_text)),
    }
    lines = [f"@{_BIBTEX_TYPES.get(work.kind, 'book')}{{{work.id}"]
    lines += [
        f"    {name} = " + (f"{{{value}}}" if '"' in value else f'"{value}"') for name, value in fields.items() if value
    ]
    return ",\n".join(lines) + "\n}\n"


def build_csl_items(references: Iterable[Reference], to_plain_text: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return references as items of CSL-JSON."""
    return [_csl_item(work, to_plain_text) for work in references]


def _csl_item(work: Reference, to_plain_text: Callable[[str], str]) -> dict[str, Any]:
    fields = {
        "id": work.id,
        "type": _CSL_TYPES.get(work.kind, "book"),
        "editor" if work.kind == "edited-book" else "author": [_csl_name(author) for author in work.authors],
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


def _csl_name(author: Author) -> dict[str, str | bool]:
    parts = author.model_dump(exclude_defaults=True)
    return {_CSL_NAME_PARTS.get(name, name): part for name, part in parts.items()}


def _number_text(number: int | None) -> str:
    return "" if number is None else str(number)


def _doi(work: Reference) -> str:
    """Return the DOI of a work, such as `10.2307/1973284`; an empty text where its link is no DOI."""
    prefix, separator, doi = (work.link or "").partition(DOI_RESOLVER)
    return unquote(doi) if separator and not prefix else ""


def _note(work: Reference, to_plain_text: Callable[[str], str]) -> str:
    """Return the note on a work as plain text. It begins with a warning where details are not confirmed."""
    warning = "" if work.confirmed else "Cited from memory, not confirmed."
    return f"{warning} {to_plain_text(work.note) if work.note else ''}".strip()
