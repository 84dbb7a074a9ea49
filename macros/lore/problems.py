"""What is wrong with a data file, and where: one value for a problem, one exception for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong, ordered by where it stands.

    `line` and `column` count from 1, in characters.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        """Render as `path:line:column: rule-name: message`, the form editors know how to jump to."""
        return f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.message}"


class LoreError(Exception):
    """The data file cannot be used. Carries every problem that was found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted and say each once."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(wrong: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known word closest to a wrong one, or nothing where none is close."""
    close = closest(wrong, known)
    return f"; did you mean '{close}'?" if close is not None else ""


def closest(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to a wrong one, or None where none is close; case does not tell two apart."""
    return next(iter(get_close_matches(wrong.casefold(), sorted(known), n=1, cutoff=0.6)), None)
