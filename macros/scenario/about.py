"""The records about the site itself."""

from __future__ import annotations

from pydantic import computed_field

from macros.scenario.authors import Author, Authors
from macros.scenario.fields import Id, Markdown, Place, PlainText, Record, TagUri, Title


class About(Record):
    """What the site says of itself."""

    title: Title
    """The name of the site."""
    tagline: Markdown
    """One line under the name."""
    summary: Markdown
    """What this is, in two sentences, so that it fits the first screen of the home page."""
    fiction_label: PlainText
    """The label on every page: that this is fiction, and what is real; at most 90 characters."""
    divergence: Markdown | None = None
    """The point of divergence: what the account says or implies about it, and what it leaves open; or null."""
    authors: Authors = ()
    """Whom to cite as the authors; empty for the title and "contributors"."""
    source: Markdown
    """Where the records come from."""
    source_title: PlainText | None = None
    """Title of the text that the account was first published as, by whomever; or null."""
    source_url: PlainText | None = None
    """URL of that text, as https://example.org/page; or null."""
    feed_id: TagUri | None = None
    """Permanent id of the feed of changes: a tag URI, as tag:example.org,2026:my-history; or null without revisions."""

    @computed_field  # type: ignore[prop-decorator]  # https://github.com/python/mypy/issues/1362
    @property
    def author_name_parts(self) -> tuple[Author, ...]:
        """The authors, with the parts of their names."""
        return self.authors

    @property
    def credited_authors(self) -> tuple[Author, ...]:
        """The authors to cite, at least one."""
        return self.authors or (Author(literal=f"{self.title} contributors"),)

    @property
    def source_name(self) -> str | None:
        """The title of the published account, or else its URL; None where neither is known."""
        return self.source_title or self.source_url


class Notice(Record):
    """Something that a reader should know before or beside reading."""

    id: Id
    """Permanent id."""
    title: Title
    """Heading of the notice."""
    place: Place | None
    """Where it stands; null for a notice that only pages written by hand call, by its id."""
    text: Markdown
    """The notice."""
