"""Fields: the meaning that their types carry, and the ids that texts were meant as."""

from __future__ import annotations

import re

import pytest

from macros.scenario.fields import ENTRY_KIND, ID_PATTERN, Form, Refers, Vocabulary, kebab, marked
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


def test_texts_are_found_by_their_form_in_fields_and_in_lists_but_not_in_other_records() -> None:
    assert list(marked(ENTRY, Form)) == [
        (("id",), Form.ID, "dam"),
        (("title",), Form.TITLE, "The dam"),
        (("lead",), Form.MARKDOWN, "It held."),
        (("names", 0), Form.PLAIN, "Weir"),
        (("names", 1), Form.PLAIN, "Wall"),
    ]


def test_words_and_references_are_found_by_what_they_are_of() -> None:
    assert list(marked(ENTRY, Vocabulary)) == [(("kind",), ENTRY_KIND, "event")]
    assert list(marked(ENTRY, Refers)) == [(("thread",), Refers("threads"), "water")]


def test_a_text_that_may_be_missing_is_found_where_it_is_there() -> None:
    life = Life(role="A", died=None, our_role="B", our_born="1900", our_died="1970")
    dates = [(place, value) for place, form, value in marked(life, Form) if form is Form.DATE]
    assert dates == [(("our_born",), "1900"), (("our_died",), "1970")]


def test_a_list_of_texts_is_markdown_item_by_item() -> None:
    question = Question(
        id="q1", title="Q", locators=(), problem="P", readings=("One", "Two"), followed="F", why="W", entries=()
    )
    texts = [place for place, form, _ in marked(question, Form) if form is Form.MARKDOWN]
    assert texts == [("problem",), ("readings", 0), ("readings", 1), ("followed",), ("why",)]


@pytest.mark.parametrize(
    ("text", "meant"),
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
def test_an_id_is_made_of_what_was_meant(text: str, meant: str) -> None:
    assert kebab(text) == meant
    assert not meant or re.fullmatch(ID_PATTERN, meant)
