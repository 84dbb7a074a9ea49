"""Quiet grounds behind neighbouring boxes of one thread, with the title of the thread in a free place beside them.

A ground is a union of convex hulls of two boxes each. Labels are placed greedily: each takes the first of a few places
around its boxes that covers no box, edge or other label (point-feature label placement, Christensen, Marks and Shieber
1995).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import TypeAlias, TypeVar

from macros.layout.font import Font
from macros.layout.model import Box, Drawing, Ground, Point, TextLine, sample_curve, text_height, typeset

Item = TypeVar("Item", bound=Hashable)
Polygon: TypeAlias = "tuple[Point, ...]"

FONT_SIZE = 14.0
"""Font size of labels in px."""
LABEL_WIDTHS = (300.0, 160.0, 100.0, 70.0)
"""Maximal widths of labels in px, in order of preference."""
REACH = Point(40, 60)
"""Boxes that are further apart have grounds of their own."""
GROUND_GAP = 7.0
"""Distance in px of a ground to boxes of other threads; a page draws it larger by half of that."""
CELL = 2.0
"""Size of a cell of the bitmap in px."""
BOX_GAP, OTHER_BOX_GAP, EDGE_GAP = 4.0, 8.0, 3.0
"""Distances of a label to boxes of its ground, to other boxes, which are further off, and to lines, in px."""
SLIDE = 8.0
"""Distance between two places of a label along a side of a box, in px."""


def add_grounds(font: Font, drawing: Drawing, threads: Mapping[str, str]) -> Drawing:
    """Return a drawing with grounds; `threads` has thread titles by entry id.

    A thread has one ground, with its label: behind its largest group, or behind the next where that has no room.
    """
    bitmap = _cover(drawing) if threads else Bitmap()
    groups = group_boxes(drawing.boxes, threads)
    grounds: dict[str, Ground] = {}
    for group, hulls in sorted(groups, key=lambda each: -len(each[0])):
        title = threads[group[0].node.id]
        if title not in grounds and (label := _place_label(font, title, group, drawing, bitmap)):
            grounds[title] = Ground(hulls, label)
    return replace(drawing, grounds=tuple(grounds.values()))


def group_boxes(
    boxes: Sequence[Box], threads: Mapping[str, str]
) -> Iterator[tuple[tuple[Box, ...], tuple[Polygon, ...]]]:
    """Yield groups of neighbouring boxes of one thread, with the hulls of neighbours, or else the only box.

    Two boxes are neighbours where they are near each other and no box of another thread is between them. Groups come by
    thread, and threads in the order of their first boxes.
    """
    members: defaultdict[str, list[Box]] = defaultdict(list)
    for box in boxes:
        if box.node.id in threads:
            members[threads[box.node.id]].append(box)
    for thread, own_boxes in members.items():
        others = [_corners(box, GROUND_GAP) for box in boxes if threads.get(box.node.id) != thread]
        hulls = {frozenset((first, second)): hull for first, second, hull in _neighbours(own_boxes, others)}
        for group in connected_groups(own_boxes, hulls):
            own_hulls = tuple(hull for pair, hull in hulls.items() if pair <= group)
            yield tuple(box for box in own_boxes if box in group), own_hulls or (_corners(next(iter(group))),)


def _neighbours(boxes: Sequence[Box], others: Sequence[Polygon]) -> Iterator[tuple[Box, Box, Polygon]]:
    """Yield each pair of boxes that are near each other, with its hull, where that overlaps no other polygon."""
    for first, second in combinations(boxes, 2):
        x_gap = max(first.x, second.x) - min(first.right, second.right)
        y_gap = max(first.y, second.y) - min(first.bottom, second.bottom)
        if x_gap <= REACH.x and y_gap <= REACH.y:
            hull = convex_hull((*_corners(first), *_corners(second)))
            if not any(overlap(hull, other) for other in others):
                yield first, second, hull


def connected_groups(items: Iterable[Item], pairs: Iterable[Iterable[Item]]) -> list[frozenset[Item]]:
    """Return items in groups that pairs connect, in the order of their first items."""
    groups = {item: frozenset([item]) for item in items}
    for pair in pairs:
        merged = frozenset[Item]().union(*(groups[item] for item in pair))
        groups |= dict.fromkeys(merged, merged)
    return list(dict.fromkeys(groups.values()))


def _corners(box: Box, margin: float = 0) -> Polygon:
    left, top, right, bottom = box.x - margin, box.y - margin, box.right + margin, box.bottom + margin
    return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


def convex_hull(points: Iterable[Point]) -> Polygon:
    """Return the corners of the convex hull of points (Andrew 1979, monotone chain)."""
    ordered = sorted(set(points))
    corners: list[Point] = []
    for sequence in (ordered, ordered[::-1]):
        chain: list[Point] = []
        for point in sequence:
            while len(chain) > 1 and _cross(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        corners += chain[:-1]
    return tuple(corners)


def _cross(origin: Point, first: Point, second: Point) -> float:
    return (first.x - origin.x) * (second.y - origin.y) - (first.y - origin.y) * (second.x - origin.x)


def overlap(first: Polygon, second: Polygon) -> bool:
    """Return whether two convex polygons overlap, by the separating axis theorem."""
    axes = ((Point(0, 0), Point(0, 1)), (Point(0, 0), Point(1, 0)))  # most polygons are apart in x or in y
    for start, end in (*axes, *pairwise((*first, first[0])), *pairwise((*second, second[0]))):
        x, y = start.y - end.y, end.x - start.x
        own, other = ([point.x * x + point.y * y for point in polygon] for polygon in (first, second))
        if max(own) <= min(other) or max(other) <= min(own):
            return False
    return True


@dataclass(slots=True)
class Bitmap:
    """The cells of a drawing that something covers, as bits of an integer for each row."""

    rows: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))

    def cover(self, left: float, top: float, right: float, bottom: float) -> None:
        """Cover a rectangle."""
        mask = _mask(left, right)
        for row in range(int(top / CELL), int(bottom / CELL) + 1):
            self.rows[row] |= mask

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Return whether nothing covers a rectangle."""
        mask = _mask(left, right)
        return not any(self.rows[row] & mask for row in range(int(top / CELL), int(bottom / CELL) + 1))


def _mask(left: float, right: float) -> int:
    """Return the bits of the cells from one x to another."""
    return (2 << max(int(right / CELL), 0)) - (1 << max(int(left / CELL), 0))


def _cover(drawing: Drawing) -> Bitmap:
    """Return what the boxes, edges and captions of a drawing cover, with the room around them."""
    bitmap = Bitmap()
    for box in drawing.boxes:
        bitmap.cover(box.x - BOX_GAP, box.y - BOX_GAP, box.right + BOX_GAP, box.bottom + BOX_GAP)
    for route in drawing.routes:
        length = sum(math.dist(start, end) for start, end in pairwise(route.curve))
        steps = math.ceil(length / (len(route.curve) // 3) / EDGE_GAP / 2)
        for x, y in (*sample_curve(route.curve, steps), *route.arrowhead, *route.crossbar):
            bitmap.cover(x - EDGE_GAP, y - EDGE_GAP, x + EDGE_GAP, y + EDGE_GAP)
    for line in drawing.captions:
        bitmap.cover(line.x, line.y - line.size, line.x + line.width, line.y)
    return bitmap


def _place_label(
    font: Font, title: str, group: Sequence[Box], drawing: Drawing, bitmap: Bitmap
) -> tuple[TextLine, ...]:
    """Return the label of a group at the first of its free places, which it covers; nothing where none is free."""
    others = [_corners(box, OTHER_BOX_GAP) for box in drawing.boxes if box not in group]
    for max_width in LABEL_WIDTHS:
        lines = font.break_lines(title, FONT_SIZE, max_width)
        width = max(font.width(line, FONT_SIZE) for line in lines)
        height = text_height(len(lines), FONT_SIZE)
        for x, y, anchor in _places(group, width, height):
            right, bottom = x + width, y + height
            if min(x, y) < 0 or right > drawing.width or bottom > drawing.height:
                continue
            corners = Point(x, y), Point(right, y), Point(right, bottom), Point(x, bottom)
            if bitmap.is_free(x, y, right, bottom) and not any(overlap(corners, other) for other in others):
                bitmap.cover(x - EDGE_GAP, y - EDGE_GAP, right + EDGE_GAP, bottom + EDGE_GAP)
                return typeset(font, lines, FONT_SIZE, Point(x + width * anchor, y), anchor)
    return ()


def _places(group: Sequence[Box], width: float, height: float) -> Iterator[tuple[float, float, float]]:
    """Yield places of a label above, below and beside boxes: its upper left corner, and where its lines are flush."""
    gap = BOX_GAP + CELL
    for box in sorted(group, key=lambda box: (box.y, box.x)):
        yield from ((x, box.y - gap - height, 0) for x in _slide(box.x, box.right - width))
    for box in group:
        yield from ((x, box.bottom + gap, 0) for x in _slide(box.x, box.right - width))
        for y in _slide(box.y, box.bottom - height):
            yield box.right + gap, y, 0
            yield box.x - gap - width, y, 1


def _slide(first: float, last: float) -> Iterator[float]:
    """Yield coordinates from one to another, both included, in either direction."""
    steps = max(1, math.ceil(abs(last - first) / SLIDE))
    return (first + (last - first) * step / steps for step in range(steps + 1))
