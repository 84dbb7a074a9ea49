"""What readers ask of their browsers and systems: less motion, few colours, larger text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.page_types import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visit

MOVING = """() => Array.from(document.querySelectorAll("*")).flatMap((one) =>
  [null, "::before", "::after"].map((part) => getComputedStyle(one, part)).filter((style) =>
    style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0) || style.animationName !== "none"
    || style.scrollBehavior === "smooth").map(() => one.outerHTML.slice(0, 120)))"""
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
    const [low, high] = [paper, lightness(colour)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  const worst = (which, property) => Math.min(...Array.from(document.querySelectorAll(which))
    .filter((one) => one.getClientRects().length).map((one) => contrast(getComputedStyle(one)[property])));
  return { lines: worst("figure .run", "stroke"), heads: worst("figure .head", "fill"),
           boxes: worst("figure .box rect", "stroke"), labels: worst("figure a text", "fill"),
           marks: Math.min(...Array.from(document.querySelectorAll("article .mark-stated"), (one) =>
             contrast(getComputedStyle(one, "::before").borderTopColor))) };
}"""
STEP_PX = 300
"""How far is scrolled at once."""
LARGER = "() => { document.documentElement.style.fontSize = '250%'; }"
"""Twice the 125 % of the theme: the text of a reader whose browser is set to twice the size."""
CLIPPED = """() => Array.from(document.querySelectorAll("main *, footer *")).filter((one) => {
  const style = getComputedStyle(one);
  return one.checkVisibility({ visibilityProperty: true })
    && style.overflowX === "hidden" && style.textOverflow !== "ellipsis"
    && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1;
}).map((one) => one.outerHTML.slice(0, 120))"""
OVERLAPPING = """() => {
  const texts = "article :is(p, h1, h2, h3, h4, dt, dd, li, td, th, summary, figcaption)";
  const lines = Array.from(document.querySelectorAll(texts))
    .filter((one) => one.checkVisibility() && !one.closest("svg, .paste, .preview"));
  const found = [];
  for (let index = 1; index < lines.length; index += 1) {
    const [above, below] = [lines[index - 1], lines[index]];
    if (above.contains(below)) continue;
    const [one, other] = [above.getBoundingClientRect(), below.getBoundingClientRect()];
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (across > 2 && down > 2) found.push([above.outerHTML.slice(0, 80), below.outerHTML.slice(0, 80)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def still(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser that was asked for less motion."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["", "causes/?trace=great-leap-forward", "entries/great-chinese-famine/"])
def test_nothing_moves_where_less_motion_is_asked_for(still: Page, address: str, path: str) -> None:
    still.goto(address + path)
    assert still.evaluate(MOVING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_figures_marks_and_focus_are_seen_in_forced_colours(
    browser: Browser, address: str, scheme: str, chosen: str
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(f"{address}entries/great-leap-forward/")
    page.locator(f"[data-md-color-media='(prefers-color-scheme: {chosen})']").evaluate("one => one.click()")
    found = page.evaluate(CONTRASTS)
    assert min(found.values()) >= 4.5, found
    page.locator("article a[href]").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    context.close()


@pytest.mark.parametrize("path", KINDS)
def test_text_of_twice_the_size_fits(visit: Visit, path: str) -> None:
    page = visit(path, 1280)
    page.evaluate(LARGER)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize("path", ["account/#p5-s1", "our-timeline/#compare-fall"])
def test_what_is_read_stays_in_its_place_while_what_is_above_it_is_laid_out(visit: Visit, path: str) -> None:
    page = visit(path, 360)
    read = page.locator(f"#{path.partition('#')[2]}")
    expect(read).to_be_in_viewport()
    for _ in range(12):
        before = read.bounding_box()
        page.evaluate(f"scrollBy(0, -{STEP_PX})")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        after = read.bounding_box()
        assert before is not None
        assert after is not None
        assert after["y"] - before["y"] == pytest.approx(STEP_PX, abs=2)
