"""The figures that readers can save: self-contained SVG and PNG files that name the fiction and their source."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from macros.pages import urls
from macros.pages.text import smart_punctuation
from tests.site.pages import load_page

if TYPE_CHECKING:
    from pathlib import Path

    from macros.pages.scenario_index import ScenarioIndex

HOST = "https://site.example/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figure_pages(index: ScenarioIndex) -> list[str]:
    """Return the addresses of all pages with a figure of their own."""
    linked_ids = {entry_id for link in index.scenario.links for entry_id in (link.cause, link.effect)}
    return [urls.CAUSES, urls.TIMELINE, urls.OUR_TIMELINE, *map(urls.entry_address, sorted(linked_ids))]


def saved_figures(site: Path, figure_pages: list[str]) -> dict[str, ET.Element]:
    return {
        address: ET.fromstring((site / urls.figure_address(address, "svg")).read_text(encoding="utf-8"))  # noqa: S314 - made by us
        for address in figure_pages
    }


def test_every_page_with_a_figure_offers_it_as_svg_and_png(site: Path, figure_pages: list[str]) -> None:
    for address in figure_pages:
        downloads = load_page(site, address).xpath("//a[@download]/@href")
        assert [link.rpartition(".")[2] for link in downloads] == ["svg", "png"]
        assert all((site / address / link).is_file() for link in downloads)


def test_a_saved_figure_names_the_fiction_its_page_and_its_licence(
    site: Path, index: ScenarioIndex, figure_pages: list[str]
) -> None:
    for address, figure in saved_figures(site, figure_pages).items():
        text = " ".join(label.text or "" for label in figure.iter(f"{SVG}text"))
        assert smart_punctuation(index.fiction_label(urls.entry_id_at(address))) in text, address
        assert f"{HOST}{address}" in text.replace(" ", ""), address
        assert "CC BY-SA 4.0" in text
        title = figure.findtext(f"{SVG}title") or ""
        assert text.startswith(title.split(".")[0].partition(":")[0].split()[0])


def test_the_legend_of_a_saved_figure_has_what_occurs_in_it_and_no_more(site: Path, figure_pages: list[str]) -> None:
    explained = {"box-implied", "box-main", "ground", "span-band", "span-core", "span-mark", "span-open"}
    for address, file in saved_figures(site, [page for page in figure_pages if page != urls.TIMELINE]).items():
        _, figure = file.iter(f"{SVG}svg")
        samples = [group for group in file.iter(f"{SVG}g") if group.get("transform")]
        in_figure, in_legend = (
            {
                name
                for root in roots
                for element in root.iter()
                for name in (element.get("class") or "").split()
                if name in explained or name.startswith("line-")
            }
            for roots in ([figure], samples)
        )
        assert in_legend == in_figure, address
        assert in_figure


def test_a_saved_figure_has_light_colours_and_is_self_contained(site: Path, figure_pages: list[str]) -> None:
    for address in figure_pages:
        text = (site / urls.figure_address(address, "svg")).read_text(encoding="utf-8")
        assert "fill: #fbf7ef" in text
        assert not re.search(r"var\(|url\(|@import|<script|<image|\bon\w+=", text), address


def test_links_of_a_saved_figure_lead_to_the_site(site: Path, figure_pages: list[str]) -> None:
    for figure in saved_figures(site, figure_pages).values():
        links = [link.get("href") or "" for link in figure.iter(f"{SVG}a")]
        assert links
        assert all(link.startswith(HOST) for link in links)


def test_labels_of_a_saved_figure_keep_their_widths_in_any_font(site: Path, figure_pages: list[str]) -> None:
    for figure in saved_figures(site, figure_pages).values():
        assert all(label.get("textLength") for label in figure.iter(f"{SVG}text"))


def test_a_png_is_twice_as_large_as_its_svg(site: Path, figure_pages: list[str]) -> None:
    for address, figure in saved_figures(site, figure_pages).items():
        png = (site / urls.figure_address(address, "png")).read_bytes()
        sizes = struct.unpack(">II", png[16:24])
        for pixels, name in zip(sizes, ("width", "height"), strict=True):
            assert abs(pixels - 2 * float(figure.get(name) or 0)) <= 1
