"""A time axis with axis breaks: long stretches in which nothing begins or ends are left out."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

MIN_BREAK_YEARS = 10
"""A stretch of so many years without a beginning or an end becomes an axis break."""
BREAK_WIDTH = 44.0
"""Width of an axis break, in px."""
MAX_BREAKS_SHARE = 0.5
"""The part of the axis that breaks may take; where there are more, the longest stretches are left out."""
TICK_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MIN_TICK_DISTANCE = 40.0
"""Room for the label of a year, in px."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A piecewise linear scale: the years where its pieces meet, and their coordinates in px.

    Drawn pieces and axis breaks alternate; the first and the last piece are drawn.
    """

    knots: tuple[int, ...]
    coords: tuple[float, ...]

    def __call__(self, time: float) -> float:
        """Return the coordinate of a time in years; times outside the axis are clamped to its ends."""
        time = min(max(time, self.knots[0]), self.knots[-1])
        index = min(bisect_right(self.knots, time), len(self.knots) - 1) - 1
        start, end = self.knots[index], self.knots[index + 1]
        low, high = self.coords[index], self.coords[index + 1]
        return low + (time - start) / (end - start) * (high - low)

    def ticks(self) -> Iterator[int]:
        """Yield the years to label: all that are drawn, or every 2nd, 5th, 10th … where labels would be too close."""
        per_year = (self.coords[1] - self.coords[0]) / (self.knots[1] - self.knots[0])
        step = next((step for step in TICK_STEPS if per_year * step >= MIN_TICK_DISTANCE), TICK_STEPS[-1])
        for index, (start, end) in enumerate(pairwise(self.knots)):
            yield start
            if not index % 2:
                yield from (year for year in range(start + 1, end) if year % step == 0 and end - year >= step)
        yield self.knots[-1]

    def breaks(self) -> list[tuple[float, float]]:
        """Return the start and the end of each axis break, in px."""
        return list(pairwise(self.coords))[1::2]


def build_axis(times: Iterable[float], left: float, right: float) -> Axis:
    """Return an axis from one coordinate to another that covers all times, which are in years.

    Raises:
        IndexError: there is no time.
    """
    years = sorted({year for time in times for year in (math.floor(time), math.ceil(time))})
    if len(years) == 1:
        years.append(years[0] + 1)
    breaks = [(start + 1, end - 1) for start, end in pairwise(years) if end - start >= MIN_BREAK_YEARS]
    limit = int((right - left) * MAX_BREAKS_SHARE / BREAK_WIDTH)
    breaks = sorted(sorted(breaks, key=lambda ends: ends[0] - ends[1])[:limit])
    knots = (years[0], *chain.from_iterable(breaks), years[-1])
    visible_years = knots[-1] - knots[0] - sum(end - start for start, end in breaks)
    per_year = (right - left - BREAK_WIDTH * len(breaks)) / visible_years
    widths = (
        BREAK_WIDTH if index % 2 else (end - start) * per_year for index, (start, end) in enumerate(pairwise(knots))
    )
    return Axis(knots, tuple(accumulate(widths, initial=left)))
