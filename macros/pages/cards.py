"""The content of the social card of each page: its title, its facts and its figure."""

from __future__ import annotations

from macros.layout.card import CardContent
from macros.pages import scripts, text, timeline_views, urls, views
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.model import Entry

_PAGES_OF_CAUSES = (urls.HOME, urls.CAUSES)


def card_content(figures: Figures, address: str, title: str, description: str) -> CardContent:
    """Return the content of the card of the page at an address.

    The card of an entry shows its neighbourhood, and its first name in another script that some font has. The figure of
    all causes is too large for a card, so pages with that figure show the neighbourhood of the entry with the most
    links.
    """
    index, about = figures.index, figures.index.scenario.about
    entry = index.entries.get(urls.entry_id_at(address))
    thread_title = other_name = facts = ""
    subject_id = views.most_linked(index, 1)[0][0].id if address in _PAGES_OF_CAUSES and figures.nodes else ""
    if entry:
        thread_title = text.smart_punctuation(index.threads[entry.thread].title)
        other_names = (name for name in entry.names if scripts.language_tag(name) and not scripts.has_latin(name))
        other_name = next((str(name) for name in other_names if not figures.font.unsupported_characters(name)), "")
        facts = _facts(index, entry)
        subject_id = entry.id if entry.id in figures.nodes else ""
    title = card_title(figures, address, title)
    label = text.smart_punctuation(index.fiction_label(urls.entry_id_at(address)))
    figure = figures.neighbourhood_wide(subject_id) if subject_id else None
    return CardContent(about.title, thread_title, title, other_name, facts, description, label, figure)


def card_title(figures: Figures, address: str, title: str) -> str:
    """Return the title on the card of the page at an address; `title` is the page's own."""
    entry = figures.index.entries.get(urls.entry_id_at(address))
    return figures.entry_title(entry) if entry else title


def _facts(index: ScenarioIndex, entry: Entry) -> str:
    """Return the kind, date and mark of an entry as one line."""
    facts = (views.kind_label(entry.kind), timeline_views.date_label(index, entry), index.claim_index.basis(entry.id))
    line = " · ".join(filter(None, facts))
    return line[0].upper() + line[1:]
