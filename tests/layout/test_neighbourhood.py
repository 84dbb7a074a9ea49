from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.causes_wide import Graph, layout_neighbourhood
from macros.layout.model import Edge, Node
from tests.layout.graphs import LARGE, MAX_SIZE, NOTES, STYLES, TITLES, edges, nodes
from tests.layout.layout_assertions import assert_complete, assert_drawing, point_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from macros.layout.font import Font
    from macros.layout.model import Drawing

WIDTH, COLUMN = 700, 206
COUNTS = st.integers(0, 6) | st.integers(0, MAX_SIZE // 2)


def random_nodes(dice: Random, prefix: str, count: int) -> list[Node]:
    return [Node(f"{prefix}{index}", dice.choice(TITLES), "stated", dice.choice(NOTES)) for index in range(count)]


def check_layout(
    font: Font, node: Node, causes: Sequence[Node], effects: Sequence[Node], styles: Sequence[str]
) -> Drawing:
    """Lay an entry out, and assert everything that holds in every neighbourhood."""
    incoming = [Edge(neighbour.id, node.id, styles[index % len(styles)]) for index, neighbour in enumerate(causes)]
    outgoing = [Edge(node.id, neighbour.id, styles[index % len(styles)]) for index, neighbour in enumerate(effects)]
    links = [*outgoing, *incoming]
    drawing = layout_neighbourhood(font, node, causes, effects, links)
    assert drawing == layout_neighbourhood(font, node, causes, effects, links)
    assert drawing.width == WIDTH
    assert_drawing(font, drawing, 8)
    assert_complete(drawing, Graph((*causes, node, *effects), tuple(links), {}))
    assert [box.node for box in drawing.boxes] == [*causes, node, *effects]
    assert [route.edge for route in drawing.routes] == [*incoming, *outgoing]
    assert_columns(drawing, len(causes))
    assert_routes(drawing, len(causes))
    return drawing


def assert_columns(drawing: Drawing, causes: int) -> None:
    """Assert that causes are left of the entry and effects right of it, each column centred vertically."""
    columns = [drawing.boxes[:causes], drawing.boxes[causes : causes + 1], drawing.boxes[causes + 1 :]]
    for left, column in zip((1, WIDTH / 2 - COLUMN / 2, WIDTH - 1 - COLUMN), columns, strict=True):
        assert [(box.x, box.width) for box in column] == [pytest.approx((left, COLUMN))] * len(column)
        for upper, lower in pairwise(column):
            assert lower.y - upper.bottom == pytest.approx(12)
        if column:
            assert column[0].y == pytest.approx(drawing.height - column[-1].bottom)
            assert column[0].y >= 1 - 0.001
        for box in column:
            for line in box.label:
                assert line.x + line.width / 2 == pytest.approx(box.x + COLUMN / 2)
            offset = box.y + box.bottom - box.label[0].y - box.label[-1].y
            assert offset == pytest.approx(-14 * (0.78 + 0.11 - 0.61) * 2, abs=0.01)
    assert min(column[0].y for column in columns if column) == pytest.approx(1)
    assert [box.is_highlighted for box in drawing.boxes].index(True) == causes
    assert sum(box.is_highlighted for box in drawing.boxes) == 1


def assert_routes(drawing: Drawing, causes: int) -> None:
    """Assert that routes run to the right, are horizontal at both ends, and never cross."""
    middle = drawing.boxes[causes]
    boxes = {box.node.id: box for box in drawing.boxes}
    for route in drawing.routes:
        cause, effect = boxes[route.edge.cause], boxes[route.edge.effect]
        assert route.curve[0].x == pytest.approx(cause.right)
        assert route.tip.x == pytest.approx(effect.x)
        near, port = (route.tip, route.curve[0]) if cause is middle else (route.curve[0], route.tip)
        other = effect if cause is middle else cause
        assert near.y == pytest.approx(other.y + other.height / 2)
        assert middle.y + 5 <= port.y <= middle.bottom - 5
        assert route.curve[0].y == route.curve[1].y
        assert route.curve[-2].y == route.curve[-1].y == route.tip.y
        assert route.arrowhead[0].x == route.arrowhead[1].x == pytest.approx(route.tip.x - 8)
        assert point_on(route.curve, 0.5)[0] == pytest.approx((route.curve[0].x + route.tip.x - 8) / 2)
    for side in (drawing.routes[:causes], drawing.routes[causes:]):
        for upper, lower in pairwise(side):
            assert upper.curve[0].y <= lower.curve[0].y
            assert upper.tip.y <= lower.tip.y
        ports = [route.tip.y if route.edge.effect == middle.node.id else route.curve[0].y for route in side]
        assert sum(ports) == pytest.approx(len(ports) * (middle.y + middle.height / 2))
        for upper_port, lower_port in pairwise(ports):
            assert 9 - 0.01 <= lower_port - upper_port <= 18 + 0.01


@LARGE
@given(COUNTS, COUNTS, st.randoms(use_true_random=True))
def test_any_neighbourhood_has_a_valid_layout(font: Font, causes: int, effects: int, dice: Random) -> None:
    [node] = random_nodes(dice, "n", 1)
    check_layout(font, node, random_nodes(dice, "c", causes), random_nodes(dice, "e", effects), STYLES)


def test_an_entry_without_neighbours_is_a_single_box(font: Font) -> None:
    drawing = check_layout(font, nodes("a")[0], (), (), STYLES)
    assert drawing.height == pytest.approx(drawing.boxes[0].height + 2)


def test_a_label_that_fits_has_one_line(font: Font) -> None:
    title = "The harvest of the second year"
    drawing = check_layout(font, Node("a", title, "stated"), (), (), STYLES)
    assert [line.text for line in drawing.boxes[0].label] == [title]


def test_the_middle_box_is_high_enough_for_its_routes(font: Font) -> None:
    low = check_layout(font, nodes("a")[0], nodes("b"), (), STYLES).boxes[1]
    high = check_layout(font, nodes("a")[0], (), nodes(*"bcdefghijk"), STYLES).boxes[0]
    assert low.height == pytest.approx(14 * 1.22 + 12)
    assert high.height == pytest.approx(10 * 9 + 12)


def test_routes_are_sorted_by_neighbours_for_any_order_of_links(font: Font) -> None:
    middle, *causes = nodes(*"abcd")
    links = edges("d>a", "b>a", "c!a")
    drawing = layout_neighbourhood(font, middle, causes, (), links)
    assert [route.edge.cause for route in drawing.routes] == ["b", "c", "d"]
    assert [bool(route.crossbar) for route in drawing.routes] == [False, True, False]
