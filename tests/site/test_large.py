"""The site of a large scenario: each thread has a page of causes, and no link is missing.

`large_site` builds the test data with a threshold that makes it count as large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.pages import urls
from macros.pages.scenario_index import LARGE_THRESHOLD, ScenarioIndex
from macros.scenario.permalinks import link_id
from tests.site import test_site
from tests.site.pages import apply_typography, load_page, words

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario


def test_a_scenario_of_a_thousand_entries_is_large(scenario: Scenario) -> None:
    assert LARGE_THRESHOLD == 1000
    assert not ScenarioIndex(scenario).is_large
    assert ScenarioIndex(scenario, len(scenario.entries)).is_large


def test_the_page_of_causes_links_each_thread_with_its_counts(large_site: Path, scenario: Scenario) -> None:
    index = ScenarioIndex(scenario, 1)
    boxes = load_page(large_site, urls.CAUSES).xpath("//figure//a[contains(@class, 'box')]")
    labels = {box.get("href").strip("/"): box.get("aria-label") for box in boxes}
    assert labels.keys() == index.thread_groups.keys()
    fields = index.thread_groups["fields"]
    assert labels["fields"].endswith(f"{len(fields.entry_ids)} entries, {fields.link_count} links")
    assert load_page(large_site, urls.CAUSES).xpath("//*[@data-id]") == []


def test_the_page_of_a_thread_draws_its_entries_and_lists_every_link_into_it(
    large_site: Path, scenario: Scenario
) -> None:
    index = ScenarioIndex(scenario, 1)
    for group in index.thread_groups.values():
        tree = load_page(large_site, urls.thread_causes_address(group.id))
        assert {*tree.xpath("//figure//a/@data-id")} == set(group.entry_ids)
        sentences = tree.xpath("//ul[@class='links']/li")
        assert len(sentences) == group.link_count
        for link, sentence in zip(index.links_by_thread[group.id], sentences, strict=True):
            assert apply_typography(index.titles[link.effect]) in words(sentence)


def test_every_link_has_its_anchor_on_the_page_of_its_effect(large_site: Path, scenario: Scenario) -> None:
    for link in scenario.links:
        item = load_page(large_site, urls.entry_address(link.effect)).get_element_by_id(link_id(link))
        assert item.xpath(".//a[@class='permalink']/@href") == [f"#{link_id(link)}"]


@pytest.mark.parametrize(
    "check",
    [
        test_site.test_every_internal_link_and_anchor_resolves,
        test_site.test_every_id_is_unique_in_its_page,
        test_site.test_every_page_has_a_title_and_a_description_of_its_own,
        test_site.test_no_template_leaks_and_no_macro_failed,
    ],
)
def test_checks_of_the_small_site_pass_on_a_large_one(check: object, large_site: Path) -> None:
    assert callable(check)
    check(large_site)
