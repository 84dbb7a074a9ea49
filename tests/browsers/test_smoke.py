"""The drivers: views, captures, prints, and the errors that they report."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.browsers.conftest import CHARSET, ProbeHandler
from tests.browsers.page import DriverError, View
from tests.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browsers.conftest import Visit
    from tests.browsers.page import Driver

ROOT = "document.documentElement"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_its_view(visit: Visit, width: int, scheme: Literal["light", "dark"]) -> None:
    page = visit("timeline/", width, 800, scheme)
    assert page.evaluate("document.title").startswith("Timeline - The Undug Canal")
    is_dark = "matchMedia('(prefers-color-scheme: dark)').matches"
    assert page.evaluate(f"[innerWidth, innerHeight, {is_dark}]") == [width, 800, scheme == "dark"]


def test_storage_is_empty_in_each_page(visit: Visit) -> None:
    visit("timeline/").evaluate("localStorage.setItem('leftover', '1')")
    assert visit("timeline/").evaluate("localStorage.getItem('leftover')") is None


def test_a_capture_is_of_the_whole_page(visit: Visit) -> None:
    page = visit("timeline/", 390, 800)
    page.evaluate(f"{ROOT}.style.minHeight = '20000px'")
    capture = Image.open(BytesIO(page.screenshot())).convert("L")
    assert list(capture.size) == page.evaluate(f"[{ROOT}.clientWidth, {ROOT}.scrollHeight]")
    assert capture.getpixel((2, 19_000)) == pytest.approx(255, abs=40)
    assert page.evaluate("innerHeight") == 800


def test_a_page_is_printed(visit: Visit) -> None:
    first = PdfReader(BytesIO(visit("timeline/").pdf())).pages[0]
    assert "Timeline" in first.extract_text()
    assert [float(side) for side in first.mediabox[2:]] == pytest.approx([595, 842], abs=2)


FAULTS = {
    "exception": "throw new Error('faulty')",
    "rejection": "Promise.reject(new Error('faulty'))",
    "console": "console.error('faulty')",
    "policy": "new Image().src = 'https://faulty.example/'",
    "request": "new Image().src = 'faulty.png'",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_driver_reports_errors_of_earlier_pages(driver: Driver, tmp_path: Path, fault: str) -> None:
    policy = """<meta http-equiv="Content-Security-Policy" content="img-src 'self'">"""
    text = f"<!doctype html>{CHARSET.decode()}{policy}<script>{FAULTS[fault]}</script>"
    (tmp_path / "faulty.html").write_text(text, encoding="utf-8")
    (tmp_path / "faultless.html").write_text(f"<!doctype html>{CHARSET.decode()}", encoding="utf-8")
    failed: list[str] = []
    with serve(tmp_path, partial(ProbeHandler, failed)) as host:
        page = driver.open_page(View())
        page.open(f"{host}faulty.html")
        page.open(f"{host}faultless.html")
        assert "faulty" in "".join([*page.errors(), *failed])
        page.close()


def test_a_script_that_throws_is_an_error(visit: Visit) -> None:
    with pytest.raises(DriverError, match="faulty"):
        visit("timeline/").evaluate("() => { throw new Error('faulty') }")


@pytest.mark.parametrize("script", ["document.fonts.ready.then(() => 7)", "async (number) => number + 3", "4 + 3"])
def test_a_script_returns_a_value(visit: Visit, script: str) -> None:
    assert visit("timeline/").evaluate(script, 4) == 7
