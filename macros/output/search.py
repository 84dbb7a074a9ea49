"""The search files of a site: all documents in one file while they are few, a sharded index when they are many.

The input are the documents that the theme's search plugin writes into its index, whatever the engine. A chunk is the
documents of a page, or of a part of a long page. A sharded index consists of Pagefind's indexes of words, whose
fragment ids also name the chunks; one file of documents for each chunk; and shards of names (`fuzzy_index.py`).
search-pieces.js fetches the files that a query needs. The `config` of the index that every page fetches counts them in
`pieces`: `bundles` are Pagefind's indexes, and `parts` are chunks.

Source: Pagefind, https://pagefind.app/docs/indexing/.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, groupby, pairwise
from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory

from pydantic_core import to_json

from macros.output.fuzzy_index import build_shards
from macros.output.search_documents import Document, all_names, merge_headings

MAX_CHUNK_LENGTH = 10_000
"""The most characters of text in one chunk."""
MAX_PAGEFIND_WORDS = 650_000
"""The most words in one Pagefind index: Pagefind takes 0.8 kB of memory for each while it writes."""
MAX_COMMON_WORD_CHUNKS = 50
"""A word in more than a tenth of all chunks says little; the sharded index has it for this many chunks only."""
SEARCH_FOLDER = "search/"
SEARCH_INDEX = f"{SEARCH_FOLDER}search_index.json"
"""The file that every page fetches."""
SEARCH_DOCUMENTS = f"{SEARCH_FOLDER}documents.json"
"""The file that the first query fetches, unless the index is sharded."""
_INDEX_FILES = ("pagefind-entry.json", "*.pf_meta", "index/*")
_PROGRAM_FILES = ("pagefind.js", "wasm.*.pagefind")
"""The files of Pagefind that a query fetches; the program is fetched from the first index only.

Pagefind's other files are for its own search box and its own excerpts.
"""

_APOSTROPHE = re.compile("['\\u2019\\u2018\\u02bc\\u02bb\\u02bd`](?a:s\\b)?")
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\U00020000-\U0003ffff"
)
"""Characters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana and Chinese.

Korean is among them, since it joins words and endings.
"""
STOP_WORDS = (
    "actually anybody anyone arent became become cant couldnt didnt doesnt dont ever exactly hes im isnt please thats "
    "theres theyre wasnt werent whats whos wouldnt ppl "
    "a about all also an and any are as at be been but by came can come could did do does for from get had happen "
    "happened has have he her him his how i if in into is it its just me my of on or our out page really say she "
    "should site so some tell than that the their them then there these they this those to up us was we were what "
    "when where which who whom whose why will with would you your"
)
"""Words that say little about what a query is after."""
_WORD = re.compile(rf"([{UNSPACED}]+)|[^\W_{UNSPACED}]+")
_PAIR = re.compile(f"[{UNSPACED}]{{2}}")
_PLURAL = re.compile("(?<=[a-hj-rtv-z])s$")
_TEXT_CHUNK = re.compile(rf"(?s)\S.{{0,{MAX_CHUNK_LENGTH - 1}}}(?!\S)|\S{{1,{MAX_CHUNK_LENGTH}}}")


def build_search(
    config: Mapping[str, object], documents: Iterable[Document], fields: Mapping[str, Document], max_file_bytes: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the search files: paths from the root of the site, and contents.

    Args:
        config: the `config` of the index of the theme's search plugin.
        documents: the documents of all pages; those of one page are consecutive, the page itself first.
        fields: the further fields of documents, by their location.
        max_file_bytes: the most bytes of JSON of all documents in one file. Above it, the index is sharded. No more
            bytes of documents than this are held in memory.

    Raises:
        OSError: Pagefind has no program for this machine, or it cannot be run.
        RuntimeError: Pagefind left out a chunk of a page.
    """
    documents = merge_headings(documents)
    complete_documents = (document | fields.get(document["location"], Document()) for document in documents)
    head, bytes_left = [], max_file_bytes - 1  # the brackets take two bytes, less one: the last document has no comma
    for document in complete_documents:
        head.append(document)
        bytes_left -= len(to_json(document)) + 1
        if bytes_left < 0:
            break
    counts: Mapping[str, object] = {}
    if bytes_left >= 0:
        yield SEARCH_DOCUMENTS, to_json(head)
    else:
        chunks = _split_into_chunks(chain(head, complete_documents))
        counts = {"pieces": (yield from _build_sharded_index(chunks))}
    settings = {"stop_words": STOP_WORDS, "unspaced": UNSPACED}
    yield SEARCH_INDEX, to_json({"config": {**config, **settings, **counts}, "docs": []})


def _build_sharded_index(chunks: Iterable[list[Document]]) -> Generator[tuple[str, bytes], None, dict[str, int]]:
    """Yield the files of a sharded index; return the numbers of its Pagefind indexes, shards and chunks.

    Chunks and their words are written to temporary files: there may be many.
    """
    chunk_counts: Counter[str] = Counter()
    names: list[list[list[str]]] = []
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        for number, chunk in enumerate(chunks):
            words = _unique_words(chunk)
            chunk_counts.update(words)
            (scratch / f"{number}.words").write_bytes(to_json(words))
            (scratch / f"{number}.json").write_bytes(to_json(chunk))
            names.append([tokenize(name) for document in chunk for name in all_names(document)])
        word_lists = (json.loads((scratch / f"{number}.words").read_bytes()) for number in range(len(names)))
        common_words = {word for word, count in chunk_counts.items() if count * 10 > len(names)}
        ids, index_count = yield from _build_indexes(_limit_common_words(word_lists, common_words))
        for number, chunk_id in enumerate(ids):
            yield f"{SEARCH_FOLDER}documents/{chunk_id}.json", (scratch / f"{number}.json").read_bytes()
    shards = build_shards({chunk_id: words for chunk_id, words in zip(ids, names, strict=True) if words})
    for number, shard in enumerate(shards):
        yield f"{SEARCH_FOLDER}names/{number}.json", to_json(shard)
    return {"bundles": index_count, "shards": len(shards), "parts": len(names)}


def _split_into_chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield the documents of each page, in several chunks if it is long, so that no query fetches all of a long page.

    Each chunk begins with the page itself.
    """
    for _, group in groupby(documents, lambda document: document["location"].partition("#")[0]):
        chunk: list[Document] = []
        length_left = MAX_CHUNK_LENGTH
        for document in chain.from_iterable(map(_split_document, group)):
            if chunk and length_left < len(document["text"]):
                yield chunk
                page = _continued_page(chunk[0])
                chunk, length_left = [page] if "#" in document["location"] else [], MAX_CHUNK_LENGTH
            chunk.append(document)
            length_left -= len(document["text"])
        yield chunk


def _continued_page(page: Document) -> Document:
    """Return a page without text and names, to precede a further chunk of its sections."""
    document = Document(location=page["location"], title=page["title"], text="", continued=True)
    return document | {"in_reality": page["in_reality"]} if "in_reality" in page else document


def _split_document(document: Document) -> Iterator[Document]:
    """Yield a document, or, if it is too long for a chunk, several without markup."""
    if len(document["text"]) <= MAX_CHUNK_LENGTH:
        yield document
        return
    for number, text in enumerate(_TEXT_CHUNK.findall(_strip_tags(document["text"]))):
        if number:
            yield Document(location=document["location"], title=document["title"], text=text, continued=True)
        else:
            yield document | {"text": text}


def tokenize(text: str) -> list[str]:
    """Return the words of a text, like `split` in docs/assets/search-worker.js.

    Words have no case, marks and plural endings. Scripts without spaces between words yield pairs of characters.
    """
    folded = unicodedata.normalize("NFKD", text).lower()
    for character in set(folded):
        if unicodedata.category(character).startswith("M"):
            folded = folded.replace(character, "")
    text = unicodedata.normalize("NFC", _APOSTROPHE.sub("", folded))  # composes Korean syllables
    return [word for match in _WORD.finditer(text) for word in _divide(match)]


def _divide(match: re.Match[str]) -> Iterable[str]:
    if match[1]:
        return map("".join, pairwise(match[1])) if len(match[1]) > 1 else [match[1]]
    word = match[0]
    return [word if len(word) < 5 else _PLURAL.sub("", re.sub("ies$", "y", word))]  # noqa: PLR2004 - as the script does


def _build_indexes(word_lists: Iterable[list[str]]) -> Generator[tuple[str, bytes], None, tuple[list[str], int]]:
    """Yield the files of Pagefind's indexes of chunks; return the id of each chunk and the number of indexes.

    The program of the first index searches all.
    """
    ids: list[str] = []
    for count, group in enumerate(_group_word_lists(word_lists)):
        path = f"{SEARCH_FOLDER}words/{count}/"
        # Ids of chunks begin with the language, so each index has its own. ISO 639 reserves these codes for private
        # use; Pagefind does not know them and so does not stem words, as our search does not.
        language = f"q{ascii_lowercase[count // 26]}{ascii_lowercase[count % 26]}"
        patterns = _INDEX_FILES if count else (*_PROGRAM_FILES, *_INDEX_FILES)
        ids += yield from _build_index(group, path, language, patterns)
    return ids, count + 1


def _group_word_lists(word_lists: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Yield the word lists of chunks in as few groups as Pagefind has memory for."""
    group: list[list[str]] = []
    words_left = MAX_PAGEFIND_WORDS
    for words in word_lists:
        if group and words_left < len(words):
            yield group
            group, words_left = [], MAX_PAGEFIND_WORDS
        group.append(words)
        words_left -= len(words)
    yield group


def _build_index(
    word_lists: Sequence[list[str]], path: str, language: str, patterns: Iterable[str]
) -> Generator[tuple[str, bytes], None, list[str]]:
    """Yield the files of one Pagefind index that match the patterns; return the id of each chunk."""
    import asyncio  # noqa: PLC0415 - only large sites need it
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - as above

    with TemporaryDirectory() as folder:
        pages, output = Path(folder) / "pages", Path(folder) / "output"
        pages.mkdir()
        for number, words in enumerate(word_lists):
            text = html.escape(" ".join(words)) or number  # Pagefind leaves out empty pages
            content = f"<!doctype html><html><body>{text}</body></html>"
            (pages / f"{number}.html").write_text(content, encoding="utf-8")
        with ThreadPoolExecutor(1) as thread:  # the calling thread may run an event loop of its own
            thread.submit(asyncio.run, _run_pagefind(pages, output, language)).result()
        fragments = sorted(map(_read_fragment, (output / "fragment").iterdir()))
        if len(fragments) != len(word_lists):
            raise RuntimeError(f"expected an index of {len(word_lists)} chunks of pages, found {len(fragments)}")
        for pattern in patterns:
            for file in sorted(output.glob(pattern)):
                yield f"{path}{file.relative_to(output).as_posix()}", file.read_bytes()
        return [chunk_id for _, chunk_id in fragments]


def _unique_words(chunk: Sequence[Document]) -> list[str]:
    """Return the words of a chunk, each once, in order.

    Pagefind stores each position of a word, for excerpts that we do not use, and takes memory for each.
    """
    text = " ".join(f"{document['title']} {_strip_tags(document['text'])}" for document in chunk)
    words = tokenize(html.unescape(text))
    # A search for one character finds the pairs that begin with it. The last characters of pairs stand by themselves.
    return [*dict.fromkeys([*words, *(word[1:] for word in words if _PAIR.fullmatch(word))])]


def _strip_tags(markup: str) -> str:
    return re.sub("<[^>]*>", " ", markup)


def _limit_common_words(word_lists: Iterable[list[str]], common_words: AbstractSet[str]) -> Iterator[list[str]]:
    """Yield the words of each chunk; a common word only in the first `MAX_COMMON_WORD_CHUNKS` chunks that have it."""
    occurrences: Counter[str] = Counter()
    for words in word_lists:
        indexed = [word for word in words if word not in common_words or occurrences[word] < MAX_COMMON_WORD_CHUNKS]
        occurrences.update(indexed)
        yield indexed


async def _run_pagefind(pages: Path, output: Path, language: str) -> None:
    """Write Pagefind's index of a folder of pages into another folder.

    It reads a folder because its client waits a tenth of a second for each record that it is sent.
    """
    from pagefind.index import PagefindIndex  # noqa: PLC0415 - only large sites need it

    async with PagefindIndex({"force_language": language, "output_path": str(output)}) as index:
        await index.add_directory(str(pages))


def _read_fragment(path: Path) -> tuple[int, str]:
    """Return the number of the page of one of Pagefind's fragments, and its id: the language and a hash."""
    content = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
    return int(re.sub(r"\D", "", json.loads(content)["url"])), path.stem
