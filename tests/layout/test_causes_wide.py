from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from macros.layout.causes_wide import Graph, label_box, layout_causes_wide
from macros.layout.model import LayoutError, Node
from tests.layout.graphs import LARGE, chain, edges, graph, graphs, layers, nodes, star
from tests.layout.layout_assertions import assert_complete, assert_drawing, assert_label, corners, stories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macros.layout.font import Font
    from macros.layout.model import Box, Drawing

ASIDE = "Beside the main story"
ANY = 1_000_000.0
ROW = 0.6
"""How far the middles of boxes in one row may differ, in px."""
CHAIN, STAR, LAYERS = chain(200), star(40), layers(5, 5)


def drawn(font: Font, found: Graph, widest: float = ANY) -> Drawing:
    drawing = layout_causes_wide(font, found, widest, ASIDE)
    assert drawing is not None
    return drawing


def rows(drawing: Drawing) -> dict[str, float]:
    """Return the middle of each box."""
    return {box.node.id: box.y + box.height / 2 for box in drawing.boxes}


def parts(drawing: Drawing, found: Graph) -> list[list[Box]]:
    """Return the boxes of each story, in the order of the drawing, the largest story first."""
    return [[box for box in drawing.boxes if box.node.id in story] for story in stories(found)]


def hull(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Return the left, upper, right and lower side of some boxes."""
    found = list(boxes)
    return (
        min(box.x for box in found),
        min(box.y for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def assert_layered(font: Font, found: Graph, drawing: Drawing) -> None:
    """Assert everything that holds in every layered figure."""
    assert_drawing(font, drawing, 8)
    assert_complete(drawing, found)
    boxes = {box.node.id: box for box in drawing.boxes}
    for edge in found.edges:
        assert boxes[edge.cause].bottom < boxes[edge.effect].y
    for line in drawing.lines:
        assert line.head[-1] == line.tip
        assert line.curve[0].y < line.tip.y
    for story in parts(drawing, found):
        assert_rows(story, found)
    assert_packed(drawing, found)


def assert_rows(story: list[Box], found: Graph) -> None:
    """Assert that what ended first stands no lower, and that boxes come row by row, which is a causal order."""
    middle = {box.node.id: box.y + box.height / 2 for box in story}
    dated = [name for name in middle if name in found.days]
    for one in dated:
        for other in dated:
            if found.days[one][1] < found.days[other][0]:
                assert middle[one] <= middle[other] + ROW, (one, other)
    for before, after in pairwise(story):
        assert middle[before.node.id] <= middle[after.node.id] + ROW
        if abs(middle[before.node.id] - middle[after.node.id]) < ROW:
            assert before.x < after.x
    place = {box.node.id: index for index, box in enumerate(story)}
    for edge in found.edges:
        if edge.cause in place:
            assert place[edge.cause] < place[edge.effect]


def assert_packed(drawing: Drawing, found: Graph) -> None:
    """Assert that the largest story stands on top, in the middle, and the others under their heading, by size."""
    main, *others = parts(drawing, found)
    bottom = hull(main)[3]
    sizes = [len(story) for story in stories(found)]
    seen = [next(len(story) for story in stories(found) if box.node.id in story) for box in drawing.boxes]
    assert seen == [size for size in sizes for _ in range(size)]
    assert bool(others) == bool(drawing.captions)
    for caption in drawing.captions:
        assert caption.words == ASIDE
        assert corners(caption)[0][1] > bottom
        assert corners(caption)[1][1] < min(hull(story)[1] for story in others)
    hulls = [hull(story) for story in others]
    for index, one in enumerate(hulls):
        for other in hulls[index + 1 :]:
            beside = one[2] + 40 < other[0] or other[2] + 40 < one[0]
            assert beside or one[3] + 30 < other[1] or other[3] + 30 < one[1]


@LARGE
@given(graphs())
def test_any_graph_is_drawn(font: Font, found: Graph) -> None:
    assert_layered(font, found, drawn(font, found))


@LARGE
@given(graphs(most=30))
def test_a_figure_is_as_wide_as_it_may_be_or_none(font: Font, found: Graph) -> None:
    for widest in (200, 600, 1176):
        drawing = layout_causes_wide(font, found, widest, ASIDE)
        assert drawing == layout_causes_wide(font, found, widest, ASIDE)
        if drawing is not None:
            assert drawing.width <= widest
            assert_layered(font, found, drawing)


@pytest.mark.parametrize("found", [CHAIN, STAR, LAYERS], ids=["chain", "star", "layers"])
def test_regular_graphs_are_drawn(font: Font, found: Graph) -> None:
    assert_layered(font, found, drawn(font, found))


def test_causes_stand_above_their_effects(font: Font) -> None:
    middle = rows(drawn(font, graph("abcd", "a>b", "b>d", "a>c", "a>d")))
    assert middle["a"] < middle["b"] == pytest.approx(middle["c"], abs=ROW)
    assert middle["c"] < middle["d"]


def test_what_ended_before_something_began_stands_no_lower(font: Font) -> None:
    pairs = ("a>b", "b>c", "x>y", "a>y")
    without = rows(drawn(font, graph("abcxy", *pairs)))
    assert without["x"] < without["c"]
    days = {"c": ((1950, 1, 1), (1950, 12, 31)), "x": ((1951, 1, 1), (1951, 12, 31))}
    dated = rows(drawn(font, graph("abcxy", *pairs, **days)))
    assert dated["x"] >= dated["c"] - ROW


def test_what_overlaps_in_time_is_free_to_stand_anywhere(font: Font) -> None:
    pairs = ("a>b", "b>c", "x>y", "a>y")
    days = {"c": ((1950, 1, 1), (1951, 1, 1)), "x": ((1951, 1, 1), (1951, 12, 31))}
    assert rows(drawn(font, graph("abcxy", *pairs, **days))) == rows(drawn(font, graph("abcxy", *pairs)))


def test_dates_that_run_against_the_links_leave_causes_above_effects(font: Font) -> None:
    # A long span lies between what began after `c` had ended and `c`; every single link agrees with the dates.
    days = {
        "a": ((1950, 1, 1), (1950, 12, 31)),
        "b": ((1940, 1, 1), (1960, 12, 31)),
        "c": ((1945, 1, 1), (1945, 12, 31)),
    }
    middle = rows(drawn(font, graph("xabc", "x>c", "a>b", "b>c", **days)))
    assert middle["a"] < middle["b"] < middle["c"]
    assert middle["x"] < middle["c"]


def test_stories_stand_by_size_and_then_in_the_order_of_their_first_entries(font: Font) -> None:
    drawing = drawn(font, graph("abcdefgh", "c>d", "e>f", "f>g"))
    assert [box.node.id for box in drawing.boxes] == ["e", "f", "g", "c", "d", "a", "b", "h"]
    assert_packed(drawing, graph("abcdefgh", "c>d", "e>f", "f>g"))


def test_stories_of_one_shelf_stand_apart_and_the_first_in_the_middle(font: Font) -> None:
    title = "A conference of seven thousand cadres settles what to do now"
    wide = Graph(tuple(replace(node, title=title) for node in nodes(*"abcde")), edges("a>c", "a>d", "b>d", "b>e"), {})
    both = Graph((*wide.nodes, *nodes(*"xy")), wide.edges, {})
    drawing = drawn(font, both)
    *_, x, y = drawing.boxes
    assert (x.y, x.node.id, y.node.id) == (y.y, "x", "y")
    assert y.x - x.right == pytest.approx(56, abs=ROW)
    assert drawing.width == drawn(font, wide).width


def test_a_narrow_story_stands_over_the_middle_of_wider_ones(font: Font) -> None:
    wide = [replace(node, title="w" * 12) for node in nodes(*"xyz")]
    found = Graph((*nodes(*"abcd"), *wide), edges("a>b", "b>c", "c>d", "x>y", "x>z"), {})
    drawing = drawn(font, found)
    left, _, right, _ = hull(drawing.boxes[:4])
    assert (left + right) / 2 == pytest.approx(drawing.width / 2, abs=1)
    assert right - left < drawing.width / 2


def test_shelves_under_each_other_stand_apart(font: Font) -> None:
    drawing = drawn(font, graph("abxyzuvw", "a>b"))
    _, shelves = drawing.boxes[:2], drawing.boxes[2:]
    tops = sorted({box.y for box in shelves})
    assert len(tops) > 1
    assert tops[1] - tops[0] == pytest.approx(shelves[0].height + 44)
    assert max(box.right for box in drawing.boxes) <= drawing.width - 8 + ROW


def test_one_story_has_no_heading(font: Font) -> None:
    assert drawn(font, graph("ab", "a>b")).captions == ()


def test_there_is_room_around_everything(font: Font) -> None:
    left, top, right, bottom = hull(drawn(font, graph("ab", "a>b")).boxes)
    drawing = drawn(font, graph("ab", "a>b"))
    assert (left, top) == pytest.approx((8, 8), abs=1)
    assert (drawing.width - right, drawing.height - bottom) == pytest.approx((8, 8), abs=1)


def test_labels_run_narrower_where_the_figure_would_be_too_wide(font: Font) -> None:
    found = star(6)
    found = Graph(tuple(replace(node, title="u" * 60) for node in found.nodes), found.edges, {})
    widths = [drawn(font, found).width]
    while drawing := layout_causes_wide(font, found, widths[-1] - 1, ASIDE):
        widths.append(drawing.width)
    assert len(widths) == 3
    assert widths == sorted(widths, reverse=True)
    for drawing in (drawn(font, found, width + ROW) for width in widths):
        assert_layered(font, found, drawing)


def test_only_the_room_around_the_figure_may_make_it_too_wide(font: Font) -> None:
    width = drawn(font, graph("ab", "a>b")).width
    assert layout_causes_wide(font, graph("ab", "a>b"), width, ASIDE) is not None
    assert layout_causes_wide(font, graph("ab", "a>b"), width - 1, ASIDE) is None


def test_entries_with_many_lines_are_marked(font: Font) -> None:
    def marked(found: Graph) -> list[str]:
        return [box.node.id for box in drawn(font, found).boxes if box.main]

    assert marked(star(5)) == []
    assert marked(star(6)) == ["n0"]
    found = star(20)
    hubs = (*found.edges, *(edges("b>c")[0].__class__("n1", f"m{index}", "stated") for index in range(8)))
    names = [node.id for node in found.nodes] + [f"m{index}" for index in range(8)]
    assert marked(Graph(nodes(*names), hubs, {})) == ["n0"]


def test_a_line_in_spite_of_something_has_a_bar_at_its_middle(font: Font) -> None:
    drawing = drawn(font, graph("ab", "a!b"))
    [line] = drawing.lines
    assert line.head[-1].y - line.head[0].y > 4
    upper, lower = drawing.boxes
    assert upper.bottom < line.bar[0].y < lower.y
    assert abs(line.bar[0].x - line.bar[1].x) == pytest.approx(12, abs=0.1)


def test_a_bar_across_an_outermost_line_has_room(font: Font) -> None:
    wide = Node("b", "The harvest of the second year is brought in", "stated")
    first, *others = nodes(*"acd")
    found = Graph((first, wide, *others), edges("a!d", "a!b", "b!c", "c>d"), {})
    assert_layered(font, found, drawn(font, found))


def test_a_label_stands_in_the_middle_of_its_box(font: Font) -> None:
    box = label_box(font, Node("a", "Land reform", "stated", "1950"), 300)
    assert_label(font, box, 9)
    assert (box.x, box.y) == (0, 0)
    assert box.width == pytest.approx(font.width("Land reform", 14) + 18)
    assert box.height == pytest.approx(2 * 14 * 1.22 + 12)
    for text in box.texts:
        assert text.x + text.width / 2 == pytest.approx(box.width / 2)


def test_two_links_between_two_entries_are_two_lines(font: Font) -> None:
    drawing = drawn(font, graph("ab", "a>b", "a!b"))
    assert len({line.curve for line in drawing.lines}) == 2
    assert defaultdict(int, {line.edge.style: 1 for line in drawing.lines}) == {"stated": 1, "in-spite-of": 1}


def test_nothing_is_a_figure_without_anything(font: Font) -> None:
    drawing = drawn(font, Graph((), (), {}))
    assert (drawing.boxes, drawing.lines, drawing.captions) == ((), (), ())


def test_a_fault_names_its_stage(font: Font, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macros.layout.causes_wide.label_box", lambda *_: replace(label_box(font, *_[1:]), width=1))
    with pytest.raises(LayoutError, match=r"^dot: the label of 'a'"):
        layout_causes_wide(font, graph("ab", "a>b"), ANY, ASIDE)
