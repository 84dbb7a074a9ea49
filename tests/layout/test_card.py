"""Cards: everything is inside the margins and nothing overlaps, for any texts and any figure."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.card import (
    FOOTER_RULE,
    HEADER_RULE,
    HEIGHT,
    MARGIN,
    RIGHT,
    TITLE_SIZES,
    WIDTH,
    Card,
    CardContent,
    layout_card,
)
from macros.layout.model import Drawing
from macros.pages.svg import text_svg

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.layout.model import TextLine

TITLE_LIMIT = 60
WORDS_LIMIT = 160
LABEL_LIMIT = 190
"""The longest `in_reality`, with the words before it."""
LETTERS = "abc deW 大跃进 -Éé"


CONTENT = CardContent(
    site_title="The Undug Canal",
    thread_title="The new programmes",
    title="Leap",
    other_name="",
    facts="Programme · no date given · stated",
    description="",
    label="Alternate history. Not a record of what happened.",
    figure=None,
)


def build_card(
    font: Font, title: str, name: str = "", words: str = "", figure: tuple[float, float] | None = None
) -> Card:
    drawing = Drawing(*figure, (), ()) if figure else None
    return layout_card(font, replace(CONTENT, title=title, other_name=name, description=words, figure=drawing))


def all_lines(card: Card) -> list[TextLine]:
    return [
        *card.site_title,
        *card.thread_title,
        *card.title,
        *card.other_name,
        *card.facts,
        *card.description,
        *card.label,
    ]


def box(line: TextLine) -> tuple[float, float, float, float]:
    return line.x, line.y - 0.72 * line.size, line.x + line.width, line.y + 0.2 * line.size


def overlap(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@given(
    title=st.text(LETTERS, min_size=1, max_size=TITLE_LIMIT).filter(str.strip),
    name=st.text("大跃进", max_size=20),
    words=st.text(LETTERS, max_size=WORDS_LIMIT),
    figure=st.none() | st.tuples(st.just(700.0), st.floats(30, 900)),
)
def test_texts_and_figure_stay_on_the_card_and_never_overlap(
    font: Font, title: str, name: str, words: str, figure: tuple[float, float] | None
) -> None:
    card = build_card(font, title, name, words, figure)
    boxes = [box(line) for line in all_lines(card) if line.text]
    if figure:
        x, y = card.figure_origin
        boxes.append((x, y, x + figure[0] * card.scale, y + figure[1] * card.scale))
        assert card.scale > 0
    for first in boxes:
        assert first[0] >= MARGIN - 1
        assert first[2] <= RIGHT + 1
        assert first[1] >= 0
        assert first[3] <= HEIGHT
    for first, second in combinations(boxes, 2):
        assert not overlap(first, second), (first, second)
    text_boxes = [box(line) for line in (*card.title, *card.other_name, *card.facts, *card.description) if line.text]
    assert all(top >= HEADER_RULE and bottom <= FOOTER_RULE for _, top, _, bottom in text_boxes)


@given(label=st.text(LETTERS, min_size=1, max_size=LABEL_LIMIT).filter(str.strip))
def test_the_label_stays_between_the_lower_rule_and_the_edge(font: Font, label: str) -> None:
    boxes = [box(line) for line in layout_card(font, replace(CONTENT, label=label)).label]
    assert boxes
    assert all(top > FOOTER_RULE and bottom < HEIGHT and right <= RIGHT + 1 for _, top, right, bottom in boxes)


def test_a_short_title_has_a_larger_font_than_a_long_one(font: Font) -> None:
    assert build_card(font, "Leap").title[0].size == TITLE_SIZES[0]
    assert build_card(font, "W" * TITLE_LIMIT).title[0].size < TITLE_SIZES[0]


def test_the_name_follows_the_title_where_there_is_room(font: Font) -> None:
    short, long = build_card(font, "Leap", "大跃进"), build_card(font, "Leap " * 11, "大跃进" * 3)
    assert short.other_name[0].y == short.title[0].y
    assert long.other_name[0].y > long.title[-1].y


def test_a_name_after_the_title_keeps_the_shape_of_its_letters(font: Font) -> None:
    (name,) = build_card(font, "Leap", "大跃进").other_name
    assert name.y == build_card(font, "Leap").title[0].y
    assert "textLength" not in text_svg([name], has_fixed_widths=True)


@pytest.mark.parametrize(("height", "has_description"), [(31.0, True), (312.0, False)])
def test_the_description_is_dropped_where_the_figure_needs_its_room(
    font: Font, height: float, *, has_description: bool
) -> None:
    card = build_card(font, "Great Chinese Famine", "大饥荒", "Text " * 30, (700.0, height))
    assert bool(card.description) is has_description


def test_a_figure_is_centred_and_scaled_to_the_width(font: Font) -> None:
    card = build_card(font, "Leap", figure=(700.0, 31.0))
    assert card.figure_origin.x + 350 * card.scale == pytest.approx(WIDTH / 2)
    assert card.scale > 1.5
