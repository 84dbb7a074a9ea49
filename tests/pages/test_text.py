from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from macros.pages import text
from macros.pages.search_text import search_text
from tests.conftest import scaled_examples
from tests.pages.html_tree import HtmlTree, normalize, page_html

if TYPE_CHECKING:
    from macros.scenario.entry_links import EntryLink
    from macros.scenario.model import Scenario

PARTS = ["word", "é", "文", "1", "10", "80s", "_", " ", " ", "'", "-", ".", ",", ";", ":", "(", ")", "=", "/", "\u2013"]
PARTS += ["[", "]", "](", "](../a-b/)", "](#q1)", "[word](../a/)", "[1\\. one](b/)", "\\", "\\.", "\\-", "\\(", "\\*"]
PARTS += ["*", "`", '"', "&", "<", "!", "#", "+", "...", "--", "\n", "\t", "\u00a0", "\u2026", "'s", "'80s", "o'clock"]
TITLES = {"mao": "Mao Zedong", "odd": "a|b [x](y) *z*"}

# Text that YAML allows in a file: no control characters and no surrogates, but every kind of space.
YAML_TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\\`*_{}[]()<>#+-.!&;:|~^=\"'/ \n\t\x85\u2028$%@1")
)
HOSTILE = st.lists(
    st.sampled_from(
        [
            *("<script>", "</script>", "<b onload=x>", "</p>", "</div>", "<!--", "-->", "<?x ?>", "<![CDATA[", "<a@b>"),
            *("[", "](", ")", "![", "][r]", "[r]: ", "[[mao|", "[[mao]]", "]]", "<", ">", "`", "```", "~~~", "*", "\\"),
            *(
                "javascript:alert(1)",
                "JavaScript&#58;x",
                "&#106;avascript:x",
                "java\tscript:x",
                "vbscript:x",
                "data:,x",
            ),
            *(
                "{: onclick=x }",
                "{: #id .class }",
                "{{ 7*7 }}",
                "{% raw %}",
                "&lt;script&gt;",
                "&",
                '"',
                "'",
                " onload=x",
            ),
            *("\n", "\n\n", "\n    ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n---\n", "\n|a|b|\n|-|-|\n", " ", "word", "é"),
        ]
    ),
    max_size=12,
).map("".join)
MARKDOWN_TAGS = frozenset({"a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "strong", "ul"})
MARKDOWN_TAGS |= {f"h{level}" for level in range(1, 7)}
MARKDOWN_ATTRIBUTES = frozenset({"alt", "href", "src", "start", "title"})


def link(entry_link: EntryLink) -> str:
    return (
        f"[{text.escape_markdown(entry_link.words or TITLES.get(entry_link.id, entry_link.id))}](../{entry_link.id}/)"
    )


def title(entry_id: str) -> str:
    return TITLES[entry_id]


def normalize_url(destination: str) -> str:
    """Return a link destination as the URL standard begins to parse it, after character references are resolved."""
    return re.sub(r"[\t\n\r]", "", destination.strip("".join(map(chr, range(33))))).lower()


def disallowed_markup(tree: HtmlTree) -> list[str]:
    disallowed = [f"<{element.tag}>" for element in tree.elements if element.tag not in MARKDOWN_TAGS]
    disallowed += [name for element in tree.elements for name in element.attributes.keys() - MARKDOWN_ATTRIBUTES]
    disallowed += [
        address
        for address in map(normalize_url, tree.values("href") + tree.values("src"))
        if re.match(r"[a-z][a-z0-9+.-]*:", address) and not re.match(r"(https?|mailto):", address)
    ]
    return disallowed + tree.problems


@given(YAML_TEXT)
@example("1. one")
@example("- one")
@example("+ one")
@example("one -- two --- three ... <<four>>")
@example("[a]: https://example.org")
@example("{: #id .class onclick=x }")
@example("&amp; &lt; &#60; &notanentity; <https://example.org>")
@example("# x #")
@example("~~~ x")
@example("*a* _b_ `c` **d** ![e](f) [[mao]] x\\")
def test_escaped_text_renders_as_written(source: str) -> None:
    paragraph = HtmlTree(text.inline_html(text.escape_markdown(source), link))
    assert not paragraph.elements
    assert paragraph.text == normalize(source)


@given(YAML_TEXT.filter(str.strip))
@example("x {: #y }")
@example("a|b")
def test_escaped_text_renders_as_written_in_a_heading(source: str) -> None:
    page = HtmlTree(page_html(f"# {text.escape_markdown(source)} {{: #own }}\n\nNext.\n"))
    heading, *more = (element for element in page.elements if element.tag != "p")
    assert heading.attributes == {"id": "own"}
    assert [element.attributes["class"] for element in more] == ["headerlink"]
    assert heading.text.removesuffix("¶").rstrip() == normalize(source)


@given(HOSTILE)
@example("![x](javascript:alert(1))")
@example("[x](&#106;avascript:alert(1))")
@example("[x](java\nscript:alert(1))")
@example("[x]( \tjavascript:alert(1))")
@example("[x](<javascript:alert(1)>)")
@example("[x][r]\n\n[r]: JAVASCRIPT:alert(1)")
@example("[x](javascript&colon;alert(1))")
@example('[x](https://example.org "y" onclick="z")')
@example("<javascript:alert(1)>")
@example("<script>alert(1)</script>")
@example("x\n{: onclick=alert(1) }")
@example("[x](y){: onclick=alert(1) }")
@example("<div markdown>\n*x*\n</div>")
def test_texts_cannot_inject_html_attributes_or_scripts(hostile: str) -> None:
    assert not disallowed_markup(HtmlTree(text.block_html(hostile, link)))
    assert not disallowed_markup(HtmlTree(text.inline_html(hostile, link)))


@pytest.mark.parametrize("source", ["It *rained*.[@b-2]", "It rained.[@b-2]"])
def test_a_citation_is_a_superscript_link_to_a_source_and_search_leaves_it_out(source: str) -> None:
    numbered = text.number_citations(source, ("a-1", "b-2"), "rain")
    html = str(text.inline_html(numbered, link))
    citation = '<a href="#rain-source-2" aria-label="Source 2">2</a>'
    assert html.endswith(f'rained.<sup class="citation" data-search-exclude="true">{citation}</sup>') == (
        "*" not in source
    )
    assert f'<sup class="citation" data-search-exclude="true">{citation}</sup>' in html
    assert "2" not in search_text(html)


def test_citations_in_a_row_are_numbers_with_commas_between() -> None:
    numbered = text.number_citations("Dry.[@b-2][@a-1] Wet.[@a-1]", ("a-1", "b-2"), "rain")
    assert [element.text for element in HtmlTree(text.block_html(numbered, link)).all("sup")] == ["2, 1", "1"]


@given(HOSTILE, HOSTILE)
@example("a\n~~~ { .x onclick=y }\nb\n~~~\nc", "d")
@example("a\n```\nb", "c\n```\nd")
@example("    ~~~\n    a\n    ~~~", "b")
def test_markdown_around_a_converted_text_does_not_change_it(first: str, second: str) -> None:
    markdown = f"<div>\n{text.block_html(first, link)}\n{text.block_html(second, link)}\n</div>"
    before, _, after = page_html(f"{markdown}\n\nEnd.").partition("<p>End.</p>")
    assert before.rstrip("\n") == markdown
    assert not after


def test_web_mail_and_relative_links_are_preserved() -> None:
    markdown = text.block_html(
        "[a](https://x.example/) [b](http://x.example) [c](MailTo:x@x.example) [d](../y/#z) <https://q.example>", link
    )
    assert HtmlTree(markdown).values("href") == [
        "https://x.example/",
        "http://x.example",
        "MailTo:x@x.example",
        "../y/#z",
        "https://q.example",
    ]


def test_an_entry_link_shows_the_title_or_its_own_words() -> None:
    links = HtmlTree(text.block_html("See [[mao]], [[mao|the *Chairman*]] and [[odd]].", link)).all("a")
    assert [(element.text, element.attributes["href"]) for element in links] == [
        ("Mao Zedong", "../mao/"),
        ("the *Chairman*", "../mao/"),
        ("a|b [x](y) *z*", "../odd/"),
    ]


def test_inline_unwraps_a_single_paragraph_only() -> None:
    assert text.inline_html("one *two*", link) == "one <em>two</em>"
    assert text.inline_html("one\n\ntwo", link) == "<p>one</p>\n<p>two</p>"
    assert text.block_html("one", link) == "<p>one</p>"


def test_plain_text_has_no_markup_and_keeps_words_separate() -> None:
    source = "**Bold** & [[mao|him]], [[odd]];\nthen `<code>`.\n\n- one\n- two\n\nA [link](https://x.example)."
    assert text.plain_text(source, title) == "Bold & him, a|b [x](y) *z*; then <code>. one two A link."


@given(
    st.lists(st.text(st.characters(categories=("Ll", "Lo", "Nd")), min_size=1, max_size=12), max_size=60),
    st.sampled_from(" -\n"),
)
def test_a_description_is_the_beginning_in_whole_words(words: list[str], joint: str) -> None:
    plain = text.plain_text(joint.join(words), title)
    description = text.description(joint.join(words), title)
    assert len(description) <= text.DESCRIPTION_LENGTH
    if len(plain) <= text.DESCRIPTION_LENGTH:
        assert description == plain
    elif any(len(word) < text.DESCRIPTION_LENGTH for word in plain.split()[:1]):
        beginning = description.removesuffix(" …")
        assert description.endswith(" …")
        assert plain.startswith(beginning + " ")
        assert len(beginning) + len(plain[len(beginning) :].split()[0]) + len("  …") > text.DESCRIPTION_LENGTH


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("He ruled until 1949. Then he fell.", "He ruled until 1949."),
        ("One sentence, e.g. this one.", "One sentence, e.g. this one."),
        ("[[a-b|Mr. A]] ruled. [[c]] did not.", "[[a-b|Mr. A]] ruled."),
        ('"It rains." So he said.', '"It rains."'),
        ("No mark ends it", "No mark ends it"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_before_white_space_and_no_small_letter(source: str, sentence: str) -> None:
    assert text.split_first_sentence(source)[0] == sentence


def test_a_description_does_not_break_at_a_hyphen() -> None:
    description = text.description("x" * 140 + " a proto-ultra-Trotskyist line", title)
    assert description == "x" * 140 + " a …"


def test_descriptions_of_entries_are_short_and_plain(scenario: Scenario) -> None:
    titles = {entry.id: entry.title for entry in scenario.entries}
    for entry in scenario.entries:
        description = text.description(entry.lead, titles.__getitem__)
        assert 20 < len(description) <= 160
        assert not re.search(r"\[\[|\]\]|[<>*_`|]", description)


def converted(source: str) -> str:
    return text._converter().reset().convert(source)


@scaled_examples(20)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join))
def test_the_fast_path_equals_the_full_converter(source: str) -> None:
    html = text.simple_paragraph(source)
    assert html is None or html == converted(source)


@pytest.mark.parametrize(
    "source",
    [
        "1. one",
        "# one",
        "- one",
        "a *b*",
        "a 'b'",
        "a -- b",
        "a...",
        "[a](javascript:x)",
        "![a](b)",
        "a  b ",
        "a\nb",
        "",
    ],
)
def test_other_markdown_is_left_to_the_converter(source: str) -> None:
    assert text.simple_paragraph(source) is None


def test_most_texts_take_the_fast_path(scenario: Scenario) -> None:
    titles = {entry.id: entry.title for entry in scenario.entries}
    texts = [entry.lead for entry in scenario.entries] + [link.mechanism for link in scenario.links]
    plain = [
        source
        for source in texts
        if text.simple_paragraph(text.plain_text(source, titles.__getitem__).replace("\u2019", "'"))
    ]
    assert len(plain) > len(texts) / 2
