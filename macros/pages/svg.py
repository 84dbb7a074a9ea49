"""Lines, labels and places of figures as SVG writes them, in as few signs as they can be seen in.

Places are rounded to half a pixel. Paths go on from each point by differences of rounded places, so that errors do not
add up, and like shapes are written alike wherever they stand, which packs well. What leads somewhere or has a name for
whoever does not see it is drawn by the templates; there is far less of that.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from macros.layout.model import Box, Line, Point, Text
    from macros.layout.spans import Shape

OPEN = frozenset({"doubtful", "absent", "leader"})
"""Styles of shapes that are lines."""
CUBIC = 3
"""Points of a piece of a Bézier curve, behind the one that it begins at."""


def texts(lines: Iterable[Text], style: str = "", *, fixed: bool = False) -> Markup:
    """Write lines of text, of a class where one is given; `fixed` keeps their measured widths in whatever font."""
    begins = f'<text class="{style}"' if style else "<text"
    return Markup(" ".join(_text(line, begins, fixed=fixed) for line in lines))  # noqa: S704 - words are escaped


def _text(line: Text, begins: str, *, fixed: bool) -> str:
    kept = f' textLength="{px(line.width)}" lengthAdjust="spacingAndGlyphs"' if fixed else ""
    at = f'x="{place(line.x)}" y="{place(line.y)}" font-size="{px(line.size)}"'
    return f"{begins} {at}{kept}>{escape(line.words)}</text>"


def frame(box: Box, *, fixed: bool = False) -> Markup:
    """Write a box with the lines of text in it."""
    at, size = f'x="{place(box.x)}" y="{place(box.y)}"', f'width="{place(box.width)}" height="{place(box.height)}"'
    return Markup(f"<rect {at} {size}/>{texts(box.texts, fixed=fixed)}")  # noqa: S704 - numbers, and escaped words


def stroke(line: Line) -> Markup:
    """Write a line with its arrowhead, its bar if it has one, and what can be hit near it."""
    way, head = curve(line.curve), corners(line.head)
    bar = f'<path class="bar" d="{corners(line.bar)}"/>' if line.bar else ""
    drawn = f'<path class="reach" d="{way}"/><path class="run" d="{way}"/><path class="head" d="{head}z"/>{bar}'
    return Markup(drawn)  # noqa: S704 - nothing but numbers


def shapes(found: Iterable[Shape]) -> Markup:
    """Write spans of time: areas, but for those that are lines."""
    drawn = (
        f'<path class="span-{one.style}" d="{corners(one.points)}{"z" * (one.style not in OPEN)}"/>' for one in found
    )
    return Markup("".join(drawn))  # noqa: S704 - nothing but numbers, and styles that are ours


def px(length: float) -> str:
    """Write a size with at most one decimal."""
    return f"{length:.1f}".removesuffix(".0")


def place(length: float) -> str:
    """Write a coordinate."""
    return _half(round(length * 2))


def curve(points: Sequence[Point]) -> str:
    """Write a start and the Bézier curves that follow, of three points each, as the data of a path."""
    (x, y), *rounded = _doubled(points)
    steps: list[int] = []
    for index, (to_x, to_y) in enumerate(rounded, 1):
        steps += [to_x - x, to_y - y]
        if not index % CUBIC:
            x, y = to_x, to_y
    return f"M{_start(points)}c{_numbers(steps)}"


def corners(points: Sequence[Point]) -> str:
    """Write the corners of an open line as the data of a path; `z` behind it closes it."""
    steps = [new - old for here, there in pairwise(_doubled(points)) for old, new in zip(here, there, strict=True)]
    return f"M{_start(points)}l{_numbers(steps)}"


def _start(points: Sequence[Point]) -> str:
    return _numbers(_doubled(points[:1])[0])


def _doubled(points: Iterable[Point]) -> list[tuple[int, int]]:
    """Return points in halves of a pixel."""
    return [(round(point.x * 2), round(point.y * 2)) for point in points]


@cache
def _half(halves: int) -> str:
    """Write a number of halves; figures have few that differ."""
    sign, digits = "-" if halves < 0 else "", f"{abs(halves) / 2:.1f}".removesuffix(".0")
    return sign + (digits.removeprefix("0") if digits.startswith("0.") else digits)


def _numbers(halves: Iterable[int]) -> str:
    """Write numbers with a space only where nothing else divides them."""
    return " ".join(map(_half, halves)).replace(" -", "-")
