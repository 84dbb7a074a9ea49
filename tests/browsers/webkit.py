"""WebKitGTK's MiniBrowser, which WebKitWebDriver drives by W3C WebDriver over HTTP, on a screen that Xvfb pretends."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from PIL import Image

from tests.browsers.page import PATIENCE, START, DriverError, View, poll, run_process
from tests.browsers.webdriver import WebDriverPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLIM = "* { padding: 0; margin: 0; min-width: 0; border-width: 0; font-size: 6px }"
"""Lets the window be as narrow as a phone: its tool bar is not wider then."""
SCROLL = "(top) => { scrollTo({ top, behavior: 'instant' }); return Math.round(scrollY); }"
DEBIAN_PYTHON = "/usr/bin/python3"
PRINT = Path(__file__).with_name("print_webkit.py")
BARS = 36
"""How many pixels of a window stand above the page in that style; measured where it is otherwise."""
ENDPOINTS = {
    "Back": "back",
    "ExecuteScript": "execute/sync",
    "Forward": "forward",
    "Navigate": "url",
    "PerformActions": "actions",
    "Refresh": "refresh",
    "SetWindowRect": "window/rect",
}
"""Where the commands are posted."""
TALLEST = 16_000
"""How many pixels a window may be high: from 16,384 on, all of it is black."""


@contextmanager
def run_webkit(driver: str, xvfb: str, folder: Path) -> Iterator[WebKit]:
    """Run a screen, and sessions on it as pages need them, for as long as the context lasts."""
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0" / "gtk.css").write_text(SLIM, encoding="utf-8")
    reading, writing = os.pipe()
    screen = [xvfb, "-displayfd", str(writing), "-screen", "0", "600x40x24", "-nolisten", "tcp"]
    with ExitStack() as stack:
        output = stack.enter_context((folder / "output").open("wb"))
        with os.fdopen(writing, "wb"):
            stack.enter_context(run_process(screen, output, inherited=(writing,)))
        with os.fdopen(reading) as display:
            number = display.readline().strip()
        environment = {
            "DISPLAY": f":{number}",
            "XDG_CONFIG_HOME": str(folder),
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # containers have no namespaces for it
        }
        yield WebKit(
            lambda options: stack.enter_context(_run_session(driver, options, output, environment)),
            partial(_print_address, environment, folder / "page.pdf"),
        )


def _print_address(environment: dict[str, str], path: Path, address: str) -> bytes:
    command = [DEBIAN_PYTHON, str(PRINT), address, str(path)]
    subprocess.run(command, env=os.environ | environment, check=True, timeout=START)
    return path.read_bytes()


@contextmanager
def _run_session(driver: str, options: list[str], output: IO[bytes], environment: dict[str, str]) -> Iterator[Session]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with run_process([driver, f"--port={port}"], output, environment):
        session = poll(lambda: Session(port, ["--automation", *options]), "WebKitWebDriver starts a browser", START)
        with closing(session):
            yield session


class WebKit:
    """One MiniBrowser for each colour scheme, with scripts and without, which are options of its start."""

    def __init__(self, start: Callable[[list[str]], Session], print_address: Callable[[str], bytes]) -> None:
        self._start = start
        self._print_address = print_address
        self._sessions: dict[tuple[str, bool], Session] = {}
        self.version = self._session(View()).version

    def _session(self, view: View) -> Session:
        key = (view.scheme, view.scripts)
        if key not in self._sessions:
            dark = ["--dark-mode"] if view.scheme == "dark" else []
            scripts = [] if view.scripts else ["--enable-javascript-markup=false"]
            self._sessions[key] = self._start([*dark, *scripts])
        return self._sessions[key]

    def open_page(self, view: View) -> WebKitPage:
        page = WebKitPage(self._session(view), view, self._print_address)
        page.resize(view.height)
        return page


class Session:
    """The one session that a WebKitWebDriver can hold."""

    def __init__(self, port: int, options: list[str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START)
        self.bars = BARS
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": {"args": options}}}
        session = self._send("POST", "/session", {"capabilities": capabilities})
        self.version = str(session["capabilities"]["browserVersion"])
        self._path = f"/session/{session['sessionId']}"

    def _send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        self._connection.request(method, path, None if body is None else json.dumps(body))
        answer = self._connection.getresponse()
        value = json.load(answer)["value"]
        if answer.status != HTTPStatus.OK:
            raise DriverError(f"{path}: {value['error']}: {value['message']}")
        return value

    def command(self, name: str, parameters: dict[str, object]) -> Any:  # noqa: ANN401 - any JSON
        """Send a command and return the value of its answer."""
        if name == "TakeScreenshot":
            return self._send("GET", f"{self._path}/screenshot")
        return self._send("POST", f"{self._path}/{ENDPOINTS[name]}", parameters)

    def close(self) -> None:
        """Close the browser."""
        self._send("DELETE", self._path)
        self._connection.close()


class WebKitPage(WebDriverPage):
    def __init__(self, session: Session, view: View, print_address: Callable[[str], bytes]) -> None:
        super().__init__()
        self._print_address = print_address
        self._session = session
        self._view = view

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        return self._session.command(name, parameters)

    def resize(self, height: int) -> None:
        """Give the viewport its width and a height: the window follows some time after the command.

        Raises:
            DriverError: it does not follow.
        """
        size = [self._view.width, height]
        for patience in (1.0, 2.0, PATIENCE):
            window = height + self._session.bars
            self.command("SetWindowRect", width=self._view.width, height=window)
            try:
                self.wait_for("([width, height]) => innerWidth === width && innerHeight === height", size, patience)
            except DriverError:
                self._session.bars = max(0, window - self.evaluate("innerHeight"))
            else:
                return
        raise DriverError(f"the viewport does not become {size}")

    def screenshot(self) -> bytes:
        """Return a PNG of the page, put together from captures of the viewport, which is all that the protocol has."""
        height = self.evaluate("document.documentElement.scrollHeight")
        self.resize(min(height, TALLEST))
        capture = Image.new("RGB", (self._view.width, height))
        for top in range(0, height, TALLEST):
            position = self.evaluate(
                "(top) => { scrollTo({ top, behavior: 'instant' }); return Math.round(scrollY); }", top
            )
            capture.paste(Image.open(BytesIO(super().screenshot())), (0, position))
        self.resize(self._view.height)
        content = BytesIO()
        capture.save(content, "PNG")
        return content.getvalue()

    def pdf(self) -> bytes:
        """Return what the page's address is on paper, loaded afresh: the protocol has no command that prints."""
        return self._print_address(self.evaluate("location.href"))
