"""The forms of EDTF that dates mostly have, read without the library's grammar, which takes milliseconds for each.

Points to the day, decades, intervals and bounds: what comes out are the library's own objects, as its grammar makes
them, so that everything after reading is the library's. A test holds the two readings against each other.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from edtf.parser import parser_classes

edtf: Any = parser_classes  # typed in parts only
Edge: TypeAlias = dict[str, Any]
"""One end of an interval, as the library takes it: `date`, which may be `..`, and its hedge, `ua`."""

OPEN: Edge = {"date": "..", "ua": None}
_POINT = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?([~?%])?")
_DECADE = re.compile(r"[0-9]{3}X")
_LONGEST = {"02": "29", "04": "30", "06": "30", "09": "30", "11": "30"}
"""The last day of the months that have not 31, as the grammar has it."""


def common_date(text: str) -> Any:  # noqa: ANN401 - the library's classes have no common base that is typed
    """Return the library's object for a text of a common form, and None for any other, valid or not."""
    if _DECADE.fullmatch(text):
        return edtf.Unspecified(year=text)
    if "/" in text:
        return _interval(*text.split("/", 1))
    if text.startswith("[") and text.endswith("]") and ".." in text:
        return _bounds(*text[1:-1].split("..", 1))
    point = _point(text)
    if point is None:
        return None
    return edtf.UncertainOrApproximate(**point) if point["ua"] else point["date"]


def _point(text: str) -> Edge | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hedge = found.groups()
    if day is not None and day > _LONGEST.get(month, "31"):
        return None
    return {"date": edtf.Date(year, month, day), "ua": edtf.UA(hedge) if hedge else None}


def _interval(begin: str, end: str) -> Any:  # noqa: ANN401 - as above
    lower, upper = _point(begin), _point(end)
    if lower and upper and not (lower["ua"] or upper["ua"]):
        return edtf.Interval(lower["date"], upper["date"])
    if (lower or upper) and (lower or begin in {"", ".."}) and (upper or end in {"", ".."}):
        return edtf.Level1Interval(lower or (OPEN if begin else None), upper or (OPEN if end else None))
    return None


def _bounds(begin: str, end: str) -> Any:  # noqa: ANN401 - as above
    lower, upper = _point(begin), _point(end)
    if any(point and point["ua"] for point in (lower, upper)):
        return None
    if lower and upper and len(begin) == len(end):
        return edtf.OneOfASet(edtf.Consecutives(lower["date"], upper["date"]))
    if lower and not end:
        return edtf.OneOfASet(edtf.LaterConsecutives(lower, OPEN))
    if upper and not begin:
        return edtf.OneOfASet(edtf.EarlierConsecutives(OPEN, upper))
    return None
