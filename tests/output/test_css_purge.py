"""What is left out of style sheets, and above all what is not."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from macros.output.css_purge import Names, trimmed
from macros.output.head import UnfinishableError

PAGE = (
    '<html dir="ltr"><body data-md-color-scheme="default"><main id="top" class="here there 10 md:x">'
    "<p>gone</p></main></body></html>"
)
SCRIPT = 'e.classList.add("made");document.querySelector(".looked-for");s.setProperty("--set",1)'


def seen() -> Names:
    names = Names()
    names.see_page(PAGE)
    names.see_script(SCRIPT)
    return names


def trim(*sheets: str) -> str:
    with TemporaryDirectory() as folder:
        return trimmed(sheets, seen(), Path(folder))


def test_what_came_of_the_same_sheets_and_names_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names, sheet = seen(), ".here { top: 0 } .there { top: 1px } .gone { top: 2px }"
    made = trimmed([sheet], names, tmp_path)
    names.see_page('<p class="asked-for-by-no-sheet">')
    read: list[str] = []
    monkeypatch.setattr("tinycss2.parse_stylesheet", lambda text, **_: [read.append(text)][:0])  # type: ignore[func-returns-value]
    assert (trimmed([sheet], names, tmp_path), read) == (made, [])
    names.see_page('<p class="gone">')
    trimmed([sheet], names, tmp_path)
    trimmed([sheet, ""], names, tmp_path)
    assert read == [sheet, sheet, ""]


@pytest.mark.parametrize(
    "selector",
    [
        ".here",
        "main.here.there",
        "#top",
        "p::before",
        "p:first-child",
        ".made",
        "*",
        ":root",
        "[dir=ltr] p",
        "[data-md-color-scheme=default]",
        "[hidden]",
        "[type=checkbox]",
        "p:not(.gone)",
        ":is(.gone,.here) p",
        "main:has(>p)",
        "main>p+p~p",
        r".\31 0",
        r".md\:x",
    ],
)
def test_what_can_match_stays(selector: str) -> None:
    assert trim(f"{selector} {{ color: red; }}") == f"{selector}{{color:red}}"


@pytest.mark.parametrize(
    "selector",
    [
        ".gone",
        ".here.gone",
        "#gone",
        "video",
        ".looked-for",
        "[dir=rtl] p",
        "[data-md-color-scheme=slate]",
        ":is(.gone, #gone) p",
        "main:has(> .gone)",
        ".gone::before",
    ],
)
def test_what_nothing_has_goes(selector: str) -> None:
    assert trim(f"{selector} {{ color: red }} p {{ color: blue }}") == "p{color:blue}"


def test_selectors_of_a_list_stay_or_go_one_by_one() -> None:
    assert trim(".gone, .here , p { color: red }") == ".here,p{color:red}"


def test_rules_under_conditions_are_read_too_and_nothing_is_left_empty() -> None:
    sheet = (
        "@media print { .gone { color: red } } @media (width > 10px) { .gone{} @supports (gap: 1px) { p{gap:1px} } }"
    )
    assert trim(sheet) == "@media (width>10px){@supports (gap: 1px){p{gap:1px}}}"


def test_custom_properties_stay_when_something_uses_them_at_last() -> None:
    palette = ":root { --a: var(--b); --b: 1px; --c: var(--d); --d: 2px; --set: var(--e, 3px); --e: 4px }"
    assert (
        trim(palette, "p { top: var(--a) }") == ":root{--a:var(--b);--b:1px;--set:var(--e,3px);--e:4px}p{top:var(--a)}"
    )


def test_what_has_no_selector_stays_as_it_is() -> None:
    sheet = '@font-face { font-family: "A"; src: url("a.woff2") }  @page { margin: 1cm } @keyframes k { to { top: 0 } }'
    assert trim(sheet) == '@font-face{font-family: "A";src: url("a.woff2")}@page{margin: 1cm}@keyframes k{to{top: 0}}'


def test_sheets_keep_their_order_and_what_is_important() -> None:
    assert trim("p { top: 0 !important }", "p { top: 1px }") == "p{top:0!important}p{top:1px}"


def test_texts_stay_whole_and_comments_go() -> None:
    sheet = 'p { content: "a  ;  b" /* no */; background: url("data:image/svg+xml,<a  b=\'/* c */\'>") }'
    assert trim(sheet) == 'p{content:"a  ;  b";background:url("data:image/svg+xml,<a  b=\'/* c */\'>")}'


def test_signs_beyond_ascii_come_with_their_encoding() -> None:
    assert trim('p::before { content: "≠" }') == '@charset "UTF-8";p::before{content:"≠"}'


def test_a_sheet_that_ends_too_early_is_read_as_browsers_read_it() -> None:
    assert trim("p { color: red") == "p{color:red}"


@pytest.mark.parametrize("sheet", ["p { color: red } p", "p { .here { color: red } }"])
def test_what_is_no_plain_css_is_refused(sheet: str) -> None:
    with pytest.raises(UnfinishableError, match="a style sheet has"):
        trim(sheet)
