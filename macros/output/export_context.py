"""What all exports share: the data, the URLs of the files, and the bounds on undated entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.pages import export_formats, text
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import edtf_day
from macros.scenario.entry_links import label_citations
from macros.scenario.fields import EdtfText, EntryId, Record


@dataclass(frozen=True, slots=True)
class ExportContext:
    """The input of an export.

    Attributes:
        index: the data.
        site_url: the absolute URL of the site; it ends in a slash.
        file_url: the absolute URL of the exported file.
    """

    index: ScenarioIndex
    site_url: str
    file_url: str

    @property
    def metadata(self) -> dict[str, str | None]:
        """What each file states about itself, if its format has room for it."""
        scenario = self.index.scenario
        return {
            "version": export_formats.VERSION,
            "address": self.file_url,
            "licence": export_formats.LICENCE_NOTICE,
            "label": scenario.about.fiction_label,
            "updated": max((revision.date for revision in scenario.revisions), default=None),
        }

    def to_plain_text(self, markdown: str) -> str:
        """Return a text without markup.

        A link to an entry becomes its words or the title of the entry, a citation the label of the work.
        """
        references = self.index.references
        labelled = label_citations(markdown, lambda work: text.escape_markdown(references[work].label))
        return text.plain_text(labelled, lambda name: self.index.titles[name])

    def absolute_url(self, path: str) -> str:
        """Return the absolute URL of a path from the root of the site."""
        return f"{self.site_url}{path}"


class EntryBounds(Record):
    """When an undated entry began at the earliest and at the latest, as follows from the entries around it."""

    entry: EntryId
    """Id of the entry."""
    earliest: EdtfText | None
    """The first day on which it can have begun, or null."""
    earliest_path: tuple[EntryId, ...]
    """The entries by which that follows: from the one whose own date or bound it is, to this entry."""
    latest: EdtfText | None
    """The last day on which it can have begun, or null."""
    latest_path: tuple[EntryId, ...]
    """The entries by which that follows."""


def entry_bounds(index: ScenarioIndex) -> Iterator[EntryBounds]:
    """Yield the bounds of all undated entries that have any, in the order of the file."""
    for entry in index.scenario.entries:
        earliest, latest = index.chronology.earliest.get(entry.id), index.chronology.latest.get(entry.id)
        if entry.date is None and (earliest or latest):
            yield EntryBounds(
                entry=entry.id,
                earliest=edtf_day(earliest.day) if earliest else None,
                earliest_path=earliest.path if earliest else (),
                latest=edtf_day(latest.day) if latest else None,
                latest_path=latest.path if latest else (),
            )
