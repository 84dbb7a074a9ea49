"""What tests share: where the project is, its scenario, and the built site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import sync_playwright

from macros import load_font, rules
from macros.pages.scenario_index import ScenarioIndex
from tests.pages import hostile
from tests.programs import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from macros.layout.font import Font
    from macros.scenario.model import Scenario

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
"""The real story. Tests of the code use the one in `STORY`, so that an edit of the real one breaks none of them."""
STORY = ROOT / "tests" / "story" / "scenario.yml"
SOURCES = ("mkdocs.yml", "data", "docs", "macros", "overrides")
FONT = ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2"
EPOCH = "1700000000"
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
CACHE = ROOT / ".cache"
STUB_CACHE = CACHE / "stub-pictures"
"""The cache of projects whose pictures nobody looks at: builds draw one pixel for each."""
STUBS = ROOT / "tests" / "stub_pictures"

settings.register_profile("quick", derandomize=True, deadline=None, database=None, max_examples=25)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=150)
settings.load_profile("thorough" if os.environ.get("CI") else "quick")


def scaled_examples(factor: float) -> settings:
    """Return settings for a multiple of the number of examples that the Hypothesis profile draws."""
    return settings(max_examples=round(factor * settings().max_examples))


class BuildOnce(Protocol):
    """Fills a folder of a name by a function that returns where the result stands, and returns that."""

    def __call__(self, name: str, make: Callable[[Path], Path]) -> Path: ...


def mkdocs(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs on a project, with a fixed date and no leftovers from the caller's environment."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=project,
        env=build_environment(project) | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build_environment(project: Path) -> dict[str, str]:
    """Return the environment that a project is built in."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"SITE_URL", "REPO_URL"}}
    stubs = {"PYTHONPATH": str(STUBS)} if (project / ".cache").resolve() == STUB_CACHE else {}
    return (
        inherited
        | stubs
        | {
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": EPOCH,
        }
    )


def build(project: Path, site: Path, **environment: str) -> Path:
    """Build a project strictly into a folder and return the folder."""
    run = mkdocs(project, "build", "--strict", "--site-dir", str(site), **environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return site


def copy_project(target: Path, *, pictures: bool = False) -> Path:
    """Copy what a build needs, with the tests' story; `pictures` draws them, or takes them from the cache."""
    copy_real_project(target, pictures=pictures)
    tell_story(target)
    return target


def tell_story(project: Path) -> None:
    """Put the tests' story into a copy of the project."""
    for source in (STORY, STORY.with_name("permalinks.txt")):
        shutil.copy(source, project / "data" / source.name)
    (name,) = re.findall(r"^site_name: (.*)$", (project / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    for path in (project / "mkdocs.yml", project / "docs" / "index.md"):
        text = path.read_text(encoding="utf-8").replace(name, "The Undug Canal")
        path.write_text(re.sub(r"\(entries/[\w-]+\.md\)", "(entries/great-thirst.md)", text), encoding="utf-8")


def copy_real_project(target: Path, *, pictures: bool = False) -> Path:
    """Copy what a build needs, with the real story."""
    share_cache(target, pictures=pictures)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    return target


def share_cache(project: Path, *, pictures: bool = False) -> None:
    """Give a project, which is created if need be, the cache of pictures that all test runs share."""
    cache = CACHE if pictures else STUB_CACHE
    cache.mkdir(parents=True, exist_ok=True)
    project.mkdir(parents=True, exist_ok=True)
    (project / ".cache").symlink_to(cache, target_is_directory=True)


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> BuildOnce:
    """Return what fills a folder once a run: the first worker does, and the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def fill(name: str, make: Callable[[Path], Path]) -> Path:
        folder, result = root / f"shared-{name}", root / f"shared-{name}.path"
        with FileLock(f"{folder}.lock"):
            if not result.exists():
                shutil.rmtree(folder, ignore_errors=True)
                result.write_text(str(make(folder)), encoding="utf-8")
            return Path(result.read_text(encoding="utf-8"))

    return fill


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
    """Return the scenario of the tests' story."""
    return rules.load_scenario(STORY)[0]


@pytest.fixture(scope="session")
def index(scenario: Scenario) -> ScenarioIndex:
    """Return the scenario of the tests' story with its indexes."""
    return ScenarioIndex(scenario)


@pytest.fixture(scope="session")
def real_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site of the real story."""
    return build_once("real", lambda folder: build(copy_real_project(folder), folder / "site"))


@pytest.fixture(scope="session")
def font() -> Font:
    """Return the font of headings and labels."""
    return load_font(FONT)


@pytest.fixture(scope="session")
def site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, with its pictures; the project that it was built from stands around it."""
    return build_once("site", lambda folder: build(copy_project(folder, pictures=True), folder / "site"))


@pytest.fixture(scope="session")
def large_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, built as if it had very many entries."""
    return build_once("large", lambda folder: build(copy_project(folder), folder / "site", LARGE="1"))


@pytest.fixture(scope="session")
def sharded_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, built as if its search index were too large to fetch as a whole."""
    return build_once("sharded", lambda folder: build(copy_project(folder), folder / "site", WHOLE_SEARCH="0"))


@pytest.fixture(scope="session")
def hostile_site(build_once: BuildOnce) -> Path:
    """Return the folder of a site whose every text is hostile, built with no rule to refuse them."""
    return build_once("hostile", lambda folder: _sown_site(folder, hostile.hostile()))


@pytest.fixture(scope="session")
def harmless_site(build_once: BuildOnce) -> Path:
    """Return the folder of a site of the same records with other words."""
    return build_once("harmless", lambda folder: _sown_site(folder, hostile.harmless()))


def _sown_site(project: Path, data: dict[str, object]) -> Path:
    copy_project(project)
    hostile.write(data, project / "data" / "scenario.yml")
    (project / "data" / "permalinks.txt").write_text("", encoding="utf-8")
    rules = project / "macros" / "rules" / "text.py"
    source, count = re.subn(r"@rule\n(?=def (raw_html|no_images|link_scheme)\()", "", rules.read_text(encoding="utf-8"))
    assert count == 3
    rules.write_text(source, encoding="utf-8")
    page = project / "docs" / "index.md"
    page.write_text(page.read_text("utf-8").replace("entries/great-thirst.md", "entries/first-0.md"), "utf-8")
    return build(project, project / "site")
