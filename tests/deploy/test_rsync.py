"""The rsync command of the README, from one local folder to another: the target equals the site."""

from __future__ import annotations

import re
import shlex
import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.programs import RSYNC

if TYPE_CHECKING:
    from pathlib import Path


def sync(site: Path, host: Path) -> list[str]:
    """Run the command of the README with local folders, and return the changes that it reports."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    (line,) = re.findall(r"^ *rsync .*", readme, re.MULTILINE)
    *options, source, target = shlex.split(line)[1:]
    assert source == "site/"
    assert target.endswith(":/var/www/my-site/")
    command = [RSYNC.path(), "--itemize-changes", *options, f"{site}/", f"{host}/"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def built(site: Path, tmp_path: Path) -> Path:
    return shutil.copytree(site, tmp_path / "site")


def test_new_files_are_copied_and_removed_ones_deleted(built: Path, tmp_path: Path) -> None:
    host = tmp_path / "www"
    (host / "entries" / "removed").mkdir(parents=True)
    (host / "entries" / "removed" / "index.html").write_text("an old page", encoding="utf-8")
    assert sync(built, host)
    assert read_files(host) == read_files(built)
    assert not (host / "entries" / "removed").exists()


def test_all_copied_files_are_readable_by_everyone(built: Path, tmp_path: Path) -> None:
    for path in built.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    host = tmp_path / "www"
    sync(built, host)
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in host.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_unchanged_files_are_not_copied_even_after_a_new_build(built: Path, tmp_path: Path) -> None:
    host = tmp_path / "www"
    sync(built, host)
    before = {path: path.stat().st_mtime_ns for path in host.rglob("*")}
    assert sync(built, host) == []
    for path in built.rglob("*"):
        path.touch()
    assert sync(built, host) == []
    (built / "index.html").write_text("another front page", encoding="utf-8")
    (changed,) = sync(built, host)
    assert changed.endswith(" index.html")
    after = {path: path.stat().st_mtime_ns for path in host.rglob("*")}
    assert [path.name for path in host.rglob("*") if path.is_file() and before[path] != after[path]] == ["index.html"]
