"""The filters of the timeline: they combine, show counts, restore from an address, and apply to figure and lists."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

from macros.layout.axis import MIN_EMPTY
from macros.pages.timeline_views import people_ids_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Entry
    from tests.browser.conftest import Visit

FILTERS: tuple[dict[str, str], ...] = (
    {"thread": "trench"},
    {"person": "eirene-notara"},
    {"status": "altered"},
    {"thread": "trench", "kind": "event"},
    {"thread": "harbour", "person": "ivan-belsky", "status": "altered"},
)


def matches(index: ScenarioIndex, entry: Entry, filters: dict[str, str]) -> bool:
    history = index.history_by_entry.get(entry.id)
    values = {
        "thread": {entry.thread},
        "kind": {entry.kind},
        "person": people_ids_of(index, entry),
        "status": set(history.statuses) if history else set(),
    }
    return all(value in values[name] for name, value in filters.items())


def matching_ids(index: ScenarioIndex, filters: dict[str, str]) -> set[str]:
    """Return the ids of the happenings that pass all filters."""
    return {entry.id for entry in index.scenario.entries if not entry.is_actor and matches(index, entry, filters)}


def visible_ids(page: Page, selector: str) -> set[str]:
    return set(
        page.locator(selector).evaluate_all(
            "all => all.filter((element) => getComputedStyle(element).visibility === 'visible'"
            "  && element.getClientRects().length).map((element) => element.dataset.id)"
        )
    )


def dated_ids(index: ScenarioIndex) -> set[str]:
    """Return the ids of the happenings that have a place on the axis."""
    bounded = set(index.chronology.earliest) & set(index.chronology.latest)
    dated = {entry.id for entry in index.scenario.entries if entry.date} | bounded
    return dated | {record.entry for record in index.scenario.our_timeline if record.date}


HAS_GAPS = """() => {
  const rows = [...document.querySelectorAll("figure .row")].filter((row) => row.getClientRects().length);
  const ends = rows.map((row) => [row.transform.baseVal[0].matrix.f, Number(row.dataset.height)]);
  const [y, height] = ends.at(-1);
  const { viewBox } = rows[0].ownerSVGElement;
  if (viewBox.baseVal.height !== y + height) return true;
  return ends.slice(1).some(([y], index) => y !== ends[index][0] + ends[index][1]);
}"""


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_filters_apply_to_figure_and_list_and_the_address_restores_them(
    visit: Visit, index: ScenarioIndex, filters: dict[str, str]
) -> None:
    page = visit("timeline/")
    page.locator(".filters summary").click()
    for name, value in filters.items():
        page.locator(f"select[name={name}]").select_option(value)
    query = "&".join(f"{name}={filters[name]}" for name in ("thread", "kind", "person", "status") if name in filters)
    assert page.url.endswith(f"/timeline/?{query}")
    ids = matching_ids(index, filters)
    assert ids
    for view, width in product((page, visit(f"timeline/?{query}")), (360, 1280)):
        view.set_viewport_size({"width": width, "height": 900})
        assert visible_ids(view, ".happening[data-id]") == ids
        assert visible_ids(view, "figure a.item") == ids & dated_ids(index)
        assert visible_ids(view, ".undated [data-id]") <= ids
        assert not view.evaluate(HAS_GAPS)
        all_ids = matching_ids(index, {})
        words = view.locator(".filters-count").text_content() or ""
        assert words.startswith(f"{len(ids)} of {len(all_ids)} entries: ")
        assert words.endswith(f". {len(all_ids - ids)} left out.")
        assert words.count("“") == len(filters)
        assert view.locator(".period:visible").count() == view.locator(".period:visible:has(li:visible)").count()


def test_each_option_counts_the_entries_it_would_show(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("timeline/?thread=trench")
    for name in ("thread", "kind", "person", "status"):
        for option in page.locator(f"select[name={name}] option").all():
            value = option.get_attribute("value") or ""
            filters = {"thread": "trench"} | {name: value}
            number = len(matching_ids(index, {key: selected for key, selected in filters.items() if selected}))
            assert (option.text_content() or "").endswith(f"({number})")
            assert option.is_disabled() == (number == 0)


def test_all_entries_are_shown_without_filters_and_after_a_reset(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("timeline/?kind=event&person=nobody")
    assert visible_ids(page, ".happening[data-id]") == matching_ids(index, {"kind": "event"})
    page.get_by_role("button", name="Show all").click()
    assert page.url.endswith("/timeline/")
    assert page.locator(".filters-count").text_content() == f"All {len(matching_ids(index, {}))} entries"
    assert visible_ids(page, ".happening[data-id]") == matching_ids(index, {})
    assert visible_ids(page, "figure a.item") == matching_ids(index, {}) & dated_ids(index)
    assert not page.evaluate(HAS_GAPS)
    assert page.locator(".happening.gap:visible").count() > 0


def test_a_year_whose_entries_are_left_out_is_an_axis_break(visit: Visit) -> None:
    page = visit("timeline/?person=eirene-notara", 360)
    years = page.locator(".slim .row-year:visible")
    numbers = [int(words) for words in years.locator(".year").all_text_contents()]
    breaks = years.evaluate_all("all => all.map((year) => year.classList.contains('after-gap'))")
    assert not breaks[0]
    gaps = [second - first for first, second in pairwise(numbers)]
    for gap, is_break in zip(gaps, breaks[1:], strict=True):
        assert is_break if gap > MIN_EMPTY else gap > 1 or not is_break
