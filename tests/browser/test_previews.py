"""Previews: what an entry is, beside a link to it, for whoever rests on it; and in nobody's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from macros.pages import urls
from macros.pages.text import plain, smart_punctuation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

FAMINE = urls.entry("great-chinese-famine")
LINK = ".lead a"
NOTE = "#preview"
LONGER_THAN_PATIENCE = 900
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.shifts += one.value;
}).observe({ type: 'layout-shift', buffered: false }); }"""

OF_SEARCH = {"search_index.json", "search-worker.js", "sitemap.xml"}
"""What the theme fetches at the first sign of a reader."""


@pytest.fixture
def famine(visit: Visit) -> Page:
    page = visit(FAMINE)
    page.evaluate("localStorage.clear()")
    return page


def rest(page: Page, link: Locator) -> Locator:
    link.hover()
    expect(page.locator(NOTE)).to_be_visible()
    return page.locator(NOTE)


def test_resting_on_a_link_shows_what_it_leads_to(famine: Page, index: ScenarioIndex) -> None:
    entry = index.entries["lysenkoist-practices"]
    note = rest(famine, famine.locator(f"{LINK}[href*='{entry.id}']"))
    lead = plain(entry.lead, lambda name: index.entries[name].title)
    facts = f"{entry.kind} · no date given · {index.basis(entry.id)} by the account"
    assert note.locator("p").all_text_contents() == [smart_punctuation(entry.title), facts, lead]
    link = famine.locator(f"{LINK}[href*='{entry.id}']")
    assert link.get_attribute("aria-describedby") == note.get_attribute("id")
    assert note.get_attribute("role") == "tooltip"


def test_the_whole_site_takes_one_small_request(famine: Page) -> None:
    asked: list[str] = []
    famine.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    links = famine.locator(LINK)
    for index in range(3):
        note = rest(famine, links.nth(index))
        expect(note.locator(".preview-title")).not_to_be_empty()
        famine.mouse.move(1, 1)
        expect(note).to_be_hidden()
    assert asked.count("previews.json") == 1
    assert set(asked) - OF_SEARCH == {"previews.js", "previews.json"}


def test_nothing_on_the_page_moves(famine: Page) -> None:
    famine.evaluate(SHIFTS)
    height = famine.evaluate("document.documentElement.scrollHeight")
    rest(famine, famine.locator(LINK).first)
    assert famine.evaluate("document.documentElement.scrollHeight") == height
    assert famine.evaluate("window.shifts") == 0


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("path", [FAMINE, "causes/", "timeline/"])
def test_a_preview_stays_inside_the_window(visit: Visit, width: int, path: str) -> None:
    page = visit(path, width)
    links = page.locator(
        ".md-content a[href*='/entries/']:visible, .md-content .lead a, .md-content .figure a.box:visible"
    )
    chosen = [links.nth(index) for index in range(0, min(links.count(), 12), 4)]
    assert chosen
    for link in chosen:
        link.scroll_into_view_if_needed()
        page.mouse.move(0, 0)
        box = rest(page, link).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900


def test_the_keyboard_gets_it_too_and_escape_closes_it(famine: Page) -> None:
    famine.locator(".breadcrumb a").last.focus()
    while not famine.evaluate(f"document.activeElement.matches('{LINK}')"):
        famine.keyboard.press("Tab")
    expect(famine.locator(NOTE)).to_be_visible()
    famine.keyboard.press("Escape")
    expect(famine.locator(NOTE)).to_be_hidden()
    assert famine.evaluate(f"document.activeElement.matches('{LINK}')")
    famine.keyboard.press("Tab")
    expect(famine.locator(NOTE)).to_be_visible()
    famine.keyboard.press("Shift+Tab")
    famine.wait_for_timeout(LONGER_THAN_PATIENCE)
    described = famine.locator("[aria-describedby=preview]")
    expect(described).to_have_count(1)
    assert famine.evaluate("document.activeElement.getAttribute('aria-describedby')") == "preview"


def test_the_pointer_may_move_onto_it(famine: Page) -> None:
    note = rest(famine, famine.locator(LINK).first)
    note.hover()
    famine.wait_for_timeout(LONGER_THAN_PATIENCE)
    expect(note).to_be_visible()
    famine.mouse.move(1, 1)
    expect(note).to_be_hidden()


def test_passing_over_a_link_shows_nothing(famine: Page) -> None:
    famine.locator(LINK).first.hover()
    famine.mouse.move(1, 1)
    famine.wait_for_timeout(LONGER_THAN_PATIENCE)
    expect(famine.locator(NOTE)).to_have_count(0)


def test_touch_gets_none_and_follows_the_link(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + FAMINE)
    target = page.locator(LINK).first
    page.evaluate("addEventListener('click', (event) => event.preventDefault(), true)")
    target.tap()
    page.wait_for_timeout(LONGER_THAN_PATIENCE)
    expect(page.locator(NOTE)).to_have_count(0)
    context.close()


def test_they_can_be_turned_off_and_stay_off(famine: Page, visit: Visit) -> None:
    choice = famine.locator(".previews-choice")
    expect(choice).to_have_text("Turn link previews off")
    choice.click()
    expect(choice).to_have_text("Turn link previews on")
    famine.locator(LINK).first.hover()
    famine.wait_for_timeout(LONGER_THAN_PATIENCE)
    expect(famine.locator(NOTE)).to_have_count(0)
    other = visit(FAMINE)
    other.locator(LINK).first.hover()
    other.wait_for_timeout(LONGER_THAN_PATIENCE)
    expect(other.locator(NOTE)).to_have_count(0)
    other.locator(".previews-choice").click()
    rest(other, other.locator(LINK).first)
    other.evaluate("localStorage.clear()")


def test_links_that_lead_to_no_other_entry_have_none(famine: Page) -> None:
    for control in (".permalink >> nth=0", ".locators a >> nth=0", ".downloads a >> nth=0"):
        famine.locator(control).hover()
        famine.wait_for_timeout(LONGER_THAN_PATIENCE)
        expect(famine.locator(NOTE)).to_have_count(0)


def test_without_script_links_are_plain(visit: Visit) -> None:
    page = visit(FAMINE, scripts=False)
    assert page.locator(".previews-choice, .preview, .paste").count() == 0
    page.locator(LINK).first.click()
    page.wait_for_url("**/entries/famine-deaths/")
