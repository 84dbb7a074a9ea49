"""Rules about sources: everything rests on something, and nothing unverified passes for verified."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.rules.registry import Finding, rule
from macros.scenario.fields import ForeignKey, slugify
from macros.scenario.history import Estimate, HistoryRecord, Myth, Reference
from macros.scenario.model import Entry, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.fields import FieldPath
    from macros.scenario.loader import LoadedFile

_DOUBT = re.compile(
    r"""\b( unverified | unconfirmed | from\ memory
      | (?:not|never)\ (?:been\ )?(?:re-?)?(?:checked|confirmed|verified) )\b""",
    re.IGNORECASE | re.VERBOSE,
)


@rule
def sentence_without_claim(file: LoadedFile) -> Iterator[Finding]:
    """A sentence of the account makes at least one claim."""
    claimed = {sentence for _, _, sentence in file.claims()}
    for place, sentence in file.of(Sentence):
        if sentence.id not in claimed and not file.value((*place, "claims")):
            yield Finding(
                (*place, "claims"), f"the sentence '{sentence.id}' has no claim; every sentence says something"
            )


@rule
def claim_about_nothing(file: LoadedFile) -> Iterator[Finding]:
    """A claim is about at least one entry."""
    for place, claim, _ in file.claims():
        if not claim.entries:
            yield Finding((*place, "entries"), f"the claim '{claim.id}' is about no entry; name at least one")


@rule
def entry_without_claim(file: LoadedFile) -> Iterator[Finding]:
    """An entry rests on at least one claim: as what it is about, or as a person or group it concerns."""
    rested = {subject for _, claim, _ in file.claims() for subject in (*claim.entries, *claim.people)}
    for place, entry in file.of(Entry):
        if entry.id not in rested and slugify(entry.id) not in rested and not file.may_hold(entry.id):
            message = f"no claim is about '{entry.id}'; name it under `entries` or `people` of a claim"
            yield Finding((*place, "id"), message)


@rule
def unused_reference(file: LoadedFile) -> Iterator[Finding]:
    """A reference is cited somewhere."""
    used = {value for _, _, value in file.values_with_marker(ForeignKey("references"), where=bool)}
    for place, reference in file.of(Reference):
        if not {reference.id, slugify(reference.id)} & used and not file.may_hold(reference.id):
            yield Finding((*place, "id"), f"nothing cites '{reference.id}'; cite it or take it out")


@rule
def unmarked_unverified(file: LoadedFile) -> Iterator[Finding]:
    """A statement about our timeline that could not be confirmed is marked so and kept apart from what was."""
    for place, record in (*file.of(HistoryRecord), *file.of(Myth), *file.of(Estimate)):
        match record:
            case HistoryRecord():
                yield from _doubted((*place, "note"), record.note, "move the statement to `unverified`")
                if not record.references and not record.unverified:
                    message = "nothing is cited; give references, or say it under `unverified`"
                    yield Finding((*place, "references"), message)
            case Myth():
                yield from _doubted((*place, "text"), record.text, "confirm the statement or take it out")
                if not record.references:
                    yield Finding((*place, "references"), "nothing is cited; give references")
            case Estimate(unverified=False, reference=None):
                message = "an estimate with no reference is unverified; expected `unverified: true`"
                yield Finding((*place, "unverified"), message)


def _doubted(place: FieldPath, text: str, advice: str) -> Iterator[Finding]:
    if doubt := _DOUBT.search(text):
        message = f"'{doubt.group()}' stands among confirmed statements; {advice}"
        yield Finding(place, message, needle=doubt.group())
