"""The content security policy: our pages never violate it in use, and it blocks injected content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visit

PAGES = ("", "account/", "timeline/", "causes/", "entries/great-thirst/", "our-timeline/", "data/", "404.html")
"""A page for each set of scripts. Every test that opens a page by `visit` fails for a violation while it loads."""
RECORD_VIOLATIONS = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push([event.effectiveDirective, event.blockedURI, event.sample]));
}"""


def search(page: Page) -> None:
    page.get_by_role("textbox", name="Search").fill("thirs")
    page.locator(".md-search-result__item").first.wait_for()
    page.get_by_role("link", name="Share").click()
    page.keyboard.press("Escape")


def switch_palette(page: Page) -> None:
    for _ in range(3):
        switch = page.locator("[data-md-component=palette] label:visible")
        option = str(switch.get_attribute("for"))
        switch.click()
        expect(switch).not_to_have_attribute("for", option)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_violates_its_policy_while_it_is_used(visit: Visit, path: str) -> None:
    page = visit(path)  # a violation during loading is a console error, which fails `visit`
    page.evaluate(RECORD_VIOLATIONS)
    switch_palette(page)
    search(page)
    if path == "causes/":
        page.get_by_label("Without", exact=True).fill("canal")
        page.get_by_label("Without", exact=True).press("Enter")
        page.locator(".explore-result").get_by_role("button").first.click()
    if path == "timeline/":
        page.locator(".filters summary").click()
        page.locator(".filters select").first.select_option(index=1)
    link = page.locator(".md-content a[href*='/entries/'][href$='/']:not([href$='/entries/']):visible").first
    if link.count() and path != "404.html":  # which links to retired entries
        link.hover()
        expect(page.locator("#preview")).to_be_visible()
    if page.locator("article a.permalink:visible").count():
        page.locator("article a.permalink:visible").first.click()
        expect(page.locator(".paste")).to_be_visible()
    assert page.evaluate("window.violations") == []


ATTACKS = {
    "an inline script": (
        "const node = document.createElement('script'); node.text = 'window.ran = 1'; document.body.append(node);",
        "script-src-elem",
    ),
    "a script from a data URL": (
        "const node = document.createElement('script'); node.src = 'data:,window.ran=1'; document.body.append(node);",
        "script-src-elem",
    ),
    "a script in an attribute": (
        "document.body.insertAdjacentHTML('beforeend', '<p id=element onclick=\"window.ran = 1\">'); element.click();",
        "script-src-attr",
    ),
    "a style in an attribute": (
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">');",
        "style-src-attr",
    ),
    "a frame": (
        "const frame = document.createElement('iframe'); frame.src = 'https://x.test/'; document.body.append(frame);",
        "frame-src",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_injected_content_is_blocked(browser: Browser, address: str, attack: str) -> None:
    script, directive = ATTACKS[attack]
    page = browser.new_page()
    page.goto(f"{address}changes/")
    page.evaluate(RECORD_VIOLATIONS)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_function("window.violations.length")
    assert page.evaluate("window.violations[0][0]") == directive
    assert page.evaluate("window.ran ?? null") is None
    page.close()
