"""Atomic writes."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from macros.files.atomic import can_write, explain_error, write_atomic


def test_a_failed_write_leaves_the_old_content_and_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new" / "file.svg"
    write_atomic(target, b"first")
    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("stopped midway")))
        with pytest.raises(OSError, match="midway"):
            write_atomic(target, b"second")
    assert target.read_bytes() == b"first"
    assert list(target.parent.iterdir()) == [target]
    write_atomic(target, b"third")
    assert target.read_bytes() == b"third"


def test_a_failed_write_names_the_file_and_not_its_part(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "a.yml"
    with pytest.raises(OSError, match="Not a directory") as caught:
        write_atomic(target, b"")
    assert explain_error(caught.value) == f"{target}: Not a directory"


def test_an_error_without_a_file_is_its_reason() -> None:
    assert explain_error(OSError(errno.ENOSPC, "No space left on device")) == "No space left on device"
    assert explain_error(OSError("no room")) == "no room"


def test_a_folder_of_a_missing_drive_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.exists", lambda _: False)
    assert not can_write(Path("drive/folder"))
