"""The bundled style sheet of a built site."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from lxml import html

from macros.output.css_bundle import bundle_style_sheets, replace_style_links
from tests.site.pages import all_pages, parse_page

if TYPE_CHECKING:
    from pathlib import Path

LINK = '<link rel="stylesheet" href="{}assets/{}">\n'


def head(root: str) -> str:
    """Return a head with links to two sheets."""
    return f"<head>{LINK.format(root, 'theme/a.css')}  {LINK.format(root, 'css/b.css')}</head>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a site with a sheet of the theme and one of ours, one script and one worker."""
    sheets = {
        "assets/theme/a.css": "p { src: url(c.png) url(data:x) } .used, .unused { top: 0 }",
        "assets/css/b.css": "p{top:0}",
    }
    roots = {"index.html": "", "a/b/index.html": "../../", "404.html": "/sub/"}
    files = {
        **sheets,
        **{name: f"{head(root)}<p>" for name, root in roots.items()},
        "bare.html": "<p>",
        "assets/theme/a.css.map": "",
        "assets/page.js": 'x.className="used"',
        "assets/workers/worker.js": 'x.className="unused"',
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def bundle(folder: Path) -> dict[str, str]:
    pages = [path.relative_to(folder).as_posix() for path in all_pages(folder)]
    return bundle_style_sheets(folder, pages, folder / "cache")


def bundle_path(folder: Path) -> str:
    """Return the path of the bundle, as the page at the root of the site links it."""
    return bundle(folder)["index.html"].split('"')[3]


def bundle_text(folder: Path) -> str:
    return (folder / bundle_path(folder)).read_text(encoding="utf-8")


def test_every_page_links_one_bundle_in_place_of_its_sheets(folder: Path) -> None:
    links = bundle(folder)
    (path,) = (folder / "assets").rglob("*.css*")
    assert path.read_text(encoding="utf-8") == (
        '@layer theme{p{src:url("theme/c.png") url(data:x)}.used{top:0}}p{top:0}'
    )
    for page, root in (("index.html", ""), ("a/b/index.html", "../../"), ("404.html", "/sub/")):
        linked = replace_style_links((folder / page).read_text(encoding="utf-8"), links[page])
        assert linked == f'<head><link rel="stylesheet" href="{root}assets/{path.name}">\n</head><p>'
    assert links.keys() == {"index.html", "a/b/index.html", "404.html"}
    assert replace_style_links("<p>", links["index.html"]) == "<p>"


def test_folders_that_the_bundled_sheets_leave_empty_are_removed(folder: Path) -> None:
    (folder / "assets" / "theme" / "c.png").write_bytes(b"")
    bundle(folder)
    assert sorted(path.name for path in (folder / "assets").iterdir() if path.is_dir()) == ["theme", "workers"]


def test_pages_preload_the_first_font_of_the_bundle(folder: Path) -> None:
    faces = '@font-face { font-family: "A"; src: url(../fonts/a.woff2) } @font-face { src: url(../fonts/b.woff2) }'
    (folder / "assets" / "css" / "b.css").write_text(faces, encoding="utf-8")
    links = bundle(folder)["a/b/index.html"]
    preloads = html.fromstring(f"<head>{links}</head>").xpath("//link[@rel='preload'][@as='font'][@crossorigin]/@href")
    assert preloads == ["../../assets/fonts/a.woff2"]


def test_the_name_of_the_bundle_holds_a_hash_of_its_content(folder: Path) -> None:
    (folder / "bare.html").write_text('<p class="unused">', encoding="utf-8")
    path = bundle_path(folder)
    content = (folder / path).read_bytes()
    assert b".unused" in content
    assert path == f"assets/style.{hashlib.sha256(content).hexdigest()[:8]}.min.css"


def test_rules_for_markup_that_patches_insert_are_used(folder: Path) -> None:
    (folder / "assets" / "css" / "b.css").write_text(
        ".to-index { display: none } td.right { top: 0 }", encoding="utf-8"
    )
    assert bundle_text(folder).endswith(".to-index{display:none}td.right{top:0}")


def test_a_charset_of_the_theme_stays_out_of_its_layer(folder: Path) -> None:
    (folder / "assets" / "theme" / "a.css").write_text('@charset "UTF-8";p::before{content:"≠"}', encoding="utf-8")
    assert bundle_text(folder) == '@charset "UTF-8";@layer theme{p::before{content:"≠"}}p{top:0}'


def test_animations_of_the_theme_stay_out_of_its_layer(folder: Path) -> None:
    sheet = "p{transition:color 1s,top 1s;transition-delay:1s;color:red;-webkit-mask-image:none}"
    (folder / "assets" / "theme" / "a.css").write_text(sheet, encoding="utf-8")
    (folder / "assets" / "css" / "b.css").write_text("p{transition:top 1s}", encoding="utf-8")
    assert bundle_text(folder) == "@layer theme{p{color:red}}p{transition:top 1s}"


def test_a_link_to_a_missing_sheet_is_an_error(folder: Path) -> None:
    (folder / "assets" / "css" / "b.css").unlink()
    with pytest.raises(FileNotFoundError, match=r"'404\.html' links to '/sub/assets/css/b\.css'"):
        bundle(folder)


def test_every_page_of_the_site_links_its_one_bundle(site: Path) -> None:
    (sheet,) = site.rglob("*.css")
    assert sheet.read_text(encoding="utf-8").count("@layer theme{") > 0
    font = site / "assets" / "fonts" / "newsreader-basic.woff2"
    for path in all_pages(site):
        links = parse_page(path).xpath("//link[@rel='stylesheet' or @rel='preload']/@href")
        files = [site / link.lstrip("/") if link.startswith("/") else path.parent / link for link in links]
        assert [file.resolve() for file in files] == [sheet.resolve(), font.resolve()]
