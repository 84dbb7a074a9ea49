"""How threads hang together: what each holds, and which earlier one most of its causes come from."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from macros.analysis.causality import CAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from macros.scenario.model import Link


@dataclass(frozen=True, slots=True)
class ThreadGroup:
    """A thread with its entries in causal order, and how many links lead to them, from wherever.

    `main_source` is the thread before it that most links into it come from, the first of several, or None; `stated`
    tells whether the account states any of these links.
    """

    id: str
    entries: tuple[str, ...]
    links: int
    main_source: str | None
    stated: bool


def build_thread_groups(
    order: Sequence[str], thread_of: Mapping[str, str], links: Iterable[Link]
) -> tuple[ThreadGroup, ...]:
    """Return the threads that links touch, those before others whose entries stand earlier in causal order on average.

    `order` are ids of entries in causal order, and `thread_of` gives their threads; entries that no link touches are
    left out. A thread may lead back into one before it, so threads have no causal order of their own.
    """
    found = tuple(links)
    linked = {name for link in found for name in (link.cause, link.effect)}
    members: defaultdict[str, list[str]] = defaultdict(list)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(order):
        if name in linked:
            members[thread_of[name]].append(name)
            places[thread_of[name]].append(place)
    row = sorted(members, key=lambda thread: fmean(places[thread]))
    before = {thread: index for index, thread in enumerate(row)}
    into = Counter(thread_of[link.effect] for link in found)
    flows: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for link in found:
        source, target = thread_of[link.cause], thread_of[link.effect]
        if link.relation == CAUSE and before[source] < before[target]:
            flows[target][source].append(link.basis)
    result = []
    for thread in row:
        main_source = min(flows[thread], key=lambda one: (-len(flows[thread][one]), before[one]), default=None)
        stated = main_source is not None and "stated" in flows[thread][main_source]
        result.append(ThreadGroup(thread, tuple(members[thread]), into[thread], main_source, stated))
    return tuple(result)
