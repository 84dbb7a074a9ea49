"""What a test may ask of a page, whichever browser shows it."""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import Popen
from typing import IO, TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

T = TypeVar("T")
PATIENCE = 10.0
"""How many seconds a condition may take to come true."""
PAUSE = 0.02
"""How many seconds pass between two looks at a condition."""

FIND_POINT = """(selector) => {
  const visible = [...document.querySelectorAll(selector)].find(
    (element) => element.getClientRects().length && getComputedStyle(element).visibility === "visible");
  if (!visible) return null;
  const hit = () => {
    const { left, top, width, height } = visible.getClientRects()[0];
    const [x, y] = [left + width / 2, top + height / 2];
    const topmost = document.elementFromPoint(x, y);
    return topmost && visible.contains(topmost) ? [x, y] : null;
  };
  const point = hit(); // a point that is in view is left where it is
  if (point) return point;
  visible.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  return hit();
}"""
"""Scrolls to the first visible element that a selector names, and gives a point of it that nothing covers, or null."""

IS_SETTLED = 'document.readyState === "complete" && document.fonts.status === "loaded"'
MARK_OLD = "() => { window.isOld = true; }"
IS_NEW = f'!window.isOld && location.protocol !== "about:" && {IS_SETTLED}'

LOAD_THEME = """async () => {
  document.dispatchEvent(new Event("pointermove"));
  const end = performance.now() + 10_000;
  while (window.component$ === undefined && performance.now() < end) await new Promise((done) => setTimeout(done, 10));
  return window.component$ !== undefined;
}"""
"""Makes the page load the theme's script, as a first interaction does, and waits until it has run."""


class DriverError(Exception):
    """A browser refuses a command, a script fails, or a condition does not come true."""


START = 60.0
"""How many seconds a browser may take to start, and a command to be answered."""


def poll(look: Callable[[], T], title: str, patience: float) -> T:
    """Look until what is there is true, and return that; an error of a driver or of a file only means later.

    Raises:
        DriverError: it does not come true within `patience` seconds.
    """
    end = time.monotonic() + patience
    last: object = None
    while time.monotonic() < end:
        try:
            last = value = look()
        except (DriverError, OSError) as error:
            last = error
        else:
            if value:
                return value
        time.sleep(PAUSE)
    raise DriverError(f"not true within {patience:g} s, but {last!r}: {title}")


@contextmanager
def run_process(
    command: list[str], output: IO[bytes], environment: Mapping[str, str] | None = None, inherited: Sequence[int] = ()
) -> Iterator[Popen[bytes]]:
    """Run a program for as long as the context lasts; it may inherit open files, by their numbers."""
    variables = os.environ | (environment or {})
    with Popen(command, stdout=output, stderr=output, env=variables, pass_fds=inherited) as process:
        try:
            yield process
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class View:
    """How a page is seen: the size of its viewport in CSS pixels, the colour scheme, and whether scripts run."""

    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    scripts: bool = True


class Driver(Protocol):
    """Starts one browser, and opens pages in it, one at a time."""

    version: str

    def open_page(self, view: View) -> Page:
        """Return an empty page, with no storage from the pages before it."""


class Page(ABC):
    """One tab of a browser."""

    @abstractmethod
    def navigate(self, url: str) -> None:
        """Load an address and wait for the event `load`."""

    @abstractmethod
    def evaluate(self, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - any JSON
        """Return the value of an expression, or what the function that it is returns; promises are awaited.

        Raises:
            DriverError: the script throws, or the page goes away meanwhile.
        """

    @abstractmethod
    def press(self, keys: str) -> None:
        """Press a key, with modifiers before it: `a`, `Enter`, `Shift+Tab`."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Press the keys of a text one after another."""

    @abstractmethod
    def point(self, x: float, y: float, *, press: bool = False) -> None:
        """Move the mouse to a point of the viewport, and press and release its button there."""

    @abstractmethod
    def back(self) -> None:
        """Go back in history."""

    @abstractmethod
    def forward(self) -> None:
        """Go forward in history."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page again."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """Return a PNG of the whole page."""

    @abstractmethod
    def pdf(self) -> bytes:
        """Return what the page is on paper of the size A4."""

    @abstractmethod
    def errors(self) -> list[str]:
        """Return the errors and policy violations since the page opened."""

    @abstractmethod
    def close(self) -> None:
        """Leave the page, so that the next one starts afresh."""

    def open(self, url: str) -> None:
        """Load an address and wait until it and its fonts are there."""
        self.navigate(url)
        self.wait_for(IS_SETTLED)

    def click(self, selector: str) -> None:
        """Click on the first visible element that a selector names, after scrolling to it."""
        self.point(*self.wait_for(FIND_POINT, selector), press=True)

    def follow(self, selector: str) -> None:
        """Click on a link, and wait until the page that it leads to is there."""
        self.evaluate(MARK_OLD)
        self.click(selector)
        self.wait_for(IS_NEW)

    def hover(self, selector: str) -> None:
        """Move the mouse over the first visible element that a selector names, after scrolling to it."""
        self.point(*self.wait_for(FIND_POINT, selector))

    def wait_for(self, script: str, argument: Any = None, patience: float = PATIENCE) -> Any:  # noqa: ANN401 - any JSON
        """Evaluate a script until its value is true, and return that; a page may load meanwhile.

        Raises:
            DriverError: it does not come true within `patience` seconds.
        """
        return poll(lambda: self.evaluate(script, argument), f"{script} of {argument!r}", patience)
