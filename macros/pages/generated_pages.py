"""What an engine is given to build from: the pages that records make, and the words that the theme prints on each page.

The theme prints all of these as they are given, so they are escaped for HTML.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from macros.pages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Entry, Retired, Thread

ENTRY_BOOST = 2


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a record makes: the macro that gives its content, the name that it is called with, and its metadata.

    The metadata are as themes for Markdown know them.
    """

    macro: str
    name: str
    meta: Mapping[str, Any]

    @property
    def call(self) -> str:
        """The call of the macro, as pages write it."""
        return f'{self.macro}("{self.name}")'


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on every page: what the site is, and that it is fiction."""

    description: str
    fiction_label: str


def words(index: ScenarioIndex) -> Words:
    """Return what stands on every page."""
    about = index.scenario.about
    tagline = text.plain(about.tagline, lambda name: name)
    return Words(html.escape(tagline), html.escape(about.fiction_label, quote=False))


def retired(index: ScenarioIndex) -> list[str]:
    """Return the ids of entries that were retired, whose addresses the page for lost addresses names."""
    return [record.id for record in _retired_entries(index)]


def _retired_entries(index: ScenarioIndex) -> Iterator[Retired]:
    return (record for record in index.scenario.retired if record.section == "entries")


def sources(index: ScenarioIndex) -> dict[str, Source]:
    """Return the pages that records make, by their paths in the folder of pages.

    They are those of entries, of entries that were retired, and, of a large scenario, of threads.
    """
    entries = {f"entries/{entry.id}.md": _entry(index, entry) for entry in index.scenario.entries}
    gone = {f"entries/{record.id}.md": _retired(record) for record in _retired_entries(index)}
    drawn = [index.threads[name] for name in index.thread_groups] if index.is_large else []
    return entries | gone | {f"causes/{thread.id}.md": _thread(index, thread) for thread in drawn}


def _entry(index: ScenarioIndex, entry: Entry) -> Source:
    meta = {
        "title": html.escape(entry.title, quote=False),
        "description": html.escape(text.description(entry.lead, index.titles.__getitem__)),
        "search": {"boost": ENTRY_BOOST},
    }
    return Source("entry", entry.id, meta)


def _retired(record: Retired) -> Source:
    """Return the page that tells of what was retired: it is for whoever follows an old link, and for no search."""
    meta = {
        "title": html.escape(f"Retired: {record.was}", quote=False),
        "description": html.escape(text.shorten(f"This address was retired. It was: {record.was}")),
        "robots": "noindex",
        "search": {"exclude": True},
    }
    return Source("retired", record.id, meta)


def _thread(index: ScenarioIndex, thread: Thread) -> Source:
    """Return the page of the causes and effects of a thread, whose figure needs the room of a table of contents."""
    lead = text.description(f"Causes and effects: {thread.lead}", index.titles.__getitem__)
    meta = {
        "title": html.escape(f"{thread.title}: causes and effects", quote=False),
        "description": html.escape(lead),
        "hide": ["toc"],
    }
    return Source("thread", thread.id, meta)
