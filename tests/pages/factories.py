"""Builders of records and of a small scenario, with texts that a test chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.about import About, Notice
from macros.scenario.authors import Author
from macros.scenario.history import (
    AspectVerdict,
    Check,
    Departure,
    Estimate,
    Estimates,
    HistoryRecord,
    Myth,
    Range,
    Reference,
)
from macros.scenario.model import (
    Biography,
    Claim,
    EditorialBound,
    Entry,
    Gap,
    Link,
    Passage,
    Question,
    RejectedLink,
    RetiredRecord,
    Revision,
    Scenario,
    Sentence,
    Term,
    Thread,
)
from macros.scenario.vocabularies import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable


def entry(  # noqa: PLR0913 - an entry has many fields
    entry_id: str,
    title: str = "",
    *,
    kind: str = "event",
    date: str | None = None,
    within: str | None = None,
    names: tuple[str, ...] = (),
    lead: str = "Lead.",
    left_open: str | None = None,
    in_reality: str | None = None,
    life: Biography | None = None,
) -> Entry:
    """Return an entry of the only thread."""
    bounds = EditorialBound(date=within, why="The account says so.", locators=("p1-s1",)) if within else None
    return Entry(
        id=entry_id,
        title=title or entry_id,
        kind=kind,
        thread="strand",
        date=date,
        within=bounds,
        lead=lead,
        left_open=left_open,
        in_reality=in_reality,
        names=names,
        life=life,
    )


def link(
    cause: str, effect: str, relation: str = "cause", *, mechanism: str = "So it came.", basis: str = "stated"
) -> Link:
    """Return a link from one id to another."""
    return Link(cause=cause, effect=effect, relation=relation, basis=basis, locators=("p1-s1",), mechanism=mechanism)


def gap(gap_id: str, date: str | None, title: str = "", text: str = "Nobody knows.") -> Gap:
    """Return a gap without entries."""
    return Gap(id=gap_id, title=title or gap_id, date=date, text=text, entries=())


REPLACEMENTS = {"entries": "first", "claims": "p1-s1-c1", "links": "first--second", "questions": "q1"}
"""Ids of the records that replace retired ones, by section."""


def full_scenario(title: str, text: str = "Text.") -> Scenario:
    """Return a scenario with all kinds of records; every plain text is `title`, every Markdown text is `text`."""
    life = Biography(
        role=text, died=None, our_role=text, our_born="1879", our_died="1940", note=text, text=text, our_text=text
    )
    claims = (
        Claim(
            id="p1-s1-c1",
            text=text,
            kind="event",
            basis="stated",
            date="1942",
            people=("person",),
            others=(title,),
            entries=("first", "second"),
        ),
        Claim(id="p1-s1-c2", text=text, kind="event", basis="implied", date=None, entries=("third", "group")),
    )
    return scenario(
        (
            entry("first", title, date="1942", names=(title,), lead=text, left_open=text, in_reality=title),
            entry("second", title, lead=text, in_reality=title),
            entry("third", title, within="[1956..1959]", lead=text, in_reality=title),
            entry("person", title, kind="person", life=life, lead=text, in_reality=title),
            entry("group", title, kind="group", lead=text, in_reality=title),
        ),
        (
            link("first", "second", mechanism=text),
            link("second", "third", mechanism=text),
            link("first", "third", "in-spite-of", mechanism=text),
        ),
        gaps=(gap("dated", "1949/1956", title, text), gap("open", None, title, text)),
        title=title,
        text=text,
        sentences=(Sentence(id="p1-s1", restated=text, claims=claims),),
        story=(Passage(id="passage", title=title, text=text, sentences=("p1-s1",), in_reality=text),),
        retired=(
            RetiredRecord(section="entries", id="gone", was=text, why=text),
            *(
                RetiredRecord(section=section, id=f"gone-{index}", was=text, replaced_by=replacement, why=text)
                for index, (section, replacement) in enumerate(REPLACEMENTS.items())
            ),
        ),
    )


def scenario(  # noqa: PLR0913 - what tests change
    entries: Iterable[Entry],
    links: Iterable[Link] = (),
    gaps: Iterable[Gap] = (),
    *,
    title: str = "Title",
    text: str = "Text.",
    sentences: tuple[Sentence, ...] = (),
    story: tuple[Passage, ...] = (),
    retired: tuple[RetiredRecord, ...] = (),
) -> Scenario:
    """Return a scenario around entries, links and gaps; the records about it name the first entry."""
    entries = tuple(entries)
    first = (entries[0].id,)
    return Scenario(
        about=About(
            title=title,
            tagline=text,
            summary=text,
            divergence=text,
            fiction_label=title,
            source=text,
            feed_id="tag:tests.example,2000:scenario",
        ),
        notices=tuple(Notice(id=f"at-{place}", title=title, place=place, text=text) for place in PLACE.values),
        threads=(Thread(id="strand", title=title, lead=text),),
        sentences=sentences,
        story=story,
        entries=entries,
        links=tuple(links),
        undrawn=(RejectedLink(cause=first[0], effects=first, by_way_of=title, why=text),),
        gaps=tuple(gaps),
        questions=(
            Question(
                id="q1",
                title=title,
                locators=("p1-s1", "account"),
                problem=text,
                readings=(text,),
                followed=text,
                why=text,
                entries=first,
            ),
        ),
        terms=(Term(id="term", title=title, meaning=text, here=text, ours=text, entry=first[0]),),
        our_timeline=(
            HistoryRecord(
                entry=first[0],
                verdicts=(
                    AspectVerdict(aspect="event", status="altered", why=text),
                    AspectVerdict(aspect="date", status="same", why=text),
                ),
                date="1940",
                note=text,
                unverified=text,
                references=("book",),
            ),
        ),
        departures=(Departure(id="departure", title=title, text=text, entries=first),),
        myths=(Myth(id="myth", title=title, text=text, entries=first, references=("paper",)),),
        estimates=Estimates(
            title=title,
            heading=title,
            unit=title,
            scale=title,
            account=Range(low=15.0, high=55.0),
            text=text,
            quantities=text,
            estimates=(
                Estimate(
                    id="estimate",
                    words=title,
                    low=15.0,
                    high=None,
                    reference="book",
                    credit=title,
                    note=text,
                    unverified=True,
                    contested=text,
                ),
            ),
        ),
        checks=(Check(id="check", point=text, result=text, verdict="not-found", entries=first),),
        references=(
            reference("book", "book", title, text),
            reference("paper", "article", title, text),
        ),
        revisions=(Revision(id="revision", date="1999-12-31", title=title, what=text, why=text, entries=first),),
        retired=retired,
    )


def reference(reference_id: str, kind: str, title: str, text: str) -> Reference:
    """Return a reference with a value in every field."""
    return Reference(
        id=reference_id,
        label=title,
        kind=kind,
        authors=(Author(literal=title),),
        year=1996,
        title=title,
        published=title,
        volume=3,
        issue=2,
        pages=title,
        link="https://doi.org/10.2307/1973284",
        confirmed=kind == "book",
        note=text,
    )


def build_index(entries: Iterable[Entry], links: Iterable[Link] = (), gaps: Iterable[Gap] = ()) -> ScenarioIndex:
    """Return a small scenario with its indexes."""
    return ScenarioIndex(scenario(entries, links, gaps))
