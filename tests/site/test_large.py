"""The site of a large scenario, which the real one is made to count as: threads have pages, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.pages import urls
from macros.pages.scenario_index import LARGE_THRESHOLD, ScenarioIndex
from macros.scenario.permalinks import link_id
from tests.site import test_site
from tests.site.pages import page, typeset, words

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario


def test_a_small_scenario_is_not_large_and_one_of_a_thousand_entries_is(scenario: Scenario) -> None:
    assert LARGE_THRESHOLD == 1000
    assert not ScenarioIndex(scenario).is_large
    assert ScenarioIndex(scenario, len(scenario.entries)).is_large


def test_the_page_of_causes_links_threads_with_counts_to_their_own_pages(large_site: Path, scenario: Scenario) -> None:
    index = ScenarioIndex(scenario, 1)
    boxes = page(large_site, urls.CAUSES).xpath("//figure//a[contains(@class, 'box')]")
    told = {box.get("href").strip("/"): box.get("aria-label") for box in boxes}
    assert told.keys() == index.thread_groups.keys()
    fields = index.thread_groups["fields"]
    assert told["fields"].endswith(f"{len(fields.entries)} entries, {fields.links} links")
    assert page(large_site, urls.CAUSES).xpath("//*[@data-id]") == []


def test_the_page_of_a_thread_draws_what_is_within_it_and_says_every_link_into_it(
    large_site: Path, scenario: Scenario
) -> None:
    index = ScenarioIndex(scenario, 1)
    for strand in index.thread_groups.values():
        shown = page(large_site, urls.thread_causes(strand.id))
        assert {*shown.xpath("//figure//a/@data-id")} == set(strand.entries)
        sentences = shown.xpath("//ul[@class='links']/li")
        assert len(sentences) == strand.links
        for link, sentence in zip(index.links_by_thread[strand.id], sentences, strict=True):
            assert typeset(index.titles[link.effect]) in words(sentence)


def test_every_link_has_its_place_on_the_page_of_its_effect(large_site: Path, scenario: Scenario) -> None:
    for link in scenario.links:
        place = page(large_site, urls.entry(link.effect)).get_element_by_id(link_id(link))
        assert place.xpath(".//a[@class='permalink']/@href") == [f"#{link_id(link)}"]


@pytest.mark.parametrize(
    "check",
    [
        test_site.test_every_internal_link_and_anchor_resolves,
        test_site.test_every_id_is_unique_in_its_page,
        test_site.test_every_page_has_a_title_and_a_description_of_its_own,
        test_site.test_no_template_leaks_and_no_macro_failed,
    ],
)
def test_what_holds_for_every_site_holds_for_a_large_one(check: object, large_site: Path) -> None:
    assert callable(check)
    check(large_site)
