"""Pages by keyboard: Tab reaches every control once, in order, with a visible focus and no trap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import load_theme

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

PAGES = (("", 360), ("changes/", 1280), ("entries/great-thirst/", 1280), ("timeline/", 360), ("data/", 360))
NUMBER_STOPS = """() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
  const isFirst = (element) => element === document.querySelector(`input[type=radio][name=${element.name}]`);
  const isChosen = (element) => element.checked
    || (isFirst(element) && !document.querySelector(`input[type=radio][name=${element.name}]:checked`));
  const isStop = (element) => element.tabIndex >= 0 && !element.disabled && !element.hidden
    && element.checkVisibility({ visibilityProperty: true }) && (element.type !== "radio" || isChosen(element));
  const stops = Array.from(document.querySelectorAll(controls)).filter(isStop);
  stops.forEach((element, index) => { element.dataset.stop = index; });
  return stops.map((element) => element.outerHTML.slice(0, 120));
}"""
DESCRIBE_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const around = getComputedStyle(element.closest("form.md-search__form") ?? element);
  const rect = element.querySelector("rect");
  const label = element.matches(".md-option") ? getComputedStyle(element.nextElementSibling) : style;
  const box = (element.matches(".md-option") ? element.nextElementSibling : element).getBoundingClientRect();
  return {
    stop: Number(element.dataset.stop ?? -1),
    text: element.outerHTML.slice(0, 120),
    hasOutline: [style, label].some((part) => part.outlineStyle !== "none" && parseFloat(part.outlineWidth) > 0)
      || (around !== style && around.boxShadow !== "none")
      || (rect !== null && parseFloat(getComputedStyle(rect).strokeWidth) >= 2.5),
    inView: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
  };
}"""


def walk(page: Page, key: str, limit: int) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page, at most `limit` times; return the focus after each press."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.keyboard.press(key)
        focus = page.evaluate(DESCRIBE_FOCUS)
        if focus is None:
            break
        stops.append(focus)
    return stops


@pytest.mark.parametrize(("path", "width"), PAGES)
def test_tab_reaches_every_control_in_order_and_back(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width)
    load_theme(page)
    page.locator(".md-top").evaluate("button => button.remove()")  # it comes and goes with the direction of scrolling
    controls = page.evaluate(NUMBER_STOPS)
    stops = walk(page, "Tab", len(controls) + 5)
    assert [stop["text"] for stop in stops if stop["stop"] not in range(len(controls))] == []
    assert [stop["stop"] for stop in stops] == list(range(len(controls))), controls[len(stops) :]
    assert [stop["text"] for stop in stops if not stop["hasOutline"]] == []
    assert [stop["text"] for stop in stops if not stop["inView"]] == []
    back = walk(page, "Shift+Tab", 12)
    assert [stop["stop"] for stop in back] == list(range(len(controls) - 1, len(controls) - 13, -1))


def test_the_first_stop_skips_to_the_content(visit: Visit) -> None:
    page = visit("entries/great-thirst/")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


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
