"""The site of The Other Leap: from one data file to pages.

`define_env` is what mkdocs-macros-plugin calls. It and `hooks` are the only places that know MkDocs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros import checks
from macros.pages.atlas import Atlas
from macros.pages.render import Renderer
from macros.pages.views import entry_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGE_PARTS = (
    "cover",
    "threads",
    "marks",
    "source",
    "account",
    "timeline",
    "causes",
    "entries",
    "people",
    "our-timeline",
    "questions",
    "glossary",
    "references",
)
"""Templates that need nothing but the scenario; a page calls each as a macro, with underscores for hyphens."""


def data_path(config: Mapping[str, Any]) -> Path:
    """Return the path of the data file that a MkDocs configuration names under `extra: scenario:`."""
    return Path(str(config["config_file_path"])).parent / str(config["extra"]["scenario"])


def define_env(env: Any) -> None:  # noqa: ANN401 - the plugin has no typed interface
    """Register what pages may call: one macro for each part, and `entry`, `notice` and `rules`.

    Raises:
        LoreError: the data file has problems.
    """
    scenario, _ = checks.scenario(data_path(env.conf))
    renderer = Renderer(Atlas(scenario))

    def part(template: str) -> Callable[[], str]:
        return lambda: renderer.render(template, env.page.url)

    for template in PAGE_PARTS:
        env.macro(part(template), template.replace("-", "_"))

    def entry(name: str) -> str:
        return renderer.render("entry", env.page.url, view=entry_view(renderer.atlas, name))

    def notice(name: str) -> str:
        return renderer.render("notice", env.page.url, id=name)

    def rules() -> str:
        return renderer.render("rules", env.page.url, rules=checks.RULES)

    for macro in (entry, notice, rules):
        env.macro(macro)
