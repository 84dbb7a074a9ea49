"""What a server does beside what MkDocs' does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from macros.serving import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from wsgiref.types import WSGIApplication


@pytest.fixture
def asked() -> list[str]:
    """What was drawn."""
    return []


@pytest.fixture
def answer(tmp_path: Path, asked: list[str]) -> Callable[[str], bytes]:
    """Return what a server of a folder under `/leap/` answers that has two pictures waiting."""

    def found(environment: dict[str, Any], _start: object) -> Iterable[bytes]:
        path = tmp_path / environment["PATH_INFO"].removeprefix("/leap/")
        return [path.read_bytes() if path.is_file() else b"nothing"]

    def make(name: str) -> Callable[[], bytes]:
        return lambda: (asked.append(name), name.encode())[1]  # type: ignore[func-returns-value]

    waiting = {name: make(name) for name in ("card.png", "causes/figure.png")}
    served: WSGIApplication = drawing(found, tmp_path, "/leap/", waiting)
    return lambda path: b"".join(served({"PATH_INFO": path}, lambda *_: lambda _: None))


def test_a_picture_is_drawn_when_it_is_asked_for_and_only_then(
    answer: Callable[[str], bytes], asked: list[str]
) -> None:
    assert answer("/leap/causes/figure.png") == b"causes/figure.png"
    assert answer("/leap/causes/figure.png") == b"causes/figure.png"
    assert asked == ["causes/figure.png"]


def test_what_stands_in_the_folder_is_served_as_it_is(
    answer: Callable[[str], bytes], asked: list[str], tmp_path: Path
) -> None:
    (tmp_path / "card.png").write_bytes(b"drawn by the build")
    assert answer("/leap/card.png") == b"drawn by the build"
    assert asked == []


@pytest.mark.parametrize("path", ["/leap/other.png", "/card", "/leap/", "/leap/../card.png"])
def test_nothing_else_is_drawn(path: str, answer: Callable[[str], bytes], asked: list[str]) -> None:
    assert answer(path) == b"nothing"
    assert asked == []
