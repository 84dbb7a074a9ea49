"""The macros that prose pages call, by name, in any engine: one for each part of the site, and a few more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from macros.pages.renderer import Renderer
from macros.pages.views import entry_view

PAGE_PARTS = (
    "cover",
    "threads",
    "marks",
    "source",
    "story",
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
"""Templates that need only the scenario; a page calls each as a macro, with underscores for hyphens."""
MARKDOWN_PARTS = frozenset({"data"})
"""Templates that render more Markdown than headings."""


def build_macros(
    renderer: Renderer,
    rules: Sequence[object],
    page_url: Callable[[], str],
    insert_placeholders: Callable[[str], str] | None = None,
) -> dict[str, Callable[..., str]]:
    """Return the macros by name: one for each part, and those that take the id of a record.

    `page_url` returns the address of the page that calls; `rules` are those of the checks, which the guide lists.
    `insert_placeholders` replaces the HTML between Markdown headings, which most templates render, by placeholders; the
    HTML stays without it.
    """

    def render(template: str, **values: object) -> str:
        rendered = renderer.render(template, page_url(), **values)
        return insert_placeholders(rendered) if insert_placeholders and template not in MARKDOWN_PARTS else rendered

    return {template.replace("-", "_"): partial(render, template) for template in PAGE_PARTS} | {
        "entry": lambda entry_id: render("entry", view=entry_view(renderer.index, entry_id)),
        "notice": lambda notice_id: render("notice", id=notice_id),
        "rules": lambda: render("rules", rules=rules),
        "retired": lambda entry_id: render("retired", record=renderer.index.retired_entries[entry_id]),
        "thread": lambda thread_id: render("thread", group=renderer.index.thread_groups[thread_id]),
    }
