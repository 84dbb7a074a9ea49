"""Purging removes unused rules from style sheets, and no others."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from macros.output.css_purge import UsedNames, purge_css
from macros.output.errors import PostprocessError

PAGE = (
    '<html dir="ltr"><body data-md-color-scheme="default"><main id="top" class="used other 10 md:x">'
    "<p>unused</p></main></body></html>"
)
SCRIPT = 'e.classList.add("added");document.querySelector(".looked-for");s.setProperty("--set",1)'


def used_names() -> UsedNames:
    names = UsedNames()
    names.add_page(PAGE)
    names.add_script(SCRIPT)
    return names


def purge(*sheets: str) -> str:
    with TemporaryDirectory() as folder:
        return purge_css({f"{number}.css": sheet for number, sheet in enumerate(sheets)}, used_names(), Path(folder))


def test_the_same_sheets_and_names_are_purged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, sheet = used_names(), ".used { top: 0 } .other { top: 1px } .unused { top: 2px }"
    purged = purge_css({"a.css": sheet}, names, tmp_path)
    names.add_page('<p class="in-no-sheet">')
    parsed: list[str] = []
    monkeypatch.setattr("tinycss2.parse_stylesheet", lambda text, **_: [parsed.append(text)][:0])  # type: ignore[func-returns-value]
    assert (purge_css({"a.css": sheet}, names, tmp_path), parsed) == (purged, [])
    names.add_page('<p class="unused">')
    purge_css({"a.css": sheet}, names, tmp_path)
    purge_css({"a.css": sheet, "b.css": ""}, names, tmp_path)
    assert parsed == [sheet, sheet, ""]


@pytest.mark.parametrize(
    "selector",
    [
        ".used",
        "main.used.other",
        "#top",
        "p::before",
        "p:first-child",
        ".added",
        "*",
        ":root",
        "[dir=ltr] p",
        "[data-md-color-scheme=default]",
        "[hidden]",
        "[type=checkbox]",
        "p:not(.unused)",
        ":is(.unused,.used) p",
        "main:has(>p)",
        "main>p+p~p",
        r".\31 0",
        r".md\:x",
    ],
)
def test_a_selector_that_can_match_stays(selector: str) -> None:
    assert purge(f"{selector} {{ color: red; }}") == f"{selector}{{color:red}}"


@pytest.mark.parametrize(
    "selector",
    [
        ".unused",
        ".used.unused",
        "#unused",
        "video",
        ".looked-for",
        "[dir=rtl] p",
        "[data-md-color-scheme=slate]",
        ":is(.unused, #unused) p",
        "main:has(> .unused)",
        ".unused::before",
    ],
)
def test_a_selector_that_matches_nothing_goes(selector: str) -> None:
    assert purge(f"{selector} {{ color: red }} p {{ color: blue }}") == "p{color:blue}"


def test_selectors_of_a_list_stay_or_go_separately() -> None:
    assert purge(".unused, .used , p { color: red }") == ".used,p{color:red}"


def test_rules_in_conditional_groups_are_purged_and_empty_groups_go() -> None:
    sheet = (
        "@media print { .unused { color: red } } "
        "@media (width > 10px) { .unused{} @supports (gap: 1px) { p{gap:1px} } }"
    )
    assert purge(sheet) == "@media (width>10px){@supports (gap: 1px){p{gap:1px}}}"


def test_custom_properties_stay_when_a_rule_or_script_refers_to_them() -> None:
    palette = ":root { --a: var(--b); --b: 1px; --c: var(--d); --d: 2px; --set: var(--e, 3px); --e: 4px }"
    assert (
        purge(palette, "p { top: var(--a) }") == ":root{--a:var(--b);--b:1px;--set:var(--e,3px);--e:4px}p{top:var(--a)}"
    )


def test_colours_of_the_theme_go_where_our_palette_replaces_them() -> None:
    theme = "@layer theme { :root { --md-a: red; --md-b: blue } p { color: var(--md-a); top: var(--md-b) } }"
    assert purge(theme, ":root { --md-a: green }") == (
        "@layer theme{:root{--md-b:blue}p{color:var(--md-a);top:var(--md-b)}}:root{--md-a:green}"
    )


def test_at_rules_without_selectors_stay() -> None:
    sheet = '@font-face { font-family: "A"; src: url("a.woff2") }  @page { margin: 1cm } @keyframes k { to { top: 0 } }'
    assert purge(sheet) == '@font-face{font-family: "A";src: url("a.woff2")}@page{margin: 1cm}@keyframes k{to{top: 0}}'


def test_order_of_sheets_and_important_declarations_stay() -> None:
    assert purge("p { top: 0 !important }", "p { top: 1px }") == "p{top:0!important}p{top:1px}"


def test_strings_stay_whole_and_comments_go() -> None:
    sheet = 'p { content: "a  ;  b" /* no */; background: url("data:image/svg+xml,<a  b=\'/* c */\'>") }'
    assert purge(sheet) == 'p{content:"a  ;  b";background:url("data:image/svg+xml,<a  b=\'/* c */\'>")}'


def test_a_sheet_beyond_ascii_declares_its_encoding() -> None:
    assert purge('p::before { content: "≠" }') == '@charset "UTF-8";p::before{content:"≠"}'


def test_an_unclosed_block_ends_with_its_sheet() -> None:
    assert purge("p { color: red") == "p{color:red}"


def test_rules_in_layers_are_purged() -> None:
    assert purge("@layer theme { .unused { top: 0 } p { top: 0 } }", "p{}") == "@layer theme{p{top:0}}"


@pytest.mark.parametrize("sheet", ["p { color: red } p", "p { .used { color: red } }", '@import "a.css";'])
def test_invalid_nested_or_imported_css_is_an_error(sheet: str) -> None:
    with pytest.raises(PostprocessError, match=r"^1\.css:2: (not CSS|a rule has|a style sheet imports)"):
        purge("", f"\n{sheet}")
