"""The records of our timeline: what the historical record says, its literature, and what was looked up."""

from __future__ import annotations

from pydantic import computed_field

from macros.scenario.authors import Author, Authors
from macros.scenario.fields import (
    Aspect,
    CitingMarkdown,
    EdtfText,
    EntryId,
    Id,
    Markdown,
    PlainText,
    Record,
    ReferenceId,
    ReferenceKind,
    Status,
    Title,
    Verdict,
)
from macros.scenario.vocabularies import STATUS

SEVERITIES = ("same", "disputed", "altered", "invented")
"""The statuses of verdicts, by how far they are from the record; the last is the gravest."""


class AspectVerdict(Record):
    """How one aspect of an entry compares with the historical record."""

    aspect: Aspect
    """event, date, causes, actors, outcome or number."""
    status: Status
    """same, altered, invented or disputed."""
    why: PlainText
    """The reason, one short sentence."""


DEFAULT_ANCHOR = "estimates"


class HistoryRecord(Record, title="Ours"):
    """What the historical record says of an entry of this timeline."""

    __qualname__ = "Ours"  # its name in the published JSON Schema

    entry: EntryId
    """Id of the entry."""
    verdicts: tuple[AspectVerdict, ...]
    """A verdict for each aspect that the account speaks of, at least one."""
    date: EdtfText | None
    """When its counterpart happened in our timeline; null where there is none or it has no date."""
    absent: PlainText | None = None
    """In a few words, what did not happen although a reader would look for it, as "The king did not fall"; or null."""
    note: CitingMarkdown
    """What the record says: confirmed statements only."""
    unverified: CitingMarkdown | None = None
    """What could not be confirmed, printed with that mark; or null."""
    references: tuple[ReferenceId, ...]
    """Ids of the literature it rests on."""
    search_names: tuple[PlainText, ...] = ()
    """Names of what is real about it, in any script, as Lushan Conference: search finds the entry by them."""

    @computed_field  # type: ignore[prop-decorator]  # https://github.com/python/mypy/issues/1362
    @property
    def status(self) -> Status:
        """The gravest of the verdicts: invented, altered, disputed or same."""
        return max((verdict.status for verdict in self.verdicts), key=SEVERITIES.index)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses of the verdicts, each once, in the order of the vocabulary."""
        statuses = {verdict.status for verdict in self.verdicts}
        return tuple(status for status in STATUS.values if status in statuses)


class Departure(Record):
    """A way in which this timeline leaves ours. Their order is their weight."""

    id: Id
    """Permanent id."""
    title: Title
    """What departs."""
    text: Markdown
    """How it departs."""
    entries: tuple[EntryId, ...]
    """Ids of the entries it shows in."""


class Myth(Record):
    """A popular belief about our timeline that the account could feed."""

    id: Id
    """Permanent id."""
    title: Title
    """The belief, as people hold it."""
    text: CitingMarkdown
    """What is right instead, first of all."""
    entries: tuple[EntryId, ...]
    """Ids of the entries it touches."""
    references: tuple[ReferenceId, ...]
    """Ids of the literature it rests on."""


class Range(Record):
    """A range of numbers, in the scale and unit of the estimates."""

    low: float
    """Lower bound."""
    high: float
    """Upper bound."""


class Estimate(Record):
    """One estimate of the quantity in our timeline."""

    id: Id
    """Permanent id."""
    words: PlainText
    """The number as its source gives it."""
    low: float
    """Lower bound; the figure itself where it is one."""
    high: float | None
    """Upper bound; the figure itself where it is one, null for "at least"."""
    reference: ReferenceId | None = None
    """Id of the study; null where there is none."""
    credit: PlainText | None = None
    """Whom it is credited to where there is no study."""
    note: CitingMarkdown
    """How it was reached."""
    unverified: bool
    """True where it could not be confirmed; printed with that mark."""
    contested: CitingMarkdown | None = None
    """What is contested about it, or null."""
    references: tuple[ReferenceId, ...] = ()
    """Ids of further literature that its texts cite."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the study and of the further literature, in the order of their numbers."""
        return (self.reference, *self.references) if self.reference else self.references


class Estimates(Record):
    """Estimates, in our timeline, of a quantity for which the account gives a range."""

    title: Title
    """What is estimated, as "Estimates of the ships lost"."""
    heading: Title | None = None
    """The heading of the section; null for the title."""
    unit: PlainText
    """What the numbers count, in the plural: "people", "ducats"."""
    scale: PlainText | None = None
    """What the numbers are multiplied by, in the singular: "million", "thousand"; or null."""
    anchor: Id = DEFAULT_ANCHOR
    """The anchor of the section, which also ends the addresses of the estimates."""
    account: Range
    """The range that the account gives."""
    entry: EntryId | None = None
    """Id of the entry of that quantity, or null. No sentence reckons with what it would lose without a cause."""
    summary: Markdown | None = None
    """The estimates in a few words, as "16 to 33 million in most studies"; shown on the entry's page. Or null."""
    text: Markdown
    """First the answer, in one sentence; then what kind of range it is."""
    quantities: Markdown
    """Which quantities must not be mixed."""
    estimates: tuple[Estimate, ...]
    """The estimates, by the figure that they give, and the one that is a range last."""
    search_names: tuple[PlainText, ...] = ()
    """Words and questions that lead to the estimates, as "how many died": found by search, never shown."""

    @property
    def counted_unit(self) -> str:
        """The unit after a number: "million people"."""
        return f"{self.scale} {self.unit}" if self.scale else self.unit

    @property
    def plural_unit(self) -> str:
        """The unit without a number: "millions of people"."""
        return f"{self.scale}s of {self.unit}" if self.scale else self.unit


class Check(Record):
    """A point of our timeline that was looked up while the records were made, and what came of it."""

    id: Id
    """Permanent id."""
    point: Markdown
    """What was looked up."""
    result: Markdown
    """What was found."""
    verdict: Verdict
    """confirmed, partly, unverified or not-found."""
    entries: tuple[EntryId, ...]
    """Ids of the entries it bears on."""


class Reference(Record):
    """A work of scholarship on our timeline."""

    id: Id
    """Permanent id: names and year."""
    label: PlainText
    """How it is cited in the text."""
    kind: ReferenceKind
    """article, book, edited-book or working-paper."""
    authors: Authors
    """Authors, or editors of an edited book, in the order of the title page."""
    year: int
    """Year of publication."""
    title: PlainText
    """Title and subtitle."""
    published: PlainText
    """Journal, series or publisher."""
    volume: int | None = None
    """Volume of a journal, or null."""
    issue: int | None = None
    """Issue of a journal, or number in a series; or null."""
    pages: PlainText | None = None
    """Pages, or null."""
    link: PlainText | None = None
    """A lasting https address, best a DOI, as https://doi.org/10.2307/1973284; or null."""
    confirmed: bool
    """True where its existence or details were confirmed against another publication."""
    note: Markdown | None = None
    """Editions, caveats and what was recalled; or null."""

    @computed_field  # type: ignore[prop-decorator]  # https://github.com/python/mypy/issues/1362
    @property
    def author_name_parts(self) -> tuple[Author, ...]:
        """The authors, with the parts of their names."""
        return self.authors
