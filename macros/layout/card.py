"""A card: the picture of 1200 by 630 px that is shown with a link to a page, before anybody opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.layout.model import Point, Text, set_text, text_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from macros.layout.font import Font

WIDTH, HEIGHT = 1200.0, 630.0
MARGIN = 56.0
RIGHT = WIDTH - MARGIN
INNER = WIDTH - 2 * MARGIN
HEAD, FOOT = 92.0, 548.0
"""Where the rule under the site's name and the rule above the label are."""
STRIP, LABEL, NAME, FACTS, WORDS, WORDS_ALONE = 28.0, 27.0, 38.0, 29.0, 29.0, 42.0
"""Sizes of the texts in px, but for the title, which takes the largest that leaves room."""
TITLES = (72.0, 64.0, 56.0, 48.0, 40.0)
TITLE_LINES = 2
BETWEEN = 22.0
LARGEST = 1.55
"""How much a figure is enlarged at most."""


@dataclass(frozen=True, slots=True)
class Card:
    """Texts with their places, and the place and scale of the figure."""

    site: tuple[Text, ...]
    thread: tuple[Text, ...]
    title: tuple[Text, ...]
    name: tuple[Text, ...]
    facts: tuple[Text, ...]
    words: tuple[Text, ...]
    label: tuple[Text, ...]
    figure: Point
    scale: float


def card(  # noqa: PLR0913 - what stands on a card
    font: Font,
    *,
    site: str,
    thread: str,
    title: str,
    name: str,
    facts: str,
    words: str,
    label: str,
    figure: tuple[float, float] | None,
) -> Card:
    """Set a card: from the top site and thread, title, another name, facts, words if they fit, figure, label.

    `figure` is width and height of the figure in px, or None where there is none; it is drawn under the texts, as
    large as they leave room for. Texts that may be missing are empty.
    """
    y, set_title = _set(font, title, _title_size(font, title), HEAD + BETWEEN)
    set_name = _beside(font, set_title[-1], name) if set_title else ()
    if name and not set_name:
        y, set_name = _set(font, name, NAME, y)
    y, set_facts = _set(font, facts, FACTS, y + BETWEEN / 4)
    scale = _scale(figure, FOOT - y - 2 * BETWEEN)
    height = figure[1] * scale + 2 * BETWEEN if figure else 0
    below, set_words = _set(font, words, WORDS if figure else WORDS_ALONE, y + BETWEEN / 2)
    if below > FOOT - height:
        below, set_words = y, ()
    return Card(
        site=_strip(font, site, MARGIN, 0),
        thread=_strip(font, thread, RIGHT, 1),
        title=set_title,
        name=set_name,
        facts=set_facts,
        words=set_words,
        label=set_text(font, [label], LABEL, Point(MARGIN, FOOT + BETWEEN)),
        figure=Point(
            (WIDTH - figure[0] * scale) / 2 if figure else MARGIN, below + BETWEEN + (FOOT - height - below) / 2
        ),
        scale=scale,
    )


def _title_size(font: Font, title: str) -> float:
    """Return the largest size in which a title takes few lines."""
    fitting = (size for size in TITLES if len(font.lines(title, size, INNER)) <= TITLE_LINES)
    return next(fitting, TITLES[-1])


def _set(font: Font, text: str, size: float, y: float) -> tuple[float, tuple[Text, ...]]:
    """Set a text over the whole width from a height on; return the height under it, and its lines."""
    lines = font.lines(text, size, INNER) if text else ()
    return y + text_height(len(lines), size), set_text(font, lines, size, Point(MARGIN, y))


def _beside(font: Font, title: Text, name: str) -> tuple[Text, ...]:
    """Set a name on the last line of the title, where there is room for it."""
    x = title.x + title.width + BETWEEN
    width = font.width(name, NAME)
    return (Text(name, x, title.y, NAME, width),) if name and x + width <= RIGHT else ()


def _strip(font: Font, text: str, x: float, anchor: float) -> tuple[Text, ...]:
    """Set a text above the upper rule, in one line."""
    room = INNER / 2
    lines: Sequence[str] = font.lines(text, STRIP, room)[:1] if text else ()
    return set_text(font, lines, STRIP, Point(x, HEAD - BETWEEN - text_height(1, STRIP) + BETWEEN / 2), anchor)


def _scale(figure: tuple[float, float] | None, room: float) -> float:
    """Return how much a figure is enlarged to fill the width or the room that is left, whichever is filled first."""
    return min(LARGEST, INNER / figure[0], room / figure[1]) if figure else 1.0
