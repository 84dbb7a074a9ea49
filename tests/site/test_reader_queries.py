"""The search of the real site answers what its readers ask; a few misses are allowed, so that correct edits pass."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import NamedTuple

import pytest

from macros.pages import urls
from macros.rules import load_scenario
from tests.conftest import DATA
from tests.site.search_worker import SearchWorker

MIN_FIRST, MIN_AMONG_THREE, MIN_QUERIES = 0.95, 0.98, 90
"""The shares of queries whose page comes first and among the first three, and how many must still have a page."""


class Query(NamedTuple):
    """What a reader asks, and the addresses of the pages that answer it."""

    text: str
    pages: frozenset[str]


def read_queries() -> list[Query]:
    lines = Path(__file__).with_name("reader_queries.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [Query(text, frozenset(page.partition("#")[0] for page in pages.split())) for text, pages in pairs]


def fold(text: str) -> str:
    return " ".join(text.casefold().split())


def test_there_are_a_hundred_queries_and_hardly_any_is_a_name() -> None:
    scenario, *_ = load_scenario(DATA)
    names = {
        fold(name)
        for entry in scenario.entries
        for name in (entry.title, *entry.names, *entry.misspellings, *entry.search_names)
    } | {fold(name) for record in scenario.our_timeline for name in record.search_names}
    queries = [query.text for query in read_queries()]
    assert len(set(queries)) == len(queries) >= 100
    assert len([query for query in queries if fold(query) in names]) <= 10


@pytest.mark.slow
def test_the_right_page_comes_first(real_site: Path) -> None:
    """The page of a retired entry counts as that of its successor. Queries whose pages are all gone do not count."""
    scenario, *_ = load_scenario(DATA)
    successors = {
        urls.entry_address(record.id): urls.entry_address(record.replaced_by or "") for record in scenario.retired
    }
    search = SearchWorker(real_site)
    misses, first, among_three, count = [], 0, 0, 0
    for text, pages in read_queries():
        expected = {page for page in (successors.get(page, page) for page in pages) if (real_site / page).is_dir()}
        if not expected:
            warnings.warn(f"no page that answers '{text}' exists any more: {sorted(pages)}", stacklevel=1)
            continue
        found = search.results(text)[:3]
        count += 1
        first += found[:1] != [] and found[0] in expected
        among_three += not expected.isdisjoint(found)
        misses += [] if found and found[0] in expected else [(text, found)]
    assert count >= MIN_QUERIES
    assert first >= MIN_FIRST * count, misses
    assert among_three >= MIN_AMONG_THREE * count, misses
