from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from jinja2 import StrictUndefined, UndefinedError

from macros import load_font, rules
from macros.pages import text, urls, views
from macros.pages.export_formats import EXPORT_FOLDER
from macros.pages.macros import PAGE_PARTS
from macros.pages.renderer import TEMPLATES, Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.views import entry_view
from tests.conftest import FONT
from tests.pages.factories import NOTICES, link, scenario, story
from tests.pages.factories import entry as small_entry
from tests.pages.factories import index as small_atlas
from tests.pages.html_tree import Reading, fold, page_html

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "https://host.example/sub/path/"
ELSEWHERE = "far/down/below/"
"""The address of a page at a depth that no page has."""

SHARED = {"parts", "figure-parts"}
"""Templates that hold macros for others."""
PARTS = sorted({path.name.removesuffix(".md.j2") for path in TEMPLATES.glob("*.md.j2")} - SHARED)
HOSTILE = [
    "</h1><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "{{7*7}} {% raw %} {# x #}",
    "a|b [x](y) *z*",
    "x {: #y onclick=alert(1) }",
    "[x](javascript:alert(1))",
    "![x](https://x.example/y.png) <https://x.example>",
    "&lt;b&gt; & \"quotes\" 'and' so-called `code`",
    "# 1. - + _x_ ~~~ \\",
    "[[first]] [[first|words]]",
    "大跃进",
]
SHOWS_TITLES = ("account", "causes", "entries", "entry", "glossary", "our-timeline", "people", "questions", "timeline")


def render_all(renderer: Renderer, template: str, page: str = ELSEWHERE) -> Iterator[str]:
    """Give a template's Markdown, or one for each thing that it can be about."""
    for values in subjects(renderer.index, template):
        yield renderer.render(template, page, **values)


def subjects(index: ScenarioIndex, template: str) -> Iterator[dict[str, Any]]:
    match template:
        case "entry":
            yield from ({"view": entry_view(index, name)} for name in index.entries)
        case "notice":
            yield from ({"id": notice.id} for notice in index.scenario.notices)
        case "retired":
            yield from ({"retired": record} for record in index.scenario.retired)
        case "rules":
            yield {"rules": rules.RULES}
        case "thread":
            yield from ({"strand": strand} for strand in index.thread_groups.values())
        case _:
            yield {}


def read(renderer: Renderer, template: str, page: str = ELSEWHERE) -> Iterator[Reading]:
    for markdown in render_all(renderer, template, page):
        yield Reading(page_html(markdown))


@cache
def telling(title: str, text: str = "Text.") -> Renderer:
    """Return a renderer of a small story with these words."""
    return Renderer(ScenarioIndex(story(title, text)), load_font(FONT))


@cache
def tame_shapes(template: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Return what a template makes of a title that does no harm."""
    return [shape(reading) for reading in read(telling("Title"), template)]


@pytest.fixture(scope="module")
def renderer(index: ScenarioIndex) -> Renderer:
    return Renderer(index, load_font(FONT))


def test_every_template_is_called_by_pages() -> None:
    assert set(PARTS) == {*PAGE_PARTS, "entry", "notice", "retired", "rules", "thread"}


@pytest.mark.parametrize("template", PARTS)
def test_a_template_makes_balanced_html_of_the_real_data(renderer: Renderer, template: str) -> None:
    for reading in read(renderer, template):
        assert not reading.faults
        assert reading.text
        assert not reading.all("style")
        assert only_modules(reading)
        assert len(set(reading.values("id"))) == len(reading.values("id"))
        assert not any(
            element.text in {"None", "True", "False"} for element in reading.elements if element.tag != "span"
        )
        written = "" if template in {"rules", "data"} else reading.text
        assert not re.search(r"\{\{|\}\}|\{%|\{:|\]\(|\[\[|\]\]|\*\*|Undefined|macros\.", written)


@pytest.mark.parametrize("page", ["", "entries/eirene-notara/", ELSEWHERE])
@pytest.mark.parametrize("template", PARTS)
def test_links_lead_to_pages_of_the_site_from_wherever_a_part_stands(
    renderer: Renderer, template: str, page: str
) -> None:
    listed = {value for name, value in vars(urls).items() if name.isupper() and isinstance(value, str)}
    known = {SITE + address for address in (*listed, EXPORT_FOLDER)} | {
        SITE + urls.entry(name) for name in renderer.index.entries
    }
    known |= {SITE + urls.entry(record.id) for record in renderer.index.scenario.retired if record.section == "entries"}
    known |= {SITE + urls.thread_causes(name) for name in renderer.index.thread_groups}
    for markdown in render_all(renderer, template, page):
        for href in Reading(markdown).values("href"):
            if href.startswith("#") or re.match("https?:", href):
                continue
            address = re.sub(r"[#?].*|[^/]+\.(svg|png|xml|json|csv|graphml|dot|bib)$", "", urljoin(SITE + page, href))
            assert address in known, href


def test_headings_of_a_page_can_be_linked_to_by_the_ids_of_threads(renderer: Renderer) -> None:
    (reading,) = read(renderer, "entries")
    headings = {element.attributes["id"]: element.text for element in reading.all("h2")}
    for thread in renderer.index.scenario.threads:
        assert headings[thread.id].removesuffix("¶") == fold(thread.title)


def test_what_is_not_there_is_an_error(renderer: Renderer) -> None:
    assert renderer._environment.undefined is StrictUndefined
    with pytest.raises(UndefinedError):
        renderer.render("entry", ELSEWHERE)


def test_a_bound_names_the_chain_from_cause_to_effect() -> None:
    entries = [small_entry("a", date="1942"), *map(small_entry, "bcdef"), small_entry("g", date="1959")]
    small_index = small_atlas(entries, [link(*pair) for pair in pairwise("abcdefg")])
    assert inferred(small_index, "d") == [
        "Began no earlier than 1942, as an effect of a, by way of b and c.",
        "Began no later than 1959, as a cause of g, by way of e and f.",
    ]
    assert inferred(small_index, "b")[0] == "Began no earlier than 1942, as an effect of a."


def test_a_bound_that_the_data_gives_says_why() -> None:
    entries = [small_entry("a", within="[1956..1959]"), small_entry("b", within="[1956..]")]
    small_index = small_atlas([*entries, small_entry("c", date="1958")], [link("b", "c")])
    assert inferred(small_index, "a") == ["Began between 1956 and 1959. The account says so. P1.S1"]
    assert inferred(small_index, "b") == [
        "Began no earlier than 1956. The account says so. P1.S1",
        "Began no later than 1958, as a cause of c.",
    ]


def inferred(small_index: ScenarioIndex, name: str) -> list[str]:
    """Return what the page of an entry says of when it began."""
    page = Reading(
        Renderer(small_index, load_font(FONT)).render("entry", ELSEWHERE, view=entry_view(small_index, name))
    )
    lines = [element.text for element in page.elements if element.attributes.get("class") == "inferred"]
    return [line.removeprefix("inferred ") for line in lines]


def test_a_scenario_with_nothing_implied_and_no_links_is_shown() -> None:
    bare = Renderer(ScenarioIndex(scenario([small_entry("only")])), load_font(FONT))
    for template in PARTS:
        assert all(not reading.faults for reading in read(bare, template))


def test_a_small_story_has_something_for_every_template() -> None:
    renderer = telling("Title")
    assert {notice.id for notice in renderer.index.scenario.notices} == set(NOTICES)
    for template in PARTS:
        for reading in read(renderer, template):
            assert reading.text
            assert not reading.faults


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("template", PARTS)
def test_a_hostile_title_is_inert_and_readable(template: str, title: str) -> None:
    for reading, tame in zip(read(telling(title), template), tame_shapes(template), strict=True):
        assert not reading.faults
        assert shape(reading) == tame
        if template in SHOWS_TITLES:
            assert fold(title) in reading.text


def shape(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tags of a page with the names of their attributes, which no words may change.

    How many lines a label of a figure takes depends on its words.
    """
    elements = [element for element in reading.elements if element.tag != "text"]
    return [(element.tag, tuple(sorted(element.attributes.keys() - {"lang"}))) for element in elements]


def only_modules(reading: Reading) -> bool:
    """Tell whether all scripts of a page are modules of the site's own."""
    return all(
        (element.attributes["type"], element.text) == ("module", "") and element.attributes["src"].endswith(".js")
        for element in reading.all("script")
    )


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_a_whole_heading_and_the_whole_text_of_links(title: str) -> None:
    renderer = telling(title)
    page = Reading(page_html(renderer.render("entry", "entries/second/", view=entry_view(renderer.index, "second"))))
    assert [element.text.removesuffix("¶") for element in page.all("h1")] == [fold(title)]
    for reading in (page, *read(renderer, "entries"), *read(renderer, "causes"), *read(renderer, "timeline")):
        links = [element for element in reading.all("a") if "first/" in element.attributes["href"]]
        figures = [element for element in links if "aria-label" in element.attributes]
        assert links != figures
        assert {element.text for element in links if element not in figures} == {fold(title)}
        assert all(fold(element.attributes["aria-label"]).startswith(f"{fold(title)}, ") for element in figures)


def test_a_chinese_name_is_marked_as_chinese() -> None:
    renderer = telling("大跃进")
    page = Reading(page_html(renderer.render("entry", ELSEWHERE, view=entry_view(renderer.index, "first"))))
    assert [
        (element.text, element.attributes["lang"]) for element in page.elements if "lang" in element.attributes
    ] == [("大跃进", "zh")]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "![x](javascript:alert(1))", "a\n~~~\nb\n~~~\nc", "{{7*7}}"]
)
@pytest.mark.parametrize("template", PARTS)
def test_a_hostile_text_breaks_no_page(template: str, text: str) -> None:
    for reading in read(telling("Title", text), template):
        assert not reading.faults
        assert template == "data" or not reading.all("pre")
        assert only_modules(reading)
        assert not [value for value in reading.values("href") + reading.values("src") if "script" in value]


def test_links_to_entries_in_texts_are_made_from_the_page_they_stand_on(renderer: Renderer) -> None:
    small_renderer = telling("Title", "See [[second|that]].")
    at_home = small_renderer.render("notice", "", id="gaps")
    below = small_renderer.render("notice", "entries/first/", id="gaps")
    assert '<a href="entries/second/">that</a>' in at_home
    assert '<a href="../second/">that</a>' in below
    titles = {name: entry.title for name, entry in renderer.index.entries.items()}
    assert text.description("See [[eirene-notara]].", titles.__getitem__) == "See Eirene Notara."


def test_an_entry_with_very_many_effects_shows_the_nearest_and_their_number() -> None:
    names = [f"e{number}" for number in range(views.MAX_OUTLINE_LINES + 50)]
    chain = [link(cause, effect) for cause, effect in pairwise(names)]
    chain_index = small_atlas([small_entry(name) for name in names], chain)
    page = Reading(
        page_html(
            Renderer(chain_index, load_font(FONT)).render("entry", "entries/e0/", view=entry_view(chain_index, "e0"))
        )
    )
    assert f"{len(names) - 1} entries followed from it, directly or by way of others" in page.text
    assert "These are the nearest of them; the rest lies beyond." in page.text
    assert f"and {len(names) - 1 - views.MAX_LISTED_ENTRIES} more would lose every cause" in page.text
    farthest = [href for href in page.values("href") if "e249" in href]
    assert farthest == []
