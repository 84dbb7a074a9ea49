"""Programs that tests need: the configured path, the `PATH`, the download, and then the installers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import programs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def empty_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the `PATH` look empty."""
    for name in ("CADDY", "CHROMIUM", "RSYNC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)


def test_a_configured_path_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "configured"))
    with pytest.raises(programs.MissingProgramError, match="there is no such file"):
        programs.chromium("").path()
    (tmp_path / "configured").touch()
    assert programs.chromium("").path() == str(tmp_path / "configured")


def test_a_program_on_the_path_precedes_the_download(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "download").touch()
    assert programs.chromium(str(tmp_path / "download")).path() == str(tmp_path / "download")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "google-chrome" else None)
    assert programs.chromium(str(tmp_path / "download")).path() == "/bin/google-chrome"


def test_a_missing_program_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    download = tmp_path / "download"

    def install(_: list[str]) -> str:
        download.touch()
        return "exit code 0"

    monkeypatch.setattr(programs, "run", install)
    assert programs.chromium(str(download)).path() == str(download)
    assert "no Chromium found; installing it: " in capsys.readouterr().err


def test_a_failed_installation_reports_every_attempt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(programs, "run", lambda _: "exit code 1; no network")
    with pytest.raises(
        programs.MissingProgramError, match=r"set CHROMIUM to its path[\s\S]*playwright install[\s\S]*no network"
    ):
        programs.chromium(str(tmp_path / "download")).path()


def test_apt_runs_as_root_or_through_sudo_without_a_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    assert [command[:3] for command in programs.CADDY.installers()[:2]] == [["sudo", "-n", "apt-get"]] * 2
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert [command[0] for command in programs.CADDY.installers()[:2]] == ["apt-get"] * 2


def test_the_bindings_of_webkit_need_two_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    packages = [command[-1] for command in programs.WEBKIT_BINDINGS.installers()[-2:]]
    assert packages == ["python3-gi", "gir1.2-webkit2-4.1"]


def test_without_apt_a_program_with_only_a_package_is_reported_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert programs.RSYNC.installers() == []
    with pytest.raises(programs.MissingProgramError, match="no rsync on the PATH"):
        programs.RSYNC.path()
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "rsync" else None)
    assert programs.RSYNC.path() == "/bin/rsync"


def test_a_missing_installer_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert "no-such-program" in programs.run(["no-such-program"])
