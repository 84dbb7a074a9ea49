"""Our scripts stay within a size budget and load as modules from files, never from attributes."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.site.pages import all_pages, parse_page

if TYPE_CHECKING:
    from pathlib import Path

BUDGET = 14_000
"""The most bytes of the scripts that one page can load, each compressed with gzip, search included."""
FIGURE_SCRIPTS = frozenset({"timeline.js", "trace.js"})
"""The scripts of the pages of figures: each page loads one."""


@pytest.mark.parametrize("figure_script", sorted(FIGURE_SCRIPTS))
def test_the_scripts_of_a_page_stay_within_their_budget(site: Path, figure_script: str) -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in (site / "assets").glob("*.js")}
    assert {"copy-panel.js", "search-worker.js", "site.js", *FIGURE_SCRIPTS} <= sizes.keys()
    assert not {"graph.js", "header.js"} & sizes.keys()
    others = FIGURE_SCRIPTS - {figure_script}
    assert sum(size for name, size in sizes.items() if name not in others) <= BUDGET


def test_no_attribute_contains_a_script(site: Path) -> None:
    for path in all_pages(site):
        main = parse_page(path).xpath("//main")[0]
        assert [name for element in main.iter() for name in element.attrib if name.startswith("on")] == [], path
        links = main.xpath(".//article//@href | .//article//@src")
        assert [link for link in links if link.strip().startswith("javascript:")] == [], path


def test_every_script_in_an_article_is_a_module_from_a_file(site: Path) -> None:
    scripts = {
        (script.get("type"), script.text)
        for path in all_pages(site)
        for script in parse_page(path).xpath("//article//script")
    }
    assert scripts == {("module", None)}


def test_no_template_literal_is_nested() -> None:
    """The minifier changes the white space in nested template literals."""
    for path in (ROOT / "docs" / "assets").glob("*.js"):
        assert re.findall(r"\$\{[^{}`]*`", path.read_text(encoding="utf-8")) == [], path
