"""Search in the theme's dialog: it corrects names as readers misspell them, and suggests names for an empty result."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from macros.files.atomic import write_atomic
from macros.output.search import SEARCH_DOCUMENTS, SEARCH_INDEX, build_search
from macros.pages import urls
from macros.pages.text import smart_punctuation
from tests.browser.gzip_server import serve_gzip
from tests.serving import SUB_PATH, serve_under_sub_path
from tests.site.search_worker import SearchWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from macros.output.search_documents import Document
    from macros.scenario.model import Entry, Scenario
    from tests.browser.conftest import Visit

UNMATCHED = "xyzzyqwv"
NEAR = "laskzzzzis"
"""A query that finds nothing, and is similar to a name."""
MIN_CORRECT = 95
"""The number of `QUERIES` whose entry has to be among the first three results."""
MAX_BYTES = 300_000
"""The number of bytes that a query may fetch, with headers. `benchmarks/searching.py` measures ten thousand entries."""
APOSTROPHE = chr(0x2019)


class Query(NamedTuple):
    """A reader's query, and the id of the entry that the reader looks for."""

    text: str
    entry: str


def _queries() -> list[Query]:
    lines = Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").splitlines()
    return [Query(*line.split(" | ")) for line in lines if line and not line.startswith("#")]


QUERIES = _queries()


def fold(text: str) -> str:
    """Return a text without accents, case and typographic apostrophes."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join("".join(letters).replace(APOSTROPHE, "'").casefold().split())


def all_names(entry: Entry) -> list[str]:
    return [entry.title, *entry.names, *entry.misspellings]


def ask(page: Page, query: str) -> None:
    """Type a query into the search field and wait until its results have replaced the last ones."""
    waiter = page.evaluate_handle(
        """(query) => {
            const marker = document.createElement("li"); // the next results remove it
            document.querySelector(".md-search-result__list").append(marker);
            const poll = (resolve) => (marker.isConnected ? setTimeout(poll, 0, resolve) : resolve());
            const promise = new Promise((resolve) => {
                const channel = new BroadcastChannel("search-help");
                channel.onmessage = ({ data: [lastQuery] }) => {
                    if (lastQuery !== query) return;
                    channel.close();
                    requestAnimationFrame(() => poll(resolve));
                };
            });
            return { promise };
        }""",
        query,
    )
    page.locator(".md-search__input").fill(query)
    waiter.evaluate("({ promise }) => promise")


def results(page: Page) -> list[str]:
    """Return the addresses of the pages that the result list shows, best first."""
    links = page.locator(".md-search-result__item > a:first-child").evaluate_all("all => all.map((link) => link.href)")
    return [re.sub(r"^https?://[^/]+/[^/]+/|[?#].*", "", link) for link in links]


def ask_in_new_context(browser: Browser, url: str, query: str, responses: list[tuple[str, int]]) -> list[str]:
    """Run a query in a new browser context; the list then holds its responses. Return the results."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    page.wait_for_load_state("networkidle")
    responses.clear()
    ask(page, query)
    page.wait_for_load_state("networkidle")
    addresses = results(page)
    context.close()
    return addresses


@pytest.fixture(scope="module", params=["whole", "sharded"])
def index_form(request: pytest.FixtureRequest) -> str:
    """Return the form of the index: every test that uses the address runs with both."""
    return str(request.param)


@pytest.fixture(scope="module")
def address(index_form: str, site: Path, sharded_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_under_sub_path(
        site if index_form == "whole" else sharded_site, tmp_path_factory.mktemp("host")
    ) as address:
        yield address


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit("entries/fall-of-the-regent/")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    return page


def test_there_are_a_hundred_queries_for_existing_entries(scenario: Scenario) -> None:
    assert len({fold(query.text) for query in QUERIES}) == 100
    assert {query.entry for query in QUERIES} <= {entry.id for entry in scenario.entries}


def test_no_query_is_listed_as_a_name(scenario: Scenario) -> None:
    names = {fold(name) for entry in scenario.entries for name in all_names(entry)}
    assert [query.text for query in QUERIES if fold(query.text) in names] == []


def assert_most_queries_are_correct(search: Callable[[str], list[str]]) -> None:
    addresses = {query: search(query.text)[:3] for query in QUERIES}
    failures = {query: first for query, first in addresses.items() if urls.entry_address(query.entry) not in first}
    assert len(QUERIES) - len(failures) >= MIN_CORRECT, failures


def test_the_right_entry_is_among_the_first_three(site: Path) -> None:
    assert_most_queries_are_correct(SearchWorker(site).results)


@pytest.mark.parametrize("index_form", ["sharded"], indirect=True)
def test_the_right_entry_is_among_the_first_three_of_a_sharded_index(page: Page) -> None:
    def search(query: str) -> list[str]:
        ask(page, query)
        return results(page)

    assert_most_queries_are_correct(search)


def test_an_empty_result_suggests_near_names_and_the_index(page: Page, address: str, scenario: Scenario) -> None:
    ask(page, UNMATCHED)
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    expect(page.locator(".search-help")).to_have_text("Look in the index of entries.")
    ask(page, NEAR)
    suggestions = page.get_by_role("status").filter(has_text="Did you mean")
    expect(suggestions).to_be_visible()
    *names, index = [
        (link.inner_text(), link.evaluate("element => element.href")) for link in suggestions.get_by_role("link").all()
    ]
    titles = {entry.title: address + urls.entry_address(entry.id) for entry in scenario.entries}
    assert 1 <= len(names) <= 3  # a sharded index knows the names of the shards that it fetched
    assert {name.replace(APOSTROPHE, "'"): link for name, link in names}.items() <= titles.items()
    assert index == ("index of entries", address + urls.ENTRIES)


def test_the_most_similar_name_is_suggested_first(page: Page) -> None:
    ask(page, NEAR)
    assert results(page) == []
    expect(page.locator(".search-help a").first).to_have_text("Loukas Laskaris")


def test_suggestions_disappear_when_something_is_found(page: Page) -> None:
    ask(page, UNMATCHED)
    expect(page.locator(".search-help")).to_be_visible()
    ask(page, "lysanyos")
    expect(page.locator(".search-help")).to_be_hidden()
    ask(page, " ")
    expect(page.locator(".search-help")).to_be_hidden()


@pytest.mark.parametrize("start", ["", "entries/fall-of-the-regent/"])
def test_arrow_keys_reach_the_suggestions(visit: Visit, address: str, start: str) -> None:
    page = visit(start)
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    ask(page, UNMATCHED)
    expect(page.locator(".search-help")).to_be_visible()
    for _ in page.locator(".search-help a").all():
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="index of entries")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(address + urls.ENTRIES)


def test_a_pasted_query_is_searched_without_a_key_press(page: Page) -> None:
    page.locator(".md-search__input").fill("Lysanias")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Theophilos Lysanias")


def test_results_name_no_number_of_matches(page: Page) -> None:
    ask(page, "canal")
    counts = page.locator(".md-search-result__meta, .md-search-result__more summary").all_inner_texts()
    assert {*counts} == {"Best matches", "More on this page"}


def test_parts_of_a_chinese_name_find_its_entry(page: Page) -> None:
    for query in ("运河", "峡运", "河", "峡运河。", "焼き、運河", "《运河》"):
        ask(page, query)
        assert urls.entry_address("isthmus-canal") in results(page)[:2], query


def test_misspelt_words_are_neither_reported_missing_nor_highlighted(page: Page) -> None:
    ask(page, "lysanyos")
    first = page.locator(".md-search-result__item").first
    expect(first).to_contain_text("Theophilos Lysanias")
    assert "lysanyos" not in page.locator(".md-search-result__list").inner_text().casefold()
    first.locator("a").first.click()
    page.wait_for_load_state()
    assert "theophilos-lysanias" in page.url
    assert page.locator("article mark").all_inner_texts() == []


def test_every_result_of_an_entry_says_what_is_real(page: Page, scenario: Scenario) -> None:
    sentences = {
        urls.entry_address(entry.id): f"In reality: {smart_punctuation(str(entry.in_reality))}"
        for entry in scenario.entries
    }
    for query in ("canal", "Isthmus Cannal", "frogs herons", "melas", "laskaris harbour", "mud slid"):
        ask(page, query)
        texts = page.locator(".md-search-result__item").all_inner_texts()
        texts_by_address = dict(zip(results(page), texts, strict=True))
        entry_addresses = sentences.keys() & texts_by_address.keys()
        assert entry_addresses, query
        for address in entry_addresses:
            assert texts_by_address[address].count(sentences[address]) == 1, address


def test_no_misspelling_is_ever_shown(page: Page, scenario: Scenario) -> None:
    correct = {fold(name) for entry in scenario.entries for name in (entry.title, *entry.names)}
    misspelt = {fold(name) for entry in scenario.entries for name in entry.misspellings} - correct
    for query in ("Laskaryso", "Belskijo", "Lysanyasi", "Notarrah", "furst trensh", "Grate Thirst", UNMATCHED):
        ask(page, query)
        text = fold(page.locator(".md-search-result").inner_text())
        assert text
        assert [name for name in misspelt if re.search(rf"\b{re.escape(name)}\b", text)] == [], query


def test_the_index_is_fetched_at_the_first_query(browser: Browser, address: str, index_form: str) -> None:
    first = "documents.json" if index_form == "whole" else "pagefind.js"
    page = browser.new_page()
    files: list[str] = []
    page.on("response", lambda response: files.append(response.url.rpartition("/")[2]))
    page.goto(address, wait_until="networkidle")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    assert [name for name in files if re.fullmatch(r"search\.\w+\.min\.js", name)] == []
    assert first not in files
    page.keyboard.type("lysanias", delay=20)
    expect(page.locator(".md-search-result__item").first).to_contain_text("Theophilos Lysanias")
    assert files.count(first) == 1
    page.close()


def test_search_recovers_from_a_failed_request(browser: Browser, address: str, index_form: str) -> None:
    page = browser.new_page()
    failures: list[str] = []

    def fail(route: Route) -> None:
        failures.append(route.request.url)
        route.abort()

    page.context.route("**/documents.json" if index_form == "whole" else "**/pagefind-entry.json*", fail, times=1)
    page.goto(address)
    page.locator(".md-search__input").focus()
    with page.expect_event("requestfailed"):
        page.keyboard.type("l")
    page.wait_for_timeout(500)
    page.keyboard.type("ysanias", delay=20)
    expect(page.locator(".md-search-result__item").first).to_contain_text("Theophilos Lysanias")
    assert len(failures) == 1
    page.close()


@pytest.mark.parametrize("query", ["Isthmus Canal", "lysanyos", "地峡运河", "frogs herons flies", "the", UNMATCHED])
def test_a_query_of_a_sharded_index_fetches_few_bytes(
    browser: Browser, sharded_site: Path, tmp_path: Path, query: str
) -> None:
    (tmp_path / SUB_PATH).symlink_to(sharded_site, target_is_directory=True)
    with serve_gzip(tmp_path) as (host, responses):
        ask_in_new_context(browser, f"{host}{SUB_PATH}/", query, responses)
    assert any("/words/" in path for path, _ in responses)
    assert sum(size for _, size in responses) <= MAX_BYTES, sorted(responses, key=lambda response: -response[1])


def unique_words(documents: list[Document]) -> dict[str, str]:
    """Return, by addresses of pages, a word that only this page has, and no plural; not every page has such a word."""
    pages_by_word: dict[str, set[str]] = {}
    for document in documents:
        page = document["location"].partition("#")[0]
        for word in re.findall(
            r"\b[a-z]{5,}[a-rt-z]\b", re.sub("<[^>]*>", " ", f"{document['title']} {document['text']}".lower())
        ):
            pages_by_word.setdefault(word, set()).add(page)
    return {pages.pop(): word for word, pages in pages_by_word.items() if len(pages) == 1}


def test_search_reads_every_bundle_of_words(
    browser: Browser, site: Path, sharded_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("macros.output.search.MAX_PAGEFIND_WORDS", 2_500)
    shutil.copytree(sharded_site, tmp_path / SUB_PATH)
    shutil.rmtree(tmp_path / SUB_PATH / "search")
    documents = json.loads((site / SEARCH_DOCUMENTS).read_bytes())
    for address, content in build_search(json.loads((site / SEARCH_INDEX).read_bytes())["config"], documents, {}, 0):
        write_atomic(tmp_path / SUB_PATH / address, content)
    queries = list(unique_words(documents).items())[::2]
    with serve_gzip(tmp_path) as (host, responses):
        page = browser.new_page()
        page.goto(f"{host}{SUB_PATH}/")
        page.locator(".md-search__input").focus()
        expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
        failures = []
        for address, word in queries:
            ask(page, word)
            if address not in results(page):
                failures.append((address, word, results(page)))
        page.close()
    assert len(queries) > 4
    assert failures == []
    files = {path.partition("/words/")[2].partition("?")[0] for path, _ in responses if "/words/" in path}
    assert {"0/pagefind-entry.json", "1/pagefind-entry.json", "2/pagefind-entry.json"} <= files
    programs = {path for path in files if path.endswith(("pagefind.js", ".pagefind"))}
    assert programs == {"0/pagefind.js", "0/wasm.unknown.pagefind"}
