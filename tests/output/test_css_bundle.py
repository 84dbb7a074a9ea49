"""The one style sheet of a built site."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from lxml import html

from macros.output.css_bundle import one_sheet
from tests.site.pages import all_pages, parsed

if TYPE_CHECKING:
    from pathlib import Path

LINK = '<link rel="stylesheet" href="{}assets/{}">\n'


def head(root: str) -> str:
    """Return a head with links to two sheets."""
    return f"<head>{LINK.format(root, 'theme/a.css')}  {LINK.format(root, 'b.css')}</head>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheets = {
        "assets/theme/a.css": "p { src: url(c.png) url(data:x) } .made, .gone { top: 0 }",
        "assets/b.css": "p{top:0}",
    }
    pages = {"index.html": "", "a/b/index.html": "../../", "404.html": "/sub/", "bare.html": None}
    files = {
        **sheets,
        **{name: "<p>" if root is None else head(root) + "<p>" for name, root in pages.items()},
        "assets/theme/a.css.map": "",
        "assets/one.js": 'x.className="made"',
        "assets/workers/two.js": 'x.className="gone"',
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_every_page_links_to_one_sheet_in_the_place_of_several(folder: Path) -> None:
    sheets = one_sheet(folder, [path.relative_to(folder).as_posix() for path in all_pages(folder)], folder / "kept")
    (made,) = (folder / "assets").rglob("*.css*")
    assert made.read_text(encoding="utf-8") == 'p{src:url("theme/c.png") url(data:x)}.made{top:0}p{top:0}'
    for page, root in (("index.html", ""), ("a/b/index.html", "../../"), ("404.html", "/sub/")):
        linked = sheets.linked((folder / page).read_text(encoding="utf-8"), page)
        assert linked == f'<head><link rel="stylesheet" href="{root}assets/{made.name}">\n</head><p>'
    assert sheets.linked("<p>", "bare.html") == "<p>"


def test_the_first_font_of_the_sheet_is_asked_for_with_it(folder: Path) -> None:
    faces = '@font-face { font-family: "A"; src: url(fonts/a.woff2) } @font-face { src: url(fonts/b.woff2) }'
    (folder / "assets" / "b.css").write_text(faces, encoding="utf-8")
    sheets = one_sheet(folder, ["a/b/index.html", "bare.html"], folder / "kept")
    linked = sheets.linked((folder / "a" / "b" / "index.html").read_text(encoding="utf-8"), "a/b/index.html")
    preloads = html.fromstring(linked).xpath("//link[@rel='preload'][@as='font'][@crossorigin]/@href")
    assert preloads == ["../../assets/fonts/a.woff2"]
    assert sheets.linked("<p>", "bare.html") == "<p>"


def test_the_name_of_the_sheet_changes_with_what_is_in_it(folder: Path) -> None:
    (folder / "bare.html").write_text('<p class="gone">', encoding="utf-8")
    links = one_sheet(
        folder, [path.relative_to(folder).as_posix() for path in all_pages(folder)], folder / "kept"
    ).links
    content = (folder / links["index.html"]).read_bytes()
    assert b".gone" in content
    assert links["index.html"] == f"assets/style.{hashlib.sha256(content).hexdigest()[:8]}.min.css"


def test_what_mends_will_put_into_pages_keeps_its_rules(folder: Path) -> None:
    (folder / "assets" / "b.css").write_text(".to-index { display: none } td.right { top: 0 }", encoding="utf-8")
    links = one_sheet(
        folder, [path.relative_to(folder).as_posix() for path in all_pages(folder)], folder / "kept"
    ).links
    made = (folder / links["index.html"]).read_text(encoding="utf-8")
    assert made.endswith(".to-index{display:none}td.right{top:0}")


def test_a_link_to_no_sheet_is_refused(folder: Path) -> None:
    (folder / "assets" / "b.css").unlink()
    with pytest.raises(FileNotFoundError, match=r"'404\.html' links to '/sub/assets/b\.css'"):
        one_sheet(folder, [path.relative_to(folder).as_posix() for path in all_pages(folder)], folder / "kept")


def test_the_site_has_one_sheet_and_every_page_links_to_it(site: Path) -> None:
    (sheet,) = site.rglob("*.css")
    font = site / "assets" / "fonts" / "newsreader-basic.woff2"
    for path in all_pages(site):
        links = parsed(path).xpath("//link[@rel='stylesheet' or @rel='preload']/@href")
        home = [site / link.lstrip("/") if link.startswith("/") else path.parent / link for link in links]
        assert [found.resolve() for found in home] == [sheet.resolve(), font.resolve()]
