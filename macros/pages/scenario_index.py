"""Indexes over the records of a scenario and what follows from them, computed once a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from macros.analysis.causality import CAUSE, CausalGraph
from macros.analysis.chronology import Chronology
from macros.analysis.claim_index import ClaimIndex, build_claim_index, count_by_basis
from macros.analysis.thread_groups import ThreadGroup, build_thread_groups
from macros.analysis.weak_spots import WeakSpots, find_weak_spots
from macros.pages import urls
from macros.scenario.entry_links import entry_links
from macros.scenario.history import DEFAULT_ANCHOR, Departure, HistoryRecord, Reference
from macros.scenario.model import Entry, Gap, Link, Passage, Question, RetiredRecord, Revision, Scenario, Term, Thread
from macros.scenario.permalinks import link_id, permalink

Item = TypeVar("Item")

LARGE_THRESHOLD = 1000
"""Number of entries from which on a figure of all of them would be of no use."""


@dataclass(frozen=True)
class ScenarioIndex:
    """A scenario that passed all rules, with its indexes; mappings have every valid id unless they say otherwise.

    A scenario of `large_threshold` entries or more has a page of causes for each thread, and its links are on the
    pages of effects.
    """

    scenario: Scenario
    large_threshold: int = LARGE_THRESHOLD

    @property
    def is_large(self) -> bool:
        """Whether there are too many entries for one figure."""
        return len(self.scenario.entries) >= self.large_threshold

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
        """Positions of entries in the file, by id."""
        return {entry_id: index for index, entry_id in enumerate(self.entries)}

    @cached_property
    def history_by_entry(self) -> Mapping[str, HistoryRecord]:
        """Records of our timeline, by entry; only some entries have one."""
        return {record.entry: record for record in self.scenario.our_timeline}

    @cached_property
    def passage_by_sentence(self) -> Mapping[str, Passage]:
        """The passage of the story that tells each sentence, by the id of the sentence."""
        return {sentence_id: passage for passage in self.scenario.story for sentence_id in passage.sentences}

    @cached_property
    def entries_named_with(self) -> Mapping[str, frozenset[str]]:
        """Ids of the entries that name a person or group in their lead, or that its own texts name, by its id."""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for link in entry_links(f"{entry.lead} {entry.life.text if entry.life else ''}"):
                for actor, event in ((entry, self.entries[link.id]), (self.entries[link.id], entry)):
                    if actor.is_actor and not event.is_actor:
                        names[actor.id].add(event.id)
        return {entry_id: frozenset(ids) for entry_id, ids in names.items()}

    def fiction_label(self, entry_id: str = "") -> str:
        """Return the label of what leaves the site: that it is fiction, and what is real.

        That of a file about one entry says what is real about the entry; any other id gives the label of the site.
        """
        entry = self.entries.get(entry_id)
        if entry is None or entry.in_reality is None:
            return self.scenario.about.fiction_label
        return f"Alternate history. In reality: {entry.in_reality}"

    @cached_property
    def causal_graph(self) -> CausalGraph:
        """The causal graph."""
        return CausalGraph(tuple(self.entries), self.scenario.links)

    @property
    def estimated_entry_id(self) -> str | None:
        """The id of the entry whose quantity is estimated, such as a number of dead; None where there is none."""
        return self.scenario.estimates.entry if self.scenario.estimates else None

    @cached_property
    def estimated_entries(self) -> AbstractSet[str]:
        """Ids of the entry whose quantity is estimated, and of all that claims about it name."""
        claims = self.claim_index.claims.get(self.estimated_entry_id or "", ())
        return {entry_id for claim in claims for entry_id in (*claim.entries, *claim.people)}

    @cached_property
    def chronology(self) -> Chronology:
        """Bounds on the beginnings of undated entries."""
        return Chronology(self.causal_graph, self.entries)

    @cached_property
    def claim_index(self) -> ClaimIndex:
        """Claims and sentences by entry."""
        return build_claim_index(self.scenario)

    @cached_property
    def claims_by_basis(self) -> Mapping[str, int]:
        """Numbers of claims by basis."""
        return count_by_basis(claim for sentence in self.scenario.sentences for claim in sentence.claims)

    @cached_property
    def links_by_basis(self) -> Mapping[str, int]:
        """Numbers of links by basis."""
        return count_by_basis(self.scenario.links)

    @cached_property
    def weak_spots(self) -> WeakSpots:
        """What is less than certain, by kind."""
        return find_weak_spots(self.scenario)

    @cached_property
    def entries_by_thread(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by thread, in the order of the file."""
        return dict.fromkeys(self.threads, ()) | _group((entry.thread, entry) for entry in self.scenario.entries)

    @cached_property
    def questions_by_entry(self) -> Mapping[str, tuple[Question, ...]]:
        """Questions by entry, where an entry has any."""
        return _group((entry_id, question) for question in self.scenario.questions for entry_id in question.entries)

    @cached_property
    def departures_by_entry(self) -> Mapping[str, tuple[Departure, ...]]:
        """Departures from history by entry, where an entry has any."""
        return _group((entry_id, record) for record in self.scenario.departures for entry_id in record.entries)

    @cached_property
    def gaps_by_entry(self) -> Mapping[str, tuple[Gap, ...]]:
        """Gaps by entry, where an entry has any."""
        return _group((entry_id, gap) for gap in self.scenario.gaps for entry_id in gap.entries)

    @cached_property
    def terms_by_entry(self) -> Mapping[str, tuple[Term, ...]]:
        """Glossary terms by entry, where an entry has any."""
        return _group((term.entry, term) for term in self.scenario.terms if term.entry is not None)

    @cached_property
    def in_spite_of_by_entry(self) -> Mapping[str, tuple[Link, ...]]:
        """Links that are not causes, by the entries at both ends."""
        links = (link for link in self.scenario.links if link.relation != CAUSE)
        return _group((end_id, link) for link in links for end_id in dict.fromkeys((link.cause, link.effect)))

    @cached_property
    def thread_groups(self) -> Mapping[str, ThreadGroup]:
        """Groups of linked entries by thread, early threads first; threads without links have none."""
        threads = {entry.id: entry.thread for entry in self.scenario.entries}
        groups = build_thread_groups(self.causal_graph.topological_order, threads, self.scenario.links)
        return {group.id: group for group in groups}

    def permalink(self, section: str, record_id: str) -> str:
        """Return the permalink of a record, by its section and its id; that of a link is `link_id`."""
        estimates = self.scenario.estimates
        return permalink(section, record_id, estimates.anchor if estimates else DEFAULT_ANCHOR)

    def link_address(self, link: Link) -> str:
        """Return the address of the sentence about a link; its permanent address `urls.link_address` leads there."""
        return f"{urls.entry_address(link.effect)}#{link_id(link)}" if self.is_large else urls.link_address(link)

    @cached_property
    def links_by_thread(self) -> Mapping[str, tuple[Link, ...]]:
        """Links by the threads of their effects."""
        return _group((self.entries[link.effect].thread, link) for link in self.scenario.links)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of entries by id, and of retired entries, which the texts of revisions may still link to."""
        retired = {entry_id: record.was for entry_id, record in self.retired_entries.items()}
        return retired | {entry.id: entry.title for entry in self.scenario.entries}

    @cached_property
    def latest_revision(self) -> Mapping[str, Revision]:
        """The latest revision by entry, where one names it."""
        return {entry_id: revision for revision in reversed(self.scenario.revisions) for entry_id in revision.entries}

    @cached_property
    def retired_entries(self) -> Mapping[str, RetiredRecord]:
        """Retired entries by id."""
        return {record.id: record for record in self.scenario.retired if record.section == "entries"}

    @cached_property
    def retired_by_page(self) -> Mapping[str, tuple[RetiredRecord, ...]]:
        """Retired records, by the pages that they were on."""
        retired = self.scenario.retired
        return _group((self.permalink(record.section, record.id).partition("#")[0], record) for record in retired)


def _group(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return {key: tuple(items) for key, items in groups.items()}
