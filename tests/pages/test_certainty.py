"""The page of certainty: its counts, its lists, and the addresses to which they lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from macros.pages import views
from macros.pages.macros import PAGE_PARTS, build_macros
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.pages import factories
from tests.pages.html_tree import HtmlTree, page_html

if TYPE_CHECKING:
    from macros.layout.font import Font

ADDRESS = "certainty/"


def render(index: ScenarioIndex, font: Font) -> HtmlTree:
    return HtmlTree(page_html(Renderer(index, font).render("certainty", ADDRESS)))


def hrefs(tree: HtmlTree) -> list[str]:
    return [element.attributes["href"] for element in tree.all("a") if "headerlink" not in str(element.attributes)]


@pytest.fixture
def page(index: ScenarioIndex, font: Font) -> HtmlTree:
    return render(index, font)


def test_the_first_sentence_says_how_much_is_stated(page: HtmlTree) -> None:
    assert page.all("p")[0].text == (
        "The account states 22 of the 31 claims about this timeline and 15 of the 23 links of cause and effect. "
        "Everything less than certain stands here by kind, and each item leads to its place."
    )


def test_each_kind_counts_the_items_of_its_list(page: HtmlTree) -> None:
    assert [element.text for element in page.all("h2")] == [
        *("8 implied claims of 31", "8 implied links of 23", "1 statement of our own", "4 points left open"),
        *("3 questions of reading", "5 unconfirmed statements", "5 disputed points", "1 work cited from memory"),
    ]
    counts = [int(re.match(r"\d+", element.text)[0]) for element in page.all("h2")]  # type: ignore[index]
    assert len(page.all("ul")) == len(counts)
    assert sum(counts) == len(page.all("li"))


def test_every_item_leads_to_its_place(page: HtmlTree, index: ScenarioIndex, font: Font) -> None:
    macros = build_macros(Renderer(index, font), (), lambda: "")
    ids = {
        f"../{part}/#{element.attributes['id']}"
        for part in PAGE_PARTS
        for element in HtmlTree(page_html(macros[part.replace("-", "_")]())).elements
        if "id" in element.attributes
    }
    pages = {f"../entries/{entry_id}/" for entry_id in index.entries}
    targets = [href for href in hrefs(page) if href.startswith("..")]
    assert len(targets) >= len(page.all("li"))
    assert [href for href in targets if href not in ids | pages] == []


def test_a_long_list_is_folded_and_no_list_is_searched_twice(font: Font) -> None:
    works = factories.full_scenario("Title").references[:1] * (views.MAX_UNFOLDED_ITEMS + 1)
    for count, folded in ((views.MAX_UNFOLDED_ITEMS, 0), (views.MAX_UNFOLDED_ITEMS + 1, 1)):
        recalled = tuple(work.model_copy(update={"confirmed": False}) for work in works[:count])
        scenario = factories.scenario([factories.entry("one")]).model_copy(update={"references": recalled})
        tree = render(ScenarioIndex(scenario), font)
        assert len(tree.all("details")) == folded
        excluded = [element for element in tree.elements if "data-search-exclude" in element.attributes]
        assert len(excluded) == len(tree.all("ul"))
        assert len(tree.all("cite")) == count
