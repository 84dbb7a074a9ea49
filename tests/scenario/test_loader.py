"""From bytes to a file: what plain scalars mean, where everything stands, and what cannot be used."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest

from macros.scenario.history import Estimate, Range
from macros.scenario.loader import LoadedFile, describe, load_file, parse
from macros.scenario.model import Entry, Within
from macros.scenario.records import record_type
from macros.scenario.yaml_reader import MAX_DEPTH
from tests.conftest import DATA
from tests.rules.conftest import VALID, changed


def file(text: str) -> LoadedFile:
    return parse("f.yml", text.encode())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("none", "none"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("0", 0),
        ("-7", -7),
        ("+12", 12),
        ("1956", 1956),
        ("999999999999999999", 999999999999999999),
        ("9999999999999999999", "9999999999999999999"),
        ("0800", "0800"),
        ("-0500", "-0500"),
        ("007", "007"),
        ("0o7", "0o7"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        ("1956-02-25", "1956-02-25"),
        ("1956-02", "1956-02"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("5.5", 5.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("1e99", 1e99),
        ("1e999", "1e999"),
        ("00.5", "00.5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        (".", "."),
        ("=", "="),
        ("<<", "<<"),
        ("1956/..", "1956/.."),
        ("'1956'", "1956"),
        ('"true"', "true"),
        ('""', ""),
        ('"a\\tb\\n"', "a\tb\n"),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n\n  c\n", "a b\nc"),
        ("a\n  b", "a b"),
        ("a # comment", "a"),
        ("a#b", "a#b"),
        ("[]", ()),
        ("[a, 1, ~]", ("a", 1, None)),
        ("{a: [b], 1: 2}", {"a": ("b",), "1": 2}),
        ("{~: x, true: y, 007: z}", {"~": "x", "true": "y", "007": "z"}),
    ],
)
def test_a_value_is_typed_by_the_core_schema_of_yaml(written: str, value: object) -> None:
    found = file(f"key: {written}")
    assert found.syntax_problems == ()
    assert found.data == {"key": value}
    assert type(found.data["key"]) is type(value)


FAULTS: list[tuple[str, list[tuple[str, int, int, str]], Any]] = [
    (
        "a: 1\na: 2\nb: 3",
        [("duplicate-key", 2, 1, "'a' is given twice in this record, first in line 1")],
        {"a": 1, "b": 3},
    ),
    (
        "a: 1\n'a': 2",
        [("duplicate-key", 2, 1, "'a' is given twice in this record, first in line 1")],
        {"a": 1},
    ),
    (
        "a: 1\nb: 1\nb: 2\na: 2",
        [("duplicate-key", 3, 1, "'b' is given twice in this record, first in line 2")],
        {"a": 1, "b": 1},
    ),
    (
        "- {a: 1, a: 2}\n- {a: 3, a: 4}",
        [
            ("duplicate-key", 1, 10, "'a' is given twice in this record, first in line 1"),
            ("duplicate-key", 2, 10, "'a' is given twice in this record, first in line 2"),
        ],
        None,
    ),
    ("a: &b c", [("no-anchors-or-tags", 1, 4, "anchors are not accepted, found '&b'")], {"a": "c"}),
    ("a: &b [c]", [("no-anchors-or-tags", 1, 4, "anchors are not accepted, found '&b'")], {"a": ("c",)}),
    ("&a b: c", [("no-anchors-or-tags", 1, 1, "anchors are not accepted, found '&a'")], {"b": "c"}),
    ("a: !b c", [("no-anchors-or-tags", 1, 4, "tags are not accepted, found '!b'")], {"a": "c"}),
    ("a: !b 1", [("no-anchors-or-tags", 1, 4, "tags are not accepted, found '!b'")], {"a": 1}),
    ("a: !!str 1", [("no-anchors-or-tags", 1, 4, "tags are not accepted, found '!!str'")], {"a": "1"}),
    ("a: !!set {b}", [("no-anchors-or-tags", 1, 4, "tags are not accepted, found '!!set'")], {"a": {"b": None}}),
    (
        "a: !!python/object/apply:os.system [echo]",
        [("no-anchors-or-tags", 1, 4, "tags are not accepted, found '!!python/object/apply:os.system'")],
        {"a": ("echo",)},
    ),
    (
        "? [a]\n: b\nc: d",
        [("invalid-yaml", 1, 3, "expected a word as key, found a structure")],
        {"c": "d"},
    ),
    ('a: "\\0"', [("invalid-yaml", 1, 4, "the character U+0000 cannot stand in a text")], {"a": "\0"}),
    ('a: "\\N"', [("invalid-yaml", 1, 4, "the character U+0085 cannot stand in a text")], {"a": "\x85"}),
]


@pytest.mark.parametrize(("text", "faults", "data"), FAULTS)
def test_what_a_data_file_may_not_use_is_a_fault_and_reading_goes_on(
    text: str, faults: list[tuple[str, int, int, str]], data: object
) -> None:
    found = file(text)
    assert [(fault.rule, fault.line, fault.column, fault.message) for fault in found.syntax_problems] == faults
    assert found.data == data


def test_an_alias_is_a_fault_and_stands_for_nothing() -> None:
    found = file("a: &b c\nd: [*b, *e]\n*b : f")
    assert [(fault.line, fault.column, fault.message) for fault in found.syntax_problems] == [
        (1, 4, "anchors are not accepted, found '&b'"),
        (2, 5, "aliases are not accepted, found '*b'; write the value out"),
        (2, 9, "aliases are not accepted, found '*e'; write the value out"),
        (3, 1, "aliases are not accepted, found '*b'; write the value out"),
    ]
    assert found.data["a"] == "c"
    assert "c" not in found.data["d"]
    assert list(found.data) == ["a", "d"]


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    layers = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 40))
    started = time.perf_counter()
    found = file(f"l0: &l0 boom\n{layers}")
    assert time.perf_counter() - started < 2
    assert found.scenario is None
    assert len(found.syntax_problems) == 40 + 39 * 10


@pytest.mark.parametrize("nest", [("[", "]"), ("{a: ", "}"), ("- ", "x"), ("? ", "x")])
def test_a_file_may_be_nested_so_deep_and_no_deeper(nest: tuple[str, str]) -> None:
    opening, closing = nest
    room = MAX_DEPTH - 1
    assert not [
        fault for fault in file(f"a:\n  {opening * room}{closing * room}").syntax_problems if "deep" in fault.message
    ]
    for depth in (room + 2, 100_000):
        found = file(f"a:\n  {opening * depth}{closing * depth}")
        assert found.syntax_problems[-1].message == "nested more than 64 deep"
        assert (found.data, found.records) == (None, ())


POSITIONS = """\
# Comment
about: {title: "Ü [[a]]"}
entries:
  - id: x
    lead: >-
      干旱 [[one]]
      and [[two
      words]] and [[one]].
    names:
      - A
      - 'It''s [[b]]'
"""


@pytest.mark.parametrize(
    ("place", "needle", "position"),
    [
        ((), "", (2, 1)),
        (("about",), "", (2, 8)),
        (("about", "title"), "", (2, 16)),
        (("about", "title"), "[[a]]", (2, 19)),
        (("about", "title"), "[[b]]", (2, 16)),
        (("entries",), "", (4, 3)),
        (("entries", 0), "", (4, 5)),
        (("entries", 0, "lead"), "", (5, 11)),
        (("entries", 0, "lead"), "[[one]]", (6, 10)),
        (("entries", 0, "lead"), "[[two words]]", (7, 11)),
        (("entries", 0, "lead"), "Comment", (5, 11)),
        (("entries", 0, "names"), "", (10, 7)),
        (("entries", 0, "names", 1), "", (11, 9)),
        (("entries", 0, "names", 1), "[[b]]", (11, 16)),
        (("entries", 0, "names", 2), "", (10, 7)),
        (("entries", 0, "title"), "", (4, 5)),
        (("entries", 3, "title"), "", (4, 3)),
        (("nowhere",), "", (2, 1)),
    ],
)
def test_a_value_stands_where_it_is_written_or_where_it_should_be(
    place: tuple[str | int, ...], needle: str, position: tuple[int, int]
) -> None:
    assert file(POSITIONS).position(place, needle) == position


def test_an_offset_is_counted_from_the_needle_and_ends_with_the_value() -> None:
    found = file(POSITIONS)
    assert found.position(("about", "title"), "[[a]]", 2) == (2, 21)
    assert found.position(("about", "title"), "[[a]]", 99) == (2, 25)
    assert found.position(("about", "title"), "missing", 2) == (2, 16)


def test_needles_are_counted_and_the_last_stands_for_any_more() -> None:
    found = file(POSITIONS)
    lead = ("entries", 0, "lead")
    assert [found.position(lead, "[[one]]", nth=nth) for nth in range(3)] == [(6, 10), (8, 19), (8, 19)]


def test_a_key_stands_where_it_is_written_and_otherwise_its_record() -> None:
    found = file(POSITIONS)
    assert found.key_position(("entries",)) == (3, 1)
    assert found.key_position(("entries", 0, "names")) == (9, 5)
    assert found.key_position(("entries", 0, "title")) == (4, 5)
    assert found.key_position(("nowhere", "at", "all")) == (2, 1)


def test_positions_in_nothing_are_the_beginning() -> None:
    found = file("")
    assert found.position(("about",)) == (1, 1)
    assert found.key_position(("about",)) == (1, 1)


def test_the_real_data_is_a_scenario_whose_records_stand_where_their_ids_are() -> None:
    found = load_file(DATA)
    assert found.scenario is not None
    assert (found.syntax_problems, found.schema_errors, found.unread_texts, found.has_unread_list) == (
        (),
        (),
        frozenset(),
        False,
    )
    lines = found.text.split("\n")
    for place, record in found.records_of(Entry):
        line, column = found.position((*place, "id"))
        assert lines[line - 1][column - 1 :] == record.id
        assert found.value((*place, "id")) == record.id


def test_records_are_given_in_order_with_their_places_nested_ones_too() -> None:
    found = file(VALID)
    assert [place for place, _ in found.records_of(Entry)] == [("entries", index) for index in range(5)]
    assert [place for place, _ in found.records_of(Within)] == [("entries", 3, "within")]
    assert [place for place, _ in found.records_of(Range)] == [("toll", "account")]
    assert [place for place, _ in found.records_of(Estimate)] == [("toll", "estimates", 0)]
    assert [(place, claim.id, sentence) for place, claim, sentence in found.claims()][2] == (
        ("sentences", 1, "claims", 0),
        "p1-s2-c1",
        "p1-s2",
    )


def kinds(found: LoadedFile) -> Counter[str]:
    return Counter(type(record).__name__ for _, record in found.records)


@pytest.mark.parametrize(
    ("old", "new", "left_out"),
    [
        ("    title: The dam\n", "    title: 1\n", {"Entry": 1}),
        ("text: The dam broke., kind", "text: 1, kind", {"Claim": 1}),
        ("restated: The dam broke.", "restated: 1", {"Sentence": 1, "Claim": 1}),
        ("life: {role: A miller", "life: {role: 1", {"Entry": 1, "Life": 1}),
        ("low: 3, high: null", "low: x, high: null", {"Estimate": 1}),
        ("{low: 2, high: 5.5}", "2 to 5", {"Toll": 1, "Range": 1, "Estimate": 1}),
    ],
)
def test_a_bad_record_is_left_out_and_all_others_are_there(old: str, new: str, left_out: dict[str, int]) -> None:
    found = file(changed((old, new)))
    assert found.scenario is None
    assert kinds(file(VALID)) - kinds(found) == left_out | {"Scenario": 1}


def test_a_record_with_a_field_too_many_is_there_without_it() -> None:
    found = file(
        changed(
            ("life: {role: A miller", "life: {rule: x, role: A miller"),
            ("title: The dam\n    kind", "title: The dam\n    a: b\n    kind"),
        )
    )
    assert found.scenario is None
    assert len(list(found.records_of(Entry))) == 5


def test_what_could_not_be_read_may_hold_its_texts() -> None:
    found = file(
        changed(
            ("    title: The flood\n", "    title: [secret]\n"),
            ("title: The dam\n", "title: The dam\n    a: hidden\n    a: passed over\n"),
        )
    )
    assert not found.has_unread_list
    assert {"flood", "secret", "hidden", "passed over"} <= found.unread_texts
    assert found.may_contain("secret")
    assert not found.may_contain("drought")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nreferences:\n", "\nreference:\n"),
        ("questions: [q1]", "questions: q1"),
        ("questions: [q1]", "questions: [*q]"),
        ("entries: [loss]}\n\nentries", "others: [loss]}\n\nentries"),
    ],
)
def test_a_list_that_could_not_be_read_may_hold_anything(old: str, new: str) -> None:
    found = file(changed((old, new)))
    assert found.has_unread_list
    assert found.may_contain("anything")


def test_ids_are_known_also_of_records_without_the_right_shape() -> None:
    found = file(changed(("    title: The dam\n", "    title: 1\n")))
    assert found.ids("entries") == frozenset(("drought", "dam", "flood", "loss", "miller"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - id: dam\n", "  - ident: dam\n"),
        ("  - id: dam\n", "  - id: 12\n"),
        ("  - id: dam\n", ""),
        ("  - id: dam\n", "  - id: {a: b}\n"),
        ("\nentries:\n", "\nentrys:\n"),
        ("  - id: dam\n", "  - dam\n  - id: dam\n"),
    ],
)
def test_ids_of_a_section_are_not_known_where_one_of_them_is_not(old: str, new: str) -> None:
    assert file(changed((old, new))).ids("entries") is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "a yes-or-no value (true)"),
        (7, "a number (7)"),
        (5.5, "a number (5.5)"),
        ("dam", "text ('dam')"),
        ("x" * 40, f"text ('{'x' * 40}')"),
        ("x" * 41, f"text ('{'x' * 39}…')"),
        ((), "a list"),
        ({}, "a record"),
    ],
)
def test_values_are_described_in_the_words_of_an_editor(value: object, words: str) -> None:
    assert describe(value) == words


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ((), "Scenario"),
        (("about",), "About"),
        (("entries",), "Entry"),
        (("entries", 3), "Entry"),
        (("entries", 3, "life"), "Life"),
        (("sentences", 0, "claims", 2), "Claim"),
        (("toll", "account"), "Range"),
        (("toll", "estimates", 0), "Estimate"),
        (("entries", 3, "names", 0), "Entry"),
    ],
)
def test_the_type_of_a_record_follows_from_its_place(place: tuple[str | int, ...], kind: str) -> None:
    assert record_type(place).__name__ == kind
