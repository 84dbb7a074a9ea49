"""Parse EDTF, the Extended Date/Time Format: levels 0 and 1, and of level 2 the sets.

Source: ISO 8601-2:2019, annex A, as the Library of Congress specifies it (https://www.loc.gov/standards/datetime/).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NoReturn, TypeAlias

Day: TypeAlias = tuple[int, int, int]
"""Year, month and day. Years are astronomical: 0 is 1 BC, and -43 is 44 BC, so this is not `datetime.date`."""

Precision: TypeAlias = Literal["century", "decade", "year", "season", "month", "day"]

MAX_LENGTH = 64
"""How many characters a date may have. Only sets of many members are longer."""

_WINTER = "24"
_YEAR_PRECISIONS: tuple[Precision, ...] = ("year", "decade", "century")
"""Precisions of a year by the number of its unspecified digits."""

_DATE = re.compile(
    r"""
    (?: Y(?P<long_year> -?[1-9][0-9]{4,11})
      | (?P<year> (?!-0000)-?[0-9]{2}(?:[0-9][0-9X]|XX))
        (?: (?<!X)-
            (?: (?P<season> 2[1-4])
              | (?P<month> 0[1-9]|1[0-2]|XX) (?: -(?P<day> XX|(?<!X-)(?:0[1-9]|[12][0-9]|3[01])))?
            )
        )?
    )
    (?P<qualifier> [?~%])?
    """,
    re.VERBOSE,
)
_BROKEN_YEAR = re.compile(r"(?:Y-?[0-9]*|-?[0-9]{0,3})")
_WRONG_MONTH = re.compile(r"(?<=[0-9]{4})-(00|1[3-9]|[2-9][0-9])(?![0-9])")
_WRONG_DAY = re.compile(r"(?<=[0-9]{4}-[0-9]{2})-(00|3[2-9]|[4-9][0-9])(?![0-9])")
_TIME = re.compile(
    r"""
    T(?P<time> (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)
    (?P<zone> Z|(?!-00(?::00)?$)[+-](?:(?:0[0-9]|1[0-3])(?::[0-5][0-9])?|14(?::00)?))?
    """,
    re.VERBOSE,
)
_INVALID_CHARACTER = re.compile(r"[^0-9XYTZ.,:/?~%+\[\]{}-]")


class InvalidDateError(ValueError):
    """A text that is no date of this profile of EDTF, or one that ends before it begins.

    Attributes:
        offset: where reading stops, in characters from 0.
        reversed_range: whether the date ends before it begins.
    """

    def __init__(self, message: str, offset: int = 0, *, reversed_range: bool = False) -> None:
        """Store the offset and the kind of the error beside the message."""
        super().__init__(message)
        self.offset = offset
        self.reversed_range = reversed_range


@dataclass(frozen=True, slots=True)
class Date:
    """A single date.

    Attributes:
        first: the first day that the date allows.
        last: the last day that the date allows.
        precision: what the date names; `1985-XX` names a month, `195X` a decade.
        is_unspecified: whether an `X` stands for a digit.
        qualifier: `?` (uncertain), `~` (approximate), `%` (both), or empty.
        time: the time of day as `hh:mm:ss`, or empty.
        zone: `Z` or a shift from UTC such as `+04:30`; empty for local time.
    """

    first: Day
    last: Day
    precision: Precision
    is_unspecified: bool = False
    qualifier: str = ""
    time: str = ""
    zone: str = ""


IntervalEnd: TypeAlias = Date | Literal["..", ""]


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time. An end is a date, `..` where the interval is open, or empty where the end is unknown."""

    begin: IntervalEnd
    end: IntervalEnd


@dataclass(frozen=True, slots=True)
class DateRange:
    """Consecutive years, months or days in a set, both ends included. `None` is an open end."""

    begin: Date | None
    end: Date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class DateSet:
    """Several dates: all of them where `is_inclusive` (`{…}`), otherwise one of them (`[…]`)."""

    members: tuple[Date | DateRange, ...]
    is_inclusive: bool


EdtfValue: TypeAlias = Date | Interval | DateSet


def parse_edtf(text: str) -> EdtfValue:
    """Parse a date, an interval or a set.

    Raises:
        InvalidDateError: the text is no date of this profile, or its end lies before its beginning.
    """
    if invalid := _INVALID_CHARACTER.search(text):
        raise InvalidDateError(f"'{invalid.group()}' cannot stand in a date", invalid.start())
    if len(text) > MAX_LENGTH:
        raise InvalidDateError(f"longer than {MAX_LENGTH} characters", MAX_LENGTH)
    if text.startswith(("[", "{")):
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    if "T" in text:
        return _parse_date_and_time(text)
    return _parse_date(text, 0, len(text))


def _fail(text: str, offset: int) -> NoReturn:
    message = f"not an EDTF date from character {offset + 1} on"
    before, after = text[max(offset - 1, 0) : offset], text[offset : offset + 3]
    if month := _WRONG_MONTH.match(text, offset):
        message = f"there is no month {month[1]}; months are 01 to 12, seasons 21 to 24"
    elif day := _WRONG_DAY.match(text, offset):
        message = f"no month has a day {day[1]}"
    elif before in {"?", "~", "%"}:
        message += f"; '{before}' stands at the end of a date"
    elif "X" in before + after:
        message += "; X stands for the last one or two digits of a year, for a month or for a day"
    raise InvalidDateError(message, offset)


def _parse_date(text: str, start: int, stop: int) -> Date:
    """Return the date that a text has between two offsets."""
    match = _DATE.match(text, start, stop)
    if match is None or match.end() < stop:
        read = match or _BROKEN_YEAR.match(text, start, stop)
        _fail(text, read.end() if read else start)
    return _build_date(match)


def _build_date(match: re.Match[str]) -> Date:
    year, season, month, day = match["long_year"] or match["year"], match["season"], match["month"], match["day"]
    first_year, last_year = sorted(int(year.replace("X", digit)) for digit in "09")
    first_month, last_month = (1, 12) if month in {None, "XX"} else (int(month), int(month))
    precision: Precision = "day" if day else "month" if month else _YEAR_PRECISIONS[year.count("X")]
    if season:
        precision, first_month = "season", 3 * (int(season) - 20)
        last_year, last_month = (last_year, first_month + 2) if season != _WINTER else (last_year + 1, 2)
    first_day, last_day = 1, calendar.monthrange(last_year, last_month)[1]
    if day not in {None, "XX"}:
        if int(day) > last_day:
            message = f"{calendar.month_name[last_month]} {year} has {last_day} days"
            raise InvalidDateError(message, match.start("day"))
        first_day = last_day = int(day)
    first, last = (first_year, first_month, first_day), (last_year, last_month, last_day)
    return Date(first, last, precision, "X" in match.group(), match["qualifier"] or "")


def _parse_date_and_time(text: str) -> Date:
    separator = text.index("T")
    date = _parse_date(text, 0, separator)
    match = _TIME.fullmatch(text, separator)
    if match is None or date.precision != "day" or date.is_unspecified or date.qualifier:
        _fail(text, separator)
    return replace(date, time=match["time"], zone=match["zone"] or "")


def _parse_interval(text: str) -> Interval:
    slash = text.index("/")
    begin, end = _parse_interval_end(text, 0, slash), _parse_interval_end(text, slash + 1, len(text))
    if begin == end == "":
        _fail(text, len(text))
    if isinstance(begin, Date) and isinstance(end, Date):
        _check_order(begin, end)
    return Interval(begin, end)


def _parse_interval_end(text: str, start: int, stop: int) -> IntervalEnd:
    if start == stop:
        return ""
    return ".." if text[start:stop] == ".." else _parse_date(text, start, stop)


def _check_order(begin: Date, end: Date) -> None:
    if begin.first > end.last:
        raise InvalidDateError("the end lies before the beginning", reversed_range=True)


def _parse_set(text: str) -> DateSet:
    closing = "]" if text[0] == "[" else "}"
    stop = text.index(closing) if closing in text else len(text)
    commas = [index for index in range(stop) if text[index] == ","]
    members = tuple(_parse_member(text, before + 1, after, stop) for before, after in pairwise((0, *commas, stop)))
    if stop != len(text) - 1:
        _fail(text, min(stop + 1, len(text)))
    if len(members) == 1 and isinstance(members[0], Date):
        raise InvalidDateError("a set has more than one member", stop)
    return DateSet(members, is_inclusive=closing == "}")


def _parse_member(text: str, start: int, stop: int, set_stop: int) -> Date | DateRange:
    """Return a member of a set that stops at `set_stop`. Only the first and the last member may have an open end."""
    dots = text.find("..", start, stop)
    if dots == -1:
        return _parse_date(text, start, stop)
    if dots == 1:
        end = _parse_bound(text, dots + 2, stop)
        return DateRange(None, end, end.precision)
    begin = _parse_bound(text, start, dots)
    if dots + 2 == set_stop:
        return DateRange(begin, None, begin.precision)
    end = _parse_bound(text, dots + 2, stop)
    if begin.precision != end.precision:
        raise InvalidDateError("the dates beside '..' differ in precision", dots)
    _check_order(begin, end)
    return DateRange(begin, end, begin.precision)


def _parse_bound(text: str, start: int, stop: int) -> Date:
    """Return a date beside `..`."""
    date = _parse_date(text, start, stop)
    if date.is_unspecified or date.qualifier:
        raise InvalidDateError("dates beside '..' have no X, '?', '~' or '%'", start)
    return date
