"""Search, as it is shipped: names lead to their entries, and what is not to be shown is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from macros.output.search import SEARCH_DOCUMENTS, SEARCH_INDEX, build_tokenizer
from macros.pages import urls
from tests.site.shipped_search import ShippedSearch

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario


@pytest.fixture(scope="module")
def search(site: Path) -> ShippedSearch:
    return ShippedSearch(site)


@pytest.mark.parametrize("field", ["title", "names", "misspellings"])
def test_a_name_finds_its_entry_first_in_any_case_and_without_accents(
    search: ShippedSearch, scenario: Scenario, field: str
) -> None:
    missed = []
    for entry in scenario.entries:
        found = getattr(entry, field)
        for name in (found,) if isinstance(found, str) else found:
            for query in (name, name.lower(), f" {name.replace(chr(39), chr(0x2019))} "):
                results = search.results(query)
                if results[:1] != [urls.entry(entry.id)]:
                    missed.append((query, results[:2]))
    assert missed == []


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("Belskij", "ivan-belsky"),
        ("地峡运河", "isthmus-canal"),
        ("eirene notara", "eirene-notara"),
        ("EIRENE NOTARA", "eirene-notara"),
        ("Dixia yunhe", "isthmus-canal"),
        ("Бельский Иван", "ivan-belsky"),
    ],
)
def test_readers_find_what_they_come_for(search: ShippedSearch, query: str, entry: str) -> None:
    assert search.results(query)[0] == urls.entry(entry)


def test_words_that_are_no_name_still_find_pages(search: ShippedSearch) -> None:
    assert urls.entry("reed-burning") in search.results("frogs herons flies")[:3]
    assert search.results("xyzzy") == []


def test_words_that_the_index_knows_are_not_taken_for_others(search: ShippedSearch) -> None:
    assert search.results("references")[0] == urls.REFERENCES
    assert search.results("causes")[0] == urls.CAUSES


def test_what_the_search_library_has_signs_for_goes_on_meaning_the_same(search: ShippedSearch) -> None:
    assert urls.entry("reed-burning") in search.results("+flies")
    assert urls.entry("reed-burning") not in search.results("+flies -herons")
    assert urls.entry("theophilos-lysanias") in search.results("lysanyos~1")
    assert search.results("+lysanyos") == []


def test_results_do_not_show_misspellings(search: ShippedSearch, scenario: Scenario) -> None:
    for wrong in ("Belskij", "Laskarys", "Istmus Canal"):
        assert any(wrong in entry.misspellings for entry in scenario.entries)
        assert wrong not in search.shown_text(wrong)


def test_names_in_shards_are_divided_into_words_as_queries_are(search: ShippedSearch, site: Path) -> None:
    documents = json.loads((site / SEARCH_DOCUMENTS).read_text(encoding="utf-8"))
    config = json.loads((site / SEARCH_INDEX).read_text(encoding="utf-8"))["config"]
    tokenize = build_tokenizer(config["separator"])
    texts = [text for one in documents for text in (one["title"], one["text"], *one.get("names", ()))]
    assert [text for text in texts if tokenize(text) != search.words(text)] == []


def test_a_page_is_not_found_by_titles_that_only_its_outline_lists(site: Path) -> None:
    documents = json.loads((site / SEARCH_DOCUMENTS).read_text(encoding="utf-8"))
    (thirst,) = (one["text"] for one in documents if one["location"] == "entries/great-thirst/#rests")
    assert "it is not a theory of history" in thirst
    assert "Milder course" not in thirst
