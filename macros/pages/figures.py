"""Every figure of the site: which records it shows, and its layout, computed once a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from macros.analysis.causality import CAUSE
from macros.layout import toll_chart
from macros.layout.causes_narrow import layout_causes_narrow
from macros.layout.causes_wide import Graph, layout_causes_wide, layout_neighbourhood
from macros.layout.font import Font
from macros.layout.model import IN_SPITE_OF, Drawing, Edge, Node
from macros.layout.spans import Span
from macros.layout.timeline_model import Chart, Event
from macros.layout.timeline_narrow import layout_timeline_narrow
from macros.layout.timeline_wide import layout_timeline_wide
from macros.pages import text, urls
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.views import periods
from macros.scenario.dates import DateBounds, date_bounds, format_date, qualified_ends
from macros.scenario.history import Estimate
from macros.scenario.model import Entry, Link

MAX_THREAD_ENTRIES = 300
"""A thread with more entries has no figure, since nobody could follow it."""
MAX_WIDTH = 1176.0
"""Maximal width of a wide figure of causes, in px; scaled down to 12/14, its labels are 12 px high."""
LANE_TITLES = ("This timeline", "Our timeline")
SIDE_HEADING = "Beside the main story"


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A figure as a file of its own: its page, its title, and the macro of `figures.svg.j2` that draws its layout."""

    page: str
    title: str
    macro: str
    layout: Drawing | Chart


@dataclass(frozen=True)
class Figures:
    """All figures of a scenario, with labels measured in one font."""

    index: ScenarioIndex
    font: Font
    _latest_neighbourhood: dict[str, Drawing] = field(default_factory=dict, compare=False, repr=False)
    """The latest neighbourhood by its entry: a page, its figure file and its social card need it one after another."""

    _threads_wide: dict[str, Drawing | None] = field(default_factory=dict, compare=False, repr=False)
    """Layouts by thread: a page and its figure file need each."""

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Entries with links as nodes, by id, in causal order."""
        linked = {name for link in self.index.scenario.links for name in (link.cause, link.effect)}
        return {name: self._node(self.index.entries[name]) for name in self.index.causality.order if name in linked}

    def _node(self, entry: Entry) -> Node:
        date = format_date(entry.date) if entry.date is not None else ""
        return Node(entry.id, text.smart_punctuation(entry.title), self.index.claim_index.basis(entry.id), date)

    def _thread_title(self, thread: str) -> str:
        return text.smart_punctuation(self.index.threads[thread].title)

    @cached_property
    def causes_wide(self) -> Drawing | None:
        """All causes in layers; None where they need more than the maximal width."""
        return self._layout_layers(self.nodes, self.index.scenario.links)

    def _layout_layers(self, names: Iterable[str], links: Iterable[Link]) -> Drawing | None:
        nodes = tuple(self.nodes[name] for name in names)
        days = {}
        for node in nodes:
            date = self.index.entries[node.id].date
            bounds = date_bounds(date) if date is not None else None
            if bounds and bounds.begins_earliest and bounds.ends_latest:
                days[node.id] = (bounds.begins_earliest, bounds.ends_latest)
        return layout_causes_wide(self.font, Graph(nodes, to_edges(links), days), MAX_WIDTH, SIDE_HEADING)

    @cached_property
    def causes_narrow(self) -> Drawing:
        """All causes as an arc diagram in one column."""
        threads = {name: self._thread_title(self.index.entries[name].thread) for name in self.nodes}
        return self._layout_arcs(self.nodes, self.index.scenario.links, threads)

    def _layout_arcs(
        self, names: Iterable[str], links: Iterable[Link], threads: Mapping[str, str] | None = None, main: str = ""
    ) -> Drawing:
        nodes = [self.nodes[name] for name in names]
        return layout_causes_narrow(self.font, nodes, to_edges(links), threads or {}, main)

    @cached_property
    def threads_wide(self) -> Drawing | None:
        """All threads in layers; None where they need more than the maximal width."""
        return layout_causes_wide(self.font, Graph(*self._thread_graph, {}), MAX_WIDTH, SIDE_HEADING)

    @cached_property
    def threads_narrow(self) -> Drawing:
        """All threads as an arc diagram in one column."""
        return layout_causes_narrow(self.font, *self._thread_graph, {})

    @cached_property
    def _thread_graph(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        """Threads as nodes with their counts, and an edge to each from the thread that most of its causes are in."""
        nodes, edges = [], []
        for group in self.index.thread_groups.values():
            counts = f"{_count(len(group.entries), 'entry', 'entries')}, {_count(group.links, 'link', 'links')}"
            nodes.append(Node(group.id, self._thread_title(group.id), "stated", counts))
            if group.main_source is not None:
                edges.append(Edge(group.main_source, group.id, "stated" if group.stated else "implied"))
        return tuple(nodes), tuple(edges)

    def thread_wide(self, thread: str) -> Drawing | None:
        """Return the links within a thread in layers; None where there are too many entries or too little width."""
        if not self.has_thread_figure(thread):
            return None
        if thread not in self._threads_wide:
            names = self.index.thread_groups[thread].entries
            self._threads_wide[thread] = self._layout_layers(names, self.links_within(thread))
        return self._threads_wide[thread]

    def thread_narrow(self, thread: str) -> Drawing:
        """Return the links within a thread as an arc diagram in one column."""
        return self._layout_arcs(self.index.thread_groups[thread].entries, self.links_within(thread))

    def has_thread_figure(self, thread: str) -> bool:
        """Return whether a thread has few enough entries for a figure."""
        return len(self.index.thread_groups[thread].entries) <= MAX_THREAD_ENTRIES

    def links_within(self, thread: str) -> tuple[Link, ...]:
        """Return the links between entries of a thread."""
        entries = self.index.entries
        return tuple(link for link in self.index.links_by_thread[thread] if entries[link.cause].thread == thread)

    def neighbourhood_wide(self, name: str) -> Drawing:
        """Return an entry between its causes on the left and its effects on the right."""
        if name not in self._latest_neighbourhood:
            links = self._links_of(name)
            causes = [self.nodes[link.cause] for link in links if link.effect == name]
            effects = [self.nodes[link.effect] for link in links if link.cause == name]
            self._latest_neighbourhood.clear()
            self._latest_neighbourhood[name] = layout_neighbourhood(
                self.font, self.nodes[name], causes, effects, to_edges(links)
            )
        return self._latest_neighbourhood[name]

    def neighbourhood_narrow(self, name: str) -> Drawing:
        """Return an entry below its causes and above its effects."""
        links = self._links_of(name)
        names = {end for link in links for end in (link.cause, link.effect)}
        return self._layout_arcs(sorted(names, key=self.index.causality.position.__getitem__), links, main=name)

    def _links_of(self, name: str) -> tuple[Link, ...]:
        """Return the links at an entry, causes before those in spite of which it came about."""
        causality = self.index.causality
        return (*causality.causes[name], *causality.effects[name], *self.index.in_spite_of_by_entry.get(name, ()))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All events, in the order of the timeline."""
        return tuple(self._event(entry, period.label) for period in periods(self.index) for entry in period.entries)

    def _event(self, entry: Entry, label: str) -> Event:
        node = self._node(entry)
        record = self.index.history_by_entry.get(entry.id)
        history = _span(record.date) if record and record.date is not None else None
        absent = text.smart_punctuation(record.absent) if record and record.absent else ""
        if entry.date is not None:
            return Event(node, _span(entry.date), "", history, absent)
        chronology = self.index.chronology
        bounds = (chronology.earliest.get(entry.id), chronology.latest.get(entry.id))
        first, last = (bound.day if bound else None for bound in bounds)
        story = Span(DateBounds(first, last, first, last), inferred=True)
        return Event(node, story, label[0].upper() + label[1:], history, absent)

    @cached_property
    def timeline_wide(self) -> Chart | None:
        """The timeline from left to right; None where no day is known."""
        return layout_timeline_wide(self.font, self.events, LANE_TITLES)

    @cached_property
    def timeline_narrow(self) -> Chart | None:
        """The timeline downwards; None where no day is known."""
        return layout_timeline_narrow(self.font, self.events, LANE_TITLES)

    def figure_file(self, page: str) -> FigureFile | None:
        """Return the figure file of the page at an address; None where the page has no figure."""
        entry, thread = urls.entry_id_at(page), urls.thread_id_at(page)
        if entry in self.nodes:
            title = f"{self.nodes[entry].title}: causes and effects"
            return FigureFile(page, title, "drawing", self.neighbourhood_wide(entry))
        if page == urls.OUR_TIMELINE:
            return FigureFile(page, "Estimates of the famine\u2019s dead, in millions", "toll", self.tolls[0])
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
        if thread not in self.index.thread_groups or not self.has_thread_figure(thread):
            return None
        title = f"{self._thread_title(thread)}: causes and effects"
        return FigureFile(page, title, "drawing", self.thread_wide(thread) or self.thread_narrow(thread))

    @cached_property
    def tolls(self) -> tuple[Chart, Chart]:
        """The estimates of the toll: as wide as a line of text, and for a phone."""
        toll = self.index.scenario.toll
        estimates = [
            toll_chart.Estimate(
                estimate.id, text.smart_punctuation(self._estimate_label(estimate)), estimate.low, estimate.high
            )
            for estimate in toll.estimates
        ]
        low, high = toll.account.low, toll.account.high
        wide = toll_chart.layout_toll_chart(self.font, estimates, low, high, toll_chart.WIDE)
        return wide, toll_chart.layout_toll_chart(self.font, estimates, low, high, toll_chart.NARROW)

    def _estimate_label(self, estimate: Estimate) -> str:
        """Return the source of an estimate, its number in words, and its reservations."""
        source = self.index.references[estimate.reference].label if estimate.reference else estimate.credit
        doubts = ["unverified"] * estimate.unverified + ["contested"] * (estimate.contested is not None)
        return ", ".join([f"{source}: {estimate.words}", *doubts])


def to_edges(links: Iterable[Link]) -> tuple[Edge, ...]:
    """Return the edges of links in a figure."""
    return tuple(Edge(link.cause, link.effect, link.basis if link.relation == CAUSE else IN_SPITE_OF) for link in links)


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"


def _span(date: str) -> Span:
    return Span(date_bounds(date), *qualified_ends(date))
