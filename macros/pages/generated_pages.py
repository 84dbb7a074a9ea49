"""The pages that records make, with their metadata, and the text that the theme prints on every page.

The theme prints all of it as it is, so it is escaped for HTML here.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from macros.pages import text
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.model import Entry, RetiredRecord, Thread

ENTRY_BOOST = 2


@dataclass(frozen=True, slots=True)
class PageSpec:
    """What a page that a record makes is built from.

    Attributes:
        macro: the name of the macro that renders it.
        record_id: the id of the record, which the macro takes.
        meta: the metadata of the page, as front matter has them.
    """

    macro: str
    record_id: str
    meta: Mapping[str, Any]

    @property
    def call(self) -> str:
        """The call of the macro, as prose pages write it."""
        return f'{self.macro}("{self.record_id}")'


@dataclass(frozen=True, slots=True)
class SiteText:
    """The text on every page: what the site is, and that it is fiction."""

    description: str
    fiction_label: str


def site_text(index: ScenarioIndex) -> SiteText:
    """Return the text on every page."""
    about = index.scenario.about
    tagline = text.plain_text(about.tagline, index.titles.__getitem__)
    return SiteText(html.escape(tagline), html.escape(about.fiction_label, quote=False))


def build_page_specs(index: ScenarioIndex) -> dict[str, PageSpec]:
    """Return the specs of the pages that records make, by their paths in `docs/`.

    Entries, retired entries and, in a large scenario, threads have one.
    """
    entries = {f"entries/{entry.id}.md": _entry_spec(index, entry) for entry in index.scenario.entries}
    retired = {f"entries/{entry_id}.md": _retired_spec(record) for entry_id, record in index.retired_entries.items()}
    threads = [index.threads[thread_id] for thread_id in index.thread_groups] if index.is_large else []
    return entries | retired | {f"causes/{thread.id}.md": _thread_spec(index, thread) for thread in threads}


def _entry_spec(index: ScenarioIndex, entry: Entry) -> PageSpec:
    """Return the page of an entry, without a table of contents: the note on what is real stands in its place."""
    lead = text.description(entry.lead, index.titles.__getitem__)
    return PageSpec("entry", entry.id, _meta(entry.title, lead, search={"boost": ENTRY_BOOST}, hide=["toc"]))


def _retired_spec(record: RetiredRecord) -> PageSpec:
    """Return the page of a retired entry: only old links lead to it, so no search lists it."""
    description = text.shorten(f"This address was retired. It was: {record.was}")
    meta = _meta(f"Retired: {record.was}", description, robots="noindex", search={"exclude": True})
    return PageSpec("retired", record.id, meta)


def _thread_spec(index: ScenarioIndex, thread: Thread) -> PageSpec:
    """Return the page of the causes and effects of a thread, without a table of contents: its figure is wide."""
    lead = text.description(f"Causes and effects: {thread.lead}", index.titles.__getitem__)
    return PageSpec("thread", thread.id, _meta(f"{thread.title}: causes and effects", lead, hide=["toc"]))


def escape_metadata(meta: Mapping[str, object]) -> dict[str, object]:
    """Return the metadata of a page with its title as HTML, and its description as the value of an attribute."""
    texts = {name: value for name in ("title", "description") if isinstance(value := meta.get(name), str)}
    return {**meta, **{name: html.escape(html.unescape(value), name != "title") for name, value in texts.items()}}


def _meta(title: str, description: str, **more: object) -> dict[str, object]:
    return {"title": html.escape(title, quote=False), "description": html.escape(description), **more}
