"""What prose pages may call, by name, in whatever runs the calls: a macro for each part of the site, and a few more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from macros.pages.views import entry_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from macros.pages.renderer import Renderer

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
WITH_MARKDOWN = frozenset({"data"})
"""Templates that make more Markdown than headings."""


def calls(
    renderer: Renderer, rules: Sequence[object], page: Callable[[], str], put: Callable[[str], str] = str
) -> dict[str, Callable[..., str]]:
    """Return what pages may call: one macro for each part, and those that take a name.

    `page` gives the address of the page that calls; `rules` are those of the checks, which the guide lists. `put` is
    given HTML between Markdown headings, as most templates make it, and gives what is to stand in the page for it.
    """

    def rendered(
        template: str,
        name: str = "",
        values: Callable[[], dict[str, Any]] = dict,
        shows: Iterable[str] = renderer.index.entries,  # most parts list entries, or draw them, by date
    ) -> str:
        at = page()
        made = renderer.kept((template, at, name), lambda: renderer.render(template, at, **values()), shows)
        return made if template in WITH_MARKDOWN else put(made)

    def entry(name: str) -> str:
        return rendered("entry", name, lambda: {"view": entry_view(renderer.index, name)}, (name,))

    def notice(name: str) -> str:
        return rendered("notice", name, lambda: {"id": name}, ())

    def listed() -> str:
        return rendered("rules", values=lambda: {"rules": rules}, shows=())

    def retired(name: str) -> str:
        record = next(one for one in renderer.index.scenario.retired if (one.section, one.id) == ("entries", name))
        return rendered("retired", name, lambda: {"retired": record}, ())

    def thread(name: str) -> str:
        return rendered("thread", name, lambda: {"strand": renderer.index.thread_groups[name]})

    parts = {template.replace("-", "_"): partial(rendered, template) for template in PAGE_PARTS}
    return parts | {"entry": entry, "notice": notice, "rules": listed, "retired": retired, "thread": thread}
