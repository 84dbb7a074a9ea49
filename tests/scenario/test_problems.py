"""Problems: how they print and sort, and suggestions for misspelt words."""

from __future__ import annotations

import pytest

from macros.scenario.problems import DataError, Problem, closest_match, format_suggestion


def test_a_problem_prints_in_the_form_that_editors_jump_to() -> None:
    assert str(Problem("data/f.yml", 3, 14, "unknown-id", "no such id")) == "data/f.yml:3:14: unknown-id: no such id"


def test_the_exception_has_every_problem_on_a_line() -> None:
    problems = [Problem("f", line, column, "r", "m") for line, column in ((2, 1), (2, 11), (10, 1))]
    error = DataError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error) == "f:2:1: r: m\nf:2:11: r: m\nf:10:1: r: m"


@pytest.mark.parametrize(
    ("word", "candidates", "match"),
    [
        ("titel", ["title", "id"], "title"),
        ("EVENT", ["event", "state"], "event"),
        ("dam", ["flood", "drought"], None),
        ("", ["flood"], None),
        ("flood", [], None),
        ("ab", {"ax", "ay"}, None),
        ("abc", {"abz", "aby"}, "abz"),
    ],
)
def test_the_closest_candidate_is_suggested(word: str, candidates: list[str], match: str | None) -> None:
    assert closest_match(word, candidates) == match
    assert format_suggestion(word, candidates) == (f"; did you mean '{match}'?" if match else "")
