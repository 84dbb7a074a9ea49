"""Ids of headings of prose pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify

from macros.pages.headings import find_numbered_ids, heading_id

LATIN = st.text(st.characters(codec="latin-1", exclude_characters="ÆÐØÞßæðøþµ"))
"""Texts whose letters have a form in ASCII."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What led to it", "what-led-to-it"),
        ("Kádár\u2019s \u2018goulash\u2019 — Q&A", "kadars-goulash-qa"),
        ("中文标题", "中文标题"),
        ("第二章 2", "第二章-2"),
        ("الفصل الأول", "الفصل-الأول"),
        ("हिन्दी", "हिन्दी"),
        ("Đại Việt", "đai-viet"),
        ("e\u0301te\u0301", "ete"),
        ("🎉", "party-popper"),
        ("🏳\ufe0f\u200d🌈", "waving-white-flag-rainbow"),
        ("🎉 Party", "party"),
        ("!?", "exclamation-mark-question-mark"),
        ("\ue000", "ue000"),
    ],
)
def test_the_id_of_a_heading_depends_on_its_words_alone(text: str, expected: str) -> None:
    assert heading_id(text, "-") == expected


@given(LATIN)
def test_ids_in_latin_letters_are_those_of_python_markdown(text: str) -> None:
    expected = slugify(text, "-")
    assert heading_id(text, "-") == expected or not any(map(str.isalnum, expected))


def test_numbered_ids_have_the_lines_of_their_headings() -> None:
    source = "# A\n\n## Notes\n\n```\n# Notes\n```\n[x](#notes_1)\n## *Notes* ##\n## Notes\n\n## B {#b_1}\n## Part_1\n"
    ids = {"a", "notes", "notes_1", "notes_2", "b", "b_1", "part_1", "cause", "cause_1"}
    assert [*find_numbered_ids(ids, source)] == [("cause_1", 0), ("notes_1", 9), ("notes_2", 10)]
