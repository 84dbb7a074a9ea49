from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from macros.output.bibliography import Name, bibtex, csl, names
from macros.scenario.history import Reference
from tests.conftest import ROOT
from tests.pages import factories

if TYPE_CHECKING:
    from bibtexparser.library import Library

    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Scenario

HOSTILE = (
    r"a & b % c # d _ e $ f {g} ~h ^ \i",
    '} @book{evil, title = "x"',
    "{ unbalanced",
    "so-called \"quotes\" and ``ticks'' -- --- ?` !` ,, << >>",
    "大跃进 Ó Gráda Лев",
    "one and two, three; four",
    "ends with \\",
    "$x$ \\emph{y} %z",
    "=cmd()|'/C calc'!A0",
)
STRING = {"type": "string"}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("id", "title", "container-title", "publisher", "volume", "issue", "number"), STRING),
            **dict.fromkeys(("page", "note"), STRING),
            "type": {"enum": ["article-journal", "book", "report"]},
            "author": {"$ref": "#/$defs/names"},
            "editor": {"$ref": "#/$defs/names"},
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "properties": {
                    "date-parts": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
                },
                "additionalProperties": False,
            },
        },
    },
    "$defs": {
        "names": {
            "type": "array",
            "minItems": 1,
            "items": {
                "additionalProperties": False,
                "properties": {
                    "family": STRING,
                    "given": STRING,
                    "literal": STRING,
                    "static-ordering": {"type": "boolean"},
                },
                "anyOf": [{"required": ["family", "given"]}, {"required": ["literal"]}],
            },
        }
    },
}
"""What the schema of CSL-JSON 1.0.2 says of the variables that are used."""

CFF_REQUIRED = {"authors", "cff-version", "message", "title"}
CFF_ALLOWED = CFF_REQUIRED | {"abstract", "keywords", "license", "type", "version"}
"""Keys of the Citation File Format 1.2.0: all that it requires, and of those it allows what says no address."""


def work(**changed: Any) -> Reference:  # noqa: ANN401 - whatever the field holds
    """Return a book with nothing but what it has to have, and what a test changes."""
    fields: dict[str, Any] = {
        "id": "becker-1996",
        "label": "Becker 1996",
        "kind": "book",
        "authors": ("Jasper Becker",),
        "year": 1996,
        "title": "Title",
        "published": "Publisher",
        "confirmed": True,
    }
    return Reference(**fields | changed)


def read(written: str) -> Library:
    """Return what a program reads of BibTeX, with LaTeX decoded; nothing of it may be in error."""
    library = parse_string(written, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return library


def field(written: str, name: str, entry: int = 0) -> str:
    return str(read(written).entries[entry][name])


def authors(written: str, role: str = "author") -> list[tuple[str, str]]:
    """Return family and given names of the first entry, still in LaTeX."""
    library = parse_string(written, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    return [(" ".join(one.last), " ".join(one.first)) for one in library.entries[0][role]]


def decoded(latex: str) -> str:
    """Return what a reader of BibTeX takes a piece of LaTeX for."""
    return field(f"@book{{k,\n title = {{{latex}}}\n}}", "title")


def test_every_reference_is_an_entry_of_bibtex(scenario: Scenario, index: ScenarioIndex) -> None:
    written = bibtex(scenario.references, str)
    library = read(written)
    assert [entry.key for entry in library.entries] == [one.id for one in scenario.references]
    assert list(index.references) == [entry.key for entry in library.entries]
    for entry, one in zip(library.entries, scenario.references, strict=True):
        assert entry["title"] == one.title
        assert entry["year"] == str(one.year)
        containers = {"publisher", "journal", "howpublished"} & set(entry.fields_dict)
        assert [entry[name] for name in containers] == [one.published]


def test_every_reference_is_an_item_of_csl(scenario: Scenario) -> None:
    items = csl(scenario.references, str)
    Draft202012Validator(CSL).validate(items)
    assert [item["id"] for item in items] == [one.id for one in scenario.references]
    for item, one in zip(items, scenario.references, strict=True):
        assert item["title"] == one.title
        assert item["issued"] == {"date-parts": [[one.year]]}
        assert item.get("page") == one.pages
        assert len(item["editor" if one.kind == "edited-book" else "author"]) == len(one.authors)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_back_as_they_were(words: str) -> None:
    scenario = factories.story(words, words)
    written = bibtex(scenario.references, str, [words])
    library = read(written)
    assert [entry.key for entry in library.entries] == ["book", "paper"]
    for entry in library.entries:
        assert entry["title"] == words
        assert entry["pages"] == words
        assert words in entry["note"]
    assert [(decoded(family), given) for family, given in authors(written)] == [(words, "")]
    items = csl(scenario.references, str)
    Draft202012Validator(CSL).validate(items)
    assert items[0]["title"] == words
    assert items[0]["author"] == [{"literal": words}]


@given(st.text(alphabet="ab \\{}~^$&%#_\"'`-,?!<>@=;.|/*\u5927\u00e9", min_size=1, max_size=12))
def test_any_words_come_back_as_they_were(words: str) -> None:
    kept = " ".join(words.split()) or "nothing"
    written = bibtex([work(title=kept, published=kept, authors=(kept,), note=kept)], str)
    assert [field(written, name) for name in ("title", "publisher", "note")] == [kept] * 3


def test_a_note_above_the_entries_begins_none() -> None:
    written = bibtex([work()], str, ["@book{evil,\n title = {x}}"])
    assert written.startswith("% (at)book{evil, title = {x}}\n")
    assert [entry.key for entry in read(written).entries] == ["becker-1996"]


@pytest.mark.parametrize(
    ("kind", "bibtex_type", "container", "csl_type", "csl_container"),
    [
        ("article", "article", "journal", "article-journal", "container-title"),
        ("book", "book", "publisher", "book", "publisher"),
        ("edited-book", "book", "publisher", "book", "publisher"),
        ("working-paper", "misc", "howpublished", "report", "publisher"),
    ],
)
def test_a_kind_has_its_type_and_its_container(
    kind: str, bibtex_type: str, container: str, csl_type: str, csl_container: str
) -> None:
    reference = work(kind=kind, volume=3, issue=0, pages="10-12")
    (entry,) = read(bibtex([reference], str)).entries
    assert (entry.entry_type, entry[container]) == (bibtex_type, "Publisher")
    assert (entry["volume"], entry["number"]) == ("3", "0")
    (item,) = csl([reference], str)
    assert (item["type"], item[csl_container], item["page"]) == (csl_type, "Publisher", "10-12")
    assert (item["volume"], item["issue" if kind == "article" else "number"]) == ("3", "0")
    role = "editor" if kind == "edited-book" else "author"
    assert item[role] == [{"family": "Becker", "given": "Jasper"}]
    assert authors(bibtex([reference], str), role) == [("Becker", "Jasper")]


def test_what_a_work_does_not_have_is_left_out() -> None:
    (entry,) = read(bibtex([work()], str)).entries
    assert set(entry.fields_dict) == {"author", "title", "publisher", "year"}
    assert set(csl([work()], str)[0]) == {"id", "type", "author", "issued", "title", "publisher"}


def test_pages_are_a_range_in_bibtex_and_other_pages_stay() -> None:
    assert 'pages = "10--12"' in bibtex([work(pages="10-12")], str)
    assert field(bibtex([work(pages="e1-e5")], str), "pages") == "e1-e5"


def test_capitals_of_titles_are_kept() -> None:
    assert 'title = "{Famine in China}"' in bibtex([work(title="Famine in China")], str)


@pytest.mark.parametrize("markdown", [None, "See *this*."])
def test_what_was_not_confirmed_says_so(markdown: str | None) -> None:
    reference = work(confirmed=False, note=markdown)
    wanted = "Details recalled, not confirmed." + (" Plain." if markdown else "")
    assert field(bibtex([reference], lambda _: "Plain."), "note") == wanted
    assert csl([reference], lambda _: "Plain.")[0]["note"] == wanted


def test_what_was_not_confirmed_of_the_literature_is_all_marked(scenario: Scenario) -> None:
    marked = {item["id"] for item in csl(scenario.references, str) if "not confirmed" in item.get("note", "")}
    assert marked == {one.id for one in scenario.references if not one.confirmed}


@pytest.mark.parametrize(
    ("identifier", "signed", "wanted"),
    [
        ("zhang-1995", ["Shu Guang Zhang"], [Name("Shu Guang Zhang", "Zhang", "Shu Guang")]),
        ("yang-j-2012", ["Yang Jisheng"], [Name("Yang Jisheng", "Yang", "Jisheng", family_first=True)]),
        ("o-grada-2011", ["Cormac Ó Gráda"], [Name("Cormac Ó Gráda", "Ó Gráda", "Cormac")]),
        (
            "lewis-and-xue-1988",
            ["John Wilson Lewis", "Xue Litai"],
            [
                Name("John Wilson Lewis", "Lewis", "John Wilson"),
                Name("Xue Litai", "Xue", "Litai", family_first=True),
            ],
        ),
        (
            "li-and-yang-2005",
            ["Wei Li", "Li Yang"],
            [Name("Wei Li", "Li", "Wei"), Name("Li Yang", "Yang", "Li")],
        ),
        (
            "meng-et-al-2015",
            ["Xin Meng", "Nancy Qian"],
            [Name("Xin Meng", "Meng", "Xin"), Name("Nancy Qian")],
        ),
        ("mao-1959-in-schram-1974", ["Stuart Schram"], [Name("Stuart Schram", "Schram", "Stuart")]),
        ("becker-1996", ["Somebody Else"], [Name("Somebody Else")]),
        ("becker-1996", ["Becker"], [Name("Becker")]),
        ("becker-1996", ["杨继绳"], [Name("杨继绳")]),
        ("chen-chen-1990", ["Chen"], [Name("Chen")]),
        ("a-and-b-and-c-1990", ["Al A"], [Name("Al A", "A", "Al")]),
    ],
)
def test_a_name_is_divided_where_the_id_tells_its_family(
    identifier: str, signed: list[str], wanted: list[Name]
) -> None:
    assert names(work(id=identifier, authors=tuple(signed))) == wanted


def test_names_that_are_not_divided_stay_whole() -> None:
    reference = work(id="meng-et-al-2015", authors=("Xin Meng", "Nancy Qian", "Ludwig van, and Beethoven"))
    assert authors(bibtex([reference], str)) == [
        ("Meng", "Xin"),
        ("{Nancy Qian}", ""),
        ("{Ludwig van, and Beethoven}", ""),
    ]
    assert csl([reference], str)[0]["author"][1] == {"literal": "Nancy Qian"}


def test_who_signs_with_the_family_name_first_keeps_that_order() -> None:
    reference = work(id="yang-j-2012", authors=("Yang Jisheng",))
    assert csl([reference], str)[0]["author"] == [{"family": "Yang", "given": "Jisheng", "static-ordering": True}]
    assert authors(bibtex([reference], str)) == [("Yang", "Jisheng")]


def test_the_first_author_of_every_work_is_divided(scenario: Scenario) -> None:
    assert [one.id for one in scenario.references if not names(one)[0].family] == []


def citation() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found


def test_the_citation_file_has_what_its_format_requires() -> None:
    found = citation()
    assert found["cff-version"] == "1.2.0"
    assert CFF_REQUIRED <= set(found) <= CFF_ALLOWED
    assert all(isinstance(found[key], str) and found[key] for key in set(found) - {"authors", "keywords"})
    assert found["authors"] == [{"name": "The Other Leap contributors"}]
    assert all(isinstance(word, str) for word in found["keywords"])
    assert len(set(found["keywords"])) == len(found["keywords"])
    assert found["type"] in {"dataset", "software"}


def test_the_citation_file_agrees_with_the_project(scenario: Scenario) -> None:
    found = citation()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert found["version"] == project["version"]
    assert found["title"] == scenario.about.title
    assert found["license"] == "CC-BY-SA-4.0"
    assert re.search(r"alternate history", found["abstract"], re.IGNORECASE)
    assert "not a record" in found["abstract"]
