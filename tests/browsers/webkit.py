"""WebKitGTK's MiniBrowser on a virtual screen, driven through WebKitWebDriver by W3C WebDriver over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from PIL import Image

from tests.browsers.page import START_TIMEOUT, TIMEOUT, DriverError, View, poll, run_process
from tests.browsers.webdriver import WebDriverPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPACT_STYLE = "* { padding: 0; margin: 0; min-width: 0; border-width: 0; font-size: 6px }"
"""The style of the window: without it, the toolbar is wider than a phone."""
SCROLL_TO = "(top) => { scrollTo({ top, behavior: 'instant' }); return Math.round(scrollY); }"
DEBIAN_PYTHON = "/usr/bin/python3"
PRINT_PROGRAM = Path(__file__).with_name("print_webkit.py")
TOOLBAR_HEIGHT = 36
"""The pixels of the window above the viewport in this style; a session corrects it if they differ."""
ENDPOINTS = {
    "Back": "back",
    "ExecuteScript": "execute/sync",
    "Forward": "forward",
    "Navigate": "url",
    "PerformActions": "actions",
    "Refresh": "refresh",
    "SetWindowRect": "window/rect",
}
"""The last part of the path to which each command is posted."""
MAX_HEIGHT = 16_000
"""The greatest height of the viewport in pixels: from 16,384 on, a capture is black."""


@contextmanager
def run_webkit(driver: str, xvfb: str, folder: Path) -> Iterator[WebKit]:
    """Run a virtual screen, and browsers on it as pages need them, until the context ends."""
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0" / "gtk.css").write_text(COMPACT_STYLE, encoding="utf-8")
    read_end, write_end = os.pipe()
    screen = [xvfb, "-displayfd", str(write_end), "-screen", "0", "600x40x24", "-nolisten", "tcp"]
    with ExitStack() as stack:
        output = stack.enter_context((folder / "output").open("wb"))
        with os.fdopen(write_end, "wb"):
            stack.enter_context(run_process(screen, output, pass_fds=(write_end,)))
        with os.fdopen(read_end) as display:
            number = display.readline().strip()
        environment = {
            "DISPLAY": f":{number}",
            "XDG_CONFIG_HOME": str(folder),
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # a container does not let it create namespaces
        }
        webkit = WebKit(
            lambda options: _run_session(driver, options, output, environment),
            partial(_print_address, environment, folder / "page.pdf"),
        )
        with closing(webkit):
            yield webkit


def _print_address(environment: dict[str, str], path: Path, address: str) -> bytes:
    command = [DEBIAN_PYTHON, str(PRINT_PROGRAM), address, str(path)]
    subprocess.run(command, env=os.environ | environment, check=True, timeout=START_TIMEOUT)
    return path.read_bytes()


@contextmanager
def _run_session(driver: str, options: list[str], output: IO[bytes], environment: dict[str, str]) -> Iterator[Session]:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with run_process([driver, f"--port={port}"], output, environment):
        session = poll(
            lambda: Session(port, ["--automation", *options]), "WebKitWebDriver starts a browser", START_TIMEOUT
        )
        with closing(session):
            yield session


class WebKit:
    """One MiniBrowser at a time: the window of a second one would take the keyboard focus.

    The colour scheme and scripts are options of its command line, so that it starts again when they change.
    """

    def __init__(
        self, start: Callable[[list[str]], AbstractContextManager[Session]], print_address: Callable[[str], bytes]
    ) -> None:
        self._start = start
        self._print_address = print_address
        self._stack = ExitStack()
        self._options: list[str] | None = None
        self._session: Session

    def open_page(self, view: View) -> WebKitPage:
        dark = ["--dark-mode"] if view.scheme == "dark" else []
        scripts = [] if view.scripts else ["--enable-javascript-markup=false"]
        if self._options != [*dark, *scripts]:
            self.close()
            self._options = [*dark, *scripts]
            self._session = self._stack.enter_context(self._start(self._options))
        page = WebKitPage(self._session, view, self._print_address)
        page.resize(view.height)
        return page

    def close(self) -> None:
        """End the browser."""
        self._stack.close()
        self._options = None


class Session:
    """The session of a WebKitWebDriver, which can have only one."""

    def __init__(self, port: int, options: list[str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_TIMEOUT)
        self.toolbar_height = TOOLBAR_HEIGHT
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": {"args": options}}}
        session = self._send("POST", "/session", {"capabilities": capabilities})
        self._path = f"/session/{session['sessionId']}"

    def _send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        self._connection.request(method, path, None if body is None else json.dumps(body))
        answer = self._connection.getresponse()
        value = json.load(answer)["value"]
        if answer.status != HTTPStatus.OK:
            raise DriverError(f"{path}: {value['error']}: {value['message']}")
        return value

    def command(self, name: str, parameters: dict[str, object]) -> Any:  # noqa: ANN401 - any JSON
        """Send a command and return its result."""
        if name == "TakeScreenshot":
            return self._send("GET", f"{self._path}/screenshot")
        return self._send("POST", f"{self._path}/{ENDPOINTS[name]}", parameters)

    def close(self) -> None:
        """End the session, and with it the browser."""
        self._send("DELETE", self._path)
        self._connection.close()


class WebKitPage(WebDriverPage):
    def __init__(self, session: Session, view: View, print_address: Callable[[str], bytes]) -> None:
        self._print_address = print_address
        self._session = session
        self._view = view

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        return self._session.command(name, parameters)

    def resize(self, height: int) -> None:
        """Set the height of the viewport, and wait: the window changes some time after the command.

        Raises:
            DriverError: The viewport does not get this height.
        """
        size = [self._view.width, height]
        for timeout in (1.0, 2.0, TIMEOUT):
            window = height + self._session.toolbar_height
            self.command("SetWindowRect", width=self._view.width, height=window)
            try:
                self.wait_for("([width, height]) => innerWidth === width && innerHeight === height", size, timeout)
            except DriverError:
                self._session.toolbar_height = max(0, window - self.evaluate("innerHeight"))
            else:
                return
        raise DriverError(f"the viewport does not become {size}")

    def screenshot(self) -> bytes:
        """Stitch captures of the viewport to a PNG of the whole page: the protocol has no command for that."""
        height = self.evaluate("document.documentElement.scrollHeight")
        self.resize(min(height, MAX_HEIGHT))
        capture = Image.new("RGB", (self._view.width, height))
        for top in range(0, height, MAX_HEIGHT):
            position = self.evaluate(SCROLL_TO, top)
            capture.paste(Image.open(BytesIO(super().screenshot())), (0, position))
        self.resize(self._view.height)
        content = BytesIO()
        capture.save(content, "PNG")
        return content.getvalue()

    def pdf(self) -> bytes:
        """Load the page's address again in a program that prints, because the protocol has no such command."""
        return self._print_address(self.evaluate("location.href"))
