"""Lines and places of figures as SVG writes them, in as few signs as they can be seen in.

Places are rounded to half a pixel. Paths go on from each point by differences of rounded places, so that errors do not
add up, and like shapes are written alike wherever they stand, which packs well.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from macros.figures.drawing import Point

CUBIC = 3
"""Points of a piece of a Bézier curve, behind the one that it begins at."""


def place(length: float) -> str:
    """Write a coordinate."""
    return _number(_rounded(length))


def curve(points: Sequence[Point]) -> str:
    """Write a start and the Bézier curves that follow, of three points each, as the data of a path."""
    x, y = _start(points)
    steps: list[float] = []
    for index in range(1, len(points), CUBIC):
        for point in points[index : index + CUBIC]:
            steps += [_rounded(point.x) - x, _rounded(point.y) - y]
        x, y = (_rounded(part) for part in points[index + CUBIC - 1])
    return f"M{_numbers(_start(points))}c{_numbers(steps)}"


def corners(points: Sequence[Point]) -> str:
    """Write the corners of an open line as the data of a path; `z` behind it closes it."""
    steps = [step for here, there in pairwise(points) for step in _step(here, there)]
    return f"M{_numbers(_start(points))}l{_numbers(steps)}"


def _start(points: Sequence[Point]) -> tuple[float, float]:
    return _rounded(points[0].x), _rounded(points[0].y)


def _step(here: Point, there: Point) -> Iterator[float]:
    yield from (_rounded(new) - _rounded(old) for old, new in zip(here, there, strict=True))


def _rounded(length: float) -> float:
    return round(length * 2) / 2


def _number(value: float) -> str:
    sign, digits = "-" if value < 0 else "", f"{abs(value):.1f}".removesuffix(".0")
    return sign + (digits.removeprefix("0") if digits.startswith("0.") else digits)


def _numbers(values: Iterable[float]) -> str:
    """Write numbers with a space only where nothing else divides them."""
    return " ".join(map(_number, values)).replace(" -", "-")
