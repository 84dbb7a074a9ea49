"""The page about this site: what it answers, what it leaves out, and the citations on it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from bibtexparser.entrypoint import parse_string

from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.text import escape_markdown
from macros.pages.urls import PLACEHOLDER
from tests.pages.factories import entry, full_scenario, scenario
from tests.pages.html_tree import HtmlTree, page_html

if TYPE_CHECKING:
    from macros.layout.font import Font

ADDRESS = "about/"
REPOSITORY = "https://forge.example/canal?a=1&b=2"
HOSTILE = ("=cmd()|'/C calc'!A0", '</script><b x="y">', r"back\slash \N \"", "ends with \\", "line\nbreak", "{{7*7}}")


def render(index: ScenarioIndex, font: Font, repository: str | None = None) -> HtmlTree:
    return HtmlTree(page_html(Renderer(index, font, repository=repository).render("about", ADDRESS)))


def headings(tree: HtmlTree) -> dict[str, str]:
    """Return the headings of the page by anchor."""
    return {element.attributes["id"]: element.text.removesuffix("¶") for element in tree.all("h2")}


def test_headings_ask_what_readers_ask(index: ScenarioIndex, font: Font) -> None:
    assert headings(render(index, font)) == {
        "source": "Who wrote this?",
        "true": "Is this true?",
        "content-note": "Content note",
        "divergence": "What is the point of divergence (POD)?",
        "additions": "What does this site add?",
        "repository": "Repository and data",
        "sure": "How sure is this?",
    }


def test_a_story_without_these_fields_has_no_heading_for_them(font: Font) -> None:
    bare = scenario([entry("one")])
    about = bare.about.model_copy(update={"divergence": None})
    index = ScenarioIndex(bare.model_copy(update={"about": about, "notices": ()}))
    tree = render(index, font)
    assert [*headings(tree)] == ["source", "true", "sure", "additions", "repository"]
    assert not [element.tag for element in tree.elements if element.tag in {"p", "li"} and not element.text]


def test_answers_lead_to_the_page_of_each_question(index: ScenarioIndex, font: Font) -> None:
    hrefs = render(index, font).values("href")
    assert {"../our-timeline/", "../our-timeline/#departures", "../certainty/", "../account/", "../data/"} <= {*hrefs}
    assert index.scenario.about.fiction_label in render(index, font).text


def test_each_weak_spot_is_counted_as_on_the_page_of_certainty(index: ScenarioIndex, font: Font) -> None:
    certainty = HtmlTree(page_html(Renderer(index, font).render("certainty", "certainty/")))
    counted = [(element.attributes["id"], element.text.partition(" of ")[0]) for element in certainty.all("h2")]
    listed = [item for item in render(index, font).all("a") if "certainty/#" in item.attributes["href"]]
    assert [item.attributes["href"].partition("#")[2] for item in listed] == [anchor for anchor, _ in counted]
    assert [item.text.partition(" of ")[0] for item in listed] == [words for _, words in counted]


def test_the_repository_is_linked_where_one_is_set(index: ScenarioIndex, font: Font) -> None:
    assert REPOSITORY in render(index, font, REPOSITORY).values("href")
    assert "repository is at" not in render(index, font).text


def test_the_published_account_is_named_once(index: ScenarioIndex, font: Font) -> None:
    about = index.scenario.about
    assert render(index, font).values("href").count(str(about.source_url)) == 1
    linked = about.model_copy(update={"source": f"It stands [there](<{about.source_url}>)."})
    linked_index = ScenarioIndex(index.scenario.model_copy(update={"about": linked}))
    assert render(linked_index, font).values("href").count(str(about.source_url)) == 1


# Citations


@pytest.fixture
def citations(index: ScenarioIndex, font: Font) -> str:
    return Renderer(index, font).render("cite", ADDRESS)


def find_bibtex(page: str) -> str:
    """Return the example in BibTeX."""
    match = re.search(r'^```bibtex title="BibTeX"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    assert match
    return match[1]


def test_citations_credit_the_published_account_if_there_is_one(
    citations: str, index: ScenarioIndex, font: Font
) -> None:
    address = html.escape(str(index.scenario.about.source_url))
    assert f'<a href="{address}">The Undug Canal, a &lt;tale&gt; &amp; its' in citations
    without_source = Renderer(ScenarioIndex(full_scenario("Title")), font).render("cite", ADDRESS)
    assert "name the account too" not in without_source


def test_the_citation_example_is_valid_bibtex_with_the_label(citations: str, index: ScenarioIndex) -> None:
    (record,) = parse_string(find_bibtex(citations)).entries
    assert record.key == "the-undug-canal"
    assert record["author"] == "Doe, Anna and {Digs \\& Sons}"
    assert record["note"].startswith(index.scenario.about.fiction_label)
    assert record["url"] == PLACEHOLDER
    assert f", {escape_markdown(PLACEHOLDER)}, read on DAY." in citations
    words = f"_The Undug Canal: an alternate history_. {escape_markdown(index.scenario.about.fiction_label)}"
    assert f"Anna Doe, Digs &amp; Sons, {words}" in citations


@pytest.mark.parametrize("title", HOSTILE)
def test_the_citation_example_is_valid_with_any_title(title: str, font: Font) -> None:
    markdown = Renderer(ScenarioIndex(full_scenario(title, title)), font).render("cite", ADDRESS)
    (record,) = parse_string(find_bibtex(markdown)).entries
    assert record["author"].endswith(" contributors}")
    assert record["url"] == PLACEHOLDER
