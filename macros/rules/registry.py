"""What a rule is: a generator of findings, whose name is the function's and whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from macros.scenario.problems import Problem, visible

if TYPE_CHECKING:
    from macros.scenario.fields import FieldPath
    from macros.scenario.loader import LoadedFile

MOST_PROBLEMS = 1000
"""How many problems of a rule are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place of the data.

    `needle` narrows the position to where a text stands inside the value, and `offset` to so many characters into it;
    `key` points at the key instead of the value.
    """

    place: FieldPath
    message: str
    needle: str = ""
    key: bool = False
    offset: int = 0


Generator: TypeAlias = Callable[["LoadedFile"], Iterator[Finding | Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its name as problems print it and the sentence that documents it."""

    name: str
    description: str
    generator: Generator

    def problems(self, file: LoadedFile) -> Iterator[Problem]:
        """Give each finding of the rule as a problem with a position.

        Where the same needle is found wanting in a value again, it is the next one that is meant. After so many that
        nobody would read on, the last one says that there are more.
        """
        before: Counter[tuple[FieldPath, str]] = Counter()
        for number, found in enumerate(self.generator(file), 1):
            if number > MOST_PROBLEMS:
                line, column = (found.line, found.column) if isinstance(found, Problem) else file.position(found.place)
                yield Problem(file.path, line, column, self.name, f"there are more than {MOST_PROBLEMS} of these")
                return
            if isinstance(found, Problem):
                yield replace(found, rule=self.name, message=visible(found.message))
                continue
            if found.key:
                line, column = file.key_position(found.place)
            else:
                nth = before[found.place, found.needle]
                line, column = file.position(found.place, found.needle, found.offset, nth)
                before[found.place, found.needle] += 1
            yield Problem(file.path, line, column, self.name, visible(found.message))


def rule(generator: Generator) -> Rule:
    """Make a generator a rule, named after the function with hyphens for underscores."""
    return Rule(generator.__name__.replace("_", "-"), inspect.getdoc(generator) or "", generator)


def faults(file: LoadedFile, name: str) -> Iterator[Problem]:
    """Give what reading the file has already found under a rule's name."""
    for fault in file.faults:
        if fault.rule == name:
            yield Problem(file.path, fault.line, fault.column, name, fault.message)
