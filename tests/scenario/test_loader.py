"""Loading data files: types of plain scalars, positions, and what could not be read."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from macros.scenario.fields import FieldPath, TextFormat
from macros.scenario.history import Estimate, Range
from macros.scenario.loader import LoadedFile, describe_value, load_file, parse_file
from macros.scenario.model import EditorialBound, Entry
from macros.scenario.records import record_type
from macros.scenario.yaml_reader import MAX_DEPTH
from tests.conftest import TEST_DATA
from tests.rules.conftest import VALID, edit_valid


def load(text: str) -> LoadedFile:
    return parse_file("f.yml", text.encode())


@pytest.mark.parametrize(
    ("source", "value"),
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
        ("a#b", "a#b"),
        ("[]", ()),
        ("[a, 1, ~]", ("a", 1, None)),
        ("{a: [b], 1: 2}", {"a": ("b",), "1": 2}),
        ("{~: x, true: y, 007: z}", {"~": "x", "true": "y", "007": "z"}),
    ],
)
def test_a_value_is_typed_by_the_core_schema_of_yaml(source: str, value: object) -> None:
    file = load(f"key: {source}")
    assert file.syntax_problems == ()
    assert file.data == {"key": value}
    assert type(file.data["key"]) is type(value)


PROBLEMS: list[tuple[str, list[tuple[str, int, int, str]], Any]] = [
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
    (
        "a: &b c",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "anchors are not accepted, found '&b'; a text needs quotes",
            )
        ],
        {"a": "c"},
    ),
    (
        "a: &b [c]",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "anchors are not accepted, found '&b'; a text needs quotes",
            )
        ],
        {"a": ("c",)},
    ),
    (
        "&a b: c",
        [
            (
                "no-anchors-or-tags",
                1,
                1,
                "anchors are not accepted, found '&a'; a text needs quotes",
            )
        ],
        {"b": "c"},
    ),
    (
        "a: !b c",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "tags are not accepted, found '!b'; a text needs quotes",
            )
        ],
        {"a": "c"},
    ),
    (
        "a: !b 1",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "tags are not accepted, found '!b'; a text needs quotes",
            )
        ],
        {"a": 1},
    ),
    (
        "a: !!str 1",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "tags are not accepted, found '!!str'; a text needs quotes",
            )
        ],
        {"a": "1"},
    ),
    (
        "a: !!set {b}",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "tags are not accepted, found '!!set'; a text needs quotes",
            )
        ],
        {"a": {"b": None}},
    ),
    (
        "a: !!python/object/apply:os.system [echo]",
        [
            (
                "no-anchors-or-tags",
                1,
                4,
                "tags are not accepted, found '!!python/object/apply:os.system'; a text needs quotes",
            )
        ],
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


@pytest.mark.parametrize(("text", "problems", "data"), PROBLEMS)
def test_unsupported_yaml_is_a_problem_and_reading_goes_on(
    text: str, problems: list[tuple[str, int, int, str]], data: object
) -> None:
    file = load(text)
    assert [
        (problem.rule, problem.line, problem.column, problem.message) for problem in file.syntax_problems
    ] == problems
    assert file.data == data


def test_an_alias_is_a_problem_and_has_no_value() -> None:
    file = load("a: &b c\nd: [*b, *e]\n*b : f")
    assert [(problem.line, problem.column, problem.message) for problem in file.syntax_problems] == [
        (1, 4, "anchors are not accepted, found '&b'; a text needs quotes"),
        (
            2,
            5,
            "aliases are not accepted, found '*b'; write the value out; a text needs quotes",
        ),
        (
            2,
            9,
            "aliases are not accepted, found '*e'; write the value out; a text needs quotes",
        ),
        (
            3,
            1,
            "aliases are not accepted, found '*b'; write the value out; a text needs quotes",
        ),
    ]
    assert file.data["a"] == "c"
    assert "c" not in file.data["d"]
    assert list(file.data) == ["a", "d"]


def test_an_alias_bomb_is_not_expanded() -> None:
    layers = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 40))
    file = load(f"l0: &l0 boom\n{layers}")
    assert file.scenario is None
    assert len(file.syntax_problems) == 40 + 39 * 10


@pytest.mark.parametrize("nest", [("[", "]"), ("{a: ", "}"), ("- ", "x"), ("? ", "x")])
def test_nesting_is_limited(nest: tuple[str, str]) -> None:
    opening, closing = nest
    depth_left = MAX_DEPTH - 1
    problems = load(f"a:\n  {opening * depth_left}{closing * depth_left}").syntax_problems
    assert not [problem for problem in problems if "deep" in problem.message]
    for depth in (depth_left + 2, 100_000):
        file = load(f"a:\n  {opening * depth}{closing * depth}")
        assert file.syntax_problems[-1].message == "nested more than 64 deep"
        assert (file.data, file.records) == (None, ())


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
    ("path", "needle", "position"),
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
def test_the_position_of_a_value_is_its_own_or_that_of_its_nearest_ancestor(
    path: FieldPath, needle: str, position: tuple[int, int]
) -> None:
    assert load(POSITIONS).line_and_column(path, needle) == position


def test_an_offset_counts_from_the_search_text_and_ends_with_the_value() -> None:
    file = load(POSITIONS)
    assert file.line_and_column(("about", "title"), "[[a]]", 2) == (2, 21)
    assert file.line_and_column(("about", "title"), "[[a]]", 99) == (2, 25)
    assert file.line_and_column(("about", "title"), "missing", 2) == (2, 16)


def test_occurrences_count_from_zero_and_the_last_stands_for_any_after_it() -> None:
    file = load(POSITIONS)
    lead = ("entries", 0, "lead")
    assert [file.line_and_column(lead, "[[one]]", nth=nth) for nth in range(3)] == [(6, 10), (8, 19), (8, 19)]


def test_the_position_of_a_key_is_its_own_or_that_of_its_record() -> None:
    file = load(POSITIONS)
    assert file.key_line_and_column(("entries",)) == (3, 1)
    assert file.key_line_and_column(("entries", 0, "names")) == (9, 5)
    assert file.key_line_and_column(("entries", 0, "title")) == (4, 5)
    assert file.key_line_and_column(("nowhere", "at", "all")) == (2, 1)


def test_positions_in_an_empty_file_are_its_beginning() -> None:
    file = load("")
    assert file.line_and_column(("about",)) == (1, 1)
    assert file.key_line_and_column(("about",)) == (1, 1)


def test_a_story_is_a_scenario_with_the_position_of_each_record() -> None:
    file = load_file(TEST_DATA)
    assert file.scenario is not None
    assert (file.syntax_problems, file.schema_errors, file.unparsed_texts, file.has_unparsed_list) == (
        (),
        (),
        frozenset(),
        False,
    )
    lines = file.text.split("\n")
    for path, record in file.records_of(Entry):
        line, column = file.line_and_column((*path, "id"))
        assert lines[line - 1][column - 1 :] == record.id
        assert file.value((*path, "id")) == record.id


def test_records_nested_ones_included_are_in_order_with_their_paths() -> None:
    file = load(VALID)
    assert [path for path, _ in file.records_of(Entry)] == [("entries", index) for index in range(5)]
    assert [path for path, _ in file.records_of(EditorialBound)] == [("entries", 3, "within")]
    assert [path for path, _ in file.records_of(Range)] == [("estimates", "account")]
    assert [path for path, _ in file.records_of(Estimate)] == [("estimates", "estimates", 0)]
    assert [(path, claim.id, sentence) for path, claim, sentence in file.claims()][2] == (
        ("sentences", 1, "claims", 0),
        "p1-s2-c1",
        "p1-s2",
    )


def count_types(file: LoadedFile) -> Counter[str]:
    return Counter(type(record).__name__ for _, record in file.records)


@pytest.mark.parametrize(
    ("old", "new", "left_out"),
    [
        ("    title: The dam\n", "    title: 1\n", {"Entry": 1}),
        ("text: The dam broke., kind", "text: 1, kind", {"Claim": 1}),
        ("restated: The dam broke.", "restated: 1", {"Sentence": 1, "Claim": 1}),
        ("life: {role: A miller", "life: {role: 1", {"Entry": 1, "Biography": 1}),
        ("low: 3, high: null", "low: x, high: null", {"Estimate": 1}),
        ("{low: 2, high: 5.5}", "2 to 5", {"Estimates": 1, "Range": 1, "Estimate": 1}),
    ],
)
def test_an_invalid_record_is_left_out_and_all_others_stay(old: str, new: str, left_out: dict[str, int]) -> None:
    file = load(edit_valid((old, new)))
    assert file.scenario is None
    assert count_types(load(VALID)) - count_types(file) == left_out | {"Scenario": 1}


def test_a_record_with_an_unknown_field_is_loaded_without_it() -> None:
    file = load(
        edit_valid(
            ("life: {role: A miller", "life: {rule: x, role: A miller"),
            ("title: The dam\n    kind", "title: The dam\n    a: b\n    kind"),
        )
    )
    assert file.scenario is None
    assert len(list(file.records_of(Entry))) == 5


def test_unparsed_parts_may_contain_their_texts() -> None:
    file = load(
        edit_valid(
            ("    title: The flood\n", "    title: [secret]\n"),
            ("title: The dam\n", "title: The dam\n    a: hidden\n    a: passed over\n"),
        )
    )
    assert not file.has_unparsed_list
    assert {"flood", "secret", "hidden", "passed over"} <= file.unparsed_texts
    assert file.may_contain("secret")
    assert not file.may_contain("drought")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nlinks:\n", "\nlink:\n"),
        ("questions: [q1]", "questions: q1"),
        ("questions: [q1]", "questions: [*q]"),
        ("entries: [loss]}\n\nentries", "others: [loss]}\n\nentries"),
    ],
)
def test_an_unparsed_list_may_contain_any_text(old: str, new: str) -> None:
    file = load(edit_valid((old, new)))
    assert file.has_unparsed_list
    assert file.may_contain("anything")


def test_ids_of_invalid_records_are_known() -> None:
    file = load(edit_valid(("    title: The dam\n", "    title: 1\n")))
    assert file.ids("entries") == frozenset(("drought", "dam", "flood", "loss", "miller"))


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
def test_ids_of_a_section_are_unknown_where_one_is_unreadable(old: str, new: str) -> None:
    assert load(edit_valid((old, new))).ids("entries") is None


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
    assert describe_value(value) == words


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ((), "Scenario"),
        (("about",), "About"),
        (("entries",), "Entry"),
        (("entries", 3), "Entry"),
        (("entries", 3, "life"), "Biography"),
        (("sentences", 0, "claims", 2), "Claim"),
        (("estimates", "account"), "Range"),
        (("estimates", "estimates", 0), "Estimate"),
        (("entries", 3, "names", 0), "Entry"),
    ],
)
def test_the_type_of_a_record_follows_from_its_path(path: FieldPath, kind: str) -> None:
    assert record_type(path).__name__ == kind


def test_marked_values_are_selected_in_fields_and_lists_but_not_where_they_are_null() -> None:
    file = load(edit_valid(("readings: [One mill., Two mills.]", "readings: [One mill., A weir.]")))
    weirs = file.values_with_marker(TextFormat.MARKDOWN, predicate=lambda text: text == "A weir.")
    assert [(path, text) for path, _, text in weirs] == [(("questions", 0, "readings", 1), "A weir.")]
    undated = [path for path, entry in file.records_of(Entry) if entry.date is None]
    selected = {path for path, _, _ in file.values_with_marker(TextFormat.DATE, predicate=bool)}
    assert undated
    assert not {(*path, "date") for path in undated} & selected
