"""Pages of entries: the order of their parts, numbers of dead, links with one reason, and folded parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from macros import load_font
from macros.pages import urls, views
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.conftest import FONT
from tests.pages.html_tree import page_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from macros.scenario.model import Scenario

DEAD = {"great-thirst", "thirst-deaths"}
"""The entries of the story that claims about a number of dead name."""


def entry_page(index: ScenarioIndex, entry_id: str) -> HtmlElement:
    """Return the page of an entry."""
    page = urls.entry_address(entry_id)
    rendered = Renderer(index, load_font(FONT)).render("entry", page, view=views.entry_view(index, entry_id))
    return lxml_html.fromstring(f"<div>{page_html(rendered)}</div>")


@pytest.fixture(scope="module")
def pages(index: ScenarioIndex) -> dict[str, HtmlElement]:
    return {entry_id: entry_page(index, entry_id) for entry_id in index.entries}


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_reality_follows_the_lead_and_details_are_folded_last(pages: dict[str, HtmlElement]) -> None:
    parts = pages["isthmus-canal"].xpath(
        "./*[self::h1 or self::h2 or self::aside or self::figure] | ./div/div[@data-say]"
    )
    order = [part.get("id") or part.get("class") for part in parts]
    assert order == ["isthmus-canal", "lead", "ours", "causes", "effects", "figure", "details"]


def test_the_number_stands_on_the_pages_of_all_that_its_claims_name(
    pages: dict[str, HtmlElement], index: ScenarioIndex
) -> None:
    assert index.estimated_entries == DEAD
    rows = {entry_id: page.xpath("//tr[th='Number']") for entry_id, page in pages.items()}
    assert {entry_id for entry_id, found in rows.items() if found} == DEAD
    cells = [[words(cell) for cell in rows[entry_id][0]] for entry_id in sorted(DEAD)]
    assert cells == [["Number", "2 to 5 million people", "2 million by the graves 4 estimates"]] * 2


def test_no_sentence_reckons_with_the_dead(pages: dict[str, HtmlElement]) -> None:
    lost = {entry_id: page.xpath("//p[starts-with(., 'Without it')]") for entry_id, page in pages.items()}
    links = {link.split("/")[-2] for found in lost.values() for part in found for link in part.xpath(".//a/@href")}
    assert "mud-slides" in links
    assert not links & DEAD
    assert not any(lost[entry_id] for entry_id in DEAD)


def test_causes_are_counted_by_how_the_account_supports_them(
    pages: dict[str, HtmlElement], index: ScenarioIndex
) -> None:
    for entry_id, page in pages.items():
        bases = [link.basis for link in index.causal_graph.causes[entry_id]]
        counts = [f"{bases.count(basis)} {basis}" for basis in ("stated", "implied", "editorial") if basis in bases]
        lines = page.xpath("//h2[@id='causes']/following-sibling::*[1][self::p]")
        expected = [f"{len(bases)} causes: {' and '.join(counts)}."] if len(counts) > 1 else []
        assert [words(line) for line in lines] == expected, entry_id


def test_links_with_one_reason_share_it_and_keep_their_addresses(
    pages: dict[str, HtmlElement], scenario: Scenario
) -> None:
    causes = ("well-draining", "reed-burning")
    link_ids = [f"{cause}--great-thirst" for cause in causes]
    (group,) = pages["great-thirst"].xpath("//ul[@class='linked']")
    assert words(group.getparent()).count("It left the ground dry.") == 1
    assert group.xpath("li/strong/a/@href") == [f"../{cause}/" for cause in causes]
    assert group.xpath("li/a[@class='permalink']/@href") == [f"../../causes/#{link_id}" for link_id in link_ids]
    assert group.xpath("li/@data-mark") == ["stated in the account"] * 2
    large = entry_page(ScenarioIndex(scenario, large_threshold=1), "great-thirst")
    assert large.xpath("//ul[@class='linked']/li/@id") == link_ids
    assert large.xpath("//ul[@class='linked']/li/a[@class='permalink']/@href") == [
        f"#{link_id}" for link_id in link_ids
    ]


def test_every_folded_part_has_its_target_inside(pages: dict[str, HtmlElement]) -> None:
    folded = {
        target.get("id") for page in pages.values() for target in page.xpath("//details/*[not(self::summary)][@id]")
    }
    assert folded == {"claims", "dating", "gaps", "questions", "rests"}
    assert not any(page.xpath("//details[@open] | //summary[@id]") for page in pages.values())
