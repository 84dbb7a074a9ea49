"""The settings of the site for engines that neither call macros nor run hooks: `mkdocs.yml`, with what those would add.

MkDocs, ProperDocs and Zensical read the same file. `!ENV` stays as it is: it is the engine that looks into the
environment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from macros.pages.sources import retired, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.pages.atlas import Atlas

_NEED_THIS_PROJECT = ("edit_uri", "hooks", "repo_url", "watch")
"""Settings that only mean something where the data file is: pages there are not what anybody edits."""


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


def without_hooks(source: str, atlas: Atlas, moved: Callable[[str], str]) -> str:
    """Return settings, given and returned as YAML, for pages that are written out; `moved` gives where each stands.

    Raises:
        ValueError: these are not the settings of a site.
    """
    try:
        settings = yaml.load(source, _Loader)  # noqa: S506 - a loader that is as safe as the one it derives from
        return yaml.dump(
            _written_out(settings, atlas, moved), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120
        )
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"these are not the settings of this site: {error!r}") from error


def _written_out(settings: dict[str, Any], atlas: Atlas, moved: Callable[[str], str]) -> dict[str, Any]:
    told = words(atlas)
    kept = {name: value for name, value in settings.items() if name not in _NEED_THIS_PROJECT}
    extra = {name: value for name, value in kept["extra"].items() if name != "scenario"}
    return kept | {
        "nav": [{title: moved(page) for title, page in item.items()} for item in kept["nav"]],
        "site_description": told.description,
        "copyright": f"{told.fiction_label} {kept['copyright']}",
        "theme": kept["theme"] | {"variant": "classic"},  # Zensical's look of MkDocs; no other engine heeds it
        "plugins": [plugin for plugin in kept["plugins"] if "macros" not in plugin],
        "extra": extra | {"fiction_label": told.fiction_label, "retired_entries": retired(atlas)},
    }
