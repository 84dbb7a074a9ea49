"""README's line for plain hosts, run from one folder to another: the site is there whole, and nothing else is."""

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
    """Run README's line with local folders in place of its own, and return what it changed."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    (line,) = re.findall(r"^ *rsync .*", readme, re.MULTILINE)
    *options, source, target = shlex.split(line)[1:]
    assert source == "site/"
    assert target.endswith(":/var/www/the-other-leap/")
    run = [RSYNC.path(), "--itemize-changes", *options, f"{site}/", f"{host}/"]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def built(site: Path, tmp_path: Path) -> Path:
    return shutil.copytree(site, tmp_path / "site")


def test_the_host_gets_the_site_whole_and_loses_what_is_gone(built: Path, tmp_path: Path) -> None:
    host = tmp_path / "www"
    (host / "entries" / "gone").mkdir(parents=True)
    (host / "entries" / "gone" / "index.html").write_text("of an older build", encoding="utf-8")
    assert sync(built, host)
    assert held(host) == held(built)
    assert not (host / "entries" / "gone").exists()


def test_whatever_may_be_read_here_everyone_may_read_there(built: Path, tmp_path: Path) -> None:
    for path in built.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    host = tmp_path / "www"
    sync(built, host)
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in host.rglob("*")}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_what_has_not_changed_is_left_alone_even_after_another_build(built: Path, tmp_path: Path) -> None:
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
