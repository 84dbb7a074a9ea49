"""What a rule is: a generator of findings, whose name is the function's and whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from macros.lore.problems import Problem

if TYPE_CHECKING:
    from macros.lore.load import Draft, Place

RULES: list[Rule] = []
"""All rules, in the order of their modules."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place of the data.

    `needle` narrows the position to where a text stands inside the value; `key` points at the key instead of the
    value; `offset` moves the position to the right, in characters.
    """

    place: Place
    message: str
    needle: str = ""
    key: bool = False
    offset: int = 0


Generator: TypeAlias = Callable[["Draft"], Iterator[Finding | Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its name as problems print it and the sentence that documents it."""

    name: str
    description: str
    generator: Generator

    def problems(self, draft: Draft) -> Iterator[Problem]:
        """Give each finding of the rule as a problem with a position."""
        for found in self.generator(draft):
            if isinstance(found, Problem):
                yield found
                continue
            line, column = draft.key_position(found.place) if found.key else draft.position(found.place, found.needle)
            yield Problem(draft.path, line, column + found.offset, self.name, found.message)


def rule(generator: Generator) -> Generator:
    """Register a generator as a rule, named after the function with hyphens for underscores."""
    name = generator.__name__.replace("_", "-")
    RULES.append(Rule(name, inspect.getdoc(generator) or "", generator))
    return generator


def faults(draft: Draft, name: str) -> Iterator[Problem]:
    """Give what reading the file has already found under a rule's name."""
    for fault in draft.faults:
        if fault.rule == name:
            yield Problem(draft.path, fault.line, fault.column, name, fault.message)
