"""Texts: how long, without HTML, and with links that lead only where a link may lead."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Case, assert_problems, check_text, edit_valid, lead_edit

HTML = [
    ("¦<b>bold</b>", "<b>"),
    ("A ¦</p> alone", "</p>"),
    ("¦<img src=x onerror=alert(1)>", "<img"),
    ("¦<svg/onload=alert(1)>", "<svg/onload=alert(1)>"),
    ("¦<SCRIPT>", "<SCRIPT>"),
    ("¦<!-- note -->", "<!--"),
    ("¦<?php", "<?php"),
    ("¦<br", "<br"),
    ("a¦<b", "<b"),
    ("`¦<b>` in code", "<b>"),
    ("¦<a:b>", "<a:b>"),
    ("¦<x href=https://example.org>", "<x"),
    ("¦<b @example.org>", "<b"),
    ("Words¦{: .class }", "{:"),
    ("Words¦{#id}", "{#"),
    ("Words¦{.class}", "{."),
    ("*Words*¦{onclick=alert(1)}", "{onclick="),
    ("¦{{ config }}", "{{"),
    ("¦{% raw %}", "{%"),
    ("¦{# note #}", "{#"),
    ("First ¦<i> and then <b>", "<i>"),
]

PLAIN = [
    "<https://example.org/?a=1&b=2#c>",
    "<HTTP://example.org>",
    "<mailto:hill@example.org>",
    "<hill@example.org>",
    "a < b and b > a, 3 <4, x <= y",
    "if `a < b`",
    "-> and <- and <3",
    "R&D, &lt;b&gt; and &amp;",
    "a set {a, b} and { c }",
    "*em*, **strong**, `code`, [words](https://example.org)",
]

LINK_SCHEMES = [
    ("[x](¦javascript:alert(1))", "javascript"),
    ("[x](¦JavaScript:alert)", "JavaScript"),
    ("[x](<¦javascript:alert>)", "javascript"),
    ("[x]( ¦javascript:alert 'title')", "javascript"),
    ("[x](¦java&#115;cript:alert)", "javascript"),
    ("[x](¦javascript&colon;alert)", "javascript"),
    ("[x](¦java\tscript:alert)", "javascript"),
    ("[x](¦java&Tab;script:alert)", "javascript"),
    ("[x](¦java\nscript:alert)", "javascript"),
    ("[x](\n¦javascript:alert)", "javascript"),
    ("[x](¦data:text/html,1)", "data"),
    ("[x](¦file:///etc/passwd)", "file"),
    ("[x](¦ftp://example.org)", "ftp"),
    ("[x](¦vbscript:x)", "vbscript"),
    ("[x][y]\n\n[y]: ¦javascript:alert", "javascript"),
    ("[x][y]\n\n   [y]: <¦javascript:alert>", "javascript"),
    ("[x][y]\n\n[y]:\n¦javascript:alert", "javascript"),
    ("[x][y]\n\n> [y]: ¦javascript:alert", "javascript"),
    ("[x][y]\n\n- 1. [y]: ¦javascript:alert", "javascript"),
    ("[x][y]\n\n[z]: /\n[y]: ¦javascript:alert", "javascript"),
    ("[x](\n[y]: ¦javascript:alert", "javascript"),
    ("<¦javascript:alert>", "javascript"),
    ("<¦ftp://example.org>", "ftp"),
    ("[x](https://example.org) and [y](¦javascript:alert)", "javascript"),
]

HARMLESS = [
    "[x](https://example.org/a:b)",
    "[x](http://example.org 'Title: words')",
    "[x](HTTPS://example.org)",
    "[x](mailto:hill@example.org)",
    "[x](../entries/dam/#ours)",
    "[x](#mao:1)",
    "[x](//example.org)",
    "[x](?a=b:c)",
    "[x][y]\n\n[y]: https://example.org 'Title: words'",
    "javascript: is a word, and so is data:",
    "see [1]: it says so",
    "[[dam]]: javascript: no",
    "[x]() and [y](<>)",
    "It was said [so]: Note: this.",
]

CASES: dict[str, Case] = {
    "a title of 60 characters": ([("title: The drought", f"title: {60 * 'ü'}")], []),
    "a title of 61 characters": (
        [("title: The drought", f"title: ¦{61 * 'ü'}")],
        ["title-too-long: expected at most 60 characters, found 61"],
    ),
    "a name may be longer": ([("names: [Dry year]", f"names: [{100 * 'x'}]")], []),
    "a label of 90 characters": ([("fiction_label: Made up for tests.", f"fiction_label: {90 * 'x'}")], []),
    "a label of 91 characters": (
        [("fiction_label: Made up for tests.", f"fiction_label: ¦{91 * 'x'}")],
        ["title-too-long: expected at most 90 characters, found 91"],
    ),
    "the URL of the account with its scheme": (
        [("source: One account of three sentences.", "source: One account.\n  source_url: http://example.org/?a=1#b")],
        [],
    ),
    "the URL of the account with another scheme": (
        [("source: One account of three sentences.", "source: One account.\n  source_url: ¦javascript:a(1.2)")],
        ["source-url: expected a URL, as https://example.org/page, found 'javascript:a(1.2)'"],
    ),
    "a line break in a title, and one at its end": (
        [
            ("title: The drought", "title: |-\n      The¦\n      drought"),
            ("title: The dam\n    kind", "title: >\n      The dam¦\n    kind"),
        ],
        [
            "stray-whitespace: found a line break in a text of one line; write 'The drought'",
            "stray-whitespace: found a line break in a text of one line; write 'The dam'",
        ],
    ),
    "spaces at the ends of a title, a name, a word for search, an author and its place": (
        [
            ("title: The drought", "title: '¦ The drought'"),
            ("names: [Dry year]", "names: [{en: Dry year¦\u00a0}]"),
            ("misspellings: [damm]", "misspellings: ['damm¦ ']"),
            ("authors: [{given: Ann, ", 'authors: [{given: ¦"A.\\tN.", '),
            ("published: Hill and Sons", "published: Hill and Sons¦\u3000"),
        ],
        [
            "stray-whitespace: found a space at the start of a text; write 'The drought'",
            "stray-whitespace: found U+00A0 at the end of a text; write 'Dry year'",
            "stray-whitespace: found a space at the end of a text; write 'damm'",
            "stray-whitespace: found a tab in a text of one line; write 'A. N.'",
            "stray-whitespace: found U+3000 at the end of a text; write 'Hill and Sons'",
        ],
    ),
    "other spaces inside a title, and marks of direction": (
        [("title: The drought", "title: \u200eThe 10\u00a0000  droughts\u200e")],
        [],
    ),
    "titles and names are no Markdown": (
        [("title: The drought", 'title: "<b> {{ a }} [x](javascript:y)"'), ("names: [Dry year]", "names: [<i>]")],
        [],
    ),
    "a script in angle brackets, with a tab": (
        [lead_edit("[x](¦<¦java\tscript:alert>)")],
        [
            "raw-html: found '<java'; expected Markdown without HTML or braces",
            "link-scheme: expected a link to https, http or mailto, found 'javascript:'",
        ],
    ),
    "an image, though it is on the web": (
        [lead_edit("So it looked: \N{BROKEN BAR}![x](https://a.example/x.png)")],
        ["no-images: found an image ('![…'); expected words; a link to the image is accepted"],
    ),
    "the address of an entry, and one without https": (
        [lead_edit("[x](¦/entries/dam/), [y](¦dam.md) and [z](¦www.example.org)")],
        [
            "link-scheme: '/entries/dam/' is an entry; write [[dam|words]]",
            "link-scheme: 'dam.md' is an entry; write [[dam|words]]",
            "link-scheme: write https://www.example.org",
        ],
    ),
    "a script twice in one text": (
        [lead_edit("[x](¦javascript:a) and [x](¦javascript:a)")],
        ["link-scheme: expected a link to https, http or mailto, found 'javascript:'"] * 2,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_on_texts_report_the_problems_of_the_case(name: str) -> None:
    assert_problems(CASES[name])


@pytest.mark.parametrize(("text", "first"), HTML)
def test_raw_html_and_braces_are_refused(text: str, first: str) -> None:
    assert_problems(([lead_edit(text)], [f"raw-html: found '{first}'; expected Markdown without HTML or braces"]))


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_looks_like_html_is_accepted(text: str) -> None:
    assert check_text(edit_valid(lead_edit(text))) == []


@pytest.mark.parametrize(("text", "scheme"), LINK_SCHEMES)
def test_a_link_with_a_disallowed_scheme_is_refused(text: str, scheme: str) -> None:
    message = f"link-scheme: expected a link to https, http or mailto, found '{scheme}:'"
    assert_problems(([lead_edit(text)], [message]))


@pytest.mark.parametrize("text", HARMLESS)
def test_other_links_and_colons_are_accepted(text: str) -> None:
    assert check_text(edit_valid(lead_edit(text))) == []
