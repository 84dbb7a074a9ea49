"""What search is made of: the whole of what pages say while that is small, an index in pieces when it is large.

It takes the documents of a search index as the theme's plugin writes them, from whatever engine, and gives files. In
pieces, that is Pagefind's index of words (whose ids also name pages here), a file of documents a page, and names in
shards (`macros/output/fuzzy_index.py`); search-pieces.js picks from them what a query needs. Which of the two
there is stands in the one index that every page fetches, in its `config`.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import re
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, groupby
from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from macros.output.fuzzy_index import build_shards
from macros.pages import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from macros.pages.search_text import Section
    from macros.scenario.model import Entry

PART = 10_000
"""How many characters of text a query fetches of a page at most at once."""
BUNDLE = 650_000
"""How many words of pages Pagefind is given at once: it takes 0.8 kB for each while it writes an index."""
ENOUGH = 50
"""A word that stands on more than a tenth of all pages tells little; the index of pieces has it for so many of them."""
FOLDER = "search/"
INDEX = f"{FOLDER}search_index.json"
"""What every page fetches."""
WHOLE = f"{FOLDER}documents.json"
"""What is fetched when something is first asked, unless the index is in pieces."""
_SHIPPED = ("pagefind-entry.json", "*.pf_meta", "index/*")
_PROGRAM = ("pagefind.js", "wasm.*.pagefind")
"""What a query fetches of what Pagefind writes, and what it fetches of one bundle alone.

The rest is for Pagefind's own box, and for results that it shows itself.
"""

_APOSTROPHE = re.compile("['\\u2019\\u02bc](?a:s\\b)?")
_PIECE = re.compile(rf"(?s)\S.{{0,{PART - 1}}}(?!\S)|\S{{1,{PART}}}")


class Document(TypedDict, total=False):
    """A page, or a section of one where the location has a `#`.

    `boost` and `names` stand with pages of entries alone. `continued` is a page that stands before another part of its
    sections.
    """

    location: str
    title: str
    text: str
    boost: int
    names: list[str]
    continued: bool


Index: TypeAlias = "dict[str, object]"
"""What the theme fetches with every page: `config`, and the documents, `docs`."""


def names_of(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """Return every name that leads to an entry, misspelt ones too, by the address of its page."""
    return {urls.entry(entry.id): [entry.title, *entry.names, *entry.misspellings] for entry in entries}


def build_documents(page: str, meta: Mapping[str, Any], title: str, sections: Iterable[Section]) -> Iterator[Document]:
    """Give the sections of a page as the theme's search plugin keeps them, for its address, metadata and title."""
    asked = meta.get("search") or {}
    boost = Document(boost=asked["boost"]) if "boost" in asked else Document()
    for one in () if asked.get("exclude") else sections:
        location = f"{page}#{one.id}" if one.id else page
        yield Document(location=location, title=one.title or str(meta.get("title", title)), text=one.text, **boost)


class SearchDocuments:
    """A temporary file of search documents, from when pages are rendered until search is built.

    Those of ten thousand pages would take more memory than the rest of a build.
    """

    def __init__(self) -> None:
        """Open the file.

        Raises:
            OSError: it cannot be opened.
        """
        self._file = TemporaryFile()  # noqa: SIM115 - `close` closes it

    def add(self, documents: Iterable[Document]) -> None:
        """Write the documents of a page, itself first."""
        self._file.writelines(_json(document) + b"\n" for document in documents)

    def __iter__(self) -> Iterator[Document]:
        """Yield all documents in the order in which they were written; no more may be added."""
        self._file.seek(0)
        yield from map(json.loads, self._file)

    def close(self) -> None:
        """Close the file, which removes it."""
        self._file.close()


def search_files(
    config: Mapping[str, object], documents: Iterable[Document], names: Mapping[str, list[str]], whole: int
) -> Iterator[tuple[str, bytes]]:
    """Give the files of search: addresses from the root of the site, and contents.

    `names` are by location. Documents of a page follow each other, itself first. Above `whole` bytes of documents, the
    index is in pieces; no more than so many are ever held.

    Raises:
        OSError: Pagefind has no program for this machine, or it cannot be run.
        RuntimeError: Pagefind left something out.
    """
    found = (Document(**one, names=names[one["location"]]) if one["location"] in names else one for one in documents)
    held, room = [], whole - 1  # for the second bracket; the first stands for the comma that one has too many
    for one in found:
        held.append(one)
        room -= len(_json(one)) + 1
        if room < 0:
            break
    pieces: Mapping[str, object] = {}
    if room >= 0:
        yield WHOLE, _json(held)
    else:
        parts = _parts(chain(held, found))
        pieces = {"pieces": (yield from _pieces(parts, divider(str(config["separator"]))))}
    yield INDEX, _json({"config": {**config, **pieces}, "docs": []})


def _pieces(
    parts: Iterable[list[Document]], divide: Callable[[str], list[str]]
) -> Generator[tuple[str, bytes], None, dict[str, int]]:
    """Give the files of an index in pieces; return how many bundles, shards of names and parts it has.

    Parts and their words wait in files: there may be many.
    """
    stands: Counter[str] = Counter()
    names: list[list[list[str]]] = []
    with TemporaryDirectory() as folder:
        waiting = Path(folder)
        for number, part in enumerate(parts):
            words = _said(part, divide)
            stands.update(words)
            (waiting / f"{number}.words").write_bytes(_json(words))
            (waiting / f"{number}.json").write_bytes(_json(part))
            own = [] if part[0].get("continued") else part[0].get("names") or [part[0]["title"]]
            names.append([divide(one) for one in own])
        said = (json.loads((waiting / f"{number}.words").read_bytes()) for number in range(len(names)))
        called, bundles = yield from _words(_telling(said, stands, len(names)))
        for number, name in enumerate(called):
            yield f"{FOLDER}documents/{name}.json", (waiting / f"{number}.json").read_bytes()
    made = build_shards({name: own for name, own in zip(called, names, strict=True) if own})
    for number, shard in enumerate(made):
        yield f"{FOLDER}names/{number}.json", _json(shard)
    return {"bundles": bundles, "shards": len(made), "parts": len(names)}


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


def _words(said: Iterable[list[str]]) -> Generator[tuple[str, bytes], None, tuple[list[str], int]]:
    """Give the files of Pagefind's indexes of the words of parts of pages.

    Return what it calls each part, and how many indexes there are, of which the first one's program searches all.

    Raises:
        OSError, RuntimeError: as by `search_files`.
    """
    called: list[str] = []
    bundles = 0
    for bundle in _bundles(said):
        home = f"{FOLDER}words/{bundles}/"
        # Names of parts begin with the language, and so differ between bundles. None of these is one that Pagefind
        # knows (ISO 639 keeps them for private use), so that it does not stem: we do not, either.
        language = f"q{ascii_lowercase[bundles // 26]}{ascii_lowercase[bundles % 26]}"
        called += yield from _bundle(bundle, home, language, _SHIPPED if bundles else (*_PROGRAM, *_SHIPPED))
        bundles += 1
    return called, bundles


def _bundles(said: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """Divide parts of pages, by their words, into as few lists as Pagefind has room for."""
    bundle: list[list[str]] = []
    room = BUNDLE
    for words in said:
        if bundle and room < len(words):
            yield bundle
            bundle, room = [], BUNDLE
        bundle.append(words)
        room -= len(words)
    yield bundle


def _bundle(
    said: Sequence[list[str]], home: str, language: str, shipped: Iterable[str]
) -> Generator[tuple[str, bytes], None, list[str]]:
    """Give those files that are shipped of one index of Pagefind's; return what it calls each part."""
    with TemporaryDirectory() as folder:
        pages, pieces = Path(folder) / "said", Path(folder) / "pieces"
        pages.mkdir()
        for number, words in enumerate(said):
            spoken = html.escape(" ".join(words)) or number  # Pagefind leaves out what says nothing
            content = f"<!doctype html><html><body>{spoken}</body></html>"
            (pages / f"{number}.html").write_text(content, encoding="utf-8")
        with ThreadPoolExecutor(1) as aside:  # where the thread that asks may run a loop of its own
            aside.submit(asyncio.run, _index(pages, pieces, language)).result()
        called = sorted(map(_numbered, (pieces / "fragment").iterdir()))
        if len(called) != len(said):
            raise RuntimeError(f"expected an index of {len(said)} parts of pages, found {len(called)}")
        for pattern in shipped:
            for path in sorted(pieces.glob(pattern)):
                yield f"{home}{path.relative_to(pieces).as_posix()}", path.read_bytes()
        return [name for _, name in called]


def _said(page: Sequence[Document], divide: Callable[[str], list[str]]) -> list[str]:
    """Return the words of a page, each once, in their order.

    Pagefind keeps every place of a word, for excerpts that we do not take from it, and takes as much memory.
    """
    text = " ".join(f"{one['title']} {re.sub('<[^>]*>', ' ', one['text'])}" for one in page)
    return [*dict.fromkeys(divide(text))]


def _telling(pages: Iterable[list[str]], stands: Mapping[str, int], count: int) -> Iterator[list[str]]:
    """Give the words of each of so many pages without those that many before it have, of words that stand everywhere.

    `stands` are the numbers of pages that words stand on.
    """
    given: Counter[str] = Counter()
    for page in pages:
        kept = [word for word in page if stands[word] * 10 <= count or given[word] < ENOUGH]
        given.update(kept)
        yield kept


async def _index(pages: Path, pieces: Path, language: str) -> None:
    """Write Pagefind's index of a folder of pages in a language into another.

    It is given a folder since its client waits a tenth of a second with each record.
    """
    from pagefind.index import PagefindIndex  # noqa: PLC0415 - only large sites need it

    async with PagefindIndex({"force_language": language, "output_path": str(pieces)}) as index:
        await index.add_directory(str(pages))


def _numbered(fragment: Path) -> tuple[int, str]:
    """Return the number of the page that a fragment of Pagefind's is about, and its name: the language and a hash."""
    about = gzip.decompress(fragment.read_bytes()).removeprefix(b"pagefind_dcd")
    return int(re.sub(r"\D", "", json.loads(about)["url"])), fragment.stem


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
