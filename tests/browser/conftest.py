"""A real Chromium on the built site, served under a sub-path; whatever goes wrong in a page fails the test."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

LOST = "404.html"
SUB_PATH = "the-other-leap"
RUNS = "window.component$ !== undefined"
"""Whether the theme's script has run, which waits for the first sign of a reader."""
WAIT = f"""async () => {{
  const end = performance.now() + 10_000;
  while (!({RUNS}) && performance.now() < end) await new Promise((done) => setTimeout(done, 10));
  return {RUNS};
}}"""


class Visit(Protocol):
    """Opens a page of the site."""

    def __call__(self, path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True) -> Page: ...


def wake(page: Page) -> None:
    """Give a page the sign of a reader that its theme's script waits for, and wait until that has run."""
    page.mouse.move(1, 1)
    assert page.evaluate(WAIT)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so it is called
        pass


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the site, which is served under a sub-path."""
    with under(site, tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture(scope="session")
def root_address(site: Path) -> Iterator[str]:
    """Return the address of the site where it is the whole of its host."""
    with served(site) as host:
        yield host


@contextmanager
def under(site: Path, root: Path) -> Iterator[str]:
    """Serve a site under a sub-path of a host, whose folder is empty, for as long as the context lasts."""
    (root / SUB_PATH).symlink_to(site, target_is_directory=True)
    with served(root) as host:
        yield f"{host}{SUB_PATH}/"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder for as long as the context lasts; give its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def contexts() -> Iterator[dict[tuple[int, str, bool], BrowserContext]]:
    """Return contexts by width, colour scheme and whether scripts run, kept from test to test."""
    made: dict[tuple[int, str, bool], BrowserContext] = {}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def visit(
    browser: Browser, address: str, root_address: str, contexts: dict[tuple[int, str, bool], BrowserContext]
) -> Iterator[Visit]:
    """Return what opens pages; at the end nothing may have failed in them, or been asked of another host.

    The page for lost addresses links from the root of its host, so it is opened there.
    """
    opened: list[Page] = []
    faults: list[str] = []

    def go(path: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True) -> Page:
        key = (width, scheme, scripts)
        if key not in contexts:
            contexts[key] = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=scripts,
            )
        page = contexts[key].new_page()
        home = root_address if path == LOST else address
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((home, "blob:", "data:")) else faults.append(request.url),
        )
        page.on(
            "response", lambda response: None if response.ok or response.status == 304 else faults.append(response.url)
        )
        page.goto(home + path, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        opened.append(page)
        return page

    yield go
    for page in opened:
        page.close()
    assert faults == []
