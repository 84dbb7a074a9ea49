"""The interface of the drivers: the commands that a test can give to a page, in any browser."""

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
TIMEOUT = 10.0
"""The seconds that a condition may take to become true."""
START_TIMEOUT = 60.0
"""The seconds that a browser may take to start, and to answer a command."""
POLL_INTERVAL = 0.02
"""The seconds between two evaluations of a condition."""

FIND_POINT = """(selector) => {
  const visible = [...document.querySelectorAll(selector)].find(
    (element) => element.getClientRects().length && getComputedStyle(element).visibility === "visible");
  if (!visible) return null;
  const findPoint = () => {
    const { left, top, width, height } = visible.getClientRects()[0];
    const [x, y] = [left + width / 2, top + height / 2];
    const topmost = document.elementFromPoint(x, y);
    return topmost && visible.contains(topmost) ? [x, y] : null;
  };
  const point = findPoint();
  if (point) return point; // without scrolling
  visible.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  return findPoint();
}"""
"""JavaScript: scrolls to the first visible element that matches; returns its centre, or null if it is covered."""

IS_LOADED = 'document.readyState === "complete" && document.fonts.status === "loaded"'
MARK_DOCUMENT = "() => { window.isMarked = true; }"
IS_NEXT_LOADED = f'!window.isMarked && location.protocol !== "about:" && {IS_LOADED}'
"""JavaScript: returns whether another document than the marked one has loaded."""

NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
"""JavaScript: waits until the page has rendered a frame after the current one."""
IS_THEME_LOADED = "window.component$ !== undefined"
"""JavaScript: returns whether the theme's script has run; it loads when a reader uses the page."""
WAIT_FOR_THEME = f"""async () => {{
  const end = performance.now() + 10_000;
  while (!({IS_THEME_LOADED}) && performance.now() < end) await new Promise((done) => setTimeout(done, 10));
  return {IS_THEME_LOADED};
}}"""
"""JavaScript: returns whether the theme's script runs within ten seconds."""
LOAD_THEME = f'() => {{ document.dispatchEvent(new Event("change")); return ({WAIT_FOR_THEME})(); }}'
"""JavaScript: loads the theme's script, as the first choice in a page does; returns whether it runs."""
ARTICLE_WORDS = """() => {
  for (const control of document.querySelectorAll(".explore-chains, .explore-result, .filters")) control.remove();
  return document.querySelector("article").innerText.split(/\\s+/).join(" ");
}"""
"""JavaScript: removes the controls that need scripts, and returns the words of the article."""


class DriverError(Exception):
    """A browser refuses a command, a script throws, or a condition does not become true in time."""


def poll(condition: Callable[[], T], title: str, timeout: float) -> T:
    """Call a function until it returns a true value, and return that value; a driver's or system error counts as false.

    Raises:
        DriverError: No value is true within `timeout` seconds.
    """
    end = time.monotonic() + timeout
    last: object = None
    while time.monotonic() < end:
        try:
            last = value = condition()
        except (DriverError, OSError) as error:
            last = error
        else:
            if value:
                return value
        time.sleep(POLL_INTERVAL)
    raise DriverError(f"not true within {timeout:g} s, but {last!r}: {title}")


@contextmanager
def run_process(
    command: list[str], output: IO[bytes], environment: Mapping[str, str] | None = None, pass_fds: Sequence[int] = ()
) -> Iterator[Popen[bytes]]:
    """Run a program until the context ends; it inherits the open files whose descriptors are passed."""
    variables = os.environ | (environment or {})
    with Popen(command, stdout=output, stderr=output, env=variables, pass_fds=pass_fds) as process:
        try:
            yield process
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class View:
    """The viewport of a page in CSS pixels, the reader's colour scheme, and whether scripts run."""

    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    scripts: bool = True


class Driver(Protocol):
    """A running browser, which shows one page at a time."""

    def open_page(self, view: View) -> Page:
        """Return an empty page, which shares no storage with earlier pages."""


class Page(ABC):
    """One tab of a browser."""

    @abstractmethod
    def navigate(self, url: str) -> None:
        """Load an address and wait for the event `load`."""

    @abstractmethod
    def evaluate(self, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - any JSON
        """Return the value of an expression; a function is called with the argument, and a promise is awaited.

        Raises:
            DriverError: The script throws, or the page is left before it ends.
        """

    @abstractmethod
    def press(self, keys: str) -> None:
        """Press and release a key, with modifiers: `a`, `Enter`, `Shift+Tab`."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Press the key of each character of a text."""

    @abstractmethod
    def move_mouse(self, x: float, y: float, *, click: bool = False) -> None:
        """Move the mouse to a point of the viewport, and optionally click there."""

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
        """Print the page on A4 and return the PDF."""

    @abstractmethod
    def errors(self) -> list[str]:
        """Return the script errors and policy violations since the page opened."""

    @abstractmethod
    def close(self) -> None:
        """Close the page, and clear its storage."""

    def open(self, url: str) -> None:
        """Load an address, and wait until the page and its fonts are loaded."""
        self.navigate(url)
        self.wait_for(IS_LOADED)

    def click(self, selector: str) -> None:
        """Scroll to the first visible element that matches, and click on it."""
        self.move_mouse(*self.wait_for(FIND_POINT, selector), click=True)

    def follow(self, selector: str) -> None:
        """Click on a link, and wait until the next page is loaded."""
        self.evaluate(MARK_DOCUMENT)
        self.click(selector)
        self.wait_for(IS_NEXT_LOADED)

    def hover(self, selector: str) -> None:
        """Scroll to the first visible element that matches, and move the mouse over it."""
        self.move_mouse(*self.wait_for(FIND_POINT, selector))

    def wait_for(self, script: str, argument: Any = None, timeout: float = TIMEOUT) -> Any:  # noqa: ANN401 - any JSON
        """Evaluate a script until its value is true, even across navigations, and return that value.

        Raises:
            DriverError: No value is true within `timeout` seconds.
        """
        return poll(lambda: self.evaluate(script, argument), f"{script} of {argument!r}", timeout)
