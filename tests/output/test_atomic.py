"""What is kept from one build to the next: only what is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.output.atomic import kept

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept_is_made_once_and_again_by_another_recipe_or_where_it_was_damaged(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> str:
        made.append("")
        return f"{len(made)}\nmade \u4e2d"

    keep = tmp_path / "kept"
    assert [kept(keep, ["a", "b"], make) for _ in range(2)] == ["1\nmade \u4e2d"] * 2
    assert kept(keep, ["ab"], make) == "2\nmade \u4e2d"
    for damage in (b"", b"\xff", (keep / next(keep.iterdir()).name).read_bytes()[:-1]):
        for path in keep.iterdir():
            path.write_bytes(damage)
        before = len(made)
        assert kept(keep, ["a", "b"], make) == kept(keep, ["a", "b"], make) == f"{before + 1}\nmade \u4e2d"


def test_where_nothing_can_be_kept_it_is_made_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file", encoding="utf-8")
    assert [kept(tmp_path / "kept", [], lambda: "made") for _ in range(2)] == ["made"] * 2
