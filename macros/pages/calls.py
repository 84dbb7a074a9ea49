"""What prose pages may call, by name, in whatever runs the calls: a macro for each part of the site, and a few more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.views import entry_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from macros.pages.render import Renderer

PAGE_PARTS = (
    "cover",
    "threads",
    "marks",
    "source",
    "account",
    "timeline",
    "timeline-figure",
    "causes",
    "causes-figure",
    "entries",
    "people",
    "our-timeline",
    "questions",
    "glossary",
    "references",
    "changes",
    "data",
)
"""Templates that need nothing but the scenario; a page calls each as a macro, with underscores for hyphens."""


def calls(renderer: Renderer, rules: Sequence[object], page: Callable[[], str]) -> dict[str, Callable[..., str]]:
    """Return what pages may call: one macro for each part, and those that take a name.

    `page` gives the address of the page that calls; `rules` are those of the checks, which the guide lists.
    """

    def part(template: str) -> Callable[[], str]:
        return lambda: renderer.render(template, page())

    def entry(name: str) -> str:
        return renderer.render("entry", page(), view=entry_view(renderer.atlas, name))

    def notice(name: str) -> str:
        return renderer.render("notice", page(), id=name)

    def listed() -> str:
        return renderer.render("rules", page(), rules=rules)

    def retired(name: str) -> str:
        record = next(one for one in renderer.atlas.scenario.retired if (one.section, one.id) == ("entries", name))
        return renderer.render("retired", page(), retired=record)

    def thread(name: str) -> str:
        return renderer.render("thread", page(), strand=renderer.atlas.strands[name])

    parts = {template.replace("-", "_"): part(template) for template in PAGE_PARTS}
    return parts | {"entry": entry, "notice": notice, "rules": listed, "retired": retired, "thread": thread}
