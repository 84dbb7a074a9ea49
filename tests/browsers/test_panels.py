"""The copy panel and the previews of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browsers.conftest import Visit
    from tests.browsers.page import Page

THIRST = "entries/great-thirst/"
BOX = """(selector) => {
  const { left, right } = document.querySelector(selector).getBoundingClientRect();
  return { left, right, width: document.documentElement.clientWidth,
           overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth };
}"""
HIDDEN_TEXT = """() => {
  const text = document.querySelector(".paste textarea");
  const largest = parseFloat(getComputedStyle(text).maxHeight);
  return Math.min(text.scrollHeight, largest - 2) - text.clientHeight;
}"""
"""JavaScript: returns the pixels of the text that its box hides, up to the greatest height of the box."""


def assert_inside_page(page: Page, selector: str) -> None:
    box = page.evaluate(BOX, selector)
    assert box["left"] >= 0
    assert box["right"] <= box["width"]
    assert box["overflow"] <= 0


@pytest.mark.parametrize("width", [390, 1280])
def test_the_first_click_on_a_permalink_copies(visit: Visit, width: int) -> None:
    page = visit(THIRST, width)
    page.click("article a.permalink")
    page.wait_for("document.querySelector('.paste [role=status]')?.textContent")
    assert page.evaluate("document.querySelector('.paste [role=status]').textContent").startswith("Copied: ")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_copy_panel_shows_the_whole_text_inside_the_page(visit: Visit, width: int) -> None:
    page = visit(THIRST, width)
    page.click("article a.permalink")
    page.wait_for("document.querySelector('.paste textarea')?.value")
    page.click(".paste [data-format=markdown]")
    assert_inside_page(page, ".paste")
    assert page.evaluate(HIDDEN_TEXT) <= 1


@pytest.mark.parametrize("width", [390, 1280])
def test_a_preview_opens_on_hover_inside_the_page(visit: Visit, width: int) -> None:
    page = visit(THIRST, width)
    page.hover(".lead a")
    page.wait_for("document.querySelector('#preview:popover-open')?.textContent")
    assert_inside_page(page, "#preview")
    page.press("Escape")
    page.wait_for("!document.querySelector('#preview:popover-open')")


def test_the_copy_panel_stands_in_the_page_and_closes_by_escape(visit: Visit) -> None:
    page = visit(THIRST)
    page.click("article a.permalink")
    page.wait_for(
        "document.querySelector('.entry-head .lead + .paste [role=status]')?.textContent.startsWith('Copied: ')"
    )
    assert page.evaluate("document.activeElement.closest('.paste') !== null")
    page.press("Escape")
    page.wait_for("!document.querySelector('.paste') && document.activeElement.matches('a.permalink')")
