"""The fast parser compared with the reader that gives positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from macros.scenario.yaml_fast import UnsupportedYamlError, parse_plain_yaml, parse_with_spans
from macros.scenario.yaml_reader import MAX_DEPTH, YamlReader, empty_paths
from tests.conftest import TEST_DATA, scaled_examples
from tests.rules.conftest import VALID

BROKEN = Path(__file__).resolve().parent.parent / "rules" / "broken.yml"
SIGNS = r"""a b 1 1956 ~ true .5 - : , [ ] { } &a *a !t << | >- # " ' \0 \x85 \u2028 \t --- ... ?"""
PIECES = st.sampled_from([*SIGNS.split(), "%YAML 1.2", "\n", "\n  ", "\n    ", " ", " ", ": "])


def assert_same(text: str) -> None:
    """Assert that the fast parser gives the same, or refuses a text in which a value is empty or a problem is."""
    reader = YamlReader(text)
    expected = reader.read()
    try:
        data, spans = parse_with_spans(text)
    except UnsupportedYamlError:
        assert reader.problems or reader.root is None or list(empty_paths(reader.root)) != [], text
        return
    assert not reader.problems
    assert reader.root is not None
    assert [*empty_paths(reader.root)] == []
    assert spans == tuple(reader.spans)
    assert data == expected
    assert repr(data) == repr(expected)


@pytest.mark.parametrize("text", [TEST_DATA.read_text(encoding="utf-8"), VALID], ids=["test data", "valid.yml"])
def test_files_without_problems_are_parsed_fast(text: str) -> None:
    assert parse_plain_yaml(text) == YamlReader(text).read()


UNSUPPORTED = (
    "a: 1\na: 2",
    "a:",
    "a:\n  -",
    "{a: , b}",
    "a: &b 1",
    "a: &b [1]",
    "a: *b",
    "*b : 1",
    "a: !t 1",
    "a: !!map {}",
    "? [a]\n: 1",
    "? {a: 1}\n: 1",
    "&b a: 1",
    "!t a: 1",
    'a: "\\0"',
    '"\\0": a',
    "a: \x00",
    "a: \ufeff",
    "a: 1\n---\nb: 1",
    "a: [",
    "a: 1\n...\nb: 1",
    f"a: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}",
    "",
)


@pytest.mark.parametrize("text", UNSUPPORTED)
def test_unsupported_yaml_is_refused_and_has_a_problem(text: str) -> None:
    with pytest.raises(UnsupportedYamlError):
        parse_plain_yaml(text)
    assert_same(text)


def test_both_parsers_go_equally_deep() -> None:
    assert_same("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))
    assert parse_plain_yaml("b: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))


@scaled_examples(3)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("--- a\n...")
@example('"a #": "b #"\nc: >-\n  d: e\nf: g\n  - h')
@example("'a': \"a\"\na: 1")
def test_any_text_gives_the_same_data_or_is_refused(text: str) -> None:
    assert_same(text)


@given(st.data())
def test_a_damaged_file_gives_the_same_data_or_is_refused(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([VALID, BROKEN.read_text(encoding="utf-8")]))
    at = data.draw(st.integers(0, len(text)))
    assert_same(text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 3)) :])
