"""What each figure shows, as the plain records that geometry is made from; each is laid out once a build."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from macros.analysis.causality import CAUSE
from macros.layout import toll_chart
from macros.layout.causes_narrow import layout_causes_narrow
from macros.layout.causes_wide import Graph, layout_causes_wide
from macros.layout.model import IN_SPITE_OF, Edge, Node
from macros.layout.neighbourhood import layout_neighbourhood
from macros.layout.spans import Span
from macros.layout.timeline_model import Event
from macros.layout.timeline_narrow import layout_timeline_narrow
from macros.layout.timeline_wide import layout_timeline_wide
from macros.pages import text, urls
from macros.pages.views import periods
from macros.scenario import dates
from macros.scenario.dates import Extent, extent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macros.layout.font import Font
    from macros.layout.model import Drawing
    from macros.layout.timeline_model import Chart
    from macros.layout.toll_chart import TollChart
    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.history import Estimate
    from macros.scenario.model import Entry, Link

MOST = 300
"""How many entries of one thread are drawn at most; more would make no figure that anybody follows."""
WIDEST = 1176.0
"""How wide the figure of all causes may be, in px; at 12/14 of that its labels are 12 px high."""
LANES = ("This timeline", "Our timeline")
ASIDE = "Beside the main story"


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A figure as a file of its own: the page it stands on, its title, and which macro of `figures.svg.j2` draws it."""

    page: str
    title: str
    part: str
    content: Drawing | Chart | TollChart


@dataclass(frozen=True)
class Figures:
    """All figures of a scenario, in one load_font."""

    index: ScenarioIndex
    font: Font
    _near: dict[str, Drawing] = field(default_factory=dict, compare=False, repr=False)
    """The neighbourhood that was asked for last: a page, its figure as a file and its card ask one after the other."""

    _layers: dict[str, Drawing | None] = field(default_factory=dict, compare=False, repr=False)
    """Threads that were laid out, for their pages and for their figures as files; they are few."""

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """The entries that a link touches, in causal order."""
        linked = {name for link in self.index.scenario.links for name in (link.cause, link.effect)}
        return {name: self._node(self.index.entries[name]) for name in self.index.causality.order if name in linked}

    @cached_property
    def _rank(self) -> dict[str, int]:
        """Places of these entries in causal order."""
        return {name: index for index, name in enumerate(self.nodes)}

    def _node(self, entry: Entry) -> Node:
        date = dates.words(entry.date) if entry.date is not None else ""
        return Node(entry.id, text.smart_punctuation(entry.title), self.index.basis(entry.id), date)

    @cached_property
    def causes_wide(self) -> Drawing | None:
        """All causes, layered; None where they are too many for one picture."""
        return self._layered(self.nodes, self.index.scenario.links)

    def _layered(self, names: Iterable[str], links: Iterable[Link]) -> Drawing | None:
        nodes = tuple(self.nodes[name] for name in names)
        days = {}
        for node in nodes:
            date = self.index.entries[node.id].date
            bounds = extent(date) if date is not None else None
            if bounds and bounds.begins_earliest and bounds.ends_latest:
                days[node.id] = (bounds.begins_earliest, bounds.ends_latest)
        return layout_causes_wide(self.font, Graph(nodes, edges(links), days), WIDEST, ASIDE)

    @cached_property
    def causes_narrow(self) -> Drawing:
        """All causes, in one column with arcs."""
        threads = {
            name: text.smart_punctuation(self.index.threads[self.index.entries[name].thread].title)
            for name in self.nodes
        }
        return layout_causes_narrow(self.font, tuple(self.nodes.values()), edges(self.index.scenario.links), threads)

    @cached_property
    def threads_wide(self) -> Drawing | None:
        """All threads as boxes, layered; None where they are too many for that."""
        return layout_causes_wide(self.font, Graph(*self._strands, {}), WIDEST, ASIDE)

    @cached_property
    def threads_narrow(self) -> Drawing:
        """All threads as boxes in one column, with arcs."""
        return layout_causes_narrow(self.font, *self._strands, {})

    @cached_property
    def _strands(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        """Threads with their counts, early ones first, and to each a line from the one that it owes most to."""
        nodes, lines = [], []
        for strand in self.index.thread_groups.values():
            count = f"{_count(len(strand.entries), 'entry', 'entries')}, {_count(strand.links, 'link', 'links')}"
            title = text.smart_punctuation(self.index.threads[strand.id].title)
            nodes.append(Node(strand.id, title, "stated", count))
            if strand.owes is not None:
                lines.append(Edge(strand.owes, strand.id, "stated" if strand.stated else "implied"))
        return tuple(nodes), tuple(lines)

    def thread_wide(self, thread: str) -> Drawing | None:
        """Return the causes and effects within a thread, layered; None where they are too many for one picture."""
        if not self.is_drawn(thread):
            return None
        if thread not in self._layers:
            self._layers[thread] = self._layered(self.index.thread_groups[thread].entries, self.links_within(thread))
        return self._layers[thread]

    def thread_narrow(self, thread: str) -> Drawing:
        """Return the causes and effects within a thread, in one column with arcs."""
        nodes = [self.nodes[name] for name in self.index.thread_groups[thread].entries]
        return layout_causes_narrow(self.font, nodes, edges(self.links_within(thread)), {})

    def is_drawn(self, thread: str) -> bool:
        """Tell whether a thread has few enough entries for a figure."""
        return len(self.index.thread_groups[thread].entries) <= MOST

    def links_within(self, thread: str) -> tuple[Link, ...]:
        """Return the links from an entry of a thread to another."""
        entries = self.index.entries
        return tuple(link for link in self.index.links_by_thread[thread] if entries[link.cause].thread == thread)

    def neighbourhood_wide(self, name: str) -> Drawing:
        """Return an entry between its causes and its effects, side by side."""
        if name not in self._near:
            links = self._links(name)
            causes = [self.nodes[link.cause] for link in links if link.effect == name]
            effects = [self.nodes[link.effect] for link in links if link.cause == name]
            self._near.clear()
            self._near[name] = layout_neighbourhood(self.font, self.nodes[name], causes, effects, edges(links))
        return self._near[name]

    def neighbourhood_narrow(self, name: str) -> Drawing:
        """Return an entry under its causes and over its effects."""
        links = self._links(name)
        near = {end for link in links for end in (link.cause, link.effect)}
        nodes = [self.nodes[one] for one in sorted(near, key=self._rank.__getitem__)]
        return layout_causes_narrow(self.font, nodes, edges(links), {}, main=name)

    def _links(self, name: str) -> tuple[Link, ...]:
        """Return the links at an entry, causes before those in spite of which it came about."""
        causality = self.index.causality
        return (*causality.causes[name], *causality.effects[name], *self.index.in_spite_of_by_entry.get(name, ()))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Everything on the timeline, in its order."""
        return tuple(self._event(entry, period.label) for period in periods(self.index) for entry in period.entries)

    def _event(self, entry: Entry, label: str) -> Event:
        ours = self.index.history_by_entry.get(entry.id)
        counterpart = _span(ours.date) if ours and ours.date is not None else None
        absent = text.smart_punctuation(ours.absent) if ours and ours.absent else ""
        if entry.date is not None:
            return Event(self._node(entry), _span(entry.date), "", counterpart, absent)
        first, last = (
            bound.day if bound else None
            for bound in (self.index.chronology.earliest.get(entry.id), self.index.chronology.latest.get(entry.id))
        )
        bounds = Span(Extent(first, last, first, last), inferred=True)
        return Event(self._node(entry), bounds, label[0].upper() + label[1:], counterpart, absent)

    @cached_property
    def timeline_wide(self) -> Chart | None:
        """The timeline from left to right; None where no day is known."""
        return layout_timeline_wide(self.font, self.events, LANES)

    @cached_property
    def timeline_narrow(self) -> Chart | None:
        """The timeline downwards; None where no day is known."""
        return layout_timeline_narrow(self.font, self.events, LANES)

    def figure_file(self, page: str) -> FigureFile | None:
        """Return the figure of the page at an address as it can be had as a file of its own; None where it has none."""
        entry, thread = urls.entry_id_at(page), urls.thread_id_at(page)
        if entry in self.nodes:
            title = f"{self.nodes[entry].title}: causes and effects"
            return FigureFile(page, title, "drawing", self.neighbourhood_wide(entry))
        if page == urls.OUR_TIMELINE:
            return FigureFile(page, "Estimates of the famine\u2019s dead, in millions", "toll", self.toll_wide)
        if self.index.is_large:
            return self._thread_figure_file(page, thread)
        if page == urls.CAUSES:
            return FigureFile(page, "Causes and effects", "drawing", self.causes_wide or self.causes_narrow)
        if page == urls.TIMELINE and self.timeline_wide:
            return FigureFile(page, "Two timelines", "chart", self.timeline_wide)
        return None

    def _thread_figure_file(self, page: str, thread: str) -> FigureFile | None:
        if page == urls.CAUSES:
            return FigureFile(page, "Threads of the story", "threads", self.threads_wide or self.threads_narrow)
        if thread not in self.index.thread_groups or not self.is_drawn(thread):
            return None
        title = f"{text.smart_punctuation(self.index.threads[thread].title)}: causes and effects"
        return FigureFile(page, title, "drawing", self.thread_wide(thread) or self.thread_narrow(thread))

    @cached_property
    def toll_wide(self) -> TollChart:
        """The estimates of the toll, as wide as a line of text."""
        return self._toll(toll_chart.WIDE)

    @cached_property
    def toll_narrow(self) -> TollChart:
        """The estimates of the toll, for a phone."""
        return self._toll(toll_chart.NARROW)

    def _toll(self, width: float) -> TollChart:
        toll = self.index.scenario.toll
        estimates = [
            toll_chart.Estimate(one.id, text.smart_punctuation(self._label(one)), one.low, one.high)
            for one in toll.estimates
        ]
        return toll_chart.toll_chart(self.font, estimates, toll.account.low, toll.account.high, width)

    def _label(self, estimate: Estimate) -> str:
        """Say whose number it is, the number, and what is wrong with it."""
        source = self.index.references[estimate.reference].label if estimate.reference else estimate.credit
        doubts = ["unverified"] * estimate.unverified + ["contested"] * (estimate.contested is not None)
        return ", ".join([f"{source}: {estimate.words}", *doubts])


def edges(links: Iterable[Link]) -> tuple[Edge, ...]:
    """Return links as the lines that stand for them."""
    return tuple(Edge(link.cause, link.effect, link.basis if link.relation == CAUSE else IN_SPITE_OF) for link in links)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _span(date: str) -> Span:
    return Span(extent(date), *dates.doubtful(date))
