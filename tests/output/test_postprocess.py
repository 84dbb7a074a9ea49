"""What stands beside pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from macros.output.head import PageMetadata
from macros.output.images import Rasterizer
from macros.output.postprocess import Site, asset_factories, build_previews, glyph_warnings, postprocess_site
from macros.pages import urls
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.conftest import ROOT
from tests.pages.factories import build_index
from tests.pages.factories import entry as small_entry
from tests.pages.factories import link as small_link

if TYPE_CHECKING:
    from pathlib import Path

    from macros.layout.font import Font


def test_previews_have_the_lead_and_the_date_of_every_entry(index: ScenarioIndex) -> None:
    ((address, content),) = build_previews(index)
    assert address == urls.PREVIEWS
    files = json.loads(content)
    assert list(files) == list(index.entries)
    title, kind, date, mark, lead, reality = files["distrust-of-the-league"]
    assert (title, kind, mark) == ("The Regent distrusts the League", "belief", "stated")
    assert date == "inferred: between 1648 and 1774"
    assert "[[" not in lead
    assert reality == "Made up for tests."
    assert files["laskaris-regency"][2] == "1571 to 1574"
    assert files["eirene-notara"][2] == ""
    assert files["regents-caution"][1] == "trait"


def test_previews_of_a_large_site_are_one_file_an_entry(index: ScenarioIndex) -> None:
    ((_, small),) = build_previews(index)
    (_, none), *each = build_previews(ScenarioIndex(index.scenario, 1))
    assert json.loads(none) is None
    by_page = {urls.preview_address(name): preview for name, preview in json.loads(small).items()}
    assert {address: json.loads(content) for address, content in each} == by_page


def test_pages_have_cards_and_titles_that_no_font_has_give_a_warning(font: Font, tmp_path: Path) -> None:
    renderer = Renderer(build_index([small_entry("one")]), font)
    pages = (
        PageMetadata("", "Home", "Text."),
        PageMetadata("odd/", "\U0001f0a1 ace", "Text."),
        PageMetadata("none/", "", ""),
    )
    site = Site("https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", tmp_path / "cache", 1_000_000)
    rasterizer = Rasterizer(font, tmp_path)
    addresses = [
        address for _, factory in asset_factories(renderer, rasterizer, site, pages) for address, _ in factory()
    ]
    assert {"card.png", "odd/card.png", "none/card.png", "assets/previews.json", "changes/feed.xml"} <= {*addresses}
    (warning,) = glyph_warnings(renderer.figures, pages)
    assert warning.startswith("images cannot show '\U0001f0a1' in the title of the page '/odd/'")
    assert "write another title, or" in warning


def test_a_title_of_a_thread_that_no_font_has_gives_a_warning_and_no_message(font: Font, tmp_path: Path) -> None:
    index = build_index([small_entry("one")])
    threads = [index.scenario.threads[0].model_copy(update={"title": "\u182e"})]
    renderer = Renderer(ScenarioIndex(index.scenario.model_copy(update={"threads": threads})), font)
    site = Site(
        "https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", tmp_path / "cache", 1, lazy_assets={}
    )
    messages: list[str] = []
    warnings: list[str] = []
    postprocess_site(renderer, Rasterizer(font, tmp_path), site, messages.append, warnings.append)
    assert messages == []
    assert [warning.partition(",")[0] for warning in warnings] == [
        "images cannot show '\u182e' in the title of the thread 'strand'"
    ]


def test_factories_make_no_file_at_an_address_they_do_not_list(font: Font, tmp_path: Path) -> None:
    small = build_index([small_entry("one"), small_entry("two")], [small_link("one", "two")])
    for index in (small, ScenarioIndex(small.scenario, 1)):
        renderer = Renderer(index, font)
        pages = (PageMetadata("", "Home", "Text."), PageMetadata("entries/one/", "One", "Text."))
        site = Site("https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", tmp_path / "cache", 1_000_000)
        rasterizer = Rasterizer(font, tmp_path / "cache")
        files = [
            (addresses, [address for address, _ in factory()])
            for addresses, factory in asset_factories(renderer, rasterizer, site, pages)
        ]
        assert [(keys, paths) for keys, paths in files if not {*paths} <= {*keys}] == []
        assert ("entries/one/one.svg", "entries/one/one.png") in [where for where, _ in files]
