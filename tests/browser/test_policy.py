"""The policy of the pages while they are used: nothing of ours breaks it, and what is not ours does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.page_types import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Visit

LISTEN = """() => {
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push([event.effectiveDirective, event.blockedURI, event.sample]));
}"""


def search(page: Page) -> None:
    page.get_by_role("textbox", name="Search").fill("famin")
    page.locator(".md-search-result__item").first.wait_for()
    page.get_by_role("link", name="Share").click()
    page.keyboard.press("Escape")


def switch_palette(page: Page) -> None:
    for _ in range(3):
        switch = page.locator("[data-md-component=palette] label:visible")
        shown = str(switch.get_attribute("for"))
        switch.click()
        expect(switch).not_to_have_attribute("for", shown)


@pytest.mark.parametrize("path", KINDS)
def test_no_page_breaks_its_policy_while_it_is_used(visit: Visit, path: str) -> None:
    page = visit(path)  # a violation while a page loads is an error on its console, which `visit` refuses
    page.evaluate(LISTEN)
    switch_palette(page)
    search(page)
    if path == "causes/":
        page.locator(".broad a.box").first.click()
        page.locator(".explore-panel").get_by_role("button").first.click()
    if path == "timeline/":
        page.locator(".filters select").first.select_option(index=1)
    link = page.locator(".md-content a[href*='entries/']:visible").first
    if link.count():
        link.hover()
        page.wait_for_timeout(600)  # longer than a link has to be rested on
    if page.locator("article a.permalink:visible").count():
        page.locator("article a.permalink:visible").first.click()
        expect(page.locator(".paste")).to_be_visible()
    assert page.evaluate("window.broken") == []


ATTACKS = {
    "a script that is written into the page": (
        "const one = document.createElement('script'); one.text = 'window.ran = 1'; document.body.append(one);",
        "script-src-elem",
    ),
    "a script in an address": (
        "const one = document.createElement('script'); one.src = 'data:,window.ran=1'; document.body.append(one);",
        "script-src-elem",
    ),
    "a script in an attribute": (
        "document.body.insertAdjacentHTML('beforeend', '<p id=one onclick=\"window.ran = 1\">'); one.click();",
        "script-src-attr",
    ),
    "a style in an attribute": (
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">');",
        "style-src-attr",
    ),
    "a frame": (
        "const one = document.createElement('iframe'); one.src = 'https://elsewhere.test/'; document.body.append(one);",
        "frame-src",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_the_build_did_not_see_is_refused(browser: Browser, address: str, attack: str) -> None:
    script, directive = ATTACKS[attack]
    page = browser.new_page()
    page.goto(f"{address}changes/")
    page.evaluate(LISTEN)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_function("window.broken.length")
    assert page.evaluate("window.broken[0][0]") == directive
    assert page.evaluate("window.ran ?? null") is None
    page.close()
