"""Scripts fetch and write the right addresses, at the root of a host and under a sub-path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

THIRST = "entries/great-thirst/"


@pytest.fixture(params=["root_address", "address"])
def home(request: pytest.FixtureRequest) -> str:
    """Return the address of the site, at the root of its host or under a sub-path."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def page(browser: Browser, home: str) -> Iterator[Page]:
    """Yield a page; its failed requests and those outside the site fail the test."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened_page = context.new_page()
    failures: list[str] = []
    opened_page.on(
        "response", lambda response: None if response.ok or response.status == 304 else failures.append(response.url)
    )
    opened_page.on("request", lambda request: None if request.url.startswith(home) else failures.append(request.url))
    yield opened_page
    context.close()
    assert failures == []


def test_a_copied_address_leads_to_the_statement(page: Page, home: str) -> None:
    page.goto(f"{home}{THIRST}#claims")
    page.locator(".claims .permalink").first.click()
    expect(page.locator(".paste [role=status]")).to_have_text("Copied: Address")
    clipboard = page.evaluate("navigator.clipboard.readText()")
    assert clipboard == f"{home}account/#p3-s2-c1"
    page.goto(clipboard)
    expect(page.locator(":target")).to_have_attribute("id", "p3-s2-c1")


def test_previews_and_figures_link_within_the_site(page: Page, home: str) -> None:
    page.goto(home + THIRST)
    page.locator(".lead a").first.hover()
    expect(page.locator("#preview .preview-title")).to_be_visible()
    boxes = page.locator(".figure svg:visible a.box")
    links = boxes.evaluate_all("all => all.map((box) => new URL(box.href.baseVal, location).href)")
    assert links
    assert all(link.startswith(f"{home}entries/") for link in links)


def test_search_finds_an_entry_and_leads_there(page: Page, home: str) -> None:
    page.goto(home + THIRST)
    page.locator(".md-search__input").fill("lysanyos")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url(f"{home}entries/theophilos-lysanias/**")


def test_a_traced_view_opens_from_its_address(page: Page, home: str) -> None:
    page.goto(f"{home}causes/?trace=great-thirst")
    expect(page.locator(".explore-result")).to_contain_text("Great Thirst")
    links = page.locator(".explore-result a").evaluate_all("all => all.map((link) => link.href)")
    assert all(link.startswith(home) for link in links)
