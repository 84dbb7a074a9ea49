"""The story: passages tell each sentence of the account once, in its order."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Case, assert_problems


def passages(*sentences: str) -> tuple[str, str]:
    """Return the edit that adds a passage for each list of sentences."""
    records = (
        f"  - {{id: passage-{number}, title: T, text: It did., sentences: {ids}}}\n"
        for number, ids in enumerate(sentences, 1)
    )
    return "\nentries:\n", f"\nstory:\n{''.join(records)}\nentries:\n"


CASES: dict[str, Case] = {
    "a passage tells one sentence or more": ([passages("[p1-s1]", "[p1-s2, p2-s1]")], []),
    "an empty story asks for nothing": ([("\nentries:\n", "\nstory: []\n\nentries:\n")], []),
    "a sentence that no passage tells": (
        [("  - id: p2-s1\n", "  - id: ¦p2-s1\n"), passages("[p1-s1, p1-s2]")],
        ["warning: sentence-without-passage: no passage tells 'p2-s1'; name it under `sentences` of a passage"],
    ),
    "a sentence that only a bad passage tells": (
        [passages("[p1-s1]", "[p1-s2, p2-s1], ¦texts: No")],
        ["unknown-field: there is no field 'texts'; the fields are id, title, text, sentences, in_reality"],
    ),
    "a sentence in two passages, and twice in one": (
        [passages("[p1-s1]", "[¦p1-s1, p1-s2, ¦p1-s2, p2-s1]")],
        [
            "sentence-in-two-passages: 'p1-s1' is told already, in line 31; a sentence is told once",
            "sentence-in-two-passages: 'p1-s2' is told already, in line 32; a sentence is told once",
        ],
    ),
    "passages in another order than the account": (
        [passages("[p1-s2]", "[¦p1-s1, p2-s1]")],
        ["passages-out-of-order: 'p1-s1' stands after 'p1-s2'; the story follows the order of the account"],
    ),
    "a passage that tells nothing": (
        [passages("[p1-s1, p1-s2, p2-s1]", "¦[]")],
        ["warning: passage-without-sentence: the passage 'passage-2' names no sentence; name those that it tells"],
    ),
    "a sentence that the account does not have, and no whole account": (
        [passages("[p1-s1, p1-s2, p2-s1, ¦p2-s9, ¦account]")],
        [
            "unknown-locator: the account has no sentence 'p2-s9'; did you mean 'p2-s1'?",
            "unknown-locator: the account has no sentence 'account'",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_passages_of_a_story(case: Case) -> None:
    assert_problems(case)
