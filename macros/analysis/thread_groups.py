"""Threads as groups of the causal graph: their entries, and the earlier thread that most of their causes come from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from macros.analysis.causality import CAUSE
from macros.scenario.model import Link


@dataclass(frozen=True, slots=True)
class ThreadGroup:
    """A thread as a group of entries.

    Attributes:
        id: the thread.
        entry_ids: its entries in causal order.
        link_count: the number of links that lead to them, from any thread.
        main_source_id: the thread before it that most links into it come from, the first of several, or None.
        is_source_stated: whether the account states any of the links from the main source.
    """

    id: str
    entry_ids: tuple[str, ...]
    link_count: int
    main_source_id: str | None
    is_source_stated: bool


def build_thread_groups(
    order: Sequence[str], thread_of: Mapping[str, str], links: Iterable[Link]
) -> tuple[ThreadGroup, ...]:
    """Return the threads that links touch, by the mean position of their entries in causal order.

    Threads themselves have no causal order: one may lead back into a thread before it.

    Args:
        order: ids of entries in causal order. Entries without links are left out.
        thread_of: the thread of each entry.
        links: links of any relation between these entries.
    """
    links = tuple(links)
    linked_ids = {entry_id for link in links for entry_id in (link.cause, link.effect)}
    entries: defaultdict[str, list[str]] = defaultdict(list)
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for position, entry_id in enumerate(order):
        if entry_id in linked_ids:
            entries[thread_of[entry_id]].append(entry_id)
            positions[thread_of[entry_id]].append(position)
    threads = sorted(entries, key=lambda thread: fmean(positions[thread]))
    sources = _main_sources({thread: rank for rank, thread in enumerate(threads)}, thread_of, links)
    link_counts = Counter(thread_of[link.effect] for link in links)
    return tuple(
        ThreadGroup(thread, tuple(entries[thread]), link_counts[thread], *sources.get(thread, (None, False)))
        for thread in threads
    )


def _main_sources(
    ranks: Mapping[str, int], thread_of: Mapping[str, str], links: Iterable[Link]
) -> dict[str, tuple[str, bool]]:
    """Return, for each thread with causes in threads before it, the main one of these and whether a link is stated."""
    bases: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        source, target = thread_of[link.cause], thread_of[link.effect]
        if link.relation == CAUSE and ranks[source] < ranks[target]:
            bases[target][source].append(link.basis)
    main = {
        target: min(sources, key=lambda source: (-len(sources[source]), ranks[source]))
        for target, sources in bases.items()
    }
    return {target: (source, "stated" in bases[target][source]) for target, source in main.items()}
