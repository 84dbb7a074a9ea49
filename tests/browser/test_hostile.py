"""The site of hostile texts in a browser: no script of a text runs, no page shows an error, and search works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_search import ask
from tests.pages import hostile
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Visit

PAGES = (
    "",
    "account/",
    "timeline/",
    "causes/",
    "entries/",
    "people/",
    "our-timeline/",
    "questions/",
    "glossary/",
    "references/",
    "changes/",
    "data/",
    "404.html",
    "entries/gone-0/",
    *(f"entries/first-{number}/" for number in range(0, len(hostile.TITLES), 5)),
)
"""The list pages show every hostile text; the entry pages show them in other elements."""


@pytest.fixture(scope="module")
def address(hostile_site: Path) -> Iterator[str]:
    """Yield the address of the hostile site, which replaces the usual site."""
    with serve(hostile_site) as host:
        yield host


# The hostile scripts open dialogs, and `visit` fails the test for these.


@pytest.mark.parametrize("path", PAGES)
def test_no_script_runs_while_a_page_is_used(visit: Visit, path: str) -> None:
    page = visit(path)
    page.evaluate(
        """() => {
            for (const element of document.querySelectorAll("main *"))
                for (const type of ["mouseover", "mouseenter", "focusin", "pointerover"])
                    element.dispatchEvent(new Event(type, { bubbles: type !== "mouseenter" }));
        }"""
    )
    for link in page.locator("main a[data-id], main a[href*='entries/']").all()[:3]:
        if link.is_visible():
            link.hover()
    assert page.evaluate(
        "[...document.querySelectorAll('main *')].every((element) => !element.onclick && !element.onmouseover)"
    )


def test_search_results_run_no_script_and_contain_no_markup(visit: Visit) -> None:
    page = visit("glossary/")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    for words in ("first-0", "alert", "onerror", "<script>alert(1)</script>", "xyzzyqwv"):
        ask(page, words)
        assert page.locator(".md-search-result script, .md-search-result img, .search-help img").count() == 0
