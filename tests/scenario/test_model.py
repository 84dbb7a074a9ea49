"""The records: closed, frozen, typed without conversion, and explained to editors field by field."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from macros.cli import SCHEMA
from macros.scenario import history, model
from macros.scenario.fields import (
    EDTF_PATTERN,
    ID_PATTERN,
    LANGUAGE_PATTERN,
    LOCATOR_PATTERN,
    TAG_URI_PATTERN,
    Record,
)
from macros.scenario.history import DEFAULT_ANCHOR, Range, Reference
from macros.scenario.loader import parse_file
from macros.scenario.model import Scenario, Sentence
from macros.scenario.schema import editor_schema, json_schema, record_titles, schema_text
from tests.rules.conftest import VALID

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = sorted(
    {
        kind
        for module in (model, history)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
    },
    key=lambda kind: kind.__qualname__,
)
FIELDS = [(kind, name) for kind in RECORDS for name in kind.model_fields]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Return the JSON Schema of a data file."""
    return json_schema()


def test_the_committed_schema_is_that_of_the_model_with_the_ids_of_some_edit() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    titles = {}
    for section in record_titles(parse_file("", b"")):
        ids, *_ = schema["$defs"][f"{section}_ids"]["anyOf"]
        titles[section] = dict(zip(ids.get("enum", ()), ids.get("enumDescriptions", ()), strict=True))
    assert schema == json.loads(json.dumps(editor_schema(titles))), "run: python -m macros schema"


def test_editors_complete_ids_and_accept_those_that_are_new() -> None:
    schema = json.loads(schema_text(parse_file("f.yml", VALID.encode())))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for thread, is_valid in (("water", True), ("fire", True), ("The Fire", False)):
        data = parse_file("f.yml", VALID.replace("thread: water", f"thread: {thread}", 1).encode()).data
        assert validator.is_valid(json.loads(json.dumps(data))) is is_valid
    models = schema["$defs"]
    assert models["Entry"]["properties"]["thread"]["anyOf"] == [{"$ref": "#/$defs/threads_ids"}]
    assert models["threads_ids"]["anyOf"][0] == {"enum": ["water"], "enumDescriptions": ["Water"]}
    assert models["Myth"]["properties"]["references"]["items"]["anyOf"] == [{"$ref": "#/$defs/references_ids"}]
    assert models["Term"]["properties"]["entry"]["anyOf"][0]["anyOf"] == [{"$ref": "#/$defs/entries_ids"}]
    assert models["Gap"]["properties"]["questions"]["items"]["anyOf"] == [{"$ref": "#/$defs/questions_ids"}]


def test_a_file_with_problems_gives_the_ids_of_its_valid_records() -> None:
    text = VALID.replace("    title: The dam\n", "    titel: The dam\n", 1)
    ids = json.loads(schema_text(parse_file("f.yml", text.encode())))["$defs"]["entries_ids"]["anyOf"][0]["enum"]
    assert "flood" in ids
    assert "dam" not in ids


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda value: getattr(value, "__qualname__", value))
def test_every_field_is_described_in_a_sentence(kind: type[Record], name: str, schema: dict[str, Any]) -> None:
    description = kind.model_fields[name].description
    assert description is not None
    assert re.fullmatch(r"[^\n]+\.", description)
    field = schema["$defs"].get(kind.__qualname__, schema)["properties"][name]
    if "description" not in field:
        field = schema["$defs"][field["$ref"].rpartition("/")[2]]
    assert field["description"] == description


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__qualname__)
def test_every_record_is_described_and_closed(kind: type[Record], schema: dict[str, Any]) -> None:
    record = schema["$defs"].get(kind.__qualname__, schema)
    assert re.fullmatch(r"[A-Z].+\.", record["description"], re.DOTALL)
    assert record["additionalProperties"] is False
    assert record.get("required", []) == [name for name, field in kind.model_fields.items() if field.is_required()]


def test_every_record_of_the_model_belongs_to_the_scenario(schema: dict[str, Any]) -> None:
    assert {kind.__qualname__ for kind in RECORDS} == {*schema["$defs"], "Scenario"}


def schemas(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from schemas(item)


def test_the_schema_says_what_editors_complete_from(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Scenario of an alternate history"
    enumerations = [field for field in schemas(schema) if "enum" in field]
    for field in enumerations:
        assert len(field["enumDescriptions"]) == len(field["enum"])
        assert all(re.fullmatch(r"[A-Z].+\.", description) for description in field["enumDescriptions"])
    words = {tuple(field["enum"]) for field in enumerations}
    assert ("stated", "implied", "editorial") in words
    assert ("same", "altered", "invented", "disputed") in words
    assert ("cause", "in-spite-of") in words
    assert len(words) == 10
    patterns = {field["pattern"] for field in schemas(schema) if isinstance(field.get("pattern"), str)}
    locators = {LOCATOR_PATTERN, f"{LOCATOR_PATTERN}|^account$"}
    assert patterns == {ID_PATTERN, LANGUAGE_PATTERN, EDTF_PATTERN, TAG_URI_PATTERN, *locators}


def test_dates_may_be_bare_years_to_an_editor_too(schema: dict[str, Any]) -> None:
    date = schema["$defs"]["Life"]["properties"]["our_born"]
    assert date["type"] == ["string", "integer"]


def test_the_schema_is_text_that_ends_in_a_line_break_and_reads_back() -> None:
    file = parse_file("f.yml", VALID.encode())
    assert schema_text(file).endswith("}\n")
    assert json.loads(schema_text(file)) == json.loads(json.dumps(editor_schema(record_titles(file))))


def test_a_sentence_knows_its_paragraph() -> None:
    assert Sentence(id="p12-s3", restated="So.", claims=()).paragraph == 12


def test_records_are_frozen() -> None:
    record = Range(low=1, high=2)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, "low", 3)  # noqa: B010 - a type checker forbids the direct way, too


@pytest.mark.parametrize(("low", "high"), [("1", 2), (True, 2), (None, 2), (1, "2")])
def test_values_are_not_converted(low: Any, high: Any) -> None:  # noqa: ANN401 - what is not a number
    with pytest.raises(ValidationError):
        Range(low=low, high=high)


def test_a_bare_year_is_text_in_a_date_field_and_a_number_elsewhere() -> None:
    scenario = parse_file("f.yml", VALID.encode()).scenario
    assert scenario is not None
    assert scenario.entries[0].date == "1950"
    assert scenario.references[0].year == 1970


def test_optional_fields_are_empty_by_default() -> None:
    optional = {(kind.__qualname__, name) for kind, name in FIELDS if not kind.model_fields[name].is_required()}
    assert ("Entry", "names") in optional
    assert ("Entry", "date") not in optional
    assert all(
        kind.model_fields[name].get_default() in (None, (), False, DEFAULT_ANCHOR)
        for kind, name in FIELDS
        if (kind.__qualname__, name) in optional
    )


def test_the_scenario_has_every_section_once() -> None:
    assert next(iter(Scenario.model_fields)) == "about"
    required = [name for name, field in Scenario.model_fields.items() if field.is_required()]
    assert required == ["about", "threads", "sentences", "entries", "links"]
    assert "confirmed" in Reference.model_fields
