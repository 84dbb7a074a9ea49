"""Reading a file section by section, against reading it whole."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from macros.scenario import apart
from macros.scenario.apart import joined, large_data, sections, share_data, shared
from macros.scenario.yaml_fast import UnusualError, plain_data
from tests.conftest import DATA
from tests.rules.conftest import VALID

SIGNS = r"""a: b: c: a 1 - : , [ ] { } & * ! | |+ |1 > # " ' \ --- ... ? %Y"""
PIECES = st.sampled_from([*SIGNS.split(), "\n", "\na: ", "\nb: ", "\nc:\n", "\n  ", "\n- ", "\n  - ", " ", "\t", ": "])
TEXTS = st.lists(PIECES, max_size=16).map("".join)


def read(text: str, count: int) -> object:
    """Return the data of a text that was read in shares, without processes; None where it is to be read whole."""
    shares = shared(sections(text), count)
    if len(shares) < 2:
        return None
    try:
        return {key: value for share in shares for key, value in share_data(share).items()}
    except UnusualError:
        return None


def test_sections_begin_with_their_keys_and_hold_all_that_follows() -> None:
    text = "# first\n\na: 1\nb:\n- x\n- y\n# of b\n\nlong_name:\n  - c: 1"
    assert sections(text) == {"a": "a: 1\n", "b": "b:\n- x\n- y\n# of b\n\n", "long_name": "long_name:\n  - c: 1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b",
        "  a: 1\nb: 2",
        "x\na: 1\nb: 2",
        "---\na: 1\nb: 2",
        "a: 1\n---\nb: 2",
        "a: 1\n...\nb: 2",
        "a: 1\n%YAML 1.2\nb: 2",
        "a: 1\nb: 2\na: 3",
        "a: 1\n'b': 2",
        "a: 1\nB: 2",
        "a: 1\n? b\n: 2",
        "a: 1\n\tb: 2",
        "a: 'x\ny'\nb: 2",
        "a: 1\nb:2",
    ],
)
def test_a_file_whose_sections_cannot_be_told_apart_has_none(text: str) -> None:
    assert sections(text) == {}


def test_shares_are_of_a_length_and_keep_the_order() -> None:
    parts = {"a": "\n" * 3, "b": "\n" * 9, "c": "\n" * 4, "d": "\n" * 5, "e": "\n"}
    assert [[*share] for share in shared(parts, 2)] == [["c", "d", "e"], ["a", "b"]]
    assert [[*share] for share in shared({"a": "\n"}, 3)] == [["a"]]


@settings(deadline=None, derandomize=True, database=None, max_examples=2000)
@given(TEXTS, st.integers(2, 3))
@example('a: "x\nb: y"\nc: "\n', 2)
@example("a: |1\n b: 1\nb: 2\n", 2)
@example("a: [\nb: ]\nc: 1", 2)
@example("a: >+\n  x\n\nb: |\n  x", 2)
@example("a:\nb:\n- x\nc: &d 1", 3)
def test_a_text_that_can_be_read_in_shares_says_the_same_whole(text: str, count: int) -> None:
    found = read(text, count)
    if found is not None:
        assert found == plain_data(text)


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("text", [DATA.read_text(encoding="utf-8"), VALID], ids=["the data", "valid.yml"])
def test_files_as_they_are_written_can_be_read_in_shares(text: str, count: int) -> None:
    assert joined(shared(sections(text), count)) == plain_data(text)


BAD = ('a: "x\n', "a: [\n", "a: {\n", "a: *x\n", "a: !t 1\n", "a: {b: 1, b: 2}\n", "a:\n x: 1\n  y: 2\n")


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_unusual_in_one_section_makes_the_file_unusual(
    bad: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "processes_for", lambda _: 3)
    parts = ["b: 1\n", "c: 1\n"]
    with pytest.raises(UnusualError):
        large_data("".join([*parts[:place], bad, *parts[place:]]))
