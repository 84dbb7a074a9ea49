"""Pages on paper: light and whole, with their label, and divided where a reader would divide them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.browser.page_types import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

PRINTED = ("", "account/", "causes/", "entries/great-leap-forward/", "entries/great-chinese-famine/", "contribute/")
FADE_MS = 500
"""Longer than the theme lets a colour take to become another."""
ENOUGH = 40
"""Signs that tell where a text starts and ends; between them it may go on to another sheet."""
LABEL = "Alternate history. Not a record of what happened."
NOT_PRINTED = ".onward, .breadcrumb, .imprint, .explore-chains, .explore-panel, .filters"
COLOURS = """() => {
  const lightness = (colour) => {
    const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const texts = Array.from(document.querySelectorAll("article *")).filter((one) =>
    one.getClientRects().length && Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim()));
  const ink = (one) => lightness(getComputedStyle(one)[one.namespaceURI.endsWith("svg") ? "fill" : "color"]);
  return { paper: lightness(getComputedStyle(document.body).backgroundColor),
           faint: texts.filter((one) => 1.05 / (ink(one) + 0.05) < 4.5).map((one) => one.outerHTML.slice(0, 120)) };
}"""


def printed(page: Page) -> list[list[str]]:
    """Return the lines of text of each sheet of paper that a page is printed on."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True))).pages
    return [[line for line in sheet.extract_text().splitlines() if line.strip()] for sheet in sheets]


def folded(text: str) -> str:
    """Return the Latin letters and digits of a text: on paper, some are capitals, and few signs stay as they are."""
    return re.sub("[^a-z0-9]", "", text.casefold())


@pytest.mark.parametrize("path", KINDS)
def test_paper_is_light_and_every_text_on_it_dark(visit: Visit, path: str) -> None:
    page = visit(path, 800, "dark")
    page.emulate_media(media="print")
    page.wait_for_timeout(FADE_MS)
    found = page.evaluate(COLOURS)
    assert found["paper"] > 0.9
    assert found["faint"] == []


@pytest.mark.parametrize("path", PRINTED)
def test_a_page_is_printed_whole_with_its_label_and_no_heading_is_left_behind(visit: Visit, path: str) -> None:
    page = visit(path, 800, "dark")
    headings = {folded(text) for text in page.locator("article :is(h2, h3, h4)").all_inner_texts()}
    words = page.locator("article :is(p, li, summary, dd, td)").evaluate_all(
        "(all, off) => all.filter((one) => !one.closest(off) && !one.querySelector('p, li, dd, .permalink'))"
        "  .map((one) => one.textContent)",
        NOT_PRINTED,
    )
    sheets = printed(page)
    everything = folded("".join("".join(sheet) for sheet in sheets))
    assert folded(LABEL) in everything
    ends = {text: (folded(text)[:ENOUGH], folded(text)[-ENOUGH:]) for text in words}
    assert [text for text, (start, end) in ends.items() if start not in everything or end not in everything] == []
    assert [sheet[-1] for sheet in sheets[:-1] if folded(sheet[-1]) in headings] == []


@pytest.mark.parametrize("path", ["", "timeline/", "our-timeline/", "entries/great-leap-forward/"])
def test_a_figure_stands_on_one_sheet(visit: Visit, path: str) -> None:
    page = visit(path, 800)
    page.emulate_media(media="print")
    labels = {folded(text) for text in page.locator("figure .broad a text").all_text_contents()}
    assert labels
    sheets = [folded("".join(sheet)) for sheet in printed(page)]
    assert any(all(label in sheet for label in labels) for sheet in sheets)
