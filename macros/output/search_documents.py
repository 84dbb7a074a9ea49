"""Search documents: pages and their sections, in the form of the theme's search plugin, with our own fields."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any, TypedDict

from pydantic_core import to_json

from macros.pages import urls
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.search_text import SearchSection
from macros.pages.text import plain_text, smart_punctuation
from macros.scenario.history import Reference
from macros.scenario.model import Entry
from macros.scenario.permalinks import permalink

REFERENCE_BOOST = 0.9
"""What the names of a reference count against those of an entry."""

SECTION_KINDS = {
    urls.STORY: "Story",
    urls.ACCOUNT: "Account",
    urls.OUR_TIMELINE: "In reality",
    urls.QUESTIONS: "Question",
    urls.GLOSSARY: "Term",
    urls.REFERENCES: "Work",
    urls.CHANGES: "Change",
}
"""What the sections of a page are, for the results of a search."""


class Document(TypedDict, total=False):
    """A page, or, where `location` has a `#`, a section of a page.

    `title`, `text` and `kind`, which results show behind the title, are HTML. Only pages of entries have `lead`,
    `in_reality`, which says what is real about the entry, `names`, the title and other names, and `real_names`, names
    of what its comparison speaks of. These two are plain text. Any page or section may have `search_names`, which no
    page shows. `synonyms` are groups of words of like meaning. Where `continued` is true, the page precedes a further
    chunk of its sections.
    """

    location: str
    title: str
    kind: str
    text: str
    boost: float
    lead: str
    in_reality: str
    names: list[str]
    search_names: list[str]
    real_names: list[str]
    synonyms: list[str]
    continued: bool


def all_names(document: Document) -> Iterable[str]:
    """Return all names that lead to a document, for an index of names; a page without any has its title."""
    names = [*document.get("names", ()), *document.get("search_names", ()), *document.get("real_names", ())]
    if "#" not in document["location"] and "names" not in document and not document.get("continued"):
        names.append(html.unescape(document["title"]))
    return names


def entry_fields(index: ScenarioIndex) -> dict[str, Document]:
    """Return what the document of each entry has besides its page, by the address of the page."""
    fields = {urls.entry_address(entry.id): _entry_fields(index, entry) for entry in index.scenario.entries}
    if (estimates := index.scenario.estimates) and estimates.search_names:
        fields[f"{urls.OUR_TIMELINE}#{estimates.anchor}"] = Document(search_names=[*estimates.search_names])
    return fields


def _entry_fields(index: ScenarioIndex, entry: Entry) -> Document:
    lead = html.escape(plain_text(entry.lead, index.titles.__getitem__), quote=False)
    fields = Document(lead=lead, names=[entry.title, *entry.names])
    if search_names := [*entry.misspellings, *entry.search_names]:
        fields["search_names"] = search_names
    if (history := index.history_by_entry.get(entry.id)) and history.search_names:
        fields["real_names"] = [*history.search_names]
    if entry.in_reality:
        fields["in_reality"] = html.escape(smart_punctuation(entry.in_reality), quote=False)
    return fields


def add_kinds(documents: Iterable[Document]) -> Iterator[Document]:
    """Yield documents, with what each is where results say so."""
    for document in documents:
        page, _, anchor = document["location"].partition("#")
        own = "Entry" if page.startswith(urls.ENTRIES) and page != urls.ENTRIES else "Page"
        kind = SECTION_KINDS.get(page) if anchor else own
        yield document | {"kind": f" <small>{kind}</small>"} if kind else document


def add_references(documents: Iterable[Document], index: ScenarioIndex) -> Iterator[Document]:
    """Yield documents, with one for each reference in place of the text that lists them all."""
    for document in documents:
        if document["location"] != f"{urls.REFERENCES}#literature":
            yield document
            continue
        yield document | {"text": ""}
        yield from map(_reference_document, index.scenario.references)


def _reference_document(reference: Reference) -> Document:
    authors = [*map(str, reference.authors)]
    parts = [*filter(None, [", ".join(authors)]), reference.title, reference.published]
    title = reference.title.partition(":")[0]
    citation = " ".join(f"{smart_punctuation(part).rstrip('.')}." for part in parts)
    return Document(
        location=permalink("references", reference.id),
        title=html.escape(reference.label, quote=False),
        text=f"<p>{html.escape(f'{citation} {reference.year}', quote=False)}</p>",
        search_names=[*authors, title, f"{reference.label} {title}"],
        boost=REFERENCE_BOOST,
    )


def page_fields(address: str, meta: Mapping[str, Any]) -> dict[str, Document]:
    """Return the search names and synonyms in the front matter of a prose page, by location.

    `search_names` there maps anchors of sections to lists of names; those under `page` lead to the page.
    """
    names = meta.get("search_names") or {}
    fields = {
        address if anchor == "page" else f"{address}#{anchor}": Document(search_names=[*map(str, section_names)])
        for anchor, section_names in names.items()
    }
    if synonyms := meta.get("search_synonyms"):
        fields[address] = fields.get(address, Document()) | Document(synonyms=[*map(str, synonyms)])
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

    In memory, the documents of ten thousand pages would take more than the rest of a build. `fields` are further fields
    of the documents of prose pages, by location.
    """

    def __init__(self) -> None:
        """Open the file.

        Raises:
            OSError: the file cannot be opened.
        """
        self._file = TemporaryFile()  # noqa: SIM115 - `close` closes it
        self.fields: dict[str, Document] = {}

    def add(self, documents: Iterable[Document]) -> None:
        """Write the documents of a page, itself first."""
        self._file.writelines(to_json(document) + b"\n" for document in documents)

    def __iter__(self) -> Iterator[Document]:
        """Yield all documents in the order of writing; no more may be added."""
        self._file.seek(0)
        yield from map(json.loads, self._file)

    def close(self) -> None:
        """Close the file, which removes it."""
        with suppress(OSError):  # a full disk
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
