"""Scripts as they are served: minified, and bundled with the modules that they import."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from py_mini_racer import MiniRacer

from macros.output.errors import PostprocessError
from macros.output.js_bundle import BUNDLES, build_scripts, bundle, bundled_modules
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ASSETS = ROOT / "docs" / "assets"


def write_scripts(folder: Path, **sources: str) -> Path:
    for name in {*BUNDLES} - {f"{name}.js" for name in sources}:
        (folder / name).write_text("", encoding="utf-8")
    for name, source in sources.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder


def test_a_bundle_runs_each_module_once_and_after_what_it_imports(tmp_path: Path) -> None:
    assets = write_scripts(
        tmp_path,
        site='import "./first.js";\nimport { count, add } from "./counter.js";\nadd("site");\nthis.all = [count, log];',
        first='import { add } from "./counter.js";\nadd("first");\n',
        counter='import { log } from "./log.js";\nexport let count = 0;\n'
        "export function add(name) {\n  log.push(name);\n  count += 1;\n}\n",
        log='export const log = ["log"];\n',
    )
    engine = MiniRacer()
    engine.eval(bundle(assets, "site.js"))
    assert json.loads(str(engine.eval("JSON.stringify(this.all)"))) == [2, ["log", "first", "site"]]
    assert bundled_modules(assets) == {"first.js", "counter.js", "log.js"}


def test_a_bundle_exports_again_what_its_modules_export(tmp_path: Path) -> None:
    assets = write_scripts(
        tmp_path, site='export { read, write } from "./storage.js";\n', storage="export const [read, write] = [1, 2];\n"
    )
    assert bundle(assets, "site.js") == "const [read, write] = [1, 2];\nexport { read, write };\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('import * as part from "./part.js";\n', "import \\* as part"),
        ('import { a as b } from "./part.js";\n', "import { a as b }"),
        ('import part from "./part.js";\n', "import part from"),
        ('import "../elsewhere/part.js";\n', 'import "../elsewhere/part.js"'),
        ('import "./part.js";\nexport default 1;\n', "^site.js:2: cannot be bundled into site.js: 'export default 1;'"),
        ('export * from "./part.js";\n', "export \\* from"),
        ('import "./site.js";\n', "site.js imports itself"),
        ('import "./part.js";\nconst name = 1;\n', "'name' is declared by 2"),
        ('import "./part.js";\nconst [, name] = [1, 2];\n', "'name' is declared by 2"),
        ('import "./part.js";\nconst { first: name } = {};\n', "'name' is declared by 2"),
    ],
)
def test_what_cannot_be_bundled_is_refused(tmp_path: Path, source: str, message: str) -> None:
    assets = write_scripts(tmp_path, site=source, part="function name() {}\n")
    with pytest.raises(PostprocessError, match=message):
        bundle(assets, "site.js")


def test_dynamic_imports_stay_and_name_scripts_that_are_served() -> None:
    scripts = dict(build_scripts(ASSETS))
    for address, content in scripts.items():
        for name in re.findall(rb'(?:import\(|from|import)"\./([^"]+)"', content):
            assert f"assets/{name.decode()}" in scripts, address
    assert b'import("./copy-panel.js")' in scripts["assets/site.js"]


def test_scripts_come_without_their_comments() -> None:
    scripts = dict(build_scripts(ASSETS))
    assert b"//" not in scripts["assets/search-worker.js"].replace(b"://", b"")
    assert [address for address, content in scripts.items() if b"/*" in content.replace(b'"/*', b"")] == []
