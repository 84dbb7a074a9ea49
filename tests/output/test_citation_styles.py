"""The exported literature as citation programs print it, in the styles of the APA and of Chicago (16th edition).

The styles are those of the CSL project, https://github.com/citation-style-language/styles (CC BY-SA 3.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from macros import rules
from macros.output.bibliography import build_csl_items
from macros.scenario.authors import Author
from macros.scenario.history import Reference
from tests.conftest import DATA
from tests.output.test_bibliography import make_reference

FOLDER = Path(__file__).parent / "styles"
APA, CHICAGO = "apa", "chicago-author-date-16th-edition"
ASHTON = Author(given="Basil", family="Ashton")
HILL = Author(given="Kenneth", family="Hill")

pytestmark = pytest.mark.filterwarnings("ignore:The following arguments for Name are unsupported")


def cite(works: Iterable[Reference], style: str) -> Iterator[tuple[str, str, str]]:
    """Yield the id, the citation and the entry of each work, in the order of the bibliography."""
    source = CiteProcJSON(build_csl_items(works, str))
    sheet = CitationStylesStyle(str(FOLDER / f"{style}.csl"), validate=False)
    bibliography = CitationStylesBibliography(sheet, source, formatter.plain)
    citations = {work.id: Citation([CitationItem(work.id)]) for work in works}
    for citation in citations.values():
        bibliography.register(citation)
    bibliography.sort()
    for key, entry in zip(bibliography.keys, bibliography.bibliography(), strict=True):
        yield key, str(bibliography.cite(citations[key], print)), str(entry)


CASES: tuple[tuple[tuple[Author, ...], str, str, str, str], ...] = (
    (
        (ASHTON, HILL, Author(given="Alan", family="Piazza")),
        "Ashton et al.",
        "Ashton, B., Hill, K., & Piazza, A.",
        "Ashton, Hill, and Piazza",
        "Ashton, Basil, Kenneth Hill, and Alan Piazza.",
    ),
    (
        (Author(given="Éamon", family="O'Brien"), Author(given="Xaver", family="Müller")),
        "O'Brien & Müller",
        "O'Brien, É., & Müller, X.",
        "O'Brien and Müller",
        "O'Brien, Éamon, and Xaver Müller.",
    ),
    (
        (Author(given="Frank", particle="van der", family="Linden"),),
        "van der Linden",
        "van der Linden, F.",
        "van der Linden",
        "Linden, Frank van der.",
    ),
    (
        (Author(given="Shuji", family="Cao", family_first=True), Author(given="Cormac", family="Ó Gráda")),
        "Cao & Ó Gráda",
        "Cao, S., & Ó Gráda, C.",
        "Cao and Ó Gráda",
        "Cao, Shuji, and Cormac Ó Gráda.",
    ),
    ((Author(given="Ann", family="King", suffix="Jr."),), "King", "King, A., Jr.", "King", "King, Ann, Jr."),
    ((Author(given="泽东", family="毛"),), "毛", "毛, . 泽东 .", "毛", "毛, 泽东."),
    (
        (Author(literal="Central Intelligence Agency"), HILL),
        "Central Intelligence Agency & Hill",
        "Central Intelligence Agency, & Hill, K.",
        "Central Intelligence Agency and Hill",
        "Central Intelligence Agency, and Kenneth Hill.",
    ),
    ((), "Title", "Title.", "Title", "Title."),
)
"""Authors of a work, its citation and the head of its entry in the style of the APA, and both in that of Chicago.

The processor sets dots around Chinese given names where a style wants initials.
"""


@pytest.mark.parametrize(("authors", "apa_citation", "apa_entry", "chicago_citation", "chicago_entry"), CASES)
def test_styles_know_the_parts_of_names(
    authors: tuple[Author, ...], apa_citation: str, apa_entry: str, chicago_citation: str, chicago_entry: str
) -> None:
    work = make_reference(id="someone-1996", authors=authors)
    assert [*cite([work], APA)] == [(work.id, f"({apa_citation}, 1996)", f"{apa_entry} (1996). Title. Publisher.")]
    assert [*cite([work], CHICAGO)] == [
        (work.id, f"({chicago_citation} 1996)", f"{chicago_entry} 1996. Title. Publisher.")
    ]


def test_editors_are_printed_as_editors() -> None:
    ((_, _, entry),) = cite([make_reference(kind="edited-book", authors=(ASHTON, HILL))], CHICAGO)
    assert entry.startswith("Ashton, Basil, and Kenneth Hill, eds. 1996.")


def test_a_bibliography_is_sorted_by_family_names() -> None:
    signed = (Author(given="Ann", family="Young"), Author(given="Yan", family="Cao"), Author(literal="Bureau"), ASHTON)
    works = [make_reference(id=f"work-{number}", authors=(author,)) for number, author in enumerate(signed)]
    assert [entry.split(".")[0] for _, _, entry in cite(works, CHICAGO)] == [
        "Ashton, Basil",
        "Bureau",
        "Cao, Yan",
        "Young, Ann",
    ]


def test_titles_and_links_are_printed_as_they_are() -> None:
    title, link = '{A} & 50% $x$ b_c "d" \\e <f>', "https://example.org/1?x=1&y=%20#z_z"
    fields = {"kind": "article", "volume": 1, "issue": 2, "pages": "7-9", "published": "J & Co"}
    ((_, _, entry),) = cite([make_reference(title=title, link=link, **fields)], APA)
    assert entry == f"Becker, J. (1996). {title}. J & Co, 1(2), 7\u20139. {link}"


@pytest.mark.parametrize("style", [APA, CHICAGO])
def test_every_work_of_the_real_data_is_printed_with_its_first_author(style: str) -> None:
    works = {work.id: work for work in rules.load_scenario(DATA)[0].references}
    entries = [*cite(works.values(), style)]
    assert {work_id for work_id, _, _ in entries} == {*works}
    for work_id, citation, entry in entries:
        assert all((author.literal or author.family or "") in entry for author in works[work_id].authors[:1])
        assert not re.search(r"[{}]", citation)
        assert not re.search(r", ?,", entry)
