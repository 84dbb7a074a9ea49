"""The contents of social cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.cards import card_content
from macros.pages.figures import Figures

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.pages.scenario_index import ScenarioIndex


def test_the_card_of_an_entry_has_its_facts_and_its_neighbourhood(index: ScenarioIndex, font: Font) -> None:
    figures = Figures(index, font)
    content = card_content(figures, "entries/isthmus-canal/", "Ignored", "Text.", lambda _: "")
    assert (content.title, content.thread_title) == ("Isthmus Canal", "The canal")
    assert content.facts == "Programme · inferred: between 1648 and 1774 · stated"
    assert content.other_name == "地峡运河"
    assert content.label == f"Alternate history. In reality: {index.entries['isthmus-canal'].in_reality}"
    assert content.figure == figures.neighbourhood_wide("isthmus-canal")


def test_the_card_of_a_person_has_no_date_and_no_figure(index: ScenarioIndex, font: Font) -> None:
    content = card_content(Figures(index, font), "entries/eirene-notara/", "Ignored", "Text.", lambda _: "")
    assert content.facts == "Person · stated"
    assert content.figure is None


def test_names_with_missing_glyphs_are_skipped(index: ScenarioIndex, font: Font) -> None:
    names = [name for name in index.entries["isthmus-canal"].names if "運" in name or "运" in name]
    page = "entries/isthmus-canal/"
    second = card_content(Figures(index, font), page, "", "Text.", lambda text: text if text == names[0] else "")
    assert second.other_name == names[1]
    assert card_content(Figures(index, font), page, "", "Text.", lambda text: text).other_name == ""


def test_other_cards_have_descriptions_and_pages_of_causes_a_figure(index: ScenarioIndex, font: Font) -> None:
    figures = Figures(index, font)
    glossary = card_content(figures, "glossary/", "Glossary", "What words mean.", lambda _: "")
    assert glossary.label == index.scenario.about.fiction_label
    assert (glossary.title, glossary.description) == ("Glossary", "What words mean.")
    assert glossary.figure is None
    for page in ("", "causes/"):
        drawing = card_content(figures, page, "Title", "Text.", lambda _: "").figure
        assert drawing == figures.neighbourhood_wide("isthmus-canal")
