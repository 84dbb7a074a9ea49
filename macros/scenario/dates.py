"""The meaning of a date in EDTF: its bounds, and its wording in English."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from macros.scenario.edtf import Date, DateRange, DateSet, Day, EdtfValue, Interval, InvalidDateError, parse_edtf

_FIRST_PLAIN_YEAR, _LAST_PLAIN_YEAR = 100, 9999
"""Years that are written as a number alone; earlier and later ones have "AD" before them."""
_QUALIFIERS = {"~": "about", "?": "perhaps", "%": "perhaps about"}
_MAX_SHORT = 14
"""Length of a date that a narrow column has room for; a longer one loses its months and days."""
_BELOW_YEAR = re.compile(r"(?<=[0-9]{4})-[0-9X]{2}(-[0-9X]{2})?(T[0-9:Z+-]+)?")
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


@dataclass(frozen=True, slots=True)
class DateBounds:
    """The outermost days on which something can begin and end; None where nothing bounds it."""

    begins_earliest: Day | None
    begins_latest: Day | None
    ends_earliest: Day | None
    ends_latest: Day | None


def date_bounds(text: str) -> DateBounds:
    """Return the bounds that a date sets on a beginning and an end.

    Raises:
        InvalidDateError: the text is not EDTF, or its end lies before its beginning.
    """
    parsed = parse_edtf(text)
    if isinstance(parsed, Interval):
        (first, begins_latest), (ends_earliest, last) = _span(parsed.begin), _span(parsed.end)
        return DateBounds(first, _min(begins_latest, last), _max(first, ends_earliest), last)
    spans = [_span(member) for member in (parsed.members if isinstance(parsed, DateSet) else (parsed,))]
    firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
    first = None if None in firsts else _min(*firsts)
    last = None if None in lasts else _max(*lasts)
    return DateBounds(first, last, first, last)


def _span(part: Date | DateRange | str) -> tuple[Day | None, Day | None]:
    """Return the first and the last day of a member of a set or of an end of an interval."""
    if isinstance(part, DateRange):
        return part.begin.first if part.begin else None, part.end.last if part.end else None
    return (part.first, part.last) if isinstance(part, Date) else (None, None)


def _min(*days: Day | None) -> Day | None:
    return min((day for day in days if day is not None), default=None)


def _max(*days: Day | None) -> Day | None:
    return max((day for day in days if day is not None), default=None)


def is_date(text: str) -> bool:
    """Return whether a text is EDTF and does not end before it begins."""
    try:
        parse_edtf(text)
    except InvalidDateError:
        return False
    return True


def is_simple_date(text: str) -> bool:
    """Return whether HTML's `<time datetime>` can hold a date: an unqualified year, month or day from year 1 to 9999.

    Raises:
        InvalidDateError: as by `date_bounds`.
    """
    parsed = parse_edtf(text)
    if not isinstance(parsed, Date) or parsed.is_unspecified or parsed.qualifier or parsed.time:
        return False
    return parsed.precision in {"year", "month", "day"} and 1 <= parsed.first[0] <= _LAST_PLAIN_YEAR


def qualified_ends(text: str) -> tuple[bool, bool]:
    """Return whether the beginning and the end carry a qualifier (`?`, `~` or `%`): the end of `1958/1961~` does.

    Raises:
        InvalidDateError: as by `date_bounds`.
    """
    parsed = parse_edtf(text)
    begin, end = (parsed.begin, parsed.end) if isinstance(parsed, Interval) else (parsed, parsed)
    return _is_qualified(begin), _is_qualified(end)


def _is_qualified(date: EdtfValue | str) -> bool:
    return isinstance(date, Date) and bool(date.qualifier)


def format_date(text: str) -> str:
    """Return a date in English, with its uncertainty: `1942/1949~` becomes "1942 to about 1949".

    Raises:
        InvalidDateError: as by `date_bounds`.
    """
    parsed = parse_edtf(text)
    if isinstance(parsed, Interval):
        return _format_interval(parsed)
    if isinstance(parsed, DateSet):
        *others, last = [_format_member(member, is_inclusive=parsed.is_inclusive) for member in parsed.members]
        conjunction = " and " if parsed.is_inclusive else " or "
        return conjunction.join([", ".join(others), last] if others else [last])
    return _format_single(parsed)


def short_date(text: str) -> str:
    """Return a date in English for a narrow column: a long one has no months, days and remarks on what is not given.

    Raises:
        InvalidDateError: as by `date_bounds`.
    """
    words = _shorten(text)
    if len(words) <= _MAX_SHORT:
        return words
    begin, separator, end = _BELOW_YEAR.sub("", text).partition("/")
    has_same_year = begin.strip(".") and begin == end.strip("~?%")
    return _shorten(begin if has_same_year else begin + separator + end)


def _shorten(text: str) -> str:
    words = format_date(text).removesuffix(", end not given").removesuffix(", beginning not given")
    return words.replace("about ", "c. ")


def format_day(day: Day) -> str:
    """Return a day in English, such as "26 December 1893"."""
    return f"{day[2]} {_format_month(day)}"


def edtf_day(day: Day) -> str:
    """Return a day in EDTF. A year of more than four digits stands alone, because EDTF has no days in such years."""
    year, month, number = day
    if abs(year) > _LAST_PLAIN_YEAR:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{number:02}"


def format_year(year: int) -> str:
    """Return an astronomical year as people write it: "1956", "476", "AD 79", "44 BC", "10,000 BC"."""
    if year <= 0:
        return f"{_format_number(1 - year)} BC"
    return str(year) if _FIRST_PLAIN_YEAR <= year <= _LAST_PLAIN_YEAR else f"AD {_format_number(year)}"


def _format_number(number: int) -> str:
    return str(number) if number <= _LAST_PLAIN_YEAR else f"{number:,}"


def _format_month(day: Day) -> str:
    return f"{calendar.month_name[day[1]]} {format_year(day[0])}"


def _format_interval(interval: Interval) -> str:
    begin, end = interval.begin, interval.end
    if isinstance(begin, Date) and isinstance(end, Date):
        return f"{_format_single(begin)} to {_format_single(end)}"
    if isinstance(begin, Date):
        return f"from {_format_single(begin)}{' on' if end else ', end not given'}"
    if isinstance(end, Date):
        return f"until {_format_single(end)}{'' if begin else ', beginning not given'}"
    return "beginning and end not given"


def _format_member(member: Date | DateRange, *, is_inclusive: bool) -> str:
    if isinstance(member, Date):
        return _format_single(member)
    begin, end = member.begin and _format_single(member.begin), member.end and _format_single(member.end)
    if is_inclusive:
        start = f" from {begin}" if begin else ""
        return f"every {member.precision}{start}{f' to {end}' if begin and end else f' up to {end}' if end else ' on'}"
    if begin and end:
        return f"between {begin} and {end}"
    preposition = "on" if member.precision == "day" else "in"
    return f"{preposition} or after {begin}" if begin else f"{preposition} or before {end}"


def _format_single(date: Date) -> str:
    if date.qualifier:
        return f"{_QUALIFIERS[date.qualifier]} {_format_span(date)}"
    if date.is_unspecified:
        return f"{'a day in' if date.precision == 'day' else 'some time in'} {_format_span(date)}"
    return _format_span(date)


def _format_span(date: Date) -> str:
    """Return the days that a single date allows, without a word on what is uncertain about them."""
    (year, month, day), last = date.first, date.last
    if date.precision == "century":
        return _format_century(year)
    if date.precision == "decade":
        return _format_decade(year, last[0])
    if date.precision == "season":
        return f"{_SEASONS[month]} {format_year(year)}"
    if (year, month) != last[:2]:
        return format_year(year)
    if day != last[2]:
        return _format_month(date.first)
    return format_day(date.first) + _format_time(date)


def _format_century(first_year: int) -> str:
    if first_year < 0:
        return f"the {_ordinal(first_year // -100 + 1)} century BC"
    return f"the {_ordinal(first_year // 100 + 1)} century{' AD' if first_year == 0 else ''}"


def _format_decade(first_year: int, last_year: int) -> str:
    if first_year <= 0:
        return f"the years {format_year(first_year)} to {format_year(last_year)}"
    return f"the {first_year}s{' AD' if first_year < _FIRST_PLAIN_YEAR else ''}"


def _ordinal(number: int) -> str:
    suffix = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _format_time(date: Date) -> str:
    zone = date.zone and f" UTC{date.zone.strip('Z')}"
    return date.time and f", {date.time}{zone}".replace("-", "\u2212")
