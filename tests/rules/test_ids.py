"""Rules about ids, names and references: each problem once, at its position, with the closest valid value."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Case, assert_problems, lead_edit

KEBAB = "id-format: expected small letters a to z, digits and single hyphens, as 'siege-of-the-city', found"
PLACE = "id-format: expected paragraph and sentence, as 'p1-s2', found"
NO_ENTRY = "unknown-id: no record of 'entries' has the id"


def claim(name: str) -> str:
    return f"      - {{id: {name}, text: So., kind: event, basis: stated, date: null, entries: [dam]}}\n"


OUT_OF_NAMES = "take it out of `names` of"

CASES: dict[str, Case] = {
    "an id that is not well formed counts as what it was meant as": (
        [("  - id: dam\n", "  - id: ¦Dam\n")],
        [f"{KEBAB} 'Dam'; did you mean 'dam'?"],
    ),
    "a reference's id that is not well formed": (
        [("  - id: hill-1970\n", "  - id: ¦Hill_1970\n")],
        [f"{KEBAB} 'Hill_1970'; did you mean 'hill-1970'?"],
    ),
    "accents go from the id that is suggested": (
        [("id: curse", "id: ¦Märchen & Flüche")],
        [f"{KEBAB} 'Märchen & Flüche'; did you mean 'marchen-fluche'?"],
    ),
    "nothing is suggested for an id without any sign of ASCII": (
        [("id: curse", "id: ¦诅咒")],
        [f"{KEBAB} '诅咒'"],
    ),
    "an id with a line break after it": (
        [("  - id: dam\n", "  - id: ¦|\n      dam\n")],
        [f"{KEBAB} 'dam\\n'; did you mean 'dam'?"],
    ),
    "the id that the list of entries has": (
        [("  - id: miller\n", "  - id: ¦index\n"), ("people: [miller]", "people: [index]")],
        ["id-format: no page can have the id 'index'; did you mean 'index-entry'?"],
    ),
    "a name that Windows keeps for a device": (
        [("  - id: miller\n", "  - id: ¦com1\n"), ("people: [miller]", "people: [com1]")],
        ["id-format: no page can have the id 'com1'; did you mean 'com1-entry'?"],
    ),
    "a thread with the name of the image of its page": (
        [
            ("{id: water,", "{id: ¦card,"),
            *((f"{kind}\n    thread: water", f"{kind}\n    thread: card") for kind in ("outcome", "person")),
            *(
                (f"{title}\n    kind: event\n    thread: water", f"{title}\n    kind: event\n    thread: card")
                for title in ("drought", "dam", "flood")
            ),
        ],
        ["id-format: no page can have the id 'card'; did you mean 'card-thread'?"],
    ),
    "an id that ends with a dot, as no folder of Windows can": (
        [("  - id: miller\n", "  - id: ¦miller.\n")],
        [f"{KEBAB} 'miller.'; did you mean 'miller'?"],
    ),
    "an id that is too long for a file name": (
        [("id: curse", f"id: ¦{'x' * 101}")],
        ["title-too-long: expected at most 100 characters, found 101"],
    ),
    "an empty id": (
        [("id: curse", 'id: ¦""')],
        [f"{KEBAB} ''"],
    ),
    "the id of a sentence that is not well formed leaves its claims and locators alone": (
        [("  - id: p1-s1\n", "  - id: ¦P1.S1\n")],
        [f"{PLACE} 'P1.S1'; did you mean 'p1-s1'?"],
    ),
    "the same where nothing can be suggested": (
        [("  - id: p1-s1\n", "  - id: ¦p1s1\n")],
        [f"{PLACE} 'p1s1'"],
    ),
    "a sentence that lost the line after its id keeps its locator, by its claims": (
        [("  - id: p1-s2\n    restated: The dam broke.\n", "  - ¦id: p1-s2\n      The dam broke.\n")],
        ["missing-field: the field 'restated' is missing; the fields are id, restated, claims"],
    ),
    "numbers begin with 1": (
        [("  - id: p1-s1\n", "  - id: ¦p0-s1\n")],
        [f"{PLACE} 'p0-s1'"],
    ),
    "a sentence that has another number than all of its claims": (
        [("  - id: p1-s1\n", "  - id: ¦p1-s9\n")],
        ["missing-locator: the claims of 'p1-s9' are numbered as those of 'p1-s1'; correct this id or theirs"],
    ),
    "a claim with the number of another sentence": (
        [("id: p1-s1-c2", "id: ¦p1-s2-c2")],
        ["missing-locator: a claim has the id of its sentence and a number: expected 'p1-s1-c…', found 'p1-s2-c2'"],
    ),
    "the only claim of a sentence has the number of another": (
        [("id: p1-s2-c1", "id: ¦p1-s1-c3")],
        ["missing-locator: a claim has the id of its sentence and a number: expected 'p1-s2-c…', found 'p1-s1-c3'"],
    ),
    "two of three claims with the number of another sentence": (
        [
            ("      - {id: p1-s2-c1,", f"{claim('¦p2-s1-c2')}{claim('¦p2-s1-c3')}      - {{id: p1-s2-c1,"),
        ],
        [
            "missing-locator: a claim has the id of its sentence and a number: expected 'p1-s2-c…', found 'p2-s1-c2'",
            "missing-locator: a claim has the id of its sentence and a number: expected 'p1-s2-c…', found 'p2-s1-c3'",
        ],
    ),
    "two claims that have no number at all": (
        [("id: p1-s1-c1", "id: ¦first"), ("id: p1-s1-c2", "id: ¦second")],
        [
            "missing-locator: a claim has the id of its sentence and a number: expected 'p1-s1-c…', found 'first'",
            "missing-locator: a claim has the id of its sentence and a number: expected 'p1-s1-c…', found 'second'",
        ],
    ),
    "two claims with one id": (
        [("id: p1-s1-c2", "id: ¦p1-s1-c1")],
        ["duplicate-id: 'p1-s1-c1' is taken already, in line 19; choose another id"],
    ),
    "a link with its words before its id": (
        [lead_edit("It bears on ¦[[what comes|dam]].")],
        [f"{NO_ENTRY} 'what comes'; the id stands before the words; write [[dam|what comes]]"],
    ),
    "two ids with a semicolon between them": (
        [("date: 1950, entries: [drought]}", "date: 1950, entries: [¦drought; dam]}")],
        [f"{NO_ENTRY} 'drought; dam'; write drought, dam"],
    ),
    "two sections may use one id": (
        [("id: curse", "id: dam")],
        [],
    ),
    "an id that several records refer to by another name": (
        [("{id: water,", "{id: ¦watre,")],
        [
            (
                "unknown-id: nothing refers to 'watre', and 5 places to 'water', the first in line 34; "
                "one of the two is misspelt"
            ),
        ],
    ),
    "an id that one record refers to by another name": (
        [("questions: [q1]", "questions: [¦question-1]"), ("  - id: q1\n", "  - id: question-2\n")],
        ["unknown-id: no record of 'questions' has the id 'question-1'; did you mean 'question-2'?"],
    ),
    "a link that gives a title, whatever its case, with words and without": (
        [lead_edit("See ¦[[The Dam]] and ¦[[the dam|a wall]].")],
        [f"{NO_ENTRY} 'The Dam'; write [[dam]]", f"{NO_ENTRY} 'the dam'; write [[dam|a wall]]"],
    ),
    "a link that gives another name goes on showing it, and one that gives a misspelling does not": (
        [("names: [Dry year]", "names: [Dry year, 干旱]"), ("The [[dam]] gave", "The ¦[[干旱]] and ¦[[Damm]] gave")],
        [f"{NO_ENTRY} '干旱'; write [[drought|干旱]]", f"{NO_ENTRY} 'Damm'; write [[dam]]"],
    ),
    "a link that gives nearly a title": (
        [lead_edit("See ¦[[The loss of a mill]].")],
        [f"{NO_ENTRY} 'The loss of a mill'; did you mean [[loss]]?"],
    ),
    "a title in a list of ids": (
        [("entries: [drought], questions", "entries: [¦The dam], questions")],
        [f"{NO_ENTRY} 'The dam'; did you mean 'dam'?"],
    ),
    "a title that several links give is no misspelt id": (
        [
            ("The [[flood|water]]", "The ¦[[The loss of the mill]] and the [[flood|water]]"),
            lead_edit("¦[[The loss of the mill]]"),
        ],
        [f"{NO_ENTRY} 'The loss of the mill'; write [[loss]]"] * 2,
    ),
    "an entry that was copied whole": (
        [
            (
                "  - id: miller\n",
                (
                    "  - id: ¦dam\n    title: The dam\n    kind: event\n    thread: water\n    date: null\n"
                    "    lead: The town held the river back.\n    misspellings: [damm]\n  - id: miller\n"
                ),
            ),
        ],
        ["duplicate-id: 'dam' is taken already, in line 38; choose another id"],
    ),
    "an entry that is compared with our timeline twice": (
        [
            (
                "{entry: flood, verdicts: [{aspect: event, status: invented, why: So.}]",
                "{entry: ¦drought, verdicts: [{aspect: event, status: invented, why: So.}]",
            )
        ],
        ["duplicate-id: 'drought' is taken already, in line 94; say both in one record"],
    ),
    "names that differ in case and space": (
        [
            ("names: [Dry year]", 'names: [¦"dry  YEAR", Straße]'),
            ("misspellings: [damm]", "misspellings: [¦STRASSE]"),
            ("title: The drought", "title: Dry year"),
        ],
        [
            f"duplicate-name: the name 'dry  YEAR' leads to 'drought' already, by line 32; {OUT_OF_NAMES} 'drought'",
            (
                "duplicate-name: the name 'STRASSE' leads to 'drought' already, by line 37; "
                "take it out of `misspellings` of 'dam'"
            ),
        ],
    ),
    "a misspelling that is the title of a later entry": (
        [("misspellings: [damm]", "misspellings: [the flood]"), ("title: The flood", "title: ¦The flood")],
        [
            (
                "duplicate-name: the name 'The flood' leads to 'dam' already, by line 44; "
                "give 'flood' another title, or take the name out of `misspellings` of 'dam'"
            )
        ],
    ),
    "an id in a list": (
        [("date: null, entries: [loss]}\n\nentries", "date: null, entries: [loss, ¦los]}\n\nentries")],
        [f"{NO_ENTRY} 'los'; did you mean 'loss'?"],
    ),
    "an id that is like none": (
        [("readings: [One mill., Two mills.]", 'readings: [One mill., "Two ¦[[x]] mills."]')],
        [f"{NO_ENTRY} 'x'; add it under `entries`, or take it out here"],
    ),
    "an id in capitals": (
        [("entry: dam}", "entry: ¦DAM}")],
        [f"{NO_ENTRY} 'DAM'; did you mean 'dam'?"],
    ),
    "a thread, a question and a reference": (
        [
            (
                "    title: The dam\n    kind: event\n    thread: water",
                "    title: The dam\n    kind: event\n    thread: ¦waters",
            ),
            ("questions: [q1]", "questions: [¦q2]"),
            ("null, reference: hill-1970", "null, reference: ¦hill-1971"),
        ],
        [
            "unknown-id: no record of 'threads' has the id 'waters'; did you mean 'water'?",
            "unknown-id: no record of 'questions' has the id 'q2'; add it under `questions`, or take it out here",
            "unknown-id: no record of 'references' has the id 'hill-1971'; did you mean 'hill-1970'?",
        ],
    ),
    "links in a text of several lines, with words, spaces and breaks inside": (
        [
            lead_edit(
                "It came before the [[dam]]: see dan and ¦[[dan]],\n¦[[dan|the dam\nby the river]] and ¦[[ dan ]]."
            )
        ],
        [f"{NO_ENTRY} 'dan'; did you mean 'dam'?"] * 3,
    ),
    "links in a folded text, broken over lines": (
        [
            (
                "    lead: It did not rain.\n",
                "    lead: >-\n      The dam is ¦[[dan|the big\n      dam]],\n      or ¦[[the\n      dam]].\n",
            )
        ],
        [f"{NO_ENTRY} 'dan'; did you mean 'dam'?", f"{NO_ENTRY} 'the dam'; write [[dam]]"],
    ),
    "the same link twice in one text": (
        [lead_edit("The ¦[[dan]] and the ¦[[dan]].")],
        [f"{NO_ENTRY} 'dan'; did you mean 'dam'?"] * 2,
    ),
    "a link after signs of several bytes, in quotes": (
        [("    lead: It did not rain.\n", '    lead: "Dürre, 干旱, ¦[[dan]] \\u0021"\n')],
        [f"{NO_ENTRY} 'dan'; did you mean 'dam'?"],
    ),
    "a link that is written with escapes stands where its text begins": (
        [("    lead: It did not rain.\n", '    lead: ¦"See \\u005b[dan]]"\n')],
        [f"{NO_ENTRY} 'dan'; did you mean 'dam'?"],
    ),
    "brackets that make no link": (
        [lead_edit("[dan] [ [dan] ] [sic]")],
        [],
    ),
    "an empty link": (
        [lead_edit("See ¦[[]].")],
        [f"{NO_ENTRY} ''; add it under `entries`, or take it out here"],
    ),
    "a locator": (
        [("locators: [p1-s2, p2-s1]", "locators: [p1-s2, ¦p2-s2]"), ("locators: [account]", "locators: [¦acount]")],
        [
            "unknown-locator: the account has no sentence 'p2-s2'; did you mean 'p2-s1'?",
            "unknown-locator: the account has no sentence 'acount'; did you mean 'account'?",
        ],
    ),
    "a question needs no locator, a link does": (
        [("locators: [account]", "locators: []"), ("locators: [p1-s1]", "locators: ¦[]")],
        ["missing-locator: name the sentences that the link rests on, as [p1-s2]"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_on_ids_report_the_problems_of_the_case(name: str) -> None:
    assert_problems(CASES[name])
