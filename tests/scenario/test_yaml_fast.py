"""The quick reader against the one that knows positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from macros.scenario.yaml_fast import UnsupportedYamlError, parse_plain_yaml
from macros.scenario.yaml_reader import MAX_DEPTH, Reader
from tests.conftest import DATA
from tests.rules.conftest import VALID

BROKEN = Path(__file__).resolve().parent.parent / "rules" / "broken.yml"
SIGNS = r"""a b 1 1956 ~ true .5 - : , [ ] { } &a *a !t << | >- # " ' \0 \x85 \u2028 \t --- ... ?"""
PIECES = st.sampled_from([*SIGNS.split(), "%YAML 1.2", "\n", "\n  ", "\n    ", " ", " ", ": "])


def both(text: str) -> None:
    """Check that the quick reader gives what the other does, or leaves to it what has a fault."""
    reader = Reader(text)
    expected = reader.read()
    try:
        found = parse_plain_yaml(text)
    except UnsupportedYamlError:
        assert reader.problems or reader.root is None, text
        return
    assert not reader.problems
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.mark.parametrize("text", [DATA.read_text(encoding="utf-8"), VALID], ids=["the data", "valid.yml"])
def test_files_without_problems_are_read_the_quick_way(text: str) -> None:
    assert parse_plain_yaml(text) == Reader(text).read()


UNUSUAL = (
    "a: 1\na: 2",
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


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_unusual_is_left_to_the_reader_that_says_where_it_is(text: str) -> None:
    with pytest.raises(UnsupportedYamlError):
        parse_plain_yaml(text)
    both(text)


def test_as_deep_as_the_other_reader_goes_the_quick_one_goes_too() -> None:
    both("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))
    assert parse_plain_yaml("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))


@settings(deadline=None, derandomize=True, database=None, max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("--- a\n...")
@example("'a': \"a\"\na: 1")
def test_any_text_gives_the_same_data_or_is_left_to_the_other(text: str) -> None:
    both(text)


@settings(deadline=None, derandomize=True, database=None, max_examples=60)
@given(st.data())
def test_a_damaged_file_gives_the_same_data_or_is_left_to_the_other(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([VALID, BROKEN.read_text(encoding="utf-8")]))
    at = data.draw(st.integers(0, len(text)))
    both(text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 3)) :])
