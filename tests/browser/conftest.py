"""Opens pages of the built site in Chromium, under a sub-path; an error in a page fails its test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from tests.browsers.page import LOAD_THEME
from tests.serving import serve, serve_under_sub_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

NOT_FOUND_PAGE = "404.html"
IGNORE_IDLE_POINTER = """addEventListener("pointermove", (event) => {
  if (event.clientX === 0 && event.clientY === 0) event.stopImmediatePropagation();
}, true)"""
"""JavaScript: drops the pointer event at (0, 0) that Chromium's headless shell sends to some new pages by itself."""


class Visit(Protocol):
    """Opens a page of the site in a window of a width, in a colour scheme, with or without scripts."""

    def __call__(self, path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True) -> Page: ...


def load_theme(page: Page) -> None:
    """Use a page, so that the theme's script loads, and wait until it has run."""
    assert page.evaluate(LOAD_THEME)


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the site under a sub-path of its host."""
    with serve_under_sub_path(site, tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture(scope="session")
def root_address(site: Path) -> Iterator[str]:
    """Yield the address of the site at the root of its host."""
    with serve(site) as host:
        yield host


@pytest.fixture(scope="session")
def contexts() -> Iterator[dict[tuple[int, str, bool], BrowserContext]]:
    """Yield a dictionary of browser contexts, which tests fill and share; keys are width, scheme and scripts."""
    contexts_by_key: dict[tuple[int, str, bool], BrowserContext] = {}
    yield contexts_by_key
    for context in contexts_by_key.values():
        context.close()


@pytest.fixture
def visit(
    browser: Browser, address: str, root_address: str, contexts: dict[tuple[int, str, bool], BrowserContext]
) -> Iterator[Visit]:
    """Yield a function that opens pages; errors, dialogs, failed requests and requests to other hosts fail the test.

    404.html has root-relative links, so it opens at the root of the host.
    """
    opened: list[Page] = []
    errors: list[str] = []

    def refuse(dialog: Dialog) -> None:
        errors.append(dialog.message)
        dialog.dismiss()

    def open_page(path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True) -> Page:
        key = (width, scheme, scripts)
        if key not in contexts:
            contexts[key] = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=scripts,
            )
            contexts[key].add_init_script(IGNORE_IDLE_POINTER)
        page = contexts[key].new_page()
        home = root_address if path == NOT_FOUND_PAGE else address
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", refuse)
        page.on(
            "request",
            lambda request: None if request.url.startswith((home, "blob:", "data:")) else errors.append(request.url),
        )
        page.on(
            "response", lambda response: None if response.ok or response.status == 304 else errors.append(response.url)
        )
        page.goto(home + path, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.close()
    assert errors == []
