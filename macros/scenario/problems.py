"""What is wrong with a data file, and where: one value for a problem, one exception for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_LIKE = 0.6
"""How like each other two words are at least to be close: twice the signs they share, by the signs of both."""
MOST_UNLIKE = (2 - LEAST_LIKE) / LEAST_LIKE
"""How many times as long as another a word that is close to it can be at most."""
LONGEST_MESSAGE = 1000
"""How many characters of a message are shown."""


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
        return f"{visible(self.path)}:{self.line}:{self.column}: {self.rule}: {self.message}"


class DataError(Exception):
    """The data file cannot be used. Carries every problem that was found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted and say each once."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def visible(text: str) -> str:
    """Return a text on one line, what cannot be seen in it as an escape, without the middle of a very long one."""
    if len(text) > LONGEST_MESSAGE:
        text = f"{text[: LONGEST_MESSAGE * 2 // 3]} … {text[-LONGEST_MESSAGE // 3 :]}"
    return "".join(sign if sign.isprintable() else sign.encode("unicode-escape").decode() for sign in text)


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known word closest_match to a wrong one, or nothing where none is close."""
    close = closest_match(wrong, known)
    return f"; did you mean '{close}'?" if close is not None else ""


def closest_match(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known word closest_match to a wrong one, or None where none is close; case does not tell two apart."""
    return _closest(wrong.casefold(), known if isinstance(known, frozenset) else frozenset(known))


@lru_cache(maxsize=1024)
def _closest(wrong: str, known: frozenset[str]) -> str | None:
    lengths = (len(wrong) / MOST_UNLIKE, len(wrong) * MOST_UNLIKE)
    near = [word for word in known if lengths[0] <= len(word) <= lengths[1]]
    return next(iter(get_close_matches(wrong, sorted(near), n=1, cutoff=LEAST_LIKE)), None)
