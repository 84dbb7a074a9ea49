"""Which sentence feeds which entry: the concordance of the account, and how much of it is covered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.scenario.fields import BASIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from macros.scenario.model import Claim, Link, Scenario


@dataclass(frozen=True, slots=True)
class ClaimIndex:
    """Claims by what they are about, and sentences by claim.

    `claims` maps an entry, person or group to the claims about it, in the order of the account; `locators` maps it to
    the sentences of those claims; `sentence_of` maps a claim to its sentence.
    """

    claims: Mapping[str, tuple[Claim, ...]]
    locators: Mapping[str, tuple[str, ...]]
    sentence_of: Mapping[str, str]

    def basis(self, entry: str) -> str:
        """Return the mark of an entry: stated where the account states any claim about it, otherwise implied."""
        bases = {claim.basis for claim in self.claims.get(entry, ())}
        return "stated" if "stated" in bases else "implied"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the account is taken apart: counts of sentences, claims by basis, links by basis, and entries."""

    sentences: int
    claims: Mapping[str, int]
    links: Mapping[str, int]
    entries: int


def build_claim_index(scenario: Scenario) -> ClaimIndex:
    """Index the claims of a scenario by everything they are about, people and groups included."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    locators: defaultdict[str, dict[str, None]] = defaultdict(dict)
    sentence_of: dict[str, str] = {}
    for sentence in scenario.sentences:
        for claim in sentence.claims:
            sentence_of[claim.id] = sentence.id
            for subject in dict.fromkeys((*claim.entries, *claim.people)):
                claims[subject].append(claim)
                locators[subject][sentence.id] = None
    return ClaimIndex(
        {name: tuple(found) for name, found in claims.items()},
        {name: tuple(found) for name, found in locators.items()},
        sentence_of,
    )


def count_coverage(scenario: Scenario) -> Coverage:
    """Count what the account was taken apart into."""
    return Coverage(
        len(scenario.sentences),
        _by_basis(claim for sentence in scenario.sentences for claim in sentence.claims),
        _by_basis(scenario.links),
        len(scenario.entries),
    )


def _by_basis(records: Iterable[Claim | Link]) -> dict[str, int]:
    """Count records by basis; a basis that none of them has is there too."""
    counts = dict.fromkeys(BASIS.values, 0)
    for record in records:
        counts[record.basis] += 1
    return counts
