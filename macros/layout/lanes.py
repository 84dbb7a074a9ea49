"""Lane assignment: intervals that overlap get different lanes, as in interval graph colouring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def assign_lanes(intervals: Mapping[Key, tuple[float, float]]) -> dict[Key, int]:
    """Return a lane for each interval, counted from 0: the first that no shorter overlapping interval occupies.

    Intervals that only touch do not overlap. Intervals of equal length are assigned in order.
    """
    occupied: list[list[tuple[float, float]]] = []
    lanes = {}
    for key, (start, end) in sorted(intervals.items(), key=lambda item: item[1][1] - item[1][0]):
        lane = 0
        while lane < len(occupied) and any(start < to and begin < end for begin, to in occupied[lane]):
            lane += 1
        if lane == len(occupied):
            occupied.append([])
        occupied[lane].append((start, end))
        lanes[key] = lane
    return lanes
