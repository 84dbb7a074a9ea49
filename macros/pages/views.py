"""View records: what a page shows, selected and sorted here, worded and marked up by the templates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import combining, normalize

from macros.analysis.claim_index import basis_order
from macros.pages import urls
from macros.pages.counts import format_count
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.history import Estimates
from macros.scenario.model import Entry, Link, Passage, RetiredRecord

MAX_OUTLINE_LINES = 40
"""Lines of an outline on a page at most, the nearest entries first."""
MAX_LISTED_ENTRIES = 40
"""Entries that a sentence names at most."""
MAX_LOCATORS = 2
"""Sentences that the line above the lead of an entry names at most."""
MAX_NAMES_LENGTH = 60
"""Characters of the other names of an entry that are shown without a click at most."""
MAX_UNFOLDED_ITEMS = 8
"""Items of a list of weak spots that are shown without a click at most."""
WORDS_PER_MINUTE = 240
"""How fast adults read silently (https://doi.org/10.1016/j.jml.2019.104047), rounded."""


@dataclass(frozen=True, slots=True)
class CitingStatement:
    """A statement about our timeline that cites a work: what it is, its title, and the address where it stands."""

    kind: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """What the page of an entry shows and no index of the scenario has."""

    entry: Entry
    causes: tuple[Link, ...]
    effects: tuple[Link, ...]
    previous: Entry | None
    next: Entry | None


def entry_view(index: ScenarioIndex, entry_id: str) -> EntryView:
    """Return what the page of an entry shows and no index of the scenario has.

    Raises:
        KeyError: there is no such entry.
    """
    entry = index.entries[entry_id]
    neighbours = index.entries_by_thread[entry.thread]
    position = neighbours.index(entry)
    return EntryView(
        entry=entry,
        causes=_sort_by_basis(index.causal_graph.causes[entry_id]),
        effects=_sort_by_basis(index.causal_graph.effects[entry_id]),
        previous=neighbours[position - 1] if position else None,
        next=neighbours[position + 1] if position + 1 < len(neighbours) else None,
    )


def _sort_by_basis(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links sorted by basis, stated ones first, and those without one yet last."""
    return tuple(sorted(links, key=lambda link: basis_order(link.basis)))


def group_links(links: Iterable[Link]) -> list[list[Link]]:
    """Return links in groups with the same basis and mechanism, in the order of the first of each."""
    groups: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.basis, link.mechanism].append(link)
    return [*groups.values()]


def lost_causes(index: ScenarioIndex, entry: Entry) -> tuple[list[str], list[str]]:
    """Return the entries that would lose all of their causes without an entry, and those that would lose some.

    There are none for people and groups, and no number of dead is among them.
    """
    graph, estimated = index.causal_graph, index.estimated_entries
    if entry.is_actor or entry.id in estimated:
        return [], []
    dominated, weakened = graph.find_dominated(entry.id), graph.find_weakened(entry.id)
    return [lost for lost in dominated if lost not in estimated], [lost for lost in weakened if lost not in estimated]


def sort_by_title(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of their titles, letters without their accents and in either case."""
    return sorted(entries, key=lambda entry: (_without_accents(entry.title).casefold(), entry.title))


def _without_accents(text: str) -> str:
    return "".join(character for character in normalize("NFKD", text) if not combining(character))


def most_linked(index: ScenarioIndex, count: int = 5) -> list[tuple[Entry, int]]:
    """Return the entries with the most links, each with their number; of equals, the first in the file."""
    ends = Counter(end for link in index.scenario.links for end in (link.cause, link.effect))
    ranked = sorted(ends.items(), key=lambda item: (-item[1], index.rank[item[0]]))
    return [(index.entries[entry_id], number) for entry_id, number in ranked[:count]]


def example_chain(index: ScenarioIndex) -> tuple[str, str]:
    """Return ids of the most linked entry with causes and, before it, of the first cause in a chain to it."""
    ranked = [entry.id for entry, _ in most_linked(index, len(index.entries))]
    start = end = next((entry_id for entry_id in ranked if index.causal_graph.causes[entry_id]), ranked[0])
    while causes := index.causal_graph.causes[start]:
        start = min((link.cause for link in causes), key=index.rank.__getitem__)
    return start, end


def reading_time(story: Iterable[Passage]) -> str:
    """Return how long a story takes to read, with what is real about it: "three minutes"."""
    words = sum(len(f"{passage.text} {passage.in_reality or ''}".split()) for passage in story)
    minutes = max(1, round(words / WORDS_PER_MINUTE))
    return f"{format_count(minutes, words=True)} minute{'s' * (minutes > 1)}"


def real_effects(index: ScenarioIndex, links: Iterable[Link]) -> list[Entry]:
    """Return the entries that links lead to and of which something is real."""
    effects = (index.entries[entry_id] for entry_id in dict.fromkeys(link.effect for link in links))
    return [entry for entry in effects if entry.in_reality]


def related_entries(index: ScenarioIndex, entry: Entry) -> tuple[Entry, ...]:
    """Return the entries that concern a person or group; for any other entry, the people of its claims.

    An entry concerns a person if a claim about both says so, or if the text of one of them names the other.
    """
    claims = index.claim_index.claims.get(entry.id, ())
    lists = (claim.entries if entry.is_actor else claim.people for claim in claims)
    related_ids = {entry_id for entry_ids in lists for entry_id in entry_ids}
    if entry.is_actor:
        related_ids.update(index.entries_named_with.get(entry.id, ()))
    related_ids.discard(entry.id)
    return tuple(index.entries[entry_id] for entry_id in sorted(related_ids, key=index.rank.__getitem__))


def replacement_title(index: ScenarioIndex, record: RetiredRecord) -> str:
    """Return the title of the record that replaces a retired one, or else its locator, label or id."""
    record_id = record.replaced_by or ""
    if record.section in {"sentences", "claims"}:
        return record_id.upper().replace("-C", ".c").replace("-", ".")
    if record.section in {"links", "our_timeline"}:
        return " → ".join(index.titles[end] for end in record_id.split("--"))
    records = getattr(index.scenario, record.section, ())
    records = records.estimates if isinstance(records, Estimates) else records or ()
    replacement = next((candidate for candidate in records if candidate.id == record_id), None)
    titles = (getattr(replacement, name, None) for name in ("title", "label", "words"))
    return str(next(filter(None, titles), record_id))


def citing_statements(index: ScenarioIndex) -> Mapping[str, tuple[CitingStatement, ...]]:
    """Return the statements that cite each work, by its id: comparisons, myths, estimates, lives. Others have none."""
    statements: defaultdict[str, list[CitingStatement]] = defaultdict(list)
    scenario, estimates = index.scenario, index.scenario.estimates

    def add(kind: str, title: str, address: str, works: Iterable[str]) -> None:
        for work in dict.fromkeys(works):
            statements[work].append(CitingStatement(kind, title, address))

    for record in scenario.our_timeline:
        address = index.permalink("our_timeline", record.entry)
        add("comparison", index.titles[record.entry], address, record.references)
    for myth in scenario.myths:
        add("myth", myth.title, index.permalink("myths", myth.id), myth.references)
    for estimate in estimates.estimates if estimates else ():
        title = f"{estimate.words} {estimates.counted_unit}" if estimates else ""
        add("estimate", title, index.permalink("estimates", estimate.id), estimate.sources)
    for entry in scenario.entries:
        if entry.life:
            add("life", entry.title, f"{urls.entry_address(entry.id)}#lives", entry.life.references)
    return {work: tuple(group) for work, group in statements.items()}


def kind_label(kind: str) -> str:
    """Return the name of a kind of entry or claim."""
    return "trait" if kind == "actor-trait" else kind.replace("-", " ")
