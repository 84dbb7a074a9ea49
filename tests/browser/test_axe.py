"""axe finds no violation on any kind of page, with all its rules, best practices and target size included."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest

from tests.browser.conftest import load_theme
from tests.browser.page_types import PAGE_TYPES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN = """async (rules) => {
  const still = new CSSStyleSheet(); // a colour in transition has a contrast of its own
  still.replaceSync("*, ::before, ::after { transition: none !important; }");
  document.adoptedStyleSheets.push(still);
  await new Promise(requestAnimationFrame);
  const options = rules ? {runOnly: rules} : {rules: {"target-size": {enabled: true}}};
  const results = await axe.run(document, {...options, resultTypes: ["violations"]});
  const describe = (node) => [node.target.join(" "), node.html.slice(0, 200), node.failureSummary];
  return results.violations.map((violation) => [violation.id, violation.nodes.map(describe)]);
}"""
COLOURS = ["color-contrast"]
"""The rules that depend on the colour scheme."""
NARROW, WIDE, HIGH = 360, 1280, 900
SCREENS = ((NARROW, "dark"), (WIDE, "light"))
"""Each width with one colour scheme, for states of pages."""


def violations(page: Page, rules: list[str] | None = None) -> list[Any]:
    """Return axe's violations on a page in its present state, by some rules or by all."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE)
    results: list[Any] = page.evaluate(RUN, rules)
    return results


def violations_in_both_schemes(page: Page) -> list[Any]:
    """Return axe's violations on a page in light and in dark."""
    page.emulate_media(color_scheme="light")
    in_light = violations(page)
    page.emulate_media(color_scheme="dark")
    return in_light + violations(page, COLOURS)


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_axe_finds_nothing_before_and_after_the_theme_has_run(visit: Visit, path: str) -> None:
    page = visit(path, WIDE)
    assert violations_in_both_schemes(page) == []
    load_theme(page)
    page.set_viewport_size({"width": NARROW, "height": HIGH})
    assert violations(page) == []  # in dark; Lighthouse checks contrast on a phone in light


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_while_search_shows_results(visit: Visit, width: int, scheme: str) -> None:
    page = visit("changes/", width, scheme)
    if width == NARROW:
        page.get_by_role("button", name="Search").click()
    page.get_by_role("textbox", name="Search").fill("thirst")
    page.locator(".md-search-result__item").first.wait_for()
    assert violations(page) == []
    page.get_by_role("textbox", name="Search").fill("qqqq")
    page.locator(".search-help a").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_a_trace(visit: Visit, width: int, scheme: str) -> None:
    page = visit("causes/?trace=isthmus-canal", width, scheme)
    page.locator(".explore-result button").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_in_the_copy_panel(visit: Visit, width: int, scheme: str) -> None:
    page = visit("entries/great-thirst/", width, scheme)
    page.locator("a.permalink").first.click()
    page.locator(".paste textarea").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_in_the_open_menu(visit: Visit) -> None:
    page = visit("changes/", NARROW)
    page.get_by_role("button", name="Menu").click()
    page.locator(".md-sidebar--primary a").last.wait_for()
    assert violations_in_both_schemes(page) == []


def test_axe_reports_a_missing_text_alternative(visit: Visit) -> None:
    page = visit("changes/")
    page.evaluate("document.querySelector('h1').innerHTML += '<img src=\"../assets/favicon.png\">'")
    assert [rule for rule, _ in violations(page)] == ["image-alt"]
