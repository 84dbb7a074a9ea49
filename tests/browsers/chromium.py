"""Chromium, driven through Playwright."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browsers.page import DriverError, Page, View

if TYPE_CHECKING:
    from collections.abc import Iterator


class Chromium:
    """The running Chromium; each page has a context of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def open_page(self, view: View) -> ChromiumPage:
        return ChromiumPage(
            self._browser.new_context(
                viewport={"width": view.width, "height": view.height},
                color_scheme=view.scheme,
                java_script_enabled=view.scripts,
            )
        )


class ChromiumPage(Page):
    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        context.grant_permissions(["clipboard-read", "clipboard-write"])  # as a reader's click does
        self._page = context.new_page()
        self._errors: list[str] = []
        self._page.on("console", lambda line: self._errors.append(line.text) if line.type == "error" else None)
        self._page.on("pageerror", lambda error: self._errors.append(str(error)))

    def navigate(self, url: str) -> None:
        with _driver_errors():
            self._page.goto(url, wait_until="load")

    def evaluate(self, script: str, argument: Any = None) -> Any:  # noqa: ANN401 - any JSON
        with _driver_errors():
            return self._page.evaluate(script, argument)

    def press(self, keys: str) -> None:
        self._page.keyboard.press(keys)

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)

    def move_mouse(self, x: float, y: float, *, click: bool = False) -> None:
        self._page.mouse.move(x, y)
        if click:
            self._page.mouse.down()
            self._page.mouse.up()

    def back(self) -> None:
        self._page.go_back()

    def forward(self) -> None:
        self._page.go_forward()

    def reload(self) -> None:
        self._page.reload()

    def screenshot(self) -> bytes:
        return self._page.screenshot(full_page=True)

    def pdf(self) -> bytes:
        return self._page.pdf(format="A4")

    def errors(self) -> list[str]:
        return self._errors

    def close(self) -> None:
        self._context.close()


@contextmanager
def _driver_errors() -> Iterator[None]:
    try:
        yield
    except Error as error:
        raise DriverError(str(error)) from error
