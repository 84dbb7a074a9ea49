"""The figures of causes and of the timeline: traces, chains, what-if and filters, and their state after Back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.analysis.graphs import ancestors, descendants

if TYPE_CHECKING:
    from macros.pages.scenario_index import ScenarioIndex
    from tests.browsers.conftest import Visit
    from tests.browsers.page import Page

CANAL, SIEGE = "isthmus-canal", "siege-of-the-city"
PANEL = ".explore-panel"
LIT_BOXES = """() => Array.from(document.querySelectorAll("figure a.box.lit"))
  .filter((box) => box.getClientRects().length).map((box) => box.dataset.id)"""
BOX_TOP = """(id) => Array.from(document.querySelectorAll(`figure a.box[data-id="${id}"] rect`))
  .find((rect) => rect.getClientRects().length).getBoundingClientRect().top"""
CHOOSE = """([name, value]) => {
  const select = document.querySelector(`select[name=${name}]`);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}"""
FILTERS = """() => [
  location.search,
  Array.from(document.querySelectorAll(".filters select"), (select) => select.value),
  Array.from(document.querySelectorAll(".happening[data-id]:not([hidden])"), (item) => item.dataset.id),
]"""
"""JavaScript: returns the query, the values of the fields, and the entries in the list."""
CHAIN_FIELDS = "Array.from(document.querySelectorAll('.explore-chains input'), (input) => input.value)"
MARK_BUTTON = """(label) => Array.from(document.querySelectorAll(".explore-panel button"))
  .find((button) => button.textContent.startsWith(label)).setAttribute("data-test", label[0])"""


def wait_for_panel(page: Page, text: str) -> None:
    page.wait_for(f"(text) => document.querySelector('{PANEL}').textContent.includes(text)", text)


def box(name: str) -> str:
    return f"figure a.box[data-id={name}]"


@pytest.mark.parametrize("width", [390, 1280])
def test_an_address_traces_a_box_and_scrolls_to_it(visit: Visit, index: ScenarioIndex, width: int) -> None:
    page = visit(f"causes/?trace={CANAL}", width)
    wait_for_panel(page, "led to this")
    lit = {CANAL, *ancestors(index.causal_graph, CANAL), *descendants(index.causal_graph, CANAL)}
    assert set(page.evaluate(LIT_BOXES)) == lit
    page.wait_for(f"() => {{ const top = ({BOX_TOP})('{CANAL}'); return top > 48 && top < innerHeight / 2 + 60; }}")


def test_a_box_is_traced_by_click_and_by_keyboard(visit: Visit) -> None:
    page = visit("causes/")
    page.click(box(CANAL))
    wait_for_panel(page, "led to this")
    page.press("Escape")
    page.wait_for(f"document.querySelector('{PANEL}').hidden")
    for key in ("Enter", "Space"):
        page.evaluate(f"document.querySelector('figure .broad a.box[data-id={CANAL}]').focus()")
        page.press(key)
        page.wait_for(f"!document.querySelector('{PANEL}').hidden")
        assert page.evaluate("location.search") == f"?trace={CANAL}"
        page.press("Escape")
        page.wait_for(f"document.querySelector('{PANEL}').hidden")


def test_what_if_strikes_a_box(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("causes/")
    page.click(box(CANAL))
    wait_for_panel(page, "led to this")
    page.evaluate(MARK_BUTTON, "What if")
    page.click("[data-test=W]")
    fallen = index.causal_graph.find_dominated(CANAL)
    wait_for_panel(page, f"{len(fallen)} would lose every recorded cause")
    assert page.evaluate("document.querySelectorAll('figure .broad a.fallen').length") == len(fallen)


def test_using_the_panel_does_not_scroll_the_figure_away(visit: Visit) -> None:
    page = visit(f"causes/?trace={CANAL}", 1280, 700)
    wait_for_panel(page, "led to this")
    before = page.evaluate(BOX_TOP, CANAL)
    page.evaluate(MARK_BUTTON, "What if")
    page.click("[data-test=W]")
    wait_for_panel(page, "had it not happened")
    assert page.evaluate(BOX_TOP, CANAL) == pytest.approx(before, abs=2)
    page.press("Tab")
    page.press("Tab")
    assert page.evaluate(BOX_TOP, CANAL) == pytest.approx(before, abs=2)


def test_a_click_on_a_box_does_not_scroll_it(visit: Visit) -> None:
    page = visit(f"causes/?trace={CANAL}")
    wait_for_panel(page, "led to this")
    page.evaluate(f"scrollBy({{ top: ({BOX_TOP})('{SIEGE}') - 90, behavior: 'instant' }})")
    before = page.evaluate(BOX_TOP, SIEGE)
    page.click(box(SIEGE))
    page.wait_for(f"location.search === '?trace={SIEGE}'")
    assert page.evaluate(BOX_TOP, SIEGE) == pytest.approx(before, abs=2)


def test_history_and_reload_restore_chains_and_their_fields(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("causes/")
    titles = [index.entries[name].title for name in (SIEGE, CANAL)]
    for name, title in zip(("from", "to"), titles, strict=True):
        page.click(f".explore-chains input[name={name}]")
        page.type(title)
    page.click(".explore-chains button")
    wait_for_panel(page, "one chain")
    query = f"?from={SIEGE}&to={CANAL}"
    assert page.evaluate("location.search") == query
    page.follow(f"{PANEL} a[href*='/entries/']")
    page.back()
    wait_for_panel(page, "one chain")
    assert page.evaluate("location.search") == query
    page.wait_for(f"(titles) => {CHAIN_FIELDS}.join() === titles.join()", titles)
    page.reload()
    wait_for_panel(page, "one chain")
    page.wait_for(f"(titles) => {CHAIN_FIELDS}.join() === titles.join()", titles)
    page.back()
    page.wait_for(f"location.search === '' && document.querySelector('{PANEL}').hidden")
    page.wait_for(f"{CHAIN_FIELDS}.join('') === ''")
    page.forward()
    wait_for_panel(page, "one chain")
    page.wait_for(f"(titles) => {CHAIN_FIELDS}.join() === titles.join()", titles)


def test_history_and_reload_restore_filters(visit: Visit) -> None:
    page = visit("timeline/")
    page.evaluate(CHOOSE, ["thread", "trench"])
    page.evaluate(CHOOSE, ["kind", "event"])
    filtered = page.evaluate(FILTERS)
    query, fields, items = filtered
    assert query == "?thread=trench&kind=event"
    assert fields[:2] == ["trench", "event"]
    assert items
    page.follow(".happening[data-id]:not([hidden]) .happening-title a")
    entry = page.evaluate("location.pathname")
    page.back()
    is_restored = f"(filtered) => JSON.stringify(({FILTERS})()) === JSON.stringify(filtered)"
    page.wait_for(is_restored, filtered)
    page.forward()
    page.wait_for("(entry) => location.pathname === entry && document.readyState === 'complete'", entry)
    page.back()
    page.wait_for(is_restored, filtered)
    page.reload()
    page.wait_for(is_restored, filtered)
