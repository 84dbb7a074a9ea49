"""An open page under `mkdocs serve`: it reloads after an edit, and shows what is wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import violations
from tests.conftest import copy_project
from tests.site.test_editing import TIMEOUT, Server
from tests.unfinished import add_unfinished_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Visit


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """Yield the address of the site at `mkdocs serve`, which replaces the simple server of other tests."""
    server = Server(project)
    server.wait_for("Serving on")
    yield f"http://{server.address}/"
    server.stop()


# A violation of the content security policy is a console error, and `visit` fails the test for it.


@pytest.mark.slow
def test_problems_appear_on_an_open_page_until_they_are_mended(visit: Visit, project: Path) -> None:
    data = project / "data" / "scenario.yml"
    valid_text = data.read_text(encoding="utf-8")
    page = visit("entries/isthmus-canal/", width=390, scheme="dark")
    banner = page.locator(".build-report")
    expect(banner).to_have_count(0)

    data.write_text(valid_text.replace("    title: Isthmus Canal\n", "    titel: Isthmus Canal\n", 1), "utf-8")
    expect(banner).to_have_attribute("role", "alert", timeout=TIMEOUT * 1000)
    expect(banner.locator("li").first).to_contain_text("unknown-field: there is no field 'titel'")
    assert page.evaluate("getComputedStyle(document.querySelector('.build-report')).position") == "fixed"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(banner.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(banner.locator("li").first).to_be_hidden()

    data.write_text(add_unfinished_records(valid_text), encoding="utf-8")
    expect(banner).to_have_attribute("role", "status", timeout=TIMEOUT * 1000)
    data.write_text(valid_text, encoding="utf-8")
    expect(banner).to_have_count(0, timeout=TIMEOUT * 1000)
    expect(page.locator("h1")).to_contain_text("Isthmus Canal")
