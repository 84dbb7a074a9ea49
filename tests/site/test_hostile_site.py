"""A site in which every text is hostile says it all, and is made of nothing else than one whose words are quiet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

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
from tests.site.pages import all_pages, page, parsed, words

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = {("em",), ("strong",), ("code",), ("code", "tabindex"), ("pre",), ("blockquote",)}
"""What the hostile texts may be made of besides, as Markdown has it; keyboards reach code that may scroll."""
NAMES = {("span", "lang")}
"""A name in another script says which."""
ENTRIES = [f"{title} first-{number}" for number, title in enumerate(hostile.TITLES)]


def made_of(site: Path) -> dict[str, tuple[set[tuple[str, ...]], set[tuple[tuple[str, str], ...]]]]:
    """Return the elements and attributes of pages, and their scripts but for what JSON-LD says; by kind of page."""
    found: dict[str, tuple[set[tuple[str, ...]], set[tuple[tuple[str, str], ...]]]] = defaultdict(
        lambda: (set(), set())
    )
    for path in all_pages(site):
        elements, scripts = found[re.sub(r"-\d+", "", path.relative_to(site).as_posix())]
        for one in parsed(path).iter():
            name = one.tag if isinstance(one.tag, str) else type(one).__name__
            elements.update([(name,), *((name, attribute) for attribute in one.attrib)])
        scripts.add(tuple((kind(one), "" if kind(one) else one.text or "") for one in parsed(path).iter("script")))
    return found


def kind(script: etree._Element) -> str:
    return str(script.get("type") or "").replace("module", "")


def test_pages_are_made_of_nothing_that_quiet_words_do_not_make(hostile_site: Path, harmless_site: Path) -> None:
    loud, quiet = made_of(hostile_site), made_of(harmless_site)
    assert set(loud) == set(quiet)
    for name, (elements, scripts) in loud.items():
        assert elements - quiet[name][0] <= MARKDOWN | NAMES, name
        assert scripts <= quiet[name][1], name


def test_no_link_leads_to_a_script_and_none_to_another_host_unless_it_was_given(hostile_site: Path) -> None:
    for path in all_pages(hostile_site):
        for one in parsed(path).iter():
            for name in ("href", "src", "action", "xlink:href"):
                target = re.sub(r"[\x00-\x20]", "", one.get(name, ""))
                assert not re.match(r"(?!https?:|mailto:|data:image/)[a-z][a-z0-9+.-]*:", target, re.IGNORECASE), target


@pytest.mark.parametrize("number", range(len(ENTRIES)))
def test_a_page_says_its_title_as_it_is_written_wherever_it_says_it(hostile_site: Path, number: int) -> None:
    title = normalize(ENTRIES[number])
    shown = page(hostile_site, f"entries/first-{number}/")
    assert normalize(words(shown.xpath("//h1")[0])).removesuffix("¶") == title
    assert normalize(shown.xpath("//title")[0].text).startswith(f"{title} - ")
    assert normalize(shown.xpath("//meta[@property='og:title']/@content")[0]).startswith(title)
    told = json.loads(shown.xpath("//script[@type='application/ld+json']/text()")[0])
    assert any(normalize(value).startswith(title) for value in strings(told))
    (following,) = page(hostile_site, f"entries/third-{number}/").xpath("//a[@rel='prev']")
    assert normalize(f"{hostile.TITLES[number]} second-{number}") in normalize(words(following))


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in strings(item)]
    if isinstance(value, list):
        return [one for item in value for one in strings(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "address",
    ["account/", "causes/", "entries/", "timeline/", "glossary/", "questions/", "our-timeline/", "references/"],
)
def test_lists_say_every_title_as_it_is_written(hostile_site: Path, address: str) -> None:
    shown = normalize(page(hostile_site, address).text_content())
    assert [title for title in hostile.TITLES if normalize(title) not in shown] == []


def test_no_expression_was_worked_out_anywhere(hostile_site: Path) -> None:
    for path in hostile_site.rglob("*"):
        if path.suffix in {".html", ".json", ".svg", ".xml", ".csv", ".dot", ".graphml", ".bib"}:
            assert not re.search(r"(?<![\d.])49 (\$|#|first)", path.read_text(encoding="utf-8")), path


def test_saved_figures_are_svg_without_anything_that_runs(hostile_site: Path) -> None:
    figures = sorted(hostile_site.rglob("*.svg"))
    assert len(figures) > len(ENTRIES)
    for path in figures:
        for one in etree.parse(path).iter():
            assert etree.QName(one).localname in SVG
            assert not [name for name in one.attrib if etree.QName(name).localname.startswith("on")]
    said = [etree.parse(hostile_site / f"entries/first-{k}/first-{k}.svg").getroot() for k in range(len(ENTRIES))]
    assert [
        title for title, one in zip(ENTRIES, said, strict=True) if normalize(title) not in normalize(labels(one))
    ] == []


SVG = {"svg", "title", "desc", "style", "g", "a", "rect", "path", "polygon", "polyline", "text", "line"}


def labels(figure: etree._Element) -> str:
    """Return the names that a figure and its parts have for whoever does not see them."""
    return " ".join([*figure.itertext(), *(str(value) for value in figure.xpath("//@aria-label"))])


def test_the_feed_says_what_changed_and_is_nothing_but_atom(hostile_site: Path) -> None:
    feed = etree.parse(hostile_site / "changes" / "feed.xml")
    atom = "{http://www.w3.org/2005/Atom}"
    assert {etree.QName(one).namespace for one in feed.iter()} == {atom[1:-1]}
    said = [normalize("".join(one.itertext())) for one in feed.iter(f"{atom}title")]
    assert [title for title in hostile.TITLES if not any(normalize(title) in one for one in said)] == []


def test_exports_give_every_text_back(hostile_site: Path) -> None:
    folder = hostile_site / export_formats.EXPORT_FOLDER
    data = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    assert [entry["title"] for entry in data["entries"] if entry["id"].startswith("first-")] == ENTRIES
    graph = nx.read_graphml(folder / "causes.graphml")
    assert [graph.nodes[f"first-{number}"]["title"] for number in range(len(ENTRIES))] == ENTRIES
    dot = AGraph(string=(folder / "causes.dot").read_text(encoding="utf-8"))
    assert sorted(dot.nodes()) == sorted(graph)
    library = parse_string((folder / "references.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    assert len(library.entries) == 2 * len(ENTRIES)


def test_no_cell_of_a_table_starts_a_formula(hostile_site: Path) -> None:
    for table in export_formats.TABLES:
        content = (hostile_site / export_formats.EXPORT_FOLDER / table.name).read_text(encoding="utf-8")
        for row in csv.reader(io.StringIO(content, newline=""), strict=True):
            assert [cell for cell in row if re.match(r"""[\s"]*[=+@\t\r\n-]""", cell)] == []


def test_what_scripts_read_holds_words_and_no_markup_of_theirs(hostile_site: Path) -> None:
    previews = json.loads((hostile_site / "assets" / "previews.json").read_text(encoding="utf-8"))
    assert [previews[f"first-{number}"][0] for number in range(len(ENTRIES))] == [
        text.smart_punctuation(title) for title in ENTRIES
    ]
    documents = json.loads((hostile_site / "search" / "documents.json").read_text(encoding="utf-8"))
    for one in documents:
        tags = re.findall(r"<[^>]*>", one["title"] + one["text"])
        assert set(tags) <= {
            f"<{slash}{name}>" for slash in ("", "/") for name in ("p", "code", "pre", "li", "ol", "ul")
        }


@pytest.mark.parametrize("number", range(len(hostile.TEXTS)))
def test_what_a_rule_can_refuse_it_refuses_where_it_stands(number: int, tmp_path: Path) -> None:
    data = hostile.harmless()
    data["about"]["summary"] = hostile.TEXTS[number]
    problems = rules.check(load_file(hostile.write(data, tmp_path / "scenario.yml")))
    assert {one.rule for one in problems} <= {"raw-html", "link-scheme", "no-images"}
    assert all(4 <= one.line <= 8 for one in problems)  # the text starts in line 4, and YAML doubles its line ends
    assert bool(problems) == (number not in hostile.VALID_TEXTS)


def test_no_rule_refuses_a_title_that_is_only_words(tmp_path: Path) -> None:
    data = hostile.harmless()
    for entry, title in zip((one for one in data["entries"] if one["id"].startswith("first-")), ENTRIES, strict=True):
        entry["title"] = title
    assert rules.check(load_file(hostile.write(data, tmp_path / "scenario.yml"))) == ()
