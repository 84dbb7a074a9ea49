"""The quick reading of common dates against the library's own."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from edtf import parse_edtf

from macros.scenario.common_dates import common_date

POINTS = (
    "1956",
    "0000",
    "1956-02",
    "1956-12",
    "1956-02-29",
    "1955-04-30",
    "1956-10-31",
    "1956~",
    "1956-02?",
    "1956-02-03%",
)
EDGES = ("", "..", *POINTS)
COMMON = [
    *POINTS,
    "195X",
    *(f"{begin}/{end}" for begin, end in product(EDGES, EDGES) if {begin, end} & set(POINTS)),
    *(f"[{begin}..{end}]" for begin, end in product(POINTS[:7], POINTS[:7]) if len(begin) == len(end)),
    *(f"[..{point}]" for point in POINTS[:7]),
    *(f"[{point}..]" for point in POINTS[:7]),
]
OTHERS = (
    "", "/", "..", "../..", "/..", "[..]", "[1956]", "[1956..1957", "1956..1957", "[1956..1957-02]", "[1956~..1957]",
    "[1956,1957]", "{1956..1957}", "1956-13", "1956-00", "1956-02-30", "1956-04-31", "1956-02-00", "1956-2", "956",
    "-0500", "19560", "1956/1957/1958", "19XX", "XXXX", "1956-21", "1956-XX", "1956~-02", "1956~~", "1956\n",
    "1956/x", "x/1956", "１９５６",  # noqa: RUF001 - digits of another script
)  # fmt: skip


def inside(found: Any) -> Any:  # noqa: ANN401 - objects of the library, which are not typed
    """Return everything that an object of the library is made of, with its types."""
    if isinstance(found, tuple | list):
        return [inside(item) for item in found]
    if isinstance(found, dict):
        return {name: inside(value) for name, value in found.items()}
    attributes = getattr(found, "__dict__", None)
    return found if attributes is None else (type(found), inside(attributes))


@pytest.mark.parametrize("text", COMMON)
def test_a_common_form_gives_what_the_library_makes_of_it(text: str) -> None:
    found = common_date(text)
    assert found is not None
    assert inside(found) == inside(parse_edtf(text))


@pytest.mark.parametrize("text", OTHERS)
def test_every_other_form_is_left_to_the_library(text: str) -> None:
    assert common_date(text) is None
