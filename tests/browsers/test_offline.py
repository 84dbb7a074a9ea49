"""The copy of the site that opens from disk, where a browser refuses modules, `fetch` and workers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from macros.pages import urls
from tests.browsers.conftest import CHARSET, Visit
from tests.browsers.webdriver import PROBE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browsers.page import Driver, Page

PROBE_ELEMENT = f"<script>{PROBE};document.currentScript.remove()</script>".encode()
FONT = "[...document.fonts].some(({ family, status }) => family.includes('Newsreader') && status === 'loaded')"
CLAIM = "#p3-s2-c1"
RESULT = "document.querySelector('.md-search-result__link')?.href"


@pytest.fixture(scope="session")
def unpack(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Return a function that unpacks the zip file of a site, and returns the address of the copy."""

    def unpack(site: Path) -> str:
        folder = tmp_path_factory.mktemp("disk") / "a folder, ü #1"
        with ZipFile(site / urls.OFFLINE) as archive:
            archive.extractall(folder)
        for path in folder.rglob("*.html"):
            path.write_bytes(path.read_bytes().replace(CHARSET, CHARSET + PROBE_ELEMENT, 1))
        return f"{(folder / 'offline').as_uri()}/"

    return unpack


@pytest.fixture(scope="session")
def copy(site: Path, unpack: Callable[[Path], str]) -> str:
    """Return the address of the copy of the site."""
    return unpack(site)


@pytest.fixture
def visit_copy(driver: Driver, copy: str) -> Iterator[Visit]:
    """Yield a function that opens pages of the copy; their errors fail the test."""
    visit = Visit(driver, copy)
    yield visit
    visit.close()
    assert visit.errors == []


def test_links_between_pages_and_the_font_work_from_disk(visit_copy: Visit) -> None:
    page = visit_copy("index.html")
    assert page.evaluate(FONT)
    page.follow(".md-tabs a[href^=timeline]")
    page.follow("article .happening a[href*=entries]")
    assert page.evaluate("location.pathname").endswith("/index.html")
    assert page.evaluate(FONT)
    page.follow(".md-logo")
    assert page.evaluate("location.pathname").endswith("/offline/index.html")


def search(page: Page, query: str, result: str = RESULT) -> None:
    page.press("s")
    page.wait_for("document.activeElement?.matches('.md-search__input')")
    page.type(query)
    page.wait_for(result)


def test_search_from_disk_finds_entries_by_misspelled_names(visit_copy: Visit) -> None:
    page = visit_copy("timeline/index.html")
    search(page, "grate thrist")
    page.follow(".md-search-result__link")
    assert page.evaluate("location.pathname").endswith("/entries/great-thirst/index.html")


def test_search_that_finds_nothing_links_the_index_from_disk(visit_copy: Visit) -> None:
    page = visit_copy("timeline/index.html")
    search(page, "qqqqq", "document.querySelector('.search-help a')?.checkVisibility()")
    page.follow(".search-help a")
    assert page.evaluate("location.pathname").endswith("/entries/index.html")


def test_search_in_pieces_finds_words_of_texts_from_disk(
    driver: Driver, sharded_site: Path, unpack: Callable[[Path], str]
) -> None:
    visit = Visit(driver, unpack(sharded_site))
    search(visit("index.html"), "wells")
    visit.close()
    assert visit.errors == []


def test_an_old_address_of_a_large_site_redirects_from_disk(
    driver: Driver, large_site: Path, unpack: Callable[[Path], str]
) -> None:
    visit = Visit(driver, unpack(large_site))
    page = visit("causes/index.html?trace=great-thirst")
    page.wait_for("location.pathname.endsWith('/entries/great-thirst/index.html')")
    visit.close()
    assert visit.errors == []


def test_the_form_of_causes_works_from_disk(visit_copy: Visit) -> None:
    page = visit_copy("causes/index.html?without=great-thirst")
    page.wait_for("document.querySelector('.explore-summary')?.textContent.includes('left out')")


def test_the_filter_of_the_timeline_works_from_disk(visit_copy: Visit) -> None:
    page = visit_copy("timeline/index.html?thread=harbour")
    page.wait_for("/^4 of/.test(document.querySelector('.filters-count').textContent)")


def test_an_anchor_in_a_closed_section_opens_it_from_disk(visit_copy: Visit) -> None:
    page = visit_copy(f"account/index.html{CLAIM}")
    page.wait_for(f"document.querySelector('{CLAIM}').closest('details').open")


def test_a_preview_opens_from_disk(visit_copy: Visit) -> None:
    page = visit_copy("entries/great-thirst/index.html")
    page.hover(".lead a")
    page.wait_for("document.querySelector('#preview:popover-open')?.textContent")


def test_a_permalink_copies_the_address_on_the_site(visit_copy: Visit) -> None:
    page = visit_copy("entries/great-thirst/index.html")
    page.click("article a.permalink")
    page.wait_for("document.querySelector('.paste textarea')?.value === 'https://site.example/entries/great-thirst/'")
