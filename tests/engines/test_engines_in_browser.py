"""Sites of other engines in Chromium: the content security policy breaks neither layout nor search, on phones too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.engines.conftest import ENGINES
from tests.serving import serve_under_sub_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.engines.conftest import Engine

OTHER_ENGINES = [engine for engine in ENGINES if engine.name != "mkdocs"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("engine", OTHER_ENGINES, ids=lambda engine: engine.name)
def test_the_header_is_one_row_and_search_finds_an_entry(
    browser: Browser, build_with: Callable[[Engine], Path], tmp_path: Path, engine: Engine, width: int
) -> None:
    errors: list[str] = []
    with (
        serve_under_sub_path(build_with(engine), tmp_path) as host,
        browser.new_context(viewport={"width": width, "height": 780}) as context,
    ):
        page = context.new_page()
        page.on(
            "console", lambda message: errors.append(message.text) if message.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{host}entries/great-thirst/")
        header = page.locator(".md-header__inner").bounding_box()
        assert header is not None
        assert header["height"] < 80
        assert not page.locator("a.to-index").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        openers = "button[value=__search]:visible, .md-search__button:visible, .md-search__input:visible"
        page.locator(openers).first.click()
        page.locator(".md-search__input, input:focus").filter(visible=True).first.click()
        page.keyboard.type("first trench")
        first_result = page.locator("a", has=page.locator("mark")).filter(visible=True).first
        expect(first_result).to_have_attribute("href", re.compile("entries/first-trench/"))  # results follow each key
        first_result.click()
        page.wait_for_url(re.compile(f"^{re.escape(host)}entries/first-trench/"))
    assert errors == []
