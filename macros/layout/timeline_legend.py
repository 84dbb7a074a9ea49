"""The legend of a timeline: a sample of each kind of mark that occurs in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from macros.layout.model import Point
from macros.layout.spans import (
    ARROW_LENGTH,
    CORE,
    FAINT,
    FRAY,
    HISTORY,
    SOFT,
    STORY,
    Shape,
    arrow,
    bar,
    diamond,
    teeth,
)
from macros.layout.timeline_model import BOUNDED, DATED, TimelineEntry

WIDTH, HEIGHT = 34.0, 12.0
"""Size of a sample in px."""
MIDDLE, THICKNESS, END, RADIUS = HEIGHT / 2, HEIGHT - 4, WIDTH - 8, 4.0


class Sample(NamedTuple):
    """A mark and what it means; `tie` is the line of an entry that moved."""

    words: str
    shapes: tuple[tuple[str, Shape], ...]
    tie: tuple[Point, ...] = ()


def timeline_legend(entries: Iterable[TimelineEntry]) -> tuple[Sample, ...]:
    """Return the samples of what occurs in a timeline of entries."""
    members = [entry for entry in entries if entry.section]
    spans = [span for entry in members for span in entry.spans]
    sections = {entry.section for entry in members}
    other = HISTORY if any(entry.history for entry in members) else STORY
    stated = _bar(CORE, WIDTH - 1)
    doubtful = (_bar(CORE, END), teeth(CORE, END, MIDDLE, THICKNESS, FRAY))
    open_ended = (bar(SOFT, 1, END, MIDDLE, THICKNESS / 2), arrow(END, MIDDLE, THICKNESS, ARROW_LENGTH))
    candidates = (
        (DATED in sections, "this timeline, dated by the account", [(STORY, stated)]),
        (BOUNDED in sections, "this timeline, some time between", [(STORY, _bar(FAINT, WIDTH - 1))]),
        (other == HISTORY, "in reality", [(HISTORY, stated)]),
        (any(span.is_vague for span in spans), "some time within", [(other, _bar(SOFT, WIDTH - 1))]),
        (
            any(span.has_doubtful_begin or span.has_doubtful_end for span in spans),
            *("about then", [(other, shape) for shape in doubtful]),
        ),
        (
            any(span.has_open_begin or span.has_open_end for span in spans),
            *("end open or not known", [(other, shape) for shape in open_ended]),
        ),
    )
    samples = [Sample(words, tuple(shapes)) for occurs, words, shapes in candidates if occurs]
    if any(entry.diverges and len(entry.spans) > 1 for entry in members):
        marks = (STORY, diamond(END, RADIUS, RADIUS)), (HISTORY, diamond(RADIUS, HEIGHT - RADIUS, RADIUS))
        samples.append(Sample("at another time", marks, (Point(END, RADIUS), Point(RADIUS, HEIGHT - RADIUS))))
    return tuple(samples)


def _bar(style: str, right: float) -> Shape:
    return bar(style, 1, right, MIDDLE, THICKNESS)
