"""Rules about the story: its passages tell every sentence of the account once, in the order of the account."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from macros.rules.registry import Finding, find_repeats, rule, warning_rule
from macros.scenario.fields import FieldPath
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Passage, Sentence


@warning_rule
def passage_without_sentence(file: LoadedFile) -> Iterator[Finding]:
    """A passage of the story tells at least one sentence of the account."""
    for path, passage in file.records_of(Passage):
        if not passage.sentences:
            message = f"the passage '{passage.id}' names no sentence; name those that it tells"
            yield Finding((*path, "sentences"), message)


@warning_rule
def sentence_without_passage(file: LoadedFile) -> Iterator[Finding]:
    """In a story with passages, a passage tells each sentence of the account."""
    sentence_ids = {sentence_id for _, sentence_id in _references(file)}
    for path, sentence in file.records_of(Sentence) if sentence_ids else ():
        if sentence.id not in sentence_ids and not file.may_contain(sentence.id):
            message = f"no passage tells '{sentence.id}'; name it under `sentences` of a passage"
            yield Finding((*path, "id"), message)


@rule
def sentence_in_two_passages(file: LoadedFile) -> Iterator[Finding]:
    """One passage of the story, and no other, tells a sentence of the account."""
    for path, sentence_id, line in find_repeats(file, _references(file)):
        yield Finding(path, f"'{sentence_id}' is told already, in line {line}; a sentence is told once")


@rule
def passages_out_of_order(file: LoadedFile) -> Iterator[Finding]:
    """The passages of the story, and the sentences in each, stand in the order of the account."""
    ranks = {sentence.id: rank for rank, (_, sentence) in enumerate(file.records_of(Sentence))}
    references = [(path, sentence_id) for path, sentence_id in _references(file) if sentence_id in ranks]
    for (_, previous_id), (path, sentence_id) in pairwise(references):
        if ranks[sentence_id] < ranks[previous_id]:
            message = f"'{sentence_id}' stands after '{previous_id}'; the story follows the order of the account"
            yield Finding(path, message)


def _references(file: LoadedFile) -> Iterator[tuple[FieldPath, str]]:
    """Yield the id of each sentence that a passage tells, with its path, in the order of the file."""
    for path, passage in file.records_of(Passage):
        for index, sentence_id in enumerate(passage.sentences):
            yield (*path, "sentences", index), sentence_id
