"""Weak spots: the records of a scenario that are less than certain, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from macros.scenario.history import AspectVerdict, Check, Estimate, Reference
from macros.scenario.model import Claim, Entry, Gap, Link, Question, Scenario

Item = TypeVar("Item", Claim, Link)


@dataclass(frozen=True, slots=True)
class WeakSpots:
    """What is less than certain, by kind, each in the order of the data file.

    Attributes:
        implied_claims: claims that have to be inferred from the account.
        implied_links: links that have to be inferred from the account.
        editorial_claims: claims that are the site's own.
        editorial_links: links that are the site's own.
        gaps: what the account leaves open, as records of their own.
        entries_left_open: the entries of which the account leaves something out.
        questions: where the account can be read in more than one way.
        unverified_notes: statements on our timeline that are not confirmed, with the id of their entry.
        unverified_estimates: estimates that are not confirmed.
        unconfirmed_checks: what was looked up and not confirmed, or in part, but for entries with such a statement.
        disputed_verdicts: disputed aspects of a comparison with our timeline, with the id of the entry.
        contested_estimates: estimates of which something is contested.
        recalled_works: works whose details are not confirmed.
    """

    implied_claims: tuple[Claim, ...]
    implied_links: tuple[Link, ...]
    editorial_claims: tuple[Claim, ...]
    editorial_links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    entries_left_open: tuple[Entry, ...]
    questions: tuple[Question, ...]
    unverified_notes: tuple[tuple[str, str], ...]
    unverified_estimates: tuple[Estimate, ...]
    unconfirmed_checks: tuple[Check, ...]
    disputed_verdicts: tuple[tuple[str, AspectVerdict], ...]
    contested_estimates: tuple[Estimate, ...]
    recalled_works: tuple[Reference, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of weak spots of each kind, by the kind's anchor on the page of certainty."""
        return {
            "implied-claims": len(self.implied_claims),
            "implied-links": len(self.implied_links),
            "own-statements": len(self.editorial_claims + self.editorial_links),
            "left-open": len(self.gaps) + len(self.entries_left_open),
            "readings": len(self.questions),
            "unverified": len(self.unverified_notes) + len(self.unverified_estimates) + len(self.unconfirmed_checks),
            "disputed": len(self.disputed_verdicts) + len(self.contested_estimates),
            "recalled": len(self.recalled_works),
        }


def find_weak_spots(scenario: Scenario) -> WeakSpots:
    """Return what a scenario marks as less than certain."""
    claims = [claim for sentence in scenario.sentences for claim in sentence.claims]
    estimates = scenario.estimates.estimates if scenario.estimates else ()
    records = scenario.our_timeline
    noted = {record.entry for record in records if record.unverified}
    verdicts = ((record.entry, verdict) for record in records for verdict in record.verdicts)
    return WeakSpots(
        implied_claims=_with_basis(claims, "implied"),
        implied_links=_with_basis(scenario.links, "implied"),
        editorial_claims=_with_basis(claims, "editorial"),
        editorial_links=_with_basis(scenario.links, "editorial"),
        gaps=scenario.gaps,
        entries_left_open=tuple(entry for entry in scenario.entries if entry.left_open),
        questions=scenario.questions,
        unverified_notes=tuple((record.entry, record.unverified) for record in records if record.unverified),
        unverified_estimates=tuple(estimate for estimate in estimates if estimate.unverified),
        unconfirmed_checks=tuple(
            check for check in scenario.checks if check.verdict != "confirmed" and noted.isdisjoint(check.entries)
        ),
        disputed_verdicts=tuple((entry_id, verdict) for entry_id, verdict in verdicts if verdict.status == "disputed"),
        contested_estimates=tuple(estimate for estimate in estimates if estimate.contested),
        recalled_works=tuple(work for work in scenario.references if not work.confirmed),
    )


def _with_basis(records: Iterable[Item], basis: str) -> tuple[Item, ...]:
    return tuple(record for record in records if record.basis == basis)
