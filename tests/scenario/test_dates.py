"""Dates: what each form means as bounds and in words, and that nothing else than a date is taken for one."""

from __future__ import annotations

import re
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from macros.scenario.dates import LONGEST, Day, Extent, InvalidDateError, day_words, extent, is_plain, words
from macros.scenario.fields import TextFormat, values_with_marker
from macros.scenario.loader import read
from tests.conftest import DATA

Bounds: TypeAlias = tuple[Day | None, Day | None, Day | None, Day | None]

OPEN = None


def first(year: int, month: int = 1) -> Day:
    return year, month, 1


def last(year: int) -> Day:
    return year, 12, 31


USED: list[tuple[str, str, Bounds]] = [
    ("1956", "1956", (first(1956), last(1956), first(1956), last(1956))),
    ("1958-09", "September 1958", (first(1958, 9), (1958, 9, 30), first(1958, 9), (1958, 9, 30))),
    ("1893-12-26", "26 December 1893", ((1893, 12, 26),) * 4),
    ("1942/1949", "1942 to 1949", (first(1942), last(1942), first(1949), last(1949))),
    ("1957-06/1958", "June 1957 to 1958", (first(1957, 6), (1957, 6, 30), first(1958), last(1958))),
    ("1955-08/1960-01", "August 1955 to January 1960",
     (first(1955, 8), (1955, 8, 31), first(1960), (1960, 1, 31))),
    ("1955-01/1964-10-16", "January 1955 to 16 October 1964",
     (first(1955), (1955, 1, 31), (1964, 10, 16), (1964, 10, 16))),
    ("1950-06-25/1953-07-27", "25 June 1950 to 27 July 1953",
     ((1950, 6, 25), (1950, 6, 25), (1953, 7, 27), (1953, 7, 27))),
    ("1958/1961~", "1958 to about 1961", (first(1958), last(1958), first(1961), last(1961))),
    ("1958-08/1958-12~", "August 1958 to about December 1958",
     (first(1958, 8), (1958, 8, 31), first(1958, 12), last(1958))),
    ("/1942", "until 1942, beginning not given", (OPEN, last(1942), first(1942), last(1942))),
    ("1957/", "from 1957, end not given", (first(1957), last(1957), first(1957), OPEN)),
    ("1959/..", "from 1959 on", (first(1959), last(1959), first(1959), OPEN)),
    ("[..1959]", "in or before 1959", (OPEN, last(1959), OPEN, last(1959))),
    ("[1956..1959]", "between 1956 and 1959", (first(1956), last(1959), first(1956), last(1959))),
    ("[1959..]", "in or after 1959", (first(1959), OPEN, first(1959), OPEN)),
]  # fmt: skip
"""Every form that the data uses."""

POSSIBLE: list[tuple[str, str, Bounds]] = [
    ("1956~", "about 1956", (first(1956), last(1956), first(1956), last(1956))),
    ("1956?", "perhaps 1956", (first(1956), last(1956), first(1956), last(1956))),
    ("1956-02%", "perhaps about February 1956", (first(1956, 2), (1956, 2, 29), first(1956, 2), (1956, 2, 29))),
    ("195X", "some time in the 1950s", (first(1950), last(1959), first(1950), last(1959))),
    ("19XX", "a date not fully known (19XX)", (first(1900), last(1999), first(1900), last(1999))),
    ("XXXX", "a date not fully known (XXXX)", (OPEN, OPEN, OPEN, OPEN)),
    ("XXXX-12", "a date not fully known (XXXX-12)", (OPEN, OPEN, OPEN, OPEN)),
    ("1956-XX", "a date not fully known (1956-XX)", (first(1956), last(1956), first(1956), last(1956))),
    ("1984?-06", "a date not fully known (1984?-06)", (first(1984, 6), (1984, 6, 30), first(1984, 6), (1984, 6, 30))),
    ("2001-21", "spring 2001", (first(2001, 3), (2001, 5, 31), first(2001, 3), (2001, 5, 31))),
    ("../1956", "until 1956", (OPEN, last(1956), first(1956), last(1956))),
    ("../..", "beginning and end not given", (OPEN, OPEN, OPEN, OPEN)),
    ("1956/1956-03", "1956 to March 1956", (first(1956), (1956, 3, 31), first(1956, 3), (1956, 3, 31))),
    ("1956/1956", "1956 to 1956", (first(1956), last(1956), first(1956), last(1956))),
    ("195X/1961", "some time in the 1950s to 1961", (first(1950), last(1959), first(1961), last(1961))),
    ("[1956,1958]", "1956 or 1958", (first(1956), last(1958), first(1956), last(1958))),
    ("[1956,1958..1960]", "1956 or between 1958 and 1960", (first(1956), last(1960), first(1956), last(1960))),
    ("{1956,1958-03}", "1956 and March 1958", (first(1956), (1958, 3, 31), first(1956), (1958, 3, 31))),
    ("2000-02-29", "29 February 2000", ((2000, 2, 29),) * 4),
    ("-0500", "-0500", (first(-500), last(-500), first(-500), last(-500))),
]
"""Forms that the data does not use yet."""


@pytest.mark.parametrize(("text", "said", "bounds"), [*USED, *POSSIBLE])
def test_a_date_has_these_bounds_and_these_words(text: str, said: str, bounds: Bounds) -> None:
    found = extent(text)
    assert (found.begins_earliest, found.begins_latest, found.ends_earliest, found.ends_latest) == bounds
    assert words(text) == said


def form(text: str) -> str:
    """Return a date with its numbers taken out."""
    return re.sub("[0-9]", "#", text)


def test_the_table_has_every_form_that_the_data_uses_and_no_others() -> None:
    used = {form(text) for _, record in read(DATA).records for _, text in values_with_marker(record, TextFormat.DATE)}
    assert {form(text) for text, _, _ in USED} == used


INVALID = [
    ("", 0, "not an EDTF date from character 1 on"),
    ("1956-13", 4, "not an EDTF date from character 5 on"),
    ("1956-2-5", 4, "not an EDTF date from character 5 on"),
    ("1956-02-30", 7, "not an EDTF date from character 8 on"),
    ("195", 3, "not an EDTF date from character 4 on"),
    ("-500", 4, "not an EDTF date from character 5 on"),
    ("19560225", 4, "not an EDTF date from character 5 on"),
    ("1956..1959", 4, "not an EDTF date from character 5 on"),
    ("[1956", 5, "not an EDTF date from character 6 on"),
    ("/", 1, "not an EDTF date from character 2 on"),
    ("..", 2, "not an EDTF date from character 3 on"),
    ("1956 ", 4, "' ' cannot stand in a date"),
    ("1956 / 1959", 4, "' ' cannot stand in a date"),
    ("1956\n", 4, "'\n' cannot stand in a date"),
    ("May 1956", 0, "'M' cannot stand in a date"),
    ("1956–1959", 4, "'–' cannot stand in a date"),  # noqa: RUF001 - a dash is what people type
    ("１９５６", 0, "'１' cannot stand in a date"),  # noqa: RUF001 - digits of another script
    ("1956-02-25T10:00:00Z", 10, "'T' cannot stand in a date"),
    ("1956S2", 4, "'S' cannot stand in a date"),
    ("Y1E999999999", 0, "'Y' cannot stand in a date"),
    (f"[{'1956,' * 40}1957]", LONGEST, f"longer than {LONGEST} characters"),
    ("1999-02-29", 0, "1999 has no 29 February"),
    ("1900-02-29/1901", 0, "1900 has no 29 February"),
    ("/..", 0, "not an EDTF date"),
    ("1956/1956-01-3X", 0, "not an EDTF date"),
    ("{1956,1956..}", 0, "not an EDTF date"),
]


@pytest.mark.parametrize(("text", "offset", "message"), INVALID)
def test_what_is_no_date_says_where_reading_stopped(
    text: str, offset: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for read_it in (extent, words):
        with pytest.raises(InvalidDateError) as caught:
            read_it(text)
        assert (str(caught.value), caught.value.offset, caught.value.reversed_range) == (message, offset, False)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("text", ["1959/1956", "1959-02/1959-01", "1960/1959-12-31", "[1959..1956]", "1956/1955~"])
def test_a_date_that_runs_backwards_says_so(text: str) -> None:
    for read_it in (extent, words):
        with pytest.raises(InvalidDateError, match="the end lies before the beginning") as caught:
            read_it(text)
        assert caught.value.reversed_range


@pytest.mark.parametrize(
    ("text", "plain"),
    [("1956", True), ("1956-02", True), ("1956-02-25", True), ("1956~", False), ("195X", False), ("1956/1959", False)],
)
def test_plain_dates_are_years_months_and_days(text: str, plain: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_plain(text) is plain


def test_a_day_in_words() -> None:
    assert day_words((1893, 12, 26)) == "26 December 1893"


def in_order(found: Extent) -> bool:
    """Tell whether the bounds that there are do not contradict each other."""
    pairs = (
        (found.begins_earliest, found.begins_latest),
        (found.ends_earliest, found.ends_latest),
        (found.begins_earliest, found.ends_earliest),
        (found.begins_latest, found.ends_latest),
    )
    return all(one is None or other is None or one <= other for one, other in pairs)


YEARS = st.sampled_from(["1956", "1949", "0000", "-0500", "195X", "19XX", "XXXX", "1X5X", "9999"])
MONTHS = st.sampled_from(["01", "02", "06", "12", "13", "XX", "1X", "21", "33"])
DAYS = st.sampled_from(["01", "29", "30", "31", "32", "XX", "3X"])
HEDGES = st.sampled_from(["", "", "", "~", "?", "%"])
PLAIN = st.tuples(YEARS, st.lists(MONTHS, max_size=1), st.lists(DAYS, max_size=1)).map(
    lambda parts: "-".join((parts[0], *parts[1], *(parts[2] if parts[1] else [])))
)
POINTS = st.tuples(HEDGES, PLAIN, HEDGES).map("".join)
EDGES = POINTS | st.sampled_from(["", ".."])
INTERVALS = st.tuples(EDGES, EDGES).map("/".join)
MEMBERS = POINTS | st.tuples(POINTS | st.just(""), POINTS | st.just("")).map("..".join)
SETS = st.tuples(st.sampled_from(["[]", "{}"]), st.lists(MEMBERS, min_size=1, max_size=3)).map(
    lambda parts: f"{parts[0][0]}{','.join(parts[1])}{parts[0][1]}"
)
SIGNS = st.text("0123456789X./?~%,[]{}-YSET: \n", max_size=12)


def outcome(text: str) -> Extent | InvalidDateError:
    try:
        return extent(text)
    except InvalidDateError as error:
        return error


@settings(deadline=None, derandomize=True, database=None, max_examples=500)
@given(POINTS | INTERVALS | SETS | SIGNS | st.text(max_size=12))
@example("~1956S2")
@example("../")
def test_any_text_is_a_date_with_bounds_and_words_or_says_that_it_is_none(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Extent):
        assert in_order(found)
        assert re.fullmatch(r"\S.*\S", words(text))
        assert is_plain(text) in {True, False}
    else:
        assert 0 <= found.offset <= len(text)
        assert str(found)
        with pytest.raises(InvalidDateError):
            words(text)
