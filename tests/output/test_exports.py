from __future__ import annotations

import copy
import csv
import html
import io
import json
import re
import subprocess
import sys
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from pygraphviz import AGraph

from macros.output.exports import _MAKERS, _dot_text, _label, _safe, export_schema, exports
from macros.pages import export_formats, text
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.model import Claim, Entry, Link, Revision, Scenario
from tests.conftest import ROOT
from tests.pages import factories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from macros.layout.font import Font

SITES = ("https://host.example/", "https://host.example/sub/path/")
V1 = ROOT / "data" / "v1" / "scenario.schema.json"
HOSTILE = (
    "=cmd()|'/C calc'!A0",
    "@SUM(1+1)*cmd",
    ' "=1+1"',
    "\t-2+3",
    ']]> & </script><b x="y">',
    "<b>bold</b>",
    "< unbalanced >",
    r"back\slash \N \G \\ \"",
    "ends with \\",
    "one; two, “three”",
    "大跃进 Ó Лев",
    "line\nbreak",
    "&lt;b&gt; &amp;",
)
COLUMNS_V1 = {
    "entries.csv": (
        "id title kind thread date within.date within.why within.locators lead names misspellings life.role life.died "
        "life.our_role life.our_born life.our_died life.note basis address"
    ),
    "claims.csv": "id text kind basis date people others entries sentence address",
    "links.csv": "cause effect relation basis locators mechanism address",
}
"""Columns that version 1 promises."""


def revised(scenario: Scenario, *days: str) -> Scenario:
    """Return a scenario with a revision on each of some days."""
    revisions = [Revision(id=f"on-{day}", date=day, title="Title", what="What.", why="Why.") for day in days]
    return scenario.model_copy(update={"revisions": tuple(revisions)})


def hostile(title: str) -> ScenarioIndex:
    """Return a scenario whose titles and texts are all the same hostile words."""
    return ScenarioIndex(revised(factories.story(title, title), "2026-01-02", "2026-03-04", "2026-02-03"))


@pytest.fixture(scope="module", params=["real", *HOSTILE])
def some(request: pytest.FixtureRequest, index: ScenarioIndex) -> ScenarioIndex:
    """Return the real scenario, and each of the hostile ones."""
    return index if request.param == "real" else hostile(request.param)


@pytest.fixture(scope="module")
def files(some: ScenarioIndex) -> dict[str, str]:
    """Return the texts of all its files by name."""
    return made(some)


def made(index: ScenarioIndex, site: str = SITES[0]) -> dict[str, str]:
    """Return the texts of all files by name."""
    return {address.removeprefix(export_formats.FOLDER): content.decode() for address, content in exports(index, site)}


def rows(content: str) -> list[dict[str, str]]:
    """Return the rows of a table as a program has them that knows of the apostrophe."""
    read = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    return [{name: unguarded(cell) for name, cell in row.items()} for row in read]


def unguarded(cell: str) -> str:
    """Take away the apostrophe as the page of the data says."""
    return cell[1:] if re.match(r"""'[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]""", cell) else cell


def plain(index: ScenarioIndex) -> Callable[[str], str]:
    return partial(text.plain, title=lambda name: index.entries[name].title)


def claims(scenario: Scenario) -> Iterator[tuple[str, Claim]]:
    return ((sentence.id, claim) for sentence in scenario.sentences for claim in sentence.claims)


def test_the_files_are_those_of_the_list_in_its_order(index: ScenarioIndex) -> None:
    assert [address for address, _ in exports(index, SITES[0])] == [file.address for file in export_formats.FILES]
    assert [file.name for file in export_formats.FILES] == list(_MAKERS)
    assert all(file.address == f"data/v1/{file.name}" for file in export_formats.FILES)
    assert [table.name for table in export_formats.TABLES] == [
        file.name for file in export_formats.FILES if file.name.endswith(".csv")
    ]


def test_the_same_data_gives_the_same_bytes(some: ScenarioIndex) -> None:
    assert list(exports(some, SITES[0])) == list(exports(ScenarioIndex(some.scenario), SITES[0]))


def test_files_are_utf_8_without_a_mark_and_words_keep_their_letters() -> None:
    words = "\u5927\u8dc3\u8fdb \u041b\u0435\u0432 \u00d3"
    for address, content in exports(hostile(words), SITES[0]):
        assert not content.startswith(b"\xef\xbb\xbf")
        assert words in content.decode() or address.endswith("schema.json")


@pytest.mark.parametrize("site", SITES)
def test_addresses_are_absolute_below_the_site(index: ScenarioIndex, site: str) -> None:
    files = made(index, site)
    for name in ("scenario.json", "search-names.json"):
        assert json.loads(files[name])["address"] == f"{site}data/v1/{name}"
    assert json.loads(files["scenario.json"])["$schema"] == f"{site}data/v1/scenario.schema.json"
    assert json.loads(files["scenario.schema.json"])["$id"] == f"{site}data/v1/scenario.schema.json"
    assert f"{site}data/v1/references.bib" in files["references.bib"]
    first = index.scenario.entries[0].id
    assert rows(files["entries.csv"])[0]["address"] == f"{site}entries/{first}/"
    assert rows(files["claims.csv"])[0]["address"] == f"{site}account/#p1-s1-c1"
    link = index.scenario.links[0]
    assert rows(files["links.csv"])[0]["address"] == f"{site}causes/#{link.cause}--{link.effect}"
    assert json.loads(files["search-names.json"])["entries"][first]["address"] == f"{site}entries/{first}/"
    others = "".join(files.values()).count("https://host.example/") - "".join(files.values()).count(site)
    assert others == 0


def test_what_a_file_is_and_may_be_used_for_stands_in_it(index: ScenarioIndex) -> None:
    files = made(index)
    label = index.scenario.about.fiction_label
    drawing = AGraph(string=files["causes.dot"])
    said = {
        "scenario.json": json.loads(files["scenario.json"]),
        "search-names.json": json.loads(files["search-names.json"]),
        "causes.graphml": graphml(files).graph,
        "causes.dot": dict(drawing.graph_attr),
    }
    for name, head in said.items():
        assert (head["version"], head["licence"], head["label"]) == ("1", export_formats.LICENCE, label), name
    assert "CC BY-SA 4.0" in export_formats.LICENCE
    assert "MIT" in export_formats.LICENCE
    comment = [line for line in files["references.bib"].splitlines() if line.startswith("%")]
    assert any(label in line for line in comment)
    assert any(export_formats.LICENCE in line for line in comment)


def test_the_day_of_the_newest_revision_is_told() -> None:
    story = revised(factories.story("Title"))
    assert json.loads(made(ScenarioIndex(story))["scenario.json"])["updated"] is None
    assert "updated" not in graphml(made(ScenarioIndex(story))).graph
    files = made(ScenarioIndex(revised(story, "2026-01-02", "2026-03-04", "2026-02-03")))
    assert json.loads(files["scenario.json"])["updated"] == "2026-03-04"
    assert graphml(files).graph["updated"] == "2026-03-04"


# JSON


def test_the_whole_scenario_can_be_read_back(some: ScenarioIndex, files: dict[str, str]) -> None:
    read = json.loads(files["scenario.json"])
    head = {"$schema", "version", "address", "licence", "label", "updated"}
    assert set(read) == head | set(Scenario.model_fields)
    assert not head & set(Scenario.model_fields)
    kept = {name: value for name, value in read.items() if name not in head}
    assert Scenario.model_validate_json(json.dumps(kept)) == some.scenario


def test_the_data_keep_to_their_schema_and_to_the_one_that_was_published(files: dict[str, str]) -> None:
    for schema in (json.loads(files["scenario.schema.json"]), json.loads(V1.read_text(encoding="utf-8"))):
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        assert [error.message for error in validator.iter_errors(json.loads(files["scenario.json"]))] == []


@pytest.mark.parametrize("name", ["label", "entries", "toll", "updated"])
def test_the_schema_wants_everything_that_is_always_given(index: ScenarioIndex, name: str) -> None:
    read = json.loads(made(index)["scenario.json"])
    validator = Draft202012Validator(export_schema())
    assert not validator.is_valid({key: value for key, value in read.items() if key != name})
    assert validator.is_valid(read | {"new-field": 1})
    del read["entries"][0]["life"]
    assert not validator.is_valid(read)


def test_names_for_a_search_are_all_there(some: ScenarioIndex, files: dict[str, str]) -> None:
    entries = json.loads(files["search-names.json"])["entries"]
    assert list(entries) == list(some.entries)
    for name, entry in some.entries.items():
        assert entries[name] == {
            "title": entry.title,
            "names": list(entry.names),
            "misspellings": list(entry.misspellings),
            "address": f"{SITES[0]}entries/{name}/",
        }


# What version 1 promises


def shape(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return what a schema says of the type of a value, without words, lengths and closed lists."""
    if isinstance(schema, list):
        return [shape(part) for part in schema]
    if isinstance(schema, dict):
        told = {"type", "$ref", "items", "anyOf", "const"}
        return {key: shape(part) for key, part in schema.items() if key in told}
    return schema


def broken_promises(published: dict[str, Any], current: dict[str, Any]) -> list[str]:
    """Return what a published schema promises and a newer one does not keep."""
    found = []
    mine, yours = ({**schema["$defs"], "": schema} for schema in (published, current))
    for name, promised in mine.items():
        kept = yours.get(name, {})
        for field, schema in promised["properties"].items():
            if field not in kept.get("properties", {}):
                found.append(f"{name}.{field} is gone")
            elif shape(kept["properties"][field]) != shape(schema):
                found.append(f"{name}.{field} has another type")
            elif field in promised["required"] and field not in kept["required"]:
                found.append(f"{name}.{field} may be left out")
    return found


def test_version_1_keeps_what_it_promised() -> None:
    published = json.loads(V1.read_text(encoding="utf-8"))
    assert "$id" not in published
    assert set(published["$defs"]) >= {"Entry", "Claim", "Link", "Reference"}
    assert broken_promises(published, export_schema()) == []


def change(schema: dict[str, Any], how: Callable[[dict[str, Any], dict[str, Any]], object]) -> list[str]:
    """Return the promises that a change breaks; it is given the whole schema and that of an entry."""
    changed = copy.deepcopy(schema)
    how(changed, changed["$defs"]["Entry"])
    return broken_promises(schema, changed)


def test_a_broken_promise_is_found() -> None:
    schema = export_schema()
    retyped: dict[str, Any] = {"type": "integer"}
    assert change(schema, lambda _, entry: entry["properties"].pop("lead")) == ["Entry.lead is gone"]
    assert change(schema, lambda whole, _: whole["properties"].pop("links")) == [".links is gone"]
    assert change(schema, lambda whole, _: whole["$defs"].pop("Toll"))[0] == "Toll.account is gone"
    assert change(schema, lambda _, entry: entry["properties"].update(lead=retyped)) == ["Entry.lead has another type"]
    nullable = {"anyOf": [schema["$defs"]["Entry"]["properties"]["lead"], {"type": "null"}]}
    assert change(schema, lambda _, entry: entry["properties"].update(lead=nullable)) == ["Entry.lead has another type"]
    assert change(schema, lambda _, entry: entry["properties"]["names"].update(items=retyped)) == [
        "Entry.names has another type"
    ]
    assert change(schema, lambda _, entry: entry["required"].remove("lead")) == ["Entry.lead may be left out"]
    assert change(schema, lambda whole, _: whole["properties"]["version"].update(const="2")) == [
        ".version has another type"
    ]


def test_what_is_added_breaks_no_promise() -> None:
    schema = export_schema()
    assert change(schema, lambda _, entry: entry["properties"].update(new={"type": "string"})) == []
    assert change(schema, lambda whole, _: whole["$defs"].update(New={"properties": {}, "required": []})) == []
    assert change(schema, lambda _, entry: entry["properties"]["lead"].update(description="Other words.")) == []
    assert change(schema, lambda _, entry: entry["properties"]["kind"]["enum"].append("new")) == []


@pytest.mark.parametrize("table", export_formats.TABLES, ids=lambda table: table.name)
def test_columns_that_were_promised_are_there(table: export_formats.Table) -> None:
    names = [column.name for column in table.columns]
    assert set(COLUMNS_V1[table.name].split()) <= set(names)
    assert len(set(names)) == len(names)
    assert all(column.meaning.endswith(".") for column in table.columns)


# CSV


def test_every_entry_is_a_row_with_all_its_fields(some: ScenarioIndex, files: dict[str, str]) -> None:
    read = rows(files["entries.csv"])
    assert [row["id"] for row in read] == list(some.entries)
    for row, entry in zip(read, some.scenario.entries, strict=True):
        assert (row["title"], row["kind"], row["thread"]) == (entry.title, entry.kind, entry.thread)
        assert row["date"] == (entry.date or "")
        assert row["lead"] == plain(some)(entry.lead)
        assert row["names"] == "; ".join(entry.names)
        assert row["within.date"] == (entry.within.date if entry.within else "")
        assert row["within.locators"] == ("; ".join(entry.within.locators) if entry.within else "")
        assert row["life.role"] == (plain(some)(entry.life.role) if entry.life else "")
        assert row["basis"] == some.basis(entry.id)
        assert row["address"] == f"{SITES[0]}entries/{entry.id}/"


def test_every_claim_is_a_row_with_its_sentence(some: ScenarioIndex, files: dict[str, str]) -> None:
    read = rows(files["claims.csv"])
    for row, (sentence, claim) in zip(read, claims(some.scenario), strict=True):
        assert (row["id"], row["sentence"], row["kind"], row["basis"]) == (claim.id, sentence, claim.kind, claim.basis)
        assert row["text"] == plain(some)(claim.text)
        assert row["others"] == "; ".join(claim.others)
        assert row["people"] == "; ".join(claim.people)
        assert row["entries"] == "; ".join(claim.entries)
        assert row["address"] == f"{SITES[0]}account/#{claim.id}"


def test_every_link_is_a_row(some: ScenarioIndex, files: dict[str, str]) -> None:
    read = rows(files["links.csv"])
    for row, link in zip(read, some.scenario.links, strict=True):
        assert (row["cause"], row["effect"], row["relation"]) == (link.cause, link.effect, link.relation)
        assert row["locators"] == "; ".join(link.locators)
        assert row["mechanism"] == plain(some)(link.mechanism)
        assert row["address"] == f"{SITES[0]}causes/#{link.cause}--{link.effect}"


@pytest.mark.parametrize(
    ("table", "model", "derived"),
    [
        (export_formats.ENTRIES, Entry, ["basis", "address", "label", "licence"]),
        (export_formats.CLAIMS, Claim, ["sentence", "address", "label", "licence"]),
        (export_formats.LINKS, Link, ["address", "label", "licence"]),
    ],
)
def test_columns_are_the_fields_in_their_order_and_derived_ones_last(
    table: export_formats.Table, model: type[Entry | Claim | Link], derived: list[str]
) -> None:
    heads = list(dict.fromkeys(column.name.partition(".")[0] for column in table.columns[: -len(derived)]))
    assert heads == list(model.model_fields)
    assert [column.name for column in table.columns[-len(derived) :]] == derived


def test_a_table_is_csv_as_rfc_4180_has_it(files: dict[str, str]) -> None:
    for table in export_formats.TABLES:
        content = files[table.name]
        first, *_ = read = list(csv.reader(io.StringIO(content, newline=""), strict=True))
        assert first == [column.name for column in table.columns]
        assert {len(row) for row in read} == {len(first)}
        assert content.endswith('"\r\n')


def test_links_in_texts_leave_their_words() -> None:
    story = factories.scenario(
        [factories.entry("first", "The first", lead="See *this*: [[first]] and [[first|its words]].")]
    )
    (row,) = rows(made(ScenarioIndex(story))["entries.csv"])
    assert row["lead"] == "See this: The first and its words."


def test_no_cell_starts_a_formula(files: dict[str, str]) -> None:
    for table in export_formats.TABLES:
        for row in csv.reader(io.StringIO(files[table.name], newline="")):
            dangerous = [cell for cell in row if re.match(r"""[\s"']*[=+@\t\r\n-]""", cell)]
            assert [cell for cell in dangerous if not cell.startswith("'")] == []


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@A1", "\t1", "\r1", "\n1", " =1", '"=1', "'=1", "' \"-1", "\uff1d1", "'\r", " \t"]
)
def test_a_formula_gets_an_apostrophe_before_it(cell: str) -> None:
    assert _safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1", "a=1", "1-2", "'tis", '"so-called"', " 1", "mao@x", "\u2019=1", "so\t1"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert _safe(cell) == cell


@given(st.text(alphabet="=+-@\t\r\n '\"a1\uff1d", max_size=8))
def test_the_apostrophe_can_be_taken_away_again(cell: str) -> None:
    assert unguarded(_safe(cell)) == cell


# Graphs


def graphml(files: dict[str, str]) -> nx.DiGraph[str]:
    return cast("nx.DiGraph[str]", nx.read_graphml(io.BytesIO(files["causes.graphml"].encode())))


def known(**fields: str | None) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def nodes(index: ScenarioIndex) -> dict[str, dict[str, str]]:
    """Return what every node has to say."""
    return {
        entry.id: known(
            title=entry.title,
            kind=entry.kind,
            thread=entry.thread,
            date=entry.date,
            basis=index.basis(entry.id),
            address=f"{SITES[0]}entries/{entry.id}/",
        )
        for entry in index.scenario.entries
    }


def edges(index: ScenarioIndex) -> dict[tuple[str, str], dict[str, str]]:
    """Return what every edge has to say."""
    return {
        (link.cause, link.effect): {
            "relation": link.relation,
            "basis": link.basis,
            "locators": "; ".join(link.locators),
            "mechanism": plain(index)(link.mechanism),
            "address": f"{SITES[0]}causes/#{link.cause}--{link.effect}",
        }
        for link in index.scenario.links
    }


def test_the_graph_has_all_entries_and_links_in_graphml(some: ScenarioIndex, files: dict[str, str]) -> None:
    etree.fromstring(files["causes.graphml"].encode())
    graph = graphml(files)
    assert graph.is_directed()
    assert not graph.is_multigraph()
    assert dict(graph.nodes.items()) == nodes(some)
    assert list(graph) == list(some.entries)
    assert {(cause, effect): fields for cause, effect, fields in graph.edges(data=True)} == edges(some)
    assert graph.number_of_edges() == len(some.scenario.links)


def test_both_relations_are_in_the_graph_and_causes_alone_have_no_cycle(index: ScenarioIndex) -> None:
    graph = graphml(made(index))
    relations = {(cause, effect): fields["relation"] for cause, effect, fields in graph.edges(data=True)}
    assert set(relations.values()) == {"cause", "in-spite-of"}
    causes: nx.DiGraph[str] = nx.DiGraph()
    causes.add_edges_from(ends for ends, relation in relations.items() if relation == "cause")
    assert nx.is_directed_acyclic_graph(causes)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x0b", "\ufffe", "\ud800", "\r"])
def test_what_xml_cannot_hold_is_refused_by_name(sign: str) -> None:
    story = ScenarioIndex(factories.scenario([factories.entry("first", f"bad{sign}title")]))
    with pytest.raises(ValueError, match="title of first holds a control character"):
        _MAKERS["causes.graphml"](source(story))


def source(index: ScenarioIndex) -> Any:  # noqa: ANN401 - private to the module
    from macros.output.exports import _Source  # noqa: PLC0415 - only here

    return _Source(index, SITES[0], SITES[0])


def test_the_graph_has_all_entries_and_links_in_dot(some: ScenarioIndex, files: dict[str, str]) -> None:
    graph = AGraph(string=files["causes.dot"])
    assert graph.is_directed()
    found = {str(node): {k: v for k, v in node.attr.to_dict().items() if v} for node in graph.nodes()}
    wanted = {name: {key: _dot_text(value) for key, value in fields.items()} for name, fields in nodes(some).items()}
    assert {name: {k: v for k, v in fields.items() if k != "label"} for name, fields in found.items()} == wanted
    assert {name: fields["label"] for name, fields in found.items()} == {
        entry.id: _label(entry.title) for entry in some.scenario.entries
    }
    drawn = {edge: {k: v for k, v in edge.attr.to_dict().items() if v and k != "style"} for edge in graph.edges()}
    assert drawn == {ends: {k: _dot_text(v) for k, v in fields.items()} for ends, fields in edges(some).items()}


@pytest.mark.parametrize("title", [title for title in HOSTILE if not title.endswith(("\\", '"'))])
def test_a_title_that_dot_can_hold_comes_back_as_it_was(title: str) -> None:
    graph = AGraph(string=made(hostile(title))["causes.dot"])
    assert {node.attr["title"] for node in graph.nodes()} == {title}


@pytest.mark.parametrize(
    ("title", "held"),
    [("end\\", "end\\\\"), ('a\\"b', 'a\\\\"b'), ("a\\\nb", "a\\\\\nb"), ("a\\\\", "a\\\\"), ("a\\b", "a\\b")],
)
def test_a_lone_backslash_that_dot_cannot_hold_is_doubled(title: str, held: str) -> None:
    graph = AGraph(directed=True)
    graph.add_node("n", title=_dot_text(title))
    read = AGraph(string=graph.to_string())
    assert read.get_node("n").attr["title"] == held


class Words(HTMLParser):
    """Reads the lines of text in an SVG."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        self.inside = tag == "text"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "text"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.lines.append(data)


@pytest.mark.parametrize("title", HOSTILE)
def test_graphviz_draws_a_title_as_it_is_written(title: str) -> None:
    words = Words()
    words.feed(AGraph(string=made(hostile(title))["causes.dot"]).draw(format="svg", prog="dot").decode())
    wanted = [" ".join(line.split()) for line in title.split("\n")]
    assert [" ".join(line.split()) for line in words.lines] == wanted * (len(words.lines) // len(wanted))
    assert len(words.lines) == len(wanted) * (len(factories.story(title).entries) + 1)


def test_what_came_about_in_spite_of_something_is_dashed() -> None:
    graph = AGraph(string=made(ScenarioIndex(factories.story("Title")))["causes.dot"])
    assert [(*edge, edge.attr["style"]) for edge in graph.edges() if edge.attr["style"]] == [
        ("first", "third", "dashed")
    ]


# The page about them


@pytest.fixture
def page(index: ScenarioIndex, font: Font) -> str:
    return Renderer(index, font).render("data", "data/")


def example(page: str, title: str) -> str:
    """Return the code under a title on the page."""
    found = re.search(rf'^```\w+ title="{re.escape(title)}"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def test_the_page_has_every_file_and_column_and_says_that_this_is_fiction(page: str, index: ScenarioIndex) -> None:
    for file in export_formats.FILES:
        assert page.count(f'<a href="v1/{file.name}"><strong>{file.name}</strong></a>') == 1
        assert file.described_at in page
    for table in export_formats.TABLES:
        for column in table.columns:
            assert (
                f"<code>{column.name}</code></th><td>{html.escape(column.meaning).replace('&quot;', '&#34;')}" in page
            )
    assert index.scenario.about.fiction_label in page
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in page


def test_a_hostile_label_is_inert_on_the_page(font: Font) -> None:
    made_of = Renderer(hostile("</script><b x='y'> {{7*7}}"), font).render("data", "data/")
    assert "<b x" not in made_of
    assert "</script>" not in made_of


def test_the_examples_on_the_page_read_the_files(page: str, index: ScenarioIndex, tmp_path: Path) -> None:
    for address, content in exports(index, SITES[0]):
        path = tmp_path / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    run = f"SITE = {tmp_path.as_uri() + '/'!r}\n{example(page, 'networkx')}"
    read = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, encoding="utf-8", check=True)
    assert read.stdout.count("'") == 2 * sum(link.relation == "cause" for link in index.scenario.links)
    for title in ("curl and jq", "pandas"):
        addresses = re.findall(r"data/v1/[\w.]+", example(page, title))
        assert [(tmp_path / address).is_file() for address in addresses] == [True]
    fields = re.findall(r"(?<!\w)\.(\w+)", example(page, "curl and jq").split("jq -r")[1])
    assert set(fields) <= {"entries"} | set(Entry.model_fields)
    assert '"basis"' in example(page, "pandas")


def test_the_example_of_a_citation_is_bibtex(page: str) -> None:
    (entry,) = parse_string(example(page, "BibTeX")).entries
    assert entry["author"] == "{The Other Leap contributors}"
    assert "Fiction" in entry["note"]
    assert "[fiction]" in page


def test_the_page_has_a_description_that_fits() -> None:
    front = (ROOT / "docs" / "data.md").read_text(encoding="utf-8").split("---\n")[1]
    head = yaml.safe_load(front)
    assert head["title"] == "Data for programs"
    assert 50 < len(head["description"]) <= text.DESCRIPTION_LENGTH
