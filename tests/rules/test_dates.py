"""Dates: what cannot be read, what runs backwards, and what contradicts causes and deaths."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Case, assert_problems

FORMS = "dates look like 1956, 1956-02-25, 1942/1949, 1959/.. or [1956..1959]"
DROUGHT = "    date: 1950\n    lead: It"
CLAIM = "was built., kind: event, basis: stated, date: null,"


def drought(date: str) -> tuple[str, str]:
    return DROUGHT, f"    date: {date}\n    lead: It"


CASES: dict[str, Case] = {
    "a bare year of three digits": (
        [drought("195¦")],
        [f"invalid-edtf: '195': not an EDTF date from character 4 on; {FORMS}"],
    ),
    "a bare day without hyphens": (
        [drought("1950¦0225")],
        [f"invalid-edtf: '19500225': not an EDTF date from character 5 on; {FORMS}"],
    ),
    "a bare year with zeros before it, or negative": (
        [drought("-0500"), ("date: 1960-05\n", "date: 0800\n"), ("died: 1961", "died: 0801")],
        [],
    ),
    "a date in double quotes": (
        [drought('"1950¦-13"')],
        [f"invalid-edtf: '1950-13': not an EDTF date from character 5 on; {FORMS}"],
    ),
    "a date in single quotes": (
        [drought("'1950-02-¦30'")],
        [f"invalid-edtf: '1950-02-30': 1950 has no 30 February; {FORMS}"],
    ),
    "a date in a folded text": (
        [drought(">-\n      1950¦-13")],
        [f"invalid-edtf: '1950-13': not an EDTF date from character 5 on; {FORMS}"],
    ),
    "a date that is written with escapes stands where its text begins": (
        [drought('¦"1950\\u002d13"')],
        [f"invalid-edtf: '1950-13': not an EDTF date from character 5 on; {FORMS}"],
    ),
    "an empty date": (
        [drought('¦""')],
        [f"invalid-edtf: '': not an EDTF date from character 1 on; {FORMS}"],
    ),
    "words": (
        [drought("1950,¦ perhaps")],
        [f"invalid-edtf: '1950, perhaps': ' ' cannot stand in a date; {FORMS}"],
    ),
    "a day that its year does not have": (
        [drought("1950-02-¦29")],
        [f"invalid-edtf: '1950-02-29': 1950 has no 29 February; {FORMS}"],
    ),
    "a date inside a record inside a record": (
        [("our_born: 1900-01-31", "our_born: 1900-01¦-32")],
        [f"invalid-edtf: '1900-01-32': not an EDTF date from character 8 on; {FORMS}"],
    ),
    "an interval that runs backwards": (
        [("date: 1950/1960", "date: ¦1960/1950")],
        ["reversed-range: '1960/1950': the end lies before the beginning; write the earlier date first"],
    ),
    "an interval that only may run backwards": (
        [("date: 1950/1960", "date: 1950/1950-03")],
        [],
    ),
    "ranges of numbers that run backwards, or are one number": (
        [("{low: 2, high: 5.5}", "{low: ¦6, high: 5.5}"), ("low: 3, high: null", "low: 3, high: 3")],
        ["reversed-range: the low end 6 is above the high end 5.5"],
    ),
    "an effect that is over before its cause begins": (
        [
            drought("1970"),
            ("    date: null\n    lead: The town", "    date: 1969/1969-12-31\n    lead: The town"),
            ("dam, effect: flood", "dam, effect: miller"),
            ("drought, effect: dam", "drought, effect: ¦dam"),
        ],
        [
            (
                "effect-before-cause: 'dam' is over by 31 December 1969, "
                "but its cause 'drought' begins no earlier than 1 January 1970"
            )
        ],
    ),
    "an effect of an undated effect": (
        [drought("1960-06-01"), ("dam, effect: flood", "dam, effect: ¦flood")],
        [
            (
                "effect-before-cause: 'flood' is over by 31 May 1960, "
                "but its cause 'dam' begins no earlier than 1 June 1960, as follows from 'drought'"
            )
        ],
    ),
    "a cause that begins on the last day of its effect": (
        [drought("1960-05-31")],
        [],
    ),
    "a cause that is only perhaps too late": (
        [drought("1960~")],
        [],
    ),
    "a cause that may have begun at any time": (
        [drought("/1970")],
        [],
    ),
    "an effect that goes on": (
        [
            drought("1970"),
            ("date: 1960-05\n", "date: 1960-05/..\n"),
            ("people: [miller]", "people: []"),
            ("entries: [dam], people", "entries: [dam, miller], people"),
        ],
        [],
    ),
    "an effect with a bound of our own": (
        [('date: "[1960..]"', 'date: "[..1959]"'), ("flood, effect: loss", "flood, effect: ¦loss")],
        [
            (
                "effect-before-cause: 'loss' begins no later than 31 December 1959, "
                "but its cause 'flood' begins no earlier than 1 May 1960"
            )
        ],
    ),
    "a happening before what it came in spite of": (
        [("flood, effect: loss, relation: cause", "flood, effect: ¦drought, relation: in-spite-of")],
        [
            (
                "effect-before-cause: 'drought' is over by 31 December 1950, "
                "but 'flood', in spite of which it came, begins no earlier than 1 May 1960"
            )
        ],
    ),
    "a date that cannot be read contradicts nothing": (
        [drought("1970¦-13")],
        [f"invalid-edtf: '1970-13': not an EDTF date from character 5 on; {FORMS}"],
    ),
    "a link that is doubled contradicts once": (
        [
            drought("1960-06"),
            ("dam, effect: flood", "dam, effect: ¦flood"),
            ("  - {cause: flood, effect: loss", "  - ¦{cause: dam, effect: flood"),
        ],
        [
            (
                "effect-before-cause: 'flood' is over by 31 May 1960, "
                "but its cause 'dam' begins no earlier than 1 June 1960, as follows from 'drought'"
            ),
            "doubled-link: 'dam' to 'flood' is linked already in line 71",
        ],
    ),
    "a cycle hides no contradiction but its own": (
        [
            drought("1970"),
            ("  - {cause: flood, effect: loss", "  - ¦{cause: flood, effect: dam"),
            ("drought, effect: dam", "drought, effect: ¦loss"),
            ('"[1960..]"', '"[1950..1960]"'),
        ],
        [
            (
                "effect-before-cause: 'loss' begins no later than 31 December 1960, "
                "but its cause 'drought' begins no earlier than 1 January 1970"
            ),
            "cycle-of-causes: these links form a cycle: dam → flood → dam; one of them has to go",
        ],
    ),
    "the dead, on the last day that they may have lived": (
        [(CLAIM, CLAIM.replace("null", "1961-12-31")), ("people: [miller]", "people: [miller, dam]")],
        [],
    ),
    "the dead": (
        [(CLAIM, CLAIM.replace("null", "1961-01-01/1962")), ("people: [miller]", "people: [dam, miller]")],
        [],
    ),
    "the dead, a day after the year of their death": (
        [(CLAIM, CLAIM.replace("null", "1962-01-01")), ("people: [miller]", "people: [dam, ¦miller]")],
        ["acting-after-death: 'miller' died in 1961 in this timeline; the claim is dated 1962-01-01"],
    ),
    "the dead, who may have lived": (
        [(CLAIM, CLAIM.replace("null", "/1990")), ("died: 1961", "died: 1961~")],
        [],
    ),
    "the dead, of whom it is not known when": (
        [(CLAIM, CLAIM.replace("null", "1990")), ("died: 1961", "died: null")],
        [],
    ),
    "the dead in our timeline": (
        [(CLAIM, CLAIM.replace("null", "1990")), ("died: 1961, our_role", "died: 1991, our_role")],
        [],
    ),
    "the dead, by dates that cannot be read": (
        [(CLAIM, CLAIM.replace("null", "1990¦-13")), ("died: 1961", "died: ¦then")],
        [
            f"invalid-edtf: '1990-13': not an EDTF date from character 5 on; {FORMS}",
            f"invalid-edtf: 'then': 't' cannot stand in a date; {FORMS}",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_dating(name: str) -> None:
    assert_problems(CASES[name])
