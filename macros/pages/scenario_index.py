"""Everything that the pages are made from, indexed once: the records and what follows from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from macros.analysis.causality import CAUSE, CausalGraph
from macros.analysis.chronology import Chronology
from macros.analysis.claim_index import ClaimIndex, Coverage, build_claim_index, count_coverage
from macros.analysis.thread_groups import ThreadGroup, build_thread_groups
from macros.pages import urls
from macros.scenario.permalinks import permalink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from macros.scenario.history import Departure, HistoryRecord, Reference
    from macros.scenario.model import Entry, Gap, Link, Question, Retired, Revision, Scenario, Term, Thread


Item = TypeVar("Item")

LARGE = 1000
"""From so many entries on, one picture of everything is of no use."""


@dataclass(frozen=True)
class ScenarioIndex:
    """A checked scenario with its indexes. Ids that are asked for have to exist: the checks have seen to that.

    From `large` entries on, every thread has a page of causes and effects, and links stand on the pages of effects.
    """

    scenario: Scenario
    large: int = LARGE

    @property
    def is_large(self) -> bool:
        """Whether there are too many entries for one picture."""
        return len(self.scenario.entries) >= self.large

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Entries by id, in the order of the file."""
        return {entry.id: entry for entry in self.scenario.entries}

    @cached_property
    def threads(self) -> Mapping[str, Thread]:
        """Threads by id, in order."""
        return {thread.id: thread for thread in self.scenario.threads}

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """References by id."""
        return {reference.id: reference for reference in self.scenario.references}

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Places of entries in the order of the file, by id."""
        return {name: index for index, name in enumerate(self.entries)}

    @cached_property
    def history_by_entry(self) -> Mapping[str, HistoryRecord]:
        """What the historical record says, by entry."""
        return {record.entry: record for record in self.scenario.our_timeline}

    @cached_property
    def causality(self) -> CausalGraph:
        """The graph of causes."""
        return CausalGraph(tuple(self.entries), self.scenario.links)

    @cached_property
    def chronology(self) -> Chronology:
        """The bounds of undated entries."""
        return Chronology(self.causality, self.entries)

    @cached_property
    def claim_index(self) -> ClaimIndex:
        """Which sentence feeds which entry."""
        return build_claim_index(self.scenario)

    @cached_property
    def coverage(self) -> Coverage:
        """Counts of what the account was taken apart into."""
        return count_coverage(self.scenario)

    @cached_property
    def in_spite_of(self) -> tuple[Link, ...]:
        """The links that are not causes."""
        return tuple(link for link in self.scenario.links if link.relation != CAUSE)

    @cached_property
    def entries_by_thread(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each thread, in the order of the file; every thread is there."""
        return dict.fromkeys(self.threads, ()) | _grouped((entry.thread, entry) for entry in self.scenario.entries)

    @cached_property
    def questions_by_entry(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions that touch an entry, by entry."""
        return _grouped((entry, question) for question in self.scenario.questions for entry in question.entries)

    @cached_property
    def departures_by_entry(self) -> Mapping[str, tuple[Departure, ...]]:
        """Where the story leaves history, by entry."""
        return _grouped((entry, record) for record in self.scenario.departures for entry in record.entries)

    @cached_property
    def gaps_by_entry(self) -> Mapping[str, tuple[Gap, ...]]:
        """What is left open, by entry."""
        return _grouped((entry, gap) for gap in self.scenario.gaps for entry in gap.entries)

    @cached_property
    def terms_by_entry(self) -> Mapping[str, tuple[Term, ...]]:
        """The terms that an entry explains, by entry."""
        return _grouped((term.entry, term) for term in self.scenario.terms if term.entry is not None)

    @cached_property
    def in_spite_of_by_entry(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that are not causes, by the entries at both their ends."""
        return _grouped((end, link) for link in self.in_spite_of for end in dict.fromkeys((link.cause, link.effect)))

    @cached_property
    def thread_groups(self) -> Mapping[str, ThreadGroup]:
        """What each thread that links touch holds, by thread, early ones first."""
        threads = {entry.id: entry.thread for entry in self.scenario.entries}
        return {strand.id: strand for strand in build_thread_groups(self.causality.order, threads, self.scenario.links)}

    def link_address(self, link: Link) -> str:
        """Return where a link of cause and effect stands in words, from the root of the site.

        Its permanent address is `addresses.link`, which leads there.
        """
        return urls.link_on_effect_page(link) if self.is_large else urls.link(link)

    @cached_property
    def links_by_thread(self) -> Mapping[str, tuple[Link, ...]]:
        """The links that lead to an entry of a thread, by thread."""
        return _grouped((self.entries[link.effect].thread, link) for link in self.scenario.links)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of entries by id, and what those were that are retired, which texts on changes may still link to."""
        gone = {record.id: record.was for record in self.scenario.retired if record.section == "entries"}
        return gone | {entry.id: entry.title for entry in self.scenario.entries}

    @cached_property
    def latest_revision(self) -> Mapping[str, Revision]:
        """The newest revision that names an entry, by entry."""
        return {name: revision for revision in reversed(self.scenario.revisions) for name in revision.entries}

    @cached_property
    def retired_by_page(self) -> Mapping[str, tuple[Retired, ...]]:
        """What was retired, by the page that it stood on."""
        retired = self.scenario.retired
        return _grouped((permalink(record.section, record.id).partition("#")[0], record) for record in retired)

    def basis(self, entry: str) -> str:
        """Return the mark of an entry."""
        return self.claim_index.basis(entry)


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return {key: tuple(items) for key, items in groups.items()}
