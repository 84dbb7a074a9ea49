"""Lists the accepted differences between the site and the sites of other engines.

docs-dev/other-engines.md explains each. The tests require every difference exactly: remove it here when it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

ALL_PAGES = r".*"
ENTRY_PAGES = r"entries/.+"
PAGES_WITH_CONTENTS = r"(?!404|certainty/|changes/|questions/|entries/$|entries/(?:sea-monster|the-drought)/).*"
"""Pages with a table of contents; pages of retired entries have none."""
ALL_ENGINES = ("mkdocs", "properdocs", "zensical")


@dataclass(frozen=True)
class Difference:
    """A difference: its name in docs-dev/other-engines.md, its engines, its facet, and the values on either side.

    `removed` holds the values that only our site has, `added` those that only the engine's site has. `pages`
    is a regular expression for the whole address of a page; differences of the site as a whole ignore it.
    """

    name: str
    engines: tuple[str, ...]
    facet: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    pages: str = ALL_PAGES


PAGE_DIFFERENCES = (
    Difference("No tab is marked", ALL_ENGINES, "active tab", removed=("Entries",), pages=ENTRY_PAGES),
    Difference("Target of the skip link", ("zensical",), "anchors", added=("__skip",)),
    Difference("Target of the skip link", ("zensical",), "elements", added=("a",)),
    Difference("Who built it", ("properdocs",), "generator", removed=("mkdocs",), added=("mkdocs-ProperDocs",)),
    Difference("Who built it", ("zensical",), "generator", removed=("mkdocs",), added=("zensical",)),
    Difference(
        "Heading of the table of contents",
        ("zensical",),
        "heading of contents",
        removed=("Table of contents",),
        added=("On this page",),
        pages=PAGES_WITH_CONTENTS,
    ),
    Difference("Styles in pages", ("zensical",), "policy", added=("style-src 'self' 'unsafe-inline'",)),
)

SITE_DIFFERENCES = (
    Difference("The order of search", ALL_ENGINES, "order of documents", removed=("data",), added=("paths",)),
    Difference(
        "Another search",
        ("zensical",),
        "files",
        removed=(
            "assets/search-worker.js",
            "search/documents.json",
            "search/search_index.json",
        ),
        added=("search.json",),
    ),
    Difference("Another search", ("zensical",), "misspelt names", removed=("all",), added=("most",)),
    Difference("No `sitemap.xml.gz`", ("zensical",), "files", removed=("sitemap.xml.gz",)),
)
