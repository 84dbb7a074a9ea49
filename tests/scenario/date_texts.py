"""Hypothesis strategies for texts of dates: many are valid, most of the others nearly so."""

from __future__ import annotations

from hypothesis import strategies as st

YEARS = (
    st.sampled_from(["1956", "1949", "0476", "0079", "0000", "-0001", "-0500", "9999", "Y12025", "Y-170000002"])
    | st.sampled_from(["195X", "19XX", "000X", "-004X", "-19XX", "XXXX", "1X5X", "-0000", "Y1956"])
    | st.integers(0, 9999).map("{:04}".format)
)
MONTHS = st.sampled_from(["01", "02", "06", "12", "XX", "21", "23", "24", "13", "1X", "33"])
DAYS = st.sampled_from(["01", "28", "29", "30", "31", "XX", "32", "3X"])
QUALIFIERS = st.sampled_from(["", "", "", "", "~", "?", "%"])
TIMES = st.sampled_from(["T10:20:30", "T24:00:00", "T23:59:59Z", "T00:00:00-04", "T10:00:00+04:30", "T10:00"])
UNQUALIFIED = st.tuples(YEARS, st.lists(MONTHS, max_size=1), st.lists(DAYS, max_size=1)).map(
    lambda parts: "-".join((parts[0], *parts[1], *(parts[2] if parts[1] else [])))
)
DATES = st.tuples(UNQUALIFIED, QUALIFIERS).map("".join)
DATES_AND_TIMES = st.tuples(DATES, TIMES).map("".join)
ENDS = DATES | st.sampled_from(["", ".."])
INTERVALS = st.tuples(ENDS, ENDS).map("/".join)
RANGES = st.tuples(UNQUALIFIED | st.just(""), UNQUALIFIED | st.just("")).map("..".join)
SETS = st.tuples(st.sampled_from(["[]", "{}"]), st.lists(DATES | RANGES, min_size=1, max_size=3)).map(
    lambda parts: f"{parts[0][0]}{','.join(parts[1])}{parts[0][1]}"
)
NEAR_MISSES = st.tuples(QUALIFIERS, UNQUALIFIED, QUALIFIERS).map("".join) | st.text(
    "0123456789X./?~%,[]{}-YSET:+Z \n", max_size=12
)
DATE_TEXTS = DATES | DATES_AND_TIMES | INTERVALS | SETS | NEAR_MISSES
