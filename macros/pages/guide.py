"""What the guide takes from the data and the model: ids for examples that fit the data, and what each word means."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from macros.scenario import vocabularies as words
from macros.scenario.model import Scenario

FIRST_DAY = "2026-01-01"
"""The day of the example of a revision where the data has no revision."""


def example_ids(scenario: Scenario) -> dict[str, str]:
    """Return, by name, ids of records that examples can refer to, ids that are free, and the day of a new revision.

    `thread`, `entry` and `sentence` are there. `claim` and `retired-claim` are free ids of that sentence, `question` is
    free, and `new-sentence` is the first of a new paragraph.
    """
    entry = next((entry for entry in scenario.entries if not entry.is_actor), None)
    sentence = next((sentence.id for sentence in scenario.sentences), "p1-s1")
    used = {claim.id for sentence in scenario.sentences for claim in sentence.claims}
    used |= {question.id for question in scenario.questions} | {record.id for record in scenario.retired}
    claims = (claim for number in count(1) if (claim := f"{sentence}-c{number}") not in used)
    retired = [record.id for record in scenario.retired if record.section == "sentences"]
    paragraphs = [int(locator[1:].partition("-")[0]) for locator in (*(s.id for s in scenario.sentences), *retired)]
    return {
        "thread": entry.thread if entry else "some-thread",
        "entry": entry.id if entry else "some-entry",
        "sentence": sentence,
        "claim": next(claims),
        "retired-claim": next(claims),
        "question": next(question for number in count(1) if (question := f"q{number}") not in used),
        "new-sentence": f"p{max(paragraphs, default=0) + 1}-s1",
        "day": max((revision.date for revision in scenario.revisions), default=FIRST_DAY),
    }


def vocabularies() -> dict[str, Mapping[str, str]]:
    """Return the meanings of the values of each vocabulary, by its name, and those of the sections of the data file."""
    named = {name: value for name, value in vars(words).items() if isinstance(value, words.Vocabulary)}
    sections = {name: field.description or "" for name, field in Scenario.model_fields.items()}
    return {name.lower().replace("_", "-"): value.descriptions for name, value in named.items()} | {
        "sections": sections
    }
