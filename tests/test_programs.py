from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import programs as finder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that this machine has nothing."""
    for name in ("CADDY", "CHROMIUM", "RSYNC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)


def test_a_named_one_is_taken_or_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    with pytest.raises(finder.MissingProgramError, match="there is no such file"):
        finder.chromium("").path()
    (tmp_path / "mine").touch()
    assert finder.chromium("").path() == str(tmp_path / "mine")


def test_one_on_the_path_comes_before_one_that_was_downloaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own").touch()
    assert finder.chromium(str(tmp_path / "own")).path() == str(tmp_path / "own")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "google-chrome" else None)
    assert finder.chromium(str(tmp_path / "own")).path() == "/bin/google-chrome"


def test_one_is_installed_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"

    def install(_: list[str]) -> str:
        own.touch()
        return "exit code 0"

    monkeypatch.setattr(finder, "run", install)
    assert finder.chromium(str(own)).path() == str(own)
    assert "no Chromium found; installing one: " in capsys.readouterr().err


def test_without_any_the_message_says_what_was_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(finder, "run", lambda _: "exit code 1; no network")
    with pytest.raises(
        finder.MissingProgramError, match=r"set CHROMIUM to its path[\s\S]*playwright install[\s\S]*no network"
    ):
        finder.chromium(str(tmp_path / "own")).path()


def test_packages_are_installed_by_root_or_by_sudo_that_does_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    assert [command[:3] for command in finder.CADDY.installers()[:2]] == [["sudo", "-n", "apt-get"]] * 2
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert [command[0] for command in finder.CADDY.installers()[:2]] == ["apt-get"] * 2


def test_what_only_a_package_brings_is_missed_where_there_is_no_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    assert finder.RSYNC.installers() == []
    with pytest.raises(finder.MissingProgramError, match="no rsync on the PATH"):
        finder.RSYNC.path()
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "rsync" else None)
    assert finder.RSYNC.path() == "/bin/rsync"


def test_an_installer_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert "no-such-program" in finder.run(["no-such-program"])
