from __future__ import annotations

from collections import defaultdict
from itertools import combinations, groupby, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.causes_narrow import assign_lanes, layout_causes_narrow
from macros.layout.model import Node
from macros.layout.row_order import order_rows
from tests.layout.graphs import LARGE, chain, edges, graphs, layers, nodes, star, threads_of
from tests.layout.layout_assertions import assert_complete, assert_drawing, corners

if TYPE_CHECKING:
    from collections.abc import Mapping

    from macros.layout.causes_wide import Graph
    from macros.layout.font import Font
    from macros.layout.model import Drawing, EdgeRoute

WIDTH = 328
CHAIN, STAR, LAYERS = chain(200), star(60), layers(5, 5)
ENDS = st.integers(0, 30)
INTERVALS = st.lists(st.tuples(ENDS, ENDS).map(sorted).map(lambda ends: (ends[0], ends[1] + 1)), max_size=40)


def assert_arcs(font: Font, graph: Graph, threads: Mapping[str, str]) -> None:
    """Assert everything that holds in every arc diagram."""
    drawing = layout_causes_narrow(font, graph.nodes, graph.edges, threads)
    assert drawing == layout_causes_narrow(font, graph.nodes, graph.edges, threads)
    assert drawing.width == WIDTH
    assert_drawing(font, drawing, 8)
    assert_complete(drawing, graph)
    names = [box.node.id for box in drawing.boxes]
    assert tuple(names) == order_rows([node.id for node in graph.nodes], graph.edges, threads)
    for upper, lower in pairwise(drawing.boxes):
        assert lower.y >= upper.bottom + 5
        assert (lower.x, lower.width) == (upper.x, upper.width)
    assert drawing.boxes[0].width >= 195
    assert drawing.boxes[0].right == pytest.approx(WIDTH - 1)
    assert drawing.height == pytest.approx(drawing.boxes[-1].bottom + 1)
    assert_lanes(drawing)
    assert_ports(drawing)
    assert_headings(drawing, threads)


def lane_x(route: EdgeRoute) -> float:
    """Return the x of the lane of an arc."""
    return min(point.x for point in route.curve)


def assert_lanes(drawing: Drawing) -> None:
    """Assert that arcs run downwards, without overlaps, and the shorter of two inside the longer."""
    for route in drawing.routes:
        assert route.curve[0].y < route.tip.y
        assert [point.y for point in route.curve] == sorted(point.y for point in route.curve)
        assert route.curve[0].x - lane_x(route) >= 20
    lanes = defaultdict(list)
    for route in drawing.routes:
        lanes[round(lane_x(route), 6)].append((route.curve[0].y, route.tip.y))
    for spans in lanes.values():
        for upper, lower in pairwise(sorted(spans)):
            assert upper[1] < lower[0]
    for lane, next_lane in pairwise(sorted(lanes)):
        assert next_lane - lane > 0.1
    for outer in drawing.routes:
        for inner in drawing.routes:
            if outer.curve[0].y < inner.curve[0].y and inner.tip.y < outer.tip.y:
                assert lane_x(outer) < lane_x(inner)


def assert_ports(drawing: Drawing) -> None:
    """Assert that arcs leave the lower half of a box and enter the upper half, in an order in which none cross."""
    boxes = {box.node.id: box for box in drawing.boxes}
    leaving, entering = defaultdict(list), defaultdict(list)
    for route in drawing.routes:
        cause, effect = boxes[route.edge.cause], boxes[route.edge.effect]
        start, tip = route.curve[0], route.tip
        assert (start.x, tip.x) == (cause.x, effect.x)
        assert cause.y + cause.height / 2 <= start.y <= cause.bottom - 2
        assert effect.y + 2 <= tip.y <= effect.y + effect.height / 2
        assert route.arrowhead[0].x == route.arrowhead[1].x == pytest.approx(tip.x - 7)
        leaving[cause.node.id].append((start.y, -effect.y))
        entering[effect.node.id].append((tip.y, -cause.y))
    for ports in (*leaving.values(), *entering.values()):
        assert len({y for y, _ in ports}) == len(ports)
        assert sorted(ports) == sorted(ports, key=lambda port: port[1])


def assert_headings(drawing: Drawing, threads: Mapping[str, str]) -> None:
    """Assert that the title of each thread stands over each run of its entries, and nowhere else."""
    captions = list(drawing.captions)
    bottom = 0.0
    for title, run in groupby(drawing.boxes, key=lambda box: threads.get(box.node.id, "")):
        boxes = list(run)
        title_text = ""
        while captions and captions[0].y < boxes[0].y:
            line = captions.pop(0)
            title_text += line.text
            (x, top), (_, bottom_of_text) = corners(line)
            assert x == boxes[0].x
            assert bottom < top
            assert bottom_of_text < boxes[0].y
        assert title_text.replace(" ", "") == title.replace(" ", "")
        bottom = boxes[-1].bottom
    assert captions == []


@LARGE
@given(graphs())
def test_any_graph_has_a_valid_layout(font: Font, graph: Graph) -> None:
    assert_arcs(font, graph, threads_of(graph))


@LARGE
@given(graphs(max_size=40, links=3))
def test_a_graph_without_threads_has_a_valid_layout(font: Font, graph: Graph) -> None:
    assert_arcs(font, graph, {})


@pytest.mark.parametrize("graph", [CHAIN, STAR, LAYERS], ids=["chain", "star", "layers"])
def test_regular_graphs_have_a_valid_layout(font: Font, graph: Graph) -> None:
    assert_arcs(font, graph, threads_of(graph))


def test_causes_are_above_their_effects(font: Font) -> None:
    drawing = layout_causes_narrow(font, nodes(*"abc"), edges("a>c", "b>c", "a!b"), {})
    assert [box.node.id for box in drawing.boxes] == ["a", "b", "c"]
    assert [bool(route.crossbar) for route in drawing.routes] == [False, False, True]


def test_a_row_without_arcs_has_the_whole_width(font: Font) -> None:
    [box] = layout_causes_narrow(font, nodes("a"), (), {}).boxes
    assert (box.x, box.right) == (0, WIDTH - 1)


def test_many_lanes_are_closer_together(font: Font) -> None:
    def steps(rays: int) -> float:
        graph = star(rays)
        lanes = sorted(map(lane_x, layout_causes_narrow(font, graph.nodes, graph.edges, {}).routes))
        return lanes[1] - lanes[0]

    assert steps(2) == pytest.approx(14)
    assert steps(100) == pytest.approx(106 / 99)


def test_only_the_chosen_entry_is_highlighted(font: Font) -> None:
    drawing = layout_causes_narrow(font, nodes(*"abc"), edges("a>b", "b>c"), {}, highlighted_id="b")
    assert [box.is_highlighted for box in drawing.boxes] == [False, True, False]
    assert not any(box.is_highlighted for box in layout_causes_narrow(font, nodes(*"ab"), edges("a>b"), {}).boxes)


def test_a_long_heading_breaks_into_lines(font: Font) -> None:
    title = "A thread with a name that is much too long for one line of a telephone"
    drawing = layout_causes_narrow(font, nodes(*"ab"), edges("a>b"), dict.fromkeys("ab", title))
    assert len(drawing.captions) == 2
    assert_headings(drawing, dict.fromkeys("ab", title))


def test_the_note_is_below_the_title(font: Font) -> None:
    [box] = layout_causes_narrow(font, [Node("a", "The harvest", "stated", "1958")], (), {}).boxes
    assert [line.text for line in box.label] == ["The harvest", "1958"]
    assert box.label[0].x == box.label[1].x == box.x + 9
    assert box.height == pytest.approx(2 * 13 * 1.22 + 14)


def test_a_figure_without_entries_has_no_negative_height(font: Font) -> None:
    drawing = layout_causes_narrow(font, (), (), {})
    assert not drawing.boxes
    assert not drawing.routes
    assert drawing.height >= 0


def overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return max(first[0], second[0]) < min(first[1], second[1])


@given(INTERVALS)
def test_overlapping_intervals_never_share_a_lane(pairs: list[tuple[int, int]]) -> None:
    intervals = dict(enumerate(pairs))
    lanes = assign_lanes(intervals)
    assert lanes.keys() == intervals.keys()
    for first, second in combinations(intervals, 2):
        assert not (overlap(intervals[first], intervals[second]) and lanes[first] == lanes[second])


@given(INTERVALS)
def test_an_interval_gets_the_first_lane_free_of_shorter_ones(pairs: list[tuple[int, int]]) -> None:
    intervals = dict(enumerate(pairs))
    lengths = {key: (last - first, key) for key, (first, last) in intervals.items()}
    lanes = assign_lanes(intervals)
    for key, lane in lanes.items():
        shorter = [
            second
            for second in intervals
            if lengths[second] < lengths[key] and overlap(intervals[second], intervals[key])
        ]
        assert set(range(lane)) <= {lanes[second] for second in shorter}
        assert lane not in {lanes[second] for second in shorter}


def test_intervals_that_only_touch_share_a_lane() -> None:
    assert assign_lanes({"a": (0, 2), "b": (2, 5), "c": (5, 6)}) == {"a": 0, "b": 0, "c": 0}


def test_shorter_intervals_get_lower_lanes_and_ties_keep_order() -> None:
    assert assign_lanes({"long": (0, 9), "second": (1, 4), "third": (2, 5)}) == {"second": 0, "third": 1, "long": 2}


def test_no_intervals_need_no_lanes() -> None:
    assert assign_lanes({}) == {}
