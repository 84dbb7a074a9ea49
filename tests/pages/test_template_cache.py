"""The cache of compiled templates."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, Environment

from macros.pages import template_cache
from macros.pages.template_cache import TemplateCache

if TYPE_CHECKING:
    from pathlib import Path


def render(cache: TemplateCache, source: str = "{{ 6 * 7 }}") -> tuple[str, bool]:
    """Render a template in a new environment; return the result, and whether the template was compiled."""
    environment = Environment(loader=DictLoader({"a": source}), bytecode_cache=cache, autoescape=True)
    sources: list[str] = []
    compile_ = environment.compile

    def record(source: str, *rest: object) -> object:
        sources.append(source)
        return compile_(source, *rest)  # type: ignore[call-overload]

    environment.compile = record  # type: ignore[method-assign, assignment]
    return environment.get_template("a").render(), bool(sources)


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert render(TemplateCache(tmp_path / "cache")) == ("42", True)
    assert render(TemplateCache(tmp_path / "cache")) == ("42", False)


def test_a_template_with_another_source_is_compiled_again(tmp_path: Path) -> None:
    render(TemplateCache(tmp_path))
    assert render(TemplateCache(tmp_path), "{{ 6 * 8 }}") == ("48", True)


@pytest.mark.parametrize("changed", ["a module", "Jinja", "the engine"])
def test_other_code_that_compiles_empties_the_cache(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, modules = tmp_path / "cache", tmp_path / "modules"
    modules.mkdir()
    (modules / "filters.py").write_text("a = 1\n", encoding="utf-8")
    render(TemplateCache(folder, modules))
    before = list(folder.iterdir())
    if changed == "a module":
        (modules / "filters.py").write_text("a = 2\n", encoding="utf-8")
    elif changed == "Jinja":
        monkeypatch.setattr(template_cache, "version", lambda name: f"{name} 99")
    assert render(TemplateCache(folder, modules, "2" if changed == "the engine" else "")) == ("42", True)
    assert len(list(folder.iterdir())) == 1
    assert list(folder.iterdir()) != before


def test_a_cache_that_is_removed_meanwhile_is_filled_again(tmp_path: Path) -> None:
    cache = TemplateCache(tmp_path / "cache")
    render(cache)
    shutil.rmtree(tmp_path / "cache")
    assert render(cache) == ("42", True)
    assert render(cache) == ("42", False)
