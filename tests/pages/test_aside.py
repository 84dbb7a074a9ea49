from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from macros.pages import urls
from macros.pages.aside import Aside, said
from macros.pages.renderer import Renderer
from macros.pages.views import entry_view
from tests.analysis.graphs import STEADY
from tests.pages.html_tree import page_html

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.pages.scenario_index import ScenarioIndex

MADE = '# Title\n\n<p id="x">One & <b>two</b></p>\n\n## Next {: #next }\n\n<ul>\n<li>a</li>\n</ul>\n'

NAMES = st.sampled_from(["p", "li", "ul", "div", "span", "a", "b", "section", "code", "details"])
TEXTS = (st.text(st.sampled_from("ab \n<&\u00a0"), max_size=6) | st.just("a data-search-exclude")).map(html.escape)
ELEMENTS = st.tuples(NAMES, st.sampled_from(["", ' class="x"']))


def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(ELEMENTS, st.lists(inner)).map(
        lambda part: f"<{part[0][0]}{part[0][1]}>{''.join(part[1])}</{part[0][0]}>"
    )


# What search passes over holds no element of its own name: the theme's search would take that to be its end.
PASSED_OVER = st.recursive(TEXTS, within, max_leaves=3).map(
    lambda inner: f'<nav data-search-exclude="true">{inner}</nav>'
)
TITLES = ["One & two", 'A \\<b\\> "c"', "\u4e2d\u6587 \u2013 'x'"]
TREES = st.recursive(TEXTS | PASSED_OVER, within, max_leaves=12)


def read(source: str) -> list[tuple[Any, str, str]]:
    """Return what the theme's search makes of HTML: each section's id, title and text."""
    parser = Parser()
    parser.feed(f"<h1 id='t'>T</h1>\n{source}\n<h2 id='n'>N</h2>\n<p>end</p>")
    parser.close()
    return [(one.id, "".join(one.title).strip(), "".join(one.text).strip()) for one in parser.data]


def test_markdown_gets_headings_and_marks_and_the_page_is_the_same_at_the_end() -> None:
    aside = Aside()
    put = aside.put(MADE)
    assert "## Next {: #next }" in put
    assert "<p" not in put
    assert aside.ids(put) == {"x"}
    assert aside.back(page_html(put)) == page_html(MADE)


def test_what_is_forgotten_does_not_come_back_and_comments_of_others_stay() -> None:
    aside = Aside()
    put = aside.put("<p>one</p>")
    assert aside.back(f"{put}<!--aside 1-0a-->").strip() == "<p>one</p>\n\n<!--aside 1-0a-->"
    aside.forget(put)
    assert aside.back(put) == put


def test_marks_do_not_change_with_what_they_stand_for() -> None:
    assert Aside().put("# T\n\n<p>one</p>") == Aside().put("# T\n\n<p>two</p>")


def test_only_what_tells_search_what_to_pass_over_goes() -> None:
    aside = Aside()
    put = aside.put('<p class="x" data-search-exclude="true" data-say>one</p>')
    assert aside.back(put).strip() == '<p class="x" data-say>one</p>'


@STEADY
@given(TREES)
@example("a data-search-exclude<b>b</b>c")
def test_search_reads_the_same_of_what_it_is_given(tree: str) -> None:
    assert read(said(tree)) == read(tree)


@pytest.mark.parametrize("source", ["<section><h3 id='a'>A</h3> b</section>", "<pre>a\n  b</pre>"])
def test_headings_and_space_of_its_own_stay(source: str) -> None:
    assert said(source) == source


def test_search_is_given_little_of_a_page_and_reads_all_of_it(index: ScenarioIndex, font: Font) -> None:
    renderer = Renderer(index, font)
    for entry in index.scenario.entries[::8]:
        made = renderer.render("entry", urls.entry(entry.id), view=entry_view(index, entry.id))
        aside = Aside()
        given_to_search = aside.said(page_html(aside.put(made)))
        assert len(given_to_search) < len(made) / 2
        assert read(given_to_search) == read(page_html(made))


def made_of(content: str) -> list[tuple[Any, str, str]]:
    """Return what the theme's search makes of a page: each section's id, title and text."""
    parser = Parser()
    parser.feed(content)
    parser.close()
    return [(one.id, "".join(one.title).strip(), "".join(one.text).strip()) for one in parser.data]


@STEADY
@given(st.lists(TREES.map(lambda tree: f"<div>{tree}</div>"), min_size=2, max_size=3), st.sampled_from(TITLES))
def test_pages_of_headings_and_marks_are_divided_as_the_theme_divides_them(trees: list[str], title: str) -> None:
    *before, first, second = trees
    aside = Aside()
    put = aside.put("\n\n".join([*before, f"# {title}", first, "## Next {: #next }", second]))
    content, html_behind = page_html(put), iter(trees)
    found = aside.sections(content)
    assert found is not None
    whole = re.sub("<!--.*?-->", lambda _: next(html_behind), content)
    assert [(one.id or None, one.title, one.text) for one in found] == made_of(whole)


@pytest.mark.parametrize(
    ("made", "after"),
    [
        ("# T\n\n<p>a</p>\n", "Words of its own.\n"),
        ("# T\n\n<pre>a\n  b</pre>\n", ""),
        ("## T\n\n<p>a</p>\n", ""),
        ("# `code`\n\n<p>a</p>\n", ""),
        ("<p>a</p>\n", ""),
    ],
)
def test_other_pages_are_not_divided(made: str, after: str) -> None:
    aside = Aside()
    content = page_html(aside.put(made) + after)
    assert aside.sections(content) is None
    assert made_of(aside.said(content)) == made_of(page_html(made + after))


@STEADY
@given(st.lists(st.sampled_from("abc"), max_size=3), st.lists(st.sampled_from("abc"), max_size=3), st.booleans())
def test_ways_are_those_of_the_standard_library(to: list[str], here: list[str], folder: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    path, page = "/".join(to), "".join(f"{part}/" for part in here)
    target = f"{path}/" if folder and path else path
    way = urls.relative_url(target, page)
    assert way.rstrip("/") == posixpath.relpath(target or ".", page or ".")
