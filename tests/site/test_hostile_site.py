"""A site of hostile texts shows them all, and has no element, attribute or script that harmless texts do not cause."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx
import pytest
from bibtexparser.entrypoint import parse_string
from lxml import etree
from pygraphviz import AGraph

from macros import rules
from macros.pages import export_formats, text
from macros.scenario.loader import load_file
from tests.pages import hostile
from tests.pages.html_tree import normalize
from tests.site.pages import all_pages, load_page, parse_page, words

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = {("em",), ("strong",), ("code",), ("code", "tabindex"), ("pre",), ("blockquote",)}
"""The elements and attributes that hostile texts may add as Markdown; `tabindex` lets keyboards scroll code."""
LANGUAGE = {("span", "lang"), ("span", "dir"), ("text", "text-anchor")}
"""Attributes of a text in another script: its language and direction, and in figures what keeps its middle."""
SVG_ELEMENTS = {"svg", "title", "desc", "style", "g", "a", "rect", "path", "polygon", "polyline", "text", "line"}
ENTRY_TITLES = [f"{title} first-{number}" for number, title in enumerate(hostile.TITLES)]


Markup: TypeAlias = "tuple[set[tuple[str, ...]], set[tuple[tuple[str, str], ...]]]"
"""The elements and attributes of some pages, as (element,) and (element, attribute), and each page's scripts."""


def markup_by_page_type(site: Path) -> dict[str, Markup]:
    """Return the markup of a site by page address without numbers."""
    result: dict[str, Markup] = defaultdict(lambda: (set(), set()))
    for path in all_pages(site):
        elements, scripts = result[re.sub(r"-\d+", "", path.relative_to(site).as_posix())]
        for element in parse_page(path).iter():
            name = element.tag if isinstance(element.tag, str) else type(element).__name__
            elements.update([(name,), *((name, attribute) for attribute in element.attrib)])
        scripts.add(tuple(map(describe_script, parse_page(path).iter("script"))))
    return result


def describe_script(script: etree._Element) -> tuple[str, str]:
    """Return the type of a script, which is "" for JavaScript, and its text; data such as JSON-LD has no text here."""
    kind = str(script.get("type") or "").replace("module", "")
    return kind, "" if kind else script.text or ""


def test_hostile_texts_add_no_elements_attributes_or_scripts(hostile_site: Path, harmless_site: Path) -> None:
    hostile_markup, harmless_markup = markup_by_page_type(hostile_site), markup_by_page_type(harmless_site)
    assert set(hostile_markup) == set(harmless_markup)
    for page_type, (elements, scripts) in hostile_markup.items():
        harmless_elements, harmless_scripts = harmless_markup[page_type]
        assert elements - harmless_elements <= MARKDOWN | LANGUAGE, page_type
        assert scripts <= harmless_scripts, page_type


def test_no_url_has_a_dangerous_scheme(hostile_site: Path) -> None:
    for path in all_pages(hostile_site):
        for element in parse_page(path).iter():
            for attribute in ("href", "src", "action", "xlink:href"):
                url = re.sub(r"[\x00-\x20]", "", element.get(attribute, ""))
                assert not re.match(r"(?!https?:|mailto:|data:image/)[a-z][a-z0-9+.-]*:", url, re.IGNORECASE), url


@pytest.mark.parametrize("number", range(len(ENTRY_TITLES)))
def test_a_page_shows_its_title_literally_everywhere(hostile_site: Path, number: int) -> None:
    title = normalize(ENTRY_TITLES[number])
    tree = load_page(hostile_site, f"entries/first-{number}/")
    assert normalize(words(tree.xpath("//h1")[0])).removesuffix("¶") == title
    assert normalize(tree.xpath("//title")[0].text).startswith(f"{title} - ")
    assert normalize(tree.xpath("//meta[@property='og:title']/@content")[0]).startswith(title)
    json_ld = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert any(normalize(value).startswith(title) for value in strings(json_ld))
    (previous_link,) = load_page(hostile_site, f"entries/third-{number}/").xpath("//a[@rel='prev']")
    assert normalize(f"{hostile.TITLES[number]} second-{number}") in normalize(words(previous_link))


def strings(value: object) -> list[str]:
    """Return all strings in a JSON value, at any depth."""
    if isinstance(value, dict):
        return strings(list(value.values()))
    if isinstance(value, list):
        return [string for item in value for string in strings(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "address",
    ["account/", "causes/", "entries/", "timeline/", "glossary/", "questions/", "our-timeline/", "references/"],
)
def test_lists_show_every_title_literally(hostile_site: Path, address: str) -> None:
    text = normalize(load_page(hostile_site, address).text_content())
    assert [title for title in hostile.TITLES if normalize(title) not in text] == []


def test_no_file_has_the_result_of_a_template_expression(hostile_site: Path) -> None:
    """Some hostile texts are expressions such as `{{ 7 * 7 }}`."""
    for path in hostile_site.rglob("*"):
        if path.suffix in {".html", ".json", ".svg", ".xml", ".csv", ".dot", ".graphml", ".bib"}:
            assert not re.search(r"(?<![\d.])49 (\$|#|first)", path.read_text(encoding="utf-8")), path


def test_saved_figures_are_svg_without_scripts(hostile_site: Path) -> None:
    figures = sorted(hostile_site.rglob("*.svg"))
    assert len(figures) > len(ENTRY_TITLES)
    for path in figures:
        for element in etree.parse(path).iter():
            assert etree.QName(element).localname in SVG_ELEMENTS
            assert not [name for name in element.attrib if etree.QName(name).localname.startswith("on")]
    for number, title in enumerate(ENTRY_TITLES):
        figure = etree.parse(hostile_site / f"entries/first-{number}/first-{number}.svg").getroot()
        assert normalize(title) in normalize(labels(figure))


def labels(figure: etree._Element) -> str:
    """Return the text and the accessible names of a figure and its parts."""
    return " ".join([*figure.itertext(), *(str(value) for value in figure.xpath("//@aria-label"))])


def test_the_feed_has_every_title_and_only_atom_elements(hostile_site: Path) -> None:
    feed = etree.parse(hostile_site / "changes" / "feed.xml")
    atom = "{http://www.w3.org/2005/Atom}"
    assert {etree.QName(element).namespace for element in feed.iter()} == {atom[1:-1]}
    texts = [normalize("".join(element.itertext())) for element in feed.iter(f"{atom}title")]
    assert [title for title in hostile.TITLES if not any(normalize(title) in text for text in texts)] == []


def test_parsers_of_the_exports_read_every_title_back(hostile_site: Path) -> None:
    folder = hostile_site / export_formats.EXPORT_FOLDER
    data = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    assert [entry["title"] for entry in data["entries"] if entry["id"].startswith("first-")] == ENTRY_TITLES
    graph = nx.read_graphml(folder / "causes.graphml")
    assert [graph.nodes[f"first-{number}"]["title"] for number in range(len(ENTRY_TITLES))] == ENTRY_TITLES
    dot = AGraph(string=(folder / "causes.dot").read_text(encoding="utf-8"))
    assert sorted(dot.nodes()) == sorted(graph)
    library = parse_string((folder / "references.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    assert len(library.entries) == 2 * len(ENTRY_TITLES)


def test_no_csv_cell_starts_a_formula(hostile_site: Path) -> None:
    for table in export_formats.TABLES:
        content = (hostile_site / export_formats.EXPORT_FOLDER / table.name).read_text(encoding="utf-8-sig")
        for row in csv.reader(io.StringIO(content, newline=""), strict=True):
            assert [cell for cell in row if re.match(r"""[\s"]*[=+@\t\r\n-]""", cell)] == []


def test_data_for_scripts_holds_titles_literally_and_only_our_markup(hostile_site: Path) -> None:
    previews = json.loads((hostile_site / "assets" / "previews.json").read_text(encoding="utf-8"))
    assert [previews[f"first-{number}"][0] for number in range(len(ENTRY_TITLES))] == [
        text.smart_punctuation(title) for title in ENTRY_TITLES
    ]
    documents = json.loads((hostile_site / "search" / "documents.json").read_text(encoding="utf-8"))
    for document in documents:
        tags = re.findall(r"<[^>]*>", document["title"] + document["text"])
        assert set(tags) <= {
            f"<{slash}{name}>" for slash in ("", "/") for name in ("p", "code", "pre", "li", "ol", "ul")
        }


@pytest.mark.parametrize("number", range(len(hostile.TEXTS)))
def test_rules_report_a_hostile_text_at_its_lines(number: int, tmp_path: Path) -> None:
    data = hostile.build_harmless_data(copies=1)
    data["about"]["summary"] = hostile.TEXTS[number]
    problems = rules.check(load_file(hostile.write_data(data, tmp_path / "scenario.yml")))
    assert {problem.rule for problem in problems} <= {"entry-link-form", "raw-html", "link-scheme", "no-images"}
    assert all(4 <= problem.line <= 8 for problem in problems)  # the text is in line 4 and the next; YAML adds breaks
    assert bool(problems) == (number not in hostile.VALID_TEXTS)


def test_rules_report_a_hostile_title_only_for_its_links_and_tabs(tmp_path: Path) -> None:
    data = hostile.build_harmless_data()
    entries = [entry for entry in data["entries"] if entry["id"].startswith("first-")]
    for entry, title in zip(entries, ENTRY_TITLES, strict=True):
        entry["title"] = title
    problems = rules.check(load_file(hostile.write_data(data, tmp_path / "scenario.yml")))
    expected = {"entry-link-form": "[[", "stray-whitespace": "\t"}
    assert Counter(problem.rule for problem in problems) == {
        rule: sum(needle in title for title in ENTRY_TITLES) for rule, needle in expected.items()
    }
