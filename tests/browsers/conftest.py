"""Opens pages of the built site in Chromium, Firefox and WebKit; an error of a page fails the test."""

from __future__ import annotations

import io
import os
from contextlib import nullcontext
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

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


class Visit:
    """Opens pages of the site one after another, and collects their errors."""

    def __init__(self, driver: Driver, address: str) -> None:
        self._driver = driver
        self._address = address
        self._page: Page | None = None
        self.errors: list[str] = []

    def __call__(
        self,
        path: str,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        *,
        scripts: bool = True,
    ) -> Page:
        self.close()
        self._page = self._driver.open_page(View(width, height, scheme, scripts))
        self._page.open(self._address + path)
        return self._page

    def close(self) -> None:
        """Close the page, if any is open."""
        if self._page:
            self.errors += self._page.errors()
            self._page.close()
            self._page = None


class ProbeHandler(QuietHandler):
    """Inserts the probe of errors before the policy of each page, and lists the requests that fail."""

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

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        if self.path != "/favicon.ico":  # which Firefox and WebKit request for every host
            self._failed.append(f"{self.path}: {format % args}")


@pytest.fixture(scope="session")
def failed_requests() -> list[str]:
    """Return the list of failed requests to the site's host; each test clears it."""
    return []


@pytest.fixture(scope="session")
def address(site: Path, failed_requests: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site under a sub-path and yield its address."""
    handler = partial(ProbeHandler, failed_requests)
    with serve_under_sub_path(site, tmp_path_factory.mktemp("host"), handler) as address:
        yield address


@pytest.fixture(scope="session")
def driver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """Yield a running browser; a test skips a browser that is missing and cannot be installed.

    The test fails instead if that browser is Chromium, or if `CI` or `REQUIRE_BROWSERS` is set.
    """
    folder = tmp_path_factory.mktemp(request.param)
    try:
        context = run_browser(request, folder)
    except MissingProgramError as error:
        if request.param == "chromium" or os.environ.get("CI") or os.environ.get("REQUIRE_BROWSERS"):
            raise
        pytest.skip(f"{request.param}: {error}")
    with context as running:
        yield running


def run_browser(request: pytest.FixtureRequest, folder: Path) -> AbstractContextManager[Driver]:
    """Return the context that runs the browser of the parameter; its profile and output go into a folder."""
    if request.param == "firefox":
        return run_firefox(FIREFOX.path(), folder)
    if request.param == "webkit":
        WEBKIT_BINDINGS.path()
        return run_webkit(WEBKIT_DRIVER.path(), XVFB.path(), folder)
    return nullcontext(Chromium(request.getfixturevalue("browser")))


@pytest.fixture
def visit(driver: Driver, address: str, failed_requests: list[str]) -> Iterator[Visit]:
    """Yield a function that opens pages; their errors and failed requests fail the test."""
    failed_requests.clear()
    visit = Visit(driver, address)
    yield visit
    visit.close()
    assert visit.errors + failed_requests == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print which browsers the tests skip, and why."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if report.when == "setup"]
    reasons = {report.longrepr[2] for report in skipped if report.nodeid.startswith("tests/browsers/")}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"NOT TESTED IN {reason.removeprefix('Skipped: ')}", red=True, bold=True)
