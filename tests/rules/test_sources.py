"""Sources: what rests on nothing, and what passes for confirmed."""

from __future__ import annotations

import pytest

from macros.scenario.vocabularies import ENTRY_KIND
from tests.rules.conftest import Case, assert_problems

NOTE = "note: It was dry., references: [hill-1970]"
BROOK = (
    "  - {id: brook-1971, label: B, kind: book, authors: [{literal: B}], year: 1, title: B, published: B,"
    " confirmed: true}\n"
)

CASES: dict[str, Case] = {
    "an entry rests on a claim that concerns it as a person": (
        [("people: [miller]", "people: []"), ("  - id: miller\n", "  - id: ¦miller\n")],
        ["warning: entry-without-claim: no claim is about 'miller'; name it under `entries` or `people` of a claim"],
    ),
    "a claim about persons only is about nothing": (
        [("entries: [dam], people: [miller]", "entries: ¦[], people: [miller, ¦dam]")],
        [
            "claim-about-nothing: the claim 'p1-s1-c2' is about no entry; name at least one under `entries`",
            "no-person-or-group: 'dam' has the kind event; name it under `entries`",
        ],
    ),
    "a sentence whose only claim cannot be read has a claim": (
        [("date: null, entries: [loss]}\n\nentries", "date: null, entries: ¦loss}\n\nentries")],
        ["wrong-type: expected a list, found text ('loss'); write [loss]"],
    ),
    "a reference that only an estimate, or only a myth, cites": (
        [
            (NOTE, "note: It was dry., unverified: Says Hill., references: []"),
            ("entries: [flood], references: [hill-1970]", "entries: [flood], references: [hill-1970, hill-1970]"),
        ],
        [],
    ),
    "a reference that only a bad record cites": (
        [
            ("title: There was no curse, text: Nobody said so.", "title: ¦12, text: Nobody said so."),
            ("entries: [flood], references: [hill-1970]", "entries: [flood], references: [brook-1971]"),
            ("\nreferences:\n", f"\nreferences:\n{BROOK}"),
        ],
        ["wrong-type: expected text, found a number (12); put it in quotes"],
    ),
    "an event among the people of a claim": (
        [("date: 1950, entries: [drought]}", "date: 1950, people: [miller, ¦dam], entries: [drought]}")],
        ["no-person-or-group: 'dam' has the kind event; name it under `entries`"],
    ),
    "an entry whose kind is unknown among the people of a claim": (
        [
            ("date: 1950, entries: [drought]}", "date: 1950, people: [miller], entries: [drought]}"),
            ("kind: person", "kind: ¦persn"),
        ],
        [f"unknown-kind: expected a kind ({', '.join(ENTRY_KIND.values)}), found 'persn'; did you mean 'person'?"],
    ),
    "a comparison that cites nothing": (
        [(NOTE, "note: It was dry., references: ¦[]")],
        [
            (
                "unmarked-unverified: nothing is cited; name works under `references`, or move the statement to "
                "`unverified` and write in `note` that the works say nothing of it"
            )
        ],
    ),
    "a myth has no field for what is unverified": (
        [
            (
                "text: Nobody said so., entries: [flood], references: [hill-1970]",
                "text: That is ¦unconfirmed., entries: [flood], references: ¦[]",
            )
        ],
        [
            (
                "unmarked-unverified: 'unconfirmed' stands among confirmed statements; "
                "confirm the statement or take it out"
            ),
            "unmarked-unverified: nothing is cited; name works under `references`",
        ],
    ),
    "an estimate of nobody's": (
        [
            (
                "reference: hill-1970, note: Counted., unverified: false",
                "credit: A neighbour, note: Counted., unverified: ¦false",
            )
        ],
        ["unmarked-unverified: an estimate with no reference is unverified; name one, or say `unverified: true`"],
    ),
    "an estimate of nobody's that is marked": (
        [
            (
                "reference: hill-1970, note: Counted., unverified: false",
                "credit: A neighbour, note: Counted., unverified: true",
            )
        ],
        [],
    ),
    "a link to an old resolver of DOIs": (
        [("published: Hill and Sons", "published: Hill and Sons\n    link: ¦https://dx.doi.org/10.1/a")],
        ["reference-link: expected an address as https://doi.org/10.2307/1973284, found 'https://dx.doi.org/10.1/a'"],
    ),
    "a DOI without its resolver": (
        [("published: Hill and Sons", 'published: Hill and Sons\n    link: ¦"doi:10.2307/1973284"')],
        [
            (
                "reference-link: expected an address as https://doi.org/10.2307/1973284, found 'doi:10.2307/1973284'; "
                "did you mean https://doi.org/10.2307/1973284?"
            )
        ],
    ),
    "an address without its scheme": (
        [("published: Hill and Sons", "published: Hill and Sons\n    link: ¦www.example.org/a")],
        [
            (
                "reference-link: expected an address as https://doi.org/10.2307/1973284, found 'www.example.org/a'; "
                "did you mean https://www.example.org/a?"
            )
        ],
    ),
    "a link to a DOI": (
        [("published: Hill and Sons", "published: Hill and Sons\n    link: https://doi.org/10.2307/1973284")],
        [],
    ),
    "citations of a work of the record": (
        [
            (NOTE, "note: 'It was dry.[@hill-1970]', unverified: '[@hill-1970]', references: [hill-1970]"),
            ("text: Nobody said so.", "text: 'Nobody said so.[@hill-1970][@hill-1970]'"),
            ("note: Counted.", "note: 'Counted.[@hill-1970]', contested: 'No. [@somebody](https://example.org)'"),
            ("note: Made up.}", "note: Made up., our_text: 'Nobody.[@hill-1970]', references: [hill-1970]}"),
        ],
        [],
    ),
    "citations of works that the record does not name": (
        [
            (NOTE, "note: 'It was¦[@hill-1971] dry.¦[@hill-1971]¦[@Ann Hill]', references: [hill-1970]"),
            ("note: Counted.", "note: 'Counted.¦[@brook]'"),
        ],
        [
            "citation-form: the record has no 'hill-1971' under `references`; did you mean 'hill-1970'?",
            "citation-form: the record has no 'hill-1971' under `references`; did you mean 'hill-1970'?",
            "citation-form: the record has no 'Ann Hill' under `references`",
            "citation-form: the record has no 'brook' under `references`",
        ],
    ),
    "a citation without its sign": (
        [(NOTE, "note: 'It was dry¦[hill-1970], as [sic] he says.', references: [hill-1970]")],
        ["citation-form: '[hill-1970]' is not a citation; write [@hill-1970]"],
    ),
    "citations where no work is cited": (
        [
            ("lead: He built the [[dam]].", "lead: 'He built the [[dam]].¦[@hill-1970]'"),
            ("our_role: Nobody", "our_role: 'Nobody¦[@hill-1970]'"),
            ("title: There was no curse", "title: 'There was no curse¦[@hill-1970]'"),
            ("readings: [One mill., Two mills.]", "readings: [One mill., 'Two mills.¦[@hill-1970]']"),
        ],
        4 * ["citation-form: a work is cited only in `note`, `unverified`, `our_text`, `contested` or a myth's `text`"],
    ),
    "doubts where they belong": (
        [
            ("unverified: Some disagree.", "unverified: This was never confirmed."),
            ("result: There was.", "result: That is unverified."),
        ],
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_on_sources_report_the_problems_of_the_case(name: str) -> None:
    assert_problems(CASES[name])


@pytest.mark.parametrize(
    "doubt",
    [
        "unverified",
        "Unconfirmed",
        "from memory",
        "not checked",
        "never been verified",
        "not re-checked",
        "not confirmed",
    ],
)
def test_a_doubt_among_confirmed_statements_is_a_problem(doubt: str) -> None:
    message = f"unmarked-unverified: '{doubt}' stands among confirmed statements; move the statement to `unverified`"
    assert_problems(([(NOTE, f"note: It was dry ¦{doubt}., references: [hill-1970]")], [message]))


def test_a_doubt_is_located_across_line_breaks() -> None:
    note = "    note: >-\n      It was dry, which is ¦not\n      confirmed.\n    references: [hill-1970]"
    old = f"  - {{entry: drought, verdicts: [{{aspect: event, status: same, why: So.}}], date: 1949/1951, {NOTE}}}"
    new = f"  - entry: drought\n    verdicts: [{{aspect: event, status: same, why: So.}}]\n    date: 1949/1951\n{note}"
    message = "'not confirmed' stands among confirmed statements; move the statement to `unverified`"
    assert_problems(([(old, new)], [f"unmarked-unverified: {message}"]))


@pytest.mark.parametrize(
    "statement",
    [
        "Moscow recalled its experts in 1960.",
        "It was confirmed by everybody who checked.",
        "The number is notchecked.",
        "The count was verified, not guessed.",
    ],
)
def test_a_statement_that_only_sounds_like_a_doubt_is_accepted(statement: str) -> None:
    assert_problems(([(NOTE, f'note: "{statement}", references: [hill-1970]')], []))
