"""What finishing reads from built pages, and writes into their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as parser

from macros.output.head import PageMetadata, PostprocessError, parse_metadata, with_head, with_search
from macros.pages.renderer import Renderer
from tests.pages.factories import entry as small_entry
from tests.pages.factories import index as small_atlas

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
    return Renderer(small_atlas([small_entry("one")]), font)


def test_a_page_is_named_by_its_own_head() -> None:
    assert parse_metadata(PAGE, "entries/one/", "The Leap") == PageMetadata(
        "entries/one/", "<One> & two", 'A "word" & more'
    )
    assert parse_metadata("<title>The Leap</title>", "", "The Leap") == PageMetadata("", "The Leap", "")
    with pytest.raises(PostprocessError, match="'data/' has no title"):
        parse_metadata("<head></head>", "data/", "The Leap")


def test_what_is_written_into_a_head_reads_back_as_it_was(renderer: Renderer) -> None:
    about = PageMetadata("entries/one/", "<One> & two", 'A "word" & more')
    tree = parser.document_fromstring(with_head(PAGE, about, renderer, SITE))
    title = f"<One> & two - {renderer.index.scenario.about.title} (alternate history)"
    assert tree.findtext(".//title") == title
    tags = {one.get("property") or one.get("name"): one.get("content") for one in tree.iter("meta")}
    assert (tags["og:title"], tags["twitter:description"]) == (title, 'A "word" & more')
    assert (tags["og:url"], tags["og:type"]) == (f"{SITE}entries/one/", "article")
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}entries/one/"]


def test_the_page_for_lost_addresses_is_neither_shared_nor_listed(renderer: Renderer) -> None:
    made = with_head(PAGE, PageMetadata("404.html", "Page not found", ""), renderer, SITE)
    assert '<meta name="robots" content="noindex">' in made
    assert "og:" not in made
    assert "ld+json" not in made


@pytest.mark.parametrize("source", ["<title>One</title>", "twice"])
def test_what_cannot_be_finished_is_refused(renderer: Renderer, source: str) -> None:
    about = PageMetadata("entries/one/", "One", "")
    if source == "twice":
        source = with_head(PAGE, about, renderer, SITE)
    with pytest.raises(PostprocessError, match="'entries/one/' has no head to finish, or was finished already"):
        with_head(source, about, renderer, SITE)


def test_search_runs_in_our_worker() -> None:
    config = '<script id="__config">{"base": "..", "search": "../assets/javascripts/workers/search.a1.min.js"}</script>'
    said = '"../assets/search-worker.js#search.a1.min.js"'
    assert said in with_search(config)
    assert with_search("<p>assets/javascripts/workers/x</p>") == "<p>assets/javascripts/workers/x</p>"
