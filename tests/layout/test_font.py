from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.font import Font
from tests.layout.graphs import REPEATABLE, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

HAIR = 0.01
WORDS = (
    "a",
    "in",
    "the",
    "harvest",
    "first-hand",
    "1958\u20131961",
    "中",
    "人民公社",
    "e\u0301te\u0301",
    "w" * 30,
    "-",
    "x-",
)
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join) | st.sampled_from(TITLES)
WIDTHS = st.sampled_from((30.0, 61.5, 92.0, 150.0, 400.0))


def advance(font: Font, text: str) -> float:
    """Return the sum of the widths of single characters in em, as the file of the font gives them."""
    with TTFont(font.path) as reference_font:
        names = reference_font.getBestCmap()
        return float(
            sum(reference_font["hmtx"][names[ord(character)]][0] for character in text)
            / reference_font["head"].unitsPerEm
        )


def clusters(text: str) -> list[str]:
    """Return characters with the marks on them."""
    found: list[str] = []
    for character in text:
        if found and combining(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def is_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters of ordinary width."""
    return before in " -\u2013" or "W" in {east_asian_width(before[0]), east_asian_width(after[0])}


def measured(font: Font, text: str, size: float) -> float:
    """Return the width of a line, which may be empty."""
    return font.width(text, size) if text else 0.0


def breaks(font: Font, text: str, size: float, widest: float) -> set[int]:
    """Return where a line of a text may end, as numbers of characters with their marks."""
    signs = clusters(text)
    usual = [0, *(at for at in range(1, len(signs)) if is_break(signs[at - 1], signs[at])), len(signs)]
    found = set(usual)
    for start, end in pairwise(usual):
        if measured(font, "".join(signs[start:end]).rstrip(), size) > widest:
            found |= set(range(start, end))
    return found


def best(font: Font, text: str, size: float, widest: float) -> tuple[int, float]:
    """Return the least number of lines, and the least width of the widest line with so many."""
    signs = clusters(text)
    places = sorted(breaks(font, text, size, widest))
    found = {0: (0, 0.0)}
    for place in places[1:]:
        found[place] = min(ways(font, signs, size, widest, {at: found[at] for at in places if at < place}, place))
    return found[len(signs)]


def ways(  # noqa: PLR0913, PLR0917 - one step of a search
    font: Font, signs: list[str], size: float, widest: float, before: dict[int, tuple[int, float]], end: int
) -> Iterator[tuple[int, float]]:
    """Give how many lines there are, and how wide, if the last one begins after each earlier break."""
    for start, (lines, width) in before.items():
        own = measured(font, "".join(signs[start:end]).strip(), size)
        if own <= widest or end - start == 1:
            yield lines + 1, max(width, own)


def test_every_character_is_as_wide_as_the_file_says(font: Font) -> None:
    with TTFont(font.path) as reference_font:
        characters = [chr(code) for code in reference_font.getBestCmap()]
    assert len(characters) > 150
    for character in characters:
        assert font.width(character, 1) == pytest.approx(advance(font, character)), character


@pytest.mark.parametrize("text", ["1958 1961", "minimum", "nun", "3 2 1", "oooo"])
def test_without_kerning_a_text_is_as_wide_as_its_characters(font: Font, text: str) -> None:
    assert font.width(text, 14) == pytest.approx(advance(font, text) * 14)


@pytest.mark.parametrize("text", ["AV", "To", "Ta"])
def test_kerned_pairs_stand_closer(font: Font, text: str) -> None:
    assert font.width(text, 14) < advance(font, text) * 14 - 0.3


@pytest.mark.parametrize("text", TITLES)
def test_widths_grow_with_the_size(font: Font, text: str) -> None:
    assert font.width(text, 42) == pytest.approx(3 * font.width(text, 14))
    assert font.width(text, 14) > 0


def test_nothing_has_no_width(font: Font) -> None:
    assert font.width("", 14) == 0


def test_what_the_face_lacks_is_given_a_square(font: Font) -> None:
    assert font.width("大跃进", 14) == 42
    assert font.width("a中", 14) == pytest.approx(font.width("a", 14) + 14)


def test_a_letter_with_a_mark_is_as_wide_as_that_letter(font: Font) -> None:
    assert font.width("E\u0302", 14) == pytest.approx(font.width("Ê", 14))


def test_the_unpacked_file_is_truetype_under_the_name_of_the_family(font: Font) -> None:
    other = Font(font.path, "Another")
    with TTFont(io.BytesIO(other.truetype)) as reference_font:
        assert reference_font.flavor is None
        assert reference_font["name"].getDebugName(1) == "Another"
        assert reference_font["name"].getDebugName(2) != "Another"
        with TTFont(font.path) as packed:
            assert reference_font.getBestCmap() == packed.getBestCmap()
    assert Font(font.path, "Another").truetype == other.truetype


@REPEATABLE
@given(TEXTS, WIDTHS)
def test_lines_fit_unless_one_character_does_not(font: Font, text: str, widest: float) -> None:
    for line in font.lines(text, 14, widest):
        assert font.width(line, 14) <= widest or len(clusters(line)) == 1


@REPEATABLE
@given(TEXTS, WIDTHS)
def test_lines_joined_give_back_the_text_and_end_where_they_may(font: Font, text: str, widest: float) -> None:
    signs = clusters(text)
    allowed = breaks(font, text, 14, widest)
    place = 0
    for line in font.lines(text, 14, widest):
        own = clusters(line)
        assert line == line.strip()
        assert signs[place : place + len(own)] == own
        place += len(own)
        place += signs[place : place + 1] == [" "]
        assert place in allowed
    assert place == len(signs)


@REPEATABLE
@given(TEXTS, WIDTHS)
def test_lines_are_as_few_as_can_be_and_then_as_even(font: Font, text: str, widest: float) -> None:
    lines = font.lines(text, 14, widest)
    few, even = best(font, text, 14, widest)
    assert len(lines) == max(few, 1)
    assert max(font.width(line, 14) for line in lines) <= max(even, widest / 2) + 1


def test_a_line_of_exactly_the_width_fits(font: Font) -> None:
    text = "The harvest of the second year"
    width = font.width(text, 14)
    assert font.lines(text, 14, width + HAIR) == (text,)
    assert len(font.lines(text, 14, width - HAIR)) == 2


def test_two_lines_are_about_equal(font: Font) -> None:
    assert font.lines("one two three four", 14, font.width("one two three", 14) + 1) == ("one two", "three four")


def test_a_word_that_fits_stays_whole_beside_one_that_does_not(font: Font) -> None:
    lines = font.lines(f"harvest {'w' * 30} harvest", 14, 92)
    assert lines[0].startswith("harvest")
    assert lines[-1].endswith("harvest")
    assert all(len(line.split()) <= 2 for line in lines)


def test_lines_end_after_hyphens_and_dashes(font: Font) -> None:
    assert font.lines("first-hand", 14, font.width("hand", 14) + 1) == ("first-", "hand")
    assert font.lines("1958\u20131961", 14, font.width("1958\u2013", 14) + 1) == ("1958\u2013", "1961")


def test_chinese_is_broken_between_any_two_characters(font: Font) -> None:
    assert font.lines("人民公社", 14, 28) == ("人民", "公社")
    assert font.lines("in公社", 14, font.width("in公", 14) + 1) == ("in公", "社")
    assert font.lines("公社minimum", 14, font.width("minimum", 14) + 1) == ("公社", "minimum")


def test_a_mark_never_begins_a_line(font: Font) -> None:
    for line in font.lines("e\u0301\u0323" * 20, 14, 30):
        assert not combining(line[0])


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_text_is_one_empty_line(font: Font, text: str) -> None:
    assert font.lines(text, 14, 92) == ("",)


def test_white_space_counts_as_one_space(font: Font) -> None:
    assert font.lines(" land \n reform ", 14, 400) == ("land reform",)


def test_what_the_face_has_no_glyph_for_is_told(font: Font) -> None:
    assert font.missing_glyphs("Great Leap, “1958”") == ""
    assert font.missing_glyphs("Leap 大跃进 a") == "大跃进"
