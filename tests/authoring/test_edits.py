"""Edits at positions: every other byte stays, and line breaks follow their surroundings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.authoring.edits import TextEdit, apply_edits

TEXTS = st.lists(st.sampled_from(["a", "é", "西", "\U0001f600", " ", "\n", "\r\n", "\r"])).map("".join)


@pytest.mark.parametrize(
    ("content", "edit", "expected"),
    [
        (b"one\ntwo\n", TextEdit(4, 7, "2"), b"one\n2\n"),
        (b"one\r\ntwo", TextEdit(7, 7, "\nthree"), b"one\r\ntwo\r\nthree"),
        (b"one\rtwo\r", TextEdit(0, 0, "zero\n"), b"zero\rone\rtwo\r"),
        (b"one\r\ntwo\nthree", TextEdit(13, 13, "\nfour"), b"one\r\ntwo\nthree\nfour"),
        (b"one", TextEdit(3, 3, "\ntwo"), b"one\ntwo"),
        ("\ufeffé\n".encode(), TextEdit(1, 2, "\n\n"), "\ufeffé\n\n".encode()),
    ],
)
def test_a_replacement_takes_the_line_breaks_around_it(content: bytes, edit: TextEdit, expected: bytes) -> None:
    assert apply_edits(content, [edit]) == expected


def test_edits_at_one_position_keep_their_order() -> None:
    assert apply_edits(b"ac", [TextEdit(1, 1, "b"), TextEdit(1, 1, "B"), TextEdit(0, 0, ">")]) == b">abBc"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="edits overlap at character 1"):
        apply_edits(b"abc", [TextEdit(0, 2, "x"), TextEdit(1, 3, "y")])


@given(TEXTS, st.data())
def test_an_edit_keeps_what_is_before_and_behind_it(text: str, data: st.DataObject) -> None:
    length = len(text.replace("\r\n", "\n"))
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    edited = apply_edits(text.encode(), [TextEdit(start, end, "x")]).decode()
    before, after = edited.split("x")
    assert text.startswith(before)
    assert text.endswith(after)
    assert len(before.replace("\r\n", "\n")) == start
    assert len(after.replace("\r\n", "\n")) == length - end
