"""The registry of rules, and one file that breaks every rule once."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from macros import rules
from macros.rules import RULES
from macros.scenario.loader import parse_file
from tests.rules.conftest import HERE, VALID, check_text
from tests.rules.test_file_format import FILES

BROKEN = HERE / "broken.yml"
WHOLE_FILE_RULES = {"unreadable-file"}
"""Rules that only an unreadable file breaks."""
LAST_RULE = "address-gone"
"""The rule that waits until the ids of a file are right."""

RULE_COMMENT = re.compile(r" *# ([a-z-]+)")
PERMALINKS = HERE / "permalinks.txt"
PROBLEMS = tuple(map(str, rules.check(parse_file(BROKEN.name, BROKEN.read_bytes(), PERMALINKS.read_bytes()))))


def rule_of(problem: str) -> str:
    return problem.replace(": warning:", ":").split(": ")[1]


def test_the_broken_file_has_exactly_the_expected_problems() -> None:
    assert list(PROBLEMS) == HERE.joinpath("broken.txt").read_text(encoding="utf-8").splitlines()


def test_a_comment_names_the_rule_above_each_line_that_breaks_one() -> None:
    lines = BROKEN.read_text(encoding="utf-8").splitlines()
    matches = ((number, RULE_COMMENT.fullmatch(line)) for number, line in enumerate(lines, 1))
    comments = [(number + 1, match[1]) for number, match in matches if match]
    problems = [(int(problem.split(":")[1]), rule_of(problem)) for problem in PROBLEMS if problem.startswith("broken")]
    assert problems == comments


def test_every_rule_is_broken_once() -> None:
    rules = {rule.name: 1 for rule in RULES if rule.name not in {*WHOLE_FILE_RULES, LAST_RULE}}
    assert Counter(map(rule_of, PROBLEMS)) == rules


@pytest.mark.parametrize("rule", sorted(WHOLE_FILE_RULES))
def test_the_other_rules_are_broken_by_unreadable_files(rule: str) -> None:
    assert any(f": {rule}: " in problem for _, problems in FILES.values() for problem in problems)


def test_the_last_rule_is_broken_by_a_valid_file_whose_list_has_another_address() -> None:
    file = parse_file("f.yml", VALID.encode(), PERMALINKS.read_bytes())
    assert [problem.rule for problem in rules.check(file) if problem.rule == LAST_RULE] == [LAST_RULE]


def test_the_small_file_is_valid() -> None:
    assert check_text(VALID) == []


def test_every_rule_is_documented_in_a_sentence() -> None:
    for rule in RULES:
        assert re.fullmatch(r"[A-Z].*\.", rule.description), rule.name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)


def test_rules_are_grouped_by_module_in_the_order_of_the_guide() -> None:
    assert [module.__name__.rpartition(".")[2] for module in rules.MODULES] == [
        "file_format",
        "schema",
        "ids",
        "permalinks",
        "dates",
        "links",
        "sources",
        "authors",
        "comparisons",
        "story",
        "text",
    ]
    assert max(Counter(rule.name for rule in RULES).values()) == 1
