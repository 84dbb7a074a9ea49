from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from macros.output.bibliography import CslName, author_names, build_bibtex, build_csl_items
from macros.scenario.history import Reference
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
CSL_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("id", "title", "container-title", "publisher", "volume", "issue", "number"), STRING),
            **dict.fromkeys(("page", "note", "DOI", "URL"), STRING),
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
"""The part of the schema of CSL-JSON 1.0.2 about the variables that we write."""


def make_reference(**changes: Any) -> Reference:  # noqa: ANN401 - fields have values of any type
    """Return a book with only the required fields, and a test's changes."""
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
    return Reference(**fields | changes)


def parse(source: str) -> Library:
    """Parse BibTeX and decode its LaTeX; fail on a syntax error."""
    library = parse_string(source, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return library


def parse_field(source: str, name: str, entry: int = 0) -> str:
    return str(parse(source).entries[entry][name])


def parse_names(source: str, role: str = "author") -> list[tuple[str, str]]:
    """Return family and given names of the first entry, still in LaTeX."""
    library = parse_string(source, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    return [(" ".join(name.last), " ".join(name.first)) for name in library.entries[0][role]]


def decode(latex: str) -> str:
    """Return the text that a parser of BibTeX reads from LaTeX."""
    return parse_field(f"@book{{k,\n title = {{{latex}}}\n}}", "title")


def test_every_reference_becomes_a_bibtex_entry(scenario: Scenario, index: ScenarioIndex) -> None:
    source = build_bibtex(scenario.references, str)
    library = parse(source)
    assert [entry.key for entry in library.entries] == [work.id for work in scenario.references]
    assert list(index.references) == [entry.key for entry in library.entries]
    for entry, work in zip(library.entries, scenario.references, strict=True):
        assert entry["title"] == work.title
        assert entry["year"] == str(work.year)
        containers = {"publisher", "journal", "howpublished"} & set(entry.fields_dict)
        assert [entry[name] for name in containers] == [work.published]


def test_every_reference_becomes_a_csl_item(scenario: Scenario) -> None:
    items = build_csl_items(scenario.references, str)
    Draft202012Validator(CSL_SCHEMA).validate(items)
    assert [item["id"] for item in items] == [work.id for work in scenario.references]
    for item, work in zip(items, scenario.references, strict=True):
        assert item["title"] == work.title
        assert item["issued"] == {"date-parts": [[work.year]]}
        assert item.get("page") == work.pages
        assert len(item["editor" if work.kind == "edited-book" else "author"]) == len(work.authors)


@pytest.mark.parametrize("words", HOSTILE)
def test_special_characters_survive_a_round_trip(words: str) -> None:
    scenario = factories.full_scenario(words, words)
    source = build_bibtex(scenario.references, str, [words])
    library = parse(source)
    assert [entry.key for entry in library.entries] == ["book", "paper"]
    for entry in library.entries:
        assert entry["title"] == words
        assert entry["pages"] == words
        assert words in entry["note"]
    assert [(decode(family), given) for family, given in parse_names(source)] == [(words, "")]
    items = build_csl_items(scenario.references, str)
    Draft202012Validator(CSL_SCHEMA).validate(items)
    assert items[0]["title"] == words
    assert items[0]["author"] == [{"literal": words}]


@given(st.text(alphabet="ab \\{}~^$&%#_\"'`-,?!<>@=;.|/*\u5927\u00e9", min_size=1, max_size=12))
def test_any_text_survives_a_round_trip(words: str) -> None:
    text = " ".join(words.split()) or "nothing"
    source = build_bibtex([make_reference(title=text, published=text, authors=(text,), note=text)], str)
    assert [parse_field(source, name) for name in ("title", "publisher", "note")] == [text] * 3


def test_a_comment_cannot_start_an_entry() -> None:
    source = build_bibtex([make_reference()], str, ["@book{evil,\n title = {x}}"])
    assert source.startswith("% (at)book{evil, title = {x}}\n")
    assert [entry.key for entry in parse(source).entries] == ["becker-1996"]


@pytest.mark.parametrize(
    ("kind", "bibtex_type", "container", "csl_type", "csl_container"),
    [
        ("article", "article", "journal", "article-journal", "container-title"),
        ("book", "book", "publisher", "book", "publisher"),
        ("edited-book", "book", "publisher", "book", "publisher"),
        ("working-paper", "misc", "howpublished", "report", "publisher"),
    ],
)
def test_each_kind_of_work_has_a_type_and_a_container(
    kind: str, bibtex_type: str, container: str, csl_type: str, csl_container: str
) -> None:
    reference = make_reference(kind=kind, volume=3, issue=0, pages="10-12")
    (entry,) = parse(build_bibtex([reference], str)).entries
    assert (entry.entry_type, entry[container]) == (bibtex_type, "Publisher")
    assert (entry["volume"], entry["number"]) == ("3", "0")
    (item,) = build_csl_items([reference], str)
    assert (item["type"], item[csl_container], item["page"]) == (csl_type, "Publisher", "10-12")
    assert (item["volume"], item["issue" if kind == "article" else "number"]) == ("3", "0")
    role = "editor" if kind == "edited-book" else "author"
    assert item[role] == [{"family": "Becker", "given": "Jasper"}]
    assert parse_names(build_bibtex([reference], str), role) == [("Becker", "Jasper")]


def test_missing_fields_are_left_out() -> None:
    (entry,) = parse(build_bibtex([make_reference()], str)).entries
    assert set(entry.fields_dict) == {"author", "title", "publisher", "year"}
    assert set(build_csl_items([make_reference()], str)[0]) == {"id", "type", "author", "issued", "title", "publisher"}


@pytest.mark.parametrize(
    ("link", "doi"),
    [("https://doi.org/10.2307/1973284", "10.2307/1973284"), ("https://www.nber.org/papers/w34087", None)],
)
def test_a_link_is_exported_with_its_doi(link: str, doi: str | None) -> None:
    reference = make_reference(link=link)
    (entry,) = parse(build_bibtex([reference], str)).entries
    (item,) = build_csl_items([reference], str)
    assert (entry["url"], item["URL"]) == (link, link)
    assert (dict(entry.items()).get("doi"), item.get("DOI")) == (doi, doi)


def test_page_ranges_get_an_en_dash_in_bibtex_and_other_pages_stay() -> None:
    assert 'pages = "10--12"' in build_bibtex([make_reference(pages="10-12")], str)
    assert parse_field(build_bibtex([make_reference(pages="e1-e5")], str), "pages") == "e1-e5"


def test_braces_protect_capitals_in_titles() -> None:
    assert 'title = "{Famine in China}"' in build_bibtex([make_reference(title="Famine in China")], str)


@pytest.mark.parametrize("markdown", [None, "See *this*."])
def test_the_note_of_an_unconfirmed_work_says_so(markdown: str | None) -> None:
    reference = make_reference(confirmed=False, note=markdown)
    expected = "Cited from memory, not confirmed." + (" Plain." if markdown else "")
    assert parse_field(build_bibtex([reference], lambda _: "Plain."), "note") == expected
    assert build_csl_items([reference], lambda _: "Plain.")[0]["note"] == expected


def test_all_unconfirmed_works_are_marked(scenario: Scenario) -> None:
    marked = {
        item["id"] for item in build_csl_items(scenario.references, str) if "not confirmed" in item.get("note", "")
    }
    assert marked == {work.id for work in scenario.references if not work.confirmed}


@pytest.mark.parametrize(
    ("identifier", "signed", "expected"),
    [
        ("zhang-1995", ["Shu Guang Zhang"], [{"family": "Zhang", "given": "Shu Guang"}]),
        ("yang-j-2012", ["Yang Jisheng"], [{"family": "Yang", "given": "Jisheng", "static-ordering": True}]),
        ("o-grada-2011", ["Cormac Ó Gráda"], [{"family": "Ó Gráda", "given": "Cormac"}]),
        (
            "lewis-and-xue-1988",
            ["John Wilson Lewis", "Xue Litai"],
            [
                {"family": "Lewis", "given": "John Wilson"},
                {"family": "Xue", "given": "Litai", "static-ordering": True},
            ],
        ),
        (
            "li-and-yang-2005",
            ["Wei Li", "Li Yang"],
            [{"family": "Li", "given": "Wei"}, {"family": "Yang", "given": "Li"}],
        ),
        (
            "meng-et-al-2015",
            ["Xin Meng", "Nancy Qian"],
            [{"family": "Meng", "given": "Xin"}, {"literal": "Nancy Qian"}],
        ),
        ("mao-1959-in-schram-1974", ["Stuart Schram"], [{"family": "Schram", "given": "Stuart"}]),
        ("becker-1996", ["Somebody Else"], [{"literal": "Somebody Else"}]),
        ("becker-1996", ["Becker"], [{"literal": "Becker"}]),
        ("becker-1996", ["杨继绳"], [{"literal": "杨继绳"}]),
        ("chen-chen-1990", ["Chen"], [{"literal": "Chen"}]),
        ("a-and-b-and-c-1990", ["Al A"], [{"family": "A", "given": "Al"}]),
    ],
)
def test_a_name_is_split_at_the_family_name_in_the_id(
    identifier: str, signed: list[str], expected: list[CslName]
) -> None:
    assert author_names(make_reference(id=identifier, authors=tuple(signed))) == expected


def test_other_names_stay_whole() -> None:
    reference = make_reference(id="meng-et-al-2015", authors=("Xin Meng", "Nancy Qian", "Ludwig van, and Beethoven"))
    assert parse_names(build_bibtex([reference], str)) == [
        ("Meng", "Xin"),
        ("{Nancy Qian}", ""),
        ("{Ludwig van, and Beethoven}", ""),
    ]
    assert build_csl_items([reference], str)[0]["author"][1] == {"literal": "Nancy Qian"}


def test_authors_who_sign_with_the_family_name_first_keep_that_order() -> None:
    reference = make_reference(id="yang-j-2012", authors=("Yang Jisheng",))
    assert build_csl_items([reference], str)[0]["author"] == [
        {"family": "Yang", "given": "Jisheng", "static-ordering": True}
    ]
    assert parse_names(build_bibtex([reference], str)) == [("Yang", "Jisheng")]


def test_the_first_author_of_every_work_has_a_family_name(scenario: Scenario) -> None:
    assert [work.id for work in scenario.references if "family" not in author_names(work)[0]] == []
