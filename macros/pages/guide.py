"""Values for the guide from the data and the model: ids for examples that fit the data, and meanings of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from macros.scenario import vocabularies as words
from macros.scenario.model import Claim, Question, Scenario

EXAMPLE_ENTRY = "lost-letter"
"""The id of the entry that the examples add."""
FIRST_DAY = "2026-01-01"
"""The day of the example of a revision where the data has no revision."""


def example_ids(scenario: Scenario) -> dict[str, str]:
    """Return, by name, ids of records that examples can refer to, ids that are free, and the day of a new revision.

    `thread`, `entry` and `sentence` are there. `claim` and `retired-claim` are free ids of that sentence, `question` is
    free, and `new-sentence` begins a new paragraph. Where an example was pasted, it keeps its id: the page of the guide
    reloads while a reader follows it.
    """
    entry = next((entry for entry in scenario.entries if not (entry.is_actor or entry.id == EXAMPLE_ENTRY)), None)
    used = {claim.id for sentence in scenario.sentences for claim in sentence.claims}
    used |= {question.id for question in scenario.questions} | {record.id for record in scenario.retired}
    first = next((sentence.id for sentence in scenario.sentences), "p1-s1")
    claims = [claim for sentence in scenario.sentences[:1] for claim in sentence.claims]
    free_claims = (claim for number in count(1) if (claim := f"{first}-c{number}") not in used)
    free_questions = (question for number in count(1) if (question := f"q{number}") not in used)
    return {
        "thread": entry.thread if entry else "some-thread",
        "entry": entry.id if entry else "some-entry",
        "sentence": first,
        "claim": _about_example(claims) or next(free_claims),
        "retired-claim": next(free_claims),
        "question": _about_example(scenario.questions) or next(free_questions),
        "new-sentence": _new_sentence(scenario),
        "day": max((revision.date for revision in scenario.revisions), default=FIRST_DAY),
    }


def _about_example(records: Iterable[Claim | Question]) -> str | None:
    """Return the id of the first record that is about the entry of the examples."""
    return next((record.id for record in records if EXAMPLE_ENTRY in record.entries), None)


def _new_sentence(scenario: Scenario) -> str:
    """Return the id of the sentence of the example, if it was pasted, or else of one in a paragraph that never was."""
    pasted = next((sentence.id for sentence in scenario.sentences[1:] if _about_example(sentence.claims)), None)
    ids = [record.id for record in scenario.retired if record.section == "sentences"]
    ids += [sentence.id for sentence in scenario.sentences]
    return pasted or f"p{max((int(locator[1:].partition('-')[0]) for locator in ids), default=0) + 1}-s1"


def vocabularies() -> dict[str, Mapping[str, str]]:
    """Return the meanings of the values of each vocabulary, by its name, and those of the sections of the data file."""
    named = {name: value for name, value in vars(words).items() if isinstance(value, words.Vocabulary)}
    sections = {name: field.description or "" for name, field in Scenario.model_fields.items()}
    return {name.lower().replace("_", "-"): value.descriptions for name, value in named.items()} | {
        "sections": sections
    }
