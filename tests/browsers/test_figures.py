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
RESULT = ".explore-result"
LIT_BOXES = """() => Array.from(document.querySelectorAll("figure a.box.lit"))
  .filter((box) => box.getClientRects().length).map((box) => box.dataset.id)"""
GAPS = f"""() => [".explore-chains", "{RESULT}", "figure.figure"]
  .map((selector) => document.querySelector(selector).getBoundingClientRect())
  .flatMap(({{ top }}, index, all) => (index ? [top - all[index - 1].bottom] : []))"""
"""JavaScript: returns the gaps between form, result and figure, in px."""
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
CHAIN_FIELDS = "Array.from(document.querySelectorAll('.explore-chains input'), (input) => input.value).slice(0, 2)"


def wait_for_result(page: Page, text: str) -> None:
    page.wait_for(f"(text) => document.querySelector('{RESULT}').textContent.includes(text)", text)


def ask(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.click(f".explore input[name={name}]")
        page.type(text)
    page.press("Escape")  # closes WebKit's list of suggestions, which would take the first Enter
    page.press("Enter")


@pytest.mark.parametrize("width", [390, 1280])
def test_an_address_shows_causes_and_effects(visit: Visit, index: ScenarioIndex, width: int) -> None:
    page = visit(f"causes/?trace={CANAL}", width)
    wait_for_result(page, "led to it, and it led to")
    lit = {CANAL, *ancestors(index.causal_graph, CANAL), *descendants(index.causal_graph, CANAL)}
    assert set(page.evaluate(LIT_BOXES)) == lit


@pytest.mark.parametrize("width", [390, 1280])
def test_the_result_stands_between_form_and_figure_and_has_the_focus(
    visit: Visit, index: ScenarioIndex, width: int
) -> None:
    page = visit("causes/", width)
    ask(page, without="isthmus")
    wait_for_result(page, "Isthmus Canal left out")
    assert min(page.evaluate(GAPS)) >= 0
    assert page.evaluate("document.activeElement.className").startswith("explore-summary")
    fallen = index.causal_graph.find_dominated(CANAL)
    assert page.evaluate("document.querySelectorAll('figure .broad a.fallen').length") == len(fallen)
    page.press("Escape")
    page.wait_for(f"document.querySelector('{RESULT}').hidden")
    assert page.evaluate("location.search") == ""


def test_history_and_reload_restore_chains_and_their_fields(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("causes/")
    titles = [index.entries[name].title for name in (SIEGE, CANAL)]
    ask(page, **dict(zip(("from", "to"), titles, strict=True)))
    wait_for_result(page, ": one chain, ")
    query = f"?from={SIEGE}&to={CANAL}"
    assert page.evaluate("location.search") == query
    page.follow(f"{RESULT} a[href*='/entries/']")
    page.back()
    wait_for_result(page, ": one chain, ")
    assert page.evaluate("location.search") == query
    page.wait_for(f"(titles) => {CHAIN_FIELDS}.join() === titles.join()", titles)
    page.reload()
    wait_for_result(page, ": one chain, ")
    page.wait_for(f"(titles) => {CHAIN_FIELDS}.join() === titles.join()", titles)
    page.back()
    page.wait_for(f"location.search === '' && document.querySelector('{RESULT}').hidden")
    page.wait_for(f"{CHAIN_FIELDS}.join('') === ''")
    page.forward()
    wait_for_result(page, ": one chain, ")
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
