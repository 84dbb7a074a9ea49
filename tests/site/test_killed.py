"""Builds that are stopped: the last good site stays, or the new one is there whole, and the next build works."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import build_environment, copy_project
from tests.pages import hostile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import BuildOnce

STOPPER = """
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from macros.output import staging
from macros.output.images import Rasterizer

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have what runs behind it ignore that

point, _, how = os.environ.get("STOP", "").partition(":")
counts = Counter()


def reach(name):
    counts[name] += 1
    if f"{name} {counts[name]}" != point:
        return
    if how == "wait":
        print("waiting", flush=True)
        sys.stdin.readline()
    else:
        os.kill(os.getpid(), signal.Signals[how])
        time.sleep(60)


def before(owner, name, action):
    inner = getattr(owner, name)

    def reaching(*arguments, **named):
        action(*arguments)
        return inner(*arguments, **named)

    setattr(owner, name, reaching)


def write_half(path, content, *_):
    if path.name.endswith(".part") and path.parent.name == "pictures":
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        reach("picture")


def remove_half(folder, *_):
    if folder.name.endswith(".last") and folder.exists():
        next(folder.rglob("*.html")).unlink()
        reach("removal")


before(Rasterizer, "_rasterize", lambda *_: reach("drawing"))
before(Path, "write_bytes", write_half)
before(Path, "rename", lambda path, *_: reach("rename"))
before(staging, "_remove", remove_half)


def on_files(files, config):
    reach("files")


def on_page_content(html, page, config, files):
    reach("page")


def on_page_context(context, page, config, nav):
    if point == "template":
        context["config"] = None
"""
"""A hook that stops its build: `STOP` says where, as a name and a count, and by which signal."""

SLOW_POINTS = ("files 1", "page 9", "drawing 3", "picture 3", "rename 1")
POINTS = (
    *(pytest.param(point, marks=pytest.mark.slow) for point in SLOW_POINTS),
    "rename 2",  # between the renames of the last site and the new one
    "removal 1",  # while the last site is removed
)


def run(project: Path, stop: str = "", limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=project,
        env=build_environment(project) | {"STOP": stop},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - no thread runs beside these tests
    )


def run_build(project: Path, stop: str = "", limit: Callable[[], None] | None = None) -> int:
    """Build, and return the exit code; what was said is shown where the test fails."""
    with run(project, stop, limit) as process:
        sys.stdout.write(process.communicate()[0])
        return process.returncode


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers(project: Path) -> set[str]:
    """Return what stands beside the site that is no part of the project."""
    return {path.name for path in project.glob(".site.*")} - {".site.lock"}


def retitle(project: Path, title: str) -> None:
    """Change the data, so that nearly every page and picture of the next build is another."""
    data = hostile.harmless(copies=2)
    data["about"]["fiction_label"] = title
    for entry in data["entries"]:
        entry["title"] = f"{title} {entry['id']}"
    hostile.write(data, project / "data" / "scenario.yml")


@pytest.fixture(scope="module")
def prepared(build_once: BuildOnce) -> Path:
    """Return a folder with a project whose site is the last one, and with both sites, "Last" and "Next"."""
    return build_once("killed", prepare)


def prepare(folder: Path) -> Path:
    """Build both sites of a small project that draws its own pictures."""
    project = copy_project(folder / "project")
    (project / ".cache").unlink()
    (project / "data" / "permalinks.txt").write_text("", encoding="utf-8")
    (project / "stopper.py").write_text(STOPPER, encoding="utf-8")
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - macros/hooks.py\n", "  - macros/hooks.py\n  - stopper.py\n")
    )
    for title in ("Next", "Last"):
        shutil.rmtree(project / ".cache", ignore_errors=True)
        retitle(project, title)
        assert run_build(project) == 0
        shutil.copytree(project / "site", folder / title)
    return folder


@pytest.fixture
def project(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of the project, with data for the next site."""
    copy = shutil.copytree(prepared / "project", tmp_path / "project")
    retitle(copy, "Next")
    return copy


@pytest.fixture(scope="module")
def last(prepared: Path) -> dict[str, bytes]:
    return read_files(prepared / "Last")


@pytest.fixture(scope="module")
def following(prepared: Path) -> dict[str, bytes]:
    return read_files(prepared / "Next")


def site_after(project: Path) -> dict[str, bytes]:
    """Return what readers have: between the two renames there is no site, and the last one waits beside."""
    site = project / "site"
    return read_files(site if site.exists() else project / ".site.last")


@pytest.mark.parametrize("point", POINTS)
def test_a_build_that_is_killed_leaves_a_whole_site_and_the_next_one_works(
    project: Path, last: dict[str, bytes], following: dict[str, bytes], point: str
) -> None:
    assert run_build(project, f"{point}:SIGKILL") == -signal.SIGKILL
    assert site_after(project) == (following if point == "removal 1" else last)
    assert run_build(project) == 0
    assert read_files(project / "site") == following
    assert leftovers(project) == set()


def test_what_was_killed_between_the_renames_comes_back_even_if_the_next_build_fails(
    project: Path, last: dict[str, bytes]
) -> None:
    assert run_build(project, "rename 2:SIGKILL") == -signal.SIGKILL
    assert not (project / "site").exists()
    assert run_build(project, "template") != 0
    assert read_files(project / "site") == last
    assert leftovers(project) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("point", "name"), [("page 9", "SIGTERM"), ("drawing 3", "SIGINT")])
def test_a_build_that_is_asked_to_stop_leaves_the_last_site(
    project: Path, last: dict[str, bytes], following: dict[str, bytes], point: str, name: str
) -> None:
    assert run_build(project, f"{point}:{name}") != 0
    assert read_files(project / "site") == last
    assert run_build(project) == 0
    assert read_files(project / "site") == following
    assert leftovers(project) == set()


def test_a_template_that_fails_leaves_the_last_site_and_nothing_beside_it(
    project: Path, last: dict[str, bytes]
) -> None:
    assert run_build(project, "template") != 0
    assert read_files(project / "site") == last
    assert leftovers(project) == set()


@pytest.mark.slow
@pytest.mark.parametrize("largest", [2_000, 100_000])
def test_a_disk_that_is_full_leaves_the_last_site(
    project: Path, last: dict[str, bytes], following: dict[str, bytes], largest: int
) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    assert run_build(project, limit=full) != 0
    assert read_files(project / "site") == last
    assert run_build(project) == 0
    assert read_files(project / "site") == following


def test_pictures_that_were_damaged_since_are_drawn_again(project: Path, last: dict[str, bytes]) -> None:
    retitle(project, "Last")
    for path in (project / ".cache" / "pictures").iterdir():
        path.write_bytes(path.read_bytes()[:200])
    assert run_build(project) == 0
    assert read_files(project / "site") == last


def test_of_two_builds_at_once_the_second_says_so_and_the_first_is_whole(
    project: Path, last: dict[str, bytes], following: dict[str, bytes]
) -> None:
    with run(project, "page 9:wait") as first:
        assert first.stdin is not None
        assert first.stdout is not None
        while first.stdout.readline() != "waiting\n":
            assert first.poll() is None
        with run(project) as second:
            said = second.communicate()[0]
        assert second.returncode != 0
        assert f"another build of {project / 'site'} is under way; wait until it has ended" in said
        assert "Traceback" not in said
        assert read_files(project / "site") == last
        first.communicate("go on\n")
    assert first.returncode == 0
    assert read_files(project / "site") == following
    assert leftovers(project) == set()
