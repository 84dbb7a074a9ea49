from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.conftest import build, copy_project
from tests.pages.html_tree import HtmlTree

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "</title></h1><script>alert(1)</script> {{7*7}}"
LABEL = '<script>alert(2)</script>"'
TAGLINE = '`"` onload=alert(3) x="'


def replace_once(source: str, old: str, new: str) -> str:
    assert source.count(old) == 1
    return source.replace(old, new)


def test_hostile_texts_are_inert_where_the_theme_prints_them(tmp_path: Path) -> None:
    data = copy_project(tmp_path) / "data" / "scenario.yml"
    source = data.read_text(encoding="utf-8")
    source = replace_once(source, "title: The Regent's growing caution\n", f"title: '{TITLE}'\n")
    source = replace_once(source, "fiction_label: Alternate", f"fiction_label: >-\n    {LABEL} Alternate")
    source = replace_once(source, "tagline: >-\n", f"tagline: >-\n    {TAGLINE}\n")
    data.write_text(source, encoding="utf-8")
    site = build(tmp_path, tmp_path / "site")
    for address in ("entries/regents-caution/index.html", "404.html", "timeline/index.html"):
        page = HtmlTree((site / address).read_text(encoding="utf-8"))
        scripts = [script for script in page.all("script") if "alert" in script.text]
        assert {script.attributes["type"] for script in scripts} <= {"application/ld+json"}
        assert all(json.loads("".join(script.parts)) and "<" not in script.text for script in scripts)
        assert not [name for name in ("onload", "onerror") if page.values(name)]
        assert LABEL in page.text
    entry = HtmlTree((site / "entries/regents-caution/index.html").read_text(encoding="utf-8"))
    (title,) = entry.all("title")
    assert title.text.startswith(f"{TITLE} - ")
    not_found_page = HtmlTree((site / "404.html").read_text(encoding="utf-8"))
    descriptions = [meta for meta in not_found_page.all("meta") if meta.attributes.get("name") == "description"]
    (tagline,) = [meta.attributes["content"] for meta in descriptions]
    assert "onload=alert(3)" in tagline
    documents = json.loads((site / "search" / "documents.json").read_text(encoding="utf-8"))
    titles = [document["title"] for document in documents if "alert(1)" in document["title"]]
    assert titles
    assert not [title for title in titles if "<script" in title]
