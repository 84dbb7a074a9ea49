"""Cards: everything inside the frame, nothing on top of anything else, whatever the words and the figure."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.layout.card import FOOTER_RULE, HEADER_RULE, HEIGHT, MARGIN, RIGHT, TITLE_SIZES, WIDTH, Card, layout_card

if TYPE_CHECKING:
    from macros.layout.font import Font
    from macros.layout.model import Text

TITLE_LIMIT = 60
WORDS_LIMIT = 160
LETTERS = "abc deW 大跃进 -Éé"


def made(font: Font, title: str, name: str = "", words: str = "", figure: tuple[float, float] | None = None) -> Card:
    return layout_card(
        font,
        site="The Other Leap",
        thread="The new programmes",
        title=title,
        name=name,
        facts="Programme · no date given · stated",
        description=words,
        label="Alternate history. Not a record of what happened.",
        figure=figure,
    )


def texts(found: Card) -> list[Text]:
    return [
        *found.site,
        *found.thread,
        *found.title,
        *found.name,
        *found.facts,
        *found.description,
        *found.label,
    ]


def box(text: Text) -> tuple[float, float, float, float]:
    return text.x, text.y - 0.72 * text.size, text.x + text.width, text.y + 0.2 * text.size


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(LETTERS, min_size=1, max_size=TITLE_LIMIT).filter(str.strip),
    name=st.text("大跃进", max_size=20),
    words=st.text(LETTERS, max_size=WORDS_LIMIT),
    figure=st.none() | st.tuples(st.just(700.0), st.floats(30, 900)),
)
def test_nothing_leaves_a_card_or_lies_on_anything(
    font: Font, title: str, name: str, words: str, figure: tuple[float, float] | None
) -> None:
    found = made(font, title, name, words, figure)
    boxes = [box(text) for text in texts(found) if text.words]
    if figure:
        x, y = found.figure
        boxes.append((x, y, x + figure[0] * found.scale, y + figure[1] * found.scale))
        assert found.scale > 0
    for one in boxes:
        assert one[0] >= MARGIN - 1
        assert one[2] <= RIGHT + 1
        assert one[1] >= 0
        assert one[3] <= HEIGHT
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other), (one, other)
    between = [box(text) for text in (*found.title, *found.name, *found.facts, *found.description) if text.words]
    assert all(top >= HEADER_RULE and bottom <= FOOTER_RULE for _, top, _, bottom in between)


def test_a_short_title_is_set_larger_than_a_long_one(font: Font) -> None:
    assert made(font, "Leap").title[0].size == TITLE_SIZES[0]
    assert made(font, "W" * TITLE_LIMIT).title[0].size < TITLE_SIZES[0]


def test_another_name_stands_beside_a_title_that_leaves_room(font: Font) -> None:
    short, long = made(font, "Leap", "大跃进"), made(font, "Leap " * 11, "大跃进" * 3)
    assert short.name[0].y == short.title[0].y
    assert long.name[0].y > long.title[-1].y


@pytest.mark.parametrize(("height", "shown"), [(31.0, True), (312.0, False)])
def test_words_give_way_to_a_figure_that_needs_the_room(font: Font, height: float, shown: bool) -> None:  # noqa: FBT001 - a case
    found = made(font, "Great Chinese Famine", "大饥荒", "Text " * 30, (700.0, height))
    assert bool(found.description) is shown


def test_a_figure_is_in_the_middle_and_as_wide_as_there_is_room(font: Font) -> None:
    found = made(font, "Leap", figure=(700.0, 31.0))
    assert found.figure.x + 350 * found.scale == pytest.approx(WIDTH / 2)
    assert found.scale > 1.5
