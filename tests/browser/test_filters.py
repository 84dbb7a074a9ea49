"""The filters of the timeline: together, with counts, from an address, for figure and list alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from macros.pages.views import related_entries

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Entry
    from tests.browser.conftest import Visit

CHOICES: tuple[dict[str, str], ...] = (
    {"thread": "steel"},
    {"person": "mao-zedong"},
    {"status": "altered"},
    {"thread": "steel", "kind": "event"},
    {"thread": "moscow", "person": "nikita-khrushchev", "status": "altered"},
)


def fits(index: ScenarioIndex, entry: Entry, choice: dict[str, str]) -> bool:
    ours = index.history_by_entry.get(entry.id)
    has = {
        "thread": {entry.thread},
        "kind": {entry.kind},
        "person": {person.id for person in related_entries(index, entry)},
        "status": {ours.status} if ours else set(),
    }
    return all(value in has[name] for name, value in choice.items())


def expected(index: ScenarioIndex, choice: dict[str, str]) -> set[str]:
    return {entry.id for entry in index.scenario.entries if not entry.is_actor and fits(index, entry, choice)}


def shown(page: Page, which: str) -> set[str]:
    return set(
        page.locator(which).evaluate_all(
            "all => all.filter((one) => getComputedStyle(one).visibility === 'visible' && one.getClientRects().length)"
            ".map((one) => one.dataset.id)"
        )
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_figure_and_list_show_what_is_chosen_and_the_address_brings_it_back(
    visit: Visit, index: ScenarioIndex, choice: dict[str, str], width: int
) -> None:
    page = visit("timeline/", width)
    for name, value in choice.items():
        page.locator(f"select[name={name}]").select_option(value)
    query = "&".join(f"{name}={choice[name]}" for name in ("thread", "kind", "person", "status") if name in choice)
    assert page.url.endswith(f"/timeline/?{query}")
    wanted = expected(index, choice)
    assert wanted
    for found in (page, visit(f"timeline/?{query}", width)):
        assert shown(found, ".happening[data-id]") == wanted
        assert shown(found, "figure a.lane-here") == wanted
        assert shown(found, "figure a.lane-ours") <= wanted
        expect(found.locator(".filters-count")).to_have_text(f"{len(wanted)} of 46 entries")
        assert found.locator("ol.period:visible").count() == found.locator("ol.period:visible:has(li:visible)").count()


def test_each_option_counts_what_it_would_leave(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("timeline/?thread=steel")
    for name in ("thread", "kind", "person", "status"):
        for option in page.locator(f"select[name={name}] option").all():
            value = option.get_attribute("value") or ""
            choice = {"thread": "steel"} | {name: value}
            number = len(expected(index, {key: one for key, one in choice.items() if one}))
            assert (option.text_content() or "").endswith(f"({number})")
            assert option.is_disabled() == (number == 0)


def test_all_are_shown_without_a_choice_and_again_after_one(visit: Visit, index: ScenarioIndex) -> None:
    page = visit("timeline/?kind=event&person=nobody")
    assert shown(page, ".happening[data-id]") == expected(index, {"kind": "event"})
    page.get_by_role("button", name="Show all").click()
    assert page.url.endswith("/timeline/")
    expect(page.locator(".filters-count")).to_have_text("All 46 entries")
    assert shown(page, ".happening[data-id]") == shown(page, "figure a.lane-here") == expected(index, {})
    assert page.locator(".happening.gap:visible").count() > 0
