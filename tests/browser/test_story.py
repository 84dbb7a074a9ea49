"""Home, the story and the account in narrow and wide windows: what is folded, what stands beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

REST = "No report of 1774 is known."
"""What is real about the second passage, after the sentence that is always in sight."""


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_real_is_folded_in_narrow_windows(visit: Visit, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    page = visit("story/", 390, scripts=scripts)
    fold = page.locator("details.reality")
    assert fold.locator("summary").inner_text().casefold().startswith("in reality")
    assert not fold.get_by_text(REST).is_visible()
    fold.locator("summary").click()
    assert fold.get_by_text(REST).is_visible()


@pytest.mark.parametrize("width", [1100, 1366, 1920])
def test_notes_on_reality_are_in_the_margin_of_wide_windows(visit: Visit, width: int) -> None:
    page = visit("story/", width)
    passage = page.locator(".passage", has=page.locator("details"))
    text, note = passage.locator(".prose").bounding_box(), passage.locator("aside").bounding_box()
    assert text
    assert note
    assert passage.get_by_text(REST).is_visible()
    assert text["x"] + text["width"] <= note["x"]
    assert abs(text["y"] - note["y"]) < 20
    assert note["x"] + note["width"] > width / 2


def test_home_has_the_figure_of_causes_in_wide_windows_and_a_list_elsewhere(visit: Visit) -> None:
    for width, shown, hidden in ((1366, ".figure svg.broad", ".most-linked"), (390, ".most-linked", ".figure")):
        page = visit("", width)
        assert page.locator(f".causes-in-brief {shown}").is_visible()
        assert not page.locator(f".causes-in-brief {hidden}").first.is_visible()


def test_the_cover_begins_with_the_story(visit: Visit) -> None:
    page = visit("", 1366)
    links = page.locator(".starts a")
    sizes = links.evaluate_all("(links) => links.map((link) => parseFloat(getComputedStyle(link).fontSize))")
    assert links.first.inner_text() == "Read the story"
    assert sizes[0] > max(sizes[1:])
    box = page.locator(".starts").bounding_box()
    assert box
    assert box["y"] + box["height"] < 768


def test_the_account_runs_on_from_sentence_to_sentence(visit: Visit) -> None:
    page = visit("account/", 1366)
    tops = page.locator(".paragraph:first-of-type .sentence h3").evaluate_all(
        "(titles) => titles.map((title) => title.getBoundingClientRect().left)"
    )
    assert len(set(tops)) > 1, "no sentence begins within a line"
    page.locator(".sentence summary").first.click()
    assert page.locator(".claims li").first.is_visible()
