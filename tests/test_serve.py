"""What a server does beside what the server of MkDocs does."""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest

from macros.serve import LazyAssets, add_lazy_assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from wsgiref.types import StartResponse


@pytest.fixture
def built() -> list[str]:
    """Return the addresses of the assets that factories have built, in that order."""
    return []


@pytest.fixture
def assets(built: list[str], tmp_path: Path) -> LazyAssets:
    """Return the lazy assets of a site: a figure as two files, a folder, and a file that cannot be built."""

    def factory(*names: str) -> Callable[[], Iterator[tuple[str, bytes]]]:
        def build() -> Iterator[tuple[str, bytes]]:
            for name in names:
                built.append(name)
                yield name, name.encode()

        return build

    def broken() -> Iterator[tuple[str, bytes]]:
        raise OSError("no room left")

    figure = factory("causes/causes.svg", "causes/causes.png")
    factories = dict.fromkeys(("causes/causes.svg", "causes/causes.png"), figure)
    factories |= {"search/": factory("search/index.json", "search/one/two.json"), "card.png": broken}
    return LazyAssets(factories, tmp_path, Lock())


@pytest.fixture
def request_path(tmp_path: Path, assets: LazyAssets) -> Callable[[str], tuple[str, bytes]]:
    """Return what requests a path of a site that is served under `/leap/`: it returns the status and the body."""

    def serve_file(environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = tmp_path / environment["PATH_INFO"].removeprefix("/leap/")
        start_response("200 OK" if path.is_file() else "404 Not Found", [])
        return [path.read_bytes() if path.is_file() else b"nothing"]

    application = add_lazy_assets(serve_file, assets, "/leap/")

    def request(path: str) -> tuple[str, bytes]:
        statuses: list[str] = []
        body = b"".join(application({"PATH_INFO": path}, lambda status, *_: (statuses.append(status), bytes)[1]))  # type: ignore[func-returns-value]
        return statuses[0], body

    return request


def test_a_lazy_asset_is_built_at_the_first_request_only(
    request_path: Callable[[str], tuple[str, bytes]], built: list[str]
) -> None:
    for _ in range(2):
        assert request_path("/leap/causes/causes.png") == ("200 OK", b"causes/causes.png")
        assert request_path("/leap/causes/causes.svg") == ("200 OK", b"causes/causes.svg")
    assert built == ["causes/causes.svg", "causes/causes.png"]


def test_a_lazy_asset_that_another_request_built_is_not_rebuilt(assets: LazyAssets, built: list[str]) -> None:
    assert [assets.build("causes/causes.svg") for _ in range(2)] == [True, True]
    assert len(built) == 2


def test_a_request_for_any_file_of_a_lazy_folder_builds_the_folder(
    request_path: Callable[[str], tuple[str, bytes]], built: list[str]
) -> None:
    assert request_path("/leap/search/one/two.json") == ("200 OK", b"search/one/two.json")
    assert request_path("/leap/search/index.json") == ("200 OK", b"search/index.json")
    assert built == ["search/index.json", "search/one/two.json"]


def test_a_file_that_exists_is_served_as_it_is(
    request_path: Callable[[str], tuple[str, bytes]], built: list[str], tmp_path: Path
) -> None:
    (tmp_path / "causes").mkdir()
    (tmp_path / "causes" / "causes.png").write_bytes(b"from the build")
    assert request_path("/leap/causes/causes.png") == ("200 OK", b"from the build")
    assert built == []


def test_an_asset_that_fails_is_logged_and_tried_again_at_the_next_request(
    request_path: Callable[[str], tuple[str, bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            assert request_path("/leap/card.png") == ("404 Not Found", b"nothing")
    assert [record.getMessage() for record in caplog.records] == ["site: card.png cannot be built: no room left"] * 2


@pytest.mark.parametrize("path", ["/leap/other.png", "/card", "/leap/", "/leap/../causes/causes.png", "/leap/search"])
def test_other_paths_build_nothing(
    path: str, request_path: Callable[[str], tuple[str, bytes]], built: list[str]
) -> None:
    assert request_path(path) == ("404 Not Found", b"nothing")
    assert built == []
