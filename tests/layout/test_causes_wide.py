from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from macros.layout.causes_wide import Graph, label_box, layout_causes_wide
from macros.layout.model import Edge, LayoutError, Node
from tests.layout.graphs import LARGE, build_graph, chain, edges, graphs, layers, nodes, star
from tests.layout.layout_assertions import assert_complete, assert_drawing, assert_label, components, corners

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macros.layout.font import Font
    from macros.layout.model import Box, Drawing

SIDE_HEADING = "Beside the main story"
ANY = 1_000_000.0
ROW = 0.6
"""How far the middles of boxes in one row may differ, in px."""
CHAIN, STAR, LAYERS = chain(200), star(40), layers(5, 5)


def layout(font: Font, graph: Graph, max_width: float = ANY) -> Drawing:
    drawing = layout_causes_wide(font, graph, max_width, SIDE_HEADING)
    assert drawing is not None
    return drawing


def rows(drawing: Drawing) -> dict[str, float]:
    """Return the y of the middle of each box, by id."""
    return {box.node.id: box.y + box.height / 2 for box in drawing.boxes}


def parts(drawing: Drawing, graph: Graph) -> list[list[Box]]:
    """Return the boxes of each component, in the order of the drawing, the largest component first."""
    return [[box for box in drawing.boxes if box.node.id in component] for component in components(graph)]


def bounds(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Return the left, upper, right and lower side of the bounding box of boxes."""
    all_boxes = list(boxes)
    return (
        min(box.x for box in all_boxes),
        min(box.y for box in all_boxes),
        max(box.right for box in all_boxes),
        max(box.bottom for box in all_boxes),
    )


def assert_layered(font: Font, graph: Graph, drawing: Drawing) -> None:
    """Assert everything that holds in every layered figure."""
    assert_drawing(font, drawing, 8)
    assert_complete(drawing, graph)
    boxes = {box.node.id: box for box in drawing.boxes}
    for edge in graph.edges:
        assert boxes[edge.cause].bottom < boxes[edge.effect].y
    for route in drawing.routes:
        assert route.arrowhead[-1] == route.tip
        assert route.curve[0].y < route.tip.y
    for component in parts(drawing, graph):
        assert_rows(component, graph)
    assert_packed(drawing, graph)


def assert_rows(component: list[Box], graph: Graph) -> None:
    """Assert that what ended earlier is no lower, and that boxes come row by row, which is a topological order."""
    middle = {box.node.id: box.y + box.height / 2 for box in component}
    dated = [node_id for node_id in middle if node_id in graph.days]
    for first in dated:
        for second in dated:
            if graph.days[first][1] < graph.days[second][0]:
                assert middle[first] <= middle[second] + ROW, (first, second)
    for before, after in pairwise(component):
        assert middle[before.node.id] <= middle[after.node.id] + ROW
        if abs(middle[before.node.id] - middle[after.node.id]) < ROW:
            assert before.x < after.x
    position = {box.node.id: index for index, box in enumerate(component)}
    for edge in graph.edges:
        if edge.cause in position:
            assert position[edge.cause] < position[edge.effect]


def assert_packed(drawing: Drawing, graph: Graph) -> None:
    """Assert that the largest component is at the top, centred, and the others under their heading, by size."""
    largest, *others = parts(drawing, graph)
    bottom = bounds(largest)[3]
    sizes = [len(component) for component in components(graph)]
    sizes_in_order = [
        next(len(component) for component in components(graph) if box.node.id in component) for box in drawing.boxes
    ]
    assert sizes_in_order == [size for size in sizes for _ in range(size)]
    assert bool(others) == bool(drawing.captions)
    for caption in drawing.captions:
        assert caption.text == SIDE_HEADING
        assert corners(caption)[0][1] > bottom
        assert corners(caption)[1][1] < min(bounds(component)[1] for component in others)
    areas = [bounds(component) for component in others]
    for index, first in enumerate(areas):
        for second in areas[index + 1 :]:
            has_gap_x = first[2] + 40 < second[0] or second[2] + 40 < first[0]
            assert has_gap_x or first[3] + 30 < second[1] or second[3] + 30 < first[1]


@LARGE
@given(graphs())
def test_any_graph_has_a_valid_layout(font: Font, graph: Graph) -> None:
    assert_layered(font, graph, layout(font, graph))


@LARGE
@given(graphs(max_size=30))
def test_a_figure_is_within_the_maximal_width_or_none(font: Font, graph: Graph) -> None:
    for max_width in (200, 600, 1176):
        drawing = layout_causes_wide(font, graph, max_width, SIDE_HEADING)
        assert drawing == layout_causes_wide(font, graph, max_width, SIDE_HEADING)
        if drawing is not None:
            assert drawing.width <= max_width
            assert_layered(font, graph, drawing)


@pytest.mark.parametrize("graph", [CHAIN, STAR, LAYERS], ids=["chain", "star", "layers"])
def test_regular_graphs_have_a_valid_layout(font: Font, graph: Graph) -> None:
    assert_layered(font, graph, layout(font, graph))


def test_causes_are_above_their_effects(font: Font) -> None:
    middle = rows(layout(font, build_graph("abcd", "a>b", "b>d", "a>c", "a>d")))
    assert middle["a"] < middle["b"] == pytest.approx(middle["c"], abs=ROW)
    assert middle["c"] < middle["d"]


def test_an_entry_that_ended_earlier_is_in_no_lower_layer(font: Font) -> None:
    pairs = ("a>b", "b>c", "x>y", "a>y")
    without = rows(layout(font, build_graph("abcxy", *pairs)))
    assert without["x"] < without["c"]
    days = {"c": ((1950, 1, 1), (1950, 12, 31)), "x": ((1951, 1, 1), (1951, 12, 31))}
    dated = rows(layout(font, build_graph("abcxy", *pairs, **days)))
    assert dated["x"] >= dated["c"] - ROW


def test_overlapping_dates_do_not_constrain_layers(font: Font) -> None:
    pairs = ("a>b", "b>c", "x>y", "a>y")
    days = {"c": ((1950, 1, 1), (1951, 1, 1)), "x": ((1951, 1, 1), (1951, 12, 31))}
    assert rows(layout(font, build_graph("abcxy", *pairs, **days))) == rows(layout(font, build_graph("abcxy", *pairs)))


def test_links_win_over_dates_that_contradict_them(font: Font) -> None:
    # A long span lies between what began after `c` had ended and `c`; every single link agrees with the dates.
    days = {
        "a": ((1950, 1, 1), (1950, 12, 31)),
        "b": ((1940, 1, 1), (1960, 12, 31)),
        "c": ((1945, 1, 1), (1945, 12, 31)),
    }
    middle = rows(layout(font, build_graph("xabc", "x>c", "a>b", "b>c", **days)))
    assert middle["a"] < middle["b"] < middle["c"]
    assert middle["x"] < middle["c"]


def test_components_are_sorted_by_size_and_first_entry(font: Font) -> None:
    drawing = layout(font, build_graph("abcdefgh", "c>d", "e>f", "f>g"))
    assert [box.node.id for box in drawing.boxes] == ["e", "f", "g", "c", "d", "a", "b", "h"]
    assert_packed(drawing, build_graph("abcdefgh", "c>d", "e>f", "f>g"))


def test_components_on_a_shelf_have_a_gap_between_them(font: Font) -> None:
    title = "A conference of seven thousand cadres settles what to do now"
    wide = Graph(tuple(replace(node, title=title) for node in nodes(*"abcde")), edges("a>c", "a>d", "b>d", "b>e"), {})
    both = Graph((*wide.nodes, *nodes(*"xy")), wide.edges, {})
    drawing = layout(font, both)
    *_, x, y = drawing.boxes
    assert (x.y, x.node.id, y.node.id) == (y.y, "x", "y")
    assert y.x - x.right == pytest.approx(56, abs=ROW)
    assert drawing.width == layout(font, wide).width


def test_a_narrow_main_component_is_centred_over_wider_ones(font: Font) -> None:
    wide = [replace(node, title="w" * 12) for node in nodes(*"xyz")]
    graph = Graph((*nodes(*"abcd"), *wide), edges("a>b", "b>c", "c>d", "x>y", "x>z"), {})
    drawing = layout(font, graph)
    left, _, right, _ = bounds(drawing.boxes[:4])
    assert (left + right) / 2 == pytest.approx(drawing.width / 2, abs=1)
    assert right - left < drawing.width / 2


def test_shelves_have_a_gap_between_them(font: Font) -> None:
    drawing = layout(font, build_graph("abxyzuvw", "a>b"))
    shelves = drawing.boxes[2:]
    tops = sorted({box.y for box in shelves})
    assert len(tops) > 1
    assert tops[1] - tops[0] == pytest.approx(shelves[0].height + 44)
    assert max(box.right for box in drawing.boxes) <= drawing.width - 8 + ROW


def test_a_single_component_has_no_heading(font: Font) -> None:
    assert layout(font, build_graph("ab", "a>b")).captions == ()


def test_a_figure_has_margins_on_all_sides(font: Font) -> None:
    left, top, right, bottom = bounds(layout(font, build_graph("ab", "a>b")).boxes)
    drawing = layout(font, build_graph("ab", "a>b"))
    assert (left, top) == pytest.approx((8, 8), abs=1)
    assert (drawing.width - right, drawing.height - bottom) == pytest.approx((8, 8), abs=1)


def test_labels_become_narrower_where_the_figure_is_too_wide(font: Font) -> None:
    graph = star(6)
    graph = Graph(tuple(replace(node, title="m" * 60) for node in graph.nodes), graph.edges, {})
    widths = [layout(font, graph).width]
    while drawing := layout_causes_wide(font, graph, widths[-1] - 1, SIDE_HEADING):
        widths.append(drawing.width)
    assert len(widths) == 3
    assert widths == sorted(widths, reverse=True)
    for drawing in (layout(font, graph, width + ROW) for width in widths):
        assert_layered(font, graph, drawing)


def test_the_maximal_width_includes_the_margins(font: Font) -> None:
    width = layout(font, build_graph("ab", "a>b")).width
    assert layout_causes_wide(font, build_graph("ab", "a>b"), width, SIDE_HEADING) is not None
    assert layout_causes_wide(font, build_graph("ab", "a>b"), width - 1, SIDE_HEADING) is None


def test_entries_with_many_links_are_highlighted(font: Font) -> None:
    def highlighted(graph: Graph) -> list[str]:
        return [box.node.id for box in layout(font, graph).boxes if box.is_highlighted]

    assert highlighted(star(5)) == []
    assert highlighted(star(6)) == ["n0"]
    graph = star(20)
    hubs = (*graph.edges, *(Edge("n1", f"m{index}", "stated") for index in range(8)))
    names = [node.id for node in graph.nodes] + [f"m{index}" for index in range(8)]
    assert highlighted(Graph(nodes(*names), hubs, {})) == ["n0"]


def test_an_in_spite_of_edge_has_a_crossbar_at_its_middle(font: Font) -> None:
    drawing = layout(font, build_graph("ab", "a!b"))
    [route] = drawing.routes
    assert route.arrowhead[-1].y - route.arrowhead[0].y > 4
    upper, lower = drawing.boxes
    assert upper.bottom < route.crossbar[0].y < lower.y
    assert abs(route.crossbar[0].x - route.crossbar[1].x) == pytest.approx(12, abs=0.1)


def test_a_crossbar_on_an_outermost_edge_stays_on_the_canvas(font: Font) -> None:
    wide = Node("b", "The harvest of the second year is brought in", "stated")
    first, *others = nodes(*"acd")
    graph = Graph((first, wide, *others), edges("a!d", "a!b", "b!c", "c>d"), {})
    assert_layered(font, graph, layout(font, graph))


def test_a_label_is_centred_in_its_box(font: Font) -> None:
    box = label_box(font, Node("a", "Land reform", "stated", "1950"), 300)
    assert_label(font, box, 9)
    assert (box.x, box.y) == (0, 0)
    assert box.width == pytest.approx(font.width("Land reform", 14) + 18)
    assert box.height == pytest.approx(2 * 14 * 1.22 + 12)
    for line in box.label:
        assert line.x + line.width / 2 == pytest.approx(box.width / 2)


def test_two_edges_between_two_nodes_have_two_routes(font: Font) -> None:
    drawing = layout(font, build_graph("ab", "a>b", "a!b"))
    assert len({route.curve for route in drawing.routes}) == 2
    assert sorted(route.edge.style for route in drawing.routes) == ["in-spite-of", "stated"]


def test_an_empty_graph_has_an_empty_drawing(font: Font) -> None:
    drawing = layout(font, Graph((), (), {}))
    assert (drawing.boxes, drawing.routes, drawing.captions) == ((), (), ())


def test_a_layout_error_names_its_stage(font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "macros.layout.causes_wide.label_box", lambda *arguments: replace(label_box(*arguments), width=1)
    )
    with pytest.raises(LayoutError, match=r"^dot: the label of 'a'"):
        layout_causes_wide(font, build_graph("ab", "a>b"), ANY, SIDE_HEADING)
