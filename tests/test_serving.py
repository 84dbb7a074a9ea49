"""What a server does beside what MkDocs' does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment, FileSystemLoader

from macros.serving import Kept, making

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from wsgiref.types import StartResponse


@pytest.fixture
def asked() -> list[str]:
    """What was made."""
    return []


@pytest.fixture
def told() -> list[str]:
    """What was told of."""
    return []


@pytest.fixture
def kept(asked: list[str]) -> Kept:
    """Return what has a figure as two files waiting, a folder, and what cannot be made."""

    def make(*names: str) -> Callable[[], Iterator[tuple[str, bytes]]]:
        def made() -> Iterator[tuple[str, bytes]]:
            for name in names:
                asked.append(name)
                yield name, name.encode()

        return made

    def broken() -> list[tuple[str, bytes]]:
        raise OSError("no room left")

    kept = Kept()
    figure = make("causes/causes.svg", "causes/causes.png")
    kept.waiting = dict.fromkeys(("causes/causes.svg", "causes/causes.png"), figure)
    kept.waiting |= {"search/": make("search/index.json", "search/one/two.json"), "card.png": broken}
    return kept


@pytest.fixture
def answer(tmp_path: Path, kept: Kept, told: list[str]) -> Callable[[str], tuple[str, bytes]]:
    """Return what a server of a folder under `/leap/` answers: the status, and the body."""

    def found(environment: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = tmp_path / environment["PATH_INFO"].removeprefix("/leap/")
        start("200 OK" if path.is_file() else "404 Not Found", [])
        return [path.read_bytes() if path.is_file() else b"nothing"]

    served = making(found, kept, tmp_path, "/leap/", told.append)

    def answered(path: str) -> tuple[str, bytes]:
        said: list[str] = []
        body = b"".join(served({"PATH_INFO": path}, lambda status, *_: (said.append(status), bytes)[1]))  # type: ignore[func-returns-value]
        return said[0], body

    return answered


def test_what_waits_is_made_when_it_is_asked_for_and_once(
    answer: Callable[[str], tuple[str, bytes]], asked: list[str]
) -> None:
    for _ in range(2):
        assert answer("/leap/causes/causes.png") == ("200 OK", b"causes/causes.png")
        assert answer("/leap/causes/causes.svg") == ("200 OK", b"causes/causes.svg")
    assert asked == ["causes/causes.svg", "causes/causes.png"]


def test_what_two_ask_for_at_once_is_made_for_the_first(kept: Kept, asked: list[str], tmp_path: Path) -> None:
    assert [kept.make("causes/causes.svg", tmp_path) for _ in range(2)] == [True, True]
    assert len(asked) == 2


def test_a_folder_is_made_when_anything_in_it_is_asked_for(
    answer: Callable[[str], tuple[str, bytes]], asked: list[str]
) -> None:
    assert answer("/leap/search/one/two.json") == ("200 OK", b"search/one/two.json")
    assert answer("/leap/search/index.json") == ("200 OK", b"search/index.json")
    assert asked == ["search/index.json", "search/one/two.json"]


def test_what_stands_in_the_folder_is_served_as_it_is(
    answer: Callable[[str], tuple[str, bytes]], asked: list[str], tmp_path: Path
) -> None:
    (tmp_path / "causes").mkdir()
    (tmp_path / "causes" / "causes.png").write_bytes(b"made by the build")
    assert answer("/leap/causes/causes.png") == ("200 OK", b"made by the build")
    assert asked == []


def test_what_cannot_be_made_is_told_of_and_asked_for_again(
    answer: Callable[[str], tuple[str, bytes]], told: list[str]
) -> None:
    for _ in range(2):
        assert answer("/leap/card.png") == ("404 Not Found", b"nothing")
    assert told == ["card.png cannot be made: no room left"] * 2


@pytest.mark.parametrize("path", ["/leap/other.png", "/card", "/leap/", "/leap/../causes/causes.png", "/leap/search"])
def test_nothing_else_is_made(path: str, answer: Callable[[str], tuple[str, bytes]], asked: list[str]) -> None:
    assert answer(path) == ("404 Not Found", b"nothing")
    assert asked == []


def test_templates_are_listed_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("main.html", ".icons/one.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    listed = Kept().listed(lambda: Environment(loader=FileSystemLoader(tmp_path), autoescape=True))
    assert listed.list_templates() == ["main.html"]
