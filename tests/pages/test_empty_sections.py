"""Pages of a story that lacks sections: no empty headings, lists or tables, no counts of nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from macros import rules
from macros.output.exports import build_exports
from macros.pages import urls
from macros.pages.cards import card_content
from macros.pages.figures import Figures
from macros.pages.generated_pages import build_page_specs
from macros.pages.macros import PAGE_PARTS, build_macros
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.entry_links import replace_citations
from macros.scenario.model import Scenario
from tests.pages.html_tree import HtmlTree, page_html

if TYPE_CHECKING:
    from macros.layout.font import Font

OPTIONAL = [name for name, field in Scenario.model_fields.items() if not field.is_required()]
LACKING: dict[str, tuple[str, ...]] = {
    "nothing": (),
    **{name: (name,) for name in OPTIONAL},
    "retired": ("retired", "revisions"),
    "our timeline at all": ("our_timeline", "departures", "myths", "estimates"),
    "literature and checks": ("references", "checks"),
    "all that is optional": tuple(OPTIONAL),
    "links": ("links", "undrawn"),
    "people and groups": ("people", "claims", "links", *OPTIONAL),
    "claims": ("claims",),
    "list of estimates": ("list of estimates",),
    "all but a thread": (*OPTIONAL, "links", "entries", "sentences"),
}
SENTENCES = {
    "Nothing is compared with our timeline yet.": ("our_timeline", "departures", "myths", "estimates"),
    "No work is cited yet.": ("references", "checks"),
    "No question is open.": ("questions",),
    "No word is explained yet.": ("terms",),
    "No change is recorded.": ("revisions",),
    "No link from cause to effect is drawn yet.": ("links",),
    "No person and no group has an entry yet.": ("people",),
    "No sentence of the account is restated yet.": ("sentences",),
    "No entry is written yet.": ("entries",),
    "Nothing on these pages is marked as less than certain.": (
        *("sentences", "links", "entries", "gaps", "questions"),
        *("our_timeline", "estimates", "references", "checks"),
    ),
    "Nothing happens yet.": ("entries", "gaps"),
}
"""What a page says that has no record of these sections."""
CONTAINERS = frozenset({"ul", "ol", "dl", "table", "tbody", "select", "figure", "p", "dd", "section"})
_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]")
ZERO = re.compile(r"(?<![\d.,])0 (?!to)[a-z]")


def without_links(value: Any) -> Any:  # noqa: ANN401 - any value of a data file
    """Return plain data whose texts link to no entry."""
    if isinstance(value, dict):
        return {name: without_links(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(without_links, value))
    return _LINK.sub(r"\1", value) if isinstance(value, str) else value


def clear_references(value: Any) -> Any:  # noqa: ANN401 - any value of a data file
    """Return plain data whose records cite no work."""
    if isinstance(value, dict):
        cleared = {name: clear_references(item) for name, item in value.items()}
        return cleared | {"references": ()} if "references" in cleared else cleared
    if isinstance(value, tuple):
        return tuple(map(clear_references, value))
    return replace_citations(value, lambda _: "") if isinstance(value, str) else value


def without(scenario: Scenario, sections: tuple[str, ...]) -> ScenarioIndex:
    """Return a story without some sections, and without what names their records."""
    data = without_links(scenario.model_dump(exclude_computed_fields=True))
    if "references" in sections:
        data = clear_references(data)
        for estimate in data["estimates"]["estimates"]:
            estimate |= {"reference": None, "credit": "Somebody"}
    if "people" in sections:
        data["entries"] = tuple(entry for entry in data["entries"] if entry["kind"] not in {"person", "group"})
    if "list of estimates" in sections:
        data["estimates"]["estimates"] = ()
    if "claims" in sections:
        data["sentences"] = tuple(sentence | {"claims": ()} for sentence in data["sentences"])
    if "questions" in sections:
        data["gaps"] = tuple(gap | {"questions": ()} for gap in data["gaps"])
    empty = {name: None if name == "estimates" else () for name in sections if name in data}
    return ScenarioIndex(Scenario.model_validate(data | empty))


def render_pages(index: ScenarioIndex, font: Font) -> dict[str, str]:
    """Return the HTML of every part, and of every page that a record makes."""
    renderer = Renderer(index, font)
    macros = build_macros(renderer, rules.RULES, lambda: "far/down/")
    pages = {part: macros[part.replace("-", "_")]() for part in PAGE_PARTS}
    specs = build_page_specs(index)
    pages |= {path: macros[spec.macro](spec.record_id) for path, spec in specs.items()}
    return {name: page_html(source) for name, source in pages.items()}


def empty_elements(source: str) -> list[str]:
    """Return the containers without text, and the headings with nothing between them and the next of their level."""
    tree = HtmlTree(source)
    empty = [f"{element.tag} {element.attributes}" for element in tree.elements if is_empty(element.tag, element.text)]
    titles = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>\s*(?=<h([1-6])|$)", source, re.DOTALL)
    return empty + [title for level, title, next_level in titles if not next_level or next_level <= level]


def is_empty(tag: str, text: str) -> bool:
    return tag in CONTAINERS and not text


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in OPTIONAL else ()) for name in LACKING]
)
def test_nothing_is_shown_of_a_section_without_records(scenario: Scenario, font: Font, name: str) -> None:
    index = without(scenario, LACKING[name])
    pages = render_pages(index, font)
    for page, source in pages.items():
        assert empty_elements(source) == [], page
        assert not ZERO.search(HtmlTree(source).root.text), page
    for address, content in build_exports(index, "https://host.example/"):
        assert content.strip() not in {b"", b"[]"}, address
    figures = Figures(index, font)
    has_figure = {page: figures.figure_file(page) is not None for page in (urls.CAUSES, urls.OUR_TIMELINE)}
    assert has_figure == {
        urls.CAUSES: bool(index.scenario.links),
        urls.OUR_TIMELINE: figures.estimates_charts is not None,
    }
    assert card_content(figures, urls.HOME, "Home", "So.").title
    title = "Two timelines" if index.scenario.our_timeline and index.scenario.entries else "Timeline"
    assert figures.timeline_title == title
    if title == "Timeline":
        assert not re.search("our timeline|lane-ours", pages["timeline-figure"], re.IGNORECASE)
    shown_sentences = {sentence for sentence in SENTENCES if any(sentence in source for source in pages.values())}
    lacking = {*LACKING[name], *(["people"] if "entries" in LACKING[name] else [])}
    assert shown_sentences == {sentence for sentence, sections in SENTENCES.items() if lacking >= {*sections}}
