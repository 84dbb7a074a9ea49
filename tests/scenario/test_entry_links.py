"""Links in texts: syntax, replacement, and the schemes of destinations as browsers read them."""

from __future__ import annotations

import pytest

from macros.scenario.entry_links import EntryLink, disallowed_scheme, entry_links, replace_entry_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("no link", []),
        ("[[dam]]", [EntryLink("dam", None)]),
        ("[[dam|the dam]]", [EntryLink("dam", "the dam")]),
        ("[[ dam |  words ]]", [EntryLink("dam", "  words ")]),
        ("[[dam|]]", [EntryLink("dam", "")]),
        ("[[]]", [EntryLink("", None)]),
        ("[[dam|a\nb]]", [EntryLink("dam", "a\nb")]),
        ("[[dam]][[flood]]: [[dam]]", [EntryLink("dam", None), EntryLink("flood", None), EntryLink("dam", None)]),
        ("[[dam|a|b]]", [EntryLink("dam", "a|b")]),
        ("[dam] [[dam] [ [dam] ] [[dam|[x]]]", []),
        ("[[[dam]]]", [EntryLink("dam", None)]),
    ],
)
def test_links_to_entries_are_found_in_order(text: str, links: list[EntryLink]) -> None:
    assert list(entry_links(text)) == links


def test_a_link_has_its_source_text() -> None:
    assert [link.source for link in entry_links("See [[dam]] and [[ flood |the\nwater]].")] == [
        "[[dam]]",
        "[[ flood |the\nwater]]",
    ]


def test_only_links_are_replaced() -> None:
    text = "A [[dam|weir]] and a [[ flood ]], [dam], `[[x`."
    assert replace_entry_links(text, lambda link: f"<{link.id}:{link.words}>") == (
        "A <dam:weir> and a <flood:None>, [dam], `[[x`."
    )


@pytest.mark.parametrize(
    ("destination", "scheme"),
    [
        ("https://example.org", None),
        ("HTTP://example.org", None),
        ("mailto:hill@example.org", None),
        ("entries/dam/", None),
        ("#a:b", None),
        ("/a:b", None),
        ("//example.org", None),
        ("?a:b", None),
        ("", None),
        (":", None),
        ("1a:b", None),
        ("javascript:alert(1)", "javascript"),
        ("JavaScript:alert(1)", "JavaScript"),
        (" \tjava\nscript:alert(1)", "javascript"),
        ("\x01javascript:alert(1)", "javascript"),
        ("java&#115;cript&colon;alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("view-source:x", "view-source"),
    ],
)
def test_only_schemes_of_the_web_and_mail_are_allowed(destination: str, scheme: str | None) -> None:
    assert disallowed_scheme(destination) == scheme
