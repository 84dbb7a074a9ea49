"""What stands beside pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from macros.output.head import Named
from macros.output.images import Rasterizer
from macros.output.postprocess import Site, beside, lacking, previews
from macros.pages import urls
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.conftest import ROOT
from tests.pages.factories import entry as small_entry
from tests.pages.factories import index as small_atlas
from tests.pages.factories import link as small_link

if TYPE_CHECKING:
    from pathlib import Path

    from macros.layout.font import Font


def test_previews_hold_what_is_shown_of_every_entry(index: ScenarioIndex) -> None:
    ((address, content),) = previews(index)
    assert address == urls.PREVIEWS
    found = json.loads(content)
    assert list(found) == list(index.entries)
    title, kind, date, mark, lead = found["mao-furnace-belief"]
    assert (title, kind, date, mark) == ("Mao believes in backyard steel", "belief", "no date given", "stated")
    assert "[[" not in lead
    assert found["tukhachevsky-control"][2] == "1942 to 1949"
    assert found["mao-zedong"][2] == ""
    assert found["mao-paranoia"][1] == "trait"


def test_previews_of_very_many_entries_come_one_by_one(index: ScenarioIndex) -> None:
    ((_, small),) = previews(index)
    (_, none), *each = previews(ScenarioIndex(index.scenario, 1))
    assert json.loads(none) is None
    by_page = {urls.preview(name): preview for name, preview in json.loads(small).items()}
    assert {address: json.loads(content) for address, content in each} == by_page


def test_pages_have_cards_and_a_title_that_no_font_has_is_told_of(font: Font, tmp_path: Path) -> None:
    renderer = Renderer(small_atlas([small_entry("one")]), font)
    pages = (Named("", "Home", "Text."), Named("odd/", "\U0001f0a1 ace", "Text."), Named("none/", "", ""))
    site = Site("https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", tmp_path / "kept", 1_000_000)
    rasterizer = Rasterizer(font, tmp_path)
    made = [address for _, make in beside(renderer, rasterizer, site, pages) for address, _ in make()]
    assert {"card.png", "odd/card.png", "none/card.png", "assets/previews.json", "changes/feed.xml"} <= {*made}
    (warning,) = lacking(renderer.index, rasterizer, pages)
    assert warning.startswith("the card of 'odd/' cannot show '\U0001f0a1'")


def test_everything_beside_pages_stands_where_it_is_said_to_stand(font: Font, tmp_path: Path) -> None:
    small = small_atlas([small_entry("one"), small_entry("two")], [small_link("one", "two")])
    for index in (small, ScenarioIndex(small.scenario, 1)):
        renderer = Renderer(index, font)
        pages = (Named("", "Home", "Text."), Named("entries/one/", "One", "Text."))
        site = Site("https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", tmp_path / "kept", 1_000_000)
        rasterizer = Rasterizer(font, tmp_path / "kept")
        found = [
            (where, [address for address, _ in make()]) for where, make in beside(renderer, rasterizer, site, pages)
        ]
        assert [(where, made) for where, made in found if not {*made} <= {*where}] == []
        assert ("entries/one/one.svg", "entries/one/one.png") in [where for where, _ in found]
