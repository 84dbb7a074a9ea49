"""Every figure of the site: which records it shows, and its layout, computed once a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from macros.analysis.causality import CAUSE
from macros.layout import estimates_chart
from macros.layout.causes_narrow import layout_causes_narrow
from macros.layout.causes_wide import Graph, layout_causes_wide, layout_neighbourhood
from macros.layout.estimates_chart import Chart, EstimateRow, format_number, layout_estimates_chart
from macros.layout.font import Font
from macros.layout.model import IN_SPITE_OF, Drawing, Edge, Node
from macros.layout.spans import Span
from macros.layout.standalone import LegendItem
from macros.layout.timeline_legend import Sample, timeline_legend
from macros.layout.timeline_model import Timeline, TimelineEntry
from macros.layout.timeline_narrow import layout_timeline_narrow
from macros.layout.timeline_wide import layout_timeline_wide
from macros.pages import scripts, text, timeline_views, urls
from macros.pages.legends import LINKS, MOST_LINKS, THREADS, drawing_legend, estimates_legend
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import DateBounds, date_bounds, format_date, format_year, qualified_ends, short_date
from macros.scenario.history import Estimate
from macros.scenario.model import Entry, Link

MAX_THREAD_ENTRIES = 300
"""A thread with more entries has no figure, since nobody could follow it."""
MAX_WIDTH = 1176.0
"""Maximal width of a wide figure of causes, in px; scaled down to 12/14, its labels are 12 px high."""
LANE_TITLES = ("This timeline", "In reality")
SIDE_HEADING = "Beside the main story"
LEFT_TO_RIGHT_MARK = "\u200e"


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A figure as a file of its own: its page, its title, and the macro of `figures.svg.j2` that renders its layout."""

    page: str
    title: str
    macro: str
    layout: Drawing | Chart | Timeline
    legend: tuple[LegendItem | Sample, ...]


@dataclass(frozen=True)
class Figures:
    """All figures of a scenario, with labels measured in one font."""

    index: ScenarioIndex
    font: Font
    _latest_neighbourhood: dict[str, Drawing] = field(default_factory=dict, compare=False, repr=False)
    """The latest neighbourhood by entry id: a page, its figure file and its social card need it one after another."""

    _thread_layouts: dict[str, Drawing | None] = field(default_factory=dict, compare=False, repr=False)
    """Layouts by thread id: a page and its figure file need each."""

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Entries with links as nodes, by id, in causal order."""
        linked_ids = {entry_id for link in self.index.scenario.links for entry_id in (link.cause, link.effect)}
        ordered_ids = filter(linked_ids.__contains__, self.index.causal_graph.topological_order)
        return {entry_id: self._node(self.index.entries[entry_id]) for entry_id in ordered_ids}

    def _node(self, entry: Entry) -> Node:
        date = format_date(entry.date) if entry.date is not None else ""
        return Node(entry.id, self.entry_title(entry), self.index.claim_index.basis(entry.id), date)

    def entry_title(self, entry: Entry) -> str:
        """Return the title of an entry, or its first name in Latin script if no font has all of the title."""
        titles = [text.smart_punctuation(title) for title in (entry.title, *filter(scripts.has_latin, entry.names))]
        return next((title for title in titles if not self.font.unsupported_characters(title)), titles[0])

    def _thread_title(self, thread_id: str) -> str:
        return text.smart_punctuation(self.index.threads[thread_id].title)

    @cached_property
    def causes_wide(self) -> Drawing | None:
        """All causes in layers; None where they need more than the maximal width."""
        return self._layout_layers(self.nodes, self.index.scenario.links, self._threads)

    def _layout_layers(
        self, entry_ids: Iterable[str], links: Iterable[Link], threads: Mapping[str, str] | None = None
    ) -> Drawing | None:
        nodes = tuple(self.nodes[entry_id] for entry_id in entry_ids)
        days = {}
        for node in nodes:
            date = self.index.entries[node.id].date
            bounds = date_bounds(date) if date is not None else None
            if bounds and bounds.begins_earliest and bounds.ends_latest:
                days[node.id] = (bounds.begins_earliest, bounds.ends_latest)
        graph = Graph(nodes, to_edges(links), days)
        return layout_causes_wide(self.font, graph, MAX_WIDTH, SIDE_HEADING, threads)

    @cached_property
    def _threads(self) -> dict[str, str]:
        """Titles of threads by id of the entry, of entries with links."""
        return {entry_id: self._thread_title(self.index.entries[entry_id].thread) for entry_id in self.nodes}

    @cached_property
    def causes_narrow(self) -> Drawing:
        """All causes as an arc diagram in one column."""
        return self._layout_arcs(self.nodes, self.index.scenario.links, self._threads)

    def _layout_arcs(
        self, entry_ids: Iterable[str], links: Iterable[Link], threads: Mapping[str, str], highlighted_id: str = ""
    ) -> Drawing:
        nodes = [self.nodes[entry_id] for entry_id in entry_ids]
        return layout_causes_narrow(self.font, nodes, to_edges(links), threads, highlighted_id)

    @cached_property
    def thread_overview_wide(self) -> Drawing | None:
        """All threads in layers; None where they need more than the maximal width."""
        return layout_causes_wide(self.font, Graph(*self._thread_graph, {}), MAX_WIDTH, SIDE_HEADING)

    @cached_property
    def thread_overview_narrow(self) -> Drawing:
        """All threads as an arc diagram in one column."""
        return layout_causes_narrow(self.font, *self._thread_graph, {})

    @cached_property
    def _thread_graph(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        """Threads as nodes with their counts, and an edge to each from the thread that most of its causes are in."""
        nodes, edges = [], []
        for group in self.index.thread_groups.values():
            counts = (text.counted(len(group.entry_ids), "entry", "entries"), text.counted(group.link_count, "link"))
            nodes.append(Node(group.id, self._thread_title(group.id), "stated", ", ".join(filter(None, counts))))
            if group.main_source_id is not None:
                edges.append(Edge(group.main_source_id, group.id, "stated" if group.is_source_stated else "implied"))
        return tuple(nodes), tuple(edges)

    def thread_wide(self, thread_id: str) -> Drawing | None:
        """Return the links within a thread in layers; None where there are too many entries or too little width."""
        if not self.has_thread_figure(thread_id):
            return None
        if thread_id not in self._thread_layouts:
            entry_ids = self.index.thread_groups[thread_id].entry_ids
            self._thread_layouts[thread_id] = self._layout_layers(entry_ids, self.links_within(thread_id))
        return self._thread_layouts[thread_id]

    def thread_narrow(self, thread_id: str) -> Drawing:
        """Return the links within a thread as an arc diagram in one column."""
        return self._layout_arcs(self.index.thread_groups[thread_id].entry_ids, self.links_within(thread_id), {})

    def has_thread_figure(self, thread_id: str) -> bool:
        """Return whether a thread has few enough entries for a figure."""
        return len(self.index.thread_groups[thread_id].entry_ids) <= MAX_THREAD_ENTRIES

    def links_within(self, thread_id: str) -> tuple[Link, ...]:
        """Return the links between entries of a thread."""
        entries = self.index.entries
        return tuple(link for link in self.index.links_by_thread[thread_id] if entries[link.cause].thread == thread_id)

    def neighbourhood_wide(self, entry_id: str) -> Drawing:
        """Return an entry between its causes on the left and its effects on the right."""
        if entry_id not in self._latest_neighbourhood:
            links = self._links_of(entry_id)
            causes = [self.nodes[link.cause] for link in links if link.effect == entry_id]
            effects = [self.nodes[link.effect] for link in links if link.cause == entry_id]
            drawing = layout_neighbourhood(self.font, self.nodes[entry_id], causes, effects, to_edges(links))
            self._latest_neighbourhood.clear()
            self._latest_neighbourhood[entry_id] = drawing
        return self._latest_neighbourhood[entry_id]

    def neighbourhood_narrow(self, entry_id: str) -> Drawing:
        """Return an entry below its causes and above its effects."""
        links = self._links_of(entry_id)
        end_ids = {end_id for link in links for end_id in (link.cause, link.effect)}
        ordered_ids = sorted(end_ids, key=self.index.causal_graph.topological_positions.__getitem__)
        return self._layout_arcs(ordered_ids, links, {}, entry_id)

    def _links_of(self, entry_id: str) -> tuple[Link, ...]:
        """Return the links at an entry: those from causes, those to effects, then those that are no causes."""
        graph, in_spite_of = self.index.causal_graph, self.index.in_spite_of_by_entry
        return (*graph.causes[entry_id], *graph.effects[entry_id], *in_spite_of.get(entry_id, ()))

    @cached_property
    def timeline_entries(self) -> tuple[TimelineEntry, ...]:
        """All entries of the timeline, in its order."""
        return tuple(
            self._timeline_entry(entry) for period in timeline_views.periods(self.index) for entry in period.entries
        )

    def _timeline_entry(self, entry: Entry) -> TimelineEntry:
        record = self.index.history_by_entry.get(entry.id)
        history, history_label, absence_label = None, "", ""
        if record and record.date is not None:
            history, history_label = _dated_span(record.date)
        elif record:
            absence_label = text.smart_punctuation(record.absent or timeline_views.absence_label(record))
        if entry.date is not None:
            story, story_label = _dated_span(entry.date)
        else:
            bounds = (self.index.chronology.earliest.get(entry.id), self.index.chronology.latest.get(entry.id))
            first, last = (bound.day if bound else None for bound in bounds)
            story = Span(DateBounds(first, last, first, last), is_inferred=True)
            years = dict.fromkeys(format_year(day[0]) for day in (first, last) if day)
            story_label = f"{'between' if len(years) > 1 else 'in'} {' and '.join(years)}"
        return TimelineEntry(self._node(entry), story, story_label, history, history_label, absence_label)

    @property
    def timeline_title(self) -> str:
        """The title of the figure of both timelines, or of this one where nothing is known of ours."""
        return "Two timelines" if len(self._lane_titles) > 1 else "Timeline"

    @property
    def _lane_titles(self) -> tuple[str, ...]:
        entries = (entry for entry in self.timeline_entries if entry.section)
        return LANE_TITLES if any(entry.history_label or entry.absence_label for entry in entries) else LANE_TITLES[:1]

    def timeline_legend(self, timeline: Timeline) -> tuple[Sample, ...]:
        """Return the legend of the wide or the narrow timeline."""
        return timeline_legend(self.timeline_entries, timeline)

    @cached_property
    def timeline_wide(self) -> Timeline | None:
        """The timeline from left to right; None where nothing has a place on it."""
        return layout_timeline_wide(self.font, self.timeline_entries, self._lane_titles)

    @cached_property
    def timeline_narrow(self) -> Timeline | None:
        """The timeline downwards; None where nothing has a place on it."""
        return layout_timeline_narrow(self.font, self.timeline_entries, self._lane_titles)

    def figure_file(self, page: str) -> FigureFile | None:
        """Return the figure file of the page at an address; None where the page has no figure."""
        entry_id = urls.entry_id_at(page)
        if entry_id in self.nodes:
            title, drawing = _causes_title(self.nodes[entry_id].title), self.neighbourhood_wide(entry_id)
            return FigureFile(page, title, "drawing", drawing, drawing_legend(drawing, LINKS, "this entry"))
        if page == urls.OUR_TIMELINE and self.estimates_charts:
            chart = self.estimates_charts[0]
            return FigureFile(page, self.estimates_title, "estimates", chart, estimates_legend(chart, self._band_words))
        if self.index.is_large:
            return self._thread_figure_file(page)
        if page == urls.CAUSES and self.nodes:
            return self._causes_file(page, "Causes and effects", self.causes_wide or self.causes_narrow)
        if page == urls.TIMELINE and self.timeline_wide:
            return FigureFile(
                page, self.timeline_title, "timeline", self.timeline_wide, self.timeline_legend(self.timeline_wide)
            )
        return None

    def _thread_figure_file(self, page: str) -> FigureFile | None:
        if page == urls.CAUSES and self.nodes:
            overview = self.thread_overview_wide or self.thread_overview_narrow
            return self._causes_file(page, "Threads of the story", overview, "threads")
        thread_id = urls.thread_id_at(page)
        if thread_id not in self.index.thread_groups or not self.has_thread_figure(thread_id):
            return None
        title = _causes_title(self._thread_title(thread_id))
        return self._causes_file(page, title, self.thread_wide(thread_id) or self.thread_narrow(thread_id))

    def _causes_file(self, page: str, title: str, drawing: Drawing, macro: str = "drawing") -> FigureFile:
        return FigureFile(page, title, macro, drawing, self.causes_legend(drawing, macro))

    def causes_legend(self, drawing: Drawing, macro: str) -> tuple[LegendItem, ...]:
        """Return the legend of a figure of causes that a macro renders: of entries, or of threads."""
        return drawing_legend(drawing, THREADS if macro == "threads" else LINKS, MOST_LINKS)

    @cached_property
    def estimates_charts(self) -> tuple[Chart, Chart] | None:
        """The estimates: as wide as a line of text, and for a phone; None where there are none."""
        estimates = self.index.scenario.estimates
        if estimates is None or not estimates.estimates:
            return None
        rows = [
            EstimateRow(estimate.id, self._estimate_label(estimate), estimate.low, estimate.high)
            for estimate in estimates.estimates
        ]
        low, high = estimates.account.low, estimates.account.high
        wide = layout_estimates_chart(self.font, rows, low, high, estimates_chart.WIDE)
        return wide, layout_estimates_chart(self.font, rows, low, high, estimates_chart.NARROW)

    @property
    def estimates_title(self) -> str:
        """The title of the figure of estimates, with their unit; empty where the story has none."""
        estimates = self.index.scenario.estimates
        return text.smart_punctuation(f"{estimates.title}, in {estimates.plural_unit}") if estimates else ""

    @property
    def _band_words(self) -> str:
        """What the band behind the estimates is."""
        estimates = self.index.scenario.estimates
        if estimates is None:
            return ""
        low, high = format_number(estimates.account.low), format_number(estimates.account.high)
        return f"{low} to {high} {estimates.counted_unit}, the range of this timeline\u2019s account"

    def _estimate_label(self, estimate: Estimate) -> str:
        """Return the source of an estimate, its number in words, and its reservations."""
        work = self.index.references.get(estimate.reference or "")
        source = estimate.credit or (work.label if work else "")
        doubts = ["not confirmed"] * estimate.unverified + ["contested"] * (estimate.contested is not None)
        return text.smart_punctuation(", ".join([f"{source}: {estimate.words}", *doubts]))


def _causes_title(title: str) -> str:
    """Return the title of a figure of causes, in the order of English words whatever direction the title has."""
    return f"{LEFT_TO_RIGHT_MARK if scripts.direction(title) else ''}{title}: causes and effects"


def to_edges(links: Iterable[Link]) -> tuple[Edge, ...]:
    """Return the edges of links in a figure."""
    return tuple(Edge(link.cause, link.effect, link.basis if link.relation == CAUSE else IN_SPITE_OF) for link in links)


def _dated_span(date: str) -> tuple[Span, str]:
    """Return the span of a date, and the date in words: without months and days where it would be long."""
    return Span(date_bounds(date), *qualified_ends(date)), short_date(date)
