"""The site without scripts: all text is there, and links replace the controls that need scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.page_types import PAGE_TYPES
from tests.browsers.page import ARTICLE_WORDS

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

IS_DARK = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).every((part) => part < 60)"


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_the_same_words_are_shown_and_dark_follows_the_system(visit: Visit, path: str) -> None:
    without, scripted = visit(path, 360, "dark", scripts=False), visit(path, 360, "dark")
    assert without.evaluate(IS_DARK)
    assert without.evaluate(ARTICLE_WORDS) == scripted.evaluate(ARTICLE_WORDS)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_index_replaces_search_and_tabs_replace_the_menu(visit: Visit, width: int) -> None:
    page = visit("entries/great-thirst/", width, scripts=False)
    for control in (".md-search", "[value=__search]", "[value=__drawer]", "[data-md-component=palette]"):
        assert not page.locator(control).is_visible(), control
    tabs = page.locator(".md-tabs a")
    assert tabs.count() == 6
    assert all(tabs.nth(index).is_visible() for index in range(tabs.count()))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("a.to-index").click()
    assert page.url.endswith("/entries/#a-to-z")
    assert page.locator("#a-to-z").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_header_does_not_cover_the_target_of_a_link(visit: Visit, width: int) -> None:
    page = visit("causes/#well-draining--great-thirst", width, scripts=False)
    header, target = (page.locator(selector).bounding_box() for selector in (".md-header", ":target"))
    assert header is not None
    assert target is not None
    assert header["y"] + header["height"] <= target["y"]


def test_with_scripts_search_is_there_and_the_link_to_the_index_is_not(visit: Visit) -> None:
    page = visit("")
    assert page.locator(".md-search__input").is_visible()
    assert not page.locator("a.to-index").is_visible()
