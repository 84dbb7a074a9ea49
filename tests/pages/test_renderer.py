from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from jinja2 import StrictUndefined, UndefinedError

from macros import load_font, rules
from macros.pages import text, urls, views
from macros.pages.export_formats import EXPORT_FOLDER
from macros.pages.guide import vocabularies
from macros.pages.macros import PAGE_PARTS
from macros.pages.renderer import TEMPLATES, Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.text import plain_text
from macros.pages.views import entry_view
from macros.scenario.authors import Author
from macros.scenario.loader import parse_file
from macros.scenario.vocabularies import PLACE
from tests.conftest import FONT, TEST_DATA
from tests.pages.factories import build_index, full_scenario, link, reference, scenario
from tests.pages.factories import entry as small_entry
from tests.pages.html_tree import HtmlTree, normalize, page_html
from tests.unfinished import add_unfinished_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.layout.font import Font

SITE = "https://host.example/sub/path/"
DEEP_PAGE = "far/down/below/"
"""An address deeper than that of any page."""

MACRO_TEMPLATES = {"parts", "figure-parts", "story-parts"}
"""Templates of macros that others import."""
TEMPLATE_NAMES = sorted({path.name.removesuffix(".md.j2") for path in TEMPLATES.glob("*.md.j2")} - MACRO_TEMPLATES)
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
TEMPLATES_WITH_TITLES = (
    "account",
    "causes",
    "certainty",
    "entries",
    "entry",
    "glossary",
    "our-timeline",
    "people",
    "questions",
    "story",
    "timeline",
)


def render_all(renderer: Renderer, template: str, page: str = DEEP_PAGE) -> Iterator[str]:
    """Yield the Markdown of a template, once for each record that it can take."""
    for values in template_values(renderer.index, template):
        yield renderer.render(template, page, **values)


def template_values(index: ScenarioIndex, template: str) -> Iterator[dict[str, Any]]:
    match template:
        case "entry":
            yield from ({"view": entry_view(index, entry_id)} for entry_id in index.entries)
        case "notice":
            yield from ({"notice": notice} for notice in index.scenario.notices)
        case "notices":
            yield from ({"place": place} for place in PLACE.values)
        case "retired":
            yield from ({"record": record} for record in index.scenario.retired)
        case "rules":
            yield {"rules": rules.RULES}
        case "vocabulary":
            yield from ({"descriptions": descriptions} for descriptions in vocabularies().values())
        case "thread":
            yield from ({"group": group} for group in index.thread_groups.values())
        case _:
            yield {}


def render_trees(renderer: Renderer, template: str, page: str = DEEP_PAGE) -> Iterator[HtmlTree]:
    for markdown in render_all(renderer, template, page):
        yield HtmlTree(page_html(markdown))


@cache
def story_renderer(title: str, text: str = "Text.") -> Renderer:
    """Return a renderer of a small scenario with a title and a text."""
    return Renderer(ScenarioIndex(full_scenario(title, text)), load_font(FONT))


@cache
def harmless_shapes(template: str) -> list[Counter[tuple[str, tuple[str, ...]]]]:
    """Return the shapes of the HTML that a template renders with a harmless title."""
    return [html_shape(tree) for tree in render_trees(story_renderer("Title"), template)]


@pytest.fixture(scope="module")
def renderer(index: ScenarioIndex) -> Renderer:
    return Renderer(index, load_font(FONT))


def test_every_template_is_a_macro_of_pages() -> None:
    macros = {"entry", "notice", "notices", "retired", "rules", "thread", "vocabulary"}
    assert set(TEMPLATE_NAMES) == {*PAGE_PARTS, *macros}


@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_a_template_renders_balanced_html(renderer: Renderer, template: str) -> None:
    for tree in render_trees(renderer, template):
        assert not tree.problems
        assert tree.text
        assert not tree.all("style")
        assert only_modules(tree)
        assert len(set(tree.values("id"))) == len(tree.values("id"))
        assert not any(element.text in {"None", "True", "False"} for element in tree.elements if element.tag != "span")
        prose = "" if template in {"cite", "data", "rules"} else tree.text
        assert not re.search(r"\{\{|\}\}|\{%|\{:|\]\(|\[\[|\]\]|\*\*|Undefined|macros\.", prose)


@pytest.mark.parametrize("page", ["", "entries/eirene-notara/", DEEP_PAGE])
@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_links_lead_to_pages_of_the_site_from_any_page(renderer: Renderer, template: str, page: str) -> None:
    constants = {value for name, value in vars(urls).items() if name.isupper() and isinstance(value, str)}
    page_urls = {SITE + address for address in (*constants, EXPORT_FOLDER)} | {
        SITE + urls.entry_address(entry_id) for entry_id in renderer.index.entries
    }
    page_urls |= {
        SITE + urls.entry_address(record.id)
        for record in renderer.index.scenario.retired
        if record.section == "entries"
    }
    page_urls |= {SITE + urls.thread_causes_address(thread_id) for thread_id in renderer.index.thread_groups}
    for markdown in render_all(renderer, template, page):
        for href in HtmlTree(markdown).values("href"):
            if href.startswith("#") or re.match("https?:", href):
                continue
            url = re.sub(r"[#?].*|[^/]+\.(svg|png|xml|json|csv|graphml|dot|bib)$", "", urljoin(SITE + page, href))
            assert url in page_urls, href


def test_headings_of_threads_have_the_ids_of_the_threads_as_anchors(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "entries")
    headings = {element.attributes["id"]: element.text for element in tree.all("h2")}
    for thread in renderer.index.scenario.threads:
        assert headings[thread.id].removesuffix("¶") == normalize(thread.title)


def test_a_passage_links_to_its_sentences_and_a_reader_can_go_on(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "story")
    story = renderer.index.scenario.story
    sources = [element.text for element in tree.elements if element.attributes.get("class") == "passage-source"]
    assert sources == ["In the account: " + ", ".join(passage.sentences).upper().replace("-", ".") for passage in story]
    labels = [element.attributes["aria-label"] for element in tree.all("aside")]
    assert labels == [f"In reality: {passage.title}" for passage in story if passage.in_reality]
    hrefs = [urljoin(SITE + DEEP_PAGE, href) for href in tree.values("href")]
    assert {SITE + urls.account_address(locator) for passage in story for locator in passage.sentences} <= {*hrefs}
    assert hrefs[-3:] == [SITE + urls.OUR_TIMELINE, SITE + urls.CERTAINTY, SITE + urls.ACCOUNT]


def test_what_is_real_is_folded_after_its_first_sentence(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "story")
    (folded,) = tree.all("details")
    (summary,) = tree.all("summary")
    assert summary.text == "In reality A regent who dug for pilgrims is invented."
    assert folded.text == f"{summary.text} No report of 1774 is known."
    assert "open" not in folded.attributes


def test_the_cover_offers_the_story_first(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "cover", "")
    (ways,) = tree.all("nav")
    assert [link.attributes["href"] for link in tree.all("a") if link.text in ways.text] == [
        urls.STORY,
        urls.CAUSES,
        urls.OUR_TIMELINE,
    ]
    assert "About one minute, with what is real about it" in ways.text
    about = renderer.index.scenario.about
    order = [about.title, about.tagline, about.summary, about.fiction_label, "Read the story", "Point of divergence"]
    positions = [tree.text.find(normalize(text)) for text in order]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_home_begins_the_story_and_links_to_the_rest(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "opening", "")
    first, second = renderer.index.scenario.story[:2]
    assert [title.text for title in tree.all("h2")] == [f"{first.title} Quote"]
    assert tree.values("href")[-1] == f"{urls.STORY}#{second.id}"
    assert first.id not in tree.values("id")


def test_home_has_the_wide_figure_of_causes_and_the_most_linked_entries(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "causes-figure", "")
    drawings = [element.attributes.get("class") for element in tree.all("svg")]
    assert [name for name in drawings if name != "sample-line"] == ["broad"]
    assert len(tree.all("li")) == 5


def test_the_account_is_a_text_with_its_claims_folded_behind_each_sentence(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "account", urls.ACCOUNT)
    sentences = renderer.index.scenario.sentences
    summaries = {summary.attributes.get("aria-label"): summary.text for summary in tree.all("summary")}
    for sentence in sentences:
        locator = sentence.id.upper().replace("-", ".")
        count = f"{len(sentence.claims)} claim{'s' * (len(sentence.claims) > 1)}"
        assert summaries[f"{count} of {locator}"] == count
    folded = " ".join(element.text for element in tree.all("ol"))
    claims = [plain_text(claim.text, str) for sentence in sentences for claim in sentence.claims]
    assert [claim for claim in claims if normalize(claim) not in folded] == []
    assert not any("open" in element.attributes for element in tree.all("details"))


def test_a_paragraph_of_the_account_links_to_its_passages_and_questions(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "account", urls.ACCOUNT)
    story, questions = renderer.index.scenario.story, renderer.index.scenario.questions
    notes = tree.all("aside")
    for number, note in enumerate((note for note in notes if "Beside" in note.attributes["aria-label"]), 1):
        inside = f"p{number}-"
        titles = [record.title for record in story if any(i.startswith(inside) for i in record.sentences)]
        titles += [record.title for record in questions if any(i.startswith(inside) for i in record.locators)]
        assert [title for title in titles if normalize(title) not in note.text] == []


def test_an_undefined_variable_of_a_template_is_an_error(renderer: Renderer) -> None:
    assert renderer._environment.undefined is StrictUndefined
    with pytest.raises(UndefinedError):
        renderer.render("entry", DEEP_PAGE)


def test_a_bound_names_the_chain_from_cause_to_effect() -> None:
    entries = [small_entry("a", date="1942"), *map(small_entry, "bcdef"), small_entry("g", date="1959")]
    small_index = build_index(entries, [link(*pair) for pair in pairwise("abcdefg")])
    assert bound_lines(small_index, "d") == [
        "Began no earlier than 1942, as an effect of a, by way of b and c.",
        "Began no later than 1959, as a cause of g, by way of e and f.",
    ]
    assert bound_lines(small_index, "b")[0] == "Began no earlier than 1942, as an effect of a."


def test_a_bound_that_the_data_states_has_its_reason() -> None:
    entries = [small_entry("a", within="[1956..1959]"), small_entry("b", within="[1956..]")]
    small_index = build_index([*entries, small_entry("c", date="1958")], [link("b", "c")])
    assert bound_lines(small_index, "a") == ["Began between 1956 and 1959. The account says so. P1.S1"]
    assert bound_lines(small_index, "b") == [
        "Began no earlier than 1956. The account says so. P1.S1",
        "Began no later than 1958, as a cause of c.",
    ]


def bound_lines(small_index: ScenarioIndex, entry_id: str) -> list[str]:
    """Return the lines about bounds on the page of an entry."""
    page = HtmlTree(
        Renderer(small_index, load_font(FONT)).render("entry", DEEP_PAGE, view=entry_view(small_index, entry_id))
    )
    lines = [element.text for element in page.elements if element.attributes.get("class") == "inferred"]
    return [line.removeprefix("inferred ") for line in lines]


@pytest.mark.parametrize("kind", ["event", "person"])
def test_what_depends_on_an_entry_is_told_of_happenings_alone(kind: str) -> None:
    cause = small_entry("a", "Title of a", kind=kind)
    small_index = build_index([cause, *map(small_entry, "bcd")], [link("a", "b"), link("a", "c"), link("d", "c")])
    page = HtmlTree(
        page_html(Renderer(small_index, load_font(FONT)).render("entry", DEEP_PAGE, view=entry_view(small_index, "a")))
    )
    sentences = [element.text for element in page.all("p") if element.text.startswith("Without it")]
    expected = [
        "Without it, the account would give no cause for b.",
        "Without it, the account would give fewer causes for c.",
    ]
    assert sentences == (expected if kind == "event" else [])


@pytest.mark.parametrize("basis", ["stated", "editorial"])
def test_figures_tell_our_own_links_from_those_of_the_account(basis: str) -> None:
    small_index = build_index([small_entry("a"), small_entry("b")], [link("a", "b", basis=basis)])
    renderer = Renderer(small_index, load_font(FONT))
    figure = renderer.figures.figure_file(urls.entry_address("a"))
    assert figure
    pages = (
        renderer.render("causes", urls.CAUSES),
        renderer.render("entry", urls.entry_address("a"), view=entry_view(small_index, "a")),
        renderer.render_figure(figure, SITE, ""),
    )
    for page in pages:
        is_ours = basis == "editorial"
        assert ("line-editorial" in page, "our reading<" in page.replace("</span>", "<")) == (is_ours, is_ours)


def test_rules_show_links_in_texts_as_they_are_written(renderer: Renderer) -> None:
    (tree,) = render_trees(renderer, "rules")
    assert "A link to an entry is written [[id]] or [[id|words]]," in tree.text


def test_a_scenario_of_one_entry_without_links_is_rendered() -> None:
    renderer = Renderer(ScenarioIndex(scenario([small_entry("only")])), load_font(FONT))
    for template in TEMPLATE_NAMES:
        assert all(not tree.problems for tree in render_trees(renderer, template))


def test_unfinished_records_are_rendered() -> None:
    file = parse_file("f.yml", add_unfinished_records(TEST_DATA.read_text(encoding="utf-8")).encode())
    assert file.scenario
    renderer = Renderer(ScenarioIndex(file.scenario), load_font(FONT))
    for template in TEMPLATE_NAMES:
        for tree in render_trees(renderer, template):
            assert not tree.problems
            assert not [element.tag for element in tree.elements if element.tag in {"ol", "ul"} and not element.text]
    pages = {template: "".join(render_all(renderer, template)) for template in ("account", "entries", "people")}
    assert all(
        title in page for page, title in zip(pages.values(), ("P9.S1", "Bare event", "Bare person"), strict=True)
    )
    assert "bare-2000" in renderer.render("references", DEEP_PAGE)


def test_every_template_renders_text_from_the_small_scenario() -> None:
    renderer = story_renderer("Title")
    assert {notice.place for notice in renderer.index.scenario.notices} == set(PLACE.values)
    for template in TEMPLATE_NAMES:
        for tree in render_trees(renderer, template):
            assert tree.text
            assert not tree.problems


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_a_hostile_title_is_inert_and_readable(template: str, title: str) -> None:
    for tree, harmless_shape in zip(
        render_trees(story_renderer(title), template), harmless_shapes(template), strict=True
    ):
        assert not tree.problems
        assert html_shape(tree) <= harmless_shape
        if template in TEMPLATES_WITH_TITLES:
            assert normalize(title) in tree.text


def html_shape(tree: HtmlTree) -> Counter[tuple[str, tuple[str, ...]]]:
    """Count the tags of a page with the names of their attributes, to which no title may add.

    Lines of text in figures are left out, since their number depends on the title. A long title may leave a thread
    without a ground, and the legend without its words.
    """
    elements = [element for element in tree.elements if element.tag != "text"]
    return Counter((element.tag, tuple(sorted(element.attributes.keys() - {"lang"}))) for element in elements)


def only_modules(tree: HtmlTree) -> bool:
    """Return whether all scripts of a page are modules from files."""
    return all(
        (element.attributes["type"], element.text) == ("module", "") and element.attributes["src"].endswith(".js")
        for element in tree.all("script")
    )


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_the_whole_text_of_its_heading_and_links(title: str) -> None:
    renderer = story_renderer(title)
    page = HtmlTree(page_html(renderer.render("entry", "entries/second/", view=entry_view(renderer.index, "second"))))
    assert [element.text.removesuffix("¶") for element in page.all("h1")] == [normalize(title)]
    for tree in (
        page,
        *render_trees(renderer, "entries"),
        *render_trees(renderer, "causes"),
        *render_trees(renderer, "timeline"),
    ):
        links = [element for element in tree.all("a") if "first/" in element.attributes["href"]]
        figures = [element for element in links if "aria-label" in element.attributes]
        assert links != figures
        assert {element.text for element in links if element not in figures} == {normalize(title)}
        assert all(
            normalize(element.attributes["aria-label"]).startswith(f"{normalize(title)}, ") for element in figures
        )


def test_names_are_marked_with_their_language_and_direction(index: ScenarioIndex, font: Font) -> None:
    renderer = Renderer(index, font)
    marks: dict[str, tuple[str | None, str | None]] = {}
    for entry_id in ("isthmus-canal", "ivan-belsky", "siege-of-the-city"):
        page = HtmlTree(page_html(renderer.render("entry", DEEP_PAGE, view=entry_view(index, entry_id))))
        names = (element for element in page.elements if element.attributes.get("class") == "name")
        marks |= {name.text: (name.attributes.get("lang"), name.attributes.get("dir")) for name in names}
    assert marks["The Canal"] == marks["Belsky"] == (None, None)
    assert marks["地峡运河"] == ("zh", None)
    assert marks["Перешеечный канал"] == ("ru", None)
    assert marks["Иван Бельский"] == ("bg", None)
    assert marks["حصار المدينة"] == ("ar", "rtl")
    assert marks["המצור על העיר"] == ("he", "rtl")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "![x](javascript:alert(1))", "a\n~~~\nb\n~~~\nc", "{{7*7}}"]
)
@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_a_hostile_text_breaks_no_page(template: str, text: str) -> None:
    for tree in render_trees(story_renderer("Title", text), template):
        assert not tree.problems
        assert template in {"cite", "data"} or not tree.all("pre")
        assert only_modules(tree)
        assert not [value for value in tree.values("href") + tree.values("src") if "script" in value]


def test_a_citation_leads_to_its_work_and_the_work_back_to_the_statement(renderer: Renderer) -> None:
    index = renderer.index
    pages = {"our-timeline/": "our-timeline", "references/": "references"}
    trees = {page: HtmlTree(page_html(renderer.render(template, page))) for page, template in pages.items()}
    for entry_id in ("eirene-notara", "isthmus-canal"):
        page = urls.entry_address(entry_id)
        trees[page] = HtmlTree(page_html(renderer.render("entry", page, view=entry_view(index, entry_id))))
    ids = {page: {*tree.values("id")} for page, tree in trees.items()}
    citations = [
        (page, source) for page, tree in trees.items() for source in tree.values("href") if "-source-" in source
    ]
    assert {anchor.removeprefix("#") for _, anchor in citations} == {
        *("compare-isthmus-canal-source-1", "compare-isthmus-canal-source-2", "ours-source-1", "ours-source-2"),
        *("life-source-1", "life-source-2", "backwards-sea-source-1", "ioannou-1990-estimates-source-2"),
    }
    assert all(anchor.removeprefix("#") in ids[page] for page, anchor in citations)
    works = re.findall(
        r'<li id="([\w-]+-source-\d)"><a href="([^"]*)">', renderer.render("our-timeline", "our-timeline/")
    )
    (work,) = (urljoin("our-timeline/", href) for anchor, href in works if anchor == "ioannou-1990-estimates-source-2")
    assert work == "references/#vardis-1931"
    back = {urljoin("references/", href) for href in trees["references/"].values("href")}
    for address in ("compare-isthmus-canal", "backwards-sea", "ioannou-1990-estimates"):
        assert f"our-timeline/#{address}" in back
    assert "entries/eirene-notara/#lives" in back


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ((), "Title, Publisher"),
        ((Author(given="Frank", particle="van der", family="Linden"),), "Frank van der Linden (ed.), Title, Publisher"),
        (
            (Author(family="Cao", given="Shuji", family_first=True), Author(literal="B")),
            "Cao Shuji, B (eds), Title, Publisher",
        ),
    ],
)
def test_a_work_is_listed_with_its_editors_as_they_sign(authors: tuple[Author, ...], expected: str) -> None:
    work = reference("book", "edited-book", "Title", "Text.").model_copy(
        update={"authors": authors, "published": "Publisher"}
    )
    story = full_scenario("Title").model_copy(update={"references": (work,)})
    page = Renderer(ScenarioIndex(story), load_font(FONT)).render("references", DEEP_PAGE)
    (line,) = re.findall("<p data-say>(.*)</p>", page)
    assert re.sub("<[^>]*>", "", line).startswith(f"{expected}, 1996")


def test_a_citation_away_from_its_list_of_sources_is_the_label_of_the_work(renderer: Renderer) -> None:
    label = renderer.index.references["vardis-1931"].label
    page = renderer.render("certainty", "certainty/")
    assert f'Empty houses are not deaths (<a href="../references/#vardis-1931">{label}</a>).' in page


def test_links_to_entries_in_texts_are_relative_to_their_page(renderer: Renderer) -> None:
    small_renderer = story_renderer("Title", "See [[second|that]].")
    (notice, *_) = small_renderer.index.scenario.notices
    on_home = small_renderer.render("notice", "", notice=notice)
    on_entry = small_renderer.render("notice", "entries/first/", notice=notice)
    assert '<a href="entries/second/">that</a>' in on_home
    assert '<a href="../second/">that</a>' in on_entry
    titles = {entry_id: entry.title for entry_id, entry in renderer.index.entries.items()}
    assert text.description("See [[eirene-notara]].", titles.__getitem__) == "See Eirene Notara."


def test_an_entry_with_very_many_effects_shows_the_nearest_and_their_number() -> None:
    entry_ids = [f"e{number}" for number in range(views.MAX_OUTLINE_LINES + 50)]
    chain = [link(cause, effect) for cause, effect in pairwise(entry_ids)]
    chain_index = build_index([small_entry(entry_id) for entry_id in entry_ids], chain)
    page = HtmlTree(
        page_html(
            Renderer(chain_index, load_font(FONT)).render("entry", "entries/e0/", view=entry_view(chain_index, "e0"))
        )
    )
    assert f"nothing led to it, {len(entry_ids) - 1} entries followed from it" in page.text
    assert "These are the nearest of them; the rest lies beyond." in page.text
    assert "no cause for e1, e2, " in page.text
    assert f"and {len(entry_ids) - 1 - views.MAX_LISTED_ENTRIES} more." in page.text
    assert not [href for href in page.values("href") if f"{entry_ids[-1]}/" in href]
