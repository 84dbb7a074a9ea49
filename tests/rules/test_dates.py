"""Dates: what cannot be read, what runs backwards, and what contradicts causes and deaths."""

from __future__ import annotations

import pytest

from macros.rules.dates import DATE_FORMS, LATE_ADVICE
from tests.rules.conftest import Case, assert_problems

DROUGHT = "    date: 1950\n    lead: It"
CLAIM = "was built., kind: event, basis: stated, date: null,"


def drought(date: str) -> tuple[str, str]:
    return DROUGHT, f"    date: {date}\n    lead: It"


CASES: dict[str, Case] = {
    "a bare year of three digits": (
        [drought("¦195")],
        ["invalid-edtf: '195': no EDTF date; did you mean 0195 (195)?"],
    ),
    "a bare day without hyphens": (
        [drought("¦19500225")],
        ["invalid-edtf: '19500225': no EDTF date; did you mean 1950-02-25 (25 February 1950)?"],
    ),
    "bare years with leading zeros or a sign": (
        [drought("-0500"), ("date: 1960-05\n", "date: 0800\n"), ("died: 1961", "died: 0801")],
        [],
    ),
    "a bare date and time, and a bare year of more than four digits": (
        [drought("Y-170000002"), ("date: 1960-05\n", "date: 1960-05-31T10:20:30Z\n")],
        [],
    ),
    "a date in double quotes": (
        [drought('"1950¦-13"')],
        [f"invalid-edtf: '1950-13': there is no month 13; months are 01 to 12, seasons 21 to 24; {DATE_FORMS}"],
    ),
    "a date in single quotes": (
        [drought("'1950-02-¦30'")],
        [f"invalid-edtf: '1950-02-30': February 1950 has 28 days; {DATE_FORMS}"],
    ),
    "a date in a folded text": (
        [drought(">-\n      1950¦-13")],
        [f"invalid-edtf: '1950-13': there is no month 13; months are 01 to 12, seasons 21 to 24; {DATE_FORMS}"],
    ),
    "a date written with escapes has its problem where its text begins": (
        [drought('¦"1950\\u002d13"')],
        [f"invalid-edtf: '1950-13': there is no month 13; months are 01 to 12, seasons 21 to 24; {DATE_FORMS}"],
    ),
    "an empty date": (
        [drought('¦""')],
        [f"invalid-edtf: '': not an EDTF date from character 1 on; {DATE_FORMS}"],
    ),
    "a date in words": (
        [drought("1950,¦ perhaps")],
        [f"invalid-edtf: '1950, perhaps': ' ' cannot stand in a date; {DATE_FORMS}"],
    ),
    "a date as people write it": (
        [drought("¦25.02.1950"), ("died: 1961", "died: ¦02/03/1961")],
        [
            "invalid-edtf: '25.02.1950': no EDTF date; did you mean 1950-02-25 (25 February 1950)?",
            (
                "invalid-edtf: '02/03/1961': no EDTF date; "
                "did you mean 1961-03-02 (2 March 1961) or 1961-02-03 (3 February 1961)?"
            ),
        ],
    ),
    "a date that nobody knows may be null, but for the dates that have to be there": (
        [drought("¦unknown"), ("our_born: 1900-01-31", "our_born: ¦unknown")],
        [
            "invalid-edtf: 'unknown': no EDTF date; write null where no date is known",
            f"invalid-edtf: 'unknown': 'u' cannot stand in a date; {DATE_FORMS}",
        ],
    ),
    "a set without quotes, which YAML reads as a list": (
        [drought("¦[1949..1951]")],
        ['wrong-type: expected text, found a list; put it in quotes: "[1949..1951]"'],
    ),
    "a set that is wrong and has no quotes": (
        [drought("¦[1949-1951]")],
        ['wrong-type: expected text, found a list; did you mean "[1949..1951]" (between 1949 and 1951)?'],
    ),
    "a month after a point, which YAML reads as a number": (
        [drought("¦1950.10")],
        ["wrong-type: expected text, found a number (1950.1); did you mean 1950-10 (October 1950)?"],
    ),
    "29 February of a year that is no leap year": (
        [drought("1950-02-¦29")],
        [f"invalid-edtf: '1950-02-29': February 1950 has 28 days; {DATE_FORMS}"],
    ),
    "a date in a nested record": (
        [("our_born: 1900-01-31", "our_born: 1900-01¦-32")],
        [f"invalid-edtf: '1900-01-32': no month has a day 32; {DATE_FORMS}"],
    ),
    "an interval that runs backwards": (
        [("date: 1950/1960", "date: ¦1960/1950")],
        ["reversed-range: '1960/1950': the end lies before the beginning; write the earlier date first"],
    ),
    "an interval that runs forwards in one reading": (
        [("date: 1950/1960", "date: 1950/1950-03")],
        [],
    ),
    "ranges of numbers that run backwards or hold one number": (
        [("{low: 2, high: 5.5}", "{low: ¦6, high: 5.5}"), ("low: 3, high: null", "low: 3, high: 3")],
        ["reversed-range: the low end 6 is above the high end 5.5; swap them"],
    ),
    "a number below 0 in a range": (
        [("{low: 2, high: 5.5}", "{low: ¦-2, high: 5.5}")],
        ["reversed-range: expected a number of 0 or more, found -2"],
    ),
    "an effect that ends before its cause begins": (
        [
            drought("1970"),
            ("    date: null\n    lead: The town", "    date: 1969/1969-12-31\n    lead: The town"),
            ("dam, effect: flood", "dam, effect: miller"),
            ("drought, effect: dam", "drought, effect: ¦dam"),
        ],
        [
            (
                "effect-before-cause: 'dam' is over by 31 December 1969, "
                f"but its cause 'drought' begins no earlier than 1 January 1970; {LATE_ADVICE}"
            )
        ],
    ),
    "an effect of an undated effect": (
        [drought("1960-06-01"), ("dam, effect: flood", "dam, effect: ¦flood")],
        [
            (
                "effect-before-cause: 'flood' is over by 31 May 1960, "
                f"but its cause 'dam' begins no earlier than 1 June 1960, as follows from 'drought'; {LATE_ADVICE}"
            )
        ],
    ),
    "a cause that begins on the last day of its effect": (
        [drought("1960-05-31")],
        [],
    ),
    "a cause with an approximate date in the year of its effect": (
        [drought("1960~")],
        [],
    ),
    "a cause without a known beginning": (
        [drought("/1970")],
        [],
    ),
    "an effect with an open end": (
        [
            drought("1970"),
            ("date: 1960-05\n", "date: 1960-05/..\n"),
            ("people: [miller]", "people: []"),
            ("entries: [dam], people", "entries: [dam, miller], people"),
        ],
        [],
    ),
    "an undated effect with an inferred bound": (
        [('date: "[1960..]"', 'date: "[..1959]"'), ("flood, effect: loss", "flood, effect: ¦loss")],
        [
            (
                "effect-before-cause: 'loss' begins no later than 31 December 1959, "
                f"but its cause 'flood' begins no earlier than 1 May 1960; {LATE_ADVICE}"
            )
        ],
    ),
    "an event that ends before what it came in spite of": (
        [("flood, effect: loss, relation: cause", "flood, effect: ¦drought, relation: in-spite-of")],
        [
            (
                "effect-before-cause: 'drought' is over by 31 December 1950, "
                f"but 'flood', in spite of which it came, begins no earlier than 1 May 1960; {LATE_ADVICE}"
            )
        ],
    ),
    "an invalid date contradicts nothing": (
        [drought("1970¦-13")],
        [f"invalid-edtf: '1970-13': there is no month 13; months are 01 to 12, seasons 21 to 24; {DATE_FORMS}"],
    ),
    "a duplicate link contradicts once": (
        [
            drought("1960-06"),
            ("dam, effect: flood", "dam, effect: ¦flood"),
            ("  - {cause: flood, effect: loss", "  - ¦{cause: dam, effect: flood"),
        ],
        [
            (
                "effect-before-cause: 'flood' is over by 31 May 1960, "
                f"but its cause 'dam' begins no earlier than 1 June 1960, as follows from 'drought'; {LATE_ADVICE}"
            ),
            "doubled-link: 'dam' to 'flood' is linked already in line 71; take one out",
        ],
    ),
    "a cycle hides no contradiction of other links": (
        [
            drought("1970"),
            ("  - {cause: flood, effect: loss", "  - ¦{cause: flood, effect: dam"),
            ("drought, effect: dam", "drought, effect: ¦loss"),
            ('"[1960..]"', '"[1950..1960]"'),
        ],
        [
            (
                "effect-before-cause: 'loss' begins no later than 31 December 1960, "
                f"but its cause 'drought' begins no earlier than 1 January 1970; {LATE_ADVICE}"
            ),
            "cycle-of-causes: these links form a cycle: dam → flood → dam; one of them has to go",
        ],
    ),
    "what is absent from our timeline, without a date there": (
        [("why: So.}], date: null,", "why: So.}], date: null, absent: No flood came,")],
        [],
    ),
    "a claim on the last possible day of a life": (
        [(CLAIM, CLAIM.replace("null", "1961-12-31"))],
        [],
    ),
    "a claim over an interval that begins in the year of death": (
        [(CLAIM, CLAIM.replace("null", "1961-01-01/1962"))],
        [],
    ),
    "a claim on the day after the year of death": (
        [(CLAIM, CLAIM.replace("null", "1962-01-01")), ("people: [miller]", "people: [¦miller]")],
        ["acting-after-death: 'miller' died in 1961 in this timeline; the claim is dated 1962-01-01; correct one"],
    ),
    "a claim without a known beginning, after an approximate year of death": (
        [(CLAIM, CLAIM.replace("null", "/1990")), ("died: 1961", "died: 1961~")],
        [],
    ),
    "a claim about a person without a year of death": (
        [(CLAIM, CLAIM.replace("null", "1990")), ("died: 1961", "died: null")],
        [],
    ),
    "a claim after a death in our timeline": (
        [(CLAIM, CLAIM.replace("null", "1990")), ("died: 1961, our_role", "died: 1991, our_role")],
        [],
    ),
    "invalid dates of a claim and of a death": (
        [(CLAIM, CLAIM.replace("null", "1990¦-13")), ("died: 1961", "died: ¦then")],
        [
            f"invalid-edtf: '1990-13': there is no month 13; months are 01 to 12, seasons 21 to 24; {DATE_FORMS}",
            f"invalid-edtf: 'then': 't' cannot stand in a date; {DATE_FORMS}",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_on_dates_report_the_problems_of_the_case(name: str) -> None:
    assert_problems(CASES[name])
