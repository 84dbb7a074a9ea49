from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from macros.layout.model import (
    Box,
    Drawing,
    EdgeRoute,
    LayoutError,
    Node,
    Point,
    TextLine,
    arc,
    build_arrowhead,
    build_crossbar,
    drawing_problems,
    label_lines,
    sample_curve,
    text_height,
    typeset,
)
from macros.pages.svg import text_svg
from tests.layout.graphs import edges
from tests.layout.layout_assertions import assert_drawing, point_on

if TYPE_CHECKING:
    from macros.layout.font import Font

UPPER = Box(Node("a", "Cause", "stated"), 10, 10, 80, 30)
LOWER = Box(Node("b", "Effect", "stated"), 10, 70, 80, 30)
CURVE = (Point(50, 40), Point(50, 48), Point(50, 54), Point(50, 62))
ROUTE = EdgeRoute(edges("a>b")[0], CURVE, build_arrowhead(CURVE[-1], Point(50, 70)))
GOOD = Drawing(100, 110, (UPPER, LOWER), (ROUTE,))


def labelled(box: Box, x: float, y: float, width: float = 30) -> Box:
    """Return a box with a line of text that begins at a point."""
    return replace(box, label=(TextLine("Cause", x, y, 14, width),))


def with_curve(curve: tuple[Point, ...], tip: Point) -> Drawing:
    """Return a drawing with another route."""
    return replace(GOOD, routes=(EdgeRoute(ROUTE.edge, curve, build_arrowhead(curve[-1], tip)),))


def test_a_valid_drawing_has_no_problems_and_is_returned(font: Font) -> None:
    label = typeset(font, ["Cause"], 14, Point(20, 15))
    full = replace(GOOD, boxes=(replace(UPPER, label=label), LOWER), captions=(TextLine("Aside", 0, 20, 14, 30),))
    assert list(drawing_problems(full)) == []
    assert full.validate("stage") is full


def test_validation_and_test_assertions_agree_on_a_valid_drawing(font: Font) -> None:
    boxes = (
        replace(UPPER, label=typeset(font, ["Cause"], 14, Point(20, 15))),
        replace(LOWER, label=typeset(font, ["Effect"], 14, Point(20, 75))),
    )
    assert_drawing(font, replace(GOOD, boxes=boxes), 9)


@pytest.mark.parametrize(
    ("drawing", "problem"),
    [
        (replace(GOOD, boxes=(UPPER, replace(LOWER, y=39)), routes=()), "'a' and 'b' overlap"),
        (replace(GOOD, boxes=(UPPER, replace(UPPER, node=LOWER.node)), routes=()), "'a' and 'b' overlap"),
        (replace(GOOD, boxes=(replace(UPPER, y=39, x=0), LOWER, UPPER), routes=()), "'a' and 'a' overlap"),
        (replace(GOOD, boxes=(labelled(UPPER, 61.5, 30), LOWER)), "the label of 'a' leaves its box"),
        (replace(GOOD, boxes=(labelled(UPPER, 8, 30), LOWER)), "the label of 'a' leaves its box"),
        (replace(GOOD, boxes=(labelled(UPPER, 20, 19), LOWER)), "the label of 'a' leaves its box"),
        (replace(GOOD, boxes=(UPPER, labelled(LOWER, 20, 99))), "the label of 'b' leaves its box"),
        (with_curve((Point(50, 42), *CURVE[1:]), ROUTE.tip), "the edge from 'a' to 'b' misses 'a'"),
        (with_curve((Point(50, 38), *CURVE[1:]), ROUTE.tip), "the edge from 'a' to 'b' misses 'a'"),
        (with_curve((Point(92, 40), *CURVE[1:]), ROUTE.tip), "the edge from 'a' to 'b' misses 'a'"),
        (with_curve(CURVE, Point(50, 68)), "the edge from 'a' to 'b' misses 'b'"),
        (with_curve(CURVE, Point(50, 85)), "the edge from 'a' to 'b' misses 'b'"),
        (replace(GOOD, boxes=(replace(UPPER, x=-2), LOWER)), "'a' leaves the canvas"),
        (replace(GOOD, boxes=(replace(UPPER, width=92), LOWER)), "'a' leaves the canvas"),
        (replace(GOOD, height=98), "'b' leaves the canvas"),
        (
            with_curve((CURVE[0], Point(-300, 48), Point(50, 54), CURVE[3]), ROUTE.tip),
            "the edge from 'a' to 'b' leaves",
        ),
        (
            replace(GOOD, routes=(replace(ROUTE, crossbar=(Point(50, 50), Point(102, 50))),)),
            "the edge from 'a' to 'b' leaves",
        ),
        (
            replace(GOOD, routes=(replace(ROUTE, arrowhead=(Point(50, 112), *ROUTE.arrowhead)),)),
            "the edge from 'a' to 'b' leaves",
        ),
        (replace(GOOD, captions=(TextLine("Aside", 72, 20, 14, 30),)), "the caption 'Aside' leaves the canvas"),
        (replace(GOOD, captions=(TextLine("Aside", 0, 9, 14, 30),)), "the caption 'Aside' leaves the canvas"),
    ],
)
def test_each_kind_of_problem_is_reported_with_its_stage(drawing: Drawing, problem: str) -> None:
    problems = list(drawing_problems(drawing))
    assert problems
    assert all(message.startswith(problem) for message in problems)
    with pytest.raises(LayoutError, match=f"^stage: {problem}"):
        drawing.validate("stage")


@pytest.mark.parametrize(
    "drawing",
    [
        replace(GOOD, boxes=(UPPER, replace(LOWER, y=40)), routes=()),
        replace(GOOD, boxes=(UPPER, replace(LOWER, x=90, y=10)), routes=(), width=170),
        replace(GOOD, boxes=(labelled(UPPER, 9.95, 30, 80.1), LOWER)),
        with_curve((Point(50, 40.9), *CURVE[1:]), Point(50, 69.1)),
        replace(GOOD, width=89.2, height=99.2),
    ],
)
def test_touching_boxes_and_offsets_below_a_pixel_are_valid(drawing: Drawing) -> None:
    assert list(drawing_problems(drawing)) == []


def test_all_problems_are_reported() -> None:
    drawing = Drawing(100, 60, (UPPER, replace(LOWER, y=35), replace(LOWER, node=Node("c", "", ""), x=60, y=20)), ())
    assert sorted(drawing_problems(drawing)) == [
        "'a' and 'b' overlap",
        "'a' and 'c' overlap",
        "'b' leaves the canvas",
        "'c' and 'b' overlap",
        "'c' leaves the canvas",
    ]


def test_boxes_below_one_another_do_not_overlap() -> None:
    low = replace(LOWER, node=Node("c", "", ""), y=45)
    tall = replace(UPPER, height=60)
    drawing = Drawing(100, 110, (tall, replace(LOWER, x=95, y=20, width=5, height=5), low), ())
    assert list(drawing_problems(drawing)) == ["'a' and 'c' overlap"]


def test_lines_of_text_are_set_one_below_another(font: Font) -> None:
    first, second = typeset(font, ["Land", "reform"], 20, Point(10, 100))
    assert (first.text, second.text) == ("Land", "reform")
    assert first.x == second.x == 10
    assert second.width == font.width("reform", 20)
    assert second.y - first.y == pytest.approx(24.4)
    assert 100 + 0.75 * 20 <= first.y <= 100 + 20
    assert second.y + 0.25 * 20 <= 100 + text_height(2, 20)


def test_text_is_anchored_left_centred_or_right(font: Font) -> None:
    width = font.width("Land", 20)
    lefts = [typeset(font, ["Land"], 20, Point(100, 0), anchor)[0].x for anchor in (0, 0.5, 1)]
    assert lefts == pytest.approx([100, 100 - width / 2, 100 - width])


def test_text_of_a_fallback_font_keeps_its_middle(font: Font) -> None:
    (line,) = typeset(font, ["Μεγάλος λιμός"], 20, Point(100, 0), 0.5)
    assert 'x="100"' in text_svg([line], has_fixed_widths=True)
    assert 'text-anchor="middle"' in text_svg([line], has_fixed_widths=True)
    assert "textLength" not in text_svg([line], has_fixed_widths=True)
    (line,) = typeset(font, ["Great famine"], 20, Point(100, 0), 0.5)
    assert "text-anchor" not in text_svg([line])


def test_text_that_runs_from_right_to_left_does_so_whatever_it_begins_with(font: Font) -> None:
    lines = typeset(font, ["(שלום) 1958", "Leap שלום"], 20, Point(100, 0))
    elements = [text_svg([line]).partition(">")[2] for line in lines]
    assert elements == ["\u2067(שלום) 1958\u2069</text>", "Leap שלום</text>"]


def test_text_height_is_proportional_to_the_number_of_lines() -> None:
    assert text_height(3, 10) == pytest.approx(36.6)
    assert text_height(0, 10) == 0


def test_a_label_is_a_title_and_a_note(font: Font) -> None:
    node = Node("a", "The harvest", "stated")
    assert label_lines(font, node, 14, 200) == ("The harvest",)
    assert label_lines(font, replace(node, note="about 1958"), 14, 200) == ("The harvest", "about 1958")
    assert label_lines(font, replace(node, note="about 1958"), 14, 50) == ("The", "harvest", "about", "1958")


@pytest.mark.parametrize("angle", range(0, 360, 45))
def test_an_arrowhead_ends_at_its_tip_with_its_base_across(angle: int) -> None:
    base = Point(40 * math.cos(math.radians(angle)), 40 * math.sin(math.radians(angle)))
    left, right, tip = build_arrowhead(base, Point(0, 0), 6)
    assert tip == Point(0, 0)
    assert math.dist(left, right) == pytest.approx(6)
    assert ((left.x + right.x) / 2, (left.y + right.y) / 2) == pytest.approx(base)
    assert math.dist(left, tip) == pytest.approx(math.dist(right, tip))


def test_an_arrowhead_without_length_has_a_tip() -> None:
    assert build_arrowhead(Point(5, 5), Point(5, 5))[-1] == (5, 5)


def test_a_crossbar_crosses_the_middle_of_a_curve() -> None:
    first, second = build_crossbar((Point(0, 0), Point(10, 0), Point(20, 0), Point(30, 0)), 12)
    assert sorted((first, second)) == [pytest.approx((15, -6)), pytest.approx((15, 6))]
    first, second = build_crossbar(CURVE, 10)
    assert first.y == pytest.approx(second.y)
    assert abs(first.x - second.x) == pytest.approx(10)


@pytest.mark.parametrize(("drop", "lane_x"), [(200, 30), (20, 30), (200, 130), (2, 95)])
def test_an_arc_goes_out_to_its_lane_and_back(drop: float, lane_x: float) -> None:
    start, end = Point(100, 50), Point(90, 50 + drop)
    curve = arc(start, end, lane_x)
    assert (curve[0], curve[-1]) == (start, end)
    pieces = [[point_on(curve[index : index + 4], step / 20) for step in range(21)] for index in (0, 3, 6)]
    points = [point for piece in pieces for point in piece]
    assert all(upper[1] <= lower[1] + 1e-9 for upper, lower in pairwise(points))
    outermost = min(lane_x, 90) if lane_x < 90 else max(lane_x, 100)
    assert all(min(lane_x, 90) - 1e-9 <= x <= max(lane_x, 100) + 1e-9 for x, _ in points)
    assert any(x == pytest.approx(outermost) for x, _ in points)
    assert {point[0] for point in pieces[1]} == {lane_x}
    assert (curve[1].y, curve[-2].y) == (50, 50 + drop)
    assert curve[2].x == curve[-3].x == lane_x


def test_an_arc_is_elliptic_and_limited_by_its_height() -> None:
    curve = arc(Point(100, 0), Point(100, 400), 50)
    quarter = point_on(curve[:4], 0.5)
    assert quarter == pytest.approx((100 - 50 / math.sqrt(2), 55 - 55 / math.sqrt(2)), abs=0.1)
    assert arc(Point(100, 0), Point(100, 40), 50)[3] == (50, 20)


def test_sampled_points_include_both_ends_of_the_curve() -> None:
    curve = (*CURVE, Point(50, 70), Point(60, 80), Point(70, 80))
    points = list(sample_curve(curve, 4))
    assert len(points) == 9
    assert (points[0], points[4], points[-1]) == (curve[0], curve[3], curve[-1])
    assert points[2] == pytest.approx(point_on(curve[:4], 0.5))
    assert points[5] == pytest.approx(point_on(curve[3:], 0.25))


def test_translation_keeps_shapes() -> None:
    box = labelled(UPPER, 20, 30).translated(5, -3)
    assert (box.x, box.y, box.right, box.bottom) == (15, 7, 95, 37)
    assert (box.label[0].x, box.label[0].y) == (25, 27)
    route = replace(ROUTE, crossbar=(Point(44, 50), Point(56, 50))).translated(5, -3)
    assert route.curve[0] == Point(55, 37)
    assert route.tip == route.arrowhead[-1] == Point(55, 67)
    assert route.crossbar == (Point(49, 47), Point(61, 47))
    assert route.edge == ROUTE.edge
