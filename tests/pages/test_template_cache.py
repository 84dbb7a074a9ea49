"""Templates that are kept as they were compiled."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, Environment

from macros.pages import template_cache
from macros.pages.template_cache import Compiled

if TYPE_CHECKING:
    from pathlib import Path


def rendered(cache: Compiled, source: str = "{{ 6 * 7 }}") -> tuple[str, bool]:
    """Return what an environment of its own makes of a template, and whether it compiled it."""
    environment = Environment(loader=DictLoader({"a": source}), bytecode_cache=cache, autoescape=True)
    sources: list[str] = []
    compile_ = environment.compile

    def noted(source: str, *rest: object) -> object:
        sources.append(source)
        return compile_(source, *rest)  # type: ignore[call-overload]

    environment.compile = noted  # type: ignore[method-assign, assignment]
    return environment.get_template("a").render(), bool(sources)


def test_what_one_build_compiled_the_next_does_not(tmp_path: Path) -> None:
    assert rendered(Compiled(tmp_path / "kept")) == ("42", True)
    assert rendered(Compiled(tmp_path / "kept")) == ("42", False)


def test_a_template_that_says_something_else_is_compiled_again(tmp_path: Path) -> None:
    rendered(Compiled(tmp_path))
    assert rendered(Compiled(tmp_path), "{{ 6 * 8 }}") == ("48", True)


@pytest.mark.parametrize("changed", ["a module", "a version"])
def test_what_other_code_compiled_is_compiled_again_and_goes(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, room = tmp_path / "kept", tmp_path / "room"
    room.mkdir()
    (room / "filters.py").write_text("a = 1\n", encoding="utf-8")
    rendered(Compiled(kept, room))
    before = list(kept.iterdir())
    if changed == "a module":
        (room / "filters.py").write_text("a = 2\n", encoding="utf-8")
    else:
        monkeypatch.setattr(template_cache, "version", lambda name: f"{name} 99")
    assert rendered(Compiled(kept, room)) == ("42", True)
    assert len(list(kept.iterdir())) == 1
    assert list(kept.iterdir()) != before


@pytest.mark.parametrize("length", [0, 1, 20, 30, 60, -1])
def test_a_damaged_file_is_compiled_again(length: int, tmp_path: Path) -> None:
    rendered(Compiled(tmp_path))
    (file,) = tmp_path.glob("*/*")
    file.write_bytes(file.read_bytes()[:length])
    assert rendered(Compiled(tmp_path)) == ("42", True)
    assert rendered(Compiled(tmp_path)) == ("42", False)


def test_where_nothing_can_be_kept_templates_are_compiled_each_time(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file, where the folder would be", encoding="utf-8")
    assert rendered(Compiled(tmp_path / "kept" / "templates")) == ("42", True)
    assert rendered(Compiled(tmp_path / "kept" / "templates")) == ("42", True)


def test_a_folder_that_is_taken_away_meanwhile_does_no_harm(tmp_path: Path) -> None:
    cache = Compiled(tmp_path / "kept")
    rendered(cache)
    shutil.rmtree(tmp_path / "kept")
    assert rendered(cache) == ("42", True)
    assert rendered(cache) == ("42", False)
