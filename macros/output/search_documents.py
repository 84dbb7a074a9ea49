"""Search documents: pages and their sections, in the form of the theme's search plugin, with our own fields."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import Any, TypedDict

from pydantic_core import to_json

from macros.pages import urls
from macros.pages.search_text import SearchSection
from macros.pages.text import smart_punctuation
from macros.scenario.model import Entry


class Document(TypedDict, total=False):
    """A page, or, where `location` has a `#`, a section of a page.

    Only pages of entries have `boost`, `names` and `in_reality`, which says in HTML what is real about the entry. Where
    `continued` is true, the page precedes a further chunk of its sections.
    """

    location: str
    title: str
    text: str
    boost: int
    names: list[str]
    in_reality: str
    continued: bool


def entry_fields(entries: Iterable[Entry]) -> dict[str, Document]:
    """Return what the document of each entry has besides its page, by the address of the page.

    These are all names, misspellings included, and what is real about the entry, if it says so.
    """
    return {urls.entry_address(entry.id): _entry_fields(entry) for entry in entries}


def _entry_fields(entry: Entry) -> Document:
    fields = Document(names=[entry.title, *entry.names, *entry.misspellings])
    if entry.in_reality:
        fields["in_reality"] = html.escape(smart_punctuation(entry.in_reality), quote=False)
    return fields


def build_documents(
    address: str, meta: Mapping[str, Any], title: str, sections: Iterable[SearchSection]
) -> Iterator[Document]:
    """Yield the documents of a page, in the form of the theme's search plugin, for its address, metadata and title."""
    options = meta.get("search") or {}
    boost = Document(boost=options["boost"]) if "boost" in options else Document()
    for section in () if options.get("exclude") else sections:
        location = f"{address}#{section.id}" if section.id else address
        section_title = section.title or str(meta.get("title", title))
        yield Document(location=location, title=section_title, text=section.text, **boost)


class SearchDocuments:
    """A temporary file of search documents, from when pages are rendered until search is built.

    In memory, the documents of ten thousand pages would take more than the rest of a build.
    """

    def __init__(self) -> None:
        """Open the file.

        Raises:
            OSError: the file cannot be opened.
        """
        self._file = TemporaryFile()  # noqa: SIM115 - `close` closes it

    def add(self, documents: Iterable[Document]) -> None:
        """Write the documents of a page, itself first."""
        self._file.writelines(to_json(document) + b"\n" for document in documents)

    def __iter__(self) -> Iterator[Document]:
        """Yield all documents in the order of writing; no more may be added."""
        self._file.seek(0)
        yield from map(json.loads, self._file)

    def close(self) -> None:
        """Close the file, which removes it."""
        self._file.close()


def merge_headings(documents: Iterable[Document]) -> Iterator[Document]:
    """Yield documents, with the text below the title of a page as that of the page.

    Where something that search leaves out stands above the title, the theme's plugin makes a page without text and a
    section with the title of the page.
    """
    page: Document | None = None
    for document in documents:
        if page and _is_title(document, page):
            yield page | {"title": document["title"], "text": document["text"]}
            page = None
            continue
        if page:
            yield page
        page = document if "#" not in document["location"] and not document["text"] else None
        if not page:
            yield document
    if page:
        yield page


def _is_title(section: Document, page: Document) -> bool:
    """Whether a document is the section of a page that has its title."""
    titles = (smart_punctuation(html.unescape(document["title"])) for document in (section, page))
    return section["location"].startswith(f"{page['location']}#") and len({*titles}) == 1
