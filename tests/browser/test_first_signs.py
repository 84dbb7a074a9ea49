"""The theme's script, which comes at the first sign of a reader: what was that sign has its effect all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import RUNS, WAIT, wake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.conftest import Visit

SCRIPT = "**/javascripts/bundle.*.js"
ENTRY = "entries/fall-of-mao/"
IS_DARK = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((part) => Number(part) < 60)"
PLACES = """() => {
  const shown = "article :not(.md-typeset__scrollwrap, .md-typeset__table), .md-header__button, .md-tabs a";
  const there = Array.from(document.querySelectorAll(shown)).filter((one) => one.checkVisibility());
  return there.map((one) => [one.tagName, ...Object.values(one.getBoundingClientRect().toJSON())].join(" "));
}"""
PAUSE_MS = 300
"""Longer than the script takes to come once it is asked for."""

SIGNS: dict[str, Callable[[Page], None]] = {
    "the pointer is moved": lambda page: page.mouse.move(200, 300),
    "something is pressed": lambda page: page.locator("h1").dispatch_event("pointerdown"),
    "something is clicked by a program": lambda page: page.locator("h1").dispatch_event("click"),
    "the page is scrolled": lambda page: page.evaluate("scrollTo(0, 200)"),
    "a key is pressed": lambda page: page.keyboard.press("Shift"),
    "something is focused": lambda page: page.locator("article a").first.focus(),
}


class Slow:
    """A page where the theme's script does not come before it is let through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._held: list[Route] = []
        self._is_open = False
        page.route(SCRIPT, self._hold)

    def _hold(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._held.append(route)

    def let_through(self) -> None:
        """Send the script, which has not run until now."""
        assert not self.page.evaluate(RUNS)
        self._is_open = True
        for route in self._held:
            route.continue_()


@pytest.fixture
def slow(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Slow]:
    """Return a visit to an entry, as wide as the test says that the screen is; nothing may fail in it."""
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    made = Slow(page)
    page.goto(address + ENTRY)
    yield made
    context.close()
    assert faults == []


@pytest.mark.parametrize("sign", SIGNS)
def test_the_script_runs_at_the_first_sign_and_not_before(visit: Visit, sign: str) -> None:
    page = visit(ENTRY)
    page.wait_for_timeout(PAUSE_MS)
    assert not page.evaluate(RUNS)
    SIGNS[sign](page)
    assert page.evaluate(WAIT)


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_search_and_what_is_typed_next_is_found(slow: Slow, key: str) -> None:
    slow.page.keyboard.press(key)
    slow.page.keyboard.type("Lysenko")
    slow.let_through()
    expect(slow.page.locator(".md-search__input")).to_have_value("Lysenko")
    expect(slow.page.locator(".md-search-result__item").first).to_contain_text("Trofim Lysenko")


@pytest.mark.parametrize("slow", [360], indirect=True)
def test_the_button_of_phones_opens_search_and_escape_closes_it(slow: Slow) -> None:
    button, field = (slow.page.get_by_role(role, name="Search", exact=True) for role in ("button", "textbox"))
    button.click()
    expect(field).to_be_focused()
    slow.page.keyboard.type("Lysenko")
    slow.let_through()
    expect(slow.page.locator(".md-search-result__item").first).to_contain_text("Trofim Lysenko")
    slow.page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("slow", [360], indirect=True)
def test_escape_closes_what_was_just_opened(slow: Slow) -> None:
    slow.page.get_by_role("button", name="Search", exact=True).click()
    slow.page.keyboard.press("Escape")
    slow.let_through()
    expect(slow.page.get_by_role("textbox", name="Search")).to_be_hidden()


def test_a_query_that_is_sent_too_soon_is_kept(slow: Slow) -> None:
    slow.page.locator(".md-search__input").fill("Lysenko")
    slow.page.keyboard.press("Enter")
    slow.let_through()
    expect(slow.page.locator(".md-search-result__item").first).to_contain_text("Trofim Lysenko")
    assert slow.page.url.endswith(ENTRY)


def test_a_key_of_the_theme_that_leads_on_does_so(slow: Slow) -> None:
    slow.page.goto(slow.page.url.replace(ENTRY, "account/"))
    following = slow.page.locator("link[rel=next]").evaluate("link => link.href")
    slow.page.keyboard.press("n")
    slow.let_through()
    slow.page.wait_for_url(following)


def test_what_is_typed_elsewhere_is_no_key_of_the_theme(slow: Slow) -> None:
    slow.page.goto(slow.page.url.replace(ENTRY, "causes/"))
    field = slow.page.locator("input[name=from]")
    field.focus()
    slow.page.keyboard.type("nfs")
    slow.let_through()
    assert slow.page.evaluate(WAIT)
    expect(field).to_be_focused()
    expect(field).to_have_value("nfs")


def test_the_first_click_on_the_switch_of_colours_is_kept(slow: Slow) -> None:
    switch = slow.page.locator("[data-md-component=palette] label:visible")
    assert switch.get_attribute("title") == "Colours follow the system; switch to light"
    slow.page.emulate_media(color_scheme="dark")
    switch.click()
    slow.let_through()
    expect(switch).to_have_attribute("title", "Light colours; switch to dark")
    assert not slow.page.evaluate(IS_DARK)
    switch.click()
    slow.page.emulate_media(color_scheme="light")
    slow.page.reload()
    expect(switch).to_have_attribute("title", "Dark colours; switch to follow the system")
    assert slow.page.evaluate(IS_DARK)


def test_colours_follow_the_system_before_and_after_the_script_is_there(slow: Slow) -> None:
    assert not slow.page.evaluate(IS_DARK)
    slow.page.emulate_media(color_scheme="dark")
    assert slow.page.evaluate(IS_DARK)
    slow.page.mouse.move(200, 300)
    slow.let_through()
    assert slow.page.evaluate(WAIT)
    assert slow.page.evaluate(IS_DARK)


def test_the_script_is_asked_for_again_when_it_could_not_be_had(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(SCRIPT, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(address + ENTRY)
        page.mouse.move(200, 300)
    page.wait_for_timeout(PAUSE_MS)
    page.unroute(SCRIPT)
    page.mouse.move(210, 310)
    page.mouse.move(220, 320)
    assert page.evaluate(WAIT)
    context.close()


def test_where_our_script_cannot_be_had_no_search_is_offered(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + ENTRY)
    expect(page.get_by_placeholder("Search")).to_be_visible()
    page.route("**/assets/site.js", lambda route: route.abort())
    page.goto(address + ENTRY)
    expect(page.get_by_placeholder("Search")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("query", ["?q=Lysenko", "?h=Lysenko"])
def test_an_address_that_asks_for_something_gets_it_at_once(visit: Visit, query: str) -> None:
    page = visit(f"entries/trofim-lysenko/{query}")
    found = ".md-search-result__item" if "q" in query else "article mark"
    expect(page.locator(found).first).to_contain_text("Lysenko")


def test_an_address_of_a_place_in_a_page_is_a_sign(visit: Visit) -> None:
    assert visit("changes/#changes").evaluate(WAIT)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["", "causes/", "data/", "our-timeline/"])
def test_nothing_moves_when_the_script_has_run(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width)
    before = page.evaluate(PLACES)
    wake(page)
    page.wait_for_timeout(PAUSE_MS)
    assert page.evaluate(PLACES) == before
