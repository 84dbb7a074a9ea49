"""Filler text for synthetic scenarios: sentences, titles and names without a meaning, about places that do not exist.

Words come from the short lists of `filler_words.txt`. Places are built from syllables, so the vocabulary grows with the
text, as in real text. All choices come from one random number generator: the same seed gives the same text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

WORDS = {
    name: tuple(words.split("|"))
    for name, _, words in (
        line.partition(": ")
        for line in (Path(__file__).parent / "filler_words.txt").read_text(encoding="utf-8").splitlines()[1:]
    )
}


class FillerText:
    """A generator of filler text. Titles and names are unique within one generator."""

    def __init__(self, random: Random) -> None:
        """Choose 40 places that texts mention."""
        self.random = random
        self._used_names: set[str] = set()
        self.places = [self._place() for _ in range(40)]

    def sentence(self, words: int) -> str:
        """Return a sentence of about this many words."""
        clauses = [self._clause()]
        while sum(clause.count(" ") + 1 for clause in clauses) < words:
            clauses.append(f"{self._word('conjunctions')} {self._clause()}")
        text = ", ".join(clauses)
        return f"{text[0].upper()}{text[1:]}."

    def text(self, low: int, high: int) -> str:
        """Return sentences of between `low` and about `high` words in total."""
        words_left = self.random.randint(low, high)
        sentences = []
        while words_left > 0:
            sentences.append(self.sentence(min(words_left, self.random.randint(8, 24))))
            words_left -= sentences[-1].count(" ") + 1
        return " ".join(sentences)

    def title(self) -> str:
        """Return a unique title of at most 60 characters."""
        return self._unique(lambda: f"{self._word('acts')} of the {self._new_place()} {self._word('things')}")

    def person(self) -> str:
        """Return a unique name of a person."""
        return self._unique(lambda: f"{self._place()} {self._place()}")

    def group(self) -> str:
        """Return a unique name of a group."""
        return self._unique(lambda: f"{self._word('bodies').title()} of {self._new_place()}")

    def chinese(self) -> str:
        """Return a unique Chinese name."""
        return self._unique(lambda: "".join(self._word("chinese") for _ in range(self.random.randint(3, 5))))

    def russian(self) -> str:
        """Return a unique Russian name."""
        return self._unique(lambda: f"{self._word('russian')}{self._word('russian ends')} {self._word('russian')}вич")

    def misspelling(self, name: str) -> str:
        """Return a unique misspelling of a name, with one letter left out."""

        def delete_letter() -> str:
            position = self.random.randrange(1, len(name))
            return f"{name[:position]}{name[position + 1 :]}".strip()

        return self._unique(delete_letter, fallback=lambda: f"{delete_letter()} {self._place()}")

    def _clause(self) -> str:
        subject = f"the {self._word('qualities')} {self._word('bodies')} of {self.random.choice(self.places)}"
        object_ = f"its {self._word('qualities')} {self._word('objects')}"
        return f"{subject} {self._word('verbs')} {object_} {self._word('times')}"

    def _new_place(self) -> str:
        """Return a new place; one in ten is mentioned in texts from then on."""
        place = self._place()
        if self.random.random() < 0.1:  # noqa: PLR2004 - about as often as in a real account
            self.places.append(place)
        return place

    def _place(self) -> str:
        syllables = range(self.random.randint(2, 3))
        name = "".join(self._word("onsets") + self._word("vowels") for _ in syllables)
        return (name + self._word("codas")).title()

    def _word(self, list_name: str) -> str:
        return self.random.choice(WORDS[list_name])

    def _unique(self, generate: Callable[[], str], fallback: Callable[[], str] | None = None) -> str:
        for _ in range(8):
            name = generate()
            if name.casefold() not in self._used_names:
                break
        else:
            return self._unique(fallback or (lambda: f"{generate()} {self._place()}"))
        self._used_names.add(name.casefold())
        return name
