"""Following causes on the page of causes: the form, what it finds, the result below it, and the figure."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.analysis.graphs import ancestors, descendants
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

CANAL, SIEGE, THIRST = "isthmus-canal", "siege-of-the-city", "great-thirst"
NUMERALS = ("no", "one", "two", "three", "four")
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
CHAINS = """async (pairs) => {
  const { Graph } = await import("../assets/graph.js");
  const graph = new Graph(document.querySelectorAll(".links > li[data-relation=cause]"));
  return pairs.map(([from, to]) => [Number(graph.countChains(from, to)), graph.waypoints(from, to)]);
}"""
WAIT_FOR_TRACE = "() => import('../assets/trace.js').then(() => true)"
"""JavaScript: waits until the code that follows causes has run; a form or an address loads it."""
GRAPH_MODULE = ROOT / "docs" / "assets" / "graph.js"
"""The site serves it as a part of trace.js."""
TREE = """() => {
  const branches = (list) => Array.from(list.children, (item) => [
    Array.from(item.childNodes).filter((node) => node.nodeName !== "UL").map((node) => node.textContent).join(""),
    ...branches(item.querySelector(":scope > ul") ?? document.createElement("ul")),
  ]);
  return branches(document.querySelector(".chain-tree > ul"));
}"""
"""JavaScript: returns the list of chains, for each item its words and then its items."""


def result(page: Page) -> Locator:
    return page.locator(".explore-result")


def summary(page: Page) -> Locator:
    return page.locator(".explore-summary")


def ask(page: Page, **fields: str) -> None:
    """Fill fields of a form in, by their names, and submit it by the keyboard."""
    for name, text in fields.items():
        page.locator(f".explore input[name={name}]").fill(text)
    page.keyboard.press("Enter")
    page.evaluate(WAIT_FOR_TRACE)


def boxes_with_class(page: Page, css_class: str) -> set[str]:
    page.evaluate(WAIT_FOR_TRACE)
    return set(
        page.locator(f"figure svg:visible a.box.{css_class}").evaluate_all(
            "all => all.map((element) => element.dataset.id)"
        )
    )


def opacities(page: Page, state: str = "") -> set[str]:
    """Return the opacities of boxes and lines of the figure in a state."""
    parts = page.locator(f"figure svg:visible :is(a.box, a.line){state}")
    return set(parts.evaluate_all("all => all.map((part) => getComputedStyle(part).opacity)"))


def paths(index: ScenarioIndex, start: str, end: str) -> list[tuple[str, ...]]:
    """Return every chain from one entry to another, as tuples of ids."""
    if start == end:
        return [(end,)]
    return [(start, *rest) for link in index.causal_graph.effects[start] for rest in paths(index, link.effect, end)]


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


def test_the_script_counts_chains_and_finds_what_all_of_them_pass(visit: Visit, index: ScenarioIndex) -> None:
    pairs = [(start, end) for end in index.entries for start in ancestors(index.causal_graph, end)]
    page = visit("causes/")
    page.route("**/assets/graph.js", lambda route: route.fulfill(path=GRAPH_MODULE))
    for (start, end), (count, waypoints) in zip(pairs, page.evaluate(CHAINS, pairs), strict=True):
        chains = paths(index, start, end)
        common = [name for name in chains[0][1:-1] if all(name in chain for chain in chains)]
        assert (count, waypoints) == (len(chains), common), (start, end)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", [CANAL, SIEGE, "thirst-deaths"])
def test_a_single_entry_in_the_form_shows_its_causes_and_effects(
    visit: Visit, index: ScenarioIndex, name: str, width: int
) -> None:
    page = visit("causes/", width)
    ask(page, to=index.entries[name].title)
    before, after = ancestors(index.causal_graph, name), descendants(index.causal_graph, name)
    expect(summary(page)).to_contain_text(f"{index.entries[name].title}: ")
    links = (
        result(page)
        .locator("p:not(.explore-summary) a:not([href^='#'])")
        .evaluate_all("all => all.map((link) => link.href.split('/').at(-2))")
    )
    assert sorted(links) == sorted([*before, *after])
    assert boxes_with_class(page, "lit") == {name, *before, *after}
    assert page.url.endswith(f"/causes/?trace={name}")
    lit = set(page.locator("figure svg:visible a.line.lit").evaluate_all(LINE_IDS))
    sides = ({name, *before}, {name, *after})
    assert lit == {
        f"{link.cause}--{link.effect}"
        for link in index.scenario.links
        if link.relation == "cause" and any({link.cause, link.effect} <= side for side in sides)
    }
    assert opacities(page, ":not(.lit)") == {"0.28"}
    assert opacities(page, ".lit") == {"1"}


def test_the_result_says_in_words_that_an_entry_has_no_causes(visit: Visit) -> None:
    page = visit(f"causes/?trace={SIEGE}")
    expect(summary(page)).to_contain_text("Siege of the City: no entry led to it, and it led to")


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("query", [{"from": SIEGE, "to": THIRST}, {"without": CANAL}, {"to": "the"}])
def test_the_result_stands_between_form_and_figure(visit: Visit, query: dict[str, str], width: int) -> None:
    page = visit("causes/", width)
    before = page.locator(".explore-chains").bounding_box()
    scroll = page.evaluate("scrollY")
    ask(page, **query)
    expect(result(page)).to_be_visible()
    parts = [
        page.locator(selector).bounding_box() for selector in (".explore-chains", ".explore-result", "figure.figure")
    ]
    form, panel, figure = (part for part in parts if part)
    assert before is not None
    assert form["y"] + page.evaluate("scrollY") - scroll == pytest.approx(before["y"], abs=1)
    assert form["y"] + form["height"] <= panel["y"]
    assert panel["y"] + panel["height"] <= figure["y"]
    expect(summary(page)).to_be_in_viewport()
    expect(summary(page)).to_be_focused()
    expect(result(page).get_by_role("button", name="Clear")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("action", ["Escape", "Clear"])
def test_a_result_is_cleared(visit: Visit, action: str) -> None:
    page = visit(f"causes/?trace={CANAL}")
    expect(result(page)).to_be_visible()
    if action == "Clear":
        result(page).get_by_role("button", name="Clear").press("Enter")
    else:
        page.keyboard.press(action)
    expect(result(page)).to_be_hidden()
    assert page.url.endswith("/causes/")
    assert boxes_with_class(page, "lit") == set()
    assert opacities(page) == {"1"}
    expect(page.get_by_label("From", exact=True)).to_be_focused()
    assert page.locator(".explore input").evaluate_all("all => all.map((input) => input.value)") == ["", "", ""]


def test_an_address_restores_a_result_and_back_undoes_it(visit: Visit) -> None:
    page = visit(f"causes/?trace={CANAL}")
    expect(summary(page)).to_contain_text("Isthmus Canal")
    ask(page, without="Isthmus Canal")
    expect(summary(page)).to_contain_text("Isthmus Canal left out")
    page.go_back()
    expect(summary(page)).to_contain_text("Isthmus Canal: ")
    expect(page.get_by_label("From", exact=True)).to_have_value("Isthmus Canal")


def test_what_if_says_what_falls_what_keeps_causes_and_what_stands(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("causes/")
    ask(page, without="isthmus canal")
    assert page.url.endswith(f"/causes/?without={CANAL}")
    fallen, weakened = index.causal_graph.find_dominated(CANAL), index.causal_graph.find_weakened(CANAL)
    assert (boxes_with_class(page, "struck"), boxes_with_class(page, "fallen"), boxes_with_class(page, "weakened")) == (
        *({CANAL}, set(fallen), set(weakened)),
    )
    standing = len(index.causal_graph.topological_order) - len(index.entries) + page.locator("datalist option").count()
    standing -= 1 + len(fallen) + len(weakened)
    expect(summary(page)).to_contain_text("seven entries would lose every cause, and one entry some.")
    expect(summary(page)).to_contain_text(f"No link makes the other {standing if standing > 12 else ''}")
    bases = Counter(link.basis for link in index.causal_graph.causes[THIRST])
    assert bases.total() == 4
    counts = ", ".join(f"{NUMERALS[bases[basis]]} {basis}" for basis in ("stated", "implied") if bases[basis])
    expect(result(page)).to_contain_text(f"Causes left: {index.entries[THIRST].title}: one of four ({counts}).")
    expect(summary(page)).to_contain_text("by the account\u2019s links alone")
    legend = page.locator("figure .view:visible").all_inner_texts()
    assert legend == ["left out", "without a cause", "fewer causes"]
    assert boxes_with_class(visit(f"causes/?without={CANAL}", 360), "fallen") == set(fallen)


def test_what_if_says_zero_in_words_and_leaves_out_the_dead(visit: Visit) -> None:
    page = visit(f"causes/?without={THIRST}")
    expect(summary(page)).to_contain_text("no entry would lose every cause, and no entry some. No link makes the other")
    expect(result(page)).to_contain_text("The dead are no part of this reckoning.")
    assert "Deaths" not in result(page).inner_text()
    assert boxes_with_class(page, "fallen") == set()
    assert page.locator("figure .view:visible").all_inner_texts() == ["left out"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("league-course", THIRST),
        (SIEGE, "fall-of-the-regent"),
        ("fear-of-ridicule", "no-turning-back"),
        (CANAL, THIRST),
    ],
)
def test_a_sentence_sums_chains_up(visit: Visit, index: ScenarioIndex, start: str, end: str) -> None:
    page = visit("causes/")
    ask(page, **{"from": index.entries[start].title.upper(), "to": index.entries[end].title})
    assert page.url.endswith(f"/causes/?from={start}&to={end}")
    chains = paths(index, start, end)
    common = [index.entries[name].title for name in chains[0][1:-1] if all(name in chain for chain in chains)]
    text = summary(page).inner_text()
    if len(chains) == 1:
        assert text.startswith(f"{index.entries[start].title} → {index.entries[end].title}: one chain, ")
    else:
        assert f": {NUMERALS[len(chains)]} chains, " in text
    assert all(title in text for title in common)
    assert ("hrough: " in text) == bool(common)
    assert ("every step stated" in text) != ("stated at every step" in text)
    assert boxes_with_class(page, "lit") == {name for chain in chains for name in chain}


def test_chains_are_a_tree_that_tells_a_shared_beginning_once(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("causes/?from=league-disarms&to=great-thirst")
    waypoints = "; ".join(index.entries[name].title for name in ("distrust-of-the-league", CANAL))
    expect(summary(page)).to_contain_text(f": six chains, none stated at every step. All through: {waypoints}.")
    first, second = page.evaluate(TREE)
    assert first[0].endswith("which led to: Isthmus Canal, which")
    assert [words[0].removesuffix(", which led to: Great Thirst.") for words in first[1:]] == [
        "presumably led to: First trench",
        "presumably led to: Draining of the wells",
        "presumably led to: Burning of the reeds",
    ]
    assert second[0].endswith(" and on, as above.")
    steps = page.locator(".chain-tree a.led-to").evaluate_all("all => all.map((element) => element.hash.slice(1))")
    expected = {f"{a}--{b}" for chain in paths(index, "league-disarms", THIRST) for a, b in pairwise(chain)}
    assert len(steps) == len(expected)
    assert set(steps) == expected
    assert all(page.locator(f"[id='{step}']").count() == 1 for step in steps)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("mud-slides", "cost-of-digging", "Nearest common cause: First trench."),
        (SIEGE, "pilgrim-zeal", "Nearest common effect: Isthmus Canal."),
        (CANAL, SIEGE, "It was the other way round: the second led to the first."),
        (SIEGE, "pilots-death", "No cause and no effect in common."),
        (SIEGE, SIEGE, "These are the same entry."),
    ],
)
def test_two_entries_without_a_chain_get_an_explanation(visit: Visit, start: str, end: str, message: str) -> None:
    page = visit(f"causes/?from={start}&to={end}")
    expect(result(page)).to_contain_text(message)
    assert page.locator(".chain-tree").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_result_leads_to_the_figure_that_shows_it(visit: Visit, width: int) -> None:
    page = visit(f"causes/?without={CANAL}", width)
    result(page).get_by_role("link", name="Shown in the figure below").click()
    expect(page.locator("figure svg:visible a.box").first).to_be_in_viewport()
    assert boxes_with_class(page, "struck") == {CANAL}
    expect(summary(page)).to_contain_text("Isthmus Canal left out")


@pytest.mark.parametrize("width", [360, 1280])
def test_fields_have_examples_and_room_for_every_title(visit: Visit, index: ScenarioIndex, width: int) -> None:
    page = visit("causes/", width)
    examples = page.locator(".explore input").evaluate_all("all => all.map((input) => input.placeholder)")
    titles = {f"e.g. {entry.title}" for entry in index.entries.values()}
    assert {example.replace("\u2019", "'") for example in examples} <= {each.replace("\u2019", "'") for each in titles}
    widths = page.locator(".explore input").evaluate_all("all => all.map((input) => input.clientWidth)")
    assert min(widths) >= (340 if width > 1000 else 200)


@pytest.mark.parametrize("typed", ["地峡运河", "dixia yunhe", "the canal", "istmus canal", "canl isthmus"])
def test_the_form_knows_other_names_and_forgives_slips(visit: Visit, typed: str) -> None:
    page = visit("causes/")
    ask(page, without=typed)
    if "These names are near:" in summary(page).inner_text():
        result(page).get_by_role("button", name="Isthmus Canal").click()
    expect(summary(page)).to_contain_text("Isthmus Canal left out")
    assert page.url.endswith(f"?without={CANAL}")


def test_a_text_that_names_several_entries_offers_them(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("causes/")
    ask(page, **{"from": "league", "to": "dig"})
    expect(summary(page)).to_contain_text("\u201cleague\u201d may mean")
    assert page.url.endswith("/causes/")
    assert "League" in result(page).locator(".actions").inner_text()
    page.keyboard.press("Tab")
    expect(result(page).locator(".actions button").first).to_be_focused()
    result(page).get_by_role("button", name=index.entries["distrust-of-the-league"].title).press("Enter")
    expect(summary(page)).to_contain_text("\u201cdig\u201d may mean")
    result(page).get_by_role("button", name=index.entries["cost-of-digging"].title).click()
    assert page.url.endswith("?from=distrust-of-the-league&to=cost-of-digging")


@pytest.mark.parametrize("typed", ["qwertz", "!?", "<img src=x onerror=alert(1)>"])
def test_a_text_that_names_no_entry_is_reported(visit: Visit, typed: str) -> None:
    page = visit("causes/")
    ask(page, without=typed)
    expect(summary(page)).to_contain_text(
        f"\u201c{typed}\u201d is the name of no entry in the figure. No name is near it."
    )
    assert result(page).locator("button").count() == 1
    expect(summary(visit("causes/?trace=nothing-such"))).to_contain_text("\u201cnothing-such\u201d")


@pytest.mark.parametrize("path", ["", "causes/"])
def test_a_box_leads_to_its_entry(visit: Visit, path: str) -> None:
    page = visit(path)
    box = page.locator(f"figure svg:visible a.box[data-id={CANAL}]")
    assert box.get_attribute("role") is None
    box.click()
    page.wait_for_url(f"**/entries/{CANAL}/")
