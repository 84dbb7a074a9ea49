"""The theme's script loads at the first interaction, and that interaction takes effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import load_theme
from tests.browsers.page import IS_THEME_LOADED, WAIT_FOR_THEME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.conftest import Visit

THEME_SCRIPT = "**/javascripts/bundle.*.js"
ENTRY = "entries/fall-of-the-regent/"
CONTENTS = "contribute/"
"""A page with a table of contents."""
IS_DARK = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((part) => Number(part) < 60)"
POSITIONS = """() => {
  const selector = "article :not(.md-typeset__scrollwrap, .md-typeset__table), .md-header__button, .md-tabs a";
  const elements = Array.from(document.querySelectorAll(selector)).filter((element) => element.checkVisibility());
  const box = (element) => Object.values(element.getBoundingClientRect().toJSON());
  return elements.map((element) => [element.tagName, ...box(element)].join(" "));
}"""
PAUSE_MS = 300
"""Longer than the script takes to load."""

INTERACTIONS: dict[str, Callable[[Page], None]] = {
    "a script clicks an element": lambda page: page.locator("h1").dispatch_event("click"),
    "a key is pressed": lambda page: page.keyboard.press("Shift"),
    "a link gets the focus": lambda page: page.locator("article a").first.focus(),
}


class DelayedTheme:
    """A page that delays the theme's script until `release`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._pending: list[Route] = []
        self._is_released = False
        page.route(THEME_SCRIPT, self._delay)

    def _delay(self, route: Route) -> None:
        if self._is_released:
            route.continue_()
        else:
            self._pending.append(route)

    def release(self) -> None:
        """Let the script through; assert that it has not run before."""
        assert not self.page.evaluate(IS_THEME_LOADED)
        self._is_released = True
        for route in self._pending:
            route.continue_()


@pytest.fixture
def delayed(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[DelayedTheme]:
    """Yield an entry's page with a delayed theme, 1280 pixels wide by default; an error in it fails the test."""
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    theme = DelayedTheme(page)
    page.goto(address + ENTRY)
    yield theme
    context.close()
    assert errors == []


@pytest.mark.parametrize("interaction", INTERACTIONS)
def test_the_theme_loads_at_the_first_interaction_and_not_before(visit: Visit, interaction: str) -> None:
    page = visit(ENTRY)
    page.wait_for_timeout(PAUSE_MS)
    assert not page.evaluate(IS_THEME_LOADED)
    INTERACTIONS[interaction](page)
    assert page.evaluate(WAIT_FOR_THEME)


@pytest.mark.parametrize("path", [ENTRY, CONTENTS])
def test_scrolling_and_pointer_load_the_theme_over_contents_alone(visit: Visit, path: str) -> None:
    page = visit(path)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.mouse.move(200, 300)
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(PAUSE_MS)
    assert requests == []
    if path == CONTENTS:
        page.locator(".md-sidebar--secondary a").first.hover()
        assert page.evaluate(WAIT_FOR_THEME)


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_search_before_the_theme_is_loaded(delayed: DelayedTheme, key: str) -> None:
    delayed.page.keyboard.press(key)
    delayed.page.keyboard.type("Lysanias")
    delayed.release()
    expect(delayed.page.locator(".md-search__input")).to_have_value("Lysanias")
    expect(delayed.page.locator(".md-search-result__item").first).to_contain_text("Theophilos Lysanias")


@pytest.mark.parametrize("delayed", [360], indirect=True)
def test_the_search_button_of_phones_works_before_the_theme_is_loaded(delayed: DelayedTheme) -> None:
    button, field = (delayed.page.get_by_role(role, name="Search", exact=True) for role in ("button", "textbox"))
    button.click()
    expect(field).to_be_focused()
    delayed.page.keyboard.type("Lysanias")
    delayed.release()
    expect(delayed.page.locator(".md-search-result__item").first).to_contain_text("Theophilos Lysanias")
    delayed.page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("delayed", [360], indirect=True)
def test_escape_closes_search_before_the_theme_is_loaded(delayed: DelayedTheme) -> None:
    delayed.page.get_by_role("button", name="Search", exact=True).click()
    delayed.page.keyboard.press("Escape")
    delayed.release()
    expect(delayed.page.get_by_role("textbox", name="Search")).to_be_hidden()


def test_a_query_submitted_before_the_theme_is_loaded_is_answered(delayed: DelayedTheme) -> None:
    delayed.page.locator(".md-search__input").fill("Lysanias")
    delayed.page.keyboard.press("Enter")
    delayed.release()
    expect(delayed.page.locator(".md-search-result__item").first).to_contain_text("Theophilos Lysanias")
    assert delayed.page.url.endswith(ENTRY)


def test_a_shortcut_pressed_before_the_theme_is_loaded_works(delayed: DelayedTheme) -> None:
    delayed.page.goto(delayed.page.url.replace(ENTRY, "account/"))
    next_url = delayed.page.locator("link[rel=next]").evaluate("link => link.href")
    delayed.page.keyboard.press("n")
    delayed.release()
    delayed.page.wait_for_url(next_url)


def test_typing_in_another_field_triggers_no_shortcut(delayed: DelayedTheme) -> None:
    delayed.page.goto(delayed.page.url.replace(ENTRY, "causes/"))
    field = delayed.page.locator("input[name=from]")
    field.focus()
    delayed.page.keyboard.type("nfs")
    delayed.release()
    assert delayed.page.evaluate(WAIT_FOR_THEME)
    expect(field).to_be_focused()
    expect(field).to_have_value("nfs")


def test_the_first_click_on_the_palette_switch_takes_effect(delayed: DelayedTheme) -> None:
    switch = delayed.page.locator("[data-md-component=palette] label:visible")
    assert switch.get_attribute("title") == "Colours follow the system; switch to light"
    delayed.page.emulate_media(color_scheme="dark")
    switch.click()
    delayed.release()
    expect(switch).to_have_attribute("title", "Light colours; switch to dark")
    assert not delayed.page.evaluate(IS_DARK)
    switch.click()
    delayed.page.emulate_media(color_scheme="light")
    delayed.page.reload()
    expect(switch).to_have_attribute("title", "Dark colours; switch to follow the system")
    assert delayed.page.evaluate(IS_DARK)


def test_colours_follow_the_system_before_and_after_the_theme_is_loaded(delayed: DelayedTheme) -> None:
    assert not delayed.page.evaluate(IS_DARK)
    delayed.page.emulate_media(color_scheme="dark")
    assert delayed.page.evaluate(IS_DARK)
    delayed.page.locator("h1").click()
    delayed.release()
    assert delayed.page.evaluate(WAIT_FOR_THEME)
    assert delayed.page.evaluate(IS_DARK)


def test_the_theme_is_requested_again_after_a_failure(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(THEME_SCRIPT, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(address + ENTRY)
        page.locator("h1").click()
    page.wait_for_timeout(PAUSE_MS)
    page.unroute(THEME_SCRIPT)
    page.locator("h1").click()
    page.locator("h1").click()
    assert page.evaluate(WAIT_FOR_THEME)
    context.close()


def test_search_is_hidden_when_site_js_fails_to_load(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + ENTRY)
    expect(page.get_by_placeholder("Search")).to_be_visible()
    page.route("**/assets/site.js", lambda route: route.abort())
    page.goto(address + ENTRY)
    expect(page.get_by_placeholder("Search")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("query", ["?q=Lysanias", "?h=Lysanias"])
def test_an_address_with_a_query_loads_the_theme_at_once(visit: Visit, query: str) -> None:
    page = visit(f"entries/theophilos-lysanias/{query}")
    selector = ".md-search-result__item" if "q" in query else "article mark"
    expect(page.locator(selector).first).to_contain_text("Lysanias")


def test_an_address_with_a_fragment_loads_the_theme_at_once(visit: Visit) -> None:
    assert visit("changes/#changes").evaluate(WAIT_FOR_THEME)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["", "causes/", "data/", "our-timeline/"])
def test_nothing_moves_when_the_theme_is_loaded(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width)
    before = page.evaluate(POSITIONS)
    load_theme(page)
    page.wait_for_timeout(PAUSE_MS)
    assert page.evaluate(POSITIONS) == before
