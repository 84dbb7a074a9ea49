"""Patches of the theme's markup apply to every built page, and leave other pages unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

from macros.output.theme_patches import apply_patches, use_search_worker
from macros.pages import urls
from tests.site.pages import address_of, all_pages, parse_page

if TYPE_CHECKING:
    from pathlib import Path

FRAME = """<form id="__state" autocomplete="off"></form>
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">
<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">
<a href="../.." title="Leap" class="md-header__button md-logo">Leap</a>
<label class="md-header__button md-icon" for="__drawer">
  <svg></svg>
</label>
<div class="md-header__title" data-md-component="header-title"><div class="md-header__ellipsis">
<div class="md-header__topic"><span class="md-ellipsis"> Leap </span></div>
<div class="md-header__topic" data-md-component="header-topic"><span class="md-ellipsis">Page</span></div>
</div></div>
<label class="md-header__button md-icon" for="__search"><svg></svg></label>
<div class="md-search" data-md-component="search" role="dialog">
<form class="md-search__form" name="search"></form>
<a href="javascript:void(0)" class="md-search__icon"></a></div>
<div data-md-component="container"></div><script src="../assets/javascripts/bundle.min.js"></script>"""


def test_every_page_of_the_site_is_patched(site: Path) -> None:
    for path in all_pages(site):
        page = parse_page(path)
        assert page.xpath("//button[@value='__drawer']/@aria-label") == ["Menu"], path
        assert page.xpath("//button[@value='__search']/@aria-label") == ["Search"], path
        assert page.xpath("//*[@role='dialog']/@aria-label") == ["Search"], path
        assert page.xpath("//input[@type='checkbox'][@autocomplete]") == [], path
        assert page.xpath("//input[@type='checkbox']/@form") == ["__state", "__state"], path
        assert page.xpath("//*[starts-with(@href, 'javascript:')] | //*[@style]") == [], path
        assert page.xpath("//script[contains(@src, 'bundle')]") == [], path
        assert page.xpath("count(//template[contains(@data-theme, 'bundle')])") == 1, path
        assert page.xpath("count(//head/script[contains(., '.className=')])") == 1, path
        assert page.xpath("//form[@name='search']/@method") == ["dialog"], path
        assert page.xpath("//label[@for][not(@for = //input/@id)]") == [], path
        (home,) = page.xpath("//*[@class='md-header__title']/a/@href")
        assert home == ("/" if path.name == "404.html" else urls.relative_url("", address_of(site, path))), path


def test_every_page_links_the_index_of_entries_in_place_of_search(site: Path) -> None:
    for path in all_pages(site):
        (link,) = parse_page(path).xpath("//a[contains(@class, 'to-index')]/@href")
        home = site if link.startswith("/") else path.parent
        file, _, anchor = link.lstrip("/").partition("#")
        assert parse_page((home / file / "index.html").resolve()).xpath(f"//*[@id='{anchor}']"), path


def test_no_script_asks_the_host_of_the_repository() -> None:
    link = '<a href="https://github.com/a/b" class="md-source" data-md-component="source">GitHub</a>'
    assert apply_patches(link)[0] == '<a href="https://github.com/a/b" class="md-source">GitHub</a>'


def test_no_patch_misses_the_current_markup_of_the_theme() -> None:
    assert apply_patches(FRAME)[1] == []


def test_a_patch_that_misses_reports_its_reason() -> None:
    assert apply_patches(FRAME.replace('role="dialog"', 'role="region"'))[1] == ["the dialog of search has no name"]


def test_a_label_with_a_hidden_name_becomes_a_button_and_others_stay() -> None:
    label = '<svg></svg>\n  <span class="md-visually-hidden">Navigation</span>\n</label><label><svg></svg></label>'
    patched = html.fromstring(apply_patches(FRAME.replace("<svg></svg>\n</label>", label))[0])
    assert [text.strip() for text in patched.xpath("//button[@value='__drawer']//text()")] == []
    assert len(patched.xpath("//label/svg")) == 1


def test_links_to_home_and_index_work_on_the_home_page() -> None:
    patched = html.fromstring(apply_patches(FRAME.replace('"../.."', '""'))[0])
    assert patched.xpath("//a[not(@class='md-search__icon')]/@href") == [
        "./",
        "./",
        "./entries/#a-to-z",
    ]


def test_a_page_that_is_not_of_the_theme_stays_unchanged() -> None:
    bare = "<html><head></head><body><p>Text.</p></body></html>"
    assert apply_patches(bare) == (bare, [])


def test_cells_are_aligned_by_classes() -> None:
    patched, _ = apply_patches(
        '<table><tr><th style="text-align: right;">A</th><td style="text-align: center;">B</td></tr></table>'
    )
    assert html.fromstring(patched).xpath("//th/@class | //td/@class") == ["right", "center"]
    assert "style" not in patched


def test_the_heading_of_contents_stays_a_label_where_its_checkbox_exists() -> None:
    label = '<label class="md-nav__title" for="__toc">'
    assert apply_patches(f'<input id="__toc">{label}')[0] == f'<input id="__toc">{label}'
    assert apply_patches(label)[0] == '<label class="md-nav__title">'


def test_the_theme_script_loads_late_only_where_search_is_ours() -> None:
    patched = html.fromstring(apply_patches(FRAME)[0])
    assert patched.xpath("//script[@defer]/@src") == ["../assets/javascripts/bundle.min.js"]
    config = '<script id="__config" type="application/json">{"search": "../assets/search-worker.js#a.js"}</script>'
    patched = html.fromstring(apply_patches(FRAME + config)[0])
    assert patched.xpath("//script/@src") == []
    assert patched.xpath("//template/@data-theme") == ["../assets/javascripts/bundle.min.js"]


def test_a_table_comes_in_the_boxes_of_the_theme_script() -> None:
    patched = html.fromstring(apply_patches("<div><table><tr><td>A</td></tr></table><p>B</p></div>")[0])
    assert patched.xpath("//table/ancestor::div/@class") == ["md-typeset__scrollwrap", "md-typeset__table"]
    assert patched.xpath("//p/ancestor::div/@class") == []


def test_code_blocks_are_focusable() -> None:
    patched = html.fromstring(
        apply_patches(
            "<div><pre><span></span><code>A</code></pre><pre><code>B</code></pre><p><code>C</code></p></div>"
        )[0]
    )
    assert patched.xpath("//code[@tabindex=0]/text()") == ["A", "B"]


def test_search_runs_in_our_worker() -> None:
    config = '<script id="__config">{"base": "..", "search": "../assets/javascripts/workers/search.a1.min.js"}</script>'
    worker = '"../assets/search-worker.js"'
    assert worker in use_search_worker(config)
    assert use_search_worker("<p>assets/javascripts/workers/x</p>") == "<p>assets/javascripts/workers/x</p>"
