"""Settings of browsers and systems take effect: reduced motion, forced colours, larger text, scroll anchoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.page_types import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visit

ANIMATED = """() => Array.from(document.querySelectorAll("*")).flatMap((element) =>
  [null, "::before", "::after"].map((part) => getComputedStyle(element, part)).filter((style) =>
    style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0) || style.animationName !== "none"
    || style.scrollBehavior === "smooth").map(() => element.outerHTML.slice(0, 120)))"""
CONTRASTS = """() => {
  const lightness = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paper = lightness(getComputedStyle(document.body).backgroundColor);
  const contrast = (colour) => {
    const [low, high] = [paper, lightness(colour)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const worst = (which, property) => Math.min(...Array.from(document.querySelectorAll(which))
    .filter((element) => element.getClientRects().length)
    .map((element) => contrast(getComputedStyle(element)[property])));
  return { lines: worst("figure .run", "stroke"), heads: worst("figure .head", "fill"),
           boxes: worst("figure .box rect", "stroke"), labels: worst("figure a text", "fill"),
           marks: Math.min(...Array.from(document.querySelectorAll("article .mark-stated"), (element) =>
             contrast(getComputedStyle(element, "::before").borderTopColor))) };
}"""
SCROLL_PX = 300
"""The distance of one step of scrolling."""
ENLARGE_TEXT = "() => { document.documentElement.style.fontSize = '250%'; }"
"""Twice the theme's 125 %, as for a reader whose browser has twice the default text size."""
CLIPPED = """() => Array.from(document.querySelectorAll("main *, footer *")).filter((element) => {
  const style = getComputedStyle(element);
  return element.checkVisibility({ visibilityProperty: true })
    && style.overflowX === "hidden" && style.textOverflow !== "ellipsis"
    && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
}).map((element) => element.outerHTML.slice(0, 120))"""
OVERLAPPING = """() => {
  const texts = "article :is(p, h1, h2, h3, h4, dt, dd, li, td, th, summary, figcaption)";
  const lines = Array.from(document.querySelectorAll(texts))
    .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== "inline"
      && !element.closest("svg, .paste, .preview"));
  const overlaps = [];
  for (let index = 1; index < lines.length; index += 1) {
    const [above, below] = [lines[index - 1], lines[index]];
    if (above.contains(below)) continue;
    const [upper, lower] = [above.getBoundingClientRect(), below.getBoundingClientRect()];
    const across = Math.min(upper.right, lower.right) - Math.max(upper.left, lower.left);
    const down = Math.min(upper.bottom, lower.bottom) - Math.max(upper.top, lower.top);
    if (across > 2 && down > 2) overlaps.push([above.outerHTML.slice(0, 80), below.outerHTML.slice(0, 80)]);
  }
  return overlaps;
}"""


@pytest.fixture(scope="module")
def reduced_motion_page(browser: Browser) -> Iterator[Page]:
    """Yield a page of a browser with reduced motion."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["", "causes/?trace=isthmus-canal", "entries/great-thirst/"])
def test_nothing_is_animated_under_reduced_motion(reduced_motion_page: Page, address: str, path: str) -> None:
    reduced_motion_page.goto(address + path)
    assert reduced_motion_page.evaluate(ANIMATED) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_figures_marks_and_focus_are_visible_in_forced_colors(
    browser: Browser, address: str, scheme: str, chosen: str
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(f"{address}entries/isthmus-canal/")
    page.locator(f"[data-md-color-media='(prefers-color-scheme: {chosen})']").evaluate("element => element.click()")
    contrasts = page.evaluate(CONTRASTS)
    assert min(contrasts.values()) >= 4.5, contrasts
    page.locator("article a[href]").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    context.close()


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_text_at_twice_the_size_fits(visit: Visit, path: str) -> None:
    page = visit(path, 1280)
    page.evaluate(ENLARGE_TEXT)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize("path", ["contribute/#init", "our-timeline/#compare-fall"])
def test_scrolling_up_does_not_shift_the_text_being_read(visit: Visit, path: str) -> None:
    page = visit(path, 360)
    paragraph = page.locator(f"#{path.partition('#')[2]}")
    expect(paragraph).to_be_in_viewport()
    for _ in range(12):
        before = paragraph.bounding_box()
        page.evaluate(f"scrollBy(0, -{SCROLL_PX})")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        after = paragraph.bounding_box()
        assert before is not None
        assert after is not None
        assert after["y"] - before["y"] == pytest.approx(SCROLL_PX, abs=2)
