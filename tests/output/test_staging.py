"""A site is whole, or the last one: what is built beside it takes its place, and what stopped builds left goes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from macros.output.staging import BusyError, Staging

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from macros.output.staging import Staging
held = Staging(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def put(folder: Path, words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(words, encoding="utf-8")


def shown(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path.is_dir() and path != site)


def test_what_was_built_takes_the_place_of_the_last_site_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    put(site / "gone", "an old page")
    put(site / ".git", "of no build")
    staging = Staging(site)
    put(staging.folder, "new")
    assert shown(site) == {"gone/index.html": "an old page", ".git/index.html": "of no build"}
    staging.publish()
    staging.leave()
    assert shown(site) == {"index.html": "new", ".git/index.html": "of no build"}
    assert beside(site) == []


def test_a_build_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    put(site, "last")
    staging = Staging(site)
    put(staging.folder, "half")
    staging.leave()
    assert (shown(site), beside(site)) == ({"index.html": "last"}, [])


@pytest.mark.parametrize("stopped", ["building", "between the renames", "while the last site went"])
def test_what_a_stopped_build_left_is_tidied_up_by_the_next(tmp_path: Path, stopped: str) -> None:
    site = tmp_path / "site"
    last = tmp_path / ".site.last"
    if stopped == "building":
        put(site, "good")
        put(tmp_path / ".site.new", "half")
    elif stopped == "between the renames":
        put(last, "good")
        put(tmp_path / ".site.new", "whole, and not yet in place")
    else:
        put(site, "good")
        put(last / ".git", "kept")
    staging = Staging(site)
    assert shown(site)["index.html"] == "good"
    assert (site / ".git").exists() == (stopped == "while the last site went")
    assert (beside(site), staging.folder.exists()) == ([], False)
    staging.leave()


def test_the_last_site_comes_back_where_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    site = tmp_path / "site"
    put(site, "last")
    staging = Staging(site)
    with pytest.raises(FileNotFoundError):
        staging.publish()
    staging.leave()
    assert (shown(site), beside(site)) == ({"index.html": "last"}, [])


def test_two_builds_of_one_site_do_not_meet(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="another build of"):
            Staging(site)
        other.kill()
    Staging(site).leave()
