"""The site behind Caddy with deploy/Caddyfile: the headers break nothing in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_search import ask, results
from tests.deploy.conftest import SUB_PATH, build_container_site, run_caddy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Visit
    from tests.conftest import BuildOnce


@pytest.fixture(scope="module")
def address(build_once: BuildOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the site at Caddy, which replaces the simple server of other tests."""
    folder = build_once("container", build_container_site)
    with run_caddy(folder, SUB_PATH, tmp_path_factory.mktemp("caddy")) as host:
        yield f"http://127.0.0.1:{host.port}{host.path}/"


# A violation of the content security policy is a console error, and `visit` fails the test for it.


@pytest.mark.parametrize("path", ["", "causes/", "timeline/", "entries/fall-of-the-regent/", "data/", "404.html"])
def test_pages_work_under_the_servers_headers(visit: Visit, path: str) -> None:
    page = visit(path)
    sizes = page.evaluate("[...document.images].map((image) => image.naturalWidth)")
    assert all(sizes)
    assert page.evaluate("document.fonts.check('500 16px Newsreader')")
    assert page.locator("h1").first.is_visible()


def test_search_and_its_worker_work_under_the_servers_headers(visit: Visit) -> None:
    page = visit("entries/fall-of-the-regent/")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    ask(page, "laskarys")
    assert "entries/loukas-laskaris/" in results(page)


def test_texts_are_compressed_and_cached(visit: Visit, address: str) -> None:
    page = visit("people/")
    response = page.goto(f"{address}glossary/", wait_until="load")
    assert response is not None
    assert response.header_value("content-encoding") == "br"
    cached = page.evaluate(
        "performance.getEntriesByType('resource').filter((entry) => !entry.transferSize).map((entry) => entry.name)"
    )
    assert [name for name in cached if "assets/style." in name]


def test_a_figure_opened_as_a_file_has_its_colours(visit: Visit) -> None:
    page = visit("causes/causes.svg")
    assert page.evaluate("getComputedStyle(document.querySelector('.box rect')).stroke") not in {"none", ""}
