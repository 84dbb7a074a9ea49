from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.browsers.conftest import CHARSET, Handler
from tests.browsers.page import DriverError, View
from tests.serving import SUB_PATH, serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browsers.conftest import Visit
    from tests.browsers.page import Driver

ROOT = "document.documentElement"
FOCUSED = "document.activeElement.textContent.trim() + document.activeElement.getAttribute('href')"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_its_view(visit: Visit, width: int, scheme: str) -> None:
    page = visit("timeline/", width, 800, "dark" if scheme == "dark" else "light")
    assert page.evaluate("document.title").startswith("Timeline - The Undug Canal")
    is_dark = "matchMedia('(prefers-color-scheme: dark)').matches"
    assert page.evaluate(f"[innerWidth, innerHeight, {is_dark}]") == [width, 800, scheme == "dark"]


def test_tab_reaches_links_and_turns_round(visit: Visit) -> None:
    page = visit("timeline/")
    stops = []
    for _ in range(3):
        page.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert len(set(stops)) == 3
    page.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == stops[-2]


def test_search_finds(visit: Visit) -> None:
    page = visit("timeline/")
    page.click(".md-search__input")
    page.type("thirst")
    assert page.wait_for("document.querySelector('.md-search-result__item')?.textContent").count("hirst")


def test_history_goes_back_and_forward(visit: Visit) -> None:
    page = visit("timeline/")
    start = page.evaluate("location.pathname")
    page.hover("main a[href*='/entries/']")
    page.follow("main a[href*='/entries/']")
    entry = page.evaluate("location.pathname")
    page.back()
    assert page.evaluate("location.pathname") == start == f"/{SUB_PATH}/timeline/"
    page.forward()
    page.reload()
    assert page.evaluate("location.pathname") == entry


def test_reload_keeps_the_scroll(visit: Visit) -> None:
    page = visit("glossary/", 390, 400)
    page.evaluate("scrollTo({ top: 500, behavior: 'instant' })")
    page.wait_for("scrollY === 500")
    page.reload()
    page.wait_for("Math.abs(scrollY - 500) < 50")


def test_a_mouse_hovers(visit: Visit) -> None:
    page = visit("timeline/")
    page.hover(".md-logo")
    assert page.evaluate("document.querySelector('.md-logo').matches(':hover') && matchMedia('(hover: hover)').matches")


def test_scripts_can_be_off(visit: Visit) -> None:
    assert visit("timeline/", scripts=False).evaluate("document.documentElement.className") == "no-js"
    assert visit("timeline/").evaluate("document.documentElement.className") == "js"


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
    "exception": "throw new Error('spoilt')",
    "rejection": "Promise.reject(new Error('spoilt'))",
    "console": "console.error('spoilt')",
    "policy": "new Image().src = 'https://spoilt.example/'",
    "request": "new Image().src = 'spoilt.png'",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_errors_are_seen(driver: Driver, tmp_path: Path, fault: str) -> None:
    policy = """<meta http-equiv="Content-Security-Policy" content="img-src 'self'">"""
    text = f"<!doctype html>{CHARSET.decode()}{policy}<script>{FAULTS[fault]}</script>"
    (tmp_path / "spoilt.html").write_text(text, encoding="utf-8")
    (tmp_path / "sound.html").write_text(f"<!doctype html>{CHARSET.decode()}", encoding="utf-8")
    failed: list[str] = []
    with serve(tmp_path, partial(Handler, failed)) as host:
        page = driver.open_page(View())
        page.open(f"{host}spoilt.html")
        page.open(f"{host}sound.html")
        assert "spoilt" in "".join([*page.errors(), *failed])
        page.close()


def test_a_script_that_throws_is_an_error(visit: Visit) -> None:
    with pytest.raises(DriverError, match="spoilt"):
        visit("timeline/").evaluate("() => { throw new Error('spoilt') }")


@pytest.mark.parametrize("script", ["document.fonts.ready.then(() => 7)", "async (number) => number + 3", "4 + 3"])
def test_values_and_promises_are_awaited(visit: Visit, script: str) -> None:
    assert visit("timeline/").evaluate(script, 4) == 7
