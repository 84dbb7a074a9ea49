"""What search is made of: the whole of what pages say while that is small, an index in pieces when it is large.

It takes the documents of a search index as the theme's plugin writes them, from whatever engine, and gives files. In
pieces, that is Pagefind's index of words (whose ids also name pages here), a file of documents a page, and names in
shards (`macros/publish/names.py`); docs/assets/search-pieces.js picks from them what a query needs. Which of the two
there is stands in the one index that every page fetches, in its `config`.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import re
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from pagefind.index import PagefindIndex

from macros.pages import addresses
from macros.publish.names import shards

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from macros.lore.model import Entry

PART = 10_000
"""How many characters of text a query fetches of a page at most at once."""
ENOUGH = 50
"""A word that stands on more than a tenth of all pages tells little; the index of pieces has it for so many of them."""
FOLDER = "search/"
INDEX = f"{FOLDER}search_index.json"
"""What every page fetches."""
WHOLE = f"{FOLDER}documents.json"
"""What is fetched when something is first asked, unless the index is in pieces."""
_SHIPPED = ("pagefind.js", "pagefind-entry.json", "wasm.*.pagefind", "*.pf_meta", "index/*")
"""What a query fetches of what Pagefind writes: the rest is for its own box, and for results that it shows itself."""

_APOSTROPHE = re.compile("['\\u2019\\u02bc](?a:s\\b)?")
_PIECE = re.compile(rf"(?s)\S.{{0,{PART - 1}}}(?!\S)|\S{{1,{PART}}}")


class Document(TypedDict, total=False):
    """A page, or a section of one where the location has a `#`.

    `names` stand with pages of entries alone. `continued` is a page that stands before another part of its sections.
    """

    location: str
    title: str
    text: str
    names: list[str]
    continued: bool


Index: TypeAlias = "dict[str, object]"
"""What the theme fetches with every page: `config`, and the documents, `docs`."""


def names_of(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """Return every name that leads to an entry, misspelt ones too, by the address of its page."""
    return {addresses.entry(entry.id): [entry.title, *entry.names, *entry.misspellings] for entry in entries}


def search_files(
    config: Mapping[str, object], documents: Sequence[Document], names: Mapping[str, list[str]], whole: int
) -> Iterator[tuple[str, bytes]]:
    """Give the files of search: addresses from the root of the site, and contents.

    `names` are by location. Documents of a page follow each other, itself first. Above `whole` bytes of documents, the
    index is in pieces.

    Raises:
        OSError: Pagefind has no program for this machine, or it cannot be run.
        RuntimeError: Pagefind left something out.
    """
    named = [Document(**one, names=names[one["location"]]) if one["location"] in names else one for one in documents]
    found = _json(named)
    pieces: Mapping[str, object] = {}
    if len(found) <= whole:
        yield WHOLE, found
    else:
        del found
        pieces = {"pieces": (yield from _pieces(list(_parts(named)), divider(str(config["separator"]))))}
    yield INDEX, _json({"config": {**config, **pieces}, "docs": []})


def _pieces(
    parts: Sequence[Sequence[Document]], divide: Callable[[str], list[str]]
) -> Generator[tuple[str, bytes], None, dict[str, int]]:
    """Give the files of an index in pieces; return how many shards of names there are, and how many parts of pages."""
    called = yield from _words(parts, divide)
    named: dict[str, list[list[str]]] = {}
    for name, part in zip(called, parts, strict=True):
        yield f"{FOLDER}documents/{name}.json", _json(part)
        if not part[0].get("continued"):
            named[name] = [divide(one) for one in part[0].get("names") or [part[0]["title"]]]
    made = shards(named)
    for number, shard in enumerate(made):
        yield f"{FOLDER}names/{number}.json", _json(shard)
    return {"shards": len(made), "parts": len(parts)}


def _parts(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Give the documents of each page; those of a long page in parts, each of which begins with the page itself.

    So nobody has to fetch all of a page that lists everything.
    """
    for _, group in groupby(documents, lambda one: one["location"].partition("#")[0]):
        part: list[Document] = []
        room = PART
        for one in chain.from_iterable(map(_cut, group)):
            if part and room < len(one["text"]):
                yield part
                page = Document(location=part[0]["location"], title=part[0]["title"], text="", continued=True)
                part, room = [page] if "#" in one["location"] else [], PART
            part.append(one)
            room -= len(one["text"])
        yield part


def _cut(document: Document) -> Iterator[Document]:
    """Give a document; one that is too long for a part without its markup, in pieces."""
    if len(document["text"]) <= PART:
        yield document
        return
    plain = re.sub("<[^>]*>", " ", document["text"])
    for number, text in enumerate(_PIECE.findall(plain)):
        if number:
            yield Document(location=document["location"], title=document["title"], text=text, continued=True)
        else:
            yield document | {"text": text}


def divider(separator: str) -> Callable[[str], list[str]]:
    """Return what folds a text and divides it into words, as `split` in docs/assets/search-worker.js does."""
    between = re.compile(separator)

    def divide(text: str) -> list[str]:
        folded = unicodedata.normalize("NFKD", text).lower()
        for sign in {*folded}:
            if unicodedata.category(sign).startswith("M"):
                folded = folded.replace(sign, "")
        return [word for word in between.split(_APOSTROPHE.sub("", folded)) if word]

    return divide


def _words(
    pages: Sequence[Sequence[Document]], divide: Callable[[str], list[str]]
) -> Generator[tuple[str, bytes], None, list[str]]:
    """Give the files of Pagefind's index of the words of parts of pages; return what it calls each.

    Raises:
        OSError, RuntimeError: as by `search_files`.
    """
    with TemporaryDirectory() as folder:
        said, pieces = Path(folder) / "said", Path(folder) / "pieces"
        said.mkdir()
        for number, words in enumerate(_telling([_said(page, divide) for page in pages])):
            spoken = html.escape(" ".join(words)) or number  # Pagefind leaves out what says nothing
            content = f"<!doctype html><html><body>{spoken}</body></html>"
            (said / f"{number}.html").write_text(content, encoding="utf-8")
        with ThreadPoolExecutor(1) as aside:  # where the thread that asks may run a loop of its own
            aside.submit(asyncio.run, _index(said, pieces)).result()
        called = sorted(map(_numbered, (pieces / "fragment").iterdir()))
        if len(called) != len(pages):
            raise RuntimeError(f"expected an index of {len(pages)} parts of pages, found {len(called)}")
        for pattern in _SHIPPED:
            for path in sorted(pieces.glob(pattern)):
                yield f"{FOLDER}pagefind/{path.relative_to(pieces).as_posix()}", path.read_bytes()
        return [name for _, name in called]


def _said(page: Sequence[Document], divide: Callable[[str], list[str]]) -> dict[str, None]:
    """Return the words of a page, each once, in their order.

    Pagefind keeps every place of a word, for excerpts that we do not take from it, and takes as much memory.
    """
    text = " ".join(f"{one['title']} {re.sub('<[^>]*>', ' ', one['text'])}" for one in page)
    return dict.fromkeys(map(sys.intern, divide(text)))


def _telling(pages: Sequence[Mapping[str, None]]) -> Iterator[list[str]]:
    """Give the words of each page without those that many pages before it have, of words that stand everywhere."""
    stands = Counter(chain.from_iterable(pages))
    given: Counter[str] = Counter()
    for page in pages:
        kept = [word for word in page if stands[word] * 10 <= len(pages) or given[word] < ENOUGH]
        given.update(kept)
        yield kept


async def _index(pages: Path, pieces: Path) -> None:
    """Write Pagefind's index of a folder of pages into another.

    The language is one that Pagefind does not know, so that it does not stem: we do not, either. It is given a folder
    since its client waits a tenth of a second with each record.
    """
    async with PagefindIndex({"force_language": "unknown", "output_path": str(pieces)}) as index:
        await index.add_directory(str(pages))


def _numbered(fragment: Path) -> tuple[int, str]:
    """Return the number of the page that a fragment of Pagefind's is about, and its name: `unknown_` and a hash."""
    about = gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd")
    return int(re.sub(r"\D", "", json.loads(about)["url"])), fragment.stem.partition("_")[2]


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
