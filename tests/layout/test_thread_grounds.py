"""Grounds behind the boxes of a thread, and where their labels stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from macros.layout.causes_wide import Graph, layout_causes_wide
from macros.layout.model import Box, Drawing, Node, Point
from macros.layout.thread_grounds import GROUND_GAP, add_grounds, convex_hull, group_boxes, overlap
from tests.layout.graphs import LARGE, build_graph, graphs, threads_of
from tests.layout.layout_assertions import point_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from macros.layout.font import Font
    from macros.layout.model import EdgeRoute, TextLine


def box(name: str, x: float, y: float) -> Box:
    return Box(Node(name, name, "stated"), x, y, 100, 40)


def rectangle(box: Box, margin: float = 0) -> tuple[Point, ...]:
    left, top, right, bottom = box.x - margin, box.y - margin, box.right + margin, box.bottom + margin
    return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


def line_rectangle(line: TextLine) -> tuple[Point, ...]:
    top, bottom = line.y - 0.75 * line.size, line.y + 0.25 * line.size
    return tuple(
        Point(x, y)
        for x, y in ((line.x, top), (line.x + line.width, top), (line.x + line.width, bottom), (line.x, bottom))
    )


def points_of(route: EdgeRoute) -> Iterable[tuple[float, float]]:
    for start in range(0, len(route.curve) - 1, 3):
        yield from (point_on(route.curve[start : start + 4], step / 60) for step in range(61))


def groups(boxes: Sequence[Box], threads: Mapping[str, str]) -> list[str]:
    return ["".join(member.node.id for member in group) for group, _ in group_boxes(boxes, threads)]


@LARGE
@given(graphs(max_size=60))
def test_labels_cover_nothing_and_grounds_no_box_of_another_thread(font: Font, graph: Graph) -> None:
    threads = threads_of(graph)
    drawing = layout_causes_wide(font, graph, 1_000_000, "Others", threads)
    assert drawing is not None
    boxes = {box.node.id: box for box in drawing.boxes}
    members = [group for group, _ in group_boxes(drawing.boxes, threads)]
    assert sorted(member.node.id for group in members for member in group) == sorted(boxes)
    points = [point for route in drawing.routes for point in points_of(route)]
    labels = [rectangle for ground in drawing.grounds for rectangle in map(line_rectangle, ground.label)]
    for index, label in enumerate(labels):
        assert not any(overlap(label, other) for other in labels[:index])
        assert not any(overlap(label, rectangle(other)) for other in boxes.values())
        (left, top), (right, bottom) = label[0], label[2]
        assert not any(left < x < right and top < y < bottom for x, y in points)
        assert left >= 0 <= top
        assert right <= drawing.width
        assert bottom <= drawing.height
    grounds = {ground.polygons for ground in drawing.grounds}
    for group, polygons in group_boxes(drawing.boxes, threads):
        [thread] = {threads[member.node.id] for member in group}
        others = [rectangle(other, GROUND_GAP) for other in boxes.values() if threads[other.node.id] != thread]
        if len(group) > 1:
            assert not any(overlap(polygon, other) for polygon in polygons for other in others)
        grounds.discard(polygons)
    assert not grounds


def test_a_label_is_the_title_of_the_thread_where_there_is_room(font: Font) -> None:
    graph = build_graph("abc", "a>b", "b>c")
    titled = replace(graph, nodes=tuple(replace(node, title=f"The digging of {node.id}") for node in graph.nodes))
    drawing = layout_causes_wide(font, titled, 1000, "", dict.fromkeys("abc", "The canal"))
    assert drawing is not None
    [ground] = drawing.grounds
    assert " ".join(line.text for line in ground.label) == "The canal"
    boxed_in = Drawing(100, 40, (box("a", 0, 0),), ())
    assert add_grounds(font, boxed_in, {"a": "The canal"}).grounds == ()


def test_a_thread_has_a_single_ground_behind_its_largest_group(font: Font) -> None:
    boxes = (box("a", 300, 300), box("b", 100, 100), box("c", 214, 100), box("d", 0, 400))
    drawing = Drawing(600, 600, boxes, ())
    threads = {"a": "The canal", "b": "The canal", "c": "The canal", "d": "The siege"}
    grounds = add_grounds(font, drawing, threads).grounds
    assert ["".join(line.text for line in ground.label) for ground in grounds] == ["The canal", "The siege"]
    assert {point.y for polygon in grounds[0].polygons for point in polygon} == {100, 140}


def test_neighbours_in_the_same_thread_share_a_ground() -> None:
    boxes = [box("a", 0, 0), box("b", 114, 0), box("c", 0, 70), box("d", 400, 0)]
    assert groups(boxes, dict.fromkeys("abcd", "one")) == ["abc", "d"]
    assert groups(boxes, {"a": "one", "c": "one"}) == ["ac"]


def test_a_box_of_another_thread_between_two_parts_them() -> None:
    boxes = [box("a", 0, 0), box("b", 20, 45), box("c", 0, 90)]
    assert groups(boxes, {"a": "one", "b": "two", "c": "one"}) == ["a", "c", "b"]
    assert groups(boxes, dict.fromkeys("abc", "one")) == ["abc"]


def test_a_figure_without_threads_has_no_grounds(font: Font) -> None:
    drawing = layout_causes_wide(font, build_graph("ab", "a>b"), 1000, "")
    assert drawing is not None
    assert drawing.grounds == ()


def test_a_convex_hull_leaves_out_inner_points() -> None:
    corners = [Point(0, 0), Point(4, 0), Point(4, 3), Point(0, 3)]
    assert sorted(convex_hull([*corners, Point(2, 1), Point(2, 0)])) == sorted(corners)


def test_polygons_that_touch_do_not_overlap() -> None:
    square = rectangle(box("a", 0, 0))
    assert not overlap(square, rectangle(box("b", 100, 0)))
    assert overlap(square, rectangle(box("b", 99, 39)))
    assert not overlap((Point(0, 60), Point(60, 120), Point(0, 120)), square)
    assert not overlap(square, (Point(110, 0), Point(150, 40), Point(110, 90)))
