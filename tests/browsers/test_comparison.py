"""The table that compares every entry with our timeline: its filter, its sticky head, its folds, and phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from macros.pages.scenario_index import ScenarioIndex
    from tests.browsers.conftest import Visit
    from tests.browsers.page import Page

PATH = "our-timeline/"
ROW = "compare-mud-slides"
VISIBLE_ROWS = """Array.from(document.querySelectorAll(".comparisons tr[data-verdicts]"))
  .filter((row) => row.getClientRects().length).map((row) => row.id)"""
EMPTY_GROUPS = """Array.from(document.querySelectorAll(".comparisons tbody"))
  .filter((group) => group.getClientRects().length && !Array.from(group.querySelectorAll("tr[data-verdicts]"))
    .some((row) => row.getClientRects().length)).length"""
SHOWN = "document.querySelector('.rows-shown').innerText.trim()"
EDGES = """() => {
  const edges = (selector) => document.querySelector(selector).getBoundingClientRect();
  return { header: edges(".md-header").bottom, above: edges(".comparisons thead th").top,
           head: edges(".comparisons thead th").bottom, row: edges(":target").top };
}"""
STACKED = """Array.from(document.querySelectorAll(".comparisons tr[data-verdicts]")).every((row) => {
  const boxes = Array.from(row.children, (cell) => cell.getBoundingClientRect());
  return boxes.every((box, index) => !index || box.top >= boxes[index - 1].bottom - 1);
})"""
LABELS = """Array.from(document.querySelector(".comparisons tr[data-verdicts]").children,
  (cell) => getComputedStyle(cell, "::before").content.split('"')[1] ?? "")"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def row_ids(index: ScenarioIndex, status: str = "") -> list[str]:
    """Return the ids of all rows, or of those with a verdict, in the order of the table."""
    records, entries = index.history_by_entry, index.entries_by_thread
    compared = [records[entry.id] for thread in index.threads for entry in entries[thread] if entry.id in records]
    return [f"compare-{record.entry}" for record in compared if not status or status in record.statuses]


def expect_rows(page: Page, ids: list[str], words: str) -> None:
    assert page.wait_for(f"(ids) => JSON.stringify({VISIBLE_ROWS}) === JSON.stringify(ids)", ids)
    assert page.evaluate(EMPTY_GROUPS) == 0
    assert page.evaluate(SHOWN).startswith(words)


@pytest.mark.parametrize("scripts", [True, False])
def test_rows_are_filtered_by_verdict_and_the_address_holds_the_choice(
    visit: Visit, index: ScenarioIndex, *, scripts: bool
) -> None:
    everything = row_ids(index)
    page = visit(PATH, scripts=scripts)
    expect_rows(page, everything, f"{len(everything)} entries are shown")
    for status in ("invented", "disputed"):
        page.click(f"#only-{status}")
        some = row_ids(index, status)
        verb = "has" if len(some) == 1 else "have"
        words = f"{len(some)} of {len(everything)} entries {verb} a verdict of \u201c{status}\u201d"
        expect_rows(page, some, words)
        page.navigate(page.evaluate("location.href"))
        expect_rows(page, some, words)
    page.click(".verdict-filter a")
    expect_rows(page, everything, f"{len(everything)} entries are shown")


def test_an_address_of_a_row_shows_all_rows(visit: Visit, index: ScenarioIndex) -> None:
    page = visit(f"{PATH}#only-same")
    assert ROW not in page.evaluate(VISIBLE_ROWS)
    page.evaluate(f"location.hash = '{ROW}'")
    page.wait_for(f"({VISIBLE_ROWS}).length === {len(row_ids(index))}")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 1000])
def test_the_head_of_the_table_stays_in_sight_and_covers_no_row(visit: Visit, width: int, *, scripts: bool) -> None:
    page = visit(f"{PATH}#{ROW}", width, scripts=scripts)
    page.wait_for(f"(({EDGES})().above >= ({EDGES})().header - 3)")  # the header moves
    edges = page.evaluate(EDGES)
    assert edges["row"] >= edges["head"] - 1
    assert 0 <= edges["above"] < 120


@pytest.mark.parametrize("scripts", [True, False])
def test_an_address_of_a_source_opens_its_fold(visit: Visit, *, scripts: bool) -> None:
    page = visit(f"{PATH}#compare-isthmus-canal-source-2", scripts=scripts)
    if scripts or page.evaluate("document.querySelector(':target').getClientRects().length"):
        page.wait_for("document.querySelector(':target').checkVisibility()")
        assert page.evaluate("document.querySelectorAll('.comparisons details[open]').length") == 1


def test_on_a_phone_each_row_is_a_block_with_labelled_parts(visit: Visit) -> None:
    page = visit(PATH, 360)
    assert page.evaluate(STACKED)
    assert page.evaluate(LABELS) == ["", "In this story", "In reality", "Verdict by aspect"]
    page.evaluate("document.querySelectorAll('.comparisons details').forEach((fold) => { fold.open = true; })")
    assert page.evaluate(OVERFLOW) <= 0
