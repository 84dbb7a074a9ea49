"""In a large scenario, links to what stood on the page of causes lead on to the pages of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def large(large_site: Path) -> Iterator[str]:
    """Return the address of the site that is built as if it had very many entries."""
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
def test_an_old_address_redirects_to_the_entry(browser: Browser, large: str, old: str, new: str) -> None:
    page = browser.new_page()
    page.goto(f"{large}causes/{old}")
    page.wait_for_timeout(300)
    page.wait_for_load_state()
    assert page.url == f"{large}{new}"
    page.close()


def test_previews_work_in_a_large_site(browser: Browser, large: str) -> None:
    page = browser.new_page()
    page.goto(f"{large}entries/")
    page.locator(".md-content a[href$='siege-of-the-city/']").first.hover()
    expect(page.locator(".preview-title")).to_have_text("Siege of the City")
    page.close()
