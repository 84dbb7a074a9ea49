"""A build that is interrupted leaves the previous site or the complete new one, and the next build succeeds."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pytest

from tests.conftest import build_environment, copy_project, name_site
from tests.pages import hostile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import BuildOnce

    Files: TypeAlias = "dict[str, bytes]"

STOP_HOOK = """
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from macros.output import staging
from macros.output.images import Rasterizer

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start background jobs with SIGINT ignored

stop_point, _, action = os.environ.get("STOP", "").partition(":")
counts = Counter()


def stop_at(name):
    counts[name] += 1
    if f"{name} {counts[name]}" != stop_point:
        return
    if action == "wait":
        print("waiting", flush=True)
        sys.stdin.readline()
    else:
        os.kill(os.getpid(), signal.Signals[action])
        time.sleep(60)


def call_before(owner, name, hook):
    function = getattr(owner, name)

    def wrapper(*arguments, **options):
        hook(*arguments)
        return function(*arguments, **options)

    setattr(owner, name, wrapper)


def write_half_an_image(path, content, *_):
    if path.name.endswith(".part") and path.parent.name == "pictures":
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        stop_at("image")


def remove_half_a_site(folder, *_):
    if folder.name.endswith(".last") and folder.exists():
        next(folder.rglob("*.html")).unlink()
        stop_at("removal")


call_before(Rasterizer, "_rasterize", lambda *_: stop_at("drawing"))
call_before(Path, "write_bytes", write_half_an_image)
call_before(Path, "rename", lambda path, *_: stop_at("rename"))
call_before(staging, "_remove", remove_half_a_site)


def on_files(files, config):
    stop_at("files")


def on_page_content(html, page, config, files):
    stop_at("page")


def on_page_context(context, page, config, nav):
    if stop_point == "template":
        context["config"] = None
"""
"""A MkDocs hook that interrupts its build. `STOP` is `NAME COUNT:ACTION`, where the action is a signal or `wait`.

`STOP=template` makes the templates fail instead.
"""

POINTS = ("files 1", "page 9", "drawing 3", "image 3", "rename 1", "removal 1")
"""The points of a build, in their order, that keep a site; at "rename 2", between two renames, there is none."""


def start_build(project: Path, stop: str = "", limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=project,
        env=build_environment(project) | {"STOP": stop},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - these tests start no threads
    )


def run_build(project: Path, stop: str = "", limit: Callable[[], None] | None = None) -> int:
    """Build and return the exit code; pytest shows the output if the test fails."""
    with start_build(project, stop, limit) as process:
        sys.stdout.write(process.communicate()[0])
        return process.returncode


def read_files(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers(project: Path) -> set[str]:
    """Return the names of the staging folders of builds, without the lock file."""
    return {path.name for path in project.glob(".site.*")} - {".site.lock"}


def retitle(project: Path, title: str) -> None:
    """Change the data so that nearly every page and image of the next build differs."""
    data = hostile.build_harmless_data(copies=1)
    data["about"]["fiction_label"] = title
    for entry in data["entries"]:
        entry["title"] = f"{title} {entry['id']}"
    hostile.write_data(data, project / "data" / "scenario.yml")
    name_site(project)


@pytest.fixture(scope="module")
def workspace(build_once: BuildOnce) -> Path:
    """Return a folder with a project, whose site is the last one, and copies of both sites, "Last" and "Next"."""
    return build_once("interrupted", prepare)


def prepare(folder: Path) -> Path:
    """Build both sites of a small project with its own image cache."""
    project = copy_project(folder / "project")
    (project / ".cache").unlink()
    (project / "data" / "permalinks.txt").write_text("", encoding="utf-8")
    (project / "stop_hook.py").write_text(STOP_HOOK, encoding="utf-8")
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - macros/hooks.py\n", "  - macros/hooks.py\n  - stop_hook.py\n")
    )
    for title in ("Next", "Last"):
        shutil.rmtree(project / ".cache", ignore_errors=True)
        retitle(project, title)
        assert run_build(project) == 0
        shutil.copytree(project / "site", folder / title)
    return folder


@pytest.fixture
def project(workspace: Path, tmp_path: Path) -> Path:
    """Return a copy of the project whose data changed after its last build."""
    copy = shutil.copytree(workspace / "project", tmp_path / "project")
    retitle(copy, "Next")
    return copy


@pytest.fixture(scope="module")
def last_site(workspace: Path) -> Files:
    return read_files(workspace / "Last")


@pytest.fixture(scope="module")
def next_site(workspace: Path) -> Files:
    return read_files(workspace / "Next")


def assert_next_build_succeeds(project: Path, next_site: Files) -> None:
    assert run_build(project) == 0
    assert read_files(project / "site") == next_site
    assert leftovers(project) == set()


@pytest.mark.slow
def test_a_series_of_killed_builds_leaves_a_complete_site(project: Path, last_site: Files, next_site: Files) -> None:
    for point in POINTS:
        assert run_build(project, f"{point}:SIGKILL") == -signal.SIGKILL, point
        assert read_files(project / "site") == (next_site if point == "removal 1" else last_site), point
    assert_next_build_succeeds(project, next_site)


def test_a_build_killed_between_the_renames_leaves_the_previous_site(
    project: Path, last_site: Files, next_site: Files
) -> None:
    assert run_build(project, "rename 2:SIGKILL") == -signal.SIGKILL
    assert not (project / "site").exists()
    assert read_files(project / ".site.last") == last_site
    assert_next_build_succeeds(project, next_site)


@pytest.mark.slow
def test_the_last_site_comes_back_even_if_the_next_build_fails_too(project: Path, last_site: Files) -> None:
    assert run_build(project, "rename 2:SIGKILL") == -signal.SIGKILL
    assert not (project / "site").exists()
    assert run_build(project, "template") != 0
    assert read_files(project / "site") == last_site
    assert leftovers(project) == set()


@pytest.mark.slow
def test_terminated_builds_leave_the_last_site(project: Path, last_site: Files, next_site: Files) -> None:
    for stop in ("page 9:SIGTERM", "drawing 3:SIGINT"):
        assert run_build(project, stop) != 0
        assert read_files(project / "site") == last_site, stop
    assert_next_build_succeeds(project, next_site)


def test_a_failing_template_leaves_the_last_site_and_no_leftovers(project: Path, last_site: Files) -> None:
    assert run_build(project, "template") != 0
    assert read_files(project / "site") == last_site
    assert leftovers(project) == set()


@pytest.mark.slow
def test_a_full_disk_leaves_the_last_site(project: Path, last_site: Files, next_site: Files) -> None:
    for max_file_size in (2_000, 100_000):
        limits = (max_file_size, max_file_size)
        assert run_build(project, limit=partial(resource.setrlimit, resource.RLIMIT_FSIZE, limits)) != 0
        assert read_files(project / "site") == last_site, max_file_size
    assert_next_build_succeeds(project, next_site)


@pytest.mark.slow
def test_damaged_images_in_the_cache_are_drawn_anew(project: Path, last_site: Files) -> None:
    retitle(project, "Last")
    for path in (project / ".cache" / "pictures").iterdir():
        path.write_bytes(path.read_bytes()[:200])
    assert run_build(project) == 0
    assert read_files(project / "site") == last_site


def test_of_two_builds_at_once_the_second_fails_and_the_first_succeeds(
    project: Path, last_site: Files, next_site: Files
) -> None:
    with start_build(project, "page 9:wait") as first:
        assert first.stdin is not None
        assert first.stdout is not None
        while first.stdout.readline() != "waiting\n":
            assert first.poll() is None
        with start_build(project) as second:
            output = second.communicate()[0]
        assert second.returncode != 0
        assert f"another build of {project / 'site'} is under way; wait until it has ended" in output
        assert "Traceback" not in output
        assert read_files(project / "site") == last_site
        first.communicate("go on\n")
    assert first.returncode == 0
    assert read_files(project / "site") == next_site
    assert leftovers(project) == set()
