"""The JSON Schema of data files, and that of one data file with its ids, from which editors complete."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from pydantic.json_schema import JsonSchemaMode

from macros.scenario.fields import ID_PATTERN, ForeignKey, Record, fields_with_marker
from macros.scenario.history import Reference
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Entry, Question, Scenario, Thread

SCHEMA_FILE = "scenario.schema.json"
"""The file beside the data file that editors read."""

Titles: TypeAlias = Mapping[str, Mapping[str, str]]
"""The ids of records with their titles, by section."""


def json_schema(mode: JsonSchemaMode = "validation") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a data file, for editors and for programs that read the exports.

    In the mode `serialization` it has the computed fields too, which only exports have.
    """
    schema = Scenario.model_json_schema(mode=mode)
    title = "Scenario of an alternate history"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def schema_text(file: LoadedFile) -> str:
    """Return the content of the file of the JSON Schema, with the ids of a data file as far as it could be read."""
    return json.dumps(editor_schema(record_titles(file)), indent=2, ensure_ascii=False) + "\n"


def record_titles(file: LoadedFile) -> Titles:
    """Return the titles of the records that others refer to; of a reference, its label."""
    return {
        "entries": {entry.id: entry.title for _, entry in file.records_of(Entry)},
        "threads": {thread.id: thread.title for _, thread in file.records_of(Thread)},
        "questions": {question.id: question.title for _, question in file.records_of(Question)},
        "references": {reference.id: reference.label for _, reference in file.records_of(Reference)},
    }


def editor_schema(titles: Titles) -> dict[str, Any]:
    """Return the JSON Schema with the ids that each field can refer to, for completion.

    Any other well-formed id is valid, too: it may be new since the ids were written.
    """
    schema = json_schema()
    for section, records in titles.items():
        ids = {"enum": list(records), "enumDescriptions": list(records.values())}
        schema["$defs"][f"{section}_ids"] = {"anyOf": [*([ids] if records else []), {"pattern": ID_PATTERN}]}
        for field in _reference_fields(schema, section):
            field["anyOf"] = [{"$ref": f"#/$defs/{section}_ids"}]
    return schema


def _reference_fields(schema: dict[str, Any], section: str) -> Iterator[dict[str, Any]]:
    """Yield the schema of every text that refers to a section."""
    for model in Record.__subclasses__():
        if model.__qualname__ not in schema["$defs"]:  # a record that only exports have
            continue
        for name in fields_with_marker(model, ForeignKey(section)):
            field = schema["$defs"][model.__qualname__]["properties"][name]
            parts = (field, field.get("items", {}), *field.get("anyOf", ()))
            yield from (part for part in parts if "pattern" in part)
