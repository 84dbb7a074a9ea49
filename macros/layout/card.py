"""A social card: the image of 1200 by 630 px that other sites show with a link to a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from macros.layout.font import Font
from macros.layout.model import Drawing, Point, TextLine, text_height, typeset

WIDTH, HEIGHT = 1200, 630
MARGIN = 56.0
RIGHT = WIDTH - MARGIN
INNER_WIDTH = WIDTH - 2 * MARGIN
HEADER_RULE, FOOTER_RULE = 92.0, 534.0
"""The y of the rule below the site's title and of the rule above the fiction label."""
HEADER_SIZE, NAME_SIZE, FACTS_SIZE = 28.0, 38.0, 29.0
LABEL_SIZES = (27.0, 24.0, 21.0, 18.0)
"""Font sizes of the label, of which it takes the largest that leaves a gap below it."""
DESCRIPTION_SIZE, DESCRIPTION_SIZE_ALONE = 29.0, 42.0
"""Font sizes in px of a description over a figure, and of one without a figure."""
TITLE_SIZES = (72.0, 64.0, 56.0, 48.0, 40.0)
"""Font sizes of the title, of which it takes the largest that needs at most `MAX_TITLE_LINES` lines."""
MAX_TITLE_LINES = 2
GAP = 22.0
MAX_SCALE = 1.55
"""Scale of the figure at most."""


@dataclass(frozen=True, slots=True)
class CardContent:
    """The plain texts of a card, empty where it has none, and its figure if it has one."""

    site_title: str
    thread_title: str
    title: str
    other_name: str
    facts: str
    description: str
    label: str
    figure: Drawing | None


@dataclass(frozen=True, slots=True)
class Card:
    """Texts with their positions, and the upper left corner and the scale of the figure."""

    site_title: tuple[TextLine, ...]
    thread_title: tuple[TextLine, ...]
    title: tuple[TextLine, ...]
    other_name: tuple[TextLine, ...]
    facts: tuple[TextLine, ...]
    description: tuple[TextLine, ...]
    label: tuple[TextLine, ...]
    figure_origin: Point
    scale: float


def layout_card(font: Font, content: CardContent) -> Card:
    """Lay a card out: titles of the site and the thread, title, other name, facts, description, figure, fiction label.

    The figure is below the texts, as large as they leave room for; the description is left out where it does not fit.
    """
    title, name, figure = content.title, content.other_name, content.figure
    y, title_lines = _paragraph(font, title, _title_size(font, title), HEADER_RULE + GAP)
    name_lines = _inline_name(font, title_lines[-1], name) if title_lines else ()
    if name and not name_lines:
        y, name_lines = _paragraph(font, name, NAME_SIZE, y)
    y, facts_lines = _paragraph(font, content.facts, FACTS_SIZE, y + GAP / 4)
    scale = min(MAX_SCALE, INNER_WIDTH / figure.width, (FOOTER_RULE - y - 2 * GAP) / figure.height) if figure else 1.0
    height = figure.height * scale + 2 * GAP if figure else 0
    description_size = DESCRIPTION_SIZE if figure else DESCRIPTION_SIZE_ALONE
    bottom, description_lines = _paragraph(font, content.description, description_size, y + GAP / 2)
    if bottom > FOOTER_RULE - height:
        bottom, description_lines = y, ()
    figure_left = (WIDTH - figure.width * scale) / 2 if figure else MARGIN
    return Card(
        site_title=_header(font, content.site_title, MARGIN, 0),
        thread_title=_header(font, content.thread_title, RIGHT, 1),
        title=title_lines,
        other_name=name_lines,
        facts=facts_lines,
        description=description_lines,
        label=_label(font, content.label),
        figure_origin=Point(figure_left, bottom + GAP + (FOOTER_RULE - height - bottom) / 2),
        scale=scale,
    )


def _title_size(font: Font, title: str) -> float:
    """Return the largest size at which a title has few enough lines, or the smallest size."""
    fits = (size for size in TITLE_SIZES if len(font.break_lines(title, size, INNER_WIDTH)) <= MAX_TITLE_LINES)
    return next(fits, TITLE_SIZES[-1])


def _label(font: Font, label: str) -> tuple[TextLine, ...]:
    """Set the label between the lower rule and the edge, at the largest size that fits, or the smallest."""
    for size in LABEL_SIZES:
        lines = font.break_lines(label, size, INNER_WIDTH)
        free = HEIGHT - FOOTER_RULE - text_height(len(lines), size)
        if free >= GAP:
            break
    return typeset(font, lines, size, Point(MARGIN, FOOTER_RULE + free / 2))


def _paragraph(font: Font, text: str, size: float, top: float) -> tuple[float, tuple[TextLine, ...]]:
    """Set a text over the whole width; return the y below it, and its lines."""
    lines = font.break_lines(text, size, INNER_WIDTH) if text else ()
    return top + text_height(len(lines), size), typeset(font, lines, size, Point(MARGIN, top))


def _inline_name(font: Font, title: TextLine, name: str) -> tuple[TextLine, ...]:
    """Set a name after the last line of the title; return nothing where there is no room."""
    lines = typeset(font, [name] if name else [], NAME_SIZE, Point(title.x + title.width + GAP, 0))
    return tuple(replace(line, y=title.y) for line in lines if line.x + line.width <= RIGHT)


def _header(font: Font, text: str, x: float, anchor: float) -> tuple[TextLine, ...]:
    """Set the first line of a text above the upper rule."""
    lines = font.break_lines(text, HEADER_SIZE, INNER_WIDTH / 2)[:1] if text else ()
    origin = Point(x, HEADER_RULE - GAP - text_height(1, HEADER_SIZE) + GAP / 2)
    return typeset(font, lines, HEADER_SIZE, origin, anchor)
