"""Previews: hovering over a link or focusing it shows the entry's summary, in view and in nobody's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from macros.pages import urls
from macros.pages.text import plain_text, smart_punctuation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

THIRST = urls.entry_address("great-thirst")
LINK = ".lead a"
TOOLTIP = "#preview"
LONGER_THAN_DELAY_MS = 900
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: 'layout-shift', buffered: false }); }"""

FETCHED_BY_THEME = {"search_index.json", "search-worker.js", "sitemap.xml"}
"""Files that the theme fetches at the first interaction."""


@pytest.fixture
def thirst_page(visit: Visit) -> Page:
    page = visit(THIRST)
    page.evaluate("localStorage.clear()")
    return page


def hover_over(page: Page, link: Locator) -> Locator:
    link.hover()
    expect(page.locator(TOOLTIP)).to_be_visible()
    return page.locator(TOOLTIP)


def test_hovering_over_a_link_shows_a_preview_of_its_entry(thirst_page: Page, index: ScenarioIndex) -> None:
    entry = index.entries["well-draining"]
    tooltip = hover_over(thirst_page, thirst_page.locator(f"{LINK}[href*='{entry.id}']"))
    lead = plain_text(entry.lead, lambda name: index.entries[name].title)
    facts = f"{entry.kind} · inferred: 1648 or later · {index.claim_index.basis(entry.id)} by the account"
    real = f"In reality: {entry.in_reality}"
    assert tooltip.locator("p").all_text_contents() == [smart_punctuation(entry.title), facts, lead, real]
    link = thirst_page.locator(f"{LINK}[href*='{entry.id}']")
    assert link.get_attribute("aria-describedby") == tooltip.get_attribute("id")
    assert tooltip.get_attribute("role") == "tooltip"


def test_a_preview_leaves_the_paragraph_of_its_link_in_sight(thirst_page: Page) -> None:
    for link in thirst_page.locator("article p:visible a[href*='entries/']:visible").all()[:12]:
        link.scroll_into_view_if_needed()
        card = hover_over(thirst_page, link).bounding_box()
        paragraph = link.locator("xpath=ancestor::p[1]").bounding_box()
        assert card is not None
        assert paragraph is not None
        assert paragraph["height"] <= 120
        assert card["y"] >= paragraph["y"] + paragraph["height"] or card["y"] + card["height"] <= paragraph["y"]
        thirst_page.mouse.move(1, 1)
        expect(thirst_page.locator(TOOLTIP)).to_be_hidden()


def test_all_previews_come_in_one_request(thirst_page: Page) -> None:
    requests: list[str] = []
    thirst_page.on("request", lambda request: requests.append(request.url.rpartition("/")[2]))
    links = thirst_page.locator(LINK)
    for index in range(3):
        tooltip = hover_over(thirst_page, links.nth(index))
        expect(tooltip.locator(".preview-title")).not_to_be_empty()
        thirst_page.mouse.move(1, 1)
        expect(tooltip).to_be_hidden()
    assert requests.count("previews.json") == 1
    assert set(requests) - FETCHED_BY_THEME == {"previews.js", "previews.json"}


def test_a_preview_moves_nothing_on_the_page(thirst_page: Page) -> None:
    thirst_page.evaluate(SHIFTS)
    height = thirst_page.evaluate("document.documentElement.scrollHeight")
    hover_over(thirst_page, thirst_page.locator(LINK).first)
    assert thirst_page.evaluate("document.documentElement.scrollHeight") == height
    assert thirst_page.evaluate("window.shifts") == 0


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("path", [THIRST, "causes/", "timeline/"])
def test_a_preview_stays_inside_the_window(visit: Visit, width: int, path: str) -> None:
    page = visit(path, width)
    links = page.locator(
        ".md-content a[href*='/entries/']:visible, .md-content .lead a, .md-content .figure a.box:visible"
    )
    sample = [links.nth(index) for index in range(0, min(links.count(), 12), 4)]
    assert sample
    for link in sample:
        link.scroll_into_view_if_needed()
        page.mouse.move(0, 0)
        box = hover_over(page, link).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900


def test_keyboard_focus_shows_a_preview_and_escape_closes_it(thirst_page: Page) -> None:
    thirst_page.locator(".breadcrumb a").last.focus()
    while not thirst_page.evaluate(f"document.activeElement.matches('{LINK}')"):
        thirst_page.keyboard.press("Tab")
    expect(thirst_page.locator(TOOLTIP)).to_be_visible()
    thirst_page.keyboard.press("Escape")
    expect(thirst_page.locator(TOOLTIP)).to_be_hidden()
    assert thirst_page.evaluate(f"document.activeElement.matches('{LINK}')")
    thirst_page.keyboard.press("Tab")
    expect(thirst_page.locator(TOOLTIP)).to_be_visible()
    thirst_page.keyboard.press("Shift+Tab")
    thirst_page.wait_for_timeout(LONGER_THAN_DELAY_MS)
    link = thirst_page.locator("[aria-describedby=preview]")
    expect(link).to_have_count(1)
    assert thirst_page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "preview"


def test_the_pointer_can_move_onto_a_preview(thirst_page: Page) -> None:
    tooltip = hover_over(thirst_page, thirst_page.locator(LINK).first)
    tooltip.hover()
    thirst_page.wait_for_timeout(LONGER_THAN_DELAY_MS)
    expect(tooltip).to_be_visible()
    thirst_page.mouse.move(1, 1)
    expect(tooltip).to_be_hidden()


def test_moving_quickly_over_a_link_shows_no_preview(thirst_page: Page) -> None:
    thirst_page.locator(LINK).first.hover()
    thirst_page.mouse.move(1, 1)
    thirst_page.wait_for_timeout(LONGER_THAN_DELAY_MS)
    expect(thirst_page.locator(TOOLTIP)).to_have_count(0)


def test_a_tap_on_a_link_shows_no_preview(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + THIRST)
    target = page.locator(LINK).first
    page.evaluate("addEventListener('click', (event) => event.preventDefault(), true)")
    target.tap()
    page.wait_for_timeout(LONGER_THAN_DELAY_MS)
    expect(page.locator(TOOLTIP)).to_have_count(0)
    context.close()


def test_previews_can_be_turned_off_and_stay_off(thirst_page: Page, visit: Visit) -> None:
    button = thirst_page.locator(".previews-choice")
    expect(button).to_have_text("Turn link previews off")
    button.click()
    expect(button).to_have_text("Turn link previews on")
    thirst_page.locator(LINK).first.hover()
    thirst_page.wait_for_timeout(LONGER_THAN_DELAY_MS)
    expect(thirst_page.locator(TOOLTIP)).to_have_count(0)
    other = visit(THIRST)
    other.locator(LINK).first.hover()
    other.wait_for_timeout(LONGER_THAN_DELAY_MS)
    expect(other.locator(TOOLTIP)).to_have_count(0)
    other.locator(".previews-choice").click()
    hover_over(other, other.locator(LINK).first)
    other.evaluate("localStorage.clear()")


def test_links_to_no_other_entry_have_no_preview(thirst_page: Page) -> None:
    for control in (".permalink >> nth=0", ".locators a >> nth=0", ".downloads a >> nth=0"):
        thirst_page.locator(control).hover()
        thirst_page.wait_for_timeout(LONGER_THAN_DELAY_MS)
        expect(thirst_page.locator(TOOLTIP)).to_have_count(0)


def test_without_scripts_links_have_no_preview(visit: Visit) -> None:
    page = visit(THIRST, scripts=False)
    assert page.locator(".previews-choice:visible, .preview, .paste").count() == 0
    page.locator(LINK).first.click()
    page.wait_for_url("**/entries/thirst-deaths/")
