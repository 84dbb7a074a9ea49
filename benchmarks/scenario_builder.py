"""The state of a synthetic scenario under construction: its entries with their true times, and its random choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from random import Random

    from benchmarks.filler_text import FillerText

Data: TypeAlias = dict[str, Any]
"""A record as plain data, as in a data file."""


@dataclass
class DraftEntry:
    """An entry under construction: its record, its thread's number, and its true time in years (None for actors)."""

    record: Data
    thread: int
    time: float | None
    locator: str = ""

    @property
    def id(self) -> str:
        """The id of its record."""
        return str(self.record["id"])


@dataclass
class ScenarioBuilder:
    """A scenario under construction."""

    random: Random
    filler: FillerText
    entries: list[DraftEntry] = field(default_factory=list)
    threads: list[list[DraftEntry]] = field(default_factory=list)

    def flip_coin(self, probability: float) -> bool:
        """Return true with this probability."""
        return self.random.random() < probability

    def choose(self, weights: dict[str, int]) -> str:
        """Return a random key, by the weights."""
        return self.random.choices(tuple(weights), tuple(weights.values()))[0]

    def pick_neighbour_id(self, index: int) -> str:
        """Return the id of an entry up to nine places before or after another in the file."""
        step = self.random.randint(1, 9) * self.random.choice((-1, 1))
        return self.entries[min(max(index + step, 0), len(self.entries) - 1)].id

    def pick_consecutive_ids(self, maximum: int) -> list[str]:
        """Return the ids of one to `maximum` consecutive entries."""
        first = self.random.randrange(len(self.entries))
        return [entry.id for entry in self.entries[first : first + self.random.randint(1, maximum)]]

    def add_link(self, text: str, index: int) -> str:
        """Return a text with one more sentence, which links to a neighbour of an entry, with or without a label."""
        label = self.random.choice(("", f"|what happened near {self.filler.random.choice(self.filler.places)}"))
        return f"{text} Compare [[{self.pick_neighbour_id(index)}{label}]]."

    def date(self, time: float) -> str:
        """Return an EDTF date that contains a time in years."""
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
        return self.choose(forms)
