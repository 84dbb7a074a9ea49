"""Links in texts, `[[id]]` and `[[id|words]]` to entries and `[@id]` to works, and the schemes of other links."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto"})
"""The URL schemes that a link may have; a link without a scheme stays on the site."""

_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_CITATION = re.compile(r"\[@([^\[\]]*)\](?!\()")
_CITATIONS = re.compile(r"([.,;:!?]?)((?:\[@[^\[\]]*\](?!\())+)")
"""Citations in a row, with the punctuation mark before them."""
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link to an entry in a text. `words` is None where the link shows the entry's title; `source` is its text."""

    id: str
    words: str | None
    source: str = field(default="", compare=False)


def entry_links(text: str) -> Iterator[EntryLink]:
    """Yield the links to entries in a text, in order."""
    for match in _LINK.finditer(text) if "[[" in text else ():
        yield EntryLink(match[1].strip(), match[2], match[0])


def replace_entry_links(text: str, replacement: Callable[[EntryLink], str]) -> str:
    """Return a text with each link to an entry replaced."""
    return _LINK.sub(lambda match: replacement(EntryLink(match[1].strip(), match[2], match[0])), text)


def citations(text: str) -> list[str]:
    """Return the ids of the works that a text cites, in order, each as often as it is cited."""
    return _CITATION.findall(text)


def replace_citations(text: str, replacement: Callable[[str], str]) -> str:
    """Return a text with each citation replaced; `replacement` takes the id of the work."""
    return _CITATION.sub(lambda match: replacement(match[1]), text)


def label_citations(text: str, label: Callable[[str], str]) -> str:
    """Return a text with labels of works in parentheses in place of citations, before the punctuation mark."""

    def labels(match: re.Match[str]) -> str:
        return f" ({'; '.join(map(label, citations(match[2])))}){match[1]}"

    return _CITATIONS.sub(labels, text) if "[@" in text else text


def disallowed_scheme(destination: str) -> str | None:
    """Return the scheme of a link's destination, as a browser would read it; None where it is missing or allowed."""
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", html.unescape(destination)))
    return scheme[1] if scheme and scheme[1].lower() not in ALLOWED_SCHEMES else None
