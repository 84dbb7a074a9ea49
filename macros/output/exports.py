"""The exports of the data: JSON, CSV, graphs and references. `macros.pages.export_formats` lists the files.

The same data gives the same bytes. Fields have the names and types of the model, which version 1 guarantees.

Sources: JSON, RFC 8259; JSON Schema, draft 2020-12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, product
from typing import Any

from pydantic_core import to_json

from macros.output.bibliography import build_bibtex, build_csl_items
from macros.output.export_context import EntryBounds, ExportContext, entry_bounds
from macros.output.graph_export import GraphBuilder, build_dot, build_graphml
from macros.output.tables import TABLE_BUILDERS, derived_cells, text_cells
from macros.pages import export_formats, urls
from macros.pages.export_formats import exported_files
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.fields import NAME_TYPES
from macros.scenario.schema import json_schema

_YAML_DATE = ["string", "integer"]
_ESTIMATES_NAMES = ("estimates", "toll")
"""What version 1 calls the estimates; it began with the second. A scenario without estimates has neither."""


def build_exports(index: ScenarioIndex, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path from the root of the site and the content of each file, in the order of `exported_files`.

    `site_url` is absolute and ends in a slash.
    """
    for file in exported_files(index.scenario):
        content = BUILDERS[file.name](ExportContext(index, site_url, f"{site_url}{file.address}"))
        yield file.address, content if isinstance(content, bytes) else content.encode()


def _dump_json(value: object) -> bytes:
    return to_json(value, indent=1) + b"\n"


def _build_scenario(context: ExportContext) -> bytes:
    schema = {"$schema": context.absolute_url(f"{export_formats.EXPORT_FOLDER}scenario.schema.json")}
    scenario = context.index.scenario
    estimates = scenario.estimates
    records = ((name, value) for name, value in scenario if name != "estimates")
    bounds = {"bounds": [*entry_bounds(context.index)]}
    fields = chain(schema.items(), context.metadata.items(), records, bounds.items())
    if estimates:
        fields = chain(fields, dict.fromkeys(_ESTIMATES_NAMES, estimates).items())
    # One field at a time: serializing the whole scenario at once takes twice the memory.
    parts = [to_json({name: value}, by_alias=False, indent=1)[2:-2] for name, value in fields]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _build_schema(context: ExportContext) -> bytes:
    schema = export_schema(has_estimates=context.index.scenario.estimates is not None)
    return _dump_json({"$schema": schema.pop("$schema"), "$id": context.file_url} | schema)


def export_schema(*, has_estimates: bool = True) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `scenario.json`, without its `$id`.

    It differs from the schema of the data file: every field is required, further fields are allowed, and a date is
    always a string. Where the scenario `has_estimates`, they stand under both of their names.
    """
    schema: dict[str, Any] = _adapt_schema(json_schema("serialization"))
    definitions, properties = schema["$defs"], _metadata_schema() | schema["properties"]
    description = properties.pop("estimates")["description"].removesuffix(", or null.") + "."
    for name in _ESTIMATES_NAMES if has_estimates else ():
        definitions[name.capitalize()] = definitions["Estimates"]
        properties[name] = {"$ref": f"#/$defs/{name.capitalize()}", "description": description}
    definitions["EntryBounds"] = _adapt_schema(EntryBounds.model_json_schema())
    bounds = {"items": {"$ref": "#/$defs/EntryBounds"}, "type": "array", "description": "Bounds on undated entries."}
    schema["properties"] = properties | {"bounds": bounds}
    schema["required"] = list(schema["properties"])
    schema["description"] = "Everything that the site says, in one file: an alternate history and what is real."
    return schema


def _metadata_schema() -> dict[str, Any]:
    descriptions = {
        "$schema": "Address of this schema.",
        "version": "Version of the format: fields of a version keep their names and types.",
        "address": "Address of the file.",
        "licence": "What the file may be used under.",
        "label": "That the story is fiction, and what is real.",
    }
    schema: dict[str, Any] = {name: {"description": words, "type": "string"} for name, words in descriptions.items()}
    schema["version"]["const"] = export_formats.VERSION
    updated = {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "Day of the newest revision, or null."}
    return schema | {"updated": updated}


def _adapt_schema(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(schema, list):
        return [_adapt_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    adapted = {key: _adapt_schema(schema[key]) for key in schema if key not in {"additionalProperties", "default"}}
    if adapted.get("type") == "object":
        adapted["required"] = list(adapted["properties"])
    if adapted.get("type") in (
        _YAML_DATE,
        NAME_TYPES,
    ):  # YAML reads a bare year as a number; names are exported as text
        adapted["type"] = "string"
    return adapted


def _build_graph(build: GraphBuilder, context: ExportContext) -> str:
    """Return the graph of entries and links in the format of a builder; null fields are left out."""
    index, basis = context.index, context.index.claim_index.basis
    derived = derived_cells(context)
    nodes = {
        entry.id: _without_nulls(
            {name: getattr(entry, name) for name in ("title", "kind", "thread", "date")}
            | {"basis": basis(entry.id), "address": context.absolute_url(urls.entry_address(entry.id))}
            | {"in_reality": entry.in_reality, "left_open": context.to_plain_text(entry.left_open or "") or None}
        )
        | derived[entry.id]
        for entry in index.scenario.entries
    }
    edges: dict[tuple[str, str], dict[str, str]] = {}
    for link in index.scenario.links:
        cells = text_cells(context, link) | {"address": context.absolute_url(index.link_address(link))}
        edges[cells.pop("cause"), cells.pop("effect")] = cells
    edges = {**_concern_edges(index), **edges}
    about = index.scenario.about
    source = ", ".join(filter(None, (about.source_title, about.source_url))) or None
    return build(_without_nulls({"title": about.title} | context.metadata | {"source": source}), nodes, edges)


def _concern_edges(index: ScenarioIndex) -> dict[tuple[str, str], dict[str, str]]:
    """Return an edge from each person and group to each entry that a claim about them is about."""
    edges: dict[tuple[str, str], dict[str, list[str]]] = {}
    for sentence in index.scenario.sentences:
        for claim in sentence.claims:
            for person, entry in product(claim.people, claim.entries):
                if person != entry:
                    edge = edges.setdefault((person, entry), {"basis": [], "locators": []})
                    edge["basis"].append(claim.basis)
                    edge["locators"].append(claim.id)
    return {
        ends: {
            "relation": "concerns",
            "basis": "stated" if "stated" in edge["basis"] else "implied",
            "locators": export_formats.LIST_SEPARATOR.join(edge["locators"]),
        }
        for ends, edge in edges.items()
    }


def _without_nulls(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _build_bibtex(context: ExportContext) -> str:
    metadata = context.metadata
    title = context.index.scenario.about.title
    comments = [f"Real works on our timeline. What cites them, {title}, is fiction: {metadata['label']}"]
    names = ("address", "version", "updated", "licence")
    comments += [f"{name.capitalize()}: {metadata[name]}" for name in names if metadata[name]]
    return build_bibtex(context.index.scenario.references, context.to_plain_text, comments)


def _build_search_names(context: ExportContext) -> bytes:
    entries = {
        entry.id: {
            "title": entry.title,
            "names": entry.names,
            "misspellings": entry.misspellings,
            "address": context.absolute_url(urls.entry_address(entry.id)),
        }
        for entry in context.index.scenario.entries
    }
    return _dump_json(context.metadata | {"entries": entries})


BUILDERS: dict[str, Callable[[ExportContext], str | bytes]] = {
    "scenario.json": _build_scenario,
    "scenario.schema.json": _build_schema,
    **TABLE_BUILDERS,
    "causes.graphml": partial(_build_graph, build_graphml),
    "causes.dot": partial(_build_graph, build_dot),
    "references.bib": _build_bibtex,
    "references.json": lambda context: _dump_json(
        build_csl_items(context.index.scenario.references, context.to_plain_text)
    ),
    "search-names.json": _build_search_names,
}
"""The builder of each file, by file name."""
