"""Metadata read from the heads of built pages, and written into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as parser

from macros.output.errors import PostprocessError
from macros.output.head import PageMetadata, complete_head, parse_metadata
from macros.pages.renderer import Renderer
from tests.pages.factories import build_index
from tests.pages.factories import entry as small_entry

if TYPE_CHECKING:
    from macros.layout.font import Font

SITE = "https://host.test/leap/"
PAGE = """<html><head><meta name="description" content="A &quot;word&quot; &amp; more">
<link rel="canonical" href="https://host.test/leap/entries/one/">
<title>
  &lt;One&gt; &amp; two - The Leap
</title></head><body></body></html>"""


@pytest.fixture(scope="module")
def renderer(font: Font) -> Renderer:
    return Renderer(build_index([small_entry("one")]), font)


def test_metadata_comes_from_the_head_of_a_page() -> None:
    assert parse_metadata(PAGE, "entries/one/", "The Leap") == PageMetadata(
        "entries/one/", "<One> & two", 'A "word" & more'
    )
    assert parse_metadata("<title>The Leap</title>", "", "The Leap") == PageMetadata("", "The Leap", "")
    with pytest.raises(PostprocessError, match="'data/' has no title"):
        parse_metadata("<head></head>", "data/", "The Leap")


def test_metadata_written_into_a_head_reads_back_unchanged(renderer: Renderer) -> None:
    metadata = PageMetadata("entries/one/", "<One> & two", 'A "word" & more')
    tree = parser.document_fromstring(complete_head(PAGE, metadata, renderer, SITE))
    title = f"<One> & two - {renderer.index.scenario.about.title} (alternate history)"
    assert tree.findtext(".//title") == title
    tags = {meta.get("property") or meta.get("name"): meta.get("content") for meta in tree.iter("meta")}
    assert (tags["og:title"], tags["twitter:description"]) == (title, 'A "word" & more')
    assert (tags["og:url"], tags["og:type"]) == (f"{SITE}entries/one/", "article")
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}entries/one/"]


def test_the_page_for_missing_addresses_is_neither_shared_nor_listed(renderer: Renderer) -> None:
    page = complete_head(PAGE, PageMetadata("404.html", "Page not found", ""), renderer, SITE)
    assert '<meta name="robots" content="noindex">' in page
    assert "og:" not in page
    assert "ld+json" not in page


@pytest.mark.parametrize("source", ["<title>One</title>", "twice"])
def test_a_page_without_head_or_finished_before_is_an_error(renderer: Renderer, source: str) -> None:
    metadata = PageMetadata("entries/one/", "One", "")
    if source == "twice":
        source = complete_head(PAGE, metadata, renderer, SITE)
    with pytest.raises(PostprocessError, match="'entries/one/' has no head, or was postprocessed already"):
        complete_head(source, metadata, renderer, SITE)
