"""Names in shards: whoever writes a word with one letter wrong finds it in the two shards that are looked into."""

from __future__ import annotations

from random import Random
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest

from macros.output.fuzzy_index import ENOUGH, shard_of, shards
from macros.output.search import divider, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.output.fuzzy_index import Shard
    from macros.scenario.model import Scenario

SEPARATOR = r"[\s\-,;:.!?()\"/]+"


@pytest.fixture(scope="module")
def names(scenario: Scenario) -> dict[str, list[list[str]]]:
    divide = divider(SEPARATOR)
    return {page: [divide(name) for name in known] for page, known in names_of(scenario.entries).items()}


def looked_up(made: list[Shard], key: str) -> list[int | str]:
    """Return what stands under a key, as docs/assets/search-pieces.js looks it up."""
    return made[shard_of(key, len(made))].get(key, [])


def near(made: list[Shard], word: str) -> set[int | str]:
    size = min(3, max(1, (len(word) - 1) // 2))
    return {*looked_up(made, f"^{word[:size]}"), *looked_up(made, f"{word[-size:]}$")}


def slips(word: str) -> Iterator[str]:
    """Give a word with one letter left out, put in, or taken for another, and with two that changed places."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
        yield f"{word[:place]}q{word[place:]}"
        yield f"{word[:place]}q{word[place + 1 :]}"
        if len(word) > 2:
            yield word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def test_every_name_leads_to_its_page_by_each_word_and_by_all_as_one(names: dict[str, list[list[str]]]) -> None:
    made = shards(names)
    assert len(made) > 1
    for page, known in names.items():
        for words in known:
            for word in (*words, "".join(words)):
                count, *pages = looked_up(made, f"={word}")
                assert page in pages or int(count) > ENOUGH, (word, page)


def test_a_word_of_a_name_with_one_slip_finds_it(names: dict[str, list[list[str]]]) -> None:
    made = shards(names)
    words = {word for known in names.values() for one in known for word in (*one, "".join(one)) if len(word) > 1}
    missed = [(word, slip) for word in sorted(words) for slip in slips(word) if word not in near(made, slip)]
    assert [(word, slip) for word, slip in missed if len(slip) > 1] == []


def test_a_word_of_many_names_leads_to_enough_of_them_and_says_of_how_many() -> None:
    made = shards({f"page{number}": [["great", f"leap{number}"]] for number in range(ENOUGH + 5)})
    count, *pages = looked_up(made, "=great")
    assert (count, len(pages)) == (ENOUGH + 5, ENOUGH)
    assert looked_up(made, "=greatleap54") == [1, "page54"]


def test_shards_stay_small_however_many_names_there_are() -> None:
    random = Random(1)  # noqa: S311 - nothing is kept secret by it
    names = {f"page{number}": [["".join(random.choices(ascii_lowercase, k=6)), "well"]] for number in range(3000)}
    made = shards(names)
    sizes = [sum(len(key) + len(str(found)) for key, found in shard.items()) for shard in made]
    assert max(sizes) < 4 * sum(sizes) / len(sizes)
    assert made == shards(names)
