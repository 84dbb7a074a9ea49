"""Rules about authors: which parts of a name go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from macros.rules.registry import Finding, rule
from macros.scenario.authors import Author, read_author
from macros.scenario.fields import MAX_SHORT_LENGTH
from macros.scenario.loader import LoadedFile
from macros.scenario.yaml_fast import format_scalar

_SEPARATOR = re.compile(r" *; *| (?:and|&) ")
_ET_AL = re.compile(r"\bet\.? al\b\.?|\band others\b", re.IGNORECASE)
_ROLE = re.compile(r",? (?:\((?:eds?|editors?)\.?\)|eds?\.)(?=$|;)", re.IGNORECASE)
_WHOLE_LIST = "name every author: citation programs shorten the list"
_SIGNED_NAME = re.compile(
    r"(?P<given>[^\s,]+(?: [^a-z\s,][^\s,]*)*) (?P<family>(?:[a-z]\S* )*(?![JS]r\b)[^\s,]+)(?P<suffix>,? [JS]r\.?)?"
)
"""A name as its owner signs it: "Frank van der Linden"."""


@rule
def author_name(file: LoadedFile) -> Iterator[Finding]:
    """An author has a family name and what belongs to it, or a `literal` name alone, and is never several people."""
    for path, author in file.records_of(Author):
        if file.value(path).keys() - Author.model_fields.keys():
            continue  # `unknown-field` reports it
        parts = author.model_dump(exclude_defaults=True)
        whole_name = parts.pop("literal", None)
        if whole_name and parts:
            names = ", ".join(f"`{name}`" for name in parts)
            message = f"a whole name stands alone; take out {names}, or `literal`"
            yield Finding((*path, "literal"), message, at_key=True)
        elif author.family is None and not whole_name:
            name = str(author)
            advice = author_advice(name) if " " in name else "add `family`, or write only `literal`, the whole name"
            yield Finding(path, f"the family name is missing; {advice}")
        elif match := _ET_AL.search(str(author)):
            message = f"'{match[0]}' is not a name; {_WHOLE_LIST}"
            yield Finding(path, message, needle=match[0])
        else:
            yield from _find_multiple_names(path, parts, str(author))


def _find_multiple_names(
    path: tuple[str | int, ...], parts: Mapping[str, object], whole_name: str
) -> Iterator[Finding]:
    """Report parts of a name that hold several parts, or several names."""
    for field in ("given", "family"):
        text = str(parts.get(field, ""))
        if "," in text or _SEPARATOR.search(text):
            yield Finding((*path, field), f"expected one part of one name, found '{text}'; {author_advice(whole_name)}")


def author_advice(text: str, form: str = "{}") -> str:
    """Return what to write instead of names in one text, such as "Ann Hill and Ben Brook"; `form` may be "[{}]"."""
    text = " ".join(text.split())
    text = text if 0 < len(text) <= MAX_SHORT_LENGTH else "Jane Doe"
    names = _SEPARATOR.split(_ROLE.sub("", _ET_AL.sub("", text)))
    if all(" " in name.strip() for name in text.split(",")):
        names = [part for name in names for part in name.split(",")]
    authors = [_guess_author(name.strip(" ,")) for name in names if name.strip(" ,")]
    if not authors:
        return _WHOLE_LIST
    choices = ["write " + form.format(", ".join(map(format_scalar, authors)))]
    if len(text.split()) == 2 and text == " ".join(authors[0].values()):  # noqa: PLR2004 - as "Mori Ōgai", "Ann Hill"
        family, given = text.split()
        record = format_scalar({"family": family, "given": given, "family_first": True})
        choices.append(f"where the family name stands first, {form.format(record)}")
    choices.append("of an institution, " + form.format(format_scalar({"literal": text})))
    return "; ".join(choices)


def _guess_author(name: str) -> dict[str, str]:
    """Return the fields of a name in the order in which its owner signs, or as BibTeX writes it."""
    if match := _SIGNED_NAME.fullmatch(name):
        suffix = f"{match['suffix'].strip(', ')}," if match["suffix"] else ""
        return read_author(f"{match['family']},{suffix}{match['given']}")
    if "," in name:
        return read_author(name)
    family, given = name[:1], name[1:]
    is_east_asian = str(Author(given=given, family=family)) == name
    return {"family": family, "given": given} if is_east_asian else {"given": "…", "family": name}
