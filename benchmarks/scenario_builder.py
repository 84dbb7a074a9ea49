"""A synthetic scenario while it is being made: its entries with their true times, and what it draws words from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from random import Random

    from benchmarks.prose import Prose

Data: TypeAlias = dict[str, Any]
"""A record, as it stands in a data file."""


@dataclass
class Happening:
    """An entry in the making: its record, its thread's number, and its true time in years; None for who acts."""

    record: Data
    thread: int
    time: float | None
    locator: str = ""

    @property
    def id(self) -> str:
        """The id of its record."""
        return str(self.record["id"])


@dataclass
class LoadedFile:
    """A scenario in the making."""

    random: Random
    prose: Prose
    entries: list[Happening] = field(default_factory=list)
    threads: list[list[Happening]] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        """Tell whether something happens that does so in this share of cases."""
        return self.random.random() < share

    def one(self, weights: dict[str, int]) -> str:
        """Return one of some words, by their weights."""
        return self.random.choices(tuple(weights), tuple(weights.values()))[0]

    def near(self, index: int) -> str:
        """Return the id of an entry that stands near another in the file."""
        step = self.random.randint(1, 9) * self.random.choice((-1, 1))
        return self.entries[min(max(index + step, 0), len(self.entries) - 1)].id

    def some(self, most: int) -> list[str]:
        """Return the ids of a few entries that stand together."""
        first = self.random.randrange(len(self.entries))
        return [entry.id for entry in self.entries[first : first + self.random.randint(1, most)]]

    def linked(self, text: str, index: int) -> str:
        """Return a text whose last sentence links to an entry near another, in one of the two ways."""
        words = self.random.choice(("", f"|what happened near {self.prose.random.choice(self.prose.places)}"))
        return f"{text} Compare [[{self.near(index)}{words}]]."

    def date(self, time: float) -> str:
        """Return a date in EDTF that contains a time."""
        year, month = int(time), int(time % 1 * 12) + 1
        day = int(time % 1 * 12 % 1 * 28) + 1
        forms = {
            f"{year}": 30,
            f"{year}-{month:02}": 18,
            f"{year}-{month:02}-{day:02}": 15,
            f"{year}/{year + self.random.randint(1, 5)}": 14,
            f"{year}~": 8,
            f"{year // 10}X": 4,
            f"{year - self.random.randint(0, 2)}/..": 3,
            f"/{year + 1}": 2,
            f"[{year - 1}..{year + 2}]": 3,
            f"{year}?": 3,
        }
        return self.one(forms)
