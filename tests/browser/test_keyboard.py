"""Search and menu by keyboard: what opens them, and where the focus is after Escape; tests/browsers walks by Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit


def test_search_opens_by_a_key_and_escape_restores_the_focus(visit: Visit) -> None:
    page = visit("changes/")
    link = page.locator("article a[href]").first
    link.focus()
    page.keyboard.press("/")
    field = page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()
    page.keyboard.type("thirst")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).to_be_hidden()
    expect(link).to_be_focused()


def test_escape_restores_the_focus_to_the_buttons_of_phones(visit: Visit) -> None:
    page = visit("changes/", 360)
    search, menu = (page.get_by_role("button", name=name, exact=True) for name in ("Search", "Menu"))
    search.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    expect(search).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(search).to_be_focused()
    expect(search).to_have_attribute("aria-expanded", "false")
    menu.focus()
    page.keyboard.press(" ")
    links = page.locator(".md-sidebar--primary a:visible")
    expect(links.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(links).to_have_count(0)
