"""The sites that other engines build from the pages as they are written out, finished as any site is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, build_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        command, cwd=folder, env=build_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )


def ran(command: Sequence[str], folder: Path) -> None:
    done = run(command, folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the pages are written out into, once."""
    if not os.environ.get(PLACE):
        pytest.skip("no engine but MkDocs is at hand; `make engines` installs ProperDocs and Zensical and runs this")
    folder = tmp_path_factory.mktemp("pages") / "tree"
    ran([sys.executable, "-m", "macros", "pages", "--out", str(folder)], ROOT)
    return folder


@pytest.fixture(scope="session")
def built(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Engine], Path]:
    """Return what gives the site that an engine builds from the tree, finished; each is built once."""
    made: dict[str, Path] = {}

    def site(engine: Engine) -> Path:
        if engine.name not in made:
            ran([engine.program, *engine.arguments], tree)
            folder = tmp_path_factory.mktemp(engine.name) / "site"
            (tree / "site").rename(folder)
            ran([sys.executable, "-m", "macros", "finish", str(folder)], ROOT)
            made[engine.name] = folder
        return made[engine.name]

    return site
