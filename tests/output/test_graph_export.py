"""Graphs as GraphML: networkx, which other programs read and write them with, is the oracle."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from macros.output.graph_export import build_graphml

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs"]) | st.sampled_from("\n\t &<>\"'"), max_size=8)
ATTRIBUTES = st.dictionaries(st.sampled_from(["title", "date", "relation"]), TEXTS)
NODES = st.dictionaries(st.sampled_from("abcd"), ATTRIBUTES, min_size=1)


def write_with_networkx(
    metadata: Mapping[str, str],
    nodes: Mapping[str, dict[str, str]],
    edges: Mapping[tuple[str, str], dict[str, str]],
) -> str:
    graph: nx.DiGraph[str] = nx.DiGraph(**metadata)
    for node, attributes in nodes.items():
        graph.add_node(node, **attributes, **({"label": attributes["title"]} if "title" in attributes else {}))
    for (cause, effect), attributes in edges.items():
        label = {"label": attributes["relation"]} if "relation" in attributes else {}
        graph.add_edge(cause, effect, **attributes, **label)
    output = io.BytesIO()
    nx.write_graphml_xml(graph, output, prettyprint=True)
    return output.getvalue().decode() + "\n"


@given(ATTRIBUTES, NODES, st.data())
def test_graphml_has_the_bytes_that_networkx_writes(
    metadata: dict[str, str], nodes: dict[str, dict[str, str]], data: st.DataObject
) -> None:
    ends = st.sampled_from(sorted(nodes))
    edges = data.draw(st.dictionaries(st.tuples(ends, ends), ATTRIBUTES))
    assert build_graphml(metadata, nodes, edges) == write_with_networkx(metadata, nodes, edges)
