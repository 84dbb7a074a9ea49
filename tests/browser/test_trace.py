"""Tracing, chains and what-if on the page of causes, by pointer, by keyboard and from an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.analysis.graphs import ancestors, descendants
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

CANAL = "isthmus-canal"
LINE_IDS = "all => all.map((element) => element.getAttribute('href').split('#')[1])"
GRAPH = """async (ids) => {
  const { Graph } = await import("../assets/graph.js");
  const graph = new Graph(document.querySelectorAll(".links > li[data-relation=cause]"));
  return ids.map((id) => {
    const { dominated, weakened } = graph.without(id);
    const sets = [graph.ancestors(id), graph.descendants(id), dominated, weakened];
    return sets.map((set) => Array.from(set.keys()).sort());
  });
}"""
GRAPH_MODULE = ROOT / "docs" / "assets" / "graph.js"
"""The site serves it as a part of trace.js."""


def box(page: Page, name: str) -> Locator:
    return page.locator(f"figure svg:visible a.box[data-id={name}]")


def boxes_with_class(page: Page, css_class: str) -> set[str]:
    return set(
        page.locator(f"figure svg:visible a.box.{css_class}").evaluate_all(
            "all => all.map((element) => element.dataset.id)"
        )
    )


def panel(page: Page) -> Locator:
    return page.locator(".explore-panel")


def title(index: ScenarioIndex, name: str) -> str:
    return index.entries[name].title.replace("'", "\u2019")


def test_the_script_computes_the_same_sets_as_the_build(visit: Visit, index: ScenarioIndex) -> None:
    ids = list(index.entries)
    graph = index.causal_graph
    expected = [
        [
            sorted(related)
            for related in (
                *(ancestors(graph, name), descendants(graph, name)),
                *(graph.find_dominated(name), graph.find_weakened(name)),
            )
        ]
        for name in ids
    ]
    page = visit("causes/")
    page.route("**/assets/graph.js", lambda route: route.fulfill(path=GRAPH_MODULE))
    assert page.evaluate(GRAPH, ids) == expected


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("name", [CANAL, "siege-of-the-city", "thirst-deaths"])
def test_a_chosen_box_highlights_its_ancestors_and_descendants(
    visit: Visit, index: ScenarioIndex, name: str, width: int
) -> None:
    page = visit("causes/", width)
    box(page, name).click()
    before, after = ancestors(index.causal_graph, name), descendants(index.causal_graph, name)
    expect(panel(page)).to_contain_text(f"{title(index, name)}: {len(before)} led to this; it led to {len(after)}.")
    assert boxes_with_class(page, "lit") == {name, *before, *after}
    assert page.url.endswith(f"/causes/?trace={name}")
    expect(box(page, name)).to_have_attribute("aria-pressed", "true")
    lit = set(page.locator("figure svg:visible a.line.lit").evaluate_all(LINE_IDS))
    assert lit == {
        f"{link.cause}--{link.effect}"
        for link in index.scenario.links
        if link.relation == "cause"
        and (
            (link.cause in before and link.effect in {name, *before})
            or (link.cause in {name, *after} and link.effect in after)
        )
    }
    dim = page.locator("figure svg:visible a.line:not(.lit)").first
    assert float(dim.evaluate("line => getComputedStyle(line).opacity")) < 0.5


@pytest.mark.parametrize("action", ["click", "Escape", "Clear", "Enter", " "])
def test_a_trace_is_cleared(visit: Visit, action: str) -> None:
    page = visit(f"causes/?trace={CANAL}")
    expect(panel(page)).to_be_visible()
    if action == "click":
        box(page, CANAL).click()
    elif action == "Clear":
        page.get_by_role("button", name="Clear", exact=True).last.press("Enter")
    else:
        box(page, CANAL).focus()
        page.keyboard.press(action)
    expect(panel(page)).to_be_hidden()
    assert page.url.endswith("/causes/")
    assert boxes_with_class(page, "lit") == set()
    assert page.evaluate("document.activeElement !== document.body") or action == "click"


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_box_is_chosen_by_keyboard(visit: Visit, key: str) -> None:
    page = visit("causes/")
    box(page, CANAL).focus()
    page.keyboard.press(key)
    expect(panel(page)).to_contain_text("led to this")
    assert page.url.endswith(f"?trace={CANAL}")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_address_restores_a_trace_and_back_undoes_it(visit: Visit, index: ScenarioIndex, width: int) -> None:
    page = visit(f"causes/?trace={CANAL}", width)
    lit = {CANAL, *ancestors(index.causal_graph, CANAL), *descendants(index.causal_graph, CANAL)}
    expect(panel(page)).to_contain_text("Isthmus Canal")
    assert boxes_with_class(page, "lit") == lit
    expect(box(page, CANAL)).to_be_in_viewport()
    box(page, "siege-of-the-city").focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_contain_text("Siege of the City")
    assert boxes_with_class(page, "lit") != lit
    page.go_back()
    expect(panel(page)).to_contain_text("Isthmus Canal")
    assert boxes_with_class(page, "lit") == lit


def test_a_focused_box_is_not_covered_by_the_panel(visit: Visit) -> None:
    page = visit(f"causes/?trace={CANAL}", 360)
    page.locator(".explore-chains button").focus()
    hidden = []
    for _ in range(page.locator(".slim a.box").count()):
        page.keyboard.press("Tab")
        hidden += page.evaluate("""() => {
          const [box, panel] = [document.activeElement, document.querySelector(".explore-panel")];
          const { top, bottom } = box.querySelector("rect").getBoundingClientRect();
          const edge = panel.getBoundingClientRect().top;
          return top < edge && bottom <= edge + 1 ? [] : [box.dataset.id];
        }""")
    assert hidden == []


def test_an_unknown_entry_in_the_address_is_reported(visit: Visit) -> None:
    page = visit("causes/?trace=nothing-such")
    expect(panel(page)).to_contain_text("There is no entry \u201cnothing-such\u201d in this figure.")


@pytest.mark.parametrize("name", [CANAL, "distrust-of-the-league", "thirst-deaths"])
def test_what_if_marks_and_lists_the_entries_that_lose_causes(visit: Visit, index: ScenarioIndex, name: str) -> None:
    page = visit("causes/")
    box(page, name).click()
    page.get_by_role("button", name="What if it had not happened?").click()
    assert page.url.endswith(f"/causes/?without={name}")
    fallen, weakened = index.causal_graph.find_dominated(name), index.causal_graph.find_weakened(name)
    assert (boxes_with_class(page, "struck"), boxes_with_class(page, "fallen"), boxes_with_class(page, "weakened")) == (
        *({name}, set(fallen), set(weakened)),
    )
    expect(panel(page)).to_contain_text(f"{len(fallen)} would lose every recorded cause")
    expect(panel(page)).to_contain_text(f"{len(weakened)} would lose one or more of several")
    expect(panel(page)).to_contain_text("no theory of history")
    assert box(page, name).locator(".strike").count() == 1
    narrow_page = visit(f"causes/?without={name}", 360)
    assert boxes_with_class(narrow_page, "fallen") == set(fallen)
    page.get_by_role("button", name="What if it had not happened?").click()
    assert page.url.endswith(f"?trace={name}")


def paths(index: ScenarioIndex, start: str, end: str) -> list[tuple[str, ...]]:
    """Return every chain from one entry to another, as tuples of ids."""
    if start == end:
        return [(end,)]
    return [(start, *rest) for link in index.causal_graph.effects[start] for rest in paths(index, link.effect, end)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("league-course", "great-thirst"),
        ("siege-of-the-city", "fall-of-the-regent"),
        ("fear-of-ridicule", "no-turning-back"),
    ],
)
def test_chains_are_sentences_with_marks_the_shortest_first(
    visit: Visit, index: ScenarioIndex, start: str, end: str
) -> None:
    page = visit("causes/")
    page.get_by_label("From", exact=True).fill(index.entries[start].title.upper())
    page.get_by_label("to", exact=True).fill(title(index, end))
    page.get_by_role("button", name="Show the chains").click()
    query = f"from={start}&to={end}"
    assert page.url.endswith(f"/causes/?{query}")
    expected = paths(index, start, end)
    for view in (page, visit(f"causes/?{query}", 360)):
        items = panel(view).locator("ol > li")
        expect(items).to_have_count(len(expected))
        expect(panel(view)).to_contain_text(f": {'one chain' if len(expected) == 1 else f'{len(expected)} chains'}.")
        chains = []
        for item in items.all():
            links = item.locator("a:not(.led-to)").evaluate_all(
                "all => all.map((element) => element.href.split('/').at(-2))"
            )
            steps = item.locator("a.led-to").evaluate_all("all => all.map((element) => element.hash.slice(1))")
            assert item.locator(".mark").count() == len(steps) == len(links) - 1
            assert all(view.locator(f"[id='{step}']").count() == 1 for step in steps)
            chains.append(tuple(links))
        assert sorted(chains) == sorted(expected)
        assert [len(chain) for chain in chains] == sorted(map(len, expected))
        assert boxes_with_class(view, "lit") == {name for chain in expected for name in chain}


def test_two_clicks_show_chains(visit: Visit) -> None:
    page = visit("causes/")
    box(page, "siege-of-the-city").click()
    page.get_by_role("button", name=re.compile("How did it lead to")).click()
    expect(panel(page)).to_contain_text("Choose the box that Siege of the City led to.")
    box(page, CANAL).click()
    assert page.url.endswith(f"?from=siege-of-the-city&to={CANAL}")
    expect(panel(page)).to_contain_text("one chain")


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("mud-slides", "cost-of-digging", "The nearest cause that both have: First trench."),
        ("siege-of-the-city", "pilgrim-zeal", "The nearest effect that both have: Isthmus Canal."),
        ("isthmus-canal", "siege-of-the-city", "It was the other way round: Siege of the City led to Isthmus Canal."),
        ("siege-of-the-city", "pilots-death", "They have no cause and no effect in common."),
        ("siege-of-the-city", "siege-of-the-city", "These are the same entry."),
    ],
)
def test_two_entries_without_a_chain_get_an_explanation(visit: Visit, start: str, end: str, message: str) -> None:
    page = visit(f"causes/?from={start}&to={end}")
    expect(panel(page)).to_contain_text(message)
    assert panel(page).locator("ol").count() == 0


def test_a_text_that_names_no_entry_is_reported(visit: Visit) -> None:
    page = visit("causes/")
    page.get_by_label("From", exact=True).fill(" ")
    page.get_by_label("to", exact=True).fill("Isthmus Canal")
    page.get_by_role("button", name="Show the chains").click()
    expect(panel(page)).to_contain_text("There is no entry")


def test_a_click_with_a_modifier_opens_the_entry(visit: Visit) -> None:
    page = visit("causes/")
    with page.context.expect_page() as page_info:
        box(page, CANAL).click(modifiers=["ControlOrMeta"])
    page_info.value.wait_for_url(f"**/entries/{CANAL}/")
    page_info.value.close()
    assert page.url.endswith("/causes/")
