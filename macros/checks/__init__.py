"""The linter for lore: what must hold in a data file, rule by rule.

It comes after `analysis`, because some rules are about what follows from causes and dates.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from macros.checks import accounting, dating, files, identity, lasting, linking, shape, wording
from macros.checks.rule import REGISTERED
from macros.lore.garbage import nothing_collected
from macros.lore.load import per_draft, read
from macros.lore.problems import LoreError
from macros.lore.processes import processes_for, side_by_side

if TYPE_CHECKING:
    from pathlib import Path

    from macros.checks.rule import Rule
    from macros.lore.load import Draft
    from macros.lore.model import Scenario
    from macros.lore.problems import Problem

__all__ = ["RULES", "check", "scenario"]

MODULES = (files, shape, identity, lasting, dating, linking, accounting, wording)
"""The rooms of the rules, in the order in which people should read of them."""

RULES = tuple(rule for module in MODULES for rule in REGISTERED if rule.generator.__module__ == module.__name__)
"""All rules, room by room."""


@per_draft
def check(draft: Draft) -> tuple[Problem, ...]:
    """Return every problem that any rule finds, in the order of the file."""
    processes = processes_for(draft.text)
    tasks = [partial(_problems, draft, RULES[first::processes]) for first in range(processes)]
    with nothing_collected():
        return tuple(sorted({problem for found in side_by_side(tasks) for problem in found}))


def _problems(draft: Draft, rules: tuple[Rule, ...]) -> set[Problem]:
    return {problem for rule in rules for problem in rule.problems(draft)}


def scenario(path: Path) -> tuple[Scenario, Draft]:
    """Read a data file and check it whole; the draft tells where each record stands.

    Raises:
        LoreError: some rule found a problem. It carries all of them.
    """
    draft = read(path)
    problems = check(draft)
    if problems or draft.scenario is None:
        raise LoreError(problems)
    return draft.scenario, draft
