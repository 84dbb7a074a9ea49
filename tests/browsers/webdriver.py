"""What Firefox and WebKit share: the commands of W3C WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import base64
from abc import abstractmethod
from typing import Any

from tests.browsers.page import DriverError, Page

KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "Space": " ",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
}
CALL = """const value = ({script}
);
const result = typeof value === "function" ? value(arguments[0]) : value;
return typeof result?.then === "function" ? result.then((awaited) => [awaited]) : [result];"""
"""Calls a script, with its value in a list: Firefox answers null where the page goes away meanwhile.

Promises do not settle in Firefox while scripts are off, so that a plain value is returned as it is.
"""
PROBE = """(() => {
  let left = -Infinity;
  addEventListener("beforeunload", () => { left = performance.now(); });
  const add = (text) => performance.now() < left + 1000 || sessionStorage.setItem("test-errors",
    JSON.stringify([...JSON.parse(sessionStorage.getItem("test-errors") ?? "[]"), String(text)]));
  addEventListener("error", ({ message, target }) => add(message ?? `cannot load ${target.src ?? target.href}`), true);
  addEventListener("unhandledrejection", (event) => add(event.reason));
  addEventListener("securitypolicyviolation",
    (event) => add(`${event.effectiveDirective} forbids ${event.blockedURI || event.sourceFile}`));
  const log = console.error;
  console.error = (...values) => { add(values.join(" ")); log.apply(console, values); };
})()"""
"""Keeps the errors of a tab over its navigations: W3C WebDriver has no command that gives the console.

The server puts it first into every page. In the second after a page is left, errors do not count: WebKit breaks its
loads off, and the theme throws then. The probe misses errors of workers, and of pages whose scripts are off.
"""
READ_ERRORS = """() => {
  try { return JSON.parse(sessionStorage.getItem("test-errors") ?? "[]"); } catch { return []; }
}"""
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch {} }"


class WebDriverPage(Page):
    """A page that a session of WebDriver shows; browsers differ in how commands reach them."""

    def __init__(self) -> None:
        self._errors: list[str] = []

    @abstractmethod
    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        """Send a command of the protocol, called as Marionette calls it, and return the value of its answer.

        Raises:
            DriverError: the browser answers with an error.
        """

    def navigate(self, url: str) -> None:
        self._errors = self.errors()
        self.evaluate("() => { try { sessionStorage.removeItem('test-errors'); } catch {} }")
        self.command("Navigate", url=url)

    def evaluate(self, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - any JSON
        values = self.command("ExecuteScript", script=CALL.replace("{script}", script), args=[argument])
        if values is None:
            raise DriverError(f"the page went away during {script}")
        return values[0]

    def press(self, keys: str) -> None:
        *modifiers, key = keys.split("+") if len(keys) > 1 else [keys]
        values = [KEYS.get(name, name) for name in (*modifiers, key)]
        down = [{"type": "keyDown", "value": value} for value in values]
        self._act("key", [*down, *({"type": "keyUp", "value": value} for value in reversed(values))])

    def type(self, text: str) -> None:
        self._act("key", [{"type": kind, "value": value} for value in text for kind in ("keyDown", "keyUp")])

    def point(self, x: float, y: float, *, press: bool = False) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", [move, *(button if press else [])])

    def _act(self, device: str, actions: list[dict[str, Any]]) -> None:
        self.command("PerformActions", actions=[{"type": device, "id": device, "actions": actions}])

    def back(self) -> None:
        self.command("Back")

    def forward(self) -> None:
        self.command("Forward")

    def reload(self) -> None:
        self.command("Refresh")

    def screenshot(self) -> bytes:
        return base64.b64decode(self.command("TakeScreenshot", full=True))

    def errors(self) -> list[str]:
        return [*self._errors, *self.evaluate(READ_ERRORS)]

    def close(self) -> None:
        self.evaluate(FORGET)
        self.command("Navigate", url="about:blank")
        self.point(0, 0)
