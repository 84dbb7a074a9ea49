"""Shares paths, copies of the project, the scenario and the built sites with all tests."""

from __future__ import annotations

import compileall
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
from macros.authoring.metadata import CONFIG, metadata_texts
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.loader import load_file
from tests.pages import hostile
from tests.programs import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from macros.layout.font import Font
    from macros.scenario.model import Scenario

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data" / "scenario.yml"
"""The real data. Tests of the code use `TEST_DATA` instead, so that no edit of the data breaks them."""
TEST_DATA = ROOT / "tests" / "story" / "scenario.yml"
SOURCES = ("mkdocs.yml", "data", "docs", "macros", "overrides")
FONT = ROOT / "docs" / "assets" / "fonts" / "newsreader.woff2"
EPOCH = "1700000000"
CHROMIUM_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
CACHE = ROOT / ".cache"
STUB_CACHE = CACHE / "stub-pictures"
"""The cache of projects whose images no test looks at: their builds draw one pixel for each."""
STUB_IMAGES = ROOT / "tests" / "stub_images"

settings.register_profile("quick", derandomize=True, deadline=None, database=None, max_examples=25)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=150)
settings.load_profile("thorough" if os.environ.get("CI") else "quick")


BROWSERS = ("chromium", "firefox", "webkit")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the browsers of tests/browsers."""
    parser.addoption("--browsers", default="chromium", help=f"comma-separated, of {', '.join(BROWSERS)}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that uses a driver once in each browser of `--browsers`."""
    if "driver" in metafunc.fixturenames:
        names = metafunc.config.getoption("--browsers").split(",")
        metafunc.parametrize("driver", names, indirect=True, scope="session")


def scaled_examples(factor: float) -> settings:
    """Return settings for a multiple of the number of examples that the Hypothesis profile draws."""
    return settings(max_examples=round(factor * settings().max_examples))


class BuildOnce(Protocol):
    """Calls a function with an empty folder, once for each name in a test run, and returns the path that it returns."""

    def __call__(self, name: str, fill: Callable[[Path], Path]) -> Path: ...


def run_mkdocs(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs on a project, in the environment of `build_environment` with some more variables."""
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
    """Return the variables for a build: a fixed date, no addresses, and stub images if it has their cache."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"CACHE_DIR", "SITE_URL", "REPO_URL"}}
    stubs = {"PYTHONPATH": str(STUB_IMAGES)} if (project / ".cache").resolve() == STUB_CACHE else {}
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
    """Build a project with `--strict` into a folder, write what it logs beside the folder, and return the folder."""
    run = run_mkdocs(project, "build", "--strict", "--site-dir", str(site), **environment)
    assert run.returncode == 0, run.stdout + run.stderr
    log_path(site).write_text(run.stderr, encoding="utf-8")
    return site


def log_path(site: Path) -> Path:
    """Return the path of what the build of a site logs."""
    return site.with_name(f"{site.name}.log")


def copy_project(target: Path, *, with_images: bool = False) -> Path:
    """Copy the files that a build needs, with the test data and, if `with_images`, with real images."""
    copy_real_project(target, with_images=with_images)
    install_test_data(target)
    return target


def install_test_data(project: Path) -> None:
    """Replace the data of a copy of the project by the test data."""
    for source in (TEST_DATA, TEST_DATA.with_name("permalinks.txt")):
        shutil.copy(source, project / "data" / source.name)
    name_site(project)


def name_site(project: Path) -> None:
    """Write the title of a project's data, which may break rules, into its `mkdocs.yml`."""
    scenario = load_file(project / "data" / "scenario.yml").scenario
    assert scenario
    for path, _, text in metadata_texts(project, scenario, [CONFIG]):
        path.write_text(text, encoding="utf-8")


def copy_real_project(target: Path, *, with_images: bool = False) -> Path:
    """Copy the files that a build needs, with the real data; with bytecode, so that no build compiles the code."""
    share_cache(target, with_images=with_images)
    compileall.compile_dir(ROOT / "macros", quiet=1)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy(source, target / name)
    return target


def share_cache(project: Path, *, with_images: bool = False) -> None:
    """Link a project to the cache that all test runs share, and create the project if need be."""
    cache = CACHE if with_images else STUB_CACHE
    cache.mkdir(parents=True, exist_ok=True)
    project.mkdir(parents=True, exist_ok=True)
    (project / ".cache").symlink_to(cache, target_is_directory=True)


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> BuildOnce:
    """Return a function that fills a folder once a test run: the first worker does it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def build_once(name: str, fill: Callable[[Path], Path]) -> Path:
        folder, result = root / f"shared-{name}", root / f"shared-{name}.path"
        with FileLock(f"{folder}.lock"):
            if not result.exists():
                shutil.rmtree(folder, ignore_errors=True)
                result.write_text(str(fill(folder)), encoding="utf-8")
            return Path(result.read_text(encoding="utf-8"))

    return build_once


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield the Chromium that all tests share, since Playwright runs only once a process."""
    with sync_playwright() as playwright:
        path = chromium(playwright.chromium.executable_path).path()
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """Return the scenario of the test data."""
    return rules.load_scenario(TEST_DATA)[0]


@pytest.fixture(scope="session")
def index(scenario: Scenario) -> ScenarioIndex:
    """Return the scenario of the test data with its indexes."""
    return ScenarioIndex(scenario)


@pytest.fixture(scope="session")
def real_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site of the real data."""
    return build_once("real", lambda folder: build(copy_real_project(folder), folder / "site"))


@pytest.fixture(scope="session")
def font() -> Font:
    """Return the font of headings and labels."""
    return load_font(FONT)


@pytest.fixture(scope="session")
def site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, with its images; its parent is the project."""
    return build_once("site", lambda folder: build(copy_project(folder, with_images=True), folder / "site"))


@pytest.fixture(scope="session")
def large_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, built as if its scenario were large."""
    return build_once("large", lambda folder: build(copy_project(folder), folder / "site", LARGE_THRESHOLD="1"))


@pytest.fixture(scope="session")
def sharded_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, built as if its search index were too large to load whole."""
    return build_once("sharded", lambda folder: build(copy_project(folder), folder / "site", MAX_SEARCH_FILE_BYTES="0"))


@pytest.fixture(scope="session")
def hostile_site(build_once: BuildOnce) -> Path:
    """Return the folder of a site of hostile texts, built without the rules that refuse them."""
    return build_once("hostile", lambda folder: _build_without_text_rules(folder, hostile.build_hostile_data()))


@pytest.fixture(scope="session")
def harmless_site(build_once: BuildOnce) -> Path:
    """Return the folder of a site of the same records with harmless texts."""
    return build_once("harmless", lambda folder: _build_without_text_rules(folder, hostile.build_harmless_data()))


def _build_without_text_rules(project: Path, data: dict[str, object]) -> Path:
    copy_project(project)
    hostile.write_data(data, project / "data" / "scenario.yml")
    (project / "data" / "permalinks.txt").write_text("", encoding="utf-8")
    module = project / "macros" / "rules" / "text.py"
    source, count = re.subn(
        r"@rule\n(?=def (entry_link_form|raw_html|no_images|link_scheme|stray_whitespace)\()",
        "",
        module.read_text("utf-8"),
    )
    assert count == 5
    module.write_text(source, encoding="utf-8")
    name_site(project)
    return build(project, project / "site")
