from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from macros.layout.font import Font
from macros.scenario.fields import LanguageName
from tests.layout.graphs import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDING = 0.01
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
    result: list[str] = []
    for character in text:
        if result and combining(character):
            result[-1] += character
        else:
            result.append(character)
    return result


def is_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters of ordinary width."""
    return before in " -\u2013" or "W" in {east_asian_width(before[0]), east_asian_width(after[0])}


def width_or_zero(font: Font, text: str, size: float) -> float:
    """Return the width of a line, which may be empty."""
    return font.width(text, size) if text else 0.0


def breaks(font: Font, text: str, size: float, widest: float) -> set[int]:
    """Return where a line of a text may end, as numbers of characters with their marks."""
    characters = clusters(text)
    opportunities = [
        0,
        *(index for index in range(1, len(characters)) if is_break(characters[index - 1], characters[index])),
        len(characters),
    ]
    offsets = set(opportunities)
    for start, end in pairwise(opportunities):
        if width_or_zero(font, "".join(characters[start:end]).rstrip(), size) > widest:
            offsets |= set(range(start, end))
    return offsets


def best_break(font: Font, text: str, size: float, widest: float) -> tuple[int, float]:
    """Return the least number of lines, and the least width of the widest line with so many."""
    characters = clusters(text)
    offsets = sorted(breaks(font, text, size, widest))
    best_by_end = {0: (0, 0.0)}
    for offset in offsets[1:]:
        best_by_end[offset] = min(
            extensions(
                font, characters, size, widest, {end: best_by_end[end] for end in offsets if end < offset}, offset
            )
        )
    return best_by_end[len(characters)]


def extensions(  # noqa: PLR0913, PLR0917 - one step of a search
    font: Font, characters: list[str], size: float, widest: float, before: dict[int, tuple[int, float]], end: int
) -> Iterator[tuple[int, float]]:
    """Yield the number of lines and their greatest width, if the last one begins after each earlier break."""
    for start, (lines, width) in before.items():
        line_width = width_or_zero(font, "".join(characters[start:end]).strip(), size)
        if line_width <= widest or end - start == 1:
            yield lines + 1, max(width, line_width)


def test_characters_have_the_advance_widths_of_the_font_file(font: Font) -> None:
    with TTFont(font.path) as reference_font:
        characters = [chr(code) for code in reference_font.getBestCmap()]
    assert len(characters) > 150
    for character in characters:
        assert font.width(character, 1) == pytest.approx(advance(font, character)), character


@pytest.mark.parametrize("text", ["1958 1961", "minimum", "nun", "3 2 1", "oooo"])
def test_a_text_without_kerning_has_the_width_of_its_characters(font: Font, text: str) -> None:
    assert font.width(text, 14) == pytest.approx(advance(font, text) * 14)


@pytest.mark.parametrize("text", ["AV", "To", "Ta"])
def test_kerned_pairs_are_narrower(font: Font, text: str) -> None:
    assert font.width(text, 14) < advance(font, text) * 14 - 0.3


@pytest.mark.parametrize("text", TITLES)
def test_widths_are_proportional_to_the_font_size(font: Font, text: str) -> None:
    assert font.width(text, 42) == pytest.approx(3 * font.width(text, 14))
    assert font.width(text, 14) > 0


def test_an_empty_text_has_no_width(font: Font) -> None:
    assert font.width("", 14) == 0


FALLBACK_TEXTS = {
    "noto-serif": "Ἑρμούπολις",
    "noto-serif-sc": "大跃进",
    "noto-serif-jp": "カード",
    "noto-serif-kr": "대약진",
    "noto-serif-hebrew": "שָׁלוֹם",
    "noto-serif-devanagari": "क्षत्रिय",
    "noto-serif-thai": "ก้าวหน้า",
    "noto-serif-armenian": "Հայերեն",
    "noto-serif-georgian": "ქართული",
    "noto-naskh-arabic": "القفزة",
    "noto-emoji": "🚀",
}


def test_a_text_without_glyphs_is_as_wide_as_the_fallback_font_sets_it(font: Font) -> None:
    assert [fallback.family for fallback in font.fallbacks] == list(FALLBACK_TEXTS)
    for fallback in font.fallbacks:
        text = FALLBACK_TEXTS[fallback.family]
        assert list(font.split_runs(f"a {text} b")) == [(font, "a "), (fallback, text), (font, " b")]
        assert font.unsupported_characters(text) == ""
        expected = fallback.width(text, 14) + font.width("a ", 14) + font.width(" b", 14)
        assert font.width(f"a {text} b", 14) == pytest.approx(expected)
    assert font.width("क्षत्रिय", 1) < 4


def test_a_name_with_a_language_is_measured_as_its_text(font: Font) -> None:
    name = LanguageName("大跃进", "zh")
    assert font.unsupported_characters(name) == ""
    assert font.width(name, 14) == font.width(str(name), 14)


def test_characters_that_no_font_has_have_about_the_width_of_their_kind(font: Font) -> None:
    alone = Font(font.path, "Alone")
    assert alone.width("Ἑρμούπολις", 10) == pytest.approx(70)
    assert alone.width("大跃进", 10) == 30
    assert alone.width("क्षत्रिय", 10) == pytest.approx(35)
    assert font.unsupported_characters("a \u182e 大 \U0001f0a1\ufe0f") == "\u182e\U0001f0a1"


def test_a_combining_mark_does_not_change_the_width(font: Font) -> None:
    assert font.width("E\u0302", 14) == pytest.approx(font.width("Ê", 14))


def test_the_unpacked_font_is_truetype_with_the_family_name(font: Font) -> None:
    second = Font(font.path, "Another")
    with TTFont(io.BytesIO(second.truetype)) as reference_font:
        assert reference_font.flavor is None
        assert reference_font["name"].getDebugName(1) == "Another"
        assert reference_font["name"].getDebugName(2) != "Another"
        with TTFont(font.path) as packed:
            assert reference_font.getBestCmap() == packed.getBestCmap()
    assert Font(font.path, "Another").truetype == second.truetype


@given(TEXTS, WIDTHS)
def test_lines_fit_the_width_unless_a_single_character_is_wider(font: Font, text: str, widest: float) -> None:
    for line in font.break_lines(text, 14, widest):
        assert font.width(line, 14) <= widest or len(clusters(line)) == 1


@given(TEXTS, WIDTHS)
def test_joined_lines_equal_the_text_and_end_at_break_opportunities(font: Font, text: str, widest: float) -> None:
    characters = clusters(text)
    allowed = breaks(font, text, 14, widest)
    offset = 0
    for line in font.break_lines(text, 14, widest):
        line_characters = clusters(line)
        assert line == line.strip()
        assert characters[offset : offset + len(line_characters)] == line_characters
        offset += len(line_characters)
        offset += characters[offset : offset + 1] == [" "]
        assert offset in allowed
    assert offset == len(characters)


@given(TEXTS, WIDTHS)
def test_lines_are_as_few_and_as_even_as_possible(font: Font, text: str, widest: float) -> None:
    lines = font.break_lines(text, 14, widest)
    fewest, narrowest = best_break(font, text, 14, widest)
    assert len(lines) == max(fewest, 1)
    assert max(font.width(line, 14) for line in lines) <= max(narrowest, widest / 2) + 1


def test_a_line_of_exactly_the_width_fits(font: Font) -> None:
    text = "The harvest of the second year"
    width = font.width(text, 14)
    assert font.break_lines(text, 14, width + ROUNDING) == (text,)
    assert len(font.break_lines(text, 14, width - ROUNDING)) == 2


def test_two_lines_are_about_equal(font: Font) -> None:
    assert font.break_lines("one two three four", 14, font.width("one two three", 14) + 1) == ("one two", "three four")


def test_only_a_word_wider_than_the_line_is_broken(font: Font) -> None:
    lines = font.break_lines(f"harvest {'w' * 30} harvest", 14, 92)
    assert lines[0].startswith("harvest")
    assert lines[-1].endswith("harvest")
    assert all(len(line.split()) <= 2 for line in lines)


def test_lines_end_after_hyphens_and_dashes(font: Font) -> None:
    assert font.break_lines("first-hand", 14, font.width("hand", 14) + 1) == ("first-", "hand")
    assert font.break_lines("1958\u20131961", 14, font.width("1958\u2013", 14) + 1) == ("1958\u2013", "1961")


def test_chinese_text_breaks_between_any_two_characters(font: Font) -> None:
    assert font.break_lines("人民公社", 14, 28) == ("人民", "公社")
    assert font.break_lines("in公社", 14, font.width("in公", 14) + 1) == ("in公", "社")
    assert font.break_lines("公社minimum", 14, font.width("minimum", 14) + 1) == ("公社", "minimum")


def test_a_combining_mark_never_begins_a_line(font: Font) -> None:
    for line in font.break_lines("e\u0301\u0323" * 20, 14, 30):
        assert not combining(line[0])


@pytest.mark.parametrize(
    "cluster",
    ["👩\u200d🚀", "🇨🇳", "👍🏽", "❤\ufe0f", "क्षि", "ก้", "นำ", "שָׁ", "\u1112\u1161\u11ab", "か\u3099", "q\u0307"],
)
def test_a_grapheme_cluster_is_never_broken(font: Font, cluster: str) -> None:
    assert set(font.break_lines(cluster * 20, 14, 1)) == {cluster}


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_text_is_one_empty_line(font: Font, text: str) -> None:
    assert font.break_lines(text, 14, 92) == ("",)


def test_white_space_collapses_to_one_space(font: Font) -> None:
    assert font.break_lines(" land \n reform ", 14, 400) == ("land reform",)


def test_characters_without_a_glyph_are_reported(font: Font) -> None:
    assert font.missing_glyphs("Great Leap, “1958”") == ""
    assert font.missing_glyphs("Leap 大跃进 a") == "大跃进"


def test_fonts_with_other_fallbacks_share_no_widths(font: Font) -> None:
    text = FALLBACK_TEXTS["noto-serif-thai"]
    assert replace(font, fallbacks=()).width(text, 10) != font.width(text, 10)
