"""What tests share: where the project is, its scenario, and the built site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from macros import load_font, rules
from macros.pages.scenario_index import ScenarioIndex
from tests.pages import hostile
from tests.programs import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from macros.layout.font import Font
    from macros.scenario.model import Scenario

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
SOURCES = ("mkdocs.yml", "data", "docs", "macros", "overrides")
FONT = ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2"
EPOCH = "1700000000"
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def mkdocs(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs on a project, with a fixed date and no leftovers from the caller's environment."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=project,
        env=build_environment() | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build_environment() -> dict[str, str]:
    """Return the environment that a build runs in."""
    kept = {name: value for name, value in os.environ.items() if name not in {"SITE_URL", "REPO_URL"}}
    return kept | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": EPOCH,
    }


def build(project: Path, site: Path, **environment: str) -> Path:
    """Build a project strictly into a folder and return the folder."""
    run = mkdocs(project, "build", "--strict", "--site-dir", str(site), **environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return site


def copy_project(target: Path) -> Path:
    """Copy what a build needs, so that a test can change it; pictures that were drawn once are shared."""
    share_pictures(target)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    return target


def share_pictures(project: Path) -> None:
    """Give a project, which is made if need be, the pictures that were drawn once."""
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    project.mkdir(exist_ok=True)
    (project / ".cache").symlink_to(cache, target_is_directory=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one Chromium that all tests share: Playwright runs once a process."""
    with sync_playwright() as playwright:
        path = chromium(playwright.chromium.executable_path).path()
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """Return the real scenario."""
    return rules.scenario(DATA)[0]


@pytest.fixture(scope="session")
def index(scenario: Scenario) -> ScenarioIndex:
    """Return the real scenario with its indexes."""
    return ScenarioIndex(scenario)


@pytest.fixture(scope="session")
def font() -> Font:
    """Return the font of headings and labels."""
    return load_font(FONT)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, built once."""
    return build(ROOT, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site whose every text is hostile, built with no rule to refuse them."""
    return _sown_site(tmp_path_factory.mktemp("hostile"), hostile.hostile())


@pytest.fixture(scope="session")
def harmless_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site of the same records with other words."""
    return _sown_site(tmp_path_factory.mktemp("harmless"), hostile.harmless())


def _sown_site(project: Path, data: dict[str, object]) -> Path:
    copy_project(project)
    hostile.write(data, project / "data" / "scenario.yml")
    (project / "data" / "permalinks.txt").write_text("", encoding="utf-8")
    rules = project / "macros" / "rules" / "text.py"
    source, count = re.subn(r"@rule\n(?=def (raw_html|no_images|link_scheme)\()", "", rules.read_text(encoding="utf-8"))
    assert count == 3
    rules.write_text(source, encoding="utf-8")
    page = project / "docs" / "index.md"
    page.write_text(page.read_text("utf-8").replace("entries/great-chinese-famine.md", "entries/first-0.md"), "utf-8")
    return build(project, project / "site")
