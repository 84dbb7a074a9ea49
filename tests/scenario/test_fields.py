"""Fields: the markers of their types, and slugs."""

from __future__ import annotations

import re

import pytest

from macros.scenario.fields import (
    ENTRY_KIND,
    ID_PATTERN,
    ForeignKey,
    TextFormat,
    slugify,
    values_with_marker,
)
from macros.scenario.model import Entry, Life, Question, Within

ENTRY = Entry(
    id="dam",
    title="The dam",
    kind="event",
    thread="water",
    date=None,
    within=Within(date="[1956..]", why="So.", locators=("p1-s1",)),
    lead="It held.",
    names=("Weir", "Wall"),
)


def test_texts_are_found_by_their_format_in_fields_and_lists_of_the_record_alone() -> None:
    assert list(values_with_marker(ENTRY, *TextFormat)) == [
        (("id",), "dam"),
        (("title",), "The dam"),
        (("lead",), "It held."),
        (("names", 0), "Weir"),
        (("names", 1), "Wall"),
    ]
    assert list(values_with_marker(ENTRY, TextFormat.TITLE)) == [(("title",), "The dam")]


def test_vocabularies_and_foreign_keys_are_found_by_their_value() -> None:
    assert list(values_with_marker(ENTRY, ENTRY_KIND)) == [(("kind",), "event")]
    assert list(values_with_marker(ENTRY, ForeignKey("threads"))) == [(("thread",), "water")]
    assert list(values_with_marker(ENTRY, ForeignKey("entries"))) == []


def test_an_optional_text_is_found_only_where_it_is_there() -> None:
    life = Life(role="A", died=None, our_role="B", our_born="1900", our_died="1970")
    assert list(values_with_marker(life, TextFormat.DATE)) == [(("our_born",), "1900"), (("our_died",), "1970")]


def test_a_list_of_markdown_texts_is_found_item_by_item() -> None:
    question = Question(
        id="q1", title="Q", locators=(), problem="P", readings=("One", "Two"), followed="F", why="W", entries=()
    )
    paths = [path for path, _ in values_with_marker(question, TextFormat.MARKDOWN)]
    assert paths == [("problem",), ("readings", 0), ("readings", 1), ("followed",), ("why",)]


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
