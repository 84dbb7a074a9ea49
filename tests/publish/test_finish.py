"""What stands beside pages."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from macros.pages import addresses
from macros.pages.atlas import Atlas
from macros.pages.render import Renderer
from macros.publish.finish import Site, beside, previews
from macros.publish.head import Named
from macros.publish.pictures import Rasterizer
from tests.conftest import ROOT
from tests.pages.small import atlas as small_atlas
from tests.pages.small import entry as small_entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from macros.figures.typeface import Typeface


def test_previews_hold_what_is_shown_of_every_entry(atlas: Atlas) -> None:
    ((address, content),) = previews(atlas)
    assert address == addresses.PREVIEWS
    found = json.loads(content)
    assert list(found) == list(atlas.entries)
    title, kind, date, mark, lead = found["mao-furnace-belief"]
    assert (title, kind, date, mark) == ("Mao believes in backyard steel", "belief", "no date given", "stated")
    assert "[[" not in lead
    assert found["tukhachevsky-control"][2] == "1942 to 1949"
    assert found["mao-zedong"][2] == ""
    assert found["mao-paranoia"][1] == "trait"


def test_previews_of_very_many_entries_come_one_by_one(atlas: Atlas) -> None:
    ((_, small),) = previews(atlas)
    (_, none), *each = previews(Atlas(atlas.scenario, 1))
    assert json.loads(none) is None
    by_page = {addresses.preview(name): preview for name, preview in json.loads(small).items()}
    assert {address: json.loads(content) for address, content in each} == by_page


def test_pages_have_cards_and_a_title_that_no_font_has_is_told_of(face: Typeface, tmp_path: Path) -> None:
    renderer = Renderer(small_atlas([small_entry("one")]), face)
    pages = (Named("", "Home", "Text."), Named("odd/", "\U0001f0a1 ace", "Text."), Named("none/", "", ""))
    told: list[str] = []
    site = Site("https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", 1_000_000)
    made = dict(beside(renderer, Rasterizer(face, tmp_path), site, pages, told.append))
    assert {"card.png", "odd/card.png", "none/card.png", "assets/previews.json", "changes/feed.xml"} <= made.keys()
    (warning,) = [line for line in told if "cannot show" in line]
    assert warning.startswith("the card of 'odd/' cannot show '\U0001f0a1'")
    assert b"//" not in made["assets/search-worker.js"].replace(b"://", b"")


def test_where_pictures_may_wait_those_that_are_not_kept_are_drawn_when_they_are_asked_for(
    face: Typeface, tmp_path: Path
) -> None:
    renderer = Renderer(small_atlas([small_entry("one")]), face)
    pages = (Named("", "Home", "Text."), Named("entries/one/", "One", "Text."))
    waiting: dict[str, Callable[[], bytes]] = {}
    site = Site("https://host.test/", tmp_path / "site", ROOT / "docs" / "assets", 1_000_000, waiting=waiting)
    rasterizer = Rasterizer(face, tmp_path / "kept")
    first = dict(beside(renderer, rasterizer, site, pages, lambda _: None))
    assert [address for address in first if address.endswith(".png")] == []
    assert {"card.png", "entries/one/card.png"} <= waiting.keys()
    assert not (tmp_path / "kept").exists()
    drawn = waiting.pop("card.png")()
    second = dict(beside(renderer, rasterizer, site, pages, lambda _: None))
    assert second["card.png"] == drawn
    assert "card.png" not in waiting
    at_once = dict(beside(renderer, rasterizer, replace(site, waiting=None), pages, lambda _: None))
    assert {address: make() for address, make in waiting.items()}.items() <= at_once.items()
