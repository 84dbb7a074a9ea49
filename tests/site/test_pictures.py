"""The figures that can be saved: each beside its page, whole, light, and saying what it is and where it is from."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from macros.pages import urls
from tests.site.pages import page

if TYPE_CHECKING:
    from pathlib import Path

    from macros.pages.scenario_index import ScenarioIndex

HOST = "https://the-other-leap.example/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figured(index: ScenarioIndex) -> list[str]:
    """Return the addresses of all pages that have a figure of their own."""
    linked = {name for link in index.scenario.links for name in (link.cause, link.effect)}
    return [urls.CAUSES, urls.TIMELINE, urls.OUR_TIMELINE, *map(urls.entry, sorted(linked))]


def drawings(site: Path, figured: list[str]) -> dict[str, ET.Element]:
    return {
        address: ET.fromstring((site / urls.figure_file(address, "svg")).read_text(encoding="utf-8"))  # noqa: S314 - made by us
        for address in figured
    }


def test_every_page_with_a_figure_offers_it_as_svg_and_png(site: Path, figured: list[str]) -> None:
    for address in figured:
        offered = page(site, address).xpath("//a[@download]/@href")
        assert [link.rpartition(".")[2] for link in offered] == ["svg", "png"]
        assert all((site / address / link).is_file() for link in offered)


def test_a_saved_figure_says_what_it_is_and_where_it_is_from(
    site: Path, index: ScenarioIndex, figured: list[str]
) -> None:
    for address, drawing in drawings(site, figured).items():
        told = " ".join(text.text or "" for text in drawing.iter(f"{SVG}text"))
        assert index.scenario.about.fiction_label in told, address
        assert f"{HOST}{address}" in told.replace(" ", ""), address
        assert "CC BY-SA 4.0" in told
        title = drawing.findtext(f"{SVG}title") or ""
        assert told.startswith(title.split(".")[0].partition(":")[0].split()[0])


def test_a_saved_figure_has_light_colours_and_needs_nothing_else(site: Path, figured: list[str]) -> None:
    for address in figured:
        text = (site / urls.figure_file(address, "svg")).read_text(encoding="utf-8")
        assert "fill: #fbf7ef" in text
        assert not re.search(r"var\(|url\(|@import|<script|<image|\bon\w+=", text), address


def test_links_of_a_saved_figure_lead_to_the_site(site: Path, figured: list[str]) -> None:
    for drawing in drawings(site, figured).values():
        links = [link.get("href") or "" for link in drawing.iter(f"{SVG}a")]
        assert links
        assert all(link.startswith(HOST) for link in links)


def test_labels_of_a_saved_figure_keep_their_widths_in_any_face(site: Path, figured: list[str]) -> None:
    for drawing in drawings(site, figured).values():
        assert all(text.get("textLength") for text in drawing.iter(f"{SVG}text"))


def test_a_png_is_twice_as_large_as_its_svg(site: Path, figured: list[str]) -> None:
    for address, drawing in drawings(site, figured).items():
        png = (site / urls.figure_file(address, "png")).read_bytes()
        sizes = struct.unpack(">II", png[16:24])
        for pixels, name in zip(sizes, ("width", "height"), strict=True):
            assert abs(pixels - 2 * float(drawing.get(name) or 0)) <= 1
