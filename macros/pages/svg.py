"""SVG markup of the lines, labels and boxes of figures, written short.

Coordinates are rounded to half a pixel. Paths are relative: each step is a difference of rounded coordinates, so that
rounding errors do not add up and equal shapes compress well. Templates write the elements that carry links and names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from markupsafe import Markup, escape

from macros.layout.model import Box, EdgeRoute, Point, TextLine
from macros.layout.spans import LEADER, Shape
from macros.pages.scripts import direction

TEXT_ANCHORS: Mapping[float, str] = {0: "", 0.5: ' text-anchor="middle"', 1: ' text-anchor="end"'}
"""The attribute of each anchor of a line."""
_RIGHT_TO_LEFT_ISOLATE, _POP_ISOLATE = "\u2067", "\u2069"
"""Around a text that runs from right to left; https://www.unicode.org/reports/tr9/."""
CUBIC = 3
"""Points of each cubic Bézier segment, after its start."""


def text_svg(lines: Iterable[TextLine], style: str = "", *, has_fixed_widths: bool = False) -> Markup:
    """Return lines of text, of class `style` if it is not empty; fixed widths are those measured, in any font."""
    tag = f'<text class="{style}"' if style else "<text"
    return Markup(" ".join(_line_svg(line, tag, has_fixed_widths=has_fixed_widths) for line in lines))  # noqa: S704 - words are escaped


def _line_svg(line: TextLine, tag: str, *, has_fixed_widths: bool) -> str:
    length = f' textLength="{svg_length(line.width)}" lengthAdjust="spacingAndGlyphs"' if has_fixed_widths else ""
    x = line.x
    if line.estimate_anchor is not None:
        x += line.width * line.estimate_anchor
        length = TEXT_ANCHORS[line.estimate_anchor]
    position = f'x="{coord(x)}" y="{coord(line.y)}" font-size="{svg_length(line.size)}"'
    words = f"{_RIGHT_TO_LEFT_ISOLATE}{line.text}{_POP_ISOLATE}" if direction(line.text) else line.text
    return f"{tag} {position}{length}>{escape(words)}</text>"


def box_svg(box: Box, *, has_fixed_widths: bool = False) -> Markup:
    """Return a rectangle with its lines of text."""
    position = f'x="{coord(box.x)}" y="{coord(box.y)}"'
    rect = f'<rect {position} width="{coord(box.width)}" height="{coord(box.height)}"/>'
    return Markup(f"{rect}{text_svg(box.label, has_fixed_widths=has_fixed_widths)}")  # noqa: S704 - numbers, and escaped words


def edge_svg(route: EdgeRoute) -> Markup:
    """Return an edge: a wide invisible path that takes clicks, the curve, the arrowhead, and the crossbar if any."""
    path = bezier_path(route.curve)
    bar = f'<path class="bar" d="{polyline_path(route.crossbar)}"/>' if route.crossbar else ""
    head = f'<path class="head" d="{polyline_path(route.arrowhead)}z"/>'
    return Markup(f'<path class="reach" d="{path}"/><path class="run" d="{path}"/>{head}{bar}')  # noqa: S704 - numbers


def shapes_svg(shapes: Iterable[Shape]) -> Markup:
    """Return the shapes of time spans as paths, all closed but leader lines."""
    paths = (
        f'<path class="span-{shape.style}" d="{polyline_path(shape.points)}{"z" * (shape.style != LEADER)}"/>'
        for shape in shapes
    )
    return Markup("".join(paths))  # noqa: S704 - nothing but numbers, and styles of `spans`


def svg_length(px: float) -> str:
    """Return a length in px with at most one decimal."""
    return f"{px:.1f}".removesuffix(".0")


def coord(px: float) -> str:
    """Return a coordinate in px, rounded to half a pixel."""
    return _format_half(round(px * 2))


def bezier_path(points: Sequence[Point]) -> str:
    """Return path data of a start and the cubic Bézier segments after it, of three points each."""
    start, *rounded = _to_halves(points)
    x, y = start
    steps: list[int] = []
    for index, (to_x, to_y) in enumerate(rounded, 1):
        steps += [to_x - x, to_y - y]
        if not index % CUBIC:
            x, y = to_x, to_y
    return f"M{_format_halves(start)}c{_format_halves(steps)}"


def polyline_path(points: Sequence[Point]) -> str:
    """Return path data of an open polyline; a `z` after it closes it."""
    rounded = _to_halves(points)
    steps = [new - old for start, end in pairwise(rounded) for old, new in zip(start, end, strict=True)]
    return f"M{_format_halves(rounded[0])}l{_format_halves(steps)}"


def _to_halves(points: Iterable[Point]) -> list[tuple[int, int]]:
    """Return points in whole numbers of half pixels."""
    return [(round(point.x * 2), round(point.y * 2)) for point in points]


@cache
def _format_half(halves: int) -> str:
    """Return a number of half pixels as px; cached, since figures have few distinct ones."""
    sign, digits = "-" if halves < 0 else "", f"{abs(halves) / 2:.1f}".removesuffix(".0")
    return sign + (digits.removeprefix("0") if digits.startswith("0.") else digits)


def _format_halves(halves: Iterable[int]) -> str:
    """Return numbers with a space between them, unless a minus sign separates them already."""
    return " ".join(map(_format_half, halves)).replace(" -", "-")
