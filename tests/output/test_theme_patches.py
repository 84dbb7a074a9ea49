"""Mends of what the theme prints: that they take on every built page, and leave other pages alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

from macros.output.theme_patches import mended
from tests.site.pages import all_pages, parsed

if TYPE_CHECKING:
    from pathlib import Path

FRAME = """<form id="__state" autocomplete="off"></form>
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">
<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">
<a href="../.." title="Leap" class="md-header__button md-logo">Leap</a>
<label class="md-header__button md-icon" for="__drawer">
  <svg></svg>
</label>
<label class="md-header__button md-icon" for="__search"><svg></svg></label>
<div class="md-search" data-md-component="search" role="dialog">
<form class="md-search__form" name="search"></form>
<a href="javascript:void(0)" class="md-search__icon"></a></div>
<div data-md-component="container"></div><script src="../assets/javascripts/bundle.min.js"></script>"""


def test_every_mend_takes_on_every_page_of_the_site(site: Path) -> None:
    for path in all_pages(site):
        page = parsed(path)
        assert page.xpath("//button[@value='__drawer']/@aria-label") == ["Menu"], path
        assert page.xpath("//button[@value='__search']/@aria-label") == ["Search"], path
        assert page.xpath("//*[@role='dialog']/@aria-label") == ["Search"], path
        assert page.xpath("//input[@type='checkbox'][@autocomplete]") == [], path
        assert page.xpath("//input[@type='checkbox']/@form") == ["__state", "__state"], path
        assert page.xpath("//*[starts-with(@href, 'javascript:')] | //*[@style]") == [], path
        assert page.xpath("//script[contains(@src, 'bundle')]") == [], path
        assert page.xpath("count(//link[@rel='modulepreload'][contains(@href, 'bundle')])") == 1, path
        assert page.xpath("count(//head/script[contains(., '.className=')])") == 1, path
        assert page.xpath("//form[@name='search']/@method") == ["dialog"], path
        assert page.xpath("//label[@for][not(@for = //input/@id)]") == [], path


def test_without_script_the_index_of_entries_takes_the_place_of_search(site: Path) -> None:
    for path in all_pages(site):
        (link,) = parsed(path).xpath("//a[contains(@class, 'to-index')]/@href")
        home = site if link.startswith("/") else path.parent
        file, _, anchor = link.lstrip("/").partition("#")
        assert parsed((home / file / "index.html").resolve()).xpath(f"//*[@id='{anchor}']"), path


def test_what_the_theme_prints_now_is_all_mended() -> None:
    assert mended(FRAME)[1] == []


def test_a_fault_that_the_theme_prints_otherwise_is_told() -> None:
    assert mended(FRAME.replace('role="dialog"', 'role="region"'))[1] == ["the dialog of search has no name"]


def test_a_switch_that_names_itself_becomes_a_button_and_takes_no_other_with_it() -> None:
    named = '<svg></svg>\n  <span class="md-visually-hidden">Navigation</span>\n</label><label><svg></svg></label>'
    made = html.fromstring(mended(FRAME.replace("<svg></svg>\n</label>", named))[0])
    assert [words.strip() for words in made.xpath("//button[@value='__drawer']//text()")] == []
    assert len(made.xpath("//label/svg")) == 1


def test_an_empty_address_leads_home_and_so_does_the_one_of_the_index() -> None:
    made = html.fromstring(mended(FRAME.replace('"../.."', '""'))[0])
    assert made.xpath("//a[contains(@class, 'md-logo') or contains(@class, 'to-index')]/@href") == [
        "./",
        "./entries/#a-to-z",
    ]


def test_a_page_that_is_not_of_the_theme_is_left_alone() -> None:
    bare = "<html><head></head><body><p>Text.</p></body></html>"
    assert mended(bare) == (bare, [])


def test_cells_are_aligned_without_styles_in_attributes() -> None:
    made, _ = mended(
        '<table><tr><th style="text-align: right;">A</th><td style="text-align: center;">B</td></tr></table>'
    )
    assert html.fromstring(made).xpath("//th/@class | //td/@class") == ["right", "center"]
    assert "style" not in made


def test_the_title_of_the_outline_stays_a_label_where_there_is_a_switch_to_it() -> None:
    label = '<label class="md-nav__title" for="__toc">'
    assert mended(f'<input id="__toc">{label}')[0] == f'<input id="__toc">{label}'
    assert mended(label)[0] == '<label class="md-nav__title">'


def test_the_script_of_the_theme_waits_for_a_reader_only_where_search_is_ours() -> None:
    made = html.fromstring(mended(FRAME)[0])
    assert made.xpath("//script[@defer]/@src") == ["../assets/javascripts/bundle.min.js"]
    config = '<script id="__config" type="application/json">{"search": "../assets/search-worker.js#a.js"}</script>'
    made = html.fromstring(mended(FRAME + config)[0])
    assert made.xpath("//script/@src") == []
    assert made.xpath("//link[@rel='modulepreload']/@href") == ["../assets/javascripts/bundle.min.js"]


def test_a_table_comes_in_what_the_theme_would_put_around_it() -> None:
    made = html.fromstring(mended("<div><table><tr><td>A</td></tr></table><p>B</p></div>")[0])
    assert made.xpath("//table/ancestor::div/@class") == ["md-typeset__scrollwrap", "md-typeset__table"]
    assert made.xpath("//p/ancestor::div/@class") == []


def test_code_that_may_be_scrolled_is_reached_by_keyboard() -> None:
    made = html.fromstring(
        mended("<div><pre><span></span><code>A</code></pre><pre><code>B</code></pre><p><code>C</code></p></div>")[0]
    )
    assert made.xpath("//code[@tabindex=0]/text()") == ["A", "B"]
