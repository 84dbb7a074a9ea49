"""Filler for synthetic scenarios: sentences, titles and names without a meaning, about towns that are nowhere.

Words are drawn from the short lists of `words.txt` and, for places, from syllables, so that the vocabulary grows with
the text as that of a real text does. Everything comes from given random numbers: the same seed gives the same text.
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
        for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()[1:]
    )
}


class Prose:
    """Words drawn from one source of random numbers; what has to be unique is given once."""

    def __init__(self, random: Random) -> None:
        """Start with nothing given yet."""
        self.random = random
        self._given: set[str] = set()
        self.places = [self._place() for _ in range(40)]

    def sentence(self, words: int) -> str:
        """Return a sentence of about so many words, and one at least."""
        parts = [self._clause()]
        while sum(part.count(" ") + 1 for part in parts) < words:
            parts.append(f"{self._one('joints')} {self._clause()}")
        text = ", ".join(parts)
        return f"{text[0].upper()}{text[1:]}."

    def text(self, low: int, high: int) -> str:
        """Return sentences that have between `low` and about `high` words together."""
        left = self.random.randint(low, high)
        parts = []
        while left > 0:
            parts.append(self.sentence(min(left, self.random.randint(8, 24))))
            left -= parts[-1].count(" ") + 1
        return " ".join(parts)

    def title(self) -> str:
        """Return a title that was not given before, of at most 60 characters."""
        return self._unique(lambda: f"{self._one('acts')} of the {self._new_place()} {self._one('things')}")

    def person(self) -> str:
        """Return a name of a person that was not given before."""
        return self._unique(lambda: f"{self._place()} {self._place()}")

    def group(self) -> str:
        """Return a name of a group that was not given before."""
        return self._unique(lambda: f"{self._one('bodies').title()} of {self._new_place()}")

    def chinese(self) -> str:
        """Return a Chinese name that was not given before."""
        return self._unique(lambda: "".join(self._one("chinese") for _ in range(self.random.randint(3, 5))))

    def russian(self) -> str:
        """Return a Russian name that was not given before."""
        return self._unique(lambda: f"{self._one('russian')}{self._one('russian ends')} {self._one('russian')}вич")

    def misspelt(self, name: str) -> str:
        """Return a name with one letter left out, which was not given before."""

        def shorter() -> str:
            at = self.random.randrange(1, len(name))
            return f"{name[:at]}{name[at + 1 :]}".strip()

        return self._unique(shorter, or_else=lambda: f"{shorter()} {self._place()}")

    def _clause(self) -> str:
        body = f"the {self._one('qualities')} {self._one('bodies')} of {self.random.choice(self.places)}"
        what = f"its {self._one('qualities')} {self._one('objects')}"
        return f"{body} {self._one('deeds')} {what} {self._one('times')}"

    def _new_place(self) -> str:
        """Return a place, now and then one that texts name from now on."""
        place = self._place()
        if self.random.random() < 0.1:  # noqa: PLR2004 - as often as a reader could keep up with
            self.places.append(place)
        return place

    def _place(self) -> str:
        syllables = range(self.random.randint(2, 3))
        name = "".join(self._one("onsets") + self._one("vowels") for _ in syllables)
        return (name + self._one("codas")).title()

    def _one(self, name: str) -> str:
        return self.random.choice(WORDS[name])

    def _unique(self, make: Callable[[], str], or_else: Callable[[], str] | None = None) -> str:
        for _ in range(8):
            found = make()
            if found.casefold() not in self._given:
                break
        else:
            return self._unique(or_else or (lambda: f"{make()} {self._place()}"))
        self._given.add(found.casefold())
        return found
