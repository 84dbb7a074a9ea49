"""Figures on screens of any width, in light and dark, with and without scripts, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from macros.pages.scenario_index import ScenarioIndex
    from tests.browser.conftest import Visit

PAGES = (
    *("causes/", "timeline/", "our-timeline/"),
    *("entries/great-thirst/", "entries/siege-of-the-city/", "entries/digging-continued/"),
)
VIEWPORTS = (
    (360, "light", True),
    (360, "dark", False),
    (800, "dark", True),
    (1280, "light", False),
)
MEASURE = """() => {
  const labels = [], outsideBox = [], outsideColumn = [];
  const column = document.querySelector(".md-content").getBoundingClientRect();
  for (const text of document.querySelectorAll("figure svg text")) {
    if (!text.getClientRects().length) continue;
    labels.push(parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
    const box = text.closest("a.box, a.item, a.estimate")?.querySelector("rect");
    if (!box) continue;
    const [inner, outer] = [text.getBBox(), box.getBBox()];
    const over = Math.max(outer.x - inner.x, inner.x + inner.width - outer.x - outer.width,
                          outer.y - inner.y - 1, inner.y + inner.height - outer.y - outer.height - 1);
    if (over > 1) outsideBox.push([text.textContent, over]);
    const rect = box.getBoundingClientRect();
    if (rect.left < column.left - 1 || rect.right > column.right + 1) outsideColumn.push(text.textContent);
  }
  const figures = Array.from(document.querySelectorAll("figure.figure"), (figure) =>
    Array.from(figure.querySelectorAll(":scope > svg")).filter((svg) => svg.getClientRects().length)
      .map((svg) => svg.getAttribute("class").split(" ")[0]));
  const paper = getComputedStyle(document.body).backgroundColor;
  const ink = getComputedStyle(document.querySelector("figure svg a text")).fill;
  return { labels, outsideBox, outsideColumn, figures, paper, ink, scroll: document.documentElement.scrollWidth,
           width: innerWidth, font: document.fonts.check("500 14px Newsreader"),
           family: getComputedStyle(document.querySelector("figure svg a text")).fontFamily };
}"""


def lightness(colour: str) -> float:
    return sum(float(part) for part in colour[4:-1].split(",")[:3])


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme", "scripts"), VIEWPORTS)
def test_a_figure_is_readable_and_stays_in_its_column(
    visit: Visit, path: str, width: int, scheme: str, *, scripts: bool
) -> None:
    measures: dict[str, Any] = visit(path, width, scheme, scripts=scripts).evaluate(MEASURE)
    assert measures["labels"]
    assert min(measures["labels"]) >= 11.95
    assert measures["outsideBox"] == []
    assert measures["outsideColumn"] == []
    assert measures["scroll"] <= measures["width"]
    assert measures["font"]
    assert measures["family"].startswith("Newsreader")
    broad = width == 1280 or (width == 800 and path.startswith(("our", "entries")))
    assert [set(classes) for classes in measures["figures"]] == [{"broad" if broad else "slim"}]
    dark = lightness(measures["paper"]) < lightness(measures["ink"])
    assert dark == (scheme == "dark")


@pytest.mark.parametrize("path", ["causes/", "timeline/"])
def test_without_scripts_everything_but_the_controls_is_shown(visit: Visit, index: ScenarioIndex, path: str) -> None:
    page = visit(path, scripts=False)
    assert page.locator("article :is(form, select, button, .explore-result):visible").count() == 0
    if path == "causes/":
        assert page.locator(".broad a.line").count() == len(index.scenario.links)
        assert page.locator(".links > li[data-relation]").count() == len(index.scenario.links)
    else:
        happenings = [entry for entry in index.scenario.entries if not entry.is_actor]
        assert page.locator(".broad a.item:visible").count() == page.locator(".broad a.item").count() > 0
        assert page.locator(".happening[data-id]:visible").count() == len(happenings)


def test_without_scripts_the_causes_of_an_entry_are_an_outline(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("entries/isthmus-canal/", scripts=False)
    branches, _ = index.causal_graph.build_outline("isthmus-canal", "causes", len(index.scenario.links))
    before = {branch.entry_id for branch in branches}
    page.locator("details:has(.rests) > summary").click()
    links = page.locator(".rests > .outline").first.locator("a")
    assert {link.split("/")[-2] for link in links.evaluate_all("all => all.map((element) => element.href)")} == before
    assert links.first.is_visible()


@pytest.mark.parametrize("path", ["causes/", "timeline/", "our-timeline/", "entries/isthmus-canal/"])
def test_on_paper_a_figure_is_wide_and_has_light_colours(visit: Visit, path: str) -> None:
    page = visit(path, 800, "dark")
    page.emulate_media(media="print")
    broad = page.locator("figure .broad[role]")
    assert broad.is_visible()
    assert not page.locator("figure svg.slim").is_visible()
    assert page.locator("main form:visible").count() == 0
    text = broad.locator("a text:not(.dated, .here, .ours)").first
    assert lightness(text.evaluate("text => getComputedStyle(text).fill")) == 0
    page.emulate_media(media="screen")


def test_boxes_and_lines_have_names_and_are_focused_in_causal_order(visit: Visit, index: ScenarioIndex) -> None:
    links = [link for link in index.scenario.links if link.relation == "cause"]
    for width in (1280, 360):
        page = visit("causes/", width)
        figure = page.locator("figure svg:visible")
        lines, boxes = figure.locator("a.line"), figure.locator("a.box")
        assert lines.count() == len(index.scenario.links)
        names = lines.evaluate_all("all => all.map((element) => element.getAttribute('aria-label'))")
        assert all(" led to " in name or " came about in spite of " in name for name in names)
        page.locator("figcaption a").last.focus()
        focused = []
        for _ in range(boxes.count()):
            page.keyboard.press("Tab")
            focused.append(page.evaluate("document.activeElement.dataset.id"))
        assert sorted(focused) == sorted({name for link in index.scenario.links for name in (link.cause, link.effect)})
        assert all(focused.index(link.cause) < focused.index(link.effect) for link in links)


def test_a_focused_box_has_a_thicker_outline(visit: Visit) -> None:
    page = visit("causes/")
    box = page.locator(".broad a.box").first
    stroke = "box => getComputedStyle(box.querySelector('rect')).strokeWidth"
    before = box.evaluate(stroke)
    page.locator("figcaption a").last.focus()
    page.keyboard.press("Tab")
    assert float(box.evaluate(stroke)[:-2]) >= float(before[:-2]) + 1


def test_the_years_of_the_timeline_stay_in_sight(visit: Visit) -> None:
    page = visit("timeline/", 1280)
    page.evaluate("document.querySelectorAll('.broad .row')[5].scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(300)
    bottom, top = page.evaluate(
        "['.md-header', 'svg.years'].map((selector) => document.querySelector(selector).getBoundingClientRect())"
        ".map((box, index) => (index ? box.top : box.bottom))"
    )
    assert -1 <= top <= 150
    assert top >= bottom - 2
