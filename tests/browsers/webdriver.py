"""The commands that Firefox and WebKit share: W3C WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import base64
from abc import abstractmethod
from typing import Any

from tests.browsers.page import DriverError, Page

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Escape": "\ue00c", "Space": " "}
"""The characters that stand for keys in the protocol."""
CALL = """const value = ({script}
);
const result = typeof value === "function" ? value(arguments[0]) : value;
return typeof result?.then === "function" ? result.then((awaited) => [awaited]) : [result];"""
"""JavaScript: returns a script's value in a list, because Firefox answers null when the page is left meanwhile.

Only a promise is awaited: in Firefox, no promise settles while scripts are off.
"""
PROBE = """(() => {
  let unloadTime = -Infinity;
  addEventListener("beforeunload", () => { unloadTime = performance.now(); });
  const add = (text) => performance.now() < unloadTime + 1000 || sessionStorage.setItem("test-errors",
    JSON.stringify([...JSON.parse(sessionStorage.getItem("test-errors") ?? "[]"), String(text)]));
  addEventListener("error", ({ message, target }) => add(message ?? `cannot load ${target.src ?? target.href}`), true);
  addEventListener("unhandledrejection", (event) => add(event.reason));
  addEventListener("securitypolicyviolation",
    (event) => add(`${event.effectiveDirective} forbids ${event.blockedURI || event.sourceFile}`));
  const log = console.error;
  console.error = (...values) => { add(values.join(" ")); log.apply(console, values); };
})()"""
"""JavaScript: stores the errors of a tab across navigations, because W3C WebDriver cannot read the console.

The server inserts it at the start of every page. Errors in the second after `beforeunload` do not count: WebKit aborts
requests then, and the theme throws. The probe misses errors in workers, and in pages whose scripts are off.
"""
READ_ERRORS = """() => {
  try { return JSON.parse(sessionStorage.getItem("test-errors") ?? "[]"); } catch { return []; }
}"""
CLEAR_STORAGE = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch {} }"


class WebDriverPage(Page):
    """A page in a session of WebDriver; subclasses send the commands."""

    @abstractmethod
    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        """Send a command of the protocol, by Marionette's name for it, and return its result.

        Raises:
            DriverError: The browser answers with an error.
        """

    def navigate(self, url: str) -> None:
        self.command("Navigate", url=url)

    def evaluate(self, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - any JSON
        values = self.command("ExecuteScript", script=CALL.replace("{script}", script), args=[argument])
        if values is None:
            raise DriverError(f"the page was left during {script}")
        return values[0]

    def press(self, keys: str) -> None:
        *modifiers, key = keys.split("+") if len(keys) > 1 else [keys]
        values = [KEYS.get(name, name) for name in (*modifiers, key)]
        down = [{"type": "keyDown", "value": value} for value in values]
        self._act("key", [*down, *({"type": "keyUp", "value": value} for value in reversed(values))])

    def type(self, text: str) -> None:
        self._act("key", [{"type": kind, "value": value} for value in text for kind in ("keyDown", "keyUp")])

    def move_mouse(self, x: float, y: float, *, click: bool = False) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", [move, *(button if click else [])])

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
        return list(self.evaluate(READ_ERRORS))

    def close(self) -> None:
        self.evaluate(CLEAR_STORAGE)
        self.navigate("about:blank")
        self.move_mouse(0, 0)  # so that the next page has no hover
