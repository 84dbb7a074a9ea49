"""What stands on the card of each page: its title, what it is, and its figure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.pages import text, urls, views

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.layout.model import Drawing
    from macros.pages.figures import Figures
    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Entry

_WITH_CAUSES = (urls.HOME, urls.CAUSES)
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class CardContent:
    """The texts of a card, plain, and the figure on it. A text that there is none of is empty."""

    page: str
    title: str
    thread: str
    name: str
    facts: str
    words: str
    drawing: Drawing | None


def card_content(figures: Figures, page: str, title: str, description: str, lacks: Callable[[str], str]) -> CardContent:
    """Return what stands on the card of the page at an address.

    `lacks` gives the characters of a text that cards cannot draw; a name in Chinese that has any is passed over.

    The figure of an entry is that of its neighbourhood. That of all causes would be too small to read, so the cards of
    the pages which it stands on show the neighbourhood of the entry with the most links.
    """
    index = figures.index
    entry = index.entries.get(urls.entry_id_at(page))
    if entry is None:
        drawing = figures.neighbourhood_wide(_busiest(index)) if page in _WITH_CAUSES and figures.nodes else None
        return CardContent(page, title, "", "", "", description, drawing)
    drawing = figures.neighbourhood_wide(entry.id) if entry.id in figures.nodes else None
    return CardContent(
        page,
        card_title(index, page, title),
        text.smart_punctuation(index.threads[entry.thread].title),
        next((name for name in entry.names if _HAN.fullmatch(name) and not lacks(name)), ""),
        _facts(index, entry),
        description,
        drawing,
    )


def card_title(index: ScenarioIndex, page: str, title: str) -> str:
    """Return the title on the card of the page at an address, whose own title is given."""
    entry = index.entries.get(urls.entry_id_at(page))
    return text.smart_punctuation(entry.title) if entry else title


def _busiest(index: ScenarioIndex) -> str:
    """Return the entry that most links touch; of several, the first in the file."""
    touched = Counter(name for link in index.scenario.links for name in (link.cause, link.effect))
    return max(index.entries, key=lambda name: touched[name])


def _facts(index: ScenarioIndex, entry: Entry) -> str:
    """Return the kind, date and mark of an entry as one line."""
    facts = (views.kind_label(entry.kind), views.date_label(entry), index.basis(entry.id))
    line = " · ".join(fact for fact in facts if fact)
    return line[0].upper() + line[1:]
