"""New projects: what `init` refuses, what it writes, and that any story builds in what it wrote."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from macros import rules
from macros.authoring.edits import AuthoringError
from macros.authoring.init import COPIED, create_project
from macros.cli import main
from macros.scenario.authors import Author
from tests.conftest import DATA, ROOT, TEST_DATA, BuildOnce, build, name_site, run_mkdocs, share_cache
from tests.site.pages import all_pages, load_page, words

TITLE = "It's: a # story"


def make_project(folder: Path) -> Path:
    create_project(ROOT, folder / "project", TITLE, ["Author, Ann", "B & Co"])
    return folder / "project"


@pytest.fixture(scope="module")
def project(build_once: BuildOnce) -> Path:
    """Return a new project, which tests do not change."""
    return build_once("new-project", make_project)


def copy_new_project(project: Path, target: Path) -> Path:
    shutil.copytree(project, target)
    share_cache(target)
    return target


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("full", "full is not empty; choose a new folder"),
        ("full/file", "full/file is not a folder; nothing was written"),
        (str(ROOT / "docs" / "new"), "is inside this project; choose a folder beside it"),
    ],
)
def test_init_refuses_a_folder_that_it_may_not_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("text", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert main(["init", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.endswith(f"{message}\n")
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_left_where_the_new_project_would_be_wrong(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match="title-too-long: expected at most 60 characters, found 61"):
        create_project(ROOT, tmp_path / "new", "x" * 61, [])
    assert list(tmp_path.iterdir()) == []


def test_init_fills_an_empty_folder_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new").mkdir()
    assert main(["init", str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [f"cd {tmp_path / 'new'}", "make serve"]
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_new_project_has_its_title_and_authors_everywhere(project: Path) -> None:
    about = rules.load_scenario(project / "data" / "scenario.yml")[0].about
    assert about.title == TITLE
    assert about.authors == (Author(given="Ann", family="Author"), Author(literal="B & Co"))
    assert about.feed_id == "tag:site.example,2026:it-s-a-story"
    assert yaml.safe_load((project / "CITATION.cff").read_text("utf-8"))["title"] == TITLE
    assert yaml.load((project / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["site_name"] == TITLE  # noqa: S506
    assert f"\n# {TITLE}\n" in (project / "README.md").read_text("utf-8")


def test_a_new_project_holds_all_that_is_not_about_the_story(project: Path) -> None:
    assert {name.split("/")[0] for name in COPIED} | {"CITATION.cff"} == {path.name for path in project.iterdir()}
    assert not list(project.rglob("__pycache__"))
    assert sorted(path.name for path in (project / "docs" / "entries").iterdir()) == ["index.md"]


def test_a_new_project_builds_and_says_nothing_of_this_story(project: Path, tmp_path: Path) -> None:
    copy = copy_new_project(project, tmp_path / "project")
    site = build(copy, tmp_path / "site")
    assert words(load_page(site, "").xpath("//h1")[0]).startswith("It’s: a # story")  # noqa: RUF001 - typographic
    old, new = (rules.load_scenario(data)[0] for data in (DATA, copy / "data" / "scenario.yml"))
    titles = {old.about.title, *(entry.title for entry in old.entries if entry.title.count(" ") > 1)}
    titles -= {entry.title for entry in new.entries}
    titles |= {work.id for work in old.references}
    texts = [path.read_text("utf-8") for path in all_pages(site)]
    assert [title for title in sorted(titles) if any(title in text for text in texts)] == []


def test_a_strict_build_refuses_settings_with_another_name(project: Path, tmp_path: Path) -> None:
    copy = copy_new_project(project, tmp_path / "project")
    settings = copy / "mkdocs.yml"
    text = re.sub(r"^site_name: .*$", "site_name: Another", settings.read_text("utf-8"), flags=re.MULTILINE)
    settings.write_text(text, encoding="utf-8")
    run = run_mkdocs(copy, "build", "--strict")
    assert run.returncode == 1
    assert "mkdocs.yml:1:1: warning: stale-metadata: `about` in the data file gives 'site_name: " in run.stderr


@pytest.mark.slow
def test_another_story_builds_in_a_new_project(project: Path, tmp_path: Path) -> None:
    copy = copy_new_project(project, tmp_path / "project")
    for source in (TEST_DATA, TEST_DATA.with_name("permalinks.txt")):
        shutil.copy(source, copy / "data" / source.name)
    name_site(copy)
    site = build(copy, tmp_path / "site")
    assert words(load_page(site, "").xpath("//h1")[0]).startswith("The Undug Canal")
    assert (site / "entries" / "great-thirst" / "index.html").is_file()


@pytest.mark.slow
def test_the_tests_of_the_data_pass_in_a_new_project(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "project")
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    files = ["tests/test_data.py", "tests/test_guide.py", "tests/test_architecture.py", "tests/test_setup.py"]
    run = subprocess.run(
        [*command, f"--basetemp={tmp_path / 'pytest'}", *files],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
