"""The bytes and requests of a page with an empty cache, from a server with gzip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.gzip_server import serve_gzip
from tests.browser.page_types import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

MAX_BYTES, MAX_REQUESTS = 90_000, 10
"""The budget of a page, with the headers of responses."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Yield the address of a server with gzip, and its growing list of responses."""
    with serve_gzip(site) as host:
        yield host


def load_cold(browser: Browser, home: str, path: str, width: int = 360) -> list[str]:
    """Load a page with an empty cache, scroll to its end, and return the URLs of its requests."""
    requests: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    context.on("request", lambda request: requests.append(request.url))
    page.goto(home + path)
    page.mouse.wheel(0, page.evaluate("document.documentElement.scrollHeight"))  # as a reader does
    page.wait_for_load_state("networkidle")
    icon = page.locator("link[rel=icon]").evaluate("link => link.href")
    if icon not in requests:  # headless Chromium does not fetch the icon
        page.evaluate("icon => fetch(icon).then((response) => response.blob())", icon)
    context.close()
    return requests


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_a_page_with_all_its_requests_stays_within_the_budget(
    browser: Browser, host: tuple[str, list[tuple[str, int]]], path: str
) -> None:
    home, responses = host
    responses.clear()
    requests = load_cold(browser, home, path)
    assert [url for url in requests if not url.startswith((home, "blob:", "data:"))] == []
    assert sum(size for _, size in responses) <= MAX_BYTES, sorted(responses, key=lambda response: -response[1])
    assert len(responses) <= MAX_REQUESTS, responses
