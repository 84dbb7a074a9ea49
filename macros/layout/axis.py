"""A time axis that gives its room to the years in which something begins or ends; other years take less of it, or none.

The longest stretches in which nothing begins or ends become axis breaks of equal width.
"""

from __future__ import annotations

import calendar
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from macros.scenario.dates import format_day, format_year

CLEARANCE = 6.0
"""From a label to the next, and to the ends of an axis break, in px."""
MIN_EMPTY = 2
"""So many empty years in succession may become an axis break."""
SINGLE_SHARE, EMPTY_SHARE = 0.5, 0.2
"""Width of a year with one beginning or end, and of one with none, as a share of the width of any other."""
ROUNDING = 1e-6
YEAR, MONTH, DAY = 1, 12, 372
"""The parts of a year that an axis can have as units; see `spans.decimal_year`."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A piecewise linear scale: the times where its pieces meet, and their coordinates in px.

    `periods` are the years in which something begins or ends, or the months or days, as `unit` says, each a number of
    units since the year 0. `breaks` are the start and the end of each axis break, in px.
    """

    unit: int
    periods: tuple[int, ...]
    knots: tuple[int, ...]
    coords: tuple[float, ...]
    breaks: tuple[tuple[float, float], ...]

    def __call__(self, time: float) -> float:
        """Return the coordinate of a time in years; times outside the axis are clamped to its ends."""
        time = min(max(time * self.unit, self.knots[0]), self.knots[-1])
        index = min(bisect_right(self.knots, time), len(self.knots) - 1) - 1
        start, end = self.knots[index], self.knots[index + 1]
        low, high = self.coords[index], self.coords[index + 1]
        return low + (time - start) / (end - start) * (high - low)

    def column(self, period: int) -> tuple[float, float]:
        """Return the coordinates at which a period of the axis starts and ends."""
        index = bisect_left(self.knots, period)
        return self.coords[index], self.coords[index + 1]

    @property
    def omissions(self) -> tuple[str, ...]:
        """The label of each axis break: how much is left out."""
        indices = (self.coords.index(left) for left, _ in self.breaks)
        return tuple(omission_label(self.knots[index + 1] - self.knots[index], self.unit) for index in indices)

    def labels(self, preferred: Iterable[int], measure: Callable[[str], float]) -> dict[int, float]:
        """Return the periods to label, with the middles of their labels: as many as have room, preferred ones first.

        Labels stay clear of one another and of axis breaks, and reach over the middle of their period.
        """
        ends = (self.coords[0] - CLEARANCE, *(x for ends in self.breaks for x in ends), self.coords[-1] + CLEARANCE)
        pieces = list(zip(ends[::2], ends[1::2], strict=True))
        middles: dict[int, float] = {}
        occupied: list[tuple[float, float]] = []
        for period in dict.fromkeys((*preferred, *self.periods)):
            middle = sum(self.column(period)) / 2
            half = measure(period_label(period, self.unit)) / 2
            low, high = next(piece for piece in pieces if piece[0] <= middle <= piece[1])
            x = max(min(middle, high - CLEARANCE - half), low + CLEARANCE + half)
            is_free = all(x + half + CLEARANCE <= start or end + CLEARANCE <= x - half for start, end in occupied)
            if is_free and abs(x - middle) <= half and x + half + CLEARANCE <= high + ROUNDING:
                middles[period] = x
                occupied.append((x - half, x + half))
        return middles


def build_axis(
    begins: Sequence[float], ends: Sequence[float], left: float, right: float, measure: Callable[[str], float]
) -> Axis:
    """Return an axis from one coordinate to another, for times in years at which something begins or ends.

    Each piece between two axis breaks has room for one label at least; `measure` returns the width of a label in px.

    Raises:
        ValueError: there is no time.
    """
    unit = axis_unit(begins, ends)
    counts = Counter(first_period(time, unit) for time in begins) + Counter(last_period(time, unit) for time in ends)
    shares = {period: 1.0 if counts[period] > 1 else SINGLE_SHARE for period in sorted(counts)}
    room = min(max(measure(period_label(period, unit)) for period in shares) + 2 * CLEARANCE, right - left)
    gaps = [pair for pair in pairwise(shares) if pair[1] - pair[0] > MIN_EMPTY]
    break_width = (
        max((measure(omission_label(end - start - 1, unit)) for start, end in gaps), default=0) + 2 * CLEARANCE
    )
    limit = int((right - left - room) / (room + break_width))
    pieces = _split(list(shares), set(sorted(gaps, key=lambda pair: pair[0] - pair[1])[:limit]))
    weights = [
        sum(shares[period] for period in piece) + EMPTY_SHARE * (piece[-1] + 1 - piece[0] - len(piece))
        for piece in pieces
    ]
    extras = [weight - SINGLE_SHARE + EMPTY_SHARE for weight in weights]
    rest = right - left - room * len(pieces) - break_width * (len(pieces) - 1)
    knots, coords, breaks = [pieces[0][0]], [left], []
    for piece, weight, extra in zip(pieces, weights, extras, strict=True):
        scale = (room + rest * extra / sum(extras)) / weight
        if piece is not pieces[0]:
            breaks.append((coords[-1], coords[-1] + break_width))
            knots.append(piece[0])
            coords.append(breaks[-1][1])
        for period in piece:
            if period > knots[-1]:
                coords.append(coords[-1] + scale * EMPTY_SHARE * (period - knots[-1]))
                knots.append(period)
            coords.append(coords[-1] + scale * shares[period])
            knots.append(period + 1)
    return Axis(unit, tuple(shares), tuple(knots), tuple(coords), tuple(breaks))


def _split(periods: Sequence[int], gaps: set[tuple[int, int]]) -> list[list[int]]:
    """Return the periods in pieces, split where the axis breaks."""
    pieces = [[periods[0]]]
    for pair in pairwise(periods):
        if pair in gaps:
            pieces.append([])
        pieces[-1].append(pair[1])
    return pieces


def axis_unit(begins: Iterable[float], ends: Iterable[float]) -> int:
    """Return the unit of an axis: the year, or a smaller one for what fits in two years, or in two months."""
    begins, ends = list(begins), list(ends)
    unit = YEAR
    for smaller in (MONTH, DAY):
        periods = {*(first_period(time, unit) for time in begins), *(last_period(time, unit) for time in ends)}
        if max(periods) - min(periods) > 1 or not any(round(time * unit, 3) % 1 for time in begins):
            break
        unit = smaller
    return unit


def first_period(time: float, unit: int) -> int:
    """Return the period in which something begins, by its time in years."""
    return math.floor(round(time * unit, 3))


def last_period(time: float, unit: int) -> int:
    """Return the period in which something ends, by its time in years: what ends with 1958 ends at 1959.0."""
    return math.ceil(round(time * unit, 3)) - 1


def period_label(period: int, unit: int) -> str:
    """Return a year, a month or a day in words."""
    if unit == YEAR:
        return format_year(period)
    year, day = divmod(period * DAY // unit, DAY)
    month = day // 31 + 1
    if unit == MONTH:
        return f"{calendar.month_name[month]} {format_year(year)}"
    return format_day((year, month, day % 31 + 1))


def omission_label(count: int, unit: int) -> str:
    """Return what an axis break leaves out, in words."""
    return {YEAR: f"{count:,} years", MONTH: f"{count} months"}.get(unit, "days")
