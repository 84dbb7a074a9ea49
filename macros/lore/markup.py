"""The one thing that texts add to Markdown: `[[id]]` and `[[id|words]]`, a link to an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link to an entry inside a text; `words` is None where the entry's title is to stand."""

    id: str
    words: str | None


def entry_links(text: str) -> Iterator[EntryLink]:
    """Give the links to entries in a text, in order."""
    for match in _LINK.finditer(text):
        yield EntryLink(match[1].strip(), match[2])


def replace_entry_links(text: str, replacement: Callable[[EntryLink], str]) -> str:
    """Return a text with each link to an entry replaced."""
    return _LINK.sub(lambda match: replacement(EntryLink(match[1].strip(), match[2])), text)
