"""Dates: what each form means as bounds and in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from macros.scenario.dates import (
    DateBounds,
    date_bounds,
    format_date,
    format_day,
    format_year,
    is_date,
    is_simple_date,
    iso_date,
    qualified_ends,
    short_date,
)
from macros.scenario.edtf import InvalidDateError
from tests.conftest import ROOT, scaled_examples
from tests.scenario.date_texts import DATE_TEXTS

if TYPE_CHECKING:
    from macros.scenario.edtf import Day

TABLE = Path(__file__).with_name("dates.txt").read_text(encoding="utf-8").splitlines()[3:]
SAME = '"'
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE]


def parse_day(text: str) -> Day | None:
    if text == "-":
        return None
    year, month, day = text.rsplit("-", 2)
    return int(year), int(month), int(day)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_date_has_the_meaning_and_the_forms_of_the_table(row: tuple[str, ...]) -> None:
    text, *days, words, short_words, is_simple, iso = row
    assert date_bounds(text) == DateBounds(*map(parse_day, days))
    assert format_date(text) == words
    assert short_date(text) == (words if short_words == SAME else short_words)
    assert is_simple_date(text) is (is_simple == "yes")
    assert iso_date(text) == (text if iso == SAME else iso)


def test_the_guide_shows_each_form_of_date_with_its_words() -> None:
    guide = (ROOT / "docs" / "contribute.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+)` +\| (.+?) +\|$", guide, re.MULTILINE)
    assert len(rows) == 27
    assert {text: format_date(text) for text, _ in rows} == dict(rows)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1956", (False, False)),
        ("1956?", (True, True)),
        ("195X", (False, False)),
        ("1958/1961~", (False, True)),
        ("1958%/..", (True, False)),
        ("[1956~,1958]", (False, False)),
    ],
)
def test_the_ends_of_a_date_are_qualified_where_they_carry_a_qualifier(text: str, ends: tuple[bool, bool]) -> None:
    assert qualified_ends(text) == ends


@pytest.mark.parametrize(
    ("year", "words"),
    [(1956, "1956"), (100, "100"), (99, "AD 99"), (1, "AD 1"), (0, "1 BC"), (-43, "44 BC"), (-9999, "10,000 BC")],
)
def test_a_year_is_written_as_people_write_it(year: int, words: str) -> None:
    assert format_year(year) == words


def test_a_day_is_written_in_words() -> None:
    assert format_day((1893, 12, 26)) == "26 December 1893"
    assert format_day((-43, 3, 15)) == "15 March 44 BC"


def is_ordered(bounds: DateBounds) -> bool:
    """Tell whether no bound contradicts another."""
    pairs = (
        (bounds.begins_earliest, bounds.begins_latest),
        (bounds.ends_earliest, bounds.ends_latest),
        (bounds.begins_earliest, bounds.ends_earliest),
        (bounds.begins_latest, bounds.ends_latest),
    )
    return all(first is None or last is None or first <= last for first, last in pairs)


@scaled_examples(4)
@given(DATE_TEXTS | st.text(max_size=12))
@example("~1956S2")
@example("../")
def test_any_text_either_has_ordered_bounds_and_words_or_an_error_with_its_offset(text: str) -> None:
    if is_date(text):
        assert is_ordered(date_bounds(text))
        assert re.fullmatch(r"\S.*\S", format_date(text))
    else:
        with pytest.raises(InvalidDateError) as caught:
            format_date(text)
        assert 0 <= caught.value.offset <= len(text)
        assert str(caught.value)
