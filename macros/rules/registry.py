"""What a rule is: a generator of findings, whose name is the function's and whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from macros.scenario.fields import FieldPath
from macros.scenario.loader import LoadedFile
from macros.scenario.problems import Problem, printable

MAX_PROBLEMS = 1000
"""How many problems of one rule are reported."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a value of the data.

    `search_text` narrows the position to a text inside the value, and `offset` to so many characters after its
    beginning; `at_key` points at the key instead of the value.
    """

    path: FieldPath
    message: str
    search_text: str = ""
    at_key: bool = False
    offset: int = 0


Generator: TypeAlias = Callable[["LoadedFile"], Iterator[Finding | Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its name, as problems print it, and the sentence that documents it.

    A rule without a generator reports what reading the file shows, and nothing else.
    """

    name: str
    description: str
    generator: Generator = lambda _: iter(())

    def problems(self, file: LoadedFile) -> Iterator[Problem]:
        """Yield the problems that the reader of the file reports under the rule's name, then those that the rule finds.

        Findings with the same path and search text mean its first, second, … occurrence. After `MAX_PROBLEMS`, a last
        problem says that there are more.
        """
        occurrences: Counter[tuple[FieldPath, str]] = Counter()
        syntax_problems = (problem for problem in file.syntax_problems if problem.rule == self.name)
        for number, finding in enumerate(chain(syntax_problems, self.generator(file)), 1):
            problem = self._problem(file, finding, occurrences)
            if number > MAX_PROBLEMS:
                yield replace(problem, message=f"there are more than {MAX_PROBLEMS} of these")
                return
            yield problem

    def _problem(
        self, file: LoadedFile, finding: Finding | Problem, occurrences: Counter[tuple[FieldPath, str]]
    ) -> Problem:
        if isinstance(finding, Problem):
            return replace(finding, rule=self.name, message=printable(finding.message))
        if finding.at_key:
            line, column = file.key_position(finding.path)
        else:
            key = finding.path, finding.search_text
            line, column = file.position(*key, finding.offset, occurrences[key])
            occurrences[key] += 1
        return Problem(file.filename, line, column, self.name, printable(finding.message))


def rule(generator: Generator) -> Rule:
    """Make a generator a rule, named after the function with hyphens for underscores."""
    return Rule(generator.__name__.replace("_", "-"), inspect.getdoc(generator) or "", generator)
