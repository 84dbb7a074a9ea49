"""Permalinks of records, and the list of published ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.scenario.permalinks import (
    ADDRESS_TEMPLATES,
    merge_permalinks,
    parse_permalinks,
    permalink,
    permalink_keys,
    record_permalinks,
)
from macros.scenario.vocabularies import SECTION

if TYPE_CHECKING:
    from macros.scenario.model import Scenario


def test_records_of_every_section_that_can_be_retired_have_permalinks() -> None:
    assert set(ADDRESS_TEMPLATES) == set(SECTION.values)


@pytest.mark.parametrize("section", ADDRESS_TEMPLATES)
def test_a_permalink_gives_back_its_section_and_id(section: str) -> None:
    record_id = {"sentences": "p1-s2", "claims": "p1-s2-c3", "links": "dam--flood"}.get(section, "dam")
    keys = permalink_keys(permalink(section, record_id))
    assert (section, record_id) in keys
    assert {permalink(*key) for key in keys} == {permalink(section, record_id)}


@pytest.mark.parametrize(
    "address", ["", "entries/", "entries/a/b/", "entries/index/", "elsewhere/#x", "causes/#", "causes/#x", "account/x/"]
)
def test_other_addresses_have_no_id(address: str) -> None:
    assert permalink_keys(address) == []


def test_no_two_records_share_a_permalink(scenario: Scenario) -> None:
    records = (
        *scenario.entries,
        *scenario.threads,
        *scenario.sentences,
        *(claim for sentence in scenario.sentences for claim in sentence.claims),
        *scenario.story,
        *scenario.links,
        *scenario.questions,
        *scenario.terms,
        *scenario.our_timeline,
        *scenario.departures,
        *scenario.myths,
        *(scenario.estimates.estimates if scenario.estimates else ()),
        *scenario.references,
        *scenario.checks,
        *scenario.revisions,
    )
    addresses = list(record_permalinks(records))
    assert len(addresses) == len(records) == len(set(addresses))
    assert list(record_permalinks(scenario.notices)) == []


def test_estimates_end_their_addresses_in_the_anchor_of_their_section(scenario: Scenario) -> None:
    assert scenario.estimates
    estimate = scenario.estimates.estimates[0]
    section = scenario.estimates.model_copy(update={"anchor": "cost"})
    assert list(record_permalinks([estimate])) == [f"our-timeline/#{estimate.id}-estimates"]
    assert list(record_permalinks([section, estimate])) == [f"our-timeline/#{estimate.id}-cost"]
    assert permalink_keys(f"our-timeline/#{estimate.id}-cost", "cost") == [("estimates", estimate.id)]


def test_a_list_only_grows() -> None:
    first = merge_permalinks("", ["b/", "a/"])
    assert [address for _, address in parse_permalinks(first)] == ["a/", "b/"]
    second = merge_permalinks(first, ["c/", "a/"])
    assert [address for _, address in parse_permalinks(second)] == ["a/", "b/", "c/"]
    assert merge_permalinks(second, []) == second


def test_line_numbers_count_comments_and_empty_lines() -> None:
    assert list(parse_permalinks("# So.\n\na/\n  b/  \n")) == [(3, "a/"), (4, "b/")]
