"""Pages of entries: what the first screens show, notes beside the text, and folded parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

    from tests.browser.conftest import Visit

THIRST = "entries/great-thirst/"


def box(page: Page, selector: str) -> FloatRect:
    """Return the bounding box of the first element that a selector finds, which must be visible."""
    bounds = page.locator(selector).first.bounding_box()
    assert bounds is not None, selector
    return bounds


def test_a_phone_shows_what_is_real_and_why_within_a_screen_and_a_half(visit: Visit) -> None:
    page = visit(THIRST, 390)
    parts = [
        box(page, selector)
        for selector in (".fiction-label", ".lead", ".in-reality", "tr:has-text('Number')", ".linked")
    ]
    tops = [part["y"] for part in parts]
    assert tops == sorted(tops)
    assert parts[-1]["y"] + parts[-1]["height"] < 1.5 * 844
    assert page.locator(".real-record > summary").is_visible()


@pytest.mark.parametrize("width", [1100, 1366, 1920])
def test_wide_screens_show_the_whole_record_in_the_margin(visit: Visit, width: int) -> None:
    page = visit(THIRST, width)
    lead, note, causes = (box(page, selector) for selector in (".entry-head", "#ours", ".linked"))
    assert note["x"] > lead["x"] + lead["width"]
    assert abs(note["y"] - lead["y"]) < 20
    assert causes["y"] + causes["height"] < 768
    assert page.locator(".real-record .references").is_visible()
    assert not page.locator(".real-record > summary").is_visible()


@pytest.mark.parametrize("target", ["claims", "dating", "gaps", "questions", "rests"])
def test_an_address_opens_the_folded_part_without_scripts(visit: Visit, target: str) -> None:
    page = visit(f"{THIRST}#{target}", 390, scripts=False)
    assert page.locator(f"#{target}").is_visible()
    assert page.locator("details[open]").count() == 1
