"""Authors: what is written instead of their parts, and which parts do not go together."""

from __future__ import annotations

import pytest

from macros.rules.authors import author_advice
from tests.rules.conftest import Case, assert_problems

HILL = "authors: [{given: Ann, family: Hill}]"

CASES: dict[str, Case] = {
    "a name in one text": (
        [(HILL, "authors: [¦Ann Hill]")],
        [
            (
                "wrong-type: expected a record, found text ('Ann Hill'); "
                "write {given: Ann, family: Hill}; where the family name stands first, "
                "{family: Ann, given: Hill, family_first: true}; of an institution, {literal: Ann Hill}"
            )
        ],
    ),
    "no list": (
        [(HILL, "authors: ¦Hill, Ann and Ben Brook")],
        [
            (
                "wrong-type: expected a list, found text ('Hill, Ann and Ben Brook'); "
                "write [{given: Ann, family: Hill}, "
                '{given: Ben, family: Brook}]; of an institution, [{literal: "Hill, Ann and Ben Brook"}]'
            )
        ],
    ),
    "a record, not in a list": (
        [(HILL, "authors: ¦{given: Ann, family: Hill}")],
        ["wrong-type: expected a list, found a record; each item begins with '- '"],
    ),
    "a whole name beside its parts": (
        [(HILL, "authors: [{¦literal: Ann Hill, given: Ann, family_first: true}]")],
        ["author-name: a whole name stands alone; take out `given`, `family_first`, or `literal`"],
    ),
    "no family name": (
        [(HILL, "authors: [¦{given: Ann Hill}]")],
        [
            (
                "author-name: the family name is missing; "
                "write {given: Ann, family: Hill}; where the family name stands first, "
                "{family: Ann, given: Hill, family_first: true}; of an institution, {literal: Ann Hill}"
            )
        ],
    ),
    "nothing": (
        [(HILL, "authors: [¦{}]")],
        ["author-name: the family name is missing; add `family`, or write only `literal`, the whole name"],
    ),
    "a list that is cut short": (
        [(HILL, "authors: [{given: Ann, family: Hill ¦et al.}]")],
        ["author-name: 'et al.' is not a name; name every author: citation programs shorten the list"],
    ),
    "no name at all": (
        [(HILL, "authors: [{given: Ann, family: Hill}, ¦et al.]")],
        [
            (
                "wrong-type: expected a record, found text ('et al.'); "
                "name every author: citation programs shorten the list"
            )
        ],
    ),
    "two people as one": (
        [(HILL, "authors: [{given: Ann, family: ¦Hill & Ben Brook}]")],
        [
            (
                "author-name: expected one part of one name, found 'Hill & Ben Brook'; "
                "write {given: Ann, family: Hill}, {given: Ben, family: Brook}; "
                "of an institution, {literal: Ann Hill & Ben Brook}"
            )
        ],
    ),
    "a whole name as the family name": (
        [(HILL, 'authors: [{family: ¦"van Hill, Ann"}]')],
        [
            (
                "author-name: expected one part of one name, found 'van Hill, Ann'; "
                'write {given: Ann, particle: van, family: Hill}; of an institution, {literal: "van Hill, Ann"}'
            )
        ],
    ),
    "a field that is not there": (
        [(HILL, "authors: [{given: Ann, ¦surname: Hill, family: Hill}]")],
        [
            (
                "unknown-field: there is no field 'surname'; "
                "the fields are given, particle, family, suffix, family_first, literal"
            )
        ],
    ),
    "names of every kind": (
        [
            (
                HILL,
                (
                    "authors: [{family: Cao, given: Shuji, family_first: true}, {family: O'Brien}, "
                    "{literal: Hill & Sons}, {given: 泽东, family: 毛}, "
                    "{given: A., particle: van der, family: Hill, suffix: Jr.}]"
                ),
            )
        ],
        [],
    ),
    "no authors": ([(HILL, "authors: []")], []),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_names(case: Case) -> None:
    assert_problems(case)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("Frank van der Linden", "{given: Frank, particle: van der, family: Linden}"),
        ("Van der Linden, Frank", "{given: Frank, particle: Van der, family: Linden}"),
        ("Martin L. King, Jr.", "{given: Martin L., family: King, suffix: Jr.}"),
        ("King, Jr., Martin L.", "{given: Martin L., family: King, suffix: Jr.}"),
        ("Ann Hill, Ben Brook", "{given: Ann, family: Hill}, {given: Ben, family: Brook}"),
        ("Hill, Ann; Brook, Ben", "{given: Ann, family: Hill}, {given: Ben, family: Brook}"),
        ("Ann Hill et al.", "{given: Ann, family: Hill}"),
        ("x" * 1000, "{given: Jane, family: Doe}"),
        ("King, Martin L., Jr.", "{given: Martin L., family: King, suffix: Jr.}"),
        ("Hill, Ann (ed.)", "{given: Ann, family: Hill}"),
        ("Hill, Ann (eds.); Brook, Ben (Ed.)", "{given: Ann, family: Hill}, {given: Ben, family: Brook}"),
        ("Plato", "{given: …, family: Plato}"),
        ("毛泽东", "{family: 毛, given: 泽东}"),
        ("Ann: Hill", '{given: "Ann:", family: Hill}'),
    ],
)
def test_advice_divides_names(text: str, records: str) -> None:
    assert author_advice(text).startswith(f"write {records}; ")
