"""The search of the built site: names lead to their entries, and results show no misspelling."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from macros.files.atomic import write_atomic
from macros.output.search import SEARCH_DOCUMENTS, build_search, tokenize
from macros.output.search_documents import Document
from macros.pages import urls
from macros.scenario.model import Scenario
from tests.conftest import ROOT
from tests.site.search_worker import SearchWorker

WORKER = "assets/search-worker.js"


@pytest.fixture(scope="module")
def search(site: Path) -> SearchWorker:
    return SearchWorker(site)


@pytest.mark.parametrize("field", ["title", "names", "misspellings", "search_names"])
def test_a_name_finds_its_entry_first_in_any_case_and_without_accents(
    search: SearchWorker, scenario: Scenario, field: str
) -> None:
    failures = []
    for entry in scenario.entries:
        value = getattr(entry, field)
        for name in (value,) if isinstance(value, str) else value:
            for query in (name, name.lower(), f" {name.replace(chr(39), chr(0x2019))} "):
                results = search.results(query)
                if results[:1] != [urls.entry_address(entry.id)]:
                    failures.append((query, results[:2]))
    assert failures == []


@pytest.mark.parametrize(
    ("query", "entry_id"),
    [
        ("Belskij", "ivan-belsky"),
        ("地峡运河", "isthmus-canal"),
        ("eirene notara", "eirene-notara"),
        ("EIRENE NOTARA", "eirene-notara"),
        ("Dixia yunhe", "isthmus-canal"),
        ("Бельский Иван", "ivan-belsky"),
        ("运河", "isthmus-canal"),
        ("峡运、", "isthmus-canal"),
        ("Eirènè Nötara & <b>", "eirene-notara"),
    ],
)
def test_a_query_finds_its_entry_first(search: SearchWorker, query: str, entry_id: str) -> None:
    assert search.results(query)[0] == urls.entry_address(entry_id)


NAMES = [
    line.split(" | ")
    for line in Path(__file__).with_name("name_queries.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
"""Names, each before queries that find it."""


@pytest.fixture(scope="module")
def name_search(tmp_path_factory: pytest.TempPathFactory) -> SearchWorker:
    site = tmp_path_factory.mktemp("names")
    documents = [
        Document(location=name, title=html.escape(name), text="<p>A text</p>", names=[name]) for name, *_ in NAMES
    ]
    for path, content in build_search({}, documents, {}, 1_000_000):
        write_atomic(site / path, content)
    write_atomic(site / WORKER, (ROOT / "docs" / WORKER).read_bytes())
    return SearchWorker(site)


@pytest.mark.parametrize(("name", "queries"), [(name, queries) for name, *queries in NAMES])
def test_search_finds_names_of_any_script_and_with_any_sign(
    name_search: SearchWorker, name: str, queries: list[str]
) -> None:
    assert [query for query in queries if name_search.results(query)[:1] != [name]] == []
    assert [text for text in (name, *queries) if tokenize(text) != name_search.words(text)] == []


@pytest.mark.parametrize("query", ["&", "<", '"', "'", "\\", "-canal", "+", "、", "\u0301", "🎉", " "])
def test_a_query_without_words_finds_nothing(name_search: SearchWorker, query: str) -> None:
    assert name_search.results(query) == []


def test_a_long_paste_is_cut_to_a_few_short_words(search: SearchWorker) -> None:
    for paste in ("x" * 5_000, "well " * 5_000, "运" * 5_000, "e\u0301" * 5_000, "+well " * 999, "ﷺ" * 300):
        words = search.query_words(paste)
        assert len(words) <= 12
        assert max(map(len, words)) <= 30
    assert search.results("canal " * 30 + "-canal") != []


def test_words_of_the_text_find_pages(search: SearchWorker) -> None:
    assert urls.entry_address("reed-burning") in search.results("frogs herons flies")[:3]
    assert search.results("How sure is this?")[0] == urls.CERTAINTY
    assert search.results("xyzzy") == []


def test_words_of_the_index_are_not_corrected(search: SearchWorker) -> None:
    assert search.results("references")[0] == urls.REFERENCES
    assert search.results("causes")[0] == urls.CAUSES


def test_operators_of_the_search_library_keep_their_meaning(search: SearchWorker) -> None:
    assert urls.entry_address("reed-burning") in search.results("+flies")
    assert urls.entry_address("reed-burning") not in search.results("+flies -herons")
    assert urls.entry_address("theophilos-lysanias") in search.results("lysanyos~1")
    assert search.results("+lysanyos") == []


def test_results_do_not_show_misspellings(search: SearchWorker, scenario: Scenario) -> None:
    for name in ("Belskij", "Laskarys", "Istmus Canal"):
        assert any(name in entry.misspellings for entry in scenario.entries)
        assert name not in search.visible_text(name)


def test_names_in_shards_are_divided_into_words_as_queries_are(search: SearchWorker, site: Path) -> None:
    documents = json.loads((site / SEARCH_DOCUMENTS).read_text(encoding="utf-8"))
    texts = [text for item in documents for text in (item["title"], item["text"], *item.get("names", ()))]
    assert [text for text in texts if tokenize(text) != search.words(text)] == []


def test_the_index_leaves_out_what_folded_parts_repeat_from_other_pages(site: Path) -> None:
    documents = json.loads((site / SEARCH_DOCUMENTS).read_text(encoding="utf-8"))
    (section,) = (item["text"] for item in documents if item["location"] == "entries/great-thirst/#details")
    assert "belong to it" in section
    assert "ilder course" not in section
    assert "A drought called the Great Thirst took place" not in section
