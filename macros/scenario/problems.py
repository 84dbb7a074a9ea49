"""Problems of a data file: one record for each, one exception for all of them, and suggestions for misspelt words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

MIN_SIMILARITY = 0.6
"""How similar close words are at least: twice the characters they share, divided by the characters of both."""
MAX_LENGTH_RATIO = (2 - MIN_SIMILARITY) / MIN_SIMILARITY
"""How many times as long as a word another can be that is still close to it; follows from `MIN_SIMILARITY`."""
MAX_MESSAGE_LENGTH = 1000
"""How many characters of a message are shown."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """What a rule reports of a file, ordered by position; `line` and `column` count from 1, in characters.

    `is_warning` says that the file is unfinished but not wrong: the site can be built.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        """Render as `path:line:column: rule-name: message`, which editors turn into a link."""
        severity = "warning: " if self.is_warning else ""
        return f"{to_printable(self.path)}:{self.line}:{self.column}: {severity}{self.rule}: {self.message}"


class DataError(Exception):
    """The data file cannot be used; `problems` are all its problems, as `rules.check` orders them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Store the problems."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def to_printable(text: str) -> str:
    """Return a text on one line, with unprintable characters escaped and the middle of a very long text left out."""
    if len(text) > MAX_MESSAGE_LENGTH:
        text = f"{text[: MAX_MESSAGE_LENGTH * 2 // 3]} … {text[-MAX_MESSAGE_LENGTH // 3 :]}"
    return "".join(c if c.isprintable() else c.encode("unicode-escape").decode() for c in text)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character of a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def format_suggestion(word: str, candidates: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the candidate closest to a wrong word, or an empty text where none is close."""
    match = closest_match(word, candidates)
    return f"; did you mean '{match}'?" if match is not None else ""


def closest_match(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate closest to a wrong word, ignoring the case of the wrong word; None where none is close.

    Similarity is that of `difflib.SequenceMatcher` (Ratcliff and Obershelp 1988).
    """
    return _closest_match(word.casefold(), candidates if isinstance(candidates, frozenset) else frozenset(candidates))


@lru_cache(maxsize=1024)
def _closest_match(word: str, candidates: frozenset[str]) -> str | None:
    shortest, longest = len(word) / MAX_LENGTH_RATIO, len(word) * MAX_LENGTH_RATIO
    similar_in_length = sorted(candidate for candidate in candidates if shortest <= len(candidate) <= longest)
    return next(iter(get_close_matches(word, similar_in_length, n=1, cutoff=MIN_SIMILARITY)), None)
