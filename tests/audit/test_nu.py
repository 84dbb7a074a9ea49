"""The Nu HTML checker finds no error in the built pages."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from tests.site.pages import all_pages

if TYPE_CHECKING:
    from pathlib import Path


def errors(java: str, tools: Path, *paths: Path) -> list[tuple[str, int, str]]:
    """Return the URL, the line and the message of each error; a path is a page or a folder of pages."""
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, "-jar", str(jar), "--format", "json", "--skip-non-html", "--exit-zero-always", *map(str, paths)]
    process = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    messages: list[dict[str, Any]] = json.loads(process.stderr)["messages"]
    return [
        (message["url"], message.get("lastLine", 0), message["message"])
        for message in messages
        if message["type"] != "info"
    ]


def test_no_page_has_an_error(site: Path, real_site: Path, java: str, tools: Path) -> None:
    assert min(len(all_pages(site)), len(all_pages(real_site))) > 20
    assert errors(java, tools, site, real_site) == []


def test_the_checker_reports_a_duplicate_id(tmp_path: Path, java: str, tools: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>One</title><p id=a><p id=a>", encoding="utf-8")
    assert [message for _, _, message in errors(java, tools, page)] == ["Duplicate ID “a”."]
