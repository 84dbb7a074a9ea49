"""Pages by keyboard: Tab reaches every control once, in order, with a visible focus and no trap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browsers.page import LOAD_THEME, NEXT_FRAME

if TYPE_CHECKING:
    from tests.browsers.conftest import Visit
    from tests.browsers.page import Page

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
  const shape = element.querySelector("rect");
  const label = element.matches(".md-option") ? element.nextElementSibling : element;
  const box = (element.querySelector("rect, text, path") ?? label).getBoundingClientRect();
  return {
    stop: Number(element.dataset.stop ?? -1),
    text: element.outerHTML.slice(0, 120),
    hasOutline: [element, label].map((part) => getComputedStyle(part)).some((part) =>
        part.outlineStyle !== "none" && parseFloat(part.outlineWidth) > 0)
      || (around !== style && around.boxShadow !== "none")
      || (shape !== null && parseFloat(getComputedStyle(shape).strokeWidth) >= 2.5),
    inView: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight
      && (shape === null || box.top >= Math.max(...[".md-header", "svg.years"].map((selector) =>
        document.querySelector(selector)?.getBoundingClientRect().bottom ?? 0)) - 1),
  };
}"""
DESCRIBE_FOCUS_IN_NEXT_FRAME = f"() => ({NEXT_FRAME})().then({DESCRIBE_FOCUS})"
"""JavaScript: WebKit loses a scroll when keys come faster than frames."""
IS_IN_SEARCH = "document.activeElement.matches('.md-search__input')"


def walk(page: Page, key: str, limit: int) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page, at most `limit` times; return the focus after each press."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        page.press(key)
        focus = page.evaluate(DESCRIBE_FOCUS_IN_NEXT_FRAME)
        if focus is None:
            break
        stops.append(focus)
    return stops


@pytest.mark.parametrize(("path", "width"), PAGES)
def test_tab_reaches_every_control_in_order_and_back(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width)
    page.evaluate(LOAD_THEME)
    controls = page.evaluate(NUMBER_STOPS)
    stops = walk(page, "Tab", len(controls))
    assert [stop["stop"] for stop in stops] == list(range(len(controls))), [stop["text"] for stop in stops]
    assert [stop["text"] for stop in stops if not stop["hasOutline"]] == []
    assert [stop["text"] for stop in stops if not stop["inView"]] == []
    back = walk(page, "Shift+Tab", 12)
    last = len(controls) - 1
    assert [stop["stop"] for stop in back] == list(range(last - 1, last - 13, -1))


@pytest.mark.parametrize(("path", "width"), [("causes/", 1280), ("causes/", 390), ("timeline/", 1280)])
def test_a_focused_box_of_a_figure_is_in_view(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width, 700)
    page.evaluate(LOAD_THEME)
    page.evaluate("document.querySelector('main form :is(button, select, summary)').focus()")
    count = page.evaluate(
        "Array.from(document.querySelectorAll('main svg a')).filter((link) => link.getClientRects().length).length"
    )
    stops = [stop for stop in walk(page, "Tab", min(count, 30) + 4) if "<a" in stop["text"]]
    assert len(stops) >= min(count, 30)
    assert [stop["text"] for stop in stops if not stop["inView"]] == []


@pytest.mark.parametrize("key", ["/", "s"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_key_opens_search_before_and_after_the_theme_is_loaded(visit: Visit, width: int, key: str) -> None:
    page = visit("changes/", width)
    page.press(key)
    page.wait_for(IS_IN_SEARCH)
    page.press("Escape")
    page.wait_for(f"!{IS_IN_SEARCH}")
    page.press(key)
    page.wait_for(IS_IN_SEARCH)
    page.type("thirst")
    page.wait_for("document.querySelector('.md-search-result__item')?.checkVisibility({ visibilityProperty: true })")
    assert page.evaluate("document.querySelector('.md-search__input').value") == "thirst"


def test_search_closes_when_tab_leaves_it(visit: Visit) -> None:
    page = visit("changes/")
    page.click(".md-search__input")
    page.type("thirst")
    page.wait_for("document.querySelector('.md-search-result__item')")
    page.press("Tab")
    page.wait_for("!document.querySelector('.md-search__output').checkVisibility({ visibilityProperty: true })")
    assert page.evaluate("document.activeElement.matches('.md-tabs a')")


def test_the_first_stop_skips_to_the_content(visit: Visit) -> None:
    page = visit("entries/great-thirst/")
    page.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.press("Enter")
    page.wait_for("location.hash")
    page.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
