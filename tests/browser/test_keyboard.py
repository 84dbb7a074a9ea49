"""Everything by keyboard: each control is reached once, in its order, with its focus seen, and nothing holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import wake

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

WALKS = (("", 360), ("changes/", 1280), ("entries/great-chinese-famine/", 1280), ("timeline/", 360), ("data/", 360))
NUMBER = """() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
  const isFirst = (one) => one === document.querySelector(`input[type=radio][name=${one.name}]`);
  const isChosen = (one) => one.checked
    || (isFirst(one) && !document.querySelector(`input[type=radio][name=${one.name}]:checked`));
  const isThere = (one) => one.tabIndex >= 0 && !one.disabled && !one.hidden
    && one.checkVisibility({ visibilityProperty: true }) && (one.type !== "radio" || isChosen(one));
  const found = Array.from(document.querySelectorAll(controls)).filter(isThere);
  found.forEach((one, index) => { one.dataset.stop = index; });
  return found.map((one) => one.outerHTML.slice(0, 120));
}"""
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one);
  const around = getComputedStyle(one.closest("form.md-search__form") ?? one);
  const drawn = one.querySelector("rect");
  const label = one.matches(".md-option") ? getComputedStyle(one.nextElementSibling) : style;
  const box = (one.matches(".md-option") ? one.nextElementSibling : one).getBoundingClientRect();
  return {
    stop: Number(one.dataset.stop ?? -1),
    text: one.outerHTML.slice(0, 120),
    seen: [style, label].some((found) => found.outlineStyle !== "none" && parseFloat(found.outlineWidth) > 0)
      || (around !== style && around.boxShadow !== "none")
      || (drawn !== null && parseFloat(getComputedStyle(drawn).strokeWidth) >= 2.5),
    inView: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
  };
}"""


def walk(page: Page, key: str, most: int) -> list[dict[str, Any]]:
    """Return where a key leads, stop by stop, until the focus leaves the page or `most` stops are made."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press(key)
        found = page.evaluate(FOCUS)
        if found is None:
            break
        stops.append(found)
    return stops


@pytest.mark.parametrize(("path", "width"), WALKS)
def test_a_walk_reaches_everything_in_its_order_and_back(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width)
    wake(page)
    wanted = page.evaluate(NUMBER)
    stops = walk(page, "Tab", len(wanted) + 5)
    assert [stop["stop"] for stop in stops] == list(range(len(wanted))), [wanted, [stop["text"] for stop in stops]]
    assert [stop["text"] for stop in stops if not stop["seen"]] == []
    assert [stop["text"] for stop in stops if not stop["inView"]] == []
    back = walk(page, "Shift+Tab", 12)
    assert [stop["stop"] for stop in back] == list(range(len(wanted) - 1, len(wanted) - 13, -1))


def test_the_first_stop_skips_to_the_content(visit: Visit) -> None:
    page = visit("entries/great-chinese-famine/")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_search_opens_by_a_key_and_escape_leads_back(visit: Visit) -> None:
    page = visit("changes/")
    link = page.locator("article a[href]").first
    link.focus()
    page.keyboard.press("/")
    field = page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()
    page.keyboard.type("famine")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).to_be_hidden()
    expect(link).to_be_focused()


def test_on_a_phone_search_and_menu_are_buttons_that_escape_leads_back_to(visit: Visit) -> None:
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
