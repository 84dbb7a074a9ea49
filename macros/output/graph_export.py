"""The graph of entries and links as GraphML and in the DOT language. Both take metadata, nodes and edges as plain data.

Nodes map an id to its attributes, edges map a pair of ids (cause, effect) to theirs. All values are text.
Programs such as Gephi show the attribute `label`: the title of a node, and the relation of an edge.

Sources:
    GraphML Primer, http://graphml.graphdrawing.org/primer/graphml-primer.html.
    The DOT language, https://graphviz.org/doc/info/lang.html; escString, https://graphviz.org/docs/attr-types/escString/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pygraphviz import AGraph

Attributes: TypeAlias = Mapping[str, str]
Key = TypeVar("Key")
Nodes: TypeAlias = Mapping[str, Attributes]
Edges: TypeAlias = Mapping[tuple[str, str], Attributes]
GraphBuilder: TypeAlias = Callable[[Attributes, Nodes, Edges], str]

_GRAPHML = {
    "xmlns": "http://graphml.graphdrawing.org/xmlns",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": (
        "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
    ),
}
_EDGE_STYLES = {"in-spite-of": {"style": "dashed"}, "concerns": {"style": "dotted", "arrowhead": "none"}}
_LONE_BACKSLASH = re.compile(r'(?<!\\)((?:\\\\)*\\)(?=["\r\n]|\Z)')


def build_graphml(metadata: Attributes, nodes: Nodes, edges: Edges) -> str:
    """Return the graph as GraphML, with the edges in the order of their causes among the nodes.

    Texts have no characters that XML 1.0 forbids; data files cannot have them.
    """
    nodes, edges = _add_labels(nodes, "title"), _add_labels(edges, "relation")
    position = {node: index for index, node in enumerate(nodes)}
    edges = dict(sorted(edges.items(), key=lambda edge: position[edge[0][0]]))
    scopes = {"graph": [metadata], "node": nodes.values(), "edge": edges.values()}
    names = dict.fromkeys((scope, name) for scope, owners in scopes.items() for owner in owners for name in owner)
    keys = {key: f"d{number}" for number, key in enumerate(names)}
    root = Element("graphml", _GRAPHML)
    for (scope, name), key in reversed(keys.items()):
        SubElement(root, "key", {"id": key, "for": scope, "attr.name": name, "attr.type": "string"})
    graph = SubElement(root, "graph", edgedefault="directed")
    for node, attributes in nodes.items():
        _add_data(SubElement(graph, "node", id=node), "node", attributes, keys)
    for (cause, effect), attributes in edges.items():
        _add_data(SubElement(graph, "edge", source=cause, target=effect), "edge", attributes, keys)
    _add_data(graph, "graph", metadata, keys)
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return f"{document.decode()}\n\n"


def _add_labels(owners: Mapping[Key, Attributes], name: str) -> dict[Key, Attributes]:
    """Return nodes or edges with an attribute, if they have it, as their label too."""
    return {
        key: {**attributes, "label": attributes[name]} if name in attributes else attributes
        for key, attributes in owners.items()
    }


def _add_data(element: Element, scope: str, attributes: Attributes, keys: Mapping[tuple[str, str], str]) -> None:
    for name, value in attributes.items():
        SubElement(element, "data", key=keys[scope, name]).text = value


def build_dot(metadata: Attributes, nodes: Nodes, edges: Edges) -> str:
    """Return the graph in DOT. Nodes are labelled with their titles.

    Edges of the relation `in-spite-of` are dashed, those that tie people to what concerns them are dotted.
    """
    graph = AGraph(directed=True, strict=True)
    for name, value in metadata.items():
        graph.graph_attr[name] = escape_label(value) if name == "label" else escape_dot(value)
    for node, attributes in nodes.items():
        graph.add_node(node, label=escape_label(attributes["title"]), **_escape_all(attributes))
    for (cause, effect), attributes in edges.items():
        graph.add_edge(cause, effect, **_EDGE_STYLES.get(attributes["relation"], {}), **_escape_all(attributes))
    return str(graph.to_string())


def _escape_all(attributes: Attributes) -> dict[str, str]:
    return {name: escape_dot(value) for name, value in attributes.items()}


def escape_dot(text: str) -> str:
    """Return a text as a DOT string. DOT has no form for a lone backslash before a quotation mark or the end."""
    return _LONE_BACKSLASH.sub(r"\1\\", text)


def escape_label(text: str) -> str:
    r"""Return a text as an `escString`, which Graphviz draws unchanged.

    Otherwise `\N` would become the name of the node, `&lt;` a character, and `<b>` HTML.
    """
    return text.replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
