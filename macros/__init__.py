"""The site of The Other Leap: from one data file to pages.

`define_env` is what mkdocs-macros-plugin calls. It and `hooks` are the only places that know MkDocs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from macros.layout.font import Font
    from macros.pages.again import Texts
    from macros.pages.renderer import Renderer
    from macros.scenario.loader import LoadedFile


def data_path(config: Mapping[str, Any]) -> Path:
    """Return the path of the data file that a MkDocs configuration names under `extra: scenario:`."""
    return Path(str(config["config_file_path"])).parent / str(config["extra"]["scenario"])


_prepared: dict[str, tuple[Renderer, Callable[[str], str]]] = {}
"""What `prepare` made, by configuration file, until the build that it was made for takes it."""


@cache
def load_font(path: Path) -> Font:
    """Return the font of headings and labels; it is unpacked once a process."""
    from macros.layout.font import Font  # noqa: PLC0415 - checks, which share this package, do without

    return Font(path, "Newsreader")


def prepare(
    config: Mapping[str, Any], put: Callable[[str], str] = str, texts: Texts | None = None
) -> tuple[Renderer, LoadedFile]:
    """Read and check the data file, and return what renders it, with where its records stand.

    `define_env` takes what was prepared last; an engine that runs no hooks has it prepare for itself. `put` is given
    HTML between Markdown headings, as macros make it, and gives what is to stand in the page for it. `texts` keep what
    macros made of the same texts before, unless there are very many.

    Raises:
        DataError: the data file has problems.
    """
    from macros.pages.renderer import Renderer  # noqa: PLC0415 - as above
    from macros.pages.scenario_index import LARGE, ScenarioIndex  # noqa: PLC0415 - as above

    scenario, file = rules.load_scenario(data_path(config))
    font = load_font(Path(str(config["docs_dir"])) / "assets" / "fonts" / "newsreader.woff2")
    large = int(config["extra"].get("large", LARGE))
    index = ScenarioIndex(scenario, large)
    kept = None if index.is_large else texts
    if kept is not None:
        kept.turn(index)
    renderer = Renderer(index, font, kept)
    _prepared[str(config["config_file_path"])] = renderer, put
    return renderer, file


def define_env(env: Any) -> None:  # noqa: ANN401 - the plugin has no typed interface
    """Register what pages may call.

    Raises:
        DataError: the data file has problems.
    """
    from macros.pages.macros import calls  # noqa: PLC0415 - as above

    name = str(env.conf["config_file_path"])
    if name not in _prepared:
        prepare(env.conf)
    renderer, put = _prepared.pop(name)

    for called, macro in calls(renderer, rules.RULES, lambda: str(env.page.url), put).items():
        env.macro(macro, called)
