"""The records of the scenario: their fields and types. What must hold inside and between them is in `rules`.

The descriptions here are what an editor shows beside each field, by way of `data/scenario.schema.json`.
"""

from __future__ import annotations

from macros.scenario.about import About, Notice
from macros.scenario.fields import (
    Basis,
    CitingMarkdown,
    ClaimKind,
    EdtfText,
    EntryId,
    EntryKind,
    Id,
    Locator,
    Markdown,
    Name,
    PlainText,
    QuestionId,
    Record,
    ReferenceId,
    Relation,
    SectionName,
    SentenceId,
    SentenceReference,
    ShortText,
    ThreadId,
    Title,
)
from macros.scenario.history import Check, Departure, Estimates, HistoryRecord, Myth, Reference


class Thread(Record):
    """A strand of the story. Every entry belongs to one; their order here is the order everywhere."""

    id: Id
    """Permanent id of the thread."""
    title: Title
    """Name of the thread."""
    lead: Markdown
    """What the thread tells, in two or three sentences."""


class Claim(Record):
    """One thing that the account says or lets one infer, as small as it can be said."""

    id: Id
    """The locator of its sentence and a number: p1-s2-c11."""
    text: Markdown
    """The claim, one whole sentence in our words; hedged where it is implied."""
    kind: ClaimKind
    """What sort of thing is claimed."""
    basis: Basis
    """stated: the account says so; implied: it has to be inferred; editorial: ours."""
    date: EdtfText | None
    """When, as the account gives it; null where it gives none."""
    people: tuple[EntryId, ...] = ()
    """Ids of the people and groups concerned."""
    others: tuple[PlainText, ...] = ()
    """Others concerned that have no entry: countries, creatures, unnamed agents."""
    entries: tuple[EntryId, ...]
    """Ids of the entries that the claim is about, at least one."""


class Sentence(Record):
    """One sentence of the account, restated, with everything it claims."""

    id: SentenceId
    """Its place: paragraph and sentence, p1-s2."""
    restated: Markdown
    """The whole sentence in our words."""
    claims: tuple[Claim, ...]
    """Its claims, in order."""

    @property
    def paragraph(self) -> int:
        """The number of its paragraph."""
        return int(self.id[1:].partition("-")[0])


class Passage(Record):
    """A piece of the story, told as a text for reading. Their order is the order of the account."""

    id: Id
    """Permanent id; the address is /story/#<id>."""
    title: Title
    """Heading of the passage: a few words, a noun."""
    text: Markdown
    """The passage, in one paragraph or more, this timeline only."""
    sentences: tuple[SentenceReference, ...]
    """Ids of the sentences of the account that it tells, at least one; each is told by one passage."""
    in_reality: Markdown | None = None
    """What really happened of it, in our timeline, or null; shown beside the passage."""


class EditorialBound(Record, title="Within"):
    """Our own bound on when an undated entry began: inferred, and never shown as a date."""

    __qualname__ = "Within"  # its name in the published JSON Schema

    date: EdtfText
    """EDTF set of possibilities, as "[1956..1959]", "[..1959]" or "[1959..]"."""
    why: Markdown
    """What the bound follows from."""
    locators: tuple[Locator, ...]
    """The sentences that it follows from."""


class Biography(Record, title="Life"):
    """A person in both timelines."""

    __qualname__ = "Life"  # its name in the published JSON Schema

    role: Markdown
    """What the person is in this timeline."""
    died: EdtfText | None
    """When the person dies in this timeline; null where the account does not say."""
    our_role: Markdown
    """What the person was in our timeline."""
    our_born: EdtfText
    """Date of birth in our timeline."""
    our_died: EdtfText
    """Date of death in our timeline."""
    note: Markdown | None = None
    """A caveat on the dates, or null."""
    text: Markdown | None = None
    """The life in this timeline, three to four sentences; or null."""
    our_text: CitingMarkdown | None = None
    """The life in our timeline, three to four sentences; or null."""
    references: tuple[ReferenceId, ...] = ()
    """Ids of the literature that the life in our timeline rests on."""


class Entry(Record):
    """Something that has a page of its own: a happening, a state, an idea, a person, a group."""

    id: Id
    """Permanent id; the page is /entries/<id>/."""
    title: Title
    """Title of the page, at most 60 characters."""
    kind: EntryKind
    """What sort of thing it is; may change without moving the page."""
    thread: ThreadId
    """Id of the thread it belongs to."""
    date: EdtfText | None
    """When, as the account gives it; null where it gives none."""
    within: EditorialBound | None = None
    """A bound on an undated beginning, or null."""
    lead: Markdown
    """One to three sentences, this timeline only, that make sense alone."""
    left_open: Markdown | None = None
    """What the account leaves out about it, as words that can follow "Left open:"; or null."""
    in_reality: ShortText | None = None
    """One true sentence: what is real about it, or that nothing is. It stands beside every quotation of the entry."""
    names: tuple[Name, ...] = ()
    """Other names, in any script: shown on the page and found by search."""
    misspellings: tuple[PlainText, ...] = ()
    """What people type for it by mistake: found by search, never shown."""
    search_names: tuple[PlainText, ...] = ()
    """Words and questions that lead to it and are no names of it, as "hunger": found by search, never shown."""
    life: Biography | None = None
    """For a person: both lives; otherwise null."""

    @property
    def is_actor(self) -> bool:
        """Whether it is somebody who acts, a person or a group, and no happening."""
        return self.kind in {"person", "group"}


class Link(Record):
    """One entry leading to another, according to the account. Its address is /causes/#<cause>--<effect>."""

    cause: EntryId
    """Id of the entry that leads."""
    effect: EntryId
    """Id of the entry that is led to."""
    relation: Relation
    """cause, or in-spite-of where the second happened although the first stood against it."""
    basis: Basis
    """Whether the account states the link or it has to be inferred."""
    locators: tuple[Locator, ...]
    """The sentences that it rests on, at least one."""
    mechanism: Markdown
    """How the one is said to lead to the other."""


class RejectedLink(Record, title="Undrawn"):
    """A link that one is tempted to draw and that the account does not make."""

    __qualname__ = "Undrawn"  # its name in the published JSON Schema

    cause: EntryId
    """Id of the entry it would start from."""
    effects: tuple[EntryId, ...]
    """Ids of the entries it would lead to."""
    by_way_of: PlainText | None = None
    """What would stand between, where the link itself is drawn and only the step is not; or null."""
    why: Markdown
    """Why it is not drawn."""


class Gap(Record):
    """Something that the account leaves open, shown as a gap and not filled from our timeline."""

    id: Id
    """Permanent id."""
    title: Title
    """What is not known."""
    date: EdtfText | None
    """The years of the gap where it has any; otherwise null."""
    text: Markdown
    """What is and is not said."""
    entries: tuple[EntryId, ...]
    """Ids of the entries it touches."""
    questions: tuple[QuestionId, ...] = ()
    """Ids of the questions that discuss it."""


class Question(Record):
    """A place where the account can be read in more than one way, and the reading that the site follows."""

    id: Id
    """Permanent id: q and a number."""
    title: Title
    """The question in short."""
    locators: tuple[Locator, ...]
    """Where it arises; `account` for the whole of it."""
    problem: Markdown
    """What is unclear."""
    readings: tuple[Markdown, ...]
    """The readings that are possible; empty where there is nothing to choose from."""
    followed: Markdown
    """What this site does."""
    why: Markdown
    """Why."""
    entries: tuple[EntryId, ...]
    """Ids of the entries it touches."""


class Term(Record):
    """A word that needs explaining, here and in our timeline."""

    id: Id
    """Permanent id."""
    title: Title
    """The word."""
    meaning: Markdown | None = None
    """What it means in any alternate history, or null."""
    here: Markdown
    """What it means in this timeline."""
    ours: Markdown
    """What it means in our timeline."""
    entry: EntryId | None = None
    """Id of the entry that is the same thing, or null."""


class Revision(Record):
    """A change to what the site says, that a reader would want to know of."""

    id: Id
    """Permanent id."""
    date: EdtfText
    """The day, as 2026-11-23."""
    title: Title
    """What changed, in a few words."""
    what: Markdown
    """What changed, in a sentence or two."""
    why: Markdown
    """Why."""
    entries: tuple[EntryId, ...] = ()
    """Ids of the entries it touches, those that it brought included; they may be retired since."""


class RetiredRecord(Record, title="Retired"):
    """Something that had an address once and is gone. Its id is never used again in that section."""

    __qualname__ = "Retired"  # its name in the published JSON Schema

    section: SectionName
    """The section it stood in; links are named cause--effect."""
    id: PlainText
    """The id that was retired; of a link, cause--effect."""
    was: PlainText
    """What it was: its title, or what it said."""
    replaced_by: PlainText | None = None
    """Id of the record of the same section that takes its place, or null."""
    why: Markdown
    """Why it went."""


class Scenario(Record):
    """Everything that is said, in one file."""

    about: About
    """What the site says of itself."""
    notices: tuple[Notice, ...] = ()
    """What a reader should know."""
    threads: tuple[Thread, ...]
    """The strands of the story, in order."""
    sentences: tuple[Sentence, ...]
    """The account, sentence by sentence, with its claims."""
    story: tuple[Passage, ...] = ()
    """The account as a text for reading, passage by passage; empty where there is none."""
    entries: tuple[Entry, ...]
    """All that has a page of its own."""
    links: tuple[Link, ...]
    """Causes and effects."""
    undrawn: tuple[RejectedLink, ...] = ()
    """Links deliberately not drawn."""
    gaps: tuple[Gap, ...] = ()
    """What the account leaves open."""
    questions: tuple[Question, ...] = ()
    """Where the account can be read in more than one way."""
    terms: tuple[Term, ...] = ()
    """The glossary."""
    our_timeline: tuple[HistoryRecord, ...] = ()
    """What the historical record says, entry by entry."""
    departures: tuple[Departure, ...] = ()
    """Where this timeline leaves ours, by weight."""
    myths: tuple[Myth, ...] = ()
    """Popular beliefs, and what is right instead."""
    estimates: Estimates | None = None
    """Estimates of a quantity for which the account gives a range, or null."""
    checks: tuple[Check, ...] = ()
    """What was looked up, and the result."""
    references: tuple[Reference, ...] = ()
    """The literature on our timeline."""
    revisions: tuple[Revision, ...] = ()
    """What changed, newest first; the last is the first publication."""
    retired: tuple[RetiredRecord, ...] = ()
    """What was published once and is gone."""
