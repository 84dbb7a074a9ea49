"""The cache on disk: it returns nothing but what was stored."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from macros.files.cache import DiskCache, cache_folder
from tests.users import NOBODY, public_folder, unprivileged_user

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT = "\u4e2d and\nanother line".encode()


def fail() -> bytes:
    pytest.fail("built again")


def test_content_is_built_once_for_each_key(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "cache")
    assert cache.load(["a", "b"]) is None
    assert cache.get_or_build(["a", "b"], lambda: CONTENT) == CONTENT
    assert DiskCache(tmp_path / "cache").get_or_build(["a", "b"], fail) == CONTENT
    assert cache.get_or_build(["ab"], lambda: b"other") == b"other"


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda stored: stored[: len(stored) // 2],
        lambda stored: stored[:-1],
        lambda stored: stored[:5] + bytes([stored[5] ^ 1]) + stored[6:],
        lambda stored: b"\0" * len(stored),
        lambda stored: stored + b"rest",
    ],
    ids=["empty", "half", "no end", "one bit", "zeros", "more"],
)
def test_a_damaged_file_is_built_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = DiskCache(tmp_path)
    cache.store(["a"], CONTENT)
    (file,) = tmp_path.iterdir()
    stored = file.read_bytes()
    file.write_bytes(damage(stored))
    assert cache.load(["a"]) is None
    assert cache.get_or_build(["a"], lambda: CONTENT) == CONTENT
    assert file.read_bytes() == stored


def test_a_path_leads_to_a_file_that_begins_with_the_content(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    path = cache.get_path(["font"], lambda: CONTENT)
    assert path.read_bytes().startswith(CONTENT)
    assert cache.get_path(["font"], fail) == path


def test_another_version_of_a_cache_takes_the_place_of_the_last(tmp_path: Path) -> None:
    DiskCache(tmp_path, "1").store(["a"], b"first")
    second = DiskCache(tmp_path, "2")
    assert second.load(["a"]) is None
    (tmp_path / "notes").mkdir()
    second.store(["a"], b"second")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2", "notes"]
    assert second.get_or_build(["a"], fail) == b"second"


def test_the_version_of_another_process_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    DiskCache(tmp_path, "1").store(["a"], b"of another process")
    with monkeypatch.context() as earlier:
        earlier.setattr("pathlib.Path.exists", lambda _: False)
        DiskCache(tmp_path, "1").store(["b"], b"of this process")
    assert DiskCache(tmp_path, "1").get_or_build(["a"], fail) == b"of another process"


@pytest.mark.parametrize("version", ["", "1"])
def test_content_is_built_each_time_where_nothing_can_be_written(tmp_path: Path, version: str) -> None:
    (tmp_path / "file").write_text("a file, where the folder would be", encoding="utf-8")
    cache = DiskCache(tmp_path / "file" / "cache", version)
    assert [cache.get_or_build([], lambda: CONTENT) for _ in range(2)] == [CONTENT] * 2


def test_a_path_in_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        DiskCache(tmp_path / "file" / "cache").get_path(["font"], lambda: b"content")


def test_the_cache_of_a_project_is_in_it_or_where_a_variable_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_DIR", "")
    assert cache_folder(tmp_path) == tmp_path / ".cache"
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "elsewhere"))
    assert cache_folder(tmp_path) == tmp_path / "elsewhere"
    monkeypatch.setenv("CACHE_DIR", "~/caches")
    assert cache_folder(tmp_path) == Path.home() / "caches"


@pytest.mark.parametrize("read_only", ["", ".cache", ".cache/pictures"])
def test_the_cache_of_a_read_only_project_is_a_folder_of_this_user(
    read_only: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CACHE_DIR", raising=False)
    with public_folder() as project, public_folder() as temporary:
        monkeypatch.setattr("tempfile.tempdir", str(temporary))
        (project / read_only).mkdir(parents=True, exist_ok=True)
        (project / read_only).chmod(0o555)
        with unprivileged_user(project, temporary):
            folder = cache_folder(project)
            assert folder.parent == temporary
            assert folder.stat().st_mode & 0o777 == 0o700
            assert cache_folder(project) == folder


@pytest.mark.parametrize(
    "status",
    [
        {"st_uid": -1, "st_mode": 0o40700},
        {"st_uid": NOBODY, "st_mode": 0o40770},
        {"st_uid": NOBODY, "st_mode": 0o120700},
    ],
    ids=["of another user", "others may write", "link"],
)
def test_a_temporary_folder_that_others_can_change_is_refused(
    status: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiled templates are code, so whoever could write them could have it run."""
    monkeypatch.delenv("CACHE_DIR", raising=False)
    with public_folder() as project, public_folder() as temporary:
        monkeypatch.setattr("tempfile.tempdir", str(temporary))
        project.chmod(0o555)
        with unprivileged_user(temporary), monkeypatch.context() as changed:
            changed.setattr("os.getuid", lambda: NOBODY)
            changed.setattr("pathlib.Path.lstat", lambda _: SimpleNamespace(**status))
            with pytest.raises(PermissionError, match="is not a folder of this user alone"):
                cache_folder(project)
