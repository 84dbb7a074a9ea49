"""Names of pages in shards, so that what a reader writes finds the names that are near by a few small files.

Words that differ in one place agree before it or behind it; so a word is kept under how it begins and how it ends, and
a query's word is looked for under both. It is the partition of Wu and Manber ("Fast text searching allowing errors",
Communications of the ACM 35, 1992): cut into more parts than there are errors, and one part is right. Both ends leave
the middle of a word free, so two letters that changed places do no harm either.

A shard is an object of lists by keys: `^` and a beginning, or an end and `$`, have words; `=` and a word has how many
pages it names, and what these are called. A name is kept by each of its words, and by all of them as one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST = 3
"""How many letters an end of a word has at most."""
ENOUGH = 50
"""A word that names many pages leads to so many of them; what tells them apart are the others, or all as one."""
MANY = 200
"""Where more words begin or end alike, names as one are left out: many have the same last word, which finds them."""
SIZE = 4_000
"""How many characters a shard holds, about; a third of that is sent, zipped."""

Shard: TypeAlias = dict[str, list[int | str]]


def shards(names: Mapping[str, Iterable[Sequence[str]]]) -> list[Shard]:
    """Return shards of names, which are given as words, by what the pages that they name are called."""
    pages: dict[str, dict[str, None]] = defaultdict(dict)
    alone: set[str] = set()
    for page, known in names.items():
        for words in known:
            alone.update(words)
            for word in {*words, "".join(words)} - {""}:
                pages[word][page] = None
    kept: dict[str, list[str]] = defaultdict(list)
    for word in sorted(pages):
        for key in _keys(word):
            kept[key].append(word)
    made: Shard = {f"={word}": [len(found), *list(found)[:ENOUGH]] for word, found in pages.items()}
    for key, near in kept.items():
        made[key] = [*near] if len(near) <= MANY else [word for word in near if word in alone]
    return _divided(made)


def _divided(whole: Shard) -> list[Shard]:
    count = 1 + sum(len(key) + sum(3 + len(str(one)) for one in found) for key, found in whole.items()) // SIZE
    made: list[Shard] = [{} for _ in range(count)]
    for key, found in sorted(whole.items()):
        made[shard_of(key, count)][key] = found
    return made


def shard_of(key: str, count: int) -> int:
    """Return which of so many shards has a key, if any has. It is the hash of the database library sdbm."""
    found = 0
    for sign in key:
        found = (65_599 * found + ord(sign)) % 2**32
    return found % count


def _keys(word: str) -> list[str]:
    """Return what a word is kept under, so that it is found by whoever writes a letter more or less."""
    sizes = sorted({_size(len(word) + change) for change in (-1, 0, 1)})
    return [key for size in sizes for key in _ends(word, size)]


def _size(length: int) -> int:
    """Return how many letters an end of a word of some length has: at least one stays between the two."""
    return min(LONGEST, max(1, (length - 1) // 2))


def _ends(word: str, size: int) -> tuple[str, str]:
    return f"^{word[:size]}", f"{word[-size:]}$"
