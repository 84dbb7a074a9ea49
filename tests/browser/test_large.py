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
        ("#fear-of-losing-face--no-reversal", "entries/no-reversal/#fear-of-losing-face--no-reversal"),
        ("?trace=korean-war", "entries/korean-war/#rests"),
        ("?from=korean-war&to=fall-of-mao", "entries/fall-of-mao/#rests"),
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
    page.locator(".md-content a[href$='korean-war/']").first.hover()
    expect(page.locator(".preview-title")).to_have_text("Korean War")
    page.close()
