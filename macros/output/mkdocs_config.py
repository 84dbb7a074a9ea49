"""`mkdocs.yml` as a file format: its settings for our commands, and a copy for other engines.

Nothing here imports or calls MkDocs. MkDocs, ProperDocs and Zensical all read this file; the copy works in each of them
without our hooks, our macros and the data file. Its `!ENV` tags stay as they are: the engine reads the environment.

Source: https://www.mkdocs.org/user-guide/configuration/.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from macros.pages.generated_pages import site_text
from macros.pages.scenario_index import ScenarioIndex

_PROJECT_SETTINGS = ("edit_uri", "hooks", "repo_url", "watch")
"""Settings that need the data file: an exported page has no source to edit or to watch."""
_PROJECT_EXTRA = ("scenario", "large_threshold", "max_search_file_bytes")
"""Settings under `extra` that only this project reads."""


@dataclass(frozen=True, slots=True)
class _EnvTag:
    """A `!ENV` tag that is not evaluated, as the YAML node that it was read from."""

    node: yaml.Node


class _Loader(yaml.SafeLoader):
    """Reads settings and leaves `!ENV` tags unevaluated."""


class _Dumper(yaml.SafeDumper):
    """Writes settings and their `!ENV` tags."""


class _EvaluatingLoader(yaml.SafeLoader):
    """Reads settings and replaces each `!ENV` tag by a value of the environment."""


_Loader.add_constructor("!ENV", lambda _, node: _EnvTag(node))
_Dumper.add_representer(_EnvTag, lambda _, tag: tag.node)
_EvaluatingLoader.add_constructor("!ENV", construct_env_tag)


def read_extra(source: str) -> dict[str, Any]:
    """Return the settings under `extra` in the YAML of `mkdocs.yml`, with values of the environment for `!ENV` tags.

    Raises:
        ValueError: the YAML does not hold the settings of this site.
    """
    try:
        extra = yaml.load(source, _EvaluatingLoader)["extra"]  # noqa: S506 - derives from SafeLoader
        return {name: extra[name] for name in _PROJECT_EXTRA}
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ValueError(f"these are not the settings of this site: {error!r}") from error


def export_config(source: str, index: ScenarioIndex, index_path: Callable[[str], str]) -> str:
    """Return the YAML of `mkdocs.yml` for exported pages.

    `index_path` maps the path of a page under `docs/` to its path in the export.

    Raises:
        ValueError: the YAML does not hold the settings of this site.
    """
    try:
        settings = _export_settings(yaml.load(source, _Loader), index, index_path)  # noqa: S506 - derives from SafeLoader
        return yaml.dump(settings, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"these are not the settings of this site: {error!r}") from error


def _export_settings(
    settings: dict[str, Any], index: ScenarioIndex, index_path: Callable[[str], str]
) -> dict[str, Any]:
    metadata = site_text(index)
    extra = {name: value for name, value in settings["extra"].items() if name not in _PROJECT_EXTRA}
    return {name: value for name, value in settings.items() if name not in _PROJECT_SETTINGS} | {
        "nav": _export_nav(settings["nav"], index_path),
        "site_description": metadata.description,
        "copyright": f"{metadata.fiction_label} {settings['copyright']}",
        "theme": settings["theme"] | {"variant": "classic"},  # Zensical's MkDocs look; other engines ignore it
        "plugins": [plugin for plugin in settings["plugins"] if "macros" not in plugin],
        "extra": extra
        | {
            "fiction_label": metadata.fiction_label,
            "has_divergence": index.scenario.about.divergence is not None,
            "retired_entries": [*index.retired_entries],
        },
    }


def _export_nav(items: list[dict[str, Any]], index_path: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the navigation with the paths of the export; a section has a list of items in place of a path."""
    return [
        {title: _export_nav(target, index_path) if isinstance(target, list) else index_path(target)}
        for item in items
        for title, target in item.items()
    ]
