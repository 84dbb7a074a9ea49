"""Rules about the schema of records: each problem once, at its position, without consequential problems."""

from __future__ import annotations

import pytest

from macros.rules.dates import DATE_FORMS
from macros.scenario.vocabularies import PLACE
from tests.rules.conftest import VALID, Case, assert_problems, check_text

ENTRY_FIELDS = (
    "id, title, kind, thread, date, within, lead, left_open, in_reality, names, misspellings, search_names, life"
)
SECTIONS = (
    "about, notices, threads, sentences, story, entries, links, undrawn, gaps, questions, terms, our_timeline, "
    "departures, myths, estimates, checks, references, revisions, retired"
)
CLAIM_FIELDS = "id, text, kind, basis, date, people, others, entries"
ENTRY_KINDS = (
    "event, state, idea, policy, stance, actor-trait, belief, programme, process, outcome, decision, practice, figure, "
    "person, group"
)

CASES: dict[str, Case] = {
    "a required field that is misspelt is not missing too": (
        [("    title: The dam\n", "    ¦titel: The dam\n")],
        ["unknown-field: there is no field 'titel'; did you mean 'title'?"],
    ),
    "a field in capitals": (
        [("    title: The dam\n", "    ¦TITLE: The dam\n")],
        ["unknown-field: there is no field 'TITLE'; did you mean 'title'?"],
    ),
    "a field that the record has already is not suggested": (
        [("    title: The dam\n", "    title: The dam\n    ¦titles: The dam\n")],
        [f"unknown-field: there is no field 'titles'; the fields are {ENTRY_FIELDS}"],
    ),
    "an unknown field inside a record inside a record": (
        [("{low: 2, high: 5.5}", "{low: 2, high: 5.5, ¦unit: million}")],
        ["unknown-field: there is no field 'unit'; the fields are low, high"],
    ),
    "a key that is a number or nothing is shown as it is written": (
        [("    title: The dam\n", "    title: The dam\n    ¦0012: x\n    null: x\n")],
        [f"unknown-field: there are no fields '0012', 'null'; the fields are {ENTRY_FIELDS}"],
    ),
    "several missing fields of a record are one problem": (
        [("  - id: dam\n    title: The dam\n    kind: event\n", "  - ¦id: dam\n")],
        [f"missing-field: the fields 'title', 'kind' are missing; the fields are {ENTRY_FIELDS}"],
    ),
    "the records of a section whose name is missing": (
        [
            ("\nmyths:\n", "\n"),
            ("\ndepartures:\n", "\n"),
            (
                "{entry: flood, verdicts: [{aspect: event, status: invented, why: So.}], date: null, note: There",
                "{entry: flood, verdicts: [{aspect: event, status: invented, why: So.}], date: null, note: There",
            ),
            ("- {id: the-dam, title: The dam, text", "- {¦id: the-dam, title: The dam, text"),
        ],
        [
            (
                "unknown-field: there are no fields 'id', 'title', 'text', 'entries'; the fields are "
                "entry, verdicts, date, absent, note, unverified, references, search_names; so it is in 2 records "
                "here: is the name of a section missing above?"
            ),
        ],
    ),
    "a missing field points at its record": (
        [("  - id: dam\n    title: The dam\n", "  - ¦id: dam\n")],
        [f"missing-field: the field 'title' is missing; the fields are {ENTRY_FIELDS}"],
    ),
    "an entry without an id does not make every reference to it unknown": (
        [("  - id: dam\n    title: The dam\n", "  - ¦title: The dam\n")],
        [f"missing-field: the field 'id' is missing; the fields are {ENTRY_FIELDS}"],
    ),
    "an id that is a number does not make every reference to it unknown": (
        [("  - id: dam\n", "  - id: ¦12\n")],
        ["wrong-type: expected text, found a number (12); put it in quotes"],
    ),
    "a bad claim does not leave its entry without claims": (
        [("basis: implied, date: null, entries: [loss]}", "basis: implied, date: ¦true, entries: [loss]}")],
        [f"wrong-type: expected text, found a yes-or-no value (true); {DATE_FORMS}"],
    ),
    "a claim without its entries does not leave them without claims": (
        [
            (
                "- {id: p2-s1-c1, text: The mill was lost., kind: event, basis: implied, date: null, entries: [loss]}",
                "- ¦{id: p2-s1-c1, text: The mill was lost., kind: event, basis: implied, date: null}",
            )
        ],
        [
            f"missing-field: the field 'entries' is missing; the fields are {CLAIM_FIELDS}",
        ],
    ),
    "a bad sentence keeps its locator and its claims keep their entries": (
        [("    restated: The dam broke.\n", "    restated: ¦[The dam broke.]\n")],
        ["wrong-type: expected text, found a list; write The dam broke., without brackets around it"],
    ),
    "a bad reference is still there to be cited, and what a bad record cites is cited": (
        [("    year: 1970\n", '    year: ¦"1970"\n'), ("kind: outcome", "kind: ¦[outcome]")],
        [
            "wrong-type: expected text, found a list; write outcome, without brackets around it",
            "wrong-type: expected a whole number, found text ('1970'); write 1970 without quotes",
        ],
    ),
    "a section under another name": (
        [("\nentries:\n", "\n¦entrys:\n")],
        ["unknown-field: there is no field 'entrys'; did you mean 'entries'?"],
    ),
    "the section of sentences under another name": (
        [("\nsentences:\n", "\n¦sentence:\n")],
        ["unknown-field: there is no field 'sentence'; did you mean 'sentences'?"],
    ),
    "a section that is a text": (
        [("\nthreads:\n  - {id: water, title: Water, lead: What the river did.}\n", "\nthreads: ¦water\n")],
        ["wrong-type: expected a list, found text ('water')"],
    ),
    "a section that is empty": (
        [("\nthreads:\n  - {id: water, title: Water, lead: What the river did.}\n", "\nthreads:¦\n")],
        ["empty-field: 'threads' is left empty; an empty list is written []"],
    ),
    "a text where a record of a list belongs": (
        [("  - {id: made-up, title: Made up, place: home, text: Nothing here happened.}", "  - ¦made up")],
        ["wrong-type: expected a record, found text ('made up')"],
    ),
    "an item of a list that is empty": (
        [("  - {id: made-up, title: Made up, place: home, text: Nothing here happened.}", "  -¦")],
        ["empty-field: nothing stands after the '-'; write the item, or take the '-' out"],
    ),
    "a text where a record inside a record belongs": (
        [("  account: {low: 2, high: 5.5}", "  account: ¦2 to 5")],
        ["wrong-type: expected a record, found text ('2 to 5')"],
    ),
    "a text instead of the record of a life": (
        [
            (
                (
                    "life: {role: A miller, died: 1961, our_role: Nobody, our_born: 1900-01-31, our_died: 1970, "
                    "note: Made up.}"
                ),
                "life: ¦none",
            )
        ],
        ["wrong-type: expected a record, found text ('none')"],
    ),
    "a text instead of a list of names": (
        [("misspellings: [damm]", "misspellings: ¦damm")],
        ["wrong-type: expected a list, found text ('damm'); write [damm]"],
    ),
    "a text instead of a list of ids, which might have been any": (
        [("date: null, entries: [loss]}\n\nentries", "date: null, entries: ¦mill}\n\nentries")],
        ["wrong-type: expected a list, found text ('mill'); write [mill]"],
    ),
    "a text that says that there are no names": (
        [("misspellings: [damm]", "misspellings: ¦none")],
        ["wrong-type: expected a list, found text ('none'); an empty list is written []"],
    ),
    "an id in two brackets, as in a text": (
        [("date: null, entries: [loss]}\n\nentries", "date: null, entries: [¦[loss]]}\n\nentries")],
        ["wrong-type: expected text, found a list; write loss, without brackets around it"],
    ),
    "two ids where one belongs": (
        [("    thread: water\n    date: 1950", "    thread: ¦[water, fire]\n    date: 1950")],
        ["wrong-type: expected text, found a list; write one id, and another record for each of the others"],
    ),
    "a comma between thousands": (
        [("{low: 2, high: 5.5}", '{low: 2, high: ¦"30,000"}')],
        ["wrong-type: expected a number, found text ('30,000'); write 30000"],
    ),
    "a name with a colon in it is a record to YAML": (
        [("names: [Dry year]", "names:\n      - ¦Dry: year")],
        ["wrong-type: expected a name, or {el: Διώρυγα} to state its language, found a record; put it in quotes"],
    ),
    "a set of dates that lost its quotes is a list to YAML": (
        [('date: "[1960..]"', "date: ¦[1960..]")],
        ['wrong-type: expected text, found a list; put it in quotes: "[1960..]"'],
    ),
    "words of YAML 1.1 are texts": (
        [("confirmed: true", "confirmed: ¦yes")],
        ["wrong-type: expected true or false, found text ('yes'); did you mean true?"],
    ),
    "a number in quotes is a text": (
        [("{low: 2, high: 5.5}", '{low: ¦"2", high: 5.5}')],
        ["wrong-type: expected a number, found text ('2'); write 2 without quotes"],
    ),
    "a number with a fraction where a whole one belongs": (
        [("    year: 1970\n", "    year: ¦1970.5\n")],
        ["wrong-type: expected a whole number, found a number (1970.5)"],
    ),
    "a long text is cut in the message, and what cannot be seen in it is shown": (
        [("  account: {low: 2, high: 5.5}", '  account: ¦"between\\ttwo and five, as far as anybody can tell"')],
        ["wrong-type: expected a record, found text ('between\\ttwo and five, as far as anybody…')"],
    ),
    "an alias stands for a value that nobody misses": (
        [("    lead: It did not rain.\n    names: [Dry year]\n", "    lead: ¦*rain\n    names: ¦*names\n")],
        [
            "no-anchors-or-tags: aliases are not accepted, found '*rain'; write the value out; a text needs quotes",
            "no-anchors-or-tags: aliases are not accepted, found '*names'; write the value out; a text needs quotes",
        ],
    ),
    "an alias for a list of ids hides no problem but those of its ids": (
        [("date: null, entries: [loss]}", "date: null, entries: ¦*ids}")],
        ["no-anchors-or-tags: aliases are not accepted, found '*ids'; write the value out; a text needs quotes"],
    ),
    "an alias that is merged into a record": (
        [("    title: The dam\n    kind: event\n    thread: water\n", "    title: The dam\n    <<: ¦*event\n")],
        ["no-anchors-or-tags: aliases are not accepted, found '*event'; write the value out; a text needs quotes"],
    ),
    "an alias as a key": (
        [("    title: The dam\n", "    title: The dam\n    ¦*key : x\n")],
        ["no-anchors-or-tags: aliases are not accepted, found '*key'; write the value out; a text needs quotes"],
    ),
    "an anchor keeps its value": (
        [("    title: The dam\n", "    title: ¦&dam The dam\n")],
        ["no-anchors-or-tags: anchors are not accepted, found '&dam'; a text needs quotes"],
    ),
    "a tag of YAML keeps its value and is shown as it is written": (
        [("    year: 1970\n", "    year: ¦!!int 1970\n"), ("title: Rivers", "title: ¦!!str 1970")],
        [
            "no-anchors-or-tags: tags are not accepted, found '!!int'; a text needs quotes",
            "no-anchors-or-tags: tags are not accepted, found '!!str'; a text needs quotes",
        ],
    ),
    "a field that is given twice counts as it was given first": (
        [("    title: The dam\n", "    title: The dam\n    ¦title: The weir\n")],
        ["duplicate-key: 'title' is given twice in this record, first in line 39"],
    ),
    "a section that is given twice": (
        [("\nlinks:\n", "\n¦entries:\n  - {id: mill}\nlinks:\n"), ("effects: [loss]", "effects: [mill]")],
        ["duplicate-key: 'entries' is given twice in this record, first in line 30"],
    ),
    "a structure as a key": (
        [("    title: The dam\n", "    title: The dam\n    ¦[a, b]: c\n")],
        ["invalid-yaml: expected a word as key, found a structure"],
    ),
    "a sign that no text may hold": (
        [("    title: The dam\n", '    title: ¦"The\\edam"\n')],
        ["invalid-yaml: the character U+001B cannot stand in a text"],
    ),
    "a text of nothing but space": (
        [("    lead: It did not rain.\n", "    lead: ¦>-\n\n")],
        ["empty-text: expected text, found nothing but space"],
    ),
    "a year with more than its number": (
        [("year: 1970", "year: ¦c.1970a")],
        ["wrong-type: expected a whole number, found text ('c.1970a'); did you mean 1970?"],
    ),
    "texts that nobody sees": (
        [
            ("title: The dam\n", "title: ¦'\u200d'\n"),
            ("    lead: It did not rain.\n", "    lead: ¦'\ufe0f \u3164'\n"),
        ],
        ["empty-text: expected text, found nothing but space"] * 2,
    ),
    "an item of a list of texts that is empty": (
        [("readings: [One mill., Two mills.]", 'readings: [One mill., ¦""]')],
        ["empty-text: expected text, found nothing but space"],
    ),
    "a kind in capitals": (
        [("kind: outcome", "kind: ¦OUTCOME")],
        [f"unknown-kind: expected a kind ({ENTRY_KINDS}), found 'OUTCOME'; did you mean 'outcome'?"],
    ),
    "the relation of a link": (
        [("effect: dam, relation: cause", "effect: dam, relation: ¦because")],
        ["unknown-kind: expected a relation (cause, in-spite-of), found 'because'; did you mean 'cause'?"],
    ),
    "a notice at a place that no page has": (
        [("place: home", "place: ¦hom")],
        [f"unknown-kind: expected a place ({', '.join(PLACE.values)}), found 'hom'; did you mean 'home'?"],
    ),
    "a status that is like none": (
        [("status: same", "status: ¦known")],
        ["unknown-status: expected a status (same, altered, invented, disputed), found 'known'"],
    ),
    "the verdict of a check": (
        [("verdict: confirmed", "verdict: ¦confirm")],
        [
            (
                "unknown-status: expected a verdict (confirmed, partly, unverified, not-found), found 'confirm'; "
                "did you mean 'confirmed'?"
            )
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_on_the_schema_report_the_problems_of_the_case(name: str) -> None:
    assert_problems(CASES[name])


REQUIRED_SECTIONS = ("about", "threads", "sentences", "entries", "links")


def without_section(section: str) -> str:
    """Return the valid file without a section."""
    blocks = {block.partition(":")[0].split("\n")[-1]: block for block in VALID.split("\n\n")}
    text = VALID.replace(blocks[section], "")
    assert text.count("\n\n") == VALID.count("\n\n")
    return text


OTHER_SECTIONS = set(SECTIONS.split(", ")) - {*REQUIRED_SECTIONS, "retired", "revisions", "story"}


@pytest.mark.parametrize("section", sorted(OTHER_SECTIONS))
def test_other_sections_may_be_missing(section: str) -> None:
    cited = {"references": "hill-1970", "questions": "q1"}.get(section, "")
    problems = check_text(without_section(section))
    assert [problem for problem in problems if not problem.partition(" ")[2].startswith("unknown-id")] == []
    assert all(f"no record of '{section}' has the id '{cited}'" in problem for problem in problems)
    assert bool(problems) is bool(cited)


@pytest.mark.parametrize("section", REQUIRED_SECTIONS)
def test_a_missing_section_is_one_problem(section: str) -> None:
    text = without_section(section)
    line = next(number for number, line_text in enumerate(text.split("\n"), 1) if line_text[:1].islower())
    assert check_text(text) == [
        f"{line}:1: missing-field: the field '{section}' is missing; the fields are {SECTIONS}",
    ]
