"""MkDocs, ProperDocs and Zensical build the exported pages into the same site, except for the accepted differences."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pytest
from lxml import etree

from macros.output.search_documents import Document, merge_headings
from macros.pages import urls
from tests.conftest import ROOT
from tests.engines.conftest import ENGINES
from tests.engines.differences import PAGE_DIFFERENCES, SITE_DIFFERENCES
from tests.engines.facets import CONTENT, FACETS
from tests.engines.zensical_search import ZensicalSearch
from tests.site.pages import address_of, all_pages, parse_page
from tests.site.search_worker import SearchWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from macros.scenario.model import Scenario
    from tests.engines.conftest import Engine
    from tests.engines.differences import Difference

    AddressesByChange: TypeAlias = "dict[tuple[str, tuple[str, ...], tuple[str, ...]], set[str]]"
    """The addresses of the pages with a change; a change is a facet, what it loses, and what it gains."""

THEME_FILE = re.compile(r"assets/(javascripts|stylesheets|images)/|assets/style\.[\w.]+\.css$")
ENGINE_FILE = re.compile(r"\.html$|^search|^sitemap|^data/offline\.zip$")
MIN_CORRECTED = 0.9
"""The share of misspelt names whose entry every engine's search has to find."""
pytestmark = pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)


def diff_values(before: Iterable[str], after: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values that are only in `before` and those that are only in `after`, each in its order."""
    old, new = Counter(before), Counter(after)
    return tuple((old - new).elements()), tuple((new - old).elements())


def filter_differences(differences: Iterable[Difference], engine: Engine, facet: str = "") -> list[Difference]:
    return [item for item in differences if engine.name in item.engines and facet in {"", item.facet}]


def list_files(site: Path) -> dict[str, Path]:
    """Return the files of a site by address, without those of the theme."""
    paths = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {address: path for address, path in paths.items() if not THEME_FILE.match(address)}


def search_documents(site: Path) -> Iterator[Document]:
    """Yield the documents of the search index, from our file or from Zensical's, which has titles apart."""
    path = site / "search" / "documents.json"
    documents: list[Document] = (
        json.loads(path.read_text(encoding="utf-8"))
        if path.exists()
        else json.loads((site / "search.json").read_text(encoding="utf-8"))["items"]
    )
    return merge_headings(documents)


def strip_markup(document: Document) -> tuple[str, str, str]:
    """Return the address, the title and the text of a search document; title and text lose their HTML tags."""
    title, text = (" ".join(re.sub("<[^>]*>", " ", text).split()) for text in (document["title"], document["text"]))
    return document["location"], title, text


def test_addresses_are_the_same(site: Path, build_with: Callable[[Engine], Path], engine: Engine) -> None:
    other = build_with(engine)
    assert [address_of(other, path) for path in all_pages(other)] == [
        address_of(site, path) for path in all_pages(site)
    ]


def test_pages_have_exactly_the_accepted_differences(
    site: Path, build_with: Callable[[Engine], Path], engine: Engine
) -> None:
    actual: AddressesByChange = defaultdict(set)
    expected: AddressesByChange = defaultdict(set)
    other = build_with(engine)
    for path in all_pages(site):
        address = address_of(site, path)
        our_page, other_page = parse_page(path), parse_page(other / path.relative_to(site))
        for name, facet in FACETS.items():
            before, after = facet(our_page, address), facet(other_page, address)
            if before != after:
                actual[name, *diff_values(before, after)].add(address)
        for item in filter_differences(PAGE_DIFFERENCES, engine):
            if re.fullmatch(item.pages, address):
                expected[item.facet, item.removed, item.added].add(address)
    assert actual == expected


def test_every_facet_has_a_value_on_some_page(site: Path, engine: Engine) -> None:
    pages = [(parse_page(path), address_of(site, path)) for path in all_pages(site)]
    assert [name for name, facet in FACETS.items() if not any(facet(*page) for page in pages)] == [], engine


def test_no_macro_call_is_left_in_a_page(build_with: Callable[[Engine], Path], engine: Engine) -> None:
    leak = re.compile(r"\{\{|\{%|Macro \w+ Error|Undefined")
    prose = f"{CONTENT}//text()[not(ancestor::code)]"
    pages = [path for path in all_pages(build_with(engine)) if leak.search(" ".join(parse_page(path).xpath(prose)))]
    assert pages == []


def test_files_other_than_pages_are_the_same(site: Path, build_with: Callable[[Engine], Path], engine: Engine) -> None:
    our_files, other_files = list_files(site), list_files(build_with(engine))
    differences = filter_differences(SITE_DIFFERENCES, engine, "files")
    assert our_files.keys() - other_files.keys() == {address for item in differences for address in item.removed}
    assert other_files.keys() - our_files.keys() == {address for item in differences for address in item.added}
    common = [address for address in our_files.keys() & other_files.keys() if not ENGINE_FILE.search(address)]
    assert {"data/v1/scenario.json", "changes/feed.xml", "card.png", "causes/causes.svg"} <= {*common}
    changed = [address for address in common if our_files[address].read_bytes() != other_files[address].read_bytes()]
    assert changed == []


def test_sitemaps_list_the_same_pages(site: Path, build_with: Callable[[Engine], Path], engine: Engine) -> None:
    our_urls, other_urls = (
        sorted(etree.parse(folder / "sitemap.xml").xpath("//*[local-name()='loc']/text()"))
        for folder in (site, build_with(engine))
    )
    assert our_urls == other_urls
    noindex_pages = [path for path in all_pages(site) if parse_page(path).xpath("//meta[@name='robots']")]
    assert len(our_urls) == len(all_pages(site)) - len(noindex_pages)


def test_search_indexes_the_same_text(site: Path, build_with: Callable[[Engine], Path], engine: Engine) -> None:
    """Works are left out: the build makes each a document of its own, where Zensical has only their page."""
    our_documents, other_documents = (
        [
            strip_markup(document)
            for document in search_documents(folder)
            if not document["location"].startswith(f"{urls.REFERENCES}#")
        ]
        for folder in (site, build_with(engine))
    )
    assert sorted(our_documents) == sorted(other_documents)
    changes = [] if our_documents == other_documents else [("data", "paths")]
    differences = filter_differences(SITE_DIFFERENCES, engine, "order of documents")
    assert changes == [(*item.removed, *item.added) for item in differences]


def test_search_finds_entries_by_title_and_by_misspelt_names(
    build_with: Callable[[Engine], Path], scenario: Scenario, engine: Engine
) -> None:
    search = (ZensicalSearch if engine.name == "zensical" else SearchWorker)(build_with(engine))
    for entry in scenario.entries:
        assert urls.entry_address(entry.id) in search.results(entry.title)[:3], entry.title
    queries = [(urls.entry_address(entry.id), name) for entry in scenario.entries for name in entry.misspellings]
    corrected_share = sum(address in search.results(name) for address, name in queries) / len(queries)
    assert corrected_share >= MIN_CORRECTED
    changes = [("all", "most")] if corrected_share < 1 else []
    differences = filter_differences(SITE_DIFFERENCES, engine, "misspelt names")
    assert changes == [(*item.removed, *item.added) for item in differences]


def test_the_guide_explains_every_difference(engine: Engine) -> None:
    guide = (ROOT / "docs-dev" / "other-engines.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in guide.splitlines()]
    causes = {row[0]: row[1:] for row in rows if len(row) == len(("difference", "where", "cause"))}
    for item in filter_differences((*PAGE_DIFFERENCES, *SITE_DIFFERENCES), engine):
        where, cause = causes[item.name]
        assert cause
        assert where == "any" or engine.name in where.casefold(), item.name
