"""One file that breaks every rule once, and what is said of it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from macros import rules
from macros.rules import RULES
from macros.scenario.loader import parse
from tests.rules.conftest import HERE, VALID, found
from tests.rules.test_file_format import FILES

BROKEN = HERE / "broken.yml"
UNREADABLE = {"unreadable-file"}
"""Rules that no file breaks that can be read."""

BESIDE = re.compile(r"  # ([a-z-]+)$", re.MULTILINE)
PUBLISHED = HERE / "permalinks.txt"
PROBLEMS = tuple(map(str, rules.check(parse(BROKEN.name, BROKEN.read_bytes(), PUBLISHED.read_bytes()))))


def broken_rule(problem: str) -> str:
    return problem.split(": ")[1]


def test_the_broken_file_has_exactly_the_problems_that_are_written_down() -> None:
    assert list(PROBLEMS) == HERE.joinpath("broken.txt").read_text(encoding="utf-8").splitlines()


def test_every_break_is_named_beside_it() -> None:
    lines = BROKEN.read_text(encoding="utf-8").splitlines()
    beside = [(number, name) for number, line in enumerate(lines, 1) for name in BESIDE.findall(line)]
    found = [(int(problem.split(":")[1]), broken_rule(problem)) for problem in PROBLEMS if problem.startswith("broken")]
    assert found == beside


def test_every_rule_is_broken_once() -> None:
    rules = {rule.name: 1 for rule in RULES if rule.name not in UNREADABLE}
    assert Counter(map(broken_rule, PROBLEMS)) == rules


@pytest.mark.parametrize("rule", sorted(UNREADABLE))
def test_the_other_rules_are_broken_by_whole_files(rule: str) -> None:
    assert any(f": {rule}: " in problem for _, problems in FILES.values() for problem in problems)


def test_the_small_file_is_valid() -> None:
    assert found(VALID) == []


def test_every_rule_has_a_sentence_for_its_documentation() -> None:
    for rule in RULES:
        assert re.fullmatch(r"[A-Z].*\.", rule.description), rule.name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)


def test_rules_come_room_by_room_from_the_file_to_its_words() -> None:
    rooms = [rule.generator.__module__.rpartition(".")[2] for rule in RULES]
    assert list(dict.fromkeys(rooms)) == [
        "file_format",
        "schema",
        "ids",
        "permalinks",
        "dates",
        "links",
        "sources",
        "text",
    ]
    assert rooms == sorted(rooms, key=list(dict.fromkeys(rooms)).index)
