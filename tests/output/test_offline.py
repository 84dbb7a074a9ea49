"""The copy of a site that opens from disk."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest

from macros.output.errors import PostprocessError
from macros.output.offline import RUNTIME, adapt_module, adapt_page, is_omitted, write_offline_zip

SITE = "https://site.example/"


@pytest.mark.parametrize(
    ("link", "adapted"),
    [
        (".", "index.html"),
        ("..", "../index.html"),
        ("./", "./index.html"),
        ("../..", "../../index.html"),
        ("../../", "../../index.html"),
        ("../story/#end", "../story/index.html#end"),
        ("../story/?h=a/b#end", "../story/index.html?h=a/b#end"),
        ("#end", "#end"),
        ("causes.svg", "causes.svg"),
        ("offline.zip", "https://site.example/data/offline.zip"),
        ("../data/offline.zip", "https://site.example/data/offline.zip"),
        ("https://other.example/", "https://other.example/"),
        ("//other.example/", "//other.example/"),
        ("mailto:a/", "mailto:a/"),
    ],
)
def test_links_lead_to_files(link: str, adapted: str) -> None:
    source = '<a class="x" href="{0}">words</a> <link rel="next" href="{0}"> href="{0}"'
    body, text = adapt_page(source.format(link), "story/index.html", SITE).rsplit(" ", 1)
    assert body == source.format(adapted).rsplit(" ", 1)[0]
    assert link.endswith(".zip") or text == f'href="{link}"'


@pytest.mark.parametrize(("link", "url"), [("#a", "story/#a"), ("./", "story/"), ("../account/#b", "account/#b")])
def test_permalinks_lead_to_the_site(link: str, url: str) -> None:
    page = adapt_page(f'<a class="permalink" href="{link}">', "story/index.html", SITE)
    assert page == f'<a class="permalink" href="{SITE}{url}">'


def test_a_page_has_classic_scripts() -> None:
    policy = """<meta content="script-src 'self' 'sha256-x'">"""
    module = '<script src="../assets/site.js" type="module"></script><script type="module" src="a.js"></script>'
    preload = '<link rel="preload" href="a.woff2" as="font" crossorigin>'
    assert adapt_page(f"<head>{policy}{preload}</head>{module}", "a/b/index.html", SITE) == (
        """<head><meta content="script-src 'self' 'wasm-unsafe-eval' 'sha256-x'">"""
        '<script defer src="../../assets/offline.js"></script>\n</head>'
        '<script defer src="../assets/site.js"></script><script defer src="a.js"></script>'
    )


@pytest.mark.parametrize(
    ("module", "body"),
    [
        ('import{a,b}from"./c.js";a();', 'const{a,b}=await $import("./c.js");a();\nreturn{};'),
        ("export const a=1;export async function b(){}", "const a=1;async function b(){}\nreturn{a,b};"),
        ("const a=1;export{a,b};", "const a=1;\nreturn{a,b};"),
        ('import("./a.js");new URL("b",import.meta.url)', '$import("./a.js");new URL("b",$url)\nreturn{};'),
    ],
)
def test_a_module_becomes_the_body_of_a_function(module: str, body: str) -> None:
    assert adapt_module(module, "assets/a.js") == body


@pytest.mark.parametrize(
    "form",
    [
        "export default a;",
        'import*as a from"./b.js";',
        "export{a as b};",
        'import"./b.js";',
        "export const{a}=b;",
        'export{a}from"./b.js";',
    ],
)
def test_a_module_of_another_form_is_an_error(form: str) -> None:
    with pytest.raises(
        PostprocessError, match=re.escape(f"assets/a.js: the copy that opens from disk cannot have '{form}'")
    ):
        adapt_module(f"const a=1;{form}", "assets/a.js")


FILES = {
    RUNTIME: b"const a=1;export const store=a;",
    "assets/site.js": b"export{a};",
    "assets/javascripts/bundle.js": b"theme()",
    "assets/previews.json": b'{"a": "\xc2\xabb\xc2\xbb"}',
    "search/search_index.json": b'{"docs": []}',
    "search/words/0/a.pf_meta": b"\x00\xff",
    "data/v1/scenario.json": b"{}",
}


def build_zip() -> bytes:
    content = io.BytesIO()
    write_offline_zip(content, FILES.items(), SITE)
    return content.getvalue()


def test_the_zip_file_holds_scripts_for_what_scripts_fetch() -> None:
    with ZipFile(io.BytesIO(build_zip())) as archive:
        files = {name.removeprefix("offline/"): archive.read(name).decode() for name in archive.namelist()}
    scope = "async($import,$url,{addEventListener,location,postMessage},Worker)"
    assert files == {
        RUNTIME: "'use strict';const offline=(()=>{const a=1;const store=a;\nreturn{store};})();",
        "assets/site.js": f"'use strict';offline.define({scope}=>{{\nreturn{{a}};}});",
        "assets/javascripts/bundle.js": "theme()",
        "assets/previews.json.js": r"""offline.store("{\"a\": \"«b»\"}");""",
        "search/search_index.js": 'var __index={"docs": []}',
        "search/words/0/a.pf_meta.js": 'offline.store(Uint8Array.from(atob("AP8="),(byte)=>byte.charCodeAt()));',
        "data/v1/scenario.json": "{}",
    }


def test_the_same_files_give_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    content = build_zip()
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert build_zip() == content
    with ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("address", "is_left_out"),
    [
        ("404.html", True),
        ("sitemap.xml.gz", True),
        (".git/HEAD", True),
        ("card.png", True),
        ("story/card.png", True),
        ("assets/javascripts/bundle.js.map", True),
        ("data/offline.zip", True),
        ("causes/causes.png", False),
        ("changes/feed.xml", False),
        ("story/index.html", False),
        ("entries/card.png/index.html", False),
    ],
)
def test_files_for_servers_are_omitted(address: str, *, is_left_out: bool) -> None:
    assert is_omitted(address) == is_left_out
