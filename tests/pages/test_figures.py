"""What figures show of the data; that their geometry is right is tested in `tests/layout`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.layout.model import IN_SPITE_OF
from macros.pages import urls
from macros.pages.figures import Figures
from macros.pages.scenario_index import ScenarioIndex
from tests.pages.factories import entry, link
from tests.pages.factories import index as small_atlas

if TYPE_CHECKING:
    from macros.layout.font import Font


@pytest.fixture(scope="module")
def figures(index: ScenarioIndex, font: Font) -> Figures:
    return Figures(index, font)


def test_linked_entries_are_boxes_and_links_are_lines(figures: Figures, index: ScenarioIndex) -> None:
    linked = {name for found in index.scenario.links for name in (found.cause, found.effect)}
    drawn = {(found.cause, found.effect) for found in index.scenario.links}
    assert figures.causes_wide is not None
    for drawing in (figures.causes_wide, figures.causes_narrow):
        assert sorted(box.node.id for box in drawing.boxes) == sorted(linked)
        assert sorted((line.edge.cause, line.edge.effect) for line in drawing.lines) == sorted(drawn)


def test_the_style_of_a_line_is_the_basis_of_its_link(figures: Figures, index: ScenarioIndex) -> None:
    assert figures.causes_wide is not None
    styles = {(line.edge.cause, line.edge.effect): line.edge.style for line in figures.causes_wide.lines}
    for found in index.scenario.links:
        expected = found.basis if found.relation == "cause" else IN_SPITE_OF
        assert styles[found.cause, found.effect] == expected
    assert set(styles.values()) == {"stated", "implied", IN_SPITE_OF}


def test_a_box_has_a_date_only_where_the_account_dates_the_entry(figures: Figures, index: ScenarioIndex) -> None:
    noted = {name for name, node in figures.nodes.items() if node.note}
    assert noted == {name for name in figures.nodes if index.entries[name].date is not None}
    assert figures.nodes["laskaris-regency"].note == "1571 to 1574"


def test_the_entries_with_most_links_are_highlighted(figures: Figures) -> None:
    assert figures.causes_wide is not None
    assert {box.node.id for box in figures.causes_wide.boxes if box.main} == {"isthmus-canal"}


def test_a_neighbourhood_has_direct_causes_and_effects(figures: Figures, index: ScenarioIndex) -> None:
    for name in figures.nodes:
        around = {
            *(found.cause for found in index.scenario.links if found.effect == name),
            *(found.effect for found in index.scenario.links if found.cause == name),
        }
        for drawing in (figures.neighbourhood_wide(name), figures.neighbourhood_narrow(name)):
            assert {box.node.id for box in drawing.boxes} == {name, *around}
            assert [box.node.id for box in drawing.boxes if box.main] == [name]


def test_both_timelines_show_every_event_and_counterpart(figures: Figures, index: ScenarioIndex) -> None:
    happenings = {found.id for found in index.scenario.entries if not found.is_actor}
    dated = {found.entry for found in index.scenario.our_timeline if found.date is not None}
    for chart in (figures.timeline_wide, figures.timeline_narrow):
        assert chart is not None
        here, ours = ([item.box.node.id for item in chart.items if item.lane == lane] for lane in ("here", "ours"))
        assert sorted(here) == sorted(happenings)
        assert sorted(ours) == sorted({*dated, "fall-of-the-regent"})


def test_diverging_entries_have_a_connector(figures: Figures) -> None:
    for chart in (figures.timeline_wide, figures.timeline_narrow):
        assert chart is not None
        assert {connector.id for connector in chart.connectors} == {
            *("pilots-death", "league-disarms", "fall-of-the-regent", "last-survey"),
        }


def test_the_toll_chart_labels_each_estimate_with_its_doubts(figures: Figures, index: ScenarioIndex) -> None:
    chart = figures.tolls[0]
    labels = {item.box.node.id: item.box.node.title for item in chart.items}
    assert list(labels) == [estimate.id for estimate in index.scenario.toll.estimates]
    assert labels["old-miller"] == "An old miller: 5, unverified"
    assert labels["ioannou-1990"].endswith("at least 3, contested")
    assert labels["vardis-1931"] == "Vardis 1931: about 2"


def test_exactly_the_pages_with_a_figure_have_a_figure_file(figures: Figures, index: ScenarioIndex) -> None:
    shown = {urls.CAUSES, urls.TIMELINE, urls.OUR_TIMELINE, *map(urls.entry, figures.nodes)}
    others = {urls.HOME, urls.ENTRIES, urls.DATA, *map(urls.entry, index.entries)} - shown
    assert {page for page in shown | others if figures.figure_file(page)} == shown
    assert {picture.page for page in shown if (picture := figures.figure_file(page))} == shown


def test_titles_in_figures_have_curly_quotes(figures: Figures) -> None:
    assert figures.nodes["regents-caution"].title == "The Regent\u2019s growing caution"


def test_a_small_scenario_has_all_figures(font: Font) -> None:
    undated = Figures(small_atlas([entry("one"), entry("two")], [link("one", "two")]), font)
    assert undated.timeline_wide is not None
    assert [item.box.node.id for item in undated.timeline_wide.items if item.lane == "here"] == ["one", "two"]
    assert [box.node.id for box in undated.causes_narrow.boxes] == ["one", "two"]


def test_a_thread_with_too_many_entries_has_no_figure(font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    small = small_atlas([entry("one"), entry("two")], [link("one", "two")])
    figures = Figures(ScenarioIndex(small.scenario, 1), font)
    assert [box.node.id for box in figures.thread_narrow("strand").boxes] == ["one", "two"]
    assert all(map(figures.figure_file, (urls.CAUSES, urls.thread_causes("strand"), urls.entry("one"))))
    assert figures.figure_file(urls.TIMELINE) is None
    monkeypatch.setattr("macros.pages.figures.MAX_THREAD_ENTRIES", 1)
    assert figures.thread_wide("strand") is None
    assert figures.figure_file(urls.thread_causes("strand")) is None
