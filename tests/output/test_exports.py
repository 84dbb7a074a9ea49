from __future__ import annotations

import codecs
import copy
import csv
import html
import io
import json
import re
from functools import partial
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from pygraphviz import AGraph

from macros.analysis.chronology import Bound
from macros.output.export_context import ExportContext
from macros.output.exports import BUILDERS, build_exports, export_schema
from macros.output.graph_export import escape_dot, escape_label
from macros.output.tables import guard_formula
from macros.pages import export_formats, text
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.authors import Author
from macros.scenario.dates import edtf_day
from macros.scenario.model import Claim, Entry, Link, Revision, Scenario
from macros.scenario.yaml_reader import FORBIDDEN_CHARACTER
from tests.conftest import ROOT
from tests.pages import factories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from macros.layout.font import Font

SITES = ("https://host.example/", "https://host.example/sub/path/")
BOUNDS = ("earliest", "earliest_path", "latest", "latest_path")
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
    "story.csv": "id title text sentences in_reality address",
    "claims.csv": "id text kind basis date people others entries sentence address",
    "links.csv": "cause effect relation basis locators mechanism address",
    "comparisons.csv": "entry aspect status why date absent note unverified references in_reality address",
}
"""The columns of version 1."""


def add_revisions(scenario: Scenario, *days: str) -> Scenario:
    """Return a scenario with a revision on each of these days."""
    revisions = [Revision(id=f"on-{day}", date=day, title="Title", what="What.", why="Why.") for day in days]
    return scenario.model_copy(update={"revisions": tuple(revisions)})


def hostile_index(title: str) -> ScenarioIndex:
    """Return a scenario whose titles and texts all consist of the same hostile text."""
    return ScenarioIndex(add_revisions(factories.full_scenario(title, title), "2026-01-02", "2026-03-04", "2026-02-03"))


@pytest.fixture(scope="module", params=["real", *HOSTILE])
def any_index(request: pytest.FixtureRequest, index: ScenarioIndex) -> ScenarioIndex:
    """Return the real scenario or a hostile one."""
    return index if request.param == "real" else hostile_index(request.param)


@pytest.fixture(scope="module")
def files(any_index: ScenarioIndex) -> dict[str, str]:
    """Return the text of each exported file by name."""
    return export(any_index)


def export(index: ScenarioIndex, site: str = SITES[0]) -> dict[str, str]:
    """Return the text of each exported file by name."""
    return {
        address.removeprefix(export_formats.EXPORT_FOLDER): content.decode("utf-8-sig")
        for address, content in build_exports(index, site)
    }


def read_rows(content: str) -> list[dict[str, str]]:
    """Return the rows of a table, without the apostrophes that guard formulas."""
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    return [{name: remove_guard(cell) for name, cell in row.items()} for row in reader]


def remove_guard(cell: str) -> str:
    """Remove the apostrophe before a formula, as the data page tells its readers to."""
    return cell[1:] if re.match(r"""'[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]""", cell) else cell


def to_plain_text(index: ScenarioIndex) -> Callable[[str], str]:
    return partial(text.plain_text, title=lambda name: index.entries[name].title)


def claims(scenario: Scenario) -> Iterator[tuple[str, Claim]]:
    return ((sentence.id, claim) for sentence in scenario.sentences for claim in sentence.claims)


def test_the_listed_files_are_exported_in_order(index: ScenarioIndex) -> None:
    assert [address for address, _ in build_exports(index, SITES[0])] == [file.address for file in export_formats.FILES]
    assert [file.name for file in export_formats.FILES] == list(BUILDERS)
    assert all(file.address == f"data/v1/{file.name}" for file in export_formats.FILES)
    assert [table.name for table in export_formats.TABLES] == [
        file.name for file in export_formats.FILES if file.name.endswith(".csv")
    ]


def test_the_same_data_gives_the_same_bytes(any_index: ScenarioIndex) -> None:
    assert list(build_exports(any_index, SITES[0])) == list(build_exports(ScenarioIndex(any_index.scenario), SITES[0]))


def test_files_are_utf_8_and_tables_begin_with_a_byte_order_mark() -> None:
    words = "\u5927\u8dc3\u8fdb \u041b\u0435\u0432 \u00d3"
    for address, content in build_exports(hostile_index(words), SITES[0]):
        assert content.count(codecs.BOM_UTF8) == content.startswith(codecs.BOM_UTF8) == address.endswith(".csv")
        assert words in content.decode() or address.endswith("schema.json")


@pytest.mark.parametrize("site", SITES)
def test_urls_are_absolute(index: ScenarioIndex, site: str) -> None:
    files = export(index, site)
    for name in ("scenario.json", "search-names.json"):
        assert json.loads(files[name])["address"] == f"{site}data/v1/{name}"
    assert json.loads(files["scenario.json"])["$schema"] == f"{site}data/v1/scenario.schema.json"
    assert json.loads(files["scenario.schema.json"])["$id"] == f"{site}data/v1/scenario.schema.json"
    assert f"{site}data/v1/references.bib" in files["references.bib"]
    first = index.scenario.entries[0].id
    assert read_rows(files["entries.csv"])[0]["address"] == f"{site}entries/{first}/"
    assert read_rows(files["claims.csv"])[0]["address"] == f"{site}account/#p1-s1-c1"
    link = index.scenario.links[0]
    assert read_rows(files["links.csv"])[0]["address"] == f"{site}causes/#{link.cause}--{link.effect}"
    assert json.loads(files["search-names.json"])["entries"][first]["address"] == f"{site}entries/{first}/"
    other_urls = "".join(files.values()).count("https://host.example/") - "".join(files.values()).count(site)
    assert other_urls == 0


def test_files_state_their_version_licence_and_that_they_are_fiction(index: ScenarioIndex) -> None:
    files = export(index)
    label = index.scenario.about.fiction_label
    drawing = AGraph(string=files["causes.dot"])
    metadata = {
        "scenario.json": json.loads(files["scenario.json"]),
        "search-names.json": json.loads(files["search-names.json"]),
        "causes.graphml": parse_graphml(files).graph,
        "causes.dot": dict(drawing.graph_attr),
    }
    for name, fields in metadata.items():
        assert (fields["version"], fields["licence"], fields["label"]) == ("1", export_formats.LICENCE_NOTICE, label), (
            name
        )
    assert {metadata[name]["title"] for name in ("causes.graphml", "causes.dot")} == {index.scenario.about.title}
    assert "CC BY-SA 4.0" in export_formats.LICENCE_NOTICE
    assert "MIT" in export_formats.LICENCE_NOTICE
    comment = [line for line in files["references.bib"].splitlines() if line.startswith("%")]
    assert any(label in line for line in comment)
    assert any(export_formats.LICENCE_NOTICE in line for line in comment)


def test_files_state_the_day_of_the_newest_revision() -> None:
    scenario = add_revisions(factories.full_scenario("Title"))
    assert json.loads(export(ScenarioIndex(scenario))["scenario.json"])["updated"] is None
    assert not {"updated", "source"} & parse_graphml(export(ScenarioIndex(scenario))).graph.keys()
    files = export(ScenarioIndex(add_revisions(scenario, "2026-01-02", "2026-03-04", "2026-02-03")))
    assert json.loads(files["scenario.json"])["updated"] == "2026-03-04"
    assert parse_graphml(files).graph["updated"] == "2026-03-04"


# JSON


def test_the_whole_scenario_survives_a_round_trip(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    exported = json.loads(files["scenario.json"])
    metadata = {"$schema", "version", "address", "licence", "label", "updated", "bounds"}
    assert set(exported) == metadata | set(Scenario.model_fields) | {"toll"}
    assert exported.pop("toll") == exported["estimates"]
    assert not metadata & set(Scenario.model_fields)
    data = {name: value for name, value in exported.items() if name not in metadata}
    statuses = [record.pop("status") for record in data["our_timeline"]]
    assert statuses == [record.status for record in any_index.scenario.our_timeline]
    for record in (data["about"], *data["references"]):
        names = record.pop("author_name_parts")
        assert record["authors"] == [str(Author.model_validate(name)) for name in names]
        record["authors"] = names
    assert Scenario.model_validate_json(json.dumps(data)) == any_index.scenario


def test_the_data_match_their_schema_and_the_published_one(files: dict[str, str]) -> None:
    for schema in (json.loads(files["scenario.schema.json"]), json.loads(V1.read_text(encoding="utf-8"))):
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        assert [error.message for error in validator.iter_errors(json.loads(files["scenario.json"]))] == []


def test_a_story_without_estimates_has_neither_of_their_names() -> None:
    scenario = factories.full_scenario("Title").model_copy(update={"estimates": None})
    files = export(ScenarioIndex(scenario))
    for exported in (json.loads(files["scenario.json"]), json.loads(files["scenario.schema.json"])["properties"]):
        assert not {"estimates", "toll"} & set(exported)
    validator = Draft202012Validator(json.loads(files["scenario.schema.json"]))
    assert [error.message for error in validator.iter_errors(json.loads(files["scenario.json"]))] == []


@pytest.mark.parametrize("name", ["label", "entries", "toll", "estimates", "updated"])
def test_the_schema_requires_every_field_but_allows_new_ones(index: ScenarioIndex, name: str) -> None:
    exported = json.loads(export(index)["scenario.json"])
    validator = Draft202012Validator(export_schema())
    assert not validator.is_valid({key: value for key, value in exported.items() if key != name})
    assert validator.is_valid(exported | {"new-field": 1})
    del exported["entries"][0]["life"]
    assert not validator.is_valid(exported)


def test_all_search_names_are_exported(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    entries = json.loads(files["search-names.json"])["entries"]
    assert list(entries) == list(any_index.entries)
    for name, entry in any_index.entries.items():
        assert entries[name] == {
            "title": entry.title,
            "names": list(entry.names),
            "misspellings": list(entry.misspellings),
            "address": f"{SITES[0]}entries/{name}/",
        }


# Compatibility with version 1


def type_of(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return the part of a schema about types, without descriptions, lengths and enumerations."""
    if isinstance(schema, list):
        return [type_of(part) for part in schema]
    if isinstance(schema, dict):
        keywords = {"type", "$ref", "items", "anyOf", "const"}
        return {key: type_of(part) for key, part in schema.items() if key in keywords}
    return schema


def incompatibilities(published: dict[str, Any], current: dict[str, Any]) -> list[str]:
    """Return the guarantees of a published schema that a newer one breaks."""
    broken = []
    old_models, new_models = ({**schema["$defs"], "": schema} for schema in (published, current))
    for name, old in old_models.items():
        new = new_models.get(name, {})
        for field, schema in old["properties"].items():
            if field not in new.get("properties", {}):
                broken.append(f"{name}.{field} is gone")
            elif type_of(new["properties"][field]) != type_of(schema):
                broken.append(f"{name}.{field} has another type")
            elif field in old["required"] and field not in new["required"]:
                broken.append(f"{name}.{field} may be left out")
    return broken


def test_the_schema_is_compatible_with_version_1() -> None:
    published = json.loads(V1.read_text(encoding="utf-8"))
    assert "$id" not in published
    assert set(published["$defs"]) >= {"Entry", "Claim", "Link", "Reference"}
    assert incompatibilities(published, export_schema()) == []


def break_schema(schema: dict[str, Any], edit: Callable[[dict[str, Any], dict[str, Any]], object]) -> list[str]:
    """Return the guarantees that an edit breaks; it gets the whole schema and that of an entry."""
    changed = copy.deepcopy(schema)
    edit(changed, changed["$defs"]["Entry"])
    return incompatibilities(schema, changed)


def test_incompatible_changes_are_found() -> None:
    schema = export_schema()
    retyped: dict[str, Any] = {"type": "integer"}
    assert break_schema(schema, lambda _, entry: entry["properties"].pop("lead")) == ["Entry.lead is gone"]
    assert break_schema(schema, lambda whole, _: whole["properties"].pop("links")) == [".links is gone"]
    assert break_schema(schema, lambda whole, _: whole["$defs"].pop("Toll"))[0] == "Toll.title is gone"
    assert break_schema(schema, lambda _, entry: entry["properties"].update(lead=retyped)) == [
        "Entry.lead has another type"
    ]
    nullable = {"anyOf": [schema["$defs"]["Entry"]["properties"]["lead"], {"type": "null"}]}
    assert break_schema(schema, lambda _, entry: entry["properties"].update(lead=nullable)) == [
        "Entry.lead has another type"
    ]
    assert break_schema(schema, lambda _, entry: entry["properties"]["names"].update(items=retyped)) == [
        "Entry.names has another type"
    ]
    assert break_schema(schema, lambda _, entry: entry["required"].remove("lead")) == ["Entry.lead may be left out"]
    assert break_schema(schema, lambda whole, _: whole["properties"]["version"].update(const="2")) == [
        ".version has another type"
    ]


def test_additions_are_compatible() -> None:
    schema = export_schema()
    assert break_schema(schema, lambda _, entry: entry["properties"].update(new={"type": "string"})) == []
    assert break_schema(schema, lambda whole, _: whole["$defs"].update(New={"properties": {}, "required": []})) == []
    assert break_schema(schema, lambda _, entry: entry["properties"]["lead"].update(description="Other words.")) == []
    assert break_schema(schema, lambda _, entry: entry["properties"]["kind"]["enum"].append("new")) == []


@pytest.mark.parametrize("table", export_formats.TABLES, ids=lambda table: table.name)
def test_tables_have_all_columns_of_version_1(table: export_formats.Table) -> None:
    names = [column.name for column in table.columns]
    assert set(COLUMNS_V1[table.name].split()) <= set(names)
    assert len(set(names)) == len(names)
    assert all(column.meaning.endswith(".") for column in table.columns)


# CSV


def test_every_entry_is_a_row_with_all_its_fields(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    table_rows = read_rows(files["entries.csv"])
    assert [row["id"] for row in table_rows] == list(any_index.entries)
    for row, entry in zip(table_rows, any_index.scenario.entries, strict=True):
        assert (row["title"], row["kind"], row["thread"]) == (entry.title, entry.kind, entry.thread)
        assert row["date"] == (entry.date or "")
        assert row["lead"] == to_plain_text(any_index)(entry.lead)
        assert row["names"] == "; ".join(entry.names)
        assert row["within.date"] == (entry.within.date if entry.within else "")
        assert row["within.locators"] == ("; ".join(entry.within.locators) if entry.within else "")
        assert row["life.role"] == (to_plain_text(any_index)(entry.life.role) if entry.life else "")
        assert row["basis"] == any_index.claim_index.basis(entry.id)
        assert row["address"] == f"{SITES[0]}entries/{entry.id}/"


def test_every_claim_is_a_row_with_its_sentence(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    table_rows = read_rows(files["claims.csv"])
    for row, (sentence, claim) in zip(table_rows, claims(any_index.scenario), strict=True):
        assert (row["id"], row["sentence"], row["kind"], row["basis"]) == (claim.id, sentence, claim.kind, claim.basis)
        assert row["text"] == to_plain_text(any_index)(claim.text)
        assert row["others"] == "; ".join(claim.others)
        assert row["people"] == "; ".join(claim.people)
        assert row["entries"] == "; ".join(claim.entries)
        assert row["address"] == f"{SITES[0]}account/#{claim.id}"


def test_every_link_is_a_row(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    table_rows = read_rows(files["links.csv"])
    for row, link in zip(table_rows, any_index.scenario.links, strict=True):
        assert (row["cause"], row["effect"], row["relation"]) == (link.cause, link.effect, link.relation)
        assert row["locators"] == "; ".join(link.locators)
        assert row["mechanism"] == to_plain_text(any_index)(link.mechanism)
        assert row["address"] == f"{SITES[0]}causes/#{link.cause}--{link.effect}"


def test_every_verdict_is_a_row_with_what_the_record_says(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    to_plain = ExportContext(any_index, SITES[0], "").to_plain_text
    verdicts = [(record, verdict) for record in any_index.scenario.our_timeline for verdict in record.verdicts]
    for row, (record, verdict) in zip(read_rows(files["comparisons.csv"]), verdicts, strict=True):
        assert (row["entry"], row["aspect"], row["status"]) == (record.entry, verdict.aspect, verdict.status)
        assert (row["why"], row["date"]) == (verdict.why, record.date or "")
        assert row["note"] == to_plain(record.note)
        assert row["unverified"] == (to_plain(record.unverified) if record.unverified else "")
        assert row["references"] == "; ".join(record.references)
        assert row["in_reality"] == (any_index.entries[record.entry].in_reality or "")
        assert row["address"] == f"{SITES[0]}our-timeline/#compare-{record.entry}"
        assert row["label"] == any_index.fiction_label(record.entry)


def test_tables_tell_status_verdicts_and_bounds_of_entries(index: ScenarioIndex) -> None:
    rows = {row["id"]: row for row in read_rows(export(index)["entries.csv"])}
    nodes = expected_nodes(index)
    for name in ("in_reality", "left_open", "status", "verdicts", *BOUNDS):
        assert {key: row[name] for key, row in rows.items()} == {key: node.get(name, "") for key, node in nodes.items()}


def test_a_story_without_passages_and_comparisons_has_no_such_tables(index: ScenarioIndex) -> None:
    scenario = index.scenario.model_copy(update={"story": (), "our_timeline": ()})
    assert export(index).keys() - export(ScenarioIndex(scenario)).keys() == {"story.csv", "comparisons.csv"}


@pytest.mark.parametrize(
    ("table", "model", "derived"),
    [
        (
            export_formats.ENTRIES_TABLE,
            Entry,
            ["basis", "status", "verdicts", *BOUNDS, "address", "label", "licence"],
        ),
        (export_formats.CLAIMS_TABLE, Claim, ["sentence", "address", "label", "licence"]),
        (export_formats.LINKS_TABLE, Link, ["address", "label", "licence"]),
    ],
)
def test_columns_are_the_fields_in_order_and_then_derived_ones(
    table: export_formats.Table, model: type[Entry | Claim | Link], derived: list[str]
) -> None:
    fields = list(dict.fromkeys(column.name.partition(".")[0] for column in table.columns[: -len(derived)]))
    assert fields == list(model.model_fields)
    assert [column.name for column in table.columns[-len(derived) :]] == derived


def test_tables_follow_rfc_4180(files: dict[str, str]) -> None:
    for table in export_formats.TABLES:
        content = files[table.name]
        header, *_ = table_rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
        assert header == [column.name for column in table.columns]
        assert {len(row) for row in table_rows} == {len(header)}
        assert content.endswith('"\r\n')


def test_links_in_texts_become_their_labels() -> None:
    scenario = factories.scenario(
        [factories.entry("first", "The first", lead="See *this*: [[first]] and [[first|its words]].")]
    )
    (row,) = read_rows(export(ScenarioIndex(scenario))["entries.csv"])
    assert row["lead"] == "See this: The first and its words."


def test_citations_become_labels_before_the_punctuation(index: ScenarioIndex) -> None:
    files = export(index)
    labels = {work.id: work.label for work in index.scenario.references}
    (row,) = (row for row in read_rows(files["entries.csv"]) if row["id"] == "eirene-notara")
    assert row["life.our_text"] == (
        f"Notara drew maps of the Isthmus ({labels['vardis-1931']}) and of its wells "
        f"({labels['melas-2003']}; {labels['vardis-1931']})."
    )
    assert "wells.[@melas-2003][@vardis-1931]" in files["scenario.json"]


def test_no_cell_starts_a_formula(files: dict[str, str]) -> None:
    for table in export_formats.TABLES:
        for row in csv.reader(io.StringIO(files[table.name], newline="")):
            dangerous = [cell for cell in row if re.match(r"""[\s"']*[=+@\t\r\n-]""", cell)]
            assert [cell for cell in dangerous if not cell.startswith("'")] == []


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@A1", "\t1", "\r1", "\n1", " =1", '"=1', "'=1", "' \"-1", "\uff1d1", "'\r", " \t"]
)
def test_a_formula_is_guarded_by_an_apostrophe(cell: str) -> None:
    assert guard_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1", "a=1", "1-2", "'tis", '"so-called"', " 1", "mao@x", "\u2019=1", "so\t1"])
def test_other_cells_are_unchanged(cell: str) -> None:
    assert guard_formula(cell) == cell


@given(st.text(alphabet="=+-@\t\r\n '\"a1\uff1d", max_size=8))
def test_the_guard_of_a_formula_can_be_removed(cell: str) -> None:
    assert remove_guard(guard_formula(cell)) == cell


# Graphs


def parse_graphml(files: dict[str, str]) -> nx.DiGraph[str]:
    return cast("nx.DiGraph[str]", nx.read_graphml(io.BytesIO(files["causes.graphml"].encode())))


def without_nulls(**fields: str | None) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def expected_nodes(index: ScenarioIndex) -> dict[str, dict[str, str]]:
    """Return the attributes of each node."""
    return {
        entry.id: without_nulls(
            title=entry.title,
            kind=entry.kind,
            thread=entry.thread,
            date=entry.date,
            basis=index.claim_index.basis(entry.id),
            address=f"{SITES[0]}entries/{entry.id}/",
            in_reality=entry.in_reality,
            left_open=to_plain_text(index)(entry.left_open) if entry.left_open else None,
            status=index.history_by_entry[entry.id].status if entry.id in index.history_by_entry else None,
            verdicts=verdicts_of(index, entry.id),
            **bound_fields(index, entry, "earliest"),
            **bound_fields(index, entry, "latest"),
        )
        for entry in index.scenario.entries
    }


def verdicts_of(index: ScenarioIndex, entry_id: str) -> str | None:
    record = index.history_by_entry.get(entry_id)
    return "; ".join(f"{verdict.aspect} {verdict.status}" for verdict in record.verdicts) if record else None


def bound_fields(index: ScenarioIndex, entry: Entry, side: str) -> dict[str, str]:
    """Return the bound of an undated entry on a side and what it follows from."""
    bounds: Mapping[str, Bound] = getattr(index.chronology, side)
    if entry.date is not None or entry.id not in bounds:
        return {}
    bound = bounds[entry.id]
    return {side: edtf_day(bound.day), f"{side}_path": "; ".join(bound.path)}


def expected_edges(index: ScenarioIndex) -> dict[tuple[str, str], dict[str, str]]:
    """Return the attributes of each edge."""
    claims = [claim for sentence in index.scenario.sentences for claim in sentence.claims]
    concerns = {(person, entry) for claim in claims for person in claim.people for entry in claim.entries}
    edges = {
        (person, entry): {
            "relation": "concerns",
            "basis": "stated" if "stated" in bases else "implied",
            "locators": "; ".join(locators),
        }
        for person, entry in concerns
        if person != entry
        for bases, locators in [about(claims, person, entry)]
    }
    return edges | {
        (link.cause, link.effect): {
            "relation": link.relation,
            "basis": link.basis,
            "locators": "; ".join(link.locators),
            "mechanism": to_plain_text(index)(link.mechanism),
            "address": f"{SITES[0]}causes/#{link.cause}--{link.effect}",
        }
        for link in index.scenario.links
    }


def about(claims: list[Claim], person: str, entry: str) -> tuple[list[str], list[str]]:
    """Return the bases and the ids of the claims about an entry that concern a person."""
    selected = [claim for claim in claims if person in claim.people and entry in claim.entries]
    return [claim.basis for claim in selected], [claim.id for claim in selected]


def test_graphml_has_all_entries_and_links(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    etree.fromstring(files["causes.graphml"].encode())
    graph = parse_graphml(files)
    assert graph.is_directed()
    assert not graph.is_multigraph()
    assert dict(graph.nodes.items()) == {
        name: {**fields, "label": fields["title"]} for name, fields in expected_nodes(any_index).items()
    }
    assert list(graph) == list(any_index.entries)
    assert {(cause, effect): fields for cause, effect, fields in graph.edges(data=True)} == {
        ends: {**fields, "label": fields["relation"]} for ends, fields in expected_edges(any_index).items()
    }


def test_the_graph_has_both_relations_and_its_causes_are_acyclic(index: ScenarioIndex) -> None:
    graph = parse_graphml(export(index))
    relations = {(cause, effect): fields["relation"] for cause, effect, fields in graph.edges(data=True)}
    assert set(relations.values()) == {"cause", "in-spite-of", "concerns"}
    causes: nx.DiGraph[str] = nx.DiGraph()
    causes.add_edges_from(ends for ends, relation in relations.items() if relation == "cause")
    assert nx.is_directed_acyclic_graph(causes)


def test_no_data_file_has_a_character_that_xml_forbids() -> None:
    codes = (*range(0x9), 0xB, 0xC, *range(0xE, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    assert FORBIDDEN_CHARACTER.sub("", "".join(map(chr, (*codes, ord("\r"))))) == ""


def test_dot_has_all_entries_and_links(any_index: ScenarioIndex, files: dict[str, str]) -> None:
    graph = AGraph(string=files["causes.dot"])
    assert graph.is_directed()
    nodes = {str(node): {k: v for k, v in node.attr.to_dict().items() if v} for node in graph.nodes()}
    expected = {
        name: {key: escape_dot(value) for key, value in fields.items()}
        for name, fields in expected_nodes(any_index).items()
    }
    assert {name: {k: v for k, v in fields.items() if k != "label"} for name, fields in nodes.items()} == expected
    assert {name: fields["label"] for name, fields in nodes.items()} == {
        entry.id: escape_label(entry.title) for entry in any_index.scenario.entries
    }
    edges = {
        edge: {k: v for k, v in edge.attr.to_dict().items() if v and k not in {"style", "arrowhead"}}
        for edge in graph.edges()
    }
    assert edges == {
        ends: {k: escape_dot(v) for k, v in fields.items()} for ends, fields in expected_edges(any_index).items()
    }


@pytest.mark.parametrize("title", [title for title in HOSTILE if not title.endswith(("\\", '"'))])
def test_a_title_survives_a_round_trip_through_dot(title: str) -> None:
    graph = AGraph(string=export(hostile_index(title))["causes.dot"])
    assert {node.attr["title"] for node in graph.nodes()} == {title}


@pytest.mark.parametrize(
    ("title", "stored"),
    [("end\\", "end\\\\"), ('a\\"b', 'a\\\\"b'), ("a\\\nb", "a\\\\\nb"), ("a\\\\", "a\\\\"), ("a\\b", "a\\b")],
)
def test_a_lone_backslash_that_dot_cannot_hold_is_doubled(title: str, stored: str) -> None:
    graph = AGraph(directed=True)
    graph.add_node("n", title=escape_dot(title))
    parsed = AGraph(string=graph.to_string())
    assert parsed.get_node("n").attr["title"] == stored


class SvgTextParser(HTMLParser):
    """Collects the lines of text in an SVG."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.in_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self.in_text = tag == "text"

    def handle_endtag(self, tag: str) -> None:
        self.in_text = self.in_text and tag != "text"

    def handle_data(self, data: str) -> None:
        if self.in_text:
            self.lines.append(data)


@pytest.mark.parametrize("title", HOSTILE)
def test_graphviz_draws_titles_unchanged(title: str) -> None:
    parser = SvgTextParser()
    parser.feed(AGraph(string=export(hostile_index(title))["causes.dot"]).draw(format="svg", prog="dot").decode())
    expected = [" ".join(line.split()) for line in title.split("\n")]
    assert [" ".join(line.split()) for line in parser.lines] == expected * (len(parser.lines) // len(expected))
    assert len(parser.lines) == len(expected) * (len(factories.full_scenario(title).entries) + 1)


def test_edges_that_are_no_causes_are_dashed_or_dotted() -> None:
    graph = AGraph(string=export(ScenarioIndex(factories.full_scenario("Title")))["causes.dot"])
    styles = {(str(cause), str(effect)): graph.get_edge(cause, effect).attr["style"] for cause, effect in graph.edges()}
    assert {ends: style for ends, style in styles.items() if style} == {
        ("first", "third"): "dashed",
        ("person", "first"): "dotted",
        ("person", "second"): "dotted",
    }


# The data page


@pytest.fixture
def page(index: ScenarioIndex, font: Font) -> str:
    return Renderer(index, font).render("data", "data/")


def find_example(page: str, title: str) -> str:
    """Return the code block with this title on the page."""
    match = re.search(rf'^```\w+ title="{re.escape(title)}"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    assert match, title
    return match[1]


def test_the_page_lists_every_file_and_column_and_the_fiction_label(page: str, index: ScenarioIndex) -> None:
    for file in export_formats.FILES:
        assert page.count(f'<a href="v1/{file.name}"><strong>{file.name}</strong></a>') == 1
        assert file.standard_url in page
    for table in export_formats.TABLES:
        for column in table.columns:
            assert (
                f"<code>{column.name}</code></th><td>{html.escape(column.meaning).replace('&quot;', '&#34;')}" in page
            )
    assert index.scenario.about.fiction_label in page
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in page


def test_graphs_name_the_published_account(index: ScenarioIndex) -> None:
    source = f"{index.scenario.about.source_title}, {index.scenario.about.source_url}"
    files = export(index)
    assert parse_graphml(files).graph["source"] == source
    assert "The Undug Canal, a <tale> & its" in files["causes.dot"]


def test_a_hostile_label_is_escaped_on_the_page(font: Font) -> None:
    markdown = Renderer(hostile_index("</script><b x='y'> {{7*7}}"), font).render("data", "data/")
    markdown = re.sub(r"^```.*?^```$", "", markdown, flags=re.MULTILINE | re.DOTALL)  # Markdown escapes code itself
    assert "<b x" not in markdown
    assert "</script>" not in markdown


@pytest.mark.parametrize("site", SITES)
def test_the_examples_on_the_page_have_the_address_of_the_site(site: str, index: ScenarioIndex, font: Font) -> None:
    markdown = Renderer(index, font, site).render("data", "data/")
    addresses = re.findall(rf"{re.escape(site)}data/v1/[\w.]+", markdown)
    files = [file.address for file in export_formats.FILES]
    assert [address.removeprefix(site) in files for address in addresses] == [True] * 4


def test_the_page_has_a_description_of_suitable_length() -> None:
    front = (ROOT / "docs" / "data.md").read_text(encoding="utf-8").split("---\n")[1]
    head = yaml.safe_load(front)
    assert head["title"] == "Data for programs"
    assert 50 < len(head["description"]) <= text.DESCRIPTION_LENGTH
