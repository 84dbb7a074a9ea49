"""Write the files for programs: JSON, CSV, graphs and literature. `macros.pages.export_formats` lists them.

The same data gives the same bytes. Fields have the names and types of the model, which version 1 promises to keep.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx
from pydantic_core import to_json
from pygraphviz import AGraph

from macros.output.bibliography import build_bibtex, build_csl_items
from macros.pages import social_meta, text, urls
from macros.pages.export_formats import BETWEEN, CLAIMS, ENTRIES, FILES, FOLDER, LICENCE, LINKS, VERSION
from macros.scenario.fields import Form, Record, marked
from macros.scenario.model import json_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from macros.pages.export_formats import Table
    from macros.pages.scenario_index import ScenarioIndex

    Graph: TypeAlias = nx.DiGraph[str]

_FORMULA = re.compile(r"""[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]""")
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_BACKSLASH = re.compile(r'(?<!\\)((?:\\\\)*\\)(?=["\r\n]|\Z)')
_YAML_DATE = ["string", "integer"]


@dataclass(frozen=True, slots=True)
class _Source:
    """What a file is made from: the records, the address of the site, and the file's own address there."""

    index: ScenarioIndex
    site: str
    address: str

    @property
    def head(self) -> dict[str, str | None]:
        """What every file says of itself, where its format has room for it."""
        scenario = self.index.scenario
        return {
            "version": VERSION,
            "address": self.address,
            "licence": LICENCE,
            "label": scenario.about.fiction_label,
            "updated": max((revision.date for revision in scenario.revisions), default=None),
        }

    def last(self, address: str) -> dict[str, str]:
        """Return what each row of a table ends with, for the record at an address from the root of the site."""
        label = self.index.scenario.about.fiction_label
        return {"address": self.at(address), "label": label, "licence": social_meta.LICENCE}

    def plain(self, markdown: str) -> str:
        """Return a text without markup; a link to an entry leaves its words."""
        return text.plain(markdown, lambda name: self.index.titles[name])

    def at(self, address: str) -> str:
        """Return the absolute address of something on the site."""
        return f"{self.site}{address}"


def exports(index: ScenarioIndex, site: str) -> Iterator[tuple[str, bytes]]:
    """Give every file, in the order of their list: its address from the root of the site, and its bytes.

    `site` is the absolute address of the site and ends in a slash.

    Raises:
        ValueError: a text holds a control character, which XML cannot.
    """
    for file in FILES:
        made = _MAKERS[file.name](_Source(index, site, f"{site}{file.address}"))
        yield file.address, made if isinstance(made, bytes) else made.encode()


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _scenario(source: _Source) -> bytes:
    schema = {"$schema": f"{source.site}{FOLDER}scenario.schema.json"}
    fields = chain(schema.items(), source.head.items(), source.index.scenario)
    # Field by field: the whole would be held twice while it grows.
    parts = [to_json({name: value}, by_alias=False, indent=1)[2:-2] for name, value in fields]
    return b",\n".join([b"{\n" + parts[0], *parts[1:-1], parts[-1] + b"\n}\n"])


def _schema(source: _Source) -> str:
    return _schema_at(source.address)


@cache
def _schema_at(address: str) -> str:
    """Return the schema as a file at an address: no data change it."""
    schema = export_schema()
    return _json({"$schema": schema.pop("$schema"), "$id": address} | schema)


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema (file 2020-12) of `scenario.json`, without its address.

    It is that of the data file, but nothing is ever left out and new fields may come, and a date is always text.
    """
    schema: dict[str, Any] = _as_exported(json_schema())
    schema["properties"] = _head_schema() | schema["properties"]
    schema["required"] = list(schema["properties"])
    schema["description"] = "Everything that the site says, in one file. It is fiction."
    return schema


def _head_schema() -> dict[str, Any]:
    described = {
        "$schema": "Address of this schema.",
        "version": "Version of the format: fields of a version keep their names and types.",
        "address": "Address of the file.",
        "licence": "What the file may be used under.",
        "label": "What it is: a work of fiction.",
    }
    head: dict[str, Any] = {name: {"description": words, "type": "string"} for name, words in described.items()}
    head["version"]["const"] = VERSION
    updated = {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "Day of the newest revision, or null."}
    return head | {"updated": updated}


def _as_exported(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    if isinstance(schema, list):
        return [_as_exported(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _as_exported(part) for key, part in schema.items() if key not in {"additionalProperties", "default"}}
    if kept.get("type") == "object":
        kept["required"] = list(kept["properties"])
    if kept.get("type") == _YAML_DATE:  # a bare year is a number to YAML only
        kept["type"] = "string"
    return kept


def _csv(table: Table, rows: Iterable[dict[str, str]]) -> str:
    """Return a table as CSV (RFC 4180), every cell in quotes and none of them the start of a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    names = [column.name for column in table.columns]
    writer.writerow(names)
    writer.writerows([[_safe(row.get(name, "")) for name in names] for row in rows])
    return written.getvalue()


def _safe(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, as OWASP advises on CSV injection."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _entries(source: _Source) -> str:
    index = source.index
    return _csv(
        ENTRIES,
        (
            {**_cells(source, entry), "basis": index.basis(entry.id), **source.last(urls.entry(entry.id))}
            for entry in index.scenario.entries
        ),
    )


def _claims(source: _Source) -> str:
    return _csv(
        CLAIMS,
        (
            {**_cells(source, claim), "sentence": sentence.id, **source.last(urls.account_anchor(claim.id))}
            for sentence in source.index.scenario.sentences
            for claim in sentence.claims
        ),
    )


def _links(source: _Source) -> str:
    return _csv(
        LINKS,
        (
            {**_cells(source, link), **source.last(source.index.link_address(link))}
            for link in source.index.scenario.links
        ),
    )


def _cells(source: _Source, record: Record, before: str = "") -> dict[str, str]:
    """Return the fields of a record as text, those of a record inside it under both names."""
    markdown = {place[0] for place, form, _ in marked(record, Form) if form is Form.MARKDOWN}
    cells: dict[str, str] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            cells |= _cells(source, value, f"{before}{name}.")
        elif value is not None:
            parts = value if isinstance(value, tuple) else (value,)
            cells[before + name] = BETWEEN.join(source.plain(part) if name in markdown else part for part in parts)
    return cells


def _graph(source: _Source) -> Graph:
    """Return entries and links with what is known of them; what is null is left out."""
    graph: Graph = nx.DiGraph(**_known(source.head))
    for entry in source.index.scenario.entries:
        cells = {name: getattr(entry, name) for name in ("title", "kind", "thread", "date")}
        cells |= {"basis": source.index.basis(entry.id), "address": source.at(urls.entry(entry.id))}
        graph.add_node(entry.id, **_known(cells))
    for link in source.index.scenario.links:
        cells = _cells(source, link) | {"address": source.at(source.index.link_address(link))}
        graph.add_edge(cells.pop("cause"), cells.pop("effect"), **cells)
    return graph


def _known(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _graphml(source: _Source) -> str:
    graph = _graph(source)
    for where, attributes in _attributes(graph):
        for name, value in attributes.items():
            if _NOT_XML.search(value):
                raise ValueError(f"{name} of {where} holds a control character, which GraphML cannot: {value!r}")
    written = io.BytesIO()
    nx.write_graphml_xml(graph, written, prettyprint=True)
    return written.getvalue().decode() + "\n"


def _attributes(graph: Graph) -> Iterator[tuple[str, dict[str, str]]]:
    yield "the graph", graph.graph
    yield from graph.nodes(data=True)
    yield from ((f"{cause}--{effect}", attributes) for cause, effect, attributes in graph.edges(data=True))


def _dot(source: _Source) -> str:
    """Return the graph in the language of Graphviz, which draws titles, and dashes what came about in spite of."""
    graph = _graph(source)
    drawing = AGraph(directed=True, strict=True)
    for name, value in graph.graph.items():
        drawing.graph_attr[name] = _label(value) if name == "label" else _dot_text(value)
    for name, attributes in graph.nodes(data=True):
        drawing.add_node(name, label=_label(attributes["title"]), **_dot_texts(attributes))
    for cause, effect, attributes in graph.edges(data=True):
        style = {} if attributes["relation"] == "cause" else {"style": "dashed"}
        drawing.add_edge(cause, effect, **style, **_dot_texts(attributes))
    return str(drawing.to_string())


def _dot_texts(attributes: dict[str, str]) -> dict[str, str]:
    return {name: _dot_text(value) for name, value in attributes.items()}


def _dot_text(value: str) -> str:
    """Return a text that DOT can hold: it has no way to write a lone backslash before a quotation mark or an end."""
    return _LONE_BACKSLASH.sub(r"\1\\", value)


def _label(value: str) -> str:
    r"""Return a text that Graphviz draws as it is, an `escString`: \N would be a name, &lt; a sign, <b> HTML."""
    return value.replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")


def _bibtex(source: _Source) -> str:
    head = source.head
    title = source.index.scenario.about.title
    notes = [f"Real works on our timeline. What cites them, {title}, is fiction: {head['label']}"]
    notes += [
        f"{name.capitalize()}: {head[name]}" for name in ("address", "version", "updated", "licence") if head[name]
    ]
    return build_bibtex(source.index.scenario.references, source.plain, notes)


def _csl(source: _Source) -> str:
    return _json(build_csl_items(source.index.scenario.references, source.plain))


def _search_names(source: _Source) -> str:
    entries = {
        entry.id: {
            "title": entry.title,
            "names": entry.names,
            "misspellings": entry.misspellings,
            "address": source.at(urls.entry(entry.id)),
        }
        for entry in source.index.scenario.entries
    }
    return _json(source.head | {"entries": entries})


_MAKERS: dict[str, Callable[[_Source], str | bytes]] = {
    "scenario.json": _scenario,
    "scenario.schema.json": _schema,
    "entries.csv": _entries,
    "claims.csv": _claims,
    "links.csv": _links,
    "causes.graphml": _graphml,
    "causes.dot": _dot,
    "references.bib": _bibtex,
    "references.json": _csl,
    "search-names.json": _search_names,
}
