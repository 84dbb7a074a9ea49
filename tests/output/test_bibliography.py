from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from macros.output.bibliography import build_bibtex, build_csl_items
from macros.scenario.authors import Author
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
LINDEN = {"given": "Frank", "particle": "van der", "family": "Linden"}
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
                    **dict.fromkeys(("family", "given", "non-dropping-particle", "suffix", "literal"), STRING),
                    "static-ordering": {"type": "boolean"},
                },
                "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
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
        "authors": (Author(given="Jasper", family="Becker"),),
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
    source = build_bibtex([make_reference(title=text, published=text, authors=(Author(literal=text),), note=text)], str)
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


@pytest.mark.parametrize("digits", ["10.2307/1973284", "10.1002/(SICI)1097(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"])
def test_a_doi_is_exported_without_the_escapes_of_its_link(digits: str) -> None:
    reference = make_reference(link=f"https://doi.org/{quote(digits)}")
    assert build_csl_items([reference], str)[0]["DOI"] == digits
    assert parse(build_bibtex([reference], str)).entries[0]["doi"] == digits


def test_a_doi_with_a_brace_leaves_the_file_readable() -> None:
    assert 'doi = "10.1000/a%7Bb"' in build_bibtex([make_reference(link="https://doi.org/10.1000/a%7bb")], str)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("613-645", "613--645"),
        ("10-12, 30-31", "10--12, 30--31"),
        ("7\u20139", "7--9"),
        ("A-1-4", "A-1-4"),
        ("e5", "e5"),
    ],
)
def test_ranges_of_pages_get_an_en_dash(pages: str, expected: str) -> None:
    assert f'pages = "{expected}"' in build_bibtex([make_reference(pages=pages)], str)
    assert build_csl_items([make_reference(pages=pages)], str)[0]["page"] == pages


@pytest.mark.parametrize(
    ("fields", "name", "latex", "family"),
    [
        ({"given": "Éamon", "family": "O'Brien"}, "Éamon O'Brien", "O'Brien, Éamon", "O'Brien"),
        ({"given": "Cormac", "family": "Ó Gráda"}, "Cormac Ó Gráda", "Ó Gráda, Cormac", "Ó Gráda"),
        ({"given": "Xaver", "family": "Müller"}, "Xaver Müller", "Müller, Xaver", "Müller"),
        (LINDEN, "Frank van der Linden", "van der Linden, Frank", "Linden"),
        (LINDEN | {"particle": "Van der"}, "Frank Van der Linden", "Van der Linden, Frank", "Linden"),
        ({"given": "Jean", "particle": "d'", "family": "Alembert"}, "Jean d'Alembert", "{d'Alembert}, Jean", None),
        ({"given": "Ana", "family": "de la Cruz"}, "Ana de la Cruz", "{de la Cruz}, Ana", None),
        ({"given": "Ann", "family": "King", "suffix": "Jr."}, "Ann King Jr.", "King, Jr., Ann", "King"),
        ({"given": "Shuji", "family": "Cao", "family_first": True}, "Cao Shuji", "Cao, Shuji", "Cao"),
        ({"given": "泽东", "family": "毛"}, "毛泽东", "毛, 泽东", "毛"),
        ({"family": "Plato"}, "Plato", "{Plato}", None),
        ({"literal": "Larks and Sons, 5%"}, "Larks and Sons, 5%", r"{Larks and Sons, 5\%}", None),
        ({"given": "Ann and B.", "family": "A, B"}, "Ann and B. A, B", "{A, B}, {Ann and B.}", None),
    ],
)
def test_a_name_is_shown_as_signed_and_divided_in_bibtex(
    fields: dict[str, Any], name: str, latex: str, family: str | None
) -> None:
    author = Author(**fields)
    assert str(author) == name
    source = build_bibtex([make_reference(authors=(author, Author(literal="B")))], str)
    assert f'author = "{latex} and {{B}}"' in source
    names = parse_string(source, append_middleware=[SeparateCoAuthors(), SplitNameParts()]).entries[0]["author"]
    assert " ".join(names[0].last) == (family or f"{latex.partition('}')[0]}}}")
    assert len(names) == 2


def test_a_work_without_authors_has_none_in_the_exports() -> None:
    reference = make_reference(authors=())
    assert "author" not in parse(build_bibtex([reference], str)).entries[0].fields_dict
    assert "author" not in build_csl_items([reference], str)[0]


def test_names_keep_their_parts_in_csl() -> None:
    authors = (Author.model_validate(LINDEN | {"suffix": "II"}), Author(given="Shuji", family="Cao", family_first=True))
    assert build_csl_items([make_reference(authors=authors)], str)[0]["author"] == [
        {"family": "Linden", "given": "Frank", "non-dropping-particle": "van der", "suffix": "II"},
        {"family": "Cao", "given": "Shuji", "static-ordering": True},
    ]
