"""The files of search: the whole of what pages say, or an index of it in pieces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from macros.output.search import ENOUGH, PART, Document, search_files

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIG = {"lang": ["en"], "separator": r"[\s\-]+"}
INDEX, WHOLE = "search/search_index.json", "search/documents.json"
ONE = [
    Document(location="one/", title="One", text=""),
    Document(location="one/#text", title="Text", text="<p>Wells &amp; <b>mills</b></p>"),
]
TWO = [Document(location="two/", title="Mao\u2019s two", text="Хрущёв <script> 大跃进")]


def made(documents: Sequence[Document], whole: int = 0, names: dict[str, list[str]] | None = None) -> dict[str, bytes]:
    return dict(search_files(CONFIG, documents, names or {}, whole))


def parts(files: dict[str, bytes]) -> list[list[dict[str, Any]]]:
    """Return the documents that stand together in pieces."""
    return [json.loads(content) for path, content in files.items() if path.startswith("search/documents/")]


def test_what_is_small_is_whole_up_to_the_limit_and_in_pieces_above_it() -> None:
    files = made([*ONE, *TWO], 1_000_000, {"two/": ["Mao's two", "Tow"]})
    assert files.keys() == {WHOLE, INDEX}
    assert json.loads(files[INDEX]) == {"config": CONFIG, "docs": []}
    assert json.loads(files[WHOLE]) == [*ONE, TWO[0] | {"names": ["Mao's two", "Tow"]}]
    size = len(files[WHOLE])
    assert WHOLE in made([*ONE, *TWO], size, {"two/": ["Mao's two", "Tow"]})
    files = made([*ONE, *TWO], size - 1, {"two/": ["Mao's two", "Tow"]})
    assert WHOLE not in files
    assert json.loads(files[INDEX]) == {
        "config": CONFIG | {"pieces": {"bundles": 1, "shards": 1, "parts": 2}},
        "docs": [],
    }


def test_pieces_hold_every_page_and_names_lead_to_what_pagefind_calls_them() -> None:
    files = made([*ONE, *TWO], names={"two/": ["Mao's two", "Tow"]})
    assert sorted(parts(files), key=len) == [[TWO[0] | {"names": ["Mao's two", "Tow"]}], ONE]
    names = json.loads(files["search/names/0.json"])
    for key, location in {"=one": "one/", "=tow": "two/", "=mao": "two/", "=maotwo": "two/"}.items():
        count, page = names[key]
        assert count == 1
        assert json.loads(files[f"search/documents/{page}.json"])[0]["location"] == location
    shipped = {path.removeprefix("search/words/0/").partition("/")[0] for path in files if "/words/" in path}
    assert {"pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind", "index"} <= shipped
    assert len(shipped) == 5
    assert [language["page_count"] for language in languages(files)] == [2]


def languages(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Return what Pagefind says of what each of its indexes holds."""
    entries = [content for path, content in files.items() if path.endswith("pagefind-entry.json")]
    return [language for entry in entries for language in json.loads(entry)["languages"].values()]


def test_what_pagefind_has_no_room_for_goes_into_further_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macros.output.search.BUNDLE", 4)
    documents = [Document(location=f"{name}/", title=name, text="well mill") for name in ("a", "b", "c")]
    files = made([*documents, Document(location="long/", title="Long", text="one two three four five")])
    assert json.loads(files[INDEX])["config"]["pieces"] == {"bundles": 4, "shards": 1, "parts": 4}
    assert [language["page_count"] for language in languages(files)] == [1] * 4
    assert len(parts(files)) == 4
    programs = [path for path in files if path.endswith(("pagefind.js", "wasm.unknown.pagefind"))]
    assert programs == ["search/words/0/pagefind.js", "search/words/0/wasm.unknown.pagefind"]


def test_the_same_documents_give_the_same_bytes() -> None:
    documents = [Document(location=f"{number}/", title=f"Page {number}", text="well " * 9) for number in range(30)]
    first = made(documents)
    assert list(first.items()) == list(made(documents).items())


def test_nobody_has_to_fetch_all_of_a_long_page() -> None:
    sections = [Document(location=f"all/#{number}", title=f"S{number}", text="mill " * 900) for number in range(4)]
    long = Document(location="all/#long", title="Long", text="<p>" + "well " * 5_000 + "</p>" + "x" * (PART + 1))
    page = Document(location="all/", title="All", text="")
    found = parts(made([page, *sections, long], names={"all/": ["All"]}))
    assert all(sum(len(one["text"]) for one in part) <= PART for part in found)
    assert [part[0]["location"] for part in found] == ["all/"] * len(found)
    assert sorted(part[0].get("continued", False) for part in found) == [False] + [True] * (len(found) - 1)
    assert [part[0].get("names") for part in found if not part[0].get("continued")] == [["All"]]
    for one in (*sections, long):
        said = "".join(two["text"] for part in found for two in part if two["location"] == one["location"])
        bare = one["text"].replace("<p>", "").replace("</p>", "")
        assert "".join(sorted(said.split())) == "".join(sorted(bare.split())), one["title"]


@pytest.mark.parametrize("texts", [["year"] * (ENOUGH + 150), ["", "-", "year"]])
def test_no_page_is_left_out_for_what_it_says(texts: list[str]) -> None:
    documents = [Document(location=f"{number}/", title="year", text=text) for number, text in enumerate(texts)]
    assert len(parts(made(documents))) == len(texts)
