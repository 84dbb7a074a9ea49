"""A rule is a generator function: it yields findings, its name names the rule, and its docstring documents it."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias, TypeVar

from macros.scenario.fields import FieldPath
from macros.scenario.loader import LoadedFile
from macros.scenario.problems import Problem, to_printable

Key = TypeVar("Key", bound=Hashable)

MAX_PROBLEMS = 1000
"""How many problems of one rule are reported."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule finds wrong with a value of the data. `Rule.check` makes it a `Problem`, with line and column.

    Attributes:
        path: where the value is in the data.
        message: what is wrong, and what was expected.
        needle: a text inside the value that the position points at, instead of the beginning of the value.
        at_key: whether the position is that of the key instead of the value.
        offset: the number of characters from the beginning of `needle` to the position.
    """

    path: FieldPath
    message: str
    needle: str = ""
    at_key: bool = False
    offset: int = 0


Checker: TypeAlias = Callable[[LoadedFile], Iterator[Finding | Problem]]
"""A function that yields what is wrong in a file; a finding gets its position from `Rule`, a problem has one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the linter.

    Attributes:
        name: the name that problems print.
        description: the sentence that documents the rule.
        checker: the function that checks a file. The default checks nothing: the reader of the file checks some rules.
        is_warning: whether the rule is about unfinished work. Its problems let the site be built, but not published.
    """

    name: str
    description: str
    checker: Checker = lambda _: iter(())
    is_warning: bool = False

    def check(self, file: LoadedFile) -> Iterator[Problem]:
        """Yield the problems that the reader of the file reports under the rule's name, then those of the checker.

        Findings with the same path and needle point at its first, second, … occurrence. After `MAX_PROBLEMS`, a
        last problem says that there are more.
        """
        occurrences: Counter[tuple[FieldPath, str]] = Counter()
        syntax_problems = (problem for problem in file.syntax_problems if problem.rule == self.name)
        for number, finding in enumerate(chain(syntax_problems, self.checker(file)), 1):
            problem = self._problem(file, finding, occurrences)
            if number > MAX_PROBLEMS:
                yield replace(problem, message=f"there are more than {MAX_PROBLEMS} of these")
                return
            yield problem

    def _problem(
        self, file: LoadedFile, finding: Finding | Problem, occurrences: Counter[tuple[FieldPath, str]]
    ) -> Problem:
        if isinstance(finding, Problem):
            message = to_printable(finding.message)
            return replace(finding, rule=self.name, message=message, is_warning=self.is_warning)
        if finding.at_key:
            line, column = file.key_line_and_column(finding.path)
        else:
            key = finding.path, finding.needle
            line, column = file.line_and_column(*key, finding.offset, occurrences[key])
            occurrences[key] += 1
        return Problem(file.filename, line, column, self.name, to_printable(finding.message), self.is_warning)


def rule(checker: Checker) -> Rule:
    """Decorate a function as a rule, named after the function with hyphens for underscores."""
    return Rule(checker.__name__.replace("_", "-"), inspect.getdoc(checker) or "", checker)


def warning_rule(checker: Checker) -> Rule:
    """Decorate a function as a rule about unfinished work."""
    return replace(rule(checker), is_warning=True)


def find_repeats(file: LoadedFile, items: Iterable[tuple[FieldPath, Key]]) -> Iterator[tuple[FieldPath, Key, int]]:
    """Yield path and key of each item whose key another has before it, with the line of that one."""
    first_paths: dict[Key, FieldPath] = {}
    for path, key in items:
        first_path = first_paths.setdefault(key, path)
        if first_path != path:
            line, _ = file.line_and_column(first_path)
            yield path, key, line
