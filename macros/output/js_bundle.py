"""Scripts as the site serves them: minified, and two of them bundled with the modules that they import.

The modules run as they are, too: a bundle saves readers a request for each of them, and bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rjsmin import jsmin

from macros.output.errors import PostprocessError

BUNDLES = ("site.js", "trace.js")
"""What every page runs at once, and what follows causes."""

_IMPORT = re.compile(
    r'^(?:import(?: \{ \w+(?:, \w+)* \} from)?|(export \{[\w, ]+\}) from) "\./([\w-]+\.js)";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|let|class)", re.MULTILINE)
_OTHER_FORM = re.compile(r"^(?:import\b(?!\()|export\b(?! \{[\w, ]+\};)).*", re.MULTILINE)
_DECLARATION = re.compile(r"^(?:(?:async )?function|const|let|class) (\w+|[\[{][^=]*)", re.MULTILINE)
"""A declaration at the top of a module: of one name, or of several by destructuring."""
_DECLARED_NAME = re.compile(r"\b\w+\b(?!:)")


def build_scripts(assets: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of every script of a folder of assets, except for bundled modules.

    Raises:
        OSError: a script cannot be read.
        PostprocessError: as by `bundle`.
    """
    modules = bundled_modules(assets)
    for path in sorted(assets.glob("*.js")):
        if path.name not in modules:
            yield f"assets/{path.name}", str(jsmin(bundle(assets, path.name))).encode()


def bundled_modules(assets: Path) -> set[str]:
    """Return the names of the modules that are served as part of a bundle only.

    Raises:
        OSError, PostprocessError: as by `bundle`.
    """
    return {name for entry_point in BUNDLES for name in _modules(assets, entry_point)}.difference(BUNDLES)


def bundle(assets: Path, entry_point: str) -> str:
    """Return the source of a script; a bundle has every module that it imports before what imports that.

    The modules of a bundle share one scope, so that their top-level names must differ. Of the forms of import and
    export in ECMAScript, `import "./x.js"`, `import { a } from "./x.js"`, `export { a } from "./x.js"` and `export`
    before a declaration are supported.

    Raises:
        OSError: a module cannot be read.
        PostprocessError: a module imports itself, uses another form, or declares a name that another one declares.
    """
    if entry_point not in BUNDLES:
        return (assets / entry_point).read_text(encoding="utf-8")
    sources = []
    for name, source in _modules(assets, entry_point).items():
        body = _EXPORT.sub("", _IMPORT.sub(lambda match: f"{match[1]};" if match[1] else "", source))
        if other := _OTHER_FORM.search(body):
            line = body.count("\n", 0, other.start()) + 1
            raise PostprocessError(f"{name}:{line}: cannot be bundled into {entry_point}: '{other[0]}'")
        sources.append(body)
    bundled = "".join(sources)
    declarations = Counter(name for target in _DECLARATION.findall(bundled) for name in _DECLARED_NAME.findall(target))
    for name, count in declarations.items():
        if count > 1:
            raise PostprocessError(f"'{name}' is declared by {count} of the modules bundled into {entry_point}")
    return bundled


def _modules(assets: Path, name: str, importers: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the sources of a module and of all that it imports, by name, in the order of evaluation."""
    if name in importers:
        raise PostprocessError(f"{name} imports itself, by way of {', '.join(importers)}")
    source = (assets / name).read_text(encoding="utf-8")
    modules: dict[str, str] = {}
    for _, module in _IMPORT.findall(source):
        modules |= _modules(assets, module, (*importers, name))
    return modules | {name: source}
