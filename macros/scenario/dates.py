"""Dates in EDTF (Extended Date/Time Format, ISO 8601-2:2019, levels 0 to 2), wrapped once for the whole project.

The `edtf` library parses; this module says what a date means as bounds and in words. It never shows the library's
padded bounds: those give an unknown start a year ten years earlier, which nobody knows. Times of day, significant
digits (`1950S2`) and years of more than four digits (`Y17E7`) are refused: no date here needs them, and the library
fails on some and computes others at any length.
"""

from __future__ import annotations

import calendar
import io
import re
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from edtf import EDTFParseException, parse_edtf
from edtf.parser.parser_classes import (
    Consecutives,
    Date,
    EarlierConsecutives,
    Interval,
    LaterConsecutives,
    MultipleDates,
    OneOfASet,
    Season,
    UncertainOrApproximate,
    Unspecified,
    UnspecifiedIntervalSection,
)

from macros.scenario.common_dates import common_date

if TYPE_CHECKING:
    from collections.abc import Iterator

Day: TypeAlias = tuple[int, int, int]
"""Year, month and day; years may be negative, so this is not `datetime.date`."""

LONGEST = 64
"""How many characters a date may have: the library takes seconds for some that are longer."""

KEPT = 1 << 16
"""How many different dates are remembered: more than a large file has."""

_FOREIGN = re.compile(r"[^0-9X./?~%,\[\]{}-]")

_HEDGES = {"~": "about", "?": "perhaps", "%": "perhaps about"}
_LEAP_DAY = (2, 29)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


class InvalidDateError(ValueError):
    """A text that is not EDTF, or one that runs backwards.

    `offset` counts characters from 0, to where reading stopped; `reversed_range` tells the two cases apart.
    """

    def __init__(self, message: str, offset: int = 0, *, reversed_range: bool = False) -> None:
        """Keep where reading stopped beside the message."""
        super().__init__(message)
        self.offset = offset
        self.reversed_range = reversed_range


@dataclass(frozen=True, slots=True)
class Extent:
    """When something begins and ends, as the outermost days that a date allows; None where nothing bounds it."""

    begins_earliest: Day | None
    begins_latest: Day | None
    ends_earliest: Day | None
    ends_latest: Day | None


@contextmanager
def _library() -> Iterator[None]:
    """Turn what the library raises into the one exception of this module, and keep back what it prints."""
    try:
        with redirect_stdout(io.StringIO()):
            yield
    except InvalidDateError:
        raise
    except EDTFParseException as error:
        offset = getattr(error.err, "loc", 0) if error.err is not None else 0
        message = f"not an EDTF date from character {offset + 1} on"
        raise InvalidDateError(message, offset) from error
    except Exception as error:  # on `/..` it is a TypeError, on `1956-01-3X` a ValueError
        raise InvalidDateError("not an EDTF date") from error


@lru_cache(maxsize=KEPT)
@_library()
def extent(text: str) -> Extent:
    """Return the bounds that an EDTF text sets on a beginning and an end.

    Raises:
        InvalidDateError: the text is not EDTF, or its end lies before its beginning.
    """
    parsed = _parse(text)
    if isinstance(parsed, Interval):
        begin, end = _outer(parsed.lower), _outer(parsed.upper)
        result = Extent(begin[0], _least(begin[1], end[1]), _greatest(begin[0], end[0]), end[1])
        backwards = begin[0] is not None and end[1] is not None and begin[0] > end[1]
    else:
        earliest, latest = _outer(parsed)
        result = Extent(earliest, latest, earliest, latest)
        backwards = earliest is not None and latest is not None and earliest > latest
    if backwards:
        raise InvalidDateError("the end lies before the beginning", reversed_range=True)
    return result


def is_date(text: str) -> bool:
    """Tell whether a text is EDTF, and does not end before it begins."""
    try:
        extent(text)
    except InvalidDateError:
        return False
    return True


@lru_cache(maxsize=KEPT)
@_library()
def words(text: str) -> str:
    """Say an EDTF text in English, uncertainty included: `1942/1949` is "1942 to 1949".

    Raises:
        InvalidDateError: as by `extent`.
    """
    extent(text)
    parsed = _parse(text)
    if isinstance(parsed, Interval):
        return _interval_words(parsed)
    if isinstance(parsed, OneOfASet | MultipleDates):
        return _set_words(parsed)
    return _point_words(parsed)


def day_words(day: Day) -> str:
    """Say a single day in English: "26 December 1893"."""
    year, month, number = day
    return f"{number} {calendar.month_name[month]} {year}"


@_library()
def is_plain(text: str) -> bool:
    """Tell whether a text is a year, month or day with no uncertainty: what HTML's `<time datetime>` can hold."""
    return type(_parse(text)) is Date


@_library()
def doubtful(text: str) -> tuple[bool, bool]:
    """Tell whether the beginning and the end are approximate or uncertain in themselves: `1958/1961~` ends so.

    Raises:
        InvalidDateError: as by `extent`.
    """
    parsed = _parse(text)
    begin, end = (parsed.lower, parsed.upper) if isinstance(parsed, Interval) else (parsed, parsed)
    return _is_hedged(begin), _is_hedged(end)


def _is_hedged(parsed: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(parsed, UncertainOrApproximate) and bool(parsed.ua)


@lru_cache(maxsize=KEPT)
def _parse(text: str) -> Any:  # noqa: ANN401 - the library's classes have no common base that is typed
    if foreign := _FOREIGN.search(text):
        raise InvalidDateError(f"'{foreign.group()}' cannot stand in a date", foreign.start())
    if len(text) > LONGEST:
        raise InvalidDateError(f"longer than {LONGEST} characters", LONGEST)
    common = common_date(text)
    return parse_edtf(text) if common is None else common


def _outer(parsed: Any) -> tuple[Day | None, Day | None]:  # noqa: ANN401 - as above
    if isinstance(parsed, UnspecifiedIntervalSection) or str(parsed).startswith("XXXX"):
        return None, None
    return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(value: Any) -> Day | None:  # noqa: ANN401 - a struct_time, or an infinity for an open end
    if isinstance(value, float):
        return None
    year, month, number = value[:3]
    if (month, number) == _LEAP_DAY and not calendar.isleap(year):
        raise InvalidDateError(f"{year} has no 29 February")
    return year, month, number


def _least(*days: Day | None) -> Day | None:
    return min((day for day in days if day is not None), default=None)


def _greatest(*days: Day | None) -> Day | None:
    return max((day for day in days if day is not None), default=None)


def _interval_words(parsed: Interval) -> str:
    begin, end = parsed.lower, parsed.upper
    begins, ends = (not isinstance(edge, UnspecifiedIntervalSection) for edge in (begin, end))
    if begins and ends:
        return f"{_point_words(begin)} to {_point_words(end)}"
    if begins:
        return f"from {_point_words(begin)} on" if str(end) == ".." else f"from {_point_words(begin)}, end not given"
    if ends:
        return f"until {_point_words(end)}" if str(begin) == ".." else f"until {_point_words(end)}, beginning not given"
    return "beginning and end not given"


def _set_words(parsed: OneOfASet | MultipleDates) -> str:
    joint = " or " if isinstance(parsed, OneOfASet) else " and "
    return joint.join(_member_words(member) for member in parsed.objects)


def _member_words(member: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(member, LaterConsecutives):
        return f"in or after {_point_words(member.lower)}"
    if isinstance(member, EarlierConsecutives):
        return f"in or before {_point_words(member.upper)}"
    if isinstance(member, Consecutives):
        return f"between {_point_words(member.lower)} and {_point_words(member.upper)}"
    return _point_words(member)


def _point_words(parsed: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(parsed, UncertainOrApproximate):
        hedge = _HEDGES[str(parsed.ua)] + " " if parsed.ua else ""
        return hedge + _point_words(parsed.date)
    if isinstance(parsed, Season) and str(parsed.season) in _SEASONS:
        return f"{_SEASONS[str(parsed.season)]} {parsed.year}"
    if isinstance(parsed, Unspecified) or type(parsed) is not Date:
        return _unspecified_words(str(parsed))
    parts = [parsed.day and str(int(parsed.day)), parsed.month and calendar.month_name[int(parsed.month)], parsed.year]
    return " ".join(str(part) for part in parts if part)


def _unspecified_words(text: str) -> str:
    year = text[:4]
    if text == year and year[:3].isdigit() and year.endswith("X"):
        return f"some time in the {year[:3]}0s"
    return f"a date not fully known ({text})"
