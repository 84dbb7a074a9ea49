"""Atomic writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.files.atomic import explain_os_error, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


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
    assert explain_os_error(caught.value) == f"{target}: Not a directory"
