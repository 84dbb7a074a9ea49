"""Fields: the markers of their types, and slugs."""

from __future__ import annotations

import re

import pytest

from macros.scenario.fields import ID_PATTERN, ForeignKey, TextFormat, fields_with_marker, slugify
from macros.scenario.model import Biography, Entry, Question
from macros.scenario.vocabularies import ENTRY_KIND


def test_fields_with_a_text_format_include_optional_ones_and_lists() -> None:
    assert fields_with_marker(Entry, *TextFormat) == (
        "id",
        "title",
        "date",
        "lead",
        "left_open",
        "in_reality",
        "names",
        "misspellings",
        "search_names",
    )
    assert fields_with_marker(Entry, TextFormat.TITLE) == ("title",)
    assert fields_with_marker(Biography, TextFormat.DATE) == ("died", "our_born", "our_died")
    assert fields_with_marker(Question, TextFormat.MARKDOWN) == ("problem", "readings", "followed", "why")


def test_fields_with_a_vocabulary_or_a_foreign_key_are_selected_by_its_value() -> None:
    assert fields_with_marker(Entry, ENTRY_KIND) == ("kind",)
    assert fields_with_marker(Entry, ForeignKey("threads")) == ("thread",)
    assert fields_with_marker(Entry, ForeignKey("entries")) == ()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("great-leap-forward", "great-leap-forward"),
        ("Great Leap Forward", "great-leap-forward"),
        ("great_leap--forward-", "great-leap-forward"),
        ("p1-s2", "p1-s2"),
        ("P1.S2", "p1-s2"),
        ("Märchen", "marchen"),
        ("大跃进", ""),
        ("", ""),
    ],
)
def test_a_slug_is_kebab_case_ascii(text: str, slug: str) -> None:
    assert slugify(text) == slug
    assert not slug or re.fullmatch(ID_PATTERN, slug)
