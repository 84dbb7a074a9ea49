"""What a build that an engine makes is made from, though nothing here knows an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from macros import rules
from macros.pages.generated_pages import sources
from macros.pages.macros import calls

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from macros.output.search import Shelf
    from macros.pages.aside import Aside
    from macros.pages.generated_pages import Source
    from macros.pages.renderer import Renderer


@dataclass(frozen=True)
class Lore:
    """What one build is made from: what renders the scenario, what is set aside, and what is searched of made pages.

    `lines` are those of entries in the data, by the paths of their pages among the sources; where no page leads there,
    they are not looked for.
    """

    renderer: Renderer
    lines: Mapping[str, int]
    aside: Aside
    shelf: Shelf
    unread: list[str] = field(default_factory=list)
    asked: dict[str, tuple[Hashable, int]] = field(default_factory=dict)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Pages that records make, by their paths among the sources."""
        return sources(self.renderer.index)

    def content(self, source: Source, page: str) -> str:
        """Return the Markdown of a page that a record makes, for its address."""
        return calls(self.renderer, rules.RULES, lambda: page, self.aside.put)[source.macro](source.name)
