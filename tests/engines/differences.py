"""What still differs between the site and what other engines build from the same pages; CONTRIBUTING.md says why.

A difference is gone when it no longer shows, and then has to go here, too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A difference as CONTRIBUTING.md names it, in some engines and a facet of pages, with what is lost and gained.

    `pages` are the addresses that begin so; an empty text is every page.
    """

    name: str
    engines: tuple[str, ...]
    facet: str
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
