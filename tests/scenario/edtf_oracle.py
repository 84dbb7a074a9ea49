"""The readings of the `edtf` library, and every way in which our parser differs from them, with the reason."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import edtf
from edtf.parser.parser_classes import Interval, MultipleDates, UncertainOrApproximate, UnspecifiedIntervalSection

from macros.scenario.dates import DateBounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macros.scenario.edtf import Day


@dataclass(frozen=True)
class Difference:
    """A kind of date that the library and our parser read differently."""

    pattern: str
    example: str
    reason: str


_NEGATIVE_WITH_X = r"-[0-9]{2}([0-9X]X|[0-9]{2}(-[0-9]{2})?-XX)"
PARSER_REFUSES = (
    Difference(r"\s", "1956 / 1959", "the library skips white space, which the standard excludes"),
    Difference(r"02-29", "1999-02-29", "the library takes 29 February for a day of every year"),
    Difference(r"^[^[{]{4,8}T", "1956-02T10:20:30", "the library reads a time of day after a year or a month"),
    Difference(r"\..*,|,.*\.", "[1950,1959..1956]", "the library misses a reversed range among other members"),
    Difference(r"S[0-9]", "1950S2", "level 2: significant digits"),
    Difference(r"Y-?[0-9]+E", "Y17E7", "level 2: exponential years"),
    Difference(r"-(2[5-9]|3[0-9]|4[01])\b", "2001-34", "level 2: quarters and other groups of months"),
    Difference(r"[?~%][-0-9]", "2004?-06-~11", "level 2: qualification of a part"),
    Difference(r"X[0-9]|[0-9]X-|XXX|XX-[0-9]|[0-9]XX-|X-XX-|-[01]X|-[0-3]X", "1XXX-12", "level 2: X before a digit"),
)
LIBRARY_REFUSES = (
    Difference(r"-2[1-4]([]?~%,}]|$)|[\[{,].*-2[1-4]", "2001-21~", "no qualified seasons, and no seasons in sets"),
    Difference(r"Y.*[]?~%/,.}]|/Y", "Y12025/..", "the library reads years of more digits by themselves only"),
    Difference(r"X[?~%]?/|/.*X", "195X~/1961", "no intervals of dates with X that are qualified or open"),
    Difference(r"[+-]00$|[+-]00:00|[+-]14$", "1956-01-01T10:00:00+00:00", "the library knows no such shift from UTC"),
    Difference(r"^(/\.\.|\.\./)$", "/..", "the library fails on an interval without a date"),
    Difference(r"[\[{,]-?[0-9]{4}-XX[],}]", "{1998-XX,1999}", "the library fails on unspecified months in sets"),
    Difference(_NEGATIVE_WITH_X, "-1985-XX", "the library swaps the first and last days of negative years with X"),
)
BOUNDS_DIFFER = (
    Difference(r"-24", "2001-24", "the library ends the winter with its December"),
    Difference(_NEGATIVE_WITH_X, "[-19XX,1956]", "as above"),
)


def is_listed(differences: Iterable[Difference], text: str) -> bool:
    """Tell whether a text is of a kind that is read differently."""
    return any(re.search(difference.pattern, text) for difference in differences)


def library_date(text: str) -> Any:  # noqa: ANN401 - the library's classes have no common base that is typed
    """Return the library's object for a text, and None if the library refuses the text or fails."""
    try:
        with redirect_stdout(io.StringIO()):
            return edtf.parse_edtf(text)
    except Exception:  # noqa: BLE001 - on `/..` it is a TypeError
        return None


def library_bounds(text: str) -> DateBounds | None:
    """Return the bounds of a date by the library, and None if it refuses the text, fails or reads it backwards.

    Unknown ends have no bounds: the library puts them ten years from the other end, which nobody knows.
    """
    parsed = library_date(text)
    try:
        if isinstance(parsed, Interval | MultipleDates):
            members = parsed.objects if isinstance(parsed, MultipleDates) else (parsed,)
            ends = [(part.lower, part.upper) if isinstance(part, Interval) else (part, part) for part in members]
            firsts, begin_lasts = zip(*(_day_range(begin) for begin, _ in ends), strict=True)
            end_firsts, lasts = zip(*(_day_range(end) for _, end in ends), strict=True)
            first, last = (None if None in firsts else min(firsts)), (None if None in lasts else max(lasts))
            begins_latest = min((day for day in (*begin_lasts, *lasts) if day), default=None)
            ends_earliest = max((day for day in (*firsts, *end_firsts) if day), default=None)
        else:
            first, last = _day_range(parsed)
            begins_latest, ends_earliest = last, first
    except (AttributeError, TypeError, ValueError):
        return None
    is_reversed = first is not None and last is not None and first > last
    return None if is_reversed else DateBounds(first, begins_latest, ends_earliest, last)


def _day_range(parsed: Any) -> tuple[Day | None, Day | None]:  # noqa: ANN401 - as above
    if isinstance(parsed, UnspecifiedIntervalSection):
        return None, None
    return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(value: Any) -> Day | None:  # noqa: ANN401 - a struct_time, or an infinity for an open end
    return None if isinstance(value, float) else tuple(value[:3])


def library_precision(text: str) -> str | None:
    """Return the precision of a single date by the library, and None where it has none."""
    parsed = library_date(text)
    date = parsed.date if isinstance(parsed, UncertainOrApproximate) else parsed
    return getattr(date, "precision", None)
