"""Staging: a site is always complete, and the next build cleans up after an interrupted one."""

from __future__ import annotations

import errno
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from macros.output.staging import BusyError, Staging
from tests.users import public_folder, unprivileged_user

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


def test_publishing_replaces_the_whole_previous_site_but_keeps_hidden_files(tmp_path: Path) -> None:
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


def test_the_previous_site_is_restored_when_publishing_fails(tmp_path: Path) -> None:
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


def publish(site: Path, *pages: str) -> None:
    staging = Staging(site)
    for page in pages:
        write_site(staging.folder / page, "new")
    (staging.folder / "file").write_text("new", encoding="utf-8")
    staging.publish()
    staging.close()


@pytest.mark.parametrize("is_mount", [False, True])
def test_a_link_in_a_site_is_removed_and_what_it_leads_to_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_mount: bool
) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    write_site(outside / "sub", "of no build")
    write_site(site, "last")
    for link in ("media", "page"):
        (site / link).symlink_to(outside)
    monkeypatch.setattr("os.path.ismount", lambda path: is_mount and path == site)
    publish(site, "", "page")
    assert read_files(outside) == {"sub/index.html": "of no build"}
    assert read_files(site) == {"index.html": "new", "page/index.html": "new", "file": "new"}
    assert not (site / "media").is_symlink()


def test_a_second_close_leaves_the_files_of_the_next_build(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = Staging(site)
    first.close()
    with closing(Staging(site)) as second:
        write_site(second.folder, "half")
        first.close()
        assert second.folder.exists()
        assert (tmp_path / ".site.lock").exists()
    assert not (tmp_path / ".site.lock").exists()


def test_a_build_without_a_lock_leaves_that_of_another_build(tmp_path: Path) -> None:
    with closing(Staging(tmp_path / "site")):
        Staging(tmp_path / "site", lock=False).close()
        assert (tmp_path / ".site.lock").exists()


def write_previous_site(site: Path) -> None:
    """Write a site with pages to replace and to remove, a file and a folder that swap types, and files of no build."""
    for page in ("page", "removed", ".git", "lost+found", "file/sub"):
        write_site(site / page, "last")
    (site / "folder").write_text("last", encoding="utf-8")


NEW_SITE = {
    "index.html": "new",
    "page/index.html": "new",
    "folder/index.html": "new",
    "file": "new",
    ".git/index.html": "last",
    "lost+found/index.html": "last",
}


@pytest.mark.parametrize(
    ("code", "mounts"), [(errno.EBUSY, {"site"}), (errno.EBUSY, {}), (errno.EXDEV, {}), (errno.EACCES, {})]
)
def test_a_site_that_cannot_be_renamed_has_its_files_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, mounts: set[str]
) -> None:
    """Mount points cannot be renamed, nor can folders of a lower layer of a container's file system."""
    site = tmp_path / "site"
    write_previous_site(site)
    rename = type(site).rename

    def refuse(path: Path, target: Path) -> Path:
        if path == site:
            raise OSError(code, "refused")
        return rename(path, target)

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    monkeypatch.setattr("os.path.ismount", lambda path: path.name in mounts)
    publish(site, "", "page", "folder")
    assert read_files(site) == NEW_SITE
    assert [*tmp_path.iterdir()] == [site]
    assert not (site / "removed").exists()


def test_a_site_in_a_read_only_folder_is_replaced_from_inside() -> None:
    with public_folder() as folder:
        site = folder / "site"
        write_previous_site(site)
        folder.chmod(0o555)
        with unprivileged_user(site):
            write_site(site / ".site.new", "half")
            with pytest.raises(BusyError), closing(Staging(site)):
                Staging(site)
            publish(site, "", "page", "folder")
            assert read_files(site) == NEW_SITE


@pytest.mark.parametrize("read_only", ["", "site", "site/page"])
def test_what_cannot_be_replaced_is_refused_before_the_build(read_only: str) -> None:
    """The folder around a site that does not exist is read-only, the site in such a folder, or a folder in the site."""
    with public_folder() as folder:
        if read_only:
            write_site(folder / "site" / "page", "last")
        for path in {folder / read_only, folder} if read_only != "site/page" else {folder / read_only}:
            path.chmod(0o555)
        target = folder / (read_only or "site")
        with (
            unprivileged_user(folder),
            pytest.raises(PermissionError, match=f"^{target} cannot be written by this user; change its owner"),
        ):
            Staging(folder / "site")


def test_a_full_disk_is_refused_before_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "site", "last")
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1))
    with pytest.raises(OSError, match=r"has 0\.0 MB of free space, and the previous site takes 0\.0 MB"):
        Staging(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_publication_without_a_staging_folder_leaves_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path / "site", "last")
    monkeypatch.setattr("os.path.ismount", lambda path: path == tmp_path / "site")
    with closing(Staging(tmp_path / "site")) as staging, pytest.raises(FileNotFoundError):
        staging.publish()
    assert read_files(tmp_path / "site") == {"index.html": "last"}
