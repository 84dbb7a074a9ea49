from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from macros.pages import urls
from macros.pages.record_html import HEADING, HeadingConverter, anchor_ids
from macros.pages.renderer import Renderer
from macros.pages.search_text import search_text, split_sections
from macros.pages.views import entry_view
from tests.pages.html_tree import markdown_extensions, page_html

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.pages.scenario_index import ScenarioIndex

NAMES = st.sampled_from(["p", "li", "ul", "div", "span", "a", "b", "section", "code", "details"])
TEXTS = (st.text(st.sampled_from("ab \n<&\u00a0"), max_size=6) | st.just("a data-search-exclude")).map(html.escape)
ELEMENTS = st.tuples(NAMES, st.sampled_from(["", ' class="x"']))


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(ELEMENTS, st.lists(inner)).map(
        lambda part: f"<{part[0][0]}{part[0][1]}>{''.join(part[1])}</{part[0][0]}>"
    )


# An excluded element contains no element of its name, since the theme's parser would take the end of that for its own.
EXCLUDED = st.recursive(TEXTS, nested, max_leaves=3).map(lambda inner: f'<nav data-search-exclude="true">{inner}</nav>')
TITLES = ["One & two", 'A \\<b\\> "c"', "\u4e2d\u6587 \u2013 'x'"]
TREES = st.recursive(TEXTS | EXCLUDED, nested, max_leaves=12)


def theme_index(source: str) -> list[tuple[Any, str, str]]:
    """Return the sections that the theme's search parses from HTML between two headings."""
    return theme_sections(f"<h1 id='t'>T</h1>\n{source}\n<h2 id='n'>N</h2>\n<p>end</p>")


@given(TREES)
@example("a data-search-exclude<b>b</b>c")
def test_the_theme_indexes_the_same_of_the_search_text(tree: str) -> None:
    assert theme_index(search_text(tree)) == theme_index(tree)


@pytest.mark.parametrize("source", ["<section><h3 id='a'>A</h3> b</section>", "<pre>a\n  b</pre>"])
def test_html_with_headings_or_preformatted_text_is_its_own_search_text(source: str) -> None:
    assert search_text(source) == source


def test_search_text_is_less_than_half_of_an_entrys_html(index: ScenarioIndex, font: Font) -> None:
    renderer = Renderer(index, font)
    for entry in index.scenario.entries[::8]:
        rendered = renderer.render("entry", urls.entry_address(entry.id), view=entry_view(index, entry.id))
        page = converter().convert(rendered)
        assert single_breaks(page.html) == single_breaks(page_html(rendered))
        sections = split_sections(page)
        assert sections is not None
        assert [(part.id or None, part.title, part.text) for part in sections] == theme_sections(page.html)
        text = "".join(search_text(block) for block in HEADING.split(rendered)[::2])
        assert len(text) < len(rendered) / 2


def single_breaks(html: str) -> str:
    """Return HTML without the blank lines that Markdown leaves between blocks."""
    return re.sub(r"\n\n+", "\n", html)


def converter() -> HeadingConverter:
    """Return a converter with the settings of the site."""
    return HeadingConverter(*markdown_extensions())


def theme_sections(content: str) -> list[tuple[Any, str, str]]:
    """Return the sections that the theme's search parses from a page: the id, the title and the text of each."""
    parser = Parser()
    parser.feed(content)
    parser.close()
    return [(part.id, "".join(part.title).strip(), "".join(part.text).strip()) for part in parser.data]


@given(st.lists(TREES.map(lambda tree: f"<div>{tree}</div>"), min_size=2, max_size=3), st.sampled_from(TITLES))
def test_pages_are_divided_into_sections_as_the_theme_divides_them(trees: list[str], title: str) -> None:
    *before, first, second = trees
    page = converter().convert("\n\n".join([*before, f"# {title}", first, "## Next {: #next }", second]))
    sections = split_sections(page)
    assert sections is not None
    assert [(part.id or None, part.title, part.text) for part in sections] == theme_sections(page.html)


@pytest.mark.parametrize(
    "rendered",
    ["# T\n\n<pre>a\n  b</pre>\n", "## T\n\n<p>a</p>\n", "# `code`\n\n<p>a</p>\n", "<p>a</p>\n"],
)
def test_pages_that_only_the_theme_can_divide_have_no_sections(rendered: str) -> None:
    assert split_sections(converter().convert(rendered)) is None


def test_a_page_of_headings_and_html_converts_as_markdown_converts_it() -> None:
    rendered = '<p>before</p>\n\n# Title\n\n<p id="x">One</p>\n\n## Next {: #next }\n\n#### Small\n\n<ul></ul>\n'
    page = converter().convert(rendered)
    assert single_breaks(page.html) == single_breaks(page_html(rendered))
    assert anchor_ids(page.html) == {"title", "x", "next", "small"}
    assert [(token["id"], [child["id"] for child in token["children"]]) for token in page.toc_tokens] == [
        ("title", ["next"])
    ]


def test_headings_with_the_same_text_get_different_ids() -> None:
    page = converter().convert("# Sources\n\n<p>a</p>\n\n## Sources\n\n<p>b</p>\n")
    assert anchor_ids(page.html) == {"sources", "sources_1"}
    assert [child["id"] for child in page.toc_tokens[0]["children"]] == ["sources_1"]


def test_conversion_of_one_page_does_not_change_the_next() -> None:
    pages = converter()
    rendered = "# T\n\n<p>a</p>\n\n## Next {: #next }\n\n<p>b</p>\n"
    first, second = pages.convert(rendered), pages.convert(rendered)
    assert first.html == second.html
    assert first.toc_tokens == second.toc_tokens
    assert len(second.toc_tokens[0]["children"]) == 1
