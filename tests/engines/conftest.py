"""The sites that other engines build from the pages as they are written out, finished as any site is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, build_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.conftest import BuildOnce

PLACE = "ENGINES"
"""The variable that names the environment which `requirements/engines.txt` is installed in."""


@dataclass(frozen=True)
class Engine:
    """A program that builds a tree: its name, its arguments."""

    name: str
    arguments: tuple[str, ...]

    @property
    def program(self) -> str:
        """The path of the program: MkDocs is where the tests are, the others stand in an environment of their own."""
        folder = Path(sys.executable).parent
        if self.name != "mkdocs":
            folder = ROOT / os.environ[PLACE] / folder.name
        found = shutil.which(self.name, path=str(folder))
        assert found, f"{self.name} is not installed in {folder}"
        return found


ENGINES = (
    Engine("mkdocs", ("build", "--strict", "--config-file", "mkdocs.yml")),
    Engine("properdocs", ("build", "--strict", "--config-file", "mkdocs.yml")),
    Engine("zensical", ("build", "--strict", "--config-file", "mkdocs.yml")),
)


def run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=build_environment(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def ran(command: Sequence[str], folder: Path) -> None:
    done = run(command, folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def tree(site: Path, build_once: BuildOnce) -> Path:
    """Return the folder that the pages of the site's project are written out into, once."""
    if not os.environ.get(PLACE):
        pytest.skip("no engine but MkDocs is at hand; `make engines` installs ProperDocs and Zensical and runs this")

    def write(folder: Path) -> Path:
        ran([sys.executable, "-m", "macros", "pages", "--out", str(folder)], site.parent)
        return folder

    return build_once("pages", write)


@pytest.fixture(scope="session")
def built(site: Path, tree: Path, build_once: BuildOnce) -> Callable[[Engine], Path]:
    """Return what gives the site that an engine builds from the tree, finished; each is built once."""

    def build_with(engine: Engine, folder: Path) -> Path:
        shutil.copytree(tree, folder)
        ran([engine.program, *engine.arguments], folder)
        ran([sys.executable, "-m", "macros", "finish", str(folder / "site")], site.parent)
        return folder / "site"

    return lambda engine: build_once(f"engine-{engine.name}", partial(build_with, engine))
