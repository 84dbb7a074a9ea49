"""Metadata of pages for social networks and search engines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from macros.pages import urls
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.social_meta import GENRE, social_metadata
from tests.pages.factories import build_index, entry, full_scenario

SITE = "https://host.example/sub/path/"


def graph(
    index: ScenarioIndex, page: str, title: str = "Title", description: str = "Text."
) -> dict[str, dict[str, Any]]:
    """Return the objects in the JSON-LD of a page, by type."""
    data = json.loads(social_metadata(index, SITE, page, title, description).json_ld)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def urls_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [url for key, child in value.items() if key != "license" for url in urls_in(child)]
    if isinstance(value, list):
        return [url for child in value for url in urls_in(child)]
    return [value] if isinstance(value, str) and value.startswith("http") else []


def test_titles_and_card_texts_say_that_it_is_fiction(index: ScenarioIndex) -> None:
    metadata = social_metadata(index, SITE, "entries/eirene-notara/", "Eirene Notara", "Text.")
    assert metadata.title == "Eirene Notara - The Undug Canal (alternate history)"
    assert social_metadata(index, SITE, "", "The Undug Canal", "Text.").title == "The Undug Canal (alternate history)"
    assert metadata.url == f"{SITE}entries/eirene-notara/"
    assert metadata.card_url == f"{SITE}entries/eirene-notara/card.png"
    assert metadata.card_alt.endswith("Alternate history. In reality: Made up for tests.")
    assert social_metadata(index, SITE, "causes/", "Causes", "Text.").card_alt.endswith(
        index.scenario.about.fiction_label
    )


def test_urls_of_pages_with_spaces_or_accents_are_percent_encoded(index: ScenarioIndex) -> None:
    address, url = "größe 2/人/", f"{SITE}gr%C3%B6%C3%9Fe%202/%E4%BA%BA/"
    metadata = social_metadata(index, SITE, address, "Title", "Text.")
    assert (metadata.url, metadata.card_url) == (url, f"{url}card.png")
    assert all(url.isascii() and " " not in url for url in urls_in(json.loads(metadata.json_ld)))
    assert f"{url}card.png" in urls_in(graph(index, address)["WebPage"])


def test_the_card_of_the_home_page_names_the_site_once(index: ScenarioIndex) -> None:
    about = index.scenario.about
    assert social_metadata(index, SITE, "", about.title, "").card_alt == f"{about.title}. {about.fiction_label}"


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, ", in 1 sentence"), (2, ", in 2 sentences")])
def test_the_account_says_how_many_sentences_it_has(index: ScenarioIndex, count: int, words: str) -> None:
    sentences = index.scenario.sentences[:count]
    small_index = ScenarioIndex(index.scenario.model_copy(update={"sentences": sentences}))
    assert graph(small_index, "")["WebSite"]["isBasedOn"]["name"] == f"An account of an alternate history{words}"


@pytest.mark.parametrize("page", ["", "causes/", "glossary/", "entries/", "entries/eirene-notara/"])
def test_every_page_is_part_of_the_site_and_based_on_the_account(index: ScenarioIndex, page: str) -> None:
    objects = graph(index, page)
    site, own = objects["WebSite"], objects["WebPage"]
    assert site["url"] == SITE
    assert own["isPartOf"] == {"@id": site["@id"]}
    assert own["isBasedOn"] == {"@id": site["isBasedOn"]["@id"]}
    for item in (site, own):
        assert item["genre"] == GENRE
        label = index.fiction_label(urls.entry_id_at(page) if item is own else "")
        assert item["about"]["disambiguatingDescription"] == label
    published = str(index.scenario.about.source_url)
    assert all(url.startswith((SITE, "https://schema.org", published)) for url in urls_in(objects))


@pytest.mark.parametrize("page", ["about/", "our-timeline/", "references/", "data/", "changes/", "contribute/"])
def test_nonfiction_pages_are_not_called_fiction(index: ScenarioIndex, page: str) -> None:
    own = graph(index, page)["WebPage"]
    assert not {"genre", "about", "isBasedOn"} & own.keys()
    assert own["isPartOf"]


def test_breadcrumbs_lead_from_home_to_the_page(index: ScenarioIndex) -> None:
    def trail(page: str) -> list[str]:
        steps = graph(index, page)["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        return [step["item"].removeprefix(SITE) for step in steps]

    assert trail("entries/eirene-notara/") == ["", "entries/", "entries/eirene-notara/"]
    assert trail("entries/") == ["", "entries/"]
    assert trail("causes/") == ["", "causes/"]
    assert "BreadcrumbList" not in graph(index, "")


def test_an_entry_is_a_creative_work_about_its_subject(index: ScenarioIndex) -> None:
    page = graph(index, "entries/loukas-laskaris/")["WebPage"]
    assert page["dateModified"] == index.latest_revision["loukas-laskaris"].date
    work = page["mainEntity"]
    assert (work["@type"], work["genre"]) == ("CreativeWork", GENRE)
    assert work["about"]["@type"] == "Person"
    assert work["about"]["disambiguatingDescription"] == "Alternate history. In reality: Made up for tests."
    assert work["alternateName"] == list(index.entries["loukas-laskaris"].names)
    assert "temporalCoverage" not in work
    control = graph(index, "entries/laskaris-regency/")["WebPage"]["mainEntity"]
    assert control["temporalCoverage"] == "1571/1574"
    decade = graph(build_index([entry("war", date="195X")]), "entries/war/")["WebPage"]["mainEntity"]
    assert decade["temporalCoverage"] == "1950-01-01/1959-12-31"
    assert control["about"]["@type"] == "Thing"
    assert [address.rpartition("#")[2] for address in control["isBasedOn"]] == list(
        index.claim_index.locators["laskaris-regency"]
    )


def test_the_site_names_the_published_account_that_it_is_based_on(index: ScenarioIndex) -> None:
    about = index.scenario.about
    published = graph(index, "")["WebSite"]["isBasedOn"]["isBasedOn"]
    assert (published["name"], published["url"]) == (about.source_title, about.source_url)
    assert "isBasedOn" not in graph(ScenarioIndex(full_scenario("Title")), "")["WebSite"]["isBasedOn"]


def test_the_glossary_defines_every_term(index: ScenarioIndex) -> None:
    terms = graph(index, urls.GLOSSARY)["WebPage"]["mainEntity"]
    assert terms["@type"] == "DefinedTermSet"
    by_address = {term["url"].removeprefix(SITE): term for term in terms["hasDefinedTerm"]}
    assert by_address.keys() == {f"glossary/#{term.id}" for term in index.scenario.terms}
    assert {term["@type"] for term in by_address.values()} == {"DefinedTerm"}
    for term, record in zip(index.scenario.terms, terms["hasDefinedTerm"], strict=True):
        lanes = "In this alternate history: " in record["description"], " In our timeline: " in record["description"]
        assert record["description"] == term.meaning or all(lanes)


def test_no_text_can_end_the_script_element_of_the_data() -> None:
    hostile = '</script><script>alert(1)</script><!-- " \\'
    index = ScenarioIndex(full_scenario(hostile))
    for page in ("", "glossary/", "entries/first/"):
        metadata = social_metadata(index, SITE, page, hostile, hostile)
        assert "<" not in metadata.json_ld
        assert json.loads(metadata.json_ld)["@graph"][1]["name"] == hostile


def test_a_link_to_an_entry_is_shared_with_what_is_real(index: ScenarioIndex) -> None:
    entry = index.entries["loukas-laskaris"]
    shared = social_metadata(index, SITE, "entries/loukas-laskaris/", entry.title, "A lead.").description
    assert shared == f"In reality: {entry.in_reality} In this timeline: A lead."
    assert social_metadata(index, SITE, "about/", "About", "A lead.").description == "A lead."
