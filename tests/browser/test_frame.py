"""The frame of a page: a header that gives way, and a page whose height and whose capture hold all of it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import load_theme

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

LONG_PAGE = "account/"
LONG_PAGES = ("", LONG_PAGE, "our-timeline/", "references/", "entries/great-thirst/")
SCROLL = """async (distance) => {
  for (let step = 0; step < 10; step += 1) {
    scrollBy({ top: distance / 10, behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
  return document.documentElement.scrollHeight;
}"""
COVERED_LINES = """() => Array.from(document.querySelectorAll("article :is(p, li, dd, td, h2)")).filter((element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2];
  if (!box.width || y < 0 || y > innerHeight || !element.checkVisibility()) return false;
  const top = document.elementFromPoint(x, y);
  return top && !top.closest("article, .md-header");
}).map((element) => element.outerHTML.slice(0, 80))"""
LINE_HEIGHT, BLANK_LINES = 24, 30
"""The height of a line in pixels, and the number of lines that no page leaves blank one after another."""


def scroll_by(page: Page, distance: int) -> int:
    """Scroll a page in ten steps, and return its height afterwards."""
    return int(page.evaluate(SCROLL, distance))


@pytest.mark.parametrize("width", [390, 1366])
def test_the_header_leaves_on_the_way_down_and_returns_on_the_way_up(visit: Visit, width: int) -> None:
    page = visit(LONG_PAGE, width)
    load_theme(page)
    header = page.locator(".md-header")
    scroll_by(page, 1500)
    expect(header).not_to_be_in_viewport()
    scroll_by(page, -400)
    expect(header).to_be_in_viewport(ratio=1)


def test_keys_bring_the_header_back_for_search_and_for_its_links(visit: Visit) -> None:
    page = visit(LONG_PAGE)
    load_theme(page)
    header = page.locator(".md-header")
    scroll_by(page, 1500)
    expect(header).not_to_be_in_viewport()
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Search")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    scroll_by(page, 1500)
    expect(header).not_to_be_in_viewport()
    page.locator(".md-skip").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-header') !== null")
    expect(header).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [390, 1366])
def test_the_header_covers_no_target_of_a_link(visit: Visit, width: int) -> None:
    page = visit(f"{LONG_PAGE}#p3-s3", width)
    load_theme(page)
    scroll_by(page, 2000)
    page.evaluate("location.hash = '#p2-s1'")
    scroll_by(page, 0)
    covered = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    top = page.evaluate("document.getElementById('p2-s1').getBoundingClientRect().top")
    assert covered - 1 <= top < page.evaluate("innerHeight / 2")


@pytest.mark.parametrize("path", LONG_PAGES)
def test_a_capture_has_the_whole_page_whose_height_no_scrolling_changes(visit: Visit, path: str) -> None:
    page = visit(path, 390)
    with Image.open(BytesIO(page.screenshot(full_page=True))) as capture:
        height = capture.height
        lines = range(0, height - LINE_HEIGHT, LINE_HEIGHT)
        extrema = [capture.convert("L").crop((0, y, 390, y + LINE_HEIGHT)).getextrema() for y in lines]
    blank = "".join(" " if low == high else "x" for low, high in extrema)
    assert " " * BLANK_LINES not in blank
    load_theme(page)
    while height - page.evaluate("scrollY + innerHeight") > 1:
        assert scroll_by(page, 2000) == height
        assert page.evaluate(COVERED_LINES) == []
