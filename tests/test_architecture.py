"""How the project is laid out: what knows what, how long a module may get, and that it stands on its own."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = 350
MAY_KNOW = {
    "files": {"files"},
    "scenario": {"scenario"},
    "analysis": {"scenario", "analysis"},
    "rules": {"scenario", "analysis", "rules"},
    "layout": {"scenario", "layout"},
    "pages": {"files", "scenario", "analysis", "layout", "pages"},
    "output": {"files", "scenario", "analysis", "layout", "pages", "output"},
}
"""Which rooms a room may import; every folder of `macros` is a room."""

KNOW_ENGINES = {"macros", "macros.plugin", "macros.serve"}
ENGINES = ("mkdocs", "material", "properdocs", "pymdownx", "zensical")
FOLDERS = (".ci", ".github", "benchmarks", "data", "deploy", "docs", "docs-dev", "macros", "overrides", "requirements")
MODULES = sorted((ROOT / "macros").rglob("*.py"))


def name(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST, package: str) -> Iterator[str]:
    """Give the dotted names that a module of a package imports anywhere, also inside functions and for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def imported(path: Path) -> list[str]:
    package = name(path) if path.name == "__init__.py" else name(path).rpartition(".")[0]
    return list(imports(ast.parse(path.read_text(encoding="utf-8")), package))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import mkdocs.config", ["mkdocs.config"]),
        ("from mkdocs import config", ["mkdocs.config"]),
        ("def f():\n    import macros.pages.text as t", ["macros.pages.text"]),
        ("if TYPE_CHECKING:\n    from macros.pages import views, text", ["macros.pages.views", "macros.pages.text"]),
        ("from . import sibling", ["macros.room.sibling"]),
        ("from .. import rules", ["macros.rules"]),
        ("from ..pages.text import block", ["macros.pages.text.block"]),
    ],
)
def test_imports_are_found_however_they_are_written(source: str, found: list[str]) -> None:
    assert list(imports(ast.parse(source), "macros.room")) == found


def test_every_room_is_known() -> None:
    rooms = {path.relative_to(ROOT / "macros").parts[0] for path in MODULES if path.parent != ROOT / "macros"}
    assert rooms == set(MAY_KNOW)


@pytest.mark.parametrize("room", MAY_KNOW)
def test_a_room_knows_only_the_rooms_before_it(room: str) -> None:
    allowed = tuple(f"macros.{known}." for known in MAY_KNOW[room])
    for path in (ROOT / "macros" / room).rglob("*.py"):
        ours = [found for found in imported(path) if found.split(".")[0] == "macros"]
        assert [found for found in ours if not f"{found}.".startswith(allowed)] == [], path


def test_only_three_modules_know_an_engine() -> None:
    found = {
        name(path): known
        for path in MODULES
        if (known := [one for one in imported(path) if one.split(".")[0].startswith(ENGINES)])
    }
    assert found.keys() <= KNOW_ENGINES, found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_and_is_not_too_long(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert source.count("\n") <= LONGEST


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    homes = re.compile(rb"(?<![\w.])/(?:home|root|Users|tmp|work)/")
    kept = [*ROOT.glob("*.*"), *(path for folder in (*FOLDERS, "tests") for path in (ROOT / folder).rglob("*"))]
    ours = (path for path in kept if path.is_file() and "node_modules" not in path.parts)  # what npm put there is not
    texts = [path for path in ours if path.suffix not in {".png", ".woff2", ".pyc"}]
    named = [path for path in texts if homes.search(path.read_bytes())]
    assert named == []
