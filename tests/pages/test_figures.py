"""Which records figures show; `tests/layout` tests their geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.layout.model import IN_SPITE_OF
from macros.pages import urls
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex
from tests.pages.factories import build_index, entry, link

if TYPE_CHECKING:
    from macros.layout.font import Font


@pytest.fixture(scope="module")
def figures(index: ScenarioIndex, font: Font) -> Figures:
    return Figures(index, font)


def test_linked_entries_are_boxes_and_links_are_lines(figures: Figures, index: ScenarioIndex) -> None:
    pairs = {(item.cause, item.effect) for item in index.scenario.links}
    linked = {entry_id for pair in pairs for entry_id in pair}
    assert figures.causes_wide is not None
    for drawing in (figures.causes_wide, figures.causes_narrow):
        assert sorted(box.node.id for box in drawing.boxes) == sorted(linked)
        assert sorted((route.edge.cause, route.edge.effect) for route in drawing.routes) == sorted(pairs)


def test_the_style_of_a_line_is_the_basis_of_its_link(figures: Figures, index: ScenarioIndex) -> None:
    assert figures.causes_wide is not None
    edges = [route.edge for route in figures.causes_wide.routes]
    styles = {(edge.cause, edge.effect): edge.style for edge in edges}
    for item in index.scenario.links:
        expected = item.basis if item.relation == "cause" else IN_SPITE_OF
        assert styles[item.cause, item.effect] == expected
    assert set(styles.values()) == {"stated", "implied", IN_SPITE_OF}


def test_a_box_has_a_date_only_where_the_account_dates_the_entry(figures: Figures, index: ScenarioIndex) -> None:
    with_date = {entry_id for entry_id, node in figures.nodes.items() if node.note}
    assert with_date == {entry_id for entry_id in figures.nodes if index.entries[entry_id].date is not None}
    assert figures.nodes["laskaris-regency"].note == "1571 to 1574"


def test_the_entries_with_most_links_are_highlighted(figures: Figures) -> None:
    assert figures.causes_wide is not None
    assert {box.node.id for box in figures.causes_wide.boxes if box.is_highlighted} == {"isthmus-canal"}


def test_a_neighbourhood_has_direct_causes_and_effects(figures: Figures, index: ScenarioIndex) -> None:
    for entry_id in figures.nodes:
        neighbours = {
            *(item.cause for item in index.scenario.links if item.effect == entry_id),
            *(item.effect for item in index.scenario.links if item.cause == entry_id),
        }
        for drawing in (figures.neighbourhood_wide(entry_id), figures.neighbourhood_narrow(entry_id)):
            assert {box.node.id for box in drawing.boxes} == {entry_id, *neighbours}
            assert [box.node.id for box in drawing.boxes if box.is_highlighted] == [entry_id]


def test_both_timelines_show_every_event_that_has_a_date_or_two_bounds(figures: Figures, index: ScenarioIndex) -> None:
    chronology = index.chronology
    bounded = set(chronology.earliest) & set(chronology.latest)
    here = {item.id for item in index.scenario.entries if not item.is_actor and (item.date or item.id in bounded)}
    ours = {record.entry for record in index.scenario.our_timeline if record.date is not None}
    wide, narrow = figures.timeline_wide, figures.timeline_narrow
    assert wide
    assert narrow
    assert [row.node.id for row in wide.rows if row.node] == [
        *dict.fromkeys(row.node.id for row in wide.rows if row.node)
    ]
    assert {row.node.id for row in wide.rows if row.node} == here | ours
    assert sorted(row.node.id for row in narrow.rows if row.node) == sorted([*here, *ours])
    dated = {row.node.id for row in wide.rows if row.node and row.style == "dated"}
    assert dated == {item.id for item in index.scenario.entries if item.date and not item.is_actor}


def test_the_estimates_chart_labels_each_estimate_with_its_doubts(figures: Figures, index: ScenarioIndex) -> None:
    assert figures.estimates_charts
    assert index.scenario.estimates
    chart = figures.estimates_charts[0]
    labels = {item.box.node.id: item.box.node.title for item in chart.items}
    assert list(labels) == [estimate.id for estimate in index.scenario.estimates.estimates]
    assert labels["old-miller"] == "An old miller: 5, not confirmed"
    assert labels["ioannou-1990"].endswith("at least 3, contested")
    assert labels["vardis-1931"] == "Vardis 1931: about 2"


def test_exactly_the_pages_with_a_figure_have_a_figure_file(figures: Figures, index: ScenarioIndex) -> None:
    pages = {urls.CAUSES, urls.TIMELINE, urls.OUR_TIMELINE, *map(urls.entry_address, figures.nodes)}
    others = {urls.HOME, urls.ENTRIES, urls.DATA, *map(urls.entry_address, index.entries)} - pages
    assert {page for page in pages | others if figures.figure_file(page)} == pages
    assert {file.page for page in pages if (file := figures.figure_file(page))} == pages


def test_titles_in_figures_have_curly_quotes(figures: Figures) -> None:
    assert figures.nodes["regents-caution"].title == "The Regent\u2019s growing caution"


def test_a_small_scenario_has_all_figures(font: Font) -> None:
    undated = Figures(build_index([entry("one"), entry("two")], [link("one", "two")]), font)
    assert undated.timeline_wide is not None
    assert [row.node.id for row in undated.timeline_wide.rows if row.node] == ["one"]
    assert [box.node.id for box in undated.causes_narrow.boxes] == ["one", "two"]


def test_a_thread_with_too_many_entries_has_no_figure(font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    small = build_index([entry("one"), entry("two")], [link("one", "two")])
    figures = Figures(ScenarioIndex(small.scenario, 1), font)
    assert [box.node.id for box in figures.thread_narrow("strand").boxes] == ["one", "two"]
    assert all(map(figures.figure_file, (urls.CAUSES, urls.thread_causes_address("strand"), urls.entry_address("one"))))
    assert figures.figure_file(urls.TIMELINE) is None
    monkeypatch.setattr("macros.pages.figures.MAX_THREAD_ENTRIES", 1)
    assert figures.thread_wide("strand") is None
    assert figures.figure_file(urls.thread_causes_address("strand")) is None


@pytest.mark.parametrize(("title", "mark"), [("שלום", "\u200e"), ("Peace שלום", "")])
def test_the_title_of_a_figure_file_runs_in_the_order_of_english(title: str, mark: str, font: Font) -> None:
    figures = Figures(build_index([entry("one", title), entry("two")], [link("one", "two")]), font)
    file = figures.figure_file("entries/one/")
    assert file
    assert file.title == f"{mark}{title}: causes and effects"
