"""Published records that are gone: whether the id of one may only be misspelt, and which new id may be its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from macros.rules.ids import claim_locator, duplicate_id, id_format, missing_locator, references, unknown_id
from macros.rules.registry import Finding
from macros.scenario.fields import ForeignKey, TextFormat
from macros.scenario.loader import LoadedFile
from macros.scenario.model import RetiredRecord, Revision
from macros.scenario.permalinks import parse_permalinks, permalink, record_key
from macros.scenario.problems import closest_match

_SECTIONS_OF_ENTRY_IDS = ("links", "our_timeline")
"""Sections whose records have the ids of entries; a link has two."""


class PublishedRecords:
    """What became of published records that are gone, as far as a data file shows it."""

    def __init__(self, file: LoadedFile, anchor: str) -> None:
        """Store the file, and the anchor of its section of estimates."""
        self._file, self._anchor = file, anchor

    def may_be_misspelt(self, section: str, record_id: str) -> bool:
        """Return whether other rules report what hides a record: an id of its section, or a reference to it."""
        parts = record_id.split("--")
        if section in self._sections_with_wrong_ids or record_id in self._referenced_ids.get(section, ()):
            return True
        if any(self._file.may_contain(part) or closest_match(part, self._file.unparsed_texts) for part in parts):
            return True
        return section in _SECTIONS_OF_ENTRY_IDS and any(map(self._may_be_renamed, parts))

    def _may_be_renamed(self, entry_id: str) -> bool:
        if entry_id in self._entry_ids or entry_id in self._retired_entry_ids:
            return False
        return self.may_be_misspelt("entries", entry_id) or self.new_id("entries", entry_id) is not None

    def new_id(self, section: str, record_id: str) -> str | None:
        """Return the closest id among the records of a section that are not published; None where none is close.

        Numbers and pairs of ids are always close: nothing follows from them.
        """
        if section in {"sentences", "claims", "links"}:
            return None
        return closest_match(record_id, self._new_ids.get(section, ()))

    @cached_property
    def _entry_ids(self) -> frozenset[str]:
        return self._file.ids("entries") or frozenset()

    @cached_property
    def _retired_entry_ids(self) -> set[str]:
        return {record.id for _, record in self._file.records_of(RetiredRecord) if record.section == "entries"}

    @cached_property
    def _new_ids(self) -> dict[str, set[str]]:
        """The ids of records whose permalinks are not published, by section."""
        published = {address for _, address in parse_permalinks(self._file.permalinks_text)}
        ids: dict[str, set[str]] = {}
        for section, record_id in filter(None, (record_key(record) for _, record in self._file.records)):
            if permalink(section, record_id, self._anchor) not in published:
                ids.setdefault(section, set()).add(record_id)
        return ids

    @cached_property
    def _sections_with_wrong_ids(self) -> frozenset[str]:
        """The sections of which other rules report ids. Nobody can tell which of their records are gone."""
        rules = id_format, duplicate_id, missing_locator, unknown_id
        findings = chain.from_iterable(rule.checker(self._file) for rule in rules)
        paths = [finding.path for finding in findings if isinstance(finding, Finding) and finding.path[-1] == "id"]
        sections = {"claims" if "claims" in path else str(path[0]) for path in paths}
        for section in _SECTIONS_OF_ENTRY_IDS:
            parts = {part for record_id in self._new_ids.get(section, ()) for part in record_id.split("--")}
            sections |= set() if parts <= self._entry_ids else {section}
        return frozenset(sections)

    @cached_property
    def _referenced_ids(self) -> dict[str, set[str]]:
        """The ids that records refer to, by section. Revisions do not count: they go on naming what is gone."""
        ids = {
            section: {value for _, record, value, _ in references(self._file, section) if type(record) is not Revision}
            for section in ("entries", "threads", "questions", "references")
        }
        return ids | {"sentences": set(self._locators())}

    def _locators(self) -> Iterator[str]:
        markers = TextFormat.LOCATOR, ForeignKey("sentences")
        yield from (value for _, _, value in self._file.values_with_marker(*markers, predicate=bool))
        yield from filter(None, (claim_locator(claim.id) for _, claim, _ in self._file.claims()))
