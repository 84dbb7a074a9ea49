"""The search files: all documents in one file, or a sharded index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from macros.output.search import (
    MAX_CHUNK_LENGTH,
    MAX_COMMON_WORD_CHUNKS,
    STOP_WORDS,
    UNSPACED,
    _unique_words,
    build_search,
)
from macros.output.search_documents import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIG = {"lang": ["en"], "separator": r"[\s\-]+"}
SEARCH_INDEX, SEARCH_DOCUMENTS = "search/search_index.json", "search/documents.json"
FIRST_PAGE = [
    Document(location="one/", title="One", text=""),
    Document(location="one/#text", title="Text", text="<p>Wells &amp; <b>mills</b></p>"),
]
SECOND_PAGE = [Document(location="two/", title="Mao\u2019s two", text="Хрущёв <script> 大跃进")]


def build(
    documents: Sequence[Document], max_file_bytes: int = 0, names: dict[str, list[str]] | None = None
) -> dict[str, bytes]:
    fields = {location: Document(names=page_names) for location, page_names in (names or {}).items()}
    return dict(build_search(CONFIG, documents, fields, max_file_bytes))


def read_chunks(files: dict[str, bytes]) -> list[list[dict[str, Any]]]:
    """Return the chunks of a sharded index."""
    return [json.loads(content) for path, content in files.items() if path.startswith("search/documents/")]


def test_documents_are_in_one_file_up_to_the_limit_and_sharded_above() -> None:
    files = build([*FIRST_PAGE, *SECOND_PAGE], 1_000_000, {"two/": ["Mao's two", "Tow"]})
    assert files.keys() == {SEARCH_DOCUMENTS, SEARCH_INDEX}
    settings = {"stop_words": STOP_WORDS, "unspaced": UNSPACED}
    assert json.loads(files[SEARCH_INDEX]) == {"config": CONFIG | settings, "docs": []}
    assert json.loads(files[SEARCH_DOCUMENTS]) == [*FIRST_PAGE, SECOND_PAGE[0] | {"names": ["Mao's two", "Tow"]}]
    size = len(files[SEARCH_DOCUMENTS])
    assert SEARCH_DOCUMENTS in build([*FIRST_PAGE, *SECOND_PAGE], size, {"two/": ["Mao's two", "Tow"]})
    files = build([*FIRST_PAGE, *SECOND_PAGE], size - 1, {"two/": ["Mao's two", "Tow"]})
    assert SEARCH_DOCUMENTS not in files
    assert json.loads(files[SEARCH_INDEX]) == {
        "config": CONFIG | settings | {"pieces": {"bundles": 1, "shards": 1, "parts": 2}},
        "docs": [],
    }


def test_the_text_below_a_title_is_that_of_the_page() -> None:
    page, title, other = (
        Document(location="leap/", title="Mao's leap", text=""),
        Document(location="leap/#maos-leap", title="Mao\u2019s leap", text="<p>The lead.</p>"),
        Document(location="leap/#other", title="Other", text="More."),
    )
    merged = [title | {"location": "leap/"}, other]
    for documents, expected in (
        ([page, title, other], merged),
        ([page, other], [page, other]),
        ([page], [page]),
        ([*FIRST_PAGE, page, title, other, *SECOND_PAGE], [*FIRST_PAGE, *merged, *SECOND_PAGE]),
    ):
        assert json.loads(build(documents, 1_000_000)[SEARCH_DOCUMENTS]) == expected


def test_a_sharded_index_holds_every_page_and_names_lead_to_their_ids() -> None:
    files = build([*FIRST_PAGE, *SECOND_PAGE], names={"two/": ["Mao's two", "Tow"]})
    assert sorted(read_chunks(files), key=len) == [[SECOND_PAGE[0] | {"names": ["Mao's two", "Tow"]}], FIRST_PAGE]
    names = json.loads(files["search/names/0.json"])
    for key, location in {"=one": "one/", "=tow": "two/", "=mao": "two/", "=maotwo": "two/"}.items():
        count, page = names[key]
        assert count == 1
        assert json.loads(files[f"search/documents/{page}.json"])[0]["location"] == location
    pagefind_files = {path.removeprefix("search/words/0/").partition("/")[0] for path in files if "/words/" in path}
    assert {"pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind", "index"} <= pagefind_files
    assert len(pagefind_files) == 5
    assert [language["page_count"] for language in read_languages(files)] == [2]


def read_languages(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Return Pagefind's summary of each of its indexes."""
    entries = [content for path, content in files.items() if path.endswith("pagefind-entry.json")]
    return [language for entry in entries for language in json.loads(entry)["languages"].values()]


def test_many_words_are_divided_into_several_pagefind_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macros.output.search.MAX_PAGEFIND_WORDS", 4)
    documents = [Document(location=f"{name}/", title=name, text="well mill") for name in ("a", "b", "c")]
    files = build([*documents, Document(location="long/", title="Long", text="one two three four five")])
    assert json.loads(files[SEARCH_INDEX])["config"]["pieces"] == {"bundles": 4, "shards": 1, "parts": 4}
    assert [language["page_count"] for language in read_languages(files)] == [1] * 4
    assert len(read_chunks(files)) == 4
    programs = [path for path in files if path.endswith(("pagefind.js", "wasm.unknown.pagefind"))]
    assert programs == ["search/words/0/pagefind.js", "search/words/0/wasm.unknown.pagefind"]


def test_the_last_character_of_an_unspaced_run_is_a_word_of_its_own() -> None:
    chunk = [Document(location="a/", title="大跃进", text="<p>Steel 粮食</p>")]
    assert _unique_words(chunk) == ["大跃", "跃进", "steel", "粮食", "跃", "进", "食"]


def test_the_same_documents_give_the_same_bytes() -> None:
    documents = [Document(location=f"{number}/", title=f"Page {number}", text="well " * 9) for number in range(30)]
    first = build(documents)
    assert list(first.items()) == list(build(documents).items())


def test_a_long_page_is_divided_into_chunks() -> None:
    sections = [Document(location=f"all/#{number}", title=f"S{number}", text="mill " * 900) for number in range(4)]
    long = Document(
        location="all/#long", title="Long", text="<p>" + "well " * 5_000 + "</p>" + "x" * (MAX_CHUNK_LENGTH + 1)
    )
    page = Document(location="all/", title="All", text="")
    chunks = read_chunks(build([page, *sections, long], names={"all/": ["All"]}))
    assert all(sum(len(document["text"]) for document in chunk) <= MAX_CHUNK_LENGTH for chunk in chunks)
    assert [chunk[0]["location"] for chunk in chunks] == ["all/"] * len(chunks)
    assert sorted(chunk[0].get("continued", False) for chunk in chunks) == [False] + [True] * (len(chunks) - 1)
    assert [chunk[0].get("names") for chunk in chunks if not chunk[0].get("continued")] == [["All"]]
    for section in (*sections, long):
        text = "".join(
            document["text"] for chunk in chunks for document in chunk if document["location"] == section["location"]
        )
        plain = section["text"].replace("<p>", "").replace("</p>", "")
        assert "".join(sorted(text.split())) == "".join(sorted(plain.split())), section["title"]


@pytest.mark.parametrize("texts", [["year"] * (MAX_COMMON_WORD_CHUNKS + 150), ["", "-", "year"]])
def test_no_page_is_left_out_whatever_its_text(texts: list[str]) -> None:
    documents = [Document(location=f"{number}/", title="year", text=text) for number, text in enumerate(texts)]
    assert len(read_chunks(build(documents))) == len(texts)
