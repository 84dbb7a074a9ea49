"""Firefox, driven by Marionette: the protocol by which geckodriver passes W3C WebDriver on to it.

A message is `length:[type, number, command, parameters]`, and its answer `length:[type, number, error, result]`.
A script in the context `chrome` runs in the browser's own window: it sets the viewport, the colour scheme, and whether
pages run scripts.
"""

from __future__ import annotations

import base64
import json
import socket
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from tests.browsers.page import IS_NEXT_LOADED, MARK_DOCUMENT, START_TIMEOUT, DriverError, View, poll, run_process
from tests.browsers.webdriver import WebDriverPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FINE_AND_HOVER = 2 + 4
"""The pointer capabilities of a mouse: a headless Firefox reports none."""
PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,
    "ui.allPointerCapabilities": FINE_AND_HOVER,
    "ui.prefersReducedMotion": 0,
    "ui.primaryPointerCapabilities": FINE_AND_HOVER,
}
SET_VIEW = """
  const [width, height, scheme, scripts] = %s;
  Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", scheme === "dark" ? 0 : 1);
  Services.prefs.setBoolPref("javascript.enabled", scripts);
  const browser = gBrowser.selectedBrowser;
  browser.closest(".browserStack").style.cssText = "overflow: visible; align-items: start; justify-items: start";
  browser.style.cssText = `flex: none; width: ${width}px; min-width: ${width}px; max-width: ${width}px;
    height: ${height}px; min-height: ${height}px; max-height: ${height}px`;
"""


class Marionette:
    """A connection to a Firefox that runs with `--marionette`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=START_TIMEOUT)
        self._stream = self._socket.makefile("rb")
        self._count = 0
        self._receive()

    def _receive(self) -> Any:  # noqa: ANN401 - any JSON
        length = b""
        while (digit := self._stream.read(1)) != b":":
            if not digit:
                raise DriverError("Firefox closed the connection")
            length += digit
        return json.loads(self._stream.read(int(length)))

    def send(self, command: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        """Send a command and return its result.

        Raises:
            DriverError: Firefox answers with an error, or closes the connection.
        """
        self._count += 1
        message = json.dumps([0, self._count, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._receive()
        if error:
            raise DriverError(f"{command}: {error['error']}: {error['message']}")
        return result.get("value", result)

    def close(self) -> None:
        self._stream.close()
        self._socket.close()


@contextmanager
def run_firefox(program: str, folder: Path) -> Iterator[Firefox]:
    """Run a headless Firefox until the context ends; the folder becomes its profile."""
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    options = ["--marionette", "--remote-allow-system-access", "--headless", "--no-remote", "--profile", str(folder)]
    port = folder / "MarionetteActivePort"
    with (
        (folder / "output").open("wb") as output,
        run_process([program, *options], output),
        closing(
            Marionette(poll(lambda: int(port.read_text("ascii") or 0), "Firefox listens", START_TIMEOUT))
        ) as marionette,
    ):
        marionette.send("WebDriver:NewSession")
        yield Firefox(marionette)


class Firefox:
    """A running Firefox; its only tab shows each page."""

    def __init__(self, marionette: Marionette) -> None:
        self._marionette = marionette

    def open_page(self, view: View) -> FirefoxPage:
        self._marionette.send("Marionette:SetContext", value="chrome")
        script = SET_VIEW % json.dumps([view.width, view.height, view.scheme, view.scripts])
        self._marionette.send("WebDriver:ExecuteScript", script=script, args=[])
        self._marionette.send("Marionette:SetContext", value="content")
        page = FirefoxPage(self._marionette)
        page.wait_for(f"innerWidth === {view.width} && innerHeight === {view.height}")
        return page


class FirefoxPage(WebDriverPage):
    def __init__(self, marionette: Marionette) -> None:
        self._marionette = marionette

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        return self._marionette.send(f"WebDriver:{name}", **parameters)

    def reload(self) -> None:
        """Load the page again as a reader does: the protocol's command bypasses the cache, and loses the scroll."""
        self.evaluate(MARK_DOCUMENT)
        self.evaluate("() => { setTimeout(() => location.reload()); }")
        self.wait_for(IS_NEXT_LOADED)

    def pdf(self) -> bytes:
        return base64.b64decode(self.command("Print", page={"width": 21, "height": 29.7}))
