"""The meaning of a date in EDTF: its bounds, and its wording in English."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace

from macros.scenario.edtf import Date, DateRange, DateSet, Day, EdtfValue, Interval, InvalidDateError, parse_edtf

_FIRST_PLAIN_YEAR, _LAST_PLAIN_YEAR = 100, 9999
"""Years that are written as a number alone; earlier and later ones have "AD" before them."""
_QUALIFIERS = {"~": "about", "?": "perhaps", "%": "perhaps about"}
_MAX_SHORT = 14
"""Length of a date that a narrow column has room for; of a longer one, `short_date` gives the years alone."""
_ISO_PRECISIONS = {"year", "month", "day"}
"""Precisions that ISO 8601-1 and the HTML standard have, too."""
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
    parts = parsed.members if isinstance(parsed, DateSet) else (parsed,)
    ends = [(part, part) if isinstance(part, Date) else (part.begin, part.end) for part in parts]
    begin_spans, end_spans = [_span(begin) for begin, _ in ends], [_span(end) for _, end in ends]
    firsts, lasts = [first for first, _ in begin_spans], [last for _, last in end_spans]
    first = None if None in firsts else min(filter(None, firsts))
    last = None if None in lasts else max(filter(None, lasts))
    if isinstance(parsed, DateSet) and not parsed.is_inclusive:
        return DateBounds(first, last, first, last)
    begins_latest = min((latest for _, latest in begin_spans + end_spans if latest), default=None)
    ends_earliest = max((earliest for earliest, _ in begin_spans + end_spans if earliest), default=None)
    return DateBounds(first, begins_latest, ends_earliest, last)


def _span(end: Date | str | None) -> tuple[Day | None, Day | None]:
    """Return the first and last day of one end of an interval."""
    return (end.first, end.last) if isinstance(end, Date) else (None, None)


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
    return isinstance(parsed, Date) and _is_plain(parsed) and 1 <= parsed.first[0] <= _LAST_PLAIN_YEAR


def _is_plain(date: Date) -> bool:
    is_vague = date.is_unspecified or date.qualifier or date.time
    return date.precision in _ISO_PRECISIONS and not is_vague


def iso_date(text: str) -> str:
    """Return a date as ISO 8601-1 and schema.org write it: `1950-01-01/1959-12-31` for `195X`, with `..` for no bound.

    A year of more than four digits has a sign.

    Raises:
        InvalidDateError: as by `date_bounds`.
    """
    parsed = parse_edtf(text)
    ends = (parsed.begin, parsed.end) if isinstance(parsed, Interval) else (parsed,)
    if not all(end == ".." or (isinstance(end, Date) and _is_plain(end)) for end in ends):
        bounds = date_bounds(text)
        first, last = (edtf_day(day) if day else ".." for day in (bounds.begins_earliest, bounds.ends_latest))
        text = first if first == last != ".." else f"{first}/{last}"
    return text.replace("Y-", "-").replace("Y", "+")


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
    return _format(parse_edtf(text))


def _format(parsed: EdtfValue) -> str:
    if isinstance(parsed, Interval):
        return _format_interval(parsed)
    if isinstance(parsed, DateSet):
        return _format_set(parsed)
    return _format_single(parsed)


def short_date(text: str) -> str:
    """Return a date in English for a narrow column: a long one has years alone, and no remarks on what is not given.

    Raises:
        InvalidDateError: as by `date_bounds`.
    """
    parsed = parse_edtf(text)
    words = _shorten(parsed)
    return words if len(words) <= _MAX_SHORT else _shorten(_to_years(parsed, date_bounds(text)))


def _shorten(parsed: EdtfValue) -> str:
    words = _format(parsed).removesuffix(", end not given").removesuffix(", beginning not given")
    return words.replace("about ", "c. ")


def _to_years(parsed: EdtfValue, bounds: DateBounds) -> EdtfValue:
    """Return a date without months and days, and a set as the stretch from its first year to its last one."""
    if isinstance(parsed, Date):
        return _to_year(parsed)
    if isinstance(parsed, Interval):
        begin, end = (_to_year(end) if isinstance(end, Date) else end for end in (parsed.begin, parsed.end))
        if isinstance(begin, Date) and isinstance(end, Date) and _span(begin) == _span(end):
            return begin if end.qualifier else end
        return Interval(begin, end)
    first, last = (day and _year(day[0]) for day in (bounds.begins_earliest, bounds.ends_latest))
    if first is None and last is None:
        return parsed
    if parsed.is_inclusive or first == last:
        return Interval(first or "..", last or "..")
    return DateSet((DateRange(first, last, "year"),), is_inclusive=False)


def _to_year(date: Date) -> Date:
    is_longer = date.precision in {"century", "decade"}
    return date if is_longer else replace(_year(date.first[0]), qualifier=date.qualifier)


def _year(year: int) -> Date:
    return Date((year, 1, 1), (year, 12, 31), "year")


def format_day(day: Day) -> str:
    """Return a day in English, such as "26 December 1893"."""
    return f"{day[2]} {_format_month(day)}"


def edtf_day(day: Day) -> str:
    """Return a day in EDTF. A year of more than four digits stands alone, because EDTF has no days in such years."""
    year, month, number = day
    return edtf_year(year) + ("" if abs(year) > _LAST_PLAIN_YEAR else f"-{month:02}-{number:02}")


def edtf_year(year: int) -> str:
    """Return an astronomical year in EDTF."""
    return f"Y{year}" if abs(year) > _LAST_PLAIN_YEAR else f"{year:0{5 if year < 0 else 4}}"


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
        return " to ".join(dict.fromkeys([_format_single(begin), _format_single(end)]))
    if isinstance(begin, Date):
        return f"from {_format_single(begin)}{' on' if end else ', end not given'}"
    if isinstance(end, Date):
        return f"until {_format_single(end)}{'' if begin else ', beginning not given'}"
    return "beginning and end not given"


def _format_set(dates: DateSet) -> str:
    words = [_format_member(member, is_inclusive=dates.is_inclusive) for member in dates.members]
    *others, last = dict.fromkeys(words)
    has_range = any(isinstance(member, DateRange) for member in dates.members[:-1])
    conjunction = f"{',' if has_range else ''} {'and' if dates.is_inclusive else 'or'} "
    return conjunction.join([", ".join(others), last] if others else [last])


def _format_member(member: Date | DateRange, *, is_inclusive: bool) -> str:
    if isinstance(member, Date):
        return _format_single(member)
    begin, end = member.begin and _format_single(member.begin), member.end and _format_single(member.end)
    if begin == end:
        return str(begin)
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
    if first_year <= 0 or first_year % 100 == 0:  # "the 1900s" may also be a century
        return f"the years {format_year(first_year)} to {format_year(last_year)}"
    return f"the {first_year}s{' AD' if first_year < _FIRST_PLAIN_YEAR else ''}"


def _ordinal(number: int) -> str:
    suffix = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _format_time(date: Date) -> str:
    zone = date.zone and f" UTC{date.zone.strip('Z')}"
    return date.time and f", {date.time}{zone}".replace("-", "\u2212")
