"""How the project is laid out: what knows what, how long a module may get, and that it stands on its own."""

from __future__ import annotations

import ast
import re
import statistics
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULE_LINES = 350
FUNCTION_LINES = 40
MEDIAN_FUNCTION_LINES = 10
TEST_NAME_LENGTH = 80
ROOMS = ("files", "scenario", "analysis", "rules", "authoring", "layout", "pages", "output")
MAY_IMPORT = {
    "files": {"files"},
    "scenario": {"scenario"},
    "analysis": {"scenario", "analysis"},
    "rules": {"scenario", "analysis", "rules"},
    "authoring": {"files", "scenario", "analysis", "rules", "authoring"},
    "layout": {"scenario", "layout"},
    "pages": {"files", "scenario", "analysis", "layout", "pages"},
    "output": {"files", "scenario", "analysis", "layout", "pages", "output"},
    "__init__": {"scenario", "rules", "layout", "pages"},
    "edit_observer": {"edit_observer"},
    "serve": {"files", "scenario", "output", "__init__", "edit_observer", "settings"},
    "record_page": {"scenario", "pages", "output"},
    "settings": {"files"},
    "plugin": {*ROOMS, "__init__", "record_page", "serve", "settings"},
    "hooks": {"plugin"},
    "cli": {*ROOMS, "settings", "__init__"},
    "__main__": {"cli"},
}
"""The rooms and the modules beside them that each may import; every folder of `macros` is a room."""
STORY_WORDS = re.compile(
    r"(?<![a-z])(famine|leap(?! day| year| second)|mao|moscow|beijing|soviet|trotsky|tukhachevsky|khrushchev|lysenko|"
    r"furnaces?|sparrows?|locusts?|steel|communist|korea(?!n)|ccp)(?![a-z])",
    re.IGNORECASE,
)
"""Words of the story that `data/` and `docs/` tell. Another story takes their place, and the engine stays."""
ENGINE_FOLDERS = ("macros", "overrides", "docs/assets", "deploy")
TEXT_SUFFIXES = frozenset({".py", ".j2", ".html", ".xml", ".js", ".css", ""})

KNOW_ENGINES = {"macros", "macros.plugin", "macros.record_page", "macros.serve"}
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


@cache
def imported(path: Path) -> list[str]:
    package = name(path) if path.name == "__init__.py" else name(path).rpartition(".")[0]
    return list(imports(ast.parse(path.read_text(encoding="utf-8")), package))


@pytest.mark.parametrize(
    ("source", "names"),
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
def test_imports_are_found_however_they_are_written(source: str, names: list[str]) -> None:
    assert list(imports(ast.parse(source), "macros.room")) == names


def room(path: Path) -> str:
    """Return the room of a module, or the name of a module beside the rooms."""
    return path.relative_to(ROOT / "macros").with_suffix("").parts[0]


def imported_room(dotted: str) -> str:
    """Return what `room` returns for a module of `macros`, or for something in it, by its dotted name."""
    first = dotted.partition(".")[2].partition(".")[0]
    return first if first in MAY_IMPORT else "__init__"


def engine_files() -> list[Path]:
    """Return the files of text that another story keeps as they are."""
    paths = (path for folder in ENGINE_FOLDERS for path in sorted(ROOT.joinpath(folder).rglob("*")))
    return [ROOT / "mkdocs.yml", *(path for path in paths if path.suffix in TEXT_SUFFIXES and path.is_file())]


def test_every_room_and_every_module_beside_them_is_in_the_table() -> None:
    assert {room(path) for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("importer", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_before_it(importer: str) -> None:
    imports_of = {path: [dotted for dotted in imported(path) if dotted.split(".")[0] == "macros"] for path in MODULES}
    wrong = [
        (name(path), dotted)
        for path, dotted_names in imports_of.items()
        for dotted in dotted_names
        if room(path) == importer and imported_room(dotted) not in MAY_IMPORT[importer]
    ]
    assert wrong == []


def versions_read(path: Path) -> list[str]:
    """Return the names of the packages whose versions a module reads by `importlib.metadata.version`."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return [
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "version" and isinstance(call.args[0], ast.Constant)
    ]


def test_only_four_modules_know_an_engine() -> None:
    names = {name(path): [*imported(path), *versions_read(path)] for path in MODULES}
    assert "jinja2" in names["macros.pages.template_cache"]
    engines = {module: [dotted for dotted in names[module] if dotted.startswith(ENGINES)] for module in names}
    assert {module for module, dotted_names in engines.items() if dotted_names} <= KNOW_ENGINES, engines


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_a_docstring_and_is_not_too_long(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert source.count("\n") <= MODULE_LINES


def test_functions_are_short() -> None:
    lengths = {
        f"{name(path)}.{node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert {function: length for function, length in lengths.items() if length > FUNCTION_LINES} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION_LINES


def test_names_of_tests_have_at_most_80_characters() -> None:
    names = [
        node.name
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in names if len(name) > TEST_NAME_LENGTH] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    homes = re.compile(rb"(?<![\w.])/(?:home|root|Users|tmp|work)/")
    files = [*ROOT.glob("*.*"), *(path for folder in (*FOLDERS, "tests") for path in (ROOT / folder).rglob("*"))]
    own_files = (
        path for path in files if path.is_file() and "node_modules" not in path.parts
    )  # what npm put there is not
    texts = [path for path in own_files if path.suffix not in {".png", ".woff2", ".pyc"}]
    named = [path for path in texts if homes.search(path.read_bytes())]
    assert named == []


def test_the_engine_has_no_word_of_the_story() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in engine_files()}
    lines = texts["mkdocs.yml"].split("\n")
    texts["mkdocs.yml"] = "\n".join(line for line in lines if not line.startswith("site_name:"))
    words_by_file = {name: STORY_WORDS.findall(text) for name, text in texts.items()}
    assert {name: words for name, words in words_by_file.items() if words} == {}


def test_words_of_the_story_are_found() -> None:
    words = STORY_WORDS.findall("Mao's leap; maotwo, the_famine_range, Moscow\u2019s, a leap year")
    assert words == ["Mao", "leap", "famine", "Moscow"]
