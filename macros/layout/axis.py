"""An axis of years, with stretches in which nothing begins or ends left out."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EMPTY = 10
"""So many years or more without a beginning or an end are left out."""
BROKEN = 44.0
"""Room for what is left out, in px."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
ROOM = 40.0
"""Room for the label of a year, in px."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Years along a line: times at which its pieces meet, their places in px, and which pieces are left out."""

    times: tuple[int, ...]
    places: tuple[float, ...]
    broken: tuple[bool, ...]

    def __call__(self, time: float) -> float:
        """Return the place of a time in years; what lies outside the axis is put at its ends."""
        time = min(max(time, self.times[0]), self.times[-1])
        index = min(bisect_right(self.times, time), len(self.times) - 1) - 1
        start, end = self.times[index], self.times[index + 1]
        low, high = self.places[index], self.places[index + 1]
        return low + (time - start) / (end - start) * (high - low)

    def years(self) -> Iterator[int]:
        """Give the years that are labelled: all of them, or every so many where they would be too close."""
        for (start, end), (low, high), broken in zip(
            pairwise(self.times), pairwise(self.places), self.broken, strict=True
        ):
            yield start
            if not broken:
                step = next((step for step in STEPS if (high - low) / (end - start) * step >= ROOM), STEPS[-1])
                yield from (year for year in range(start + 1, end) if year % step == 0 and end - year >= step)
        yield self.times[-1]

    def gaps(self) -> Iterator[tuple[float, float]]:
        """Give the stretches that are left out, as places."""
        for places, broken in zip(pairwise(self.places), self.broken, strict=True):
            if broken:
                yield places


def axis(times: Iterable[float], left: float, right: float) -> Axis:
    """Return an axis over times in years that reaches from one place to another.

    Raises:
        ValueError: there is no time.
    """
    edges = sorted({year for time in times for year in (math.floor(time), math.ceil(time))})
    if len(edges) == 1:
        edges.append(edges[0] + 1)
    pieces: list[tuple[int, int, bool]] = []
    for start, end in pairwise(edges):
        if end - start >= EMPTY:
            pieces += [(start, start + 1, False), (start + 1, end - 1, True), (end - 1, end, False)]
        else:
            pieces.append((start, end, False))
    merged = _merged(pieces)
    drawn = sum(end - start for start, end, broken in merged if not broken)
    per_year = (right - left - BROKEN * sum(broken for _, _, broken in merged)) / drawn
    places = [left]
    for start, end, broken in merged:
        places.append(places[-1] + (BROKEN if broken else (end - start) * per_year))
    starts = tuple(start for start, _, _ in merged)
    return Axis((*starts, merged[-1][1]), tuple(places), tuple(broken for _, _, broken in merged))


def _merged(pieces: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Join neighbouring pieces that are drawn, so that one scale runs through them."""
    found: list[tuple[int, int, bool]] = []
    for start, end, broken in pieces:
        if found and not broken and not found[-1][2]:
            found[-1] = (found[-1][0], end, False)
        else:
            found.append((start, end, broken))
    return found
