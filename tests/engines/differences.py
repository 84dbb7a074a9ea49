"""List the differences between the site and what other engines build; docs-dev/other-engines.md explains each.

One that is gone has to go from here, too: the tests ask for each of them, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

EVERY = r".*"
ENTRIES = r"entries/.+"
OUTLINED = r"(?!404|changes/|questions/|entries/(?:sea-monster|the-drought)/).*"
"""Pages with a table of contents; those of retired entries have none."""
WRITTEN_OUT = ("mkdocs", "properdocs", "zensical")


@dataclass(frozen=True)
class Difference:
    """A difference as docs-dev/other-engines.md names it: in which engines, in what, and what is lost and gained there.

    `pages` matches the addresses of the pages that have it; what differs in the site as a whole has none.
    """

    name: str
    engines: tuple[str, ...]
    facet: str
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    pages: str = EVERY


DIFFERENCES = (
    Difference("No tab is marked", WRITTEN_OUT, "tab of this page", lost=("Entries",), pages=ENTRIES),
    Difference("Target of the skip link", ("zensical",), "anchors", gained=("__skip",)),
    Difference("Target of the skip link", ("zensical",), "elements", gained=("a",)),
    Difference("Who built it", ("properdocs",), "generator", lost=("mkdocs",), gained=("mkdocs-ProperDocs",)),
    Difference("Who built it", ("zensical",), "generator", lost=("mkdocs",), gained=("zensical",)),
    Difference(
        "Heading of the table of contents",
        ("zensical",),
        "heading of contents",
        lost=("Table of contents",),
        gained=("On this page",),
        pages=OUTLINED,
    ),
    Difference("Styles in pages", ("zensical",), "policy", gained=("style-src 'self' 'unsafe-inline'",)),
)
"""Differences of pages."""

WHOLE = (
    Difference("The order of search", WRITTEN_OUT, "order of documents", lost=("data",), gained=("paths",)),
    Difference(
        "Another search",
        ("zensical",),
        "files",
        lost=(
            "assets/search-worker.js",
            "search/documents.json",
            "search/search_index.json",
        ),
        gained=("search.json",),
    ),
    Difference("Another search", ("zensical",), "misspelt names", lost=("all",), gained=("most",)),
    Difference("No `sitemap.xml.gz`", ("zensical",), "files", lost=("sitemap.xml.gz",)),
)
"""Differences of the site as a whole."""
