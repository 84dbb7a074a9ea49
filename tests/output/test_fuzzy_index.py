"""The fuzzy index: a word of a name with one typing error is found in the two shards of its prefix and suffix."""

from __future__ import annotations

from random import Random
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest

from macros.output.fuzzy_index import MAX_PAGES_PER_WORD, build_shards, shard_number
from macros.output.search import tokenize
from macros.output.search_documents import entry_fields
from macros.pages.scenario_index import ScenarioIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.output.fuzzy_index import Shard
    from macros.scenario.model import Scenario


@pytest.fixture(scope="module")
def names(scenario: Scenario) -> dict[str, list[list[str]]]:
    return {
        page: [tokenize(name) for name in fields["names"]]
        for page, fields in entry_fields(ScenarioIndex(scenario)).items()
    }


def look_up(shards: list[Shard], key: str) -> list[int | str]:
    """Return the values of a key, as docs/assets/search-pieces.js looks them up."""
    return shards[shard_number(key, len(shards))].get(key, [])


def similar_words(shards: list[Shard], word: str) -> set[int | str]:
    length = min(3, max(1, (len(word) - 1) // 2))
    return {*look_up(shards, f"^{word[:length]}"), *look_up(shards, f"{word[-length:]}$")}


def misspellings(word: str) -> Iterator[str]:
    """Yield a word with one letter deleted, inserted or replaced, and with two neighbours swapped."""
    for position in range(len(word)):
        yield word[:position] + word[position + 1 :]
        yield f"{word[:position]}q{word[position:]}"
        yield f"{word[:position]}q{word[position + 1 :]}"
        if len(word) > 2:
            yield word[:position] + word[position : position + 2][::-1] + word[position + 2 :]


def test_each_word_and_the_joined_words_of_a_name_lead_to_its_page(names: dict[str, list[list[str]]]) -> None:
    shards = build_shards(names)
    assert len(shards) > 1
    for page, page_names in names.items():
        for words in page_names:
            for word in (*words, "".join(words)):
                count, *pages = look_up(shards, f"={word}")
                assert page in pages or int(count) > MAX_PAGES_PER_WORD, (word, page)


def test_a_word_with_one_typing_error_is_found(names: dict[str, list[list[str]]]) -> None:
    shards = build_shards(names)
    lists = [words for page_names in names.values() for words in page_names]
    words = {word for words in lists for word in (*words, "".join(words)) if len(word) > 1}
    missed = [
        (word, misspelling)
        for word in sorted(words)
        for misspelling in misspellings(word)
        if len(misspelling) > 1 and word not in similar_words(shards, misspelling)
    ]
    assert missed == []


def test_a_word_of_many_names_gives_their_number_and_only_some_pages() -> None:
    total = MAX_PAGES_PER_WORD + 5
    shards = build_shards({f"page{number}": [["great", f"leap{number}"]] for number in range(total)})
    count, *pages = look_up(shards, "=great")
    assert (count, len(pages)) == (total, MAX_PAGES_PER_WORD)
    assert look_up(shards, "=greatleap54") == [1, "page54"]


def test_shards_are_of_similar_size_and_the_same_on_every_run() -> None:
    random = Random(1)  # noqa: S311 - no secret depends on it
    names = {f"page{number}": [["".join(random.choices(ascii_lowercase, k=6)), "well"]] for number in range(3000)}
    shards = build_shards(names)
    sizes = [sum(len(key) + len(str(values)) for key, values in shard.items()) for shard in shards]
    assert max(sizes) < 4 * sum(sizes) / len(sizes)
    assert shards == build_shards(names)
