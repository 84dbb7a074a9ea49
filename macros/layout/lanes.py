"""Lanes: which of the spans that run beside each other stands nearest, so that none covers another."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = TypeVar("Key")


def lanes(spans: Mapping[Key, tuple[float, float]]) -> dict[Key, int]:
    """Return a lane for each span, from 0 on: the nearest that no shorter span beside it has taken.

    Spans that only touch are not beside each other. Of spans of one length, the first comes first.
    """
    taken: list[list[tuple[float, float]]] = []
    found = {}
    for key, (first, last) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        lane = 0
        while lane < len(taken) and any(first < end and begin < last for begin, end in taken[lane]):
            lane += 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append((first, last))
        found[key] = lane
    return found
