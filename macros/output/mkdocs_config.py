"""The settings of the site, `mkdocs.yml`, for whoever is not MkDocs: this project, and engines that run no hooks.

What is written for other engines has `!ENV` as it is: it is they who look into the environment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from yaml_env_tag import construct_env_tag

from macros.pages.generated_pages import retired, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.pages.scenario_index import ScenarioIndex

_NEED_THIS_PROJECT = ("edit_uri", "hooks", "repo_url", "watch")
"""Settings that only mean something where the data file is: pages there are not what anybody edits."""
_OURS = ("scenario", "large", "whole_search")
"""What this project alone reads under `extra`."""


@dataclass(frozen=True, slots=True)
class _FromEnvironment:
    """A value that `!ENV` takes from the environment, as the nodes that say how."""

    node: yaml.Node


class _Loader(yaml.SafeLoader):
    """Reads settings, and leaves `!ENV` alone."""


class _Dumper(yaml.SafeDumper):
    """Writes settings, with `!ENV` as it was."""


_Loader.add_constructor("!ENV", lambda _, node: _FromEnvironment(node))
_Dumper.add_representer(_FromEnvironment, lambda _, value: value.node)


class _Evaluator(yaml.SafeLoader):
    """Reads settings, and takes from the environment what they leave to it."""


_Evaluator.add_constructor("!ENV", construct_env_tag)


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many entries on a scenario is large, and how many bytes of documents are searched as a whole."""

    large: int
    whole_search: int


def limits(source: str) -> Limits:
    """Return what settings, given as YAML, and the environment tell this project.

    Raises:
        ValueError: these are not the settings of this site.
    """
    try:
        extra = yaml.load(source, _Evaluator)["extra"]  # noqa: S506 - a loader that is as safe as the one it derives from
        return Limits(int(extra["large"]), int(extra["whole_search"]))
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"these are not the settings of this site: {error!r}") from error


def without_hooks(source: str, index: ScenarioIndex, moved: Callable[[str], str]) -> str:
    """Return settings, given and returned as YAML, for pages that are written out; `moved` gives where each stands.

    Raises:
        ValueError: these are not the settings of a site.
    """
    try:
        settings = yaml.load(source, _Loader)  # noqa: S506 - a loader that is as safe as the one it derives from
        return yaml.dump(
            _written_out(settings, index, moved), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120
        )
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"these are not the settings of this site: {error!r}") from error


def _written_out(settings: dict[str, Any], index: ScenarioIndex, moved: Callable[[str], str]) -> dict[str, Any]:
    told = words(index)
    kept = {name: value for name, value in settings.items() if name not in _NEED_THIS_PROJECT}
    extra = {name: value for name, value in kept["extra"].items() if name not in _OURS}
    return kept | {
        "nav": [{title: moved(page) for title, page in item.items()} for item in kept["nav"]],
        "site_description": told.description,
        "copyright": f"{told.fiction_label} {kept['copyright']}",
        "theme": kept["theme"] | {"variant": "classic"},  # Zensical's look of MkDocs; no other engine heeds it
        "plugins": [plugin for plugin in kept["plugins"] if "macros" not in plugin],
        "extra": extra | {"fiction_label": told.fiction_label, "retired_entries": retired(index)},
    }
