"""The command `finish` postprocesses a site of any generator, or leaves it as it is."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import build_environment, copy_project

if TYPE_CHECKING:
    from pathlib import Path

MINIMAL_PAGE = "<!doctype html><html><head><title>{} - The Other Leap</title></head><body><p>Text.</p></body></html>"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def run_finish(project: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "macros", "finish", str(folder), *arguments],
        cwd=project,
        env=build_environment(project),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_site_of_any_generator_gets_heads_cards_figures_and_exports(project: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for address in ("", "data/", "causes/"):
        (site / address).mkdir(parents=True, exist_ok=True)
        (site / address / "index.html").write_text(MINIMAL_PAGE.format(address or "Home"), encoding="utf-8")
    run = run_finish(project, site, "--address", "https://host.test/leap")
    assert (run.returncode, run.stderr) == (0, "")
    assert '<meta property="og:url" content="https://host.test/leap/data/">' in (site / "data/index.html").read_text()
    for file in ("data/card.png", "causes/causes.svg", "changes/feed.xml", "data/v1/scenario.json"):
        assert (site / file).is_file(), file


def test_an_invalid_site_is_left_unchanged(project: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    run = run_finish(project, site)
    assert run.returncode == 1
    assert run.stderr == f"{site}: expected a built site, found no index.html in it\n"
    (site / "index.html").write_text(MINIMAL_PAGE.format("Home"), encoding="utf-8")
    (site / "none.html").write_text("<p>No page.</p>", encoding="utf-8")
    run = run_finish(project, site)
    assert run.returncode == 1
    assert run.stderr == f"'none.html' has no title\n{site} was left as it is.\n"
    assert sorted(path.name for path in site.iterdir()) == ["index.html", "none.html"]
    assert (site / "index.html").read_text(encoding="utf-8") == MINIMAL_PAGE.format("Home")
