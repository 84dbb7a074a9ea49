"""YAML text of values: it reads back as the value, and has no quotes that it does not need."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.authoring.yaml_text import WIDTH, record_lines
from macros.scenario.yaml_fast import format_scalar, parse_lines
from macros.scenario.yaml_reader import FORBIDDEN_CHARACTER

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.text(
    "ab: #'\"[]{},-|>&*!%@`\\\n", min_size=1
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("The West", "The West"),
        ("西方", "西方"),
        ("Hungry Ghosts: A Famine", '"Hungry Ghosts: A Famine"'),
        ("Rich # poor", '"Rich # poor"'),
        ('"Great" leap', r'"\"Great\" leap"'),
        ("Mao's fall", "Mao's fall"),
        ('A dam of 12"', r'"A dam of 12\""'),
        ('The so-called "dam"', 'The so-called "dam"'),
        ("[[the-west]] is new", '"[[the-west]] is new"'),
        ("a, b", '"a, b"'),
        ("1956", '"1956"'),
        ("no", '"no"'),
        ("null", '"null"'),
        ("12:30", '"12:30"'),
        (" space ", '" space "'),
        ("two\nlines", r'"two\nlines"'),
        (None, "null"),
        (True, "true"),
        (12, "12"),
    ],
)
def test_a_value_is_quoted_where_it_has_to_be(value: object, expected: str) -> None:
    assert format_scalar(value) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1956", "1956"),
        ("0076", '"0076"'),
        ("1956-02", "1956-02"),
        ("1956-02-25", '"1956-02-25"'),
        ("[1956..1959]", '"[1956..1959]"'),
        ("1942/1949", "1942/1949"),
        ("195X", "195X"),
    ],
)
def test_a_date_is_plain_where_every_reader_gets_it_right(date: str, expected: str) -> None:
    assert format_scalar(date, is_date=True) == expected


@given(TEXTS.filter(lambda text: not FORBIDDEN_CHARACTER.search(text)))
def test_a_text_reads_back_in_blocks_and_in_lists(text: str) -> None:
    for lines in ([f"key: {format_scalar(text)}"], [f"key: [a, {format_scalar(text)}]"]):
        value = parse_lines(lines)["key"]
        assert value == (text if isinstance(value, str) else ("a", text))
        assert yaml.safe_load("\n".join(lines))["key"] in (text, ["a", text])


@given(TEXTS.filter(lambda text: not FORBIDDEN_CHARACTER.search(text)), st.sampled_from([1, 10, 40]), st.integers(0, 8))
def test_a_record_reads_back_however_long_its_texts_are(text: str, count: int, indent: int) -> None:
    fields = {"text": " ".join([text] * count), "list": [text] * count, "life": {"note": text, "died": None}}
    lines = [line for field_lines in record_lines(fields, indent).values() for line in field_lines]
    assert parse_lines(lines) == fields | {"list": tuple(fields["list"])}


def test_a_long_text_is_folded_and_a_long_list_is_broken_into_lines() -> None:
    lines = record_lines({"text": "a few words " * 30 + "more", "list": ["some words"] * 20}, indent=4)
    assert lines["text"][0] == "text: >-"
    assert max(map(len, lines["text"])) <= WIDTH - 4
    assert lines["list"] == ["list:", *["  - some words"] * 20]
