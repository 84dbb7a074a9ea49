"""The linter for data files: what must hold in a scenario, rule by rule.

It comes after `analysis`, because some rules are about what follows from causes and dates.
"""

from __future__ import annotations

from pathlib import Path

from macros.rules import authors, comparisons, dates, file_format, ids, links, permalinks, schema, sources, story, text
from macros.rules.registry import Rule
from macros.scenario.loader import LoadedFile, load_file
from macros.scenario.model import Scenario
from macros.scenario.problems import DataError, Problem

__all__ = ["RULES", "check", "load_scenario"]

MODULES = (file_format, schema, ids, permalinks, dates, links, sources, authors, comparisons, story, text)
"""The modules of rules, in the order in which the guide lists them."""

RULES = tuple(rule for module in MODULES for rule in vars(module).values() if isinstance(rule, Rule))
"""All rules, module by module, in the order in which they are defined."""


def check(file: LoadedFile) -> tuple[Problem, ...]:
    """Return every problem that any rule finds, each once, in the order of the file.

    Warnings come after the other problems of their line, and what is wrong with other files comes last.
    """
    problems = {problem for rule in RULES for problem in rule.check(file)}
    return tuple(sorted(problems, key=lambda item: (item.path != file.filename, item.line, item.is_warning, item)))


def load_scenario(path: Path) -> tuple[Scenario, LoadedFile, tuple[Problem, ...]]:
    """Read and check a data file; return its scenario, the file with the position of each record, and the warnings.

    Raises:
        DataError: some rule found a problem that is not a warning. It carries all problems and warnings.
    """
    file = load_file(path)
    problems = check(file)
    if file.scenario is None or not all(problem.is_warning for problem in problems):
        raise DataError(problems)
    return file.scenario, file, problems
