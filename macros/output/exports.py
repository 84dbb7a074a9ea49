"""The exports of the data: JSON, CSV, graphs and references. `macros.pages.export_formats` lists the files.

The same data gives the same bytes. Fields have the names and types of the model, which version 1 guarantees.

Sources: JSON, RFC 8259; CSV, RFC 4180; JSON Schema, draft 2020-12; CSV injection, OWASP,
https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, product
from typing import Any

from pydantic_core import to_json

from macros.output.bibliography import build_bibtex, build_csl_items
from macros.output.graph_export import GraphBuilder, build_dot, build_graphml
from macros.pages import export_formats, social_meta, text, urls
from macros.pages.export_formats import CLAIMS_TABLE, ENTRIES_TABLE, LINKS_TABLE, STORY_TABLE, Table, exported_files
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import edtf_day
from macros.scenario.entry_links import label_citations
from macros.scenario.fields import EdtfText, EntryId, Record, TextFormat, fields_with_marker
from macros.scenario.names import NAME_TYPES
from macros.scenario.permalinks import permalink
from macros.scenario.schema import json_schema

_FORMULA = re.compile(r"""[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]""")
_YAML_DATE = ["string", "integer"]
_ESTIMATES_NAMES = ("estimates", "toll")
"""What version 1 calls the estimates; it began with the second. A scenario without estimates has neither."""


@dataclass(frozen=True, slots=True)
class _Context:
    """The input of an export.

    Attributes:
        index: the data.
        site_url: the absolute URL of the site; it ends in a slash.
        file_url: the absolute URL of the exported file.
    """

    index: ScenarioIndex
    site_url: str
    file_url: str

    @property
    def metadata(self) -> dict[str, str | None]:
        """What each file states about itself, if its format has room for it."""
        scenario = self.index.scenario
        return {
            "version": export_formats.VERSION,
            "address": self.file_url,
            "licence": export_formats.LICENCE_NOTICE,
            "label": scenario.about.fiction_label,
            "updated": max((revision.date for revision in scenario.revisions), default=None),
        }

    def to_plain_text(self, markdown: str) -> str:
        """Return a text without markup.

        A link to an entry becomes its words or the title of the entry, a citation the label of the work.
        """
        references = self.index.references
        labelled = label_citations(markdown, lambda work: text.escape_markdown(references[work].label))
        return text.plain_text(labelled, lambda name: self.index.titles[name])

    def absolute_url(self, path: str) -> str:
        """Return the absolute URL of a path from the root of the site."""
        return f"{self.site_url}{path}"


class EntryBounds(Record):
    """When an undated entry began at the earliest and at the latest, as follows from the entries around it."""

    entry: EntryId
    """Id of the entry."""
    earliest: EdtfText | None
    """The first day on which it can have begun, or null."""
    earliest_path: tuple[EntryId, ...]
    """The entries by which that follows: from the one whose own date or bound it is, to this entry."""
    latest: EdtfText | None
    """The last day on which it can have begun, or null."""
    latest_path: tuple[EntryId, ...]
    """The entries by which that follows."""


def _entry_bounds(index: ScenarioIndex) -> Iterator[EntryBounds]:
    """Yield the bounds of all undated entries that have any, in the order of the file."""
    for entry in index.scenario.entries:
        earliest, latest = index.chronology.earliest.get(entry.id), index.chronology.latest.get(entry.id)
        if entry.date is None and (earliest or latest):
            yield EntryBounds(
                entry=entry.id,
                earliest=edtf_day(earliest.day) if earliest else None,
                earliest_path=earliest.path if earliest else (),
                latest=edtf_day(latest.day) if latest else None,
                latest_path=latest.path if latest else (),
            )


def build_exports(index: ScenarioIndex, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path from the root of the site and the content of each file, in the order of `exported_files`.

    `site_url` is absolute and ends in a slash.

    Raises:
        ValueError: a text holds a control character, which XML does not allow.
    """
    for file in exported_files(index.scenario):
        content = BUILDERS[file.name](_Context(index, site_url, f"{site_url}{file.address}"))
        yield file.address, content if isinstance(content, bytes) else content.encode()


def _dump_json(value: object) -> bytes:
    return to_json(value, indent=1) + b"\n"


def _build_scenario(context: _Context) -> bytes:
    schema = {"$schema": context.absolute_url(f"{export_formats.EXPORT_FOLDER}scenario.schema.json")}
    scenario = context.index.scenario
    estimates = scenario.estimates
    records = ((name, value) for name, value in scenario if name != "estimates")
    bounds = {"bounds": [*_entry_bounds(context.index)]}
    fields = chain(schema.items(), context.metadata.items(), records, bounds.items())
    if estimates:
        fields = chain(fields, dict.fromkeys(_ESTIMATES_NAMES, estimates).items())
    # One field at a time: serializing the whole scenario at once takes twice the memory.
    parts = [to_json({name: value}, by_alias=False, indent=1)[2:-2] for name, value in fields]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _build_schema(context: _Context) -> bytes:
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
    schema["description"] = "Everything that the site says, in one file. It is fiction."
    return schema


def _metadata_schema() -> dict[str, Any]:
    descriptions = {
        "$schema": "Address of this schema.",
        "version": "Version of the format: fields of a version keep their names and types.",
        "address": "Address of the file.",
        "licence": "What the file may be used under.",
        "label": "What it is: a work of fiction.",
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
    ):  # YAML reads a bare year as a number; a name is exported as text
        adapted["type"] = "string"
    return adapted


def _build_csv(context: _Context, table: Table, rows: Iterable[tuple[Record, str, dict[str, str]]]) -> str:
    """Return a table as CSV with all cells quoted, for records with their paths and their derived cells."""
    output = io.StringIO()
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    names = [column.name for column in table.columns]
    writer.writerow(names)
    notice = {"label": context.index.scenario.about.fiction_label, "licence": social_meta.LICENCE_NAME}
    for record, path, derived in rows:
        cells = {**_cells(context, record), "address": context.absolute_url(path), **notice, **derived}
        writer.writerow(guard_formula(cells.get(name, "")) for name in names)
    return output.getvalue()


def guard_formula(cell: str) -> str:
    """Return a cell with an apostrophe before it if a spreadsheet would run it as a formula, as OWASP recommends."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _build_entries(context: _Context) -> str:
    index, basis = context.index, context.index.claim_index.basis
    bounds = {item.entry: _cells(context, item) for item in _entry_bounds(index)}
    rows = (
        (
            entry,
            urls.entry_address(entry.id),
            {"basis": basis(entry.id), "label": index.fiction_label(entry.id), **bounds.get(entry.id, {})},
        )
        for entry in index.scenario.entries
    )
    return _build_csv(context, ENTRIES_TABLE, rows)


def _build_story(context: _Context) -> str:
    passages = context.index.scenario.story
    return _build_csv(context, STORY_TABLE, ((passage, permalink("story", passage.id), {}) for passage in passages))


def _build_claims(context: _Context) -> str:
    claims = ((claim, sentence.id) for sentence in context.index.scenario.sentences for claim in sentence.claims)
    rows = ((claim, urls.account_address(claim.id), {"sentence": sentence}) for claim, sentence in claims)
    return _build_csv(context, CLAIMS_TABLE, rows)


def _build_links(context: _Context) -> str:
    links = context.index.scenario.links
    return _build_csv(context, LINKS_TABLE, ((link, context.index.link_address(link), {}) for link in links))


def _cells(context: _Context, record: Record, prefix: str = "") -> dict[str, str]:
    """Return the fields of a record as text; a field of a nested record is named after both, as `life.role`."""
    markdown = fields_with_marker(type(record), TextFormat.MARKDOWN)
    cells: dict[str, str] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            cells |= _cells(context, value, f"{prefix}{name}.")
        elif value is not None:
            items = value if isinstance(value, tuple) else (value,)
            texts = (context.to_plain_text(item) if name in markdown else item for item in items)
            cells[prefix + name] = export_formats.LIST_SEPARATOR.join(texts)
    return cells


def _build_graph(build: GraphBuilder, context: _Context) -> str:
    """Return the graph of entries and links in the format of a builder; null fields are left out."""
    index, basis = context.index, context.index.claim_index.basis
    bounds = {item.entry: _cells(context, item) for item in _entry_bounds(index)}
    nodes = {
        entry.id: _without_nulls(
            {name: getattr(entry, name) for name in ("title", "kind", "thread", "date")}
            | {"basis": basis(entry.id), "address": context.absolute_url(urls.entry_address(entry.id))}
            | {"in_reality": entry.in_reality, "status": _status(index, entry.id)}
            | {name: bounds.get(entry.id, {}).get(name) for name in ("earliest", "latest")}
        )
        for entry in index.scenario.entries
    }
    edges: dict[tuple[str, str], dict[str, str]] = {}
    for link in index.scenario.links:
        cells = _cells(context, link) | {"address": context.absolute_url(index.link_address(link))}
        edges[cells.pop("cause"), cells.pop("effect")] = cells
    edges = {**_concern_edges(index), **edges}
    about = index.scenario.about
    source = ", ".join(filter(None, (about.source_title, about.source_url))) or None
    return build(_without_nulls(context.metadata | {"source": source}), nodes, edges)


def _status(index: ScenarioIndex, entry_id: str) -> str | None:
    record = index.history_by_entry.get(entry_id)
    return record.status if record else None


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


def _build_bibtex(context: _Context) -> str:
    metadata = context.metadata
    title = context.index.scenario.about.title
    comments = [f"Real works on our timeline. What cites them, {title}, is fiction: {metadata['label']}"]
    names = ("address", "version", "updated", "licence")
    comments += [f"{name.capitalize()}: {metadata[name]}" for name in names if metadata[name]]
    return build_bibtex(context.index.scenario.references, context.to_plain_text, comments)


def _build_csl_json(context: _Context) -> bytes:
    return _dump_json(build_csl_items(context.index.scenario.references, context.to_plain_text))


def _build_search_names(context: _Context) -> bytes:
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


BUILDERS: dict[str, Callable[[_Context], str | bytes]] = {
    "scenario.json": _build_scenario,
    "scenario.schema.json": _build_schema,
    "entries.csv": _build_entries,
    "story.csv": _build_story,
    "claims.csv": _build_claims,
    "links.csv": _build_links,
    "causes.graphml": partial(_build_graph, build_graphml),
    "causes.dot": partial(_build_graph, build_dot),
    "references.bib": _build_bibtex,
    "references.json": _build_csl_json,
    "search-names.json": _build_search_names,
}
"""The builder of each file, by file name."""
