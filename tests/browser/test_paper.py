"""Pages on paper: dark text on white, with all text and the label, and sensible page breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.page_types import PAGE_TYPES
from tests.paper import letters, sheet_lines

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

PRINTED_PAGES = (
    "",
    "story/",
    "account/",
    "causes/",
    "entries/isthmus-canal/",
    "entries/great-thirst/",
    "contribute/",
)
FINISH_TRANSITIONS = "document.getAnimations().forEach((animation) => animation.finish())"
"""JavaScript: ends the theme's colour transitions."""
COMPARED_LENGTH = 40
"""The number of characters compared at the start and the end of a text; a page break may come between."""
LABEL = "Alternate history. Not a record of what happened."
NOT_PRINTED = ".onward, .breadcrumb, .imprint, .explore-chains, .explore-result, .filters"
COLOURS = """() => {
  const lightness = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const hasText = (element) => Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  const texts = Array.from(document.querySelectorAll("article *"))
    .filter((element) => element.getClientRects().length && hasText(element));
  const property = (element) => (element.namespaceURI.endsWith("svg") ? "fill" : "color");
  const contrast = (element) => 1.05 / (lightness(getComputedStyle(element)[property(element)]) + 0.05);
  const faint = texts.filter((element) => contrast(element) < 4.5).map((element) => element.outerHTML.slice(0, 120));
  return { paper: lightness(getComputedStyle(document.body).backgroundColor), faint };
}"""


def print_lines(page: Page) -> list[list[str]]:
    """Print a page and return the lines of text of each sheet."""
    return sheet_lines(page.pdf(format="A4", print_background=True))


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_print_has_dark_text_on_light_paper(visit: Visit, path: str) -> None:
    page = visit(path, 800, "dark")
    page.emulate_media(media="print")
    page.evaluate(FINISH_TRANSITIONS)
    colours = page.evaluate(COLOURS)
    assert colours["paper"] > 0.9
    assert colours["faint"] == []


@pytest.mark.parametrize("path", PRINTED_PAGES)
def test_print_has_all_text_and_the_label_and_no_heading_ends_a_sheet(visit: Visit, path: str) -> None:
    page = visit(path, 800, "dark")
    headings = {letters(text) for text in page.locator("article :is(h2, h3, h4)").all_inner_texts()}
    words = page.locator("article :is(p, li, summary, dd, td)").evaluate_all(
        "(all, hidden) => all.filter((element) => !element.closest(hidden))"
        "  .filter((element) => !element.querySelector('p, li, dd, .permalink')).map((element) => element.textContent)",
        NOT_PRINTED,
    )
    sheets = print_lines(page)
    all_letters = letters("".join("".join(sheet) for sheet in sheets))
    assert letters(LABEL) in all_letters
    ends = {text: (letters(text)[:COMPARED_LENGTH], letters(text)[-COMPARED_LENGTH:]) for text in words}
    assert [text for text, (start, end) in ends.items() if start not in all_letters or end not in all_letters] == []
    assert [sheet[-1] for sheet in sheets[:-1] if letters(sheet[-1]) in headings] == []


@pytest.mark.parametrize("path", ["", "timeline/", "our-timeline/", "entries/isthmus-canal/"])
def test_a_figure_is_printed_on_one_sheet(visit: Visit, path: str) -> None:
    page = visit(path, 800)
    page.emulate_media(media="print")
    labels = {letters(text) for text in page.locator("figure .broad a text").all_text_contents()}
    assert labels
    sheets = [letters("".join(sheet)) for sheet in print_lines(page)]
    assert any(all(label in sheet for label in labels) for sheet in sheets)
