"""What MkDocs, ProperDocs and Zensical build from the pages as written out is the site, but for listed differences."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pytest
from lxml import etree

from macros.pages import urls
from tests.conftest import ROOT
from tests.engines.conftest import ENGINES
from tests.engines.differences import DIFFERENCES, WHOLE
from tests.engines.facets import CONTENT, FACETS, address_of
from tests.engines.zensical_search import ZensicalSearch
from tests.site.pages import all_pages, parsed, words
from tests.site.shipped_search import ShippedSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from macros.scenario.model import Scenario
    from tests.engines.conftest import Engine
    from tests.engines.differences import Difference

    Found: TypeAlias = "dict[tuple[str, tuple[str, ...], tuple[str, ...]], set[str]]"

OF_THE_THEME = re.compile(r"assets/(javascripts|stylesheets|images)/|assets/style\.[\w.]+\.css$")
BUILT_BY_ENGINES = re.compile(r"\.html$|^search|^sitemap")
MOST = 0.9
pytestmark = pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)


def change(expected: Iterable[str], found: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is lost and what is gained, each in its order."""
    before, after = Counter(expected), Counter(found)
    return tuple((before - after).elements()), tuple((after - before).elements())


def listed(differences: Iterable[Difference], engine: Engine, facet: str = "") -> list[Difference]:
    return [one for one in differences if engine.name in one.engines and facet in {"", one.facet}]


def files(site: Path) -> dict[str, Path]:
    """Return the files of a site by address, but for those of the theme."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {address: path for address, path in found.items() if not OF_THE_THEME.match(address)}


def documents(site: Path) -> list[dict[str, str]]:
    """Return what search searches, from whatever file it has."""
    ours = site / "search" / "documents.json"
    found: list[dict[str, str]] = (
        json.loads(ours.read_text(encoding="utf-8"))
        if ours.exists()
        else json.loads((site / "search.json").read_text(encoding="utf-8"))["items"]
    )
    return found


def said(document: dict[str, str]) -> tuple[str, str, str]:
    """Return what a document says, without markup."""
    title, text = (" ".join(re.sub("<[^>]*>", " ", document[name]).split()) for name in ("title", "text"))
    return document["location"], title, text


def test_addresses_are_the_same(site: Path, built: Callable[[Engine], Path], engine: Engine) -> None:
    found = built(engine)
    assert [address_of(found, path) for path in all_pages(found)] == [
        address_of(site, path) for path in all_pages(site)
    ]


def test_pages_differ_as_listed_and_no_more(site: Path, built: Callable[[Engine], Path], engine: Engine) -> None:
    found: Found = defaultdict(set)
    expected: Found = defaultdict(set)
    for path in all_pages(site):
        address = address_of(site, path)
        other = built(engine) / path.relative_to(site)
        for name, facet in FACETS.items():
            ours, theirs = facet(parsed(path), address), facet(parsed(other), address)
            if ours != theirs:
                found[name, *change(ours, theirs)].add(address)
        for one in listed(DIFFERENCES, engine):
            if re.fullmatch(one.pages, address):
                expected[one.facet, one.lost, one.gained].add(address)
    assert found == expected


def test_every_facet_finds_something_to_compare(site: Path, engine: Engine) -> None:
    pages = [(parsed(path), address_of(site, path)) for path in all_pages(site)]
    assert [name for name, facet in FACETS.items() if not any(facet(*page) for page in pages)] == [], engine


def test_nothing_is_left_to_be_called(built: Callable[[Engine], Path], engine: Engine) -> None:
    leak = re.compile(r"\{\{|\{%|Macro \w+ Error|Undefined")
    pages = [path for path in all_pages(built(engine)) if leak.search(words(parsed(path).xpath(CONTENT)[0]))]
    assert pages == []


def test_files_beside_pages_are_the_same(site: Path, built: Callable[[Engine], Path], engine: Engine) -> None:
    ours, theirs = files(site), files(built(engine))
    expected = listed(WHOLE, engine, "files")
    assert ours.keys() - theirs.keys() == {address for one in expected for address in one.lost}
    assert theirs.keys() - ours.keys() == {address for one in expected for address in one.gained}
    common = [address for address in ours.keys() & theirs.keys() if not BUILT_BY_ENGINES.search(address)]
    assert {"data/v1/scenario.json", "changes/feed.xml", "card.png", "causes/causes.svg"} <= {*common}
    assert [address for address in common if ours[address].read_bytes() != theirs[address].read_bytes()] == []


def test_maps_of_the_site_name_the_same_pages(site: Path, built: Callable[[Engine], Path], engine: Engine) -> None:
    mapped = [
        sorted(etree.parse(folder / "sitemap.xml").xpath("//*[local-name()='loc']/text()"))
        for folder in (site, built(engine))
    ]
    assert mapped[0] == mapped[1]
    unlisted = [path for path in all_pages(site) if parsed(path).xpath("//meta[@name='robots']")]
    assert len(mapped[0]) == len(all_pages(site)) - len(unlisted)


def test_search_is_given_the_same(site: Path, built: Callable[[Engine], Path], engine: Engine) -> None:
    ours, theirs = ([said(one) for one in documents(folder)] for folder in (site, built(engine)))
    assert sorted(ours) == sorted(theirs)
    changed = [] if ours == theirs else [("data", "paths")]
    assert changed == [(*one.lost, *one.gained) for one in listed(WHOLE, engine, "order of documents")]


def test_search_finds_entries_by_title_and_by_what_readers_misspell(
    built: Callable[[Engine], Path], scenario: Scenario, engine: Engine
) -> None:
    search = (ZensicalSearch if engine.name == "zensical" else ShippedSearch)(built(engine))
    for entry in scenario.entries:
        assert urls.entry(entry.id) in search.results(entry.title)[:3], entry.title
    asked = [(urls.entry(entry.id), wrong) for entry in scenario.entries for wrong in entry.misspellings]
    finds = sum(address in search.results(wrong) for address, wrong in asked) / len(asked)
    assert finds >= MOST
    changed = [("all", "most")] if finds < 1 else []
    assert changed == [(*one.lost, *one.gained) for one in listed(WHOLE, engine, "misspelt names")]


def test_the_guide_explains_every_difference(engine: Engine) -> None:
    guide = (ROOT / "docs-dev" / "other-engines.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in guide.splitlines()]
    causes = {row[0]: row[1:] for row in rows if len(row) == len(("difference", "where", "cause"))}
    for one in listed((*DIFFERENCES, *WHOLE), engine):
        where, cause = causes[one.name]
        assert cause
        assert where == "any" or engine.name in where.casefold(), one.name
