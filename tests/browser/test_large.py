"""In a large site, old links into the page of causes redirect to the pages of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def large_address(large_site: Path) -> Iterator[str]:
    """Yield the address of the large site."""
    with serve(large_site) as host:
        yield host


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#fear-of-ridicule--no-turning-back", "entries/no-turning-back/#fear-of-ridicule--no-turning-back"),
        ("?trace=siege-of-the-city", "entries/siege-of-the-city/#rests"),
        ("?from=siege-of-the-city&to=fall-of-the-regent", "entries/fall-of-the-regent/#rests"),
        ("#threads", "causes/#threads"),
        ("?trace=../../elsewhere", "causes/?trace=../../elsewhere"),
    ],
)
def test_an_old_address_redirects_to_the_entry(browser: Browser, large_address: str, old: str, new: str) -> None:
    page = browser.new_page()
    page.goto(f"{large_address}causes/{old}")
    page.wait_for_timeout(300)
    page.wait_for_load_state()
    assert page.url == f"{large_address}{new}"
    page.close()


def test_previews_work_in_a_large_site(browser: Browser, large_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{large_address}entries/")
    page.locator(".md-content a[href$='siege-of-the-city/']").first.hover()
    expect(page.locator(".preview-title")).to_have_text("Siege of the City")
    page.close()
