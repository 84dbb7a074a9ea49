"""Lines and places of figures as SVG writes them, in as few signs as they can be seen in.

Places are rounded to half a pixel. Paths go on from each point by differences of rounded places, so that errors do not
add up, and like shapes are written alike wherever they stand, which packs well.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from macros.figures.drawing import Point

CUBIC = 3
"""Points of a piece of a Bézier curve, behind the one that it begins at."""


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
