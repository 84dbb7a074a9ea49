from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import brotli
import pytest

from macros.cli import main
from macros.output.precompress import MIN_SIZE, precompress

if TYPE_CHECKING:
    from pathlib import Path

LONG = b"The harvest was counted twice.\n" * MIN_SIZE


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "search").mkdir(parents=True)
    for name, content in (
        ("index.html", LONG),
        ("search/index.json", LONG),
        ("short.html", LONG[: MIN_SIZE - 1]),
        ("card.png", LONG),
        ("search/part.pagefind", LONG),
        ("key.txt", os.urandom(2 * MIN_SIZE)),
    ):
        (folder / name).write_bytes(content)
    return folder


def read_files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_only_text_files_of_the_minimum_size_are_compressed(site: Path) -> None:
    before = read_files(site)
    assert precompress(site) == (2, 4)
    after = read_files(site)
    assert set(after) - set(before) == {
        f"{name}{suffix}" for name in ("index.html", "search/index.json") for suffix in (".br", ".gz")
    }
    assert {name: after[name] for name in before} == before
    for name in ("index.html", "search/index.json"):
        assert brotli.decompress(after[f"{name}.br"]) == gzip.decompress(after[f"{name}.gz"]) == before[name]
        assert len(after[f"{name}.br"]) < len(before[name]) > len(after[f"{name}.gz"])


def test_the_same_files_give_the_same_bytes_at_any_time(site: Path) -> None:
    precompress(site)
    first = read_files(site)
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    precompress(site)
    assert read_files(site) == first
    assert first["index.html.gz"][4:8] == bytes(4)


def test_outdated_copies_are_deleted(site: Path) -> None:
    precompress(site)
    (site / "index.html").write_bytes(LONG[:10])
    precompress(site)
    assert not {"index.html.gz", "index.html.br"} & set(read_files(site))


def test_the_command_reports_its_result_or_a_missing_site(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compress", str(site)]) == 0
    assert capsys.readouterr().out == f"{site}: 2 of 4 text files now have a .br and a .gz beside them\n"
    assert main(["compress", str(site / "search")]) == 1
    assert capsys.readouterr().err == f"{site / 'search'}: expected a built site, found no index.html in it\n"


def test_the_command_reports_a_full_disk(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def raise_full_disk(path: Path, _: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("macros.output.precompress.write_atomic", raise_full_disk)
    assert main(["compress", str(site)]) == 1
    assert "No space left on device" in capsys.readouterr().err
