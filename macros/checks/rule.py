"""What a rule is: a generator of findings, whose name is the function's and whose docstring is its documentation."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from macros.lore.problems import Problem

if TYPE_CHECKING:
    from macros.lore.load import Draft
    from macros.lore.shapes import Place

REGISTERED: list[Rule] = []
"""All rules, in the order in which they were defined."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place of the data.

    `needle` narrows the position to where a text stands inside the value, and `offset` to so many characters into it;
    `key` points at the key instead of the value.
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
        """Give each finding of the rule as a problem with a position.

        Where the same needle is found wanting in a value again, it is the next one that is meant.
        """
        before: Counter[tuple[Place, str]] = Counter()
        for found in self.generator(draft):
            if isinstance(found, Problem):
                yield replace(found, rule=self.name, message=_visible(found.message))
                continue
            if found.key:
                line, column = draft.key_position(found.place)
            else:
                nth = before[found.place, found.needle]
                line, column = draft.position(found.place, found.needle, found.offset, nth)
                before[found.place, found.needle] += 1
            yield Problem(draft.path, line, column, self.name, _visible(found.message))


def _visible(message: str) -> str:
    """Return a message on one line, with what cannot be seen in it as an escape."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode-escape").decode() for sign in message)


def rule(generator: Generator) -> Generator:
    """Register a generator as a rule, named after the function with hyphens for underscores."""
    name = generator.__name__.replace("_", "-")
    REGISTERED.append(Rule(name, inspect.getdoc(generator) or "", generator))
    return generator


def faults(draft: Draft, name: str) -> Iterator[Problem]:
    """Give what reading the file has already found under a rule's name."""
    for fault in draft.faults:
        if fault.rule == name:
            yield Problem(draft.path, fault.line, fault.column, name, fault.message)
