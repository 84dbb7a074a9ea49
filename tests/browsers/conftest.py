"""Opens pages of the built site in Chromium, Firefox and WebKit; an error in a page fails its test."""

from __future__ import annotations

import io
import os
from contextlib import nullcontext
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol

import pytest

from tests.browsers.chromium import Chromium
from tests.browsers.firefox import run_firefox
from tests.browsers.page import Driver, Page, View
from tests.browsers.webdriver import PROBE
from tests.browsers.webkit import run_webkit
from tests.programs import FIREFOX, WEBKIT_BINDINGS, WEBKIT_DRIVER, XVFB, MissingProgramError
from tests.serving import QuietHandler, serve_under_sub_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

CHARSET = b'<meta charset="utf-8">'


class Visit(Protocol):
    """Opens a page of the site; the page before it in the same test is left."""

    def __call__(
        self,
        path: str,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        *,
        scripts: bool = True,
    ) -> Page: ...


class Handler(QuietHandler):
    """Puts the probe of errors before the policy of each page, and lists the requests that fail."""

    def __init__(self, failed: list[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the server's
        self._failed = failed
        super().__init__(*args, **kwargs)

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if path.suffix != ".html" or not path.is_file():
            return super().send_head()
        script = f"<script>{PROBE};document.currentScript.remove()</script>".encode()
        content = path.read_bytes().replace(CHARSET, CHARSET + script, 1)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 - so it is called
        if self.path != "/favicon.ico":  # which Firefox and WebKit ask for unbidden
            self._failed.append(f"{self.path}: {format % args}")


@pytest.fixture(scope="session")
def failed_requests() -> list[str]:
    """Return the list of requests that the site's host could not answer; each test empties it."""
    return []


@pytest.fixture(scope="session")
def address(site: Path, failed_requests: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the site, which is served under a sub-path."""
    handler = partial(Handler, failed_requests)
    with serve_under_sub_path(site, tmp_path_factory.mktemp("host"), handler) as address:
        yield address


@pytest.fixture(scope="session")
def driver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """Return a browser; where it cannot be had, its tests are skipped, or fail.

    They fail for Chromium, and for the others where `CI` or `REQUIRE_BROWSERS` is set.
    """
    folder = tmp_path_factory.mktemp(request.param)
    try:
        context = find_browser(request, folder)
    except MissingProgramError as error:
        if request.param == "chromium" or os.environ.get("CI") or os.environ.get("REQUIRE_BROWSERS"):
            raise
        pytest.skip(f"{request.param}: {error}")
    with context as running:
        yield running


def find_browser(request: pytest.FixtureRequest, folder: Path) -> AbstractContextManager[Driver]:
    """Return what runs the browser that a parameter names; its profile and what it says go into a folder."""
    if request.param == "firefox":
        return run_firefox(FIREFOX.path(), folder)
    if request.param == "webkit":
        WEBKIT_BINDINGS.path()
        return run_webkit(WEBKIT_DRIVER.path(), XVFB.path(), folder)
    return nullcontext(Chromium(request.getfixturevalue("browser")))


@pytest.fixture
def visit(driver: Driver, address: str, failed_requests: list[str]) -> Iterator[Visit]:
    """Yield a function that opens pages; errors in them and failed requests fail the test."""
    errors: list[str] = []
    opened: list[Page] = []
    failed_requests.clear()

    def leave() -> None:
        if opened:
            page = opened.pop()
            errors.extend(page.errors())
            page.close()

    def open_page(
        path: str,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        *,
        scripts: bool = True,
    ) -> Page:
        leave()
        page = driver.open_page(View(width, height, scheme, scripts))
        opened.append(page)
        page.open(address + path)
        return page

    yield open_page
    leave()
    assert errors + failed_requests == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end which browsers nothing was tested in, and why."""
    reasons = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if report.when == "setup"}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"NOT TESTED IN {reason.removeprefix('Skipped: ')}", red=True, bold=True)
