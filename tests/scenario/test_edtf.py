"""The EDTF parser: every example of the standard, the `edtf` library as an oracle, and errors with their offsets."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given

from macros.scenario.dates import DateBounds, date_bounds, format_date
from macros.scenario.edtf import MAX_LENGTH, Date, InvalidDateError, parse_edtf
from macros.scenario.fields import EDTF_EXAMPLES, EDTF_PATTERN
from tests.conftest import scaled_examples
from tests.scenario.date_texts import DATE_TEXTS, DATES
from tests.scenario.edtf_oracle import (
    BOUNDS_DIFFER,
    LIBRARY_REFUSES,
    PARSER_REFUSES,
    Difference,
    is_listed,
    library_bounds,
    library_precision,
)

SECTIONS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("edtf_examples.toml").read_text(encoding="utf-8")
)
EXAMPLES = [(text, words) for section in SECTIONS.values() for text, words in section.items()]


def bounds_or_none(text: str) -> DateBounds | None:
    try:
        return date_bounds(text)
    except InvalidDateError:
        return None


def assert_agreement(text: str) -> None:
    """Assert that parser and library read a text alike, or that the difference is listed."""
    parsed, oracle = bounds_or_none(text), library_bounds(text)
    if parsed is None or oracle is None:
        assert parsed is oracle or is_listed(LIBRARY_REFUSES if parsed else PARSER_REFUSES, text), (parsed, oracle)
    else:
        assert parsed == oracle or is_listed(BOUNDS_DIFFER, text), (parsed, oracle)


@pytest.mark.parametrize(("text", "words"), EXAMPLES)
def test_an_example_of_the_standard_has_the_bounds_of_the_library_and_our_words(text: str, words: str) -> None:
    assert bounds_or_none(text) is not None
    assert_agreement(text)
    assert format_date(text) == words


@scaled_examples(2)
@given(DATE_TEXTS)
@example("[..1984,1986..]")
@example("-00XX")
def test_generated_texts_have_the_validity_and_the_bounds_of_the_library(text: str) -> None:
    assert_agreement(text)


@pytest.mark.parametrize("text", [text for text, _ in EXAMPLES if isinstance(parse_edtf(text), Date)])
def test_an_example_of_the_standard_has_the_precision_of_the_library(text: str) -> None:
    assert_same_precision(text)


@given(DATES)
def test_generated_dates_have_the_precision_of_the_library(text: str) -> None:
    if bounds_or_none(text) is not None:
        assert_same_precision(text)


def assert_same_precision(text: str) -> None:
    parsed = parse_edtf(text)
    assert isinstance(parsed, Date)
    assert library_precision(text) in {parsed.precision, None}


@pytest.mark.parametrize("difference", PARSER_REFUSES, ids=lambda difference: difference.example)
def test_the_parser_refuses_a_listed_text_that_the_library_reads(difference: Difference) -> None:
    assert bounds_or_none(difference.example) is None
    assert library_bounds(difference.example) is not None
    assert is_listed([difference], difference.example)


@pytest.mark.parametrize("difference", LIBRARY_REFUSES, ids=lambda difference: difference.example)
def test_the_library_refuses_a_listed_text_that_the_parser_reads(difference: Difference) -> None:
    assert bounds_or_none(difference.example) is not None
    assert library_bounds(difference.example) is None
    assert is_listed([difference], difference.example)


@pytest.mark.parametrize("difference", BOUNDS_DIFFER, ids=lambda difference: difference.example)
def test_the_bounds_of_a_listed_text_differ_from_those_of_the_library(difference: Difference) -> None:
    assert bounds_or_none(difference.example) not in {None, library_bounds(difference.example)}
    assert is_listed([difference], difference.example)


INVALID = [
    ("", 0, "not an EDTF date from character 1 on"),
    ("1956-13", 4, "there is no month 13; months are 01 to 12, seasons 21 to 24"),
    ("1956-2-5", 4, "not an EDTF date from character 5 on"),
    ("1956-02-32", 7, "no month has a day 32"),
    ("1956-21-05", 7, "not an EDTF date from character 8 on"),
    ("195", 3, "not an EDTF date from character 4 on"),
    ("-500", 4, "not an EDTF date from character 5 on"),
    ("-0000", 4, "not an EDTF date from character 5 on"),
    ("19560225", 4, "not an EDTF date from character 5 on"),
    ("Y1956", 5, "not an EDTF date from character 6 on"),
    ("Y1956195619561", 13, "not an EDTF date from character 14 on"),
    ("1956..1959", 4, "not an EDTF date from character 5 on"),
    ("1956~~", 5, "not an EDTF date from character 6 on; '~' stands at the end of a date"),
    ("1984?-06", 5, "not an EDTF date from character 6 on; '?' stands at the end of a date"),
    ("/", 1, "not an EDTF date from character 2 on"),
    ("..", 0, "not an EDTF date from character 1 on"),
    ("1956/1957/1958", 9, "not an EDTF date from character 10 on"),
    ("1956T10:00:00", 4, "not an EDTF date from character 5 on"),
    ("1956-02-25T10:00", 10, "not an EDTF date from character 11 on"),
    ("1956-02-25T24:00:01", 10, "not an EDTF date from character 11 on"),
    ("1956-02-25T10:00:00-00:00", 10, "not an EDTF date from character 11 on"),
    ("1956-02-25T10:00:00/1957", 10, "not an EDTF date from character 11 on"),
    ("[1956", 5, "not an EDTF date from character 6 on"),
    ("[1956,1958]]", 11, "not an EDTF date from character 12 on"),
    ("[]", 1, "not an EDTF date from character 2 on"),
    ("[..]", 3, "not an EDTF date from character 4 on"),
    ("[1956]", 5, "a set has more than one member"),
    ("[1956,..1958]", 6, "not an EDTF date from character 7 on"),
    ("[1956..,1958]", 7, "not an EDTF date from character 8 on"),
    ("[1956..1957-02]", 5, "the dates beside '..' differ in precision"),
    ("[1956~..1957]", 1, "dates beside '..' have no X, '?', '~' or '%'"),
    ("1956 ", 4, "' ' cannot stand in a date"),
    ("1956 / 1959", 4, "' ' cannot stand in a date"),
    ("1956\n", 4, "'\n' cannot stand in a date"),
    ("May 1956", 0, "'M' cannot stand in a date"),
    ("1956–1959", 4, "'–' cannot stand in a date"),  # noqa: RUF001 - a dash is what people type
    ("１９５６", 0, "'１' cannot stand in a date"),  # noqa: RUF001 - digits of another script
    ("1956S2", 4, "'S' cannot stand in a date"),
    ("Y1E999999999", 2, "'E' cannot stand in a date"),
    (f"[{'1956,' * 40}1957]", MAX_LENGTH, f"longer than {MAX_LENGTH} characters"),
    ("1956-02-30", 8, "February 1956 has 29 days"),
    ("1999-02-29", 8, "February 1999 has 28 days"),
    ("1900-02-29/1901", 8, "February 1900 has 28 days"),
    ("1956/1957-04-31", 13, "April 1957 has 30 days"),
]
X_MESSAGE = "X stands for the last one or two digits of a year, for a month or for a day"
MISPLACED_X = [
    ("XXXX", 0),
    ("1XXX", 1),
    ("1X5X", 1),
    ("195X-05", 4),
    ("1956-1X", 4),
    ("1956-XX-05", 7),
    ("1956/1956-01-3X", 12),
]


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    INVALID + [(text, at, f"not an EDTF date from character {at + 1} on; {X_MESSAGE}") for text, at in MISPLACED_X],
)
def test_an_invalid_date_says_why_and_where_reading_stops(text: str, offset: int, message: str) -> None:
    with pytest.raises(InvalidDateError) as caught:
        parse_edtf(text)
    assert (str(caught.value), caught.value.offset, caught.value.reversed_range) == (message, offset, False)


@pytest.mark.parametrize(
    "text",
    [
        "1959/1956",
        "1959-02/1959-01",
        "1960/1959-12-31",
        "[1959..1956]",
        "1956/1955~",
        "[1950,1959..1956]",
        "1956-24/1956-11",
    ],
)
def test_a_reversed_date_says_that_its_end_lies_before_its_beginning(text: str) -> None:
    with pytest.raises(InvalidDateError, match="the end lies before the beginning") as caught:
        parse_edtf(text)
    assert caught.value.reversed_range


@scaled_examples(2)
@given(DATE_TEXTS)
@example("{..1956,1958-XX,1960..}")
@example("-0043-03-15T24:00:00-04:30")
def test_the_pattern_of_editors_accepts_every_date_that_the_parser_reads(text: str) -> None:
    assert re.search(EDTF_PATTERN, text) or bounds_or_none(text) is None


@pytest.mark.parametrize("text", [*(text for text, _ in EXAMPLES), *EDTF_EXAMPLES])
def test_the_pattern_of_editors_accepts_every_example(text: str) -> None:
    assert bounds_or_none(text) is not None
    assert re.search(EDTF_PATTERN, text)


@pytest.mark.parametrize(
    "text", ["", "c. 1956", "25.02.1956", "1956-13", "1956-2-5", "1956-1957", "[1956-1959]", "195"]
)
def test_the_pattern_of_editors_marks_what_people_write_instead(text: str) -> None:
    assert not re.search(EDTF_PATTERN, text)
