"""The index of claims: which sentences of the account support which entry, and the numbers of records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from macros.scenario.fields import PLACEHOLDER
from macros.scenario.model import Claim, Link, Scenario
from macros.scenario.vocabularies import BASIS


@dataclass(frozen=True, slots=True)
class ClaimIndex:
    """Claims by subject, and sentences by claim. Keys and sentences are ids.

    Attributes:
        claims: the claims about each entry, people and groups included, in the order of the account.
        locators: the sentences of these claims.
        sentence_of: the sentence of each claim.
    """

    claims: Mapping[str, tuple[Claim, ...]]
    locators: Mapping[str, tuple[str, ...]]
    sentence_of: Mapping[str, str]

    def basis(self, entry_id: str) -> str:
        """Return the basis of an entry: stated where the account states any claim about it, otherwise implied."""
        return "stated" if any(claim.basis == "stated" for claim in self.claims.get(entry_id, ())) else "implied"


def build_claim_index(scenario: Scenario) -> ClaimIndex:
    """Index the claims of a scenario by all their subjects, people and groups included."""
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
        {subject: tuple(items) for subject, items in claims.items()},
        {subject: tuple(items) for subject, items in locators.items()},
        sentence_of,
    )


def count_by_basis(records: Iterable[Claim | Link]) -> Counter[str]:
    """Count records by basis, in the order of the vocabulary; a basis without records is missing, and counts as 0."""
    return Counter(sorted((record.basis for record in records), key=basis_order))


def basis_order(basis: str) -> int:
    """Return the place of a basis in the order of the vocabulary; that of a record without one yet is the last."""
    return (*BASIS.values, PLACEHOLDER).index(basis)
