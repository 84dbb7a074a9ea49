"""The contents of social cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.pages.cards import card_content
from macros.pages.figures import Figures
from tests.pages.factories import build_index, entry, link

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.pages.scenario_index import ScenarioIndex


def test_the_card_of_an_entry_has_its_facts_and_its_neighbourhood(index: ScenarioIndex, font: Font) -> None:
    figures = Figures(index, font)
    content = card_content(figures, "entries/isthmus-canal/", "Ignored", "Text.")
    assert (content.title, content.thread_title) == ("Isthmus Canal", "The canal")
    assert content.facts == "Programme · inferred: between 1648 and 1774 · stated"
    assert content.other_name == "地峡运河"
    assert content.label == f"Alternate history. In reality: {index.entries['isthmus-canal'].in_reality}"
    assert content.figure == figures.neighbourhood_wide("isthmus-canal")


def test_the_card_of_a_person_has_no_date_and_no_figure(index: ScenarioIndex, font: Font) -> None:
    content = card_content(Figures(index, font), "entries/eirene-notara/", "Ignored", "Text.")
    assert content.facts == "Person · stated"
    assert content.figure is None


MONGOLIAN = "\u182e\u1823\u1829"


def test_names_that_no_font_has_are_skipped(font: Font) -> None:
    index = build_index([entry("leap", names=(MONGOLIAN, "大跃进")), entry("other", names=(MONGOLIAN,))])
    cards = [card_content(Figures(index, font), f"entries/{name}/", "", "Text.") for name in index.entries]
    assert [card.other_name for card in cards] == ["大跃进", ""]


@pytest.mark.parametrize(
    ("names", "expected"), [((MONGOLIAN * 2, "大跃进", "The “Leap”"), "The “Leap”"), ((), MONGOLIAN)]
)
def test_a_name_in_latin_replaces_a_title_that_no_font_has(names: tuple[str, ...], expected: str, font: Font) -> None:
    index = build_index([entry("leap", MONGOLIAN, names=names), entry("next", "القفزة")], [link("leap", "next")])
    figures = Figures(index, font)
    assert card_content(figures, "entries/leap/", "", "Text.").title == expected
    assert [node.title for node in figures.nodes.values()] == [expected, "القفزة"]


def test_other_cards_have_descriptions_and_pages_of_causes_a_figure(index: ScenarioIndex, font: Font) -> None:
    figures = Figures(index, font)
    glossary = card_content(figures, "glossary/", "Glossary", "What words mean.")
    assert glossary.label == index.scenario.about.fiction_label
    assert (glossary.title, glossary.description) == ("Glossary", "What words mean.")
    assert glossary.figure is None
    for page in ("", "causes/"):
        drawing = card_content(figures, page, "Title", "Text.").figure
        assert drawing == figures.neighbourhood_wide("isthmus-canal")
