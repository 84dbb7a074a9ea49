"""Rules about published permalinks, retired records and revisions."""

from __future__ import annotations

import re

import pytest

from macros import rules
from macros.rules.dates import DATE_FORMS
from macros.scenario.loader import parse_file
from macros.scenario.permalinks import ADDRESS_TEMPLATES, permalink, record_permalinks
from tests.rules.conftest import Case, assert_problems, edit_valid

END = "    confirmed: true\n"
SECTION_NAMES = ", ".join(ADDRESS_TEMPLATES)
ALL = "[drought, dam, flood, loss, miller]"
AS_PUBLISHED = "write it as in the address"
GONE = "nothing answers there; put it back, or add a record to `retired` with"


def retired(*records: str) -> tuple[str, str]:
    return END, f"{END}retired:\n" + "".join(f"  - {record}\n" for record in records)


def revisions(*dates: str) -> tuple[str, str]:
    lines = (
        f"  - {{id: r{index}, date: {date}, title: R, what: So., why: So., entries: {ALL}}}\n"
        for index, date in enumerate(dates)
    )
    return END, f"{END}revisions:\n" + "".join(lines)


def revision(entries: str, what: str = "So.") -> str:
    record = f"{{id: r, date: '1999-01-02', title: R, what: {what}, why: So., entries: {entries}}}"
    return f"{END}revisions:\n  - {record}\n"


CASES: dict[str, Case] = {
    "a myth with the id of a departure, and a reference with the anchor of a check": (
        [
            ("{id: curse,", "{id: ¦the-dam,"),
            (
                "  - id: hill-1970\n",
                (
                    "  - {id: ¦check-mill, label: D, kind: book, authors: [{literal: D}], year: 1, title: D, "
                    "published: D, confirmed: true}\n  - id: hill-1970\n"
                ),
            ),
            ("note: It was dry., references: [hill-1970]", "note: It was dry., references: [hill-1970, check-mill]"),
        ],
        [
            "duplicate-address: the address 'our-timeline/#the-dam' is taken already, in line 98; choose another id",
            "duplicate-address: the address 'references/#check-mill' is taken already, in line 113; choose another id",
        ],
    ),
    "an id that was retired": (
        [retired("{section: entries, id: loss, was: Loss, why: Told twice.}"), ("  - id: loss\n", "  - id: ¦loss\n")],
        ["retired-id-reused: 'loss' was retired; choose an id that was never used"],
    ),
    "a link that was retired": (
        [
            retired("{section: links, id: drought--dam, was: So, why: So.}"),
            ("{cause: drought, effect: dam, r", "¦{cause: drought, effect: dam, r"),
        ],
        ["retired-id-reused: 'drought--dam' was retired; choose an id that was never used"],
    ),
    "an id that was retired may live on in another section, and may be replaced": (
        [
            retired(
                "{section: questions, id: dam, was: Dam, why: So.}",
                "{section: entries, id: weir, was: Weir, replaced_by: dam, why: Told twice.}",
            )
        ],
        [],
    ),
    "one id may be retired in several sections, and not twice in one": (
        [
            retired(
                "{section: entries, id: weir, was: Weir, why: So.}",
                "{section: our_timeline, id: weir, was: Weir, why: So.}",
                "{section: entries, id: ¦weir, was: Weir, why: So.}",
            )
        ],
        ["duplicate-id: 'weir' is taken already, in line 125; choose another id"],
    ),
    "ids that were retired look like ids of their section": (
        [
            retired(
                "{section: entries, id: ¦Great Leap, was: So, why: So.}",
                "{section: entries, id: ¦index, was: So, why: So.}",
                '{section: entries, id: ¦"a\\") if 0 else (7*191 ~ \\"", was: So, why: So.}',
                "{section: claims, id: ¦p1-s1, was: So, why: So.}",
                "{section: links, id: ¦dam, was: So, why: So.}",
                "{section: sentences, id: ¦p0-s1, was: So, why: So.}",
                "{section: sentences, id: p9-s1, was: So, why: So.}",
                "{section: questions, id: q99, was: So, why: So.}",
            )
        ],
        [
            f"retired-id-format: nothing in 'entries' can have had the id 'Great Leap'; {AS_PUBLISHED}",
            f"retired-id-format: nothing in 'entries' can have had the id 'index'; {AS_PUBLISHED}",
            f"retired-id-format: nothing in 'entries' can have had the id 'a\") if 0 else (7*191 ~ \"'; {AS_PUBLISHED}",
            f"retired-id-format: nothing in 'claims' can have had the id 'p1-s1'; {AS_PUBLISHED}",
            f"retired-id-format: nothing in 'links' can have had the id 'dam'; {AS_PUBLISHED}, as cause--effect",
            f"retired-id-format: nothing in 'sentences' can have had the id 'p0-s1'; {AS_PUBLISHED}",
        ],
    ),
    "a revision goes on naming and linking what was retired": (
        [
            (
                END,
                revision("[drought, dam, flood, loss, miller, weir]", what="'See [[weir]].'")
                + "retired:\n  - {section: entries, id: weir, was: Weir, why: 'Now [[dam]], not [[weir]].'}\n",
            )
        ],
        [],
    ),
    "nothing else may link to what was retired": (
        [
            retired("{section: entries, id: weir, was: Weir, why: So.}"),
            ("It did not rain.", "It did not rain, ¦[[weir]]."),
        ],
        ["unknown-id: no record of 'entries' has the id 'weir'; add it under `entries`, or take it out here"],
    ),
    "an entry that no revision names": (
        [
            (
                END,
                revision("[drought, dam, flood, miller]"),
            ),
            ("  - id: loss\n", "  - id: ¦loss\n"),
        ],
        ["warning: entry-without-revision: no revision names 'loss'; add a record to `revisions` that names it"],
    ),
    "what replaces an entry is an entry": (
        [retired("{section: entries, id: weir, was: Weir, replaced_by: ¦dan, why: Told twice.}")],
        ["unknown-successor: no record of 'entries' has the id 'dan'; did you mean 'dam'?"],
    ),
    "what replaces a claim is a claim": (
        [retired("{section: claims, id: p1-s1-c9, was: So, replaced_by: ¦dam, why: So.}")],
        ["unknown-successor: no record of 'claims' has the id 'dam'; take `replaced_by` out if nothing does"],
    ),
    "what replaces a link is a link": (
        [retired("{section: links, id: dam--loss, was: So, replaced_by: drought--dam, why: So.}")],
        [],
    ),
    "a section that has no addresses": (
        [retired("{section: ¦notices, id: made-up, was: So, why: So.}")],
        [f"unknown-kind: expected a section ({SECTION_NAMES}), found 'notices'; did you mean 'entries'?"],
    ),
    "a feed without an id": (
        [
            ("  title: The Town by the River", "  ¦title: The Town by the River"),
            ("  feed_id: tag:river.example,1980:town\n", ""),
            revisions('"1999-01-02"'),
        ],
        ["feed-id: the feed of changes has no id; add `feed_id`, as tag:example.org,2026:my-history"],
    ),
    "no feed and no id": ([("  feed_id: tag:river.example,1980:town\n", "")], []),
    **{
        f"the feed's id {tag}": ([("tag:river.example,1980:town", tag)], [])
        for tag in ("tag:a-b.example,1980-12-31:t/u;v=%C3%BC", "tag:ann.bell@river.example,1980-02:t", "tag:x,1980:t")
    },
    **{
        f"no feed's id {tag}": (
            [("tag:river.example,1980:town", f"¦{tag}")],
            [f"feed-id: expected a tag URI, as tag:example.org,2026:my-history, found '{tag}'"],
        )
        for tag in (
            "town",
            "tag:river.example:town",
            "tag:river.example,80:town",
            "tag:river.example,1980-13:town",
            "tag:river.example,1980-1-1:town",
            "tag:River.example,1980:town",
            "tag:river..example,1980:town",
            "tag:https://river.example,1980:town",
            "tag:river.example,1980:the town",
            "tag:river.example,1980:städtchen",
        )
    },
    "revisions of one day": ([revisions('"1999-01-02"', '"1999-01-02"', '"1998-12-31"')], []),
    "a revision above an older one": (
        [revisions('"1998-01-02"', '¦"1999-01-02"')],
        ["revisions-out-of-order: 1999-01-02 stands below 1998-01-02; the newest comes first"],
    ),
    "a revision without a day": (
        [revisions('¦"1999-01"')],
        ["revisions-out-of-order: expected a day, as 2026-11-23, found '1999-01'"],
    ),
    "a revision whose date is none": (
        [revisions("¦soon")],
        [f"invalid-edtf: 'soon': 's' cannot stand in a date; {DATE_FORMS}"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rules_on_permalinks_report_the_problems_of_the_case(name: str) -> None:
    assert_problems(CASES[name])


def check_permalinks(text: str, permalinks: str, encoding: str = "utf-8") -> list[str]:
    return list(map(str, rules.check(parse_file("data/f.yml", text.encode(), permalinks.encode(encoding)))))


def test_a_list_of_permalinks_may_have_a_byte_order_mark_and_is_utf_8() -> None:
    assert check_permalinks(edit_valid(), "entries/dam/\r\nentries/loss/\r\n", "utf-8-sig") == []
    advice = "unreadable-file: expected UTF-8, found byte 0xff; save the file as UTF-8"
    assert check_permalinks(edit_valid(), "entries/dam/\n", "utf-16") == [f"data/permalinks.txt:1:1: {advice}"]


@pytest.mark.parametrize(
    ("address", "section", "lost"),
    [
        ("entries/dam/", "entries", "weir"),
        ("account/#p1-s1", "sentences", "p1-s7"),
        ("account/#p1-s1-c2", "claims", "p1-s7-c8"),
        ("causes/#drought--dam", "links", "drought--loss"),
        ("questions/#q1", "questions", "q7"),
        ("entries/#water", "threads", "fire"),
        ("our-timeline/#compare-drought", "our_timeline", "loss"),
        ("our-timeline/#curse", "departures or myths", "magic"),
    ],
)
def test_a_published_permalink_has_to_stay(address: str, section: str, lost: str) -> None:
    assert check_permalinks(edit_valid(), f"# Published.\n\n{address}\n") == []
    lost_address = permalink(section.partition(" ")[0], lost)
    fields = f"`section: {section}`, `id: {lost}`, `was` and `why`, and `replaced_by` if another takes its place"
    message = f"data/permalinks.txt:3:1: warning: address-gone: '{lost_address}' was published, and {GONE} {fields}"
    assert check_permalinks(edit_valid(), f"# Published.\n\n{lost_address}\n{PUBLISHED}") == [message]


def test_an_id_that_was_published_is_put_back_or_renamed() -> None:
    text = edit_valid(("  - id: loss\n", "  - id: end-of-it-all\n"))
    problems = check_permalinks(text, "entries/loss/\n")
    advice = "it was published: put the record back, or change its id by `rename entry loss NEW`"
    unknown = [problem for problem in problems if "unknown-id" in problem]
    assert unknown
    assert all(problem.endswith(advice) for problem in unknown)


VALID_FILE = parse_file("data/f.yml", edit_valid().encode())
PUBLISHED = "".join(f"{address}\n" for address in record_permalinks(record for _, record in VALID_FILE.records))
MISSPELT = {
    "an entry's id": [("  - id: drought\n", "  - id: drougth\n")],
    "a capital letter in an entry's id": [("  - id: drought\n", "  - id: Drought\n")],
    "an id that another entry has": [("  - id: drought\n", "  - id: miller\n")],
    "a link's cause": [("cause: drought, effect: dam", "cause: drougth, effect: dam")],
    "a link's cause by its title": [("cause: drought, effect: dam", "cause: The drought, effect: dam")],
    "a comparison's entry": [("{entry: drought, verdicts", "{entry: drougth, verdicts")],
    "a sentence's id": [("  - id: p1-s1\n", "  - id: p1-s9\n")],
    "a claim's id": [("{id: p1-s1-c2, text", "{id: p1-s1-c1, text")],
    "a claim's id of another sentence": [("{id: p1-s1-c2, text", "{id: p1-s2-c2, text")],
    "a thread's id": [("{id: water, title", "{id: watre, title")],
    "a reference's id": [("  - id: hill-1970\n", "  - id: hil-1970\n")],
    "an id in a record that is invalid for another reason": [
        ("  - id: dam\n    title: The dam\n", "  - id: dam\n    titel: The dam\n")
    ],
    "an id of an entry, where no other rule sees it": [
        ("  - id: dam\n    title: The dam\n", "  - id: damm\n    title: [The dam]\n")
    ],
}


@pytest.mark.parametrize("name", MISSPELT)
def test_a_misspelt_id_is_not_reported_as_gone(name: str) -> None:
    text = edit_valid(*MISSPELT[name])
    problems = check_permalinks(text, PUBLISHED)
    assert problems
    assert [problem for problem in problems if "address-gone" in problem] == []


def test_what_is_gone_is_reported_after_the_problems_of_the_file() -> None:
    text = edit_valid(("status: same", "status: sane"))
    problems = check_permalinks(text, f"{PUBLISHED}entries/levee/\n")
    assert [problem.split(":")[0] for problem in problems] == ["data/f.yml", "data/permalinks.txt"]


def test_an_entry_renamed_with_all_its_uses_is_told_how_to_keep_its_address() -> None:
    text = re.sub(r"\bdrought\b(?!\.)", "the-drought", edit_valid())
    (problem,) = check_permalinks(text, PUBLISHED)
    assert "'entries/drought/' was published, and nothing answers there; if it was renamed to 'the-drought'" in problem
    assert "`python -m macros rename entry drought the-drought`" in problem
    assert "`section: entries`, `id: drought`, `was` and `why`" in problem


def test_a_thread_renamed_with_all_its_uses_is_told_its_successor() -> None:
    text = edit_valid().replace("{id: water,", "{id: waters,").replace("thread: water\n", "thread: waters\n")
    (problem,) = check_permalinks(text, PUBLISHED)
    assert problem.endswith("`was` and `why`, and `replaced_by: waters` if it was renamed to 'waters'")


def test_a_line_that_no_record_can_have_is_to_be_corrected() -> None:
    (problem,) = check_permalinks(edit_valid(), "entries/Dam\n")
    assert problem.endswith(
        "'entries/Dam' was published, and nothing answers there; no record can have it; correct the line"
    )


def test_the_permalink_of_a_retired_record_may_go() -> None:
    text = edit_valid(
        retired(
            "{section: entries, id: weir, was: Weir, why: So.}", "{section: links, id: weir--dam, was: So, why: So.}"
        ),
    )
    assert check_permalinks(text, "entries/weir/\ncauses/#weir--dam\n") == []
    assert len(check_permalinks(text, "account/#weir\n")) == 1


def test_an_unreadable_record_is_not_reported_as_gone() -> None:
    text = edit_valid(("    title: The dam\n", ""))
    rules = [problem.split(": ")[1] for problem in check_permalinks(text, "entries/dam/\ncauses/#drought--dam\n")]
    assert "address-gone" not in rules
    assert "missing-field" in rules
