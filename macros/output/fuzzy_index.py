"""An index of page names in shards, by which a misspelt query finds similar names in a few small files.

Two words that differ in one place agree before it or after it. So each word is indexed under its prefix and its suffix,
and a word of a query is looked up under both. This is the pattern partition of Wu and Manber ("Fast text searching
allowing errors", Communications of the ACM 35, 1992): cut a word into more parts than it has errors, and one part has
none. Prefix and suffix leave out the middle of a word, so two swapped letters there do no harm either.

A shard maps keys to lists. `^` and a prefix, or a suffix and `$`, lead to words; `=` and a word leads to the number of
pages whose names contain it, and to the ids of these pages. A name is indexed by each of its words, and by all of them
joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

MAX_AFFIX_LENGTH = 3
"""The most letters of a prefix or suffix."""
MAX_PAGES_PER_WORD = 50
"""The most pages that one word leads to. The other words of a name, or all joined, tell its page from the rest."""
MAX_WORDS_PER_AFFIX = 200
"""Where more words share a prefix or suffix, joined names are left out: their last words find them."""
SHARD_SIZE = 4_000
"""The approximate number of characters in a shard; gzip sends a third of it."""

Shard: TypeAlias = dict[str, list[int | str]]


def build_shards(names: Mapping[str, Iterable[Sequence[str]]]) -> list[Shard]:
    """Return the shards of an index of names, which are given as lists of words, by page id."""
    ids_by_word: dict[str, dict[str, None]] = defaultdict(dict)
    single_words: set[str] = set()
    for page_id, page_names in names.items():
        for words in page_names:
            single_words.update(words)
            for word in {*words, "".join(words)} - {""}:
                ids_by_word[word][page_id] = None
    words_by_affix: dict[str, list[str]] = defaultdict(list)
    for word in sorted(ids_by_word):
        for key in _affix_keys(word):
            words_by_affix[key].append(word)
    index: Shard = {f"={word}": [len(ids), *list(ids)[:MAX_PAGES_PER_WORD]] for word, ids in ids_by_word.items()}
    for key, similar in words_by_affix.items():
        index[key] = [word for word in similar if len(similar) <= MAX_WORDS_PER_AFFIX or word in single_words]
    return _split_into_shards(index)


def _split_into_shards(index: Shard) -> list[Shard]:
    size = sum(len(key) + sum(3 + len(str(value)) for value in values) for key, values in index.items())
    shards: list[Shard] = [{} for _ in range(1 + size // SHARD_SIZE)]
    for key, values in sorted(index.items()):
        shards[shard_number(key, len(shards))][key] = values
    return shards


def shard_number(key: str, count: int) -> int:
    """Return the number, from 0 to `count` - 1, of the shard of a key: the hash of the sdbm database library."""
    value = 0
    for character in key:
        value = (65_599 * value + ord(character)) % 2**32
    return value % count


def _affix_keys(word: str) -> list[str]:
    """Return the keys of a word. They cover the affix lengths of words with one letter more or fewer."""
    lengths = sorted({_affix_length(len(word) + change) for change in (-1, 0, 1)})
    return [key for length in lengths for key in (f"^{word[:length]}", f"{word[-length:]}$")]


def _affix_length(word_length: int) -> int:
    """Return how many letters the affixes of a word have: at least one letter stays between the two."""
    return min(MAX_AFFIX_LENGTH, max(1, (word_length - 1) // 2))
