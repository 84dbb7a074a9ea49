"""What stands on the card of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.cards import card_content
from macros.pages.figures import Figures

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.pages.scenario_index import ScenarioIndex


def test_the_card_of_an_entry_has_its_facts_and_its_neighbourhood(index: ScenarioIndex, font: Font) -> None:
    figures = Figures(index, font)
    found = card_content(figures, "entries/isthmus-canal/", "Ignored", "Text.", lambda _: "")
    assert (found.title, found.thread) == ("Isthmus Canal", "The canal")
    assert found.facts == "Programme · no date given · stated"
    assert found.name == "地峡运河"
    assert found.drawing == figures.neighbourhood_wide("isthmus-canal")


def test_the_card_of_a_person_has_no_date_and_no_figure(index: ScenarioIndex, font: Font) -> None:
    found = card_content(Figures(index, font), "entries/eirene-notara/", "Ignored", "Text.", lambda _: "")
    assert found.facts == "Person · stated"
    assert found.drawing is None


def test_names_with_missing_glyphs_are_skipped(index: ScenarioIndex, font: Font) -> None:
    names = [name for name in index.entries["isthmus-canal"].names if "運" in name or "运" in name]
    page = "entries/isthmus-canal/"
    second = card_content(Figures(index, font), page, "", "Text.", lambda text: text if text == names[0] else "")
    assert second.name == names[1]
    assert card_content(Figures(index, font), page, "", "Text.", lambda text: text).name == ""


def test_other_pages_show_their_words_and_those_of_causes_the_busiest_neighbourhood(
    index: ScenarioIndex, font: Font
) -> None:
    figures = Figures(index, font)
    glossary = card_content(figures, "glossary/", "Glossary", "What words mean.", lambda _: "")
    assert (glossary.title, glossary.description, glossary.drawing) == ("Glossary", "What words mean.", None)
    for page in ("", "causes/"):
        drawing = card_content(figures, page, "Title", "Text.", lambda _: "").drawing
        assert drawing == figures.neighbourhood_wide("isthmus-canal")
