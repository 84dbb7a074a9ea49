"""Staging: a site is always complete, and the next build cleans up after an interrupted one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from macros.output.staging import BusyError, Staging

if TYPE_CHECKING:
    from pathlib import Path

HOLD_LOCK = """
import sys
from pathlib import Path
from macros.output.staging import Staging
staging = Staging(Path(sys.argv[1]))
print("locked", flush=True)
sys.stdin.read()
"""


def write_site(folder: Path, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(content, encoding="utf-8")


def read_files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def folders_beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path.is_dir() and path != site)


def test_publishing_replaces_the_whole_last_site_but_keeps_hidden_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site / "removed", "an old page")
    write_site(site / ".git", "of no build")
    staging = Staging(site)
    write_site(staging.folder, "new")
    assert read_files(site) == {"removed/index.html": "an old page", ".git/index.html": "of no build"}
    staging.publish()
    staging.close()
    assert read_files(site) == {"index.html": "new", ".git/index.html": "of no build"}
    assert folders_beside(site) == []


def test_a_closed_build_leaves_no_folders(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, "last")
    staging = Staging(site)
    write_site(staging.folder, "half")
    staging.close()
    assert (read_files(site), folders_beside(site)) == ({"index.html": "last"}, [])


@pytest.mark.parametrize("interrupted", ["during the build", "between the renames", "during the deletion"])
def test_the_next_build_cleans_up_after_an_interrupted_one(tmp_path: Path, interrupted: str) -> None:
    site = tmp_path / "site"
    last = tmp_path / ".site.last"
    if interrupted == "during the build":
        write_site(site, "good")
        write_site(tmp_path / ".site.new", "half")
    elif interrupted == "between the renames":
        write_site(last, "good")
        write_site(tmp_path / ".site.new", "whole, and not yet in place")
    else:
        write_site(site, "good")
        write_site(last / ".git", "kept")
    staging = Staging(site)
    assert read_files(site)["index.html"] == "good"
    assert (site / ".git").exists() == (interrupted == "during the deletion")
    assert (folders_beside(site), staging.folder.exists()) == ([], False)
    staging.close()


def test_the_last_site_is_restored_when_publishing_fails(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, "last")
    staging = Staging(site)
    with pytest.raises(FileNotFoundError):
        staging.publish()
    staging.close()
    assert (read_files(site), folders_beside(site)) == ({"index.html": "last"}, [])


def test_a_second_build_of_the_same_site_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(BusyError, match="another build of"):
            Staging(site)
        other.kill()
    Staging(site).close()
