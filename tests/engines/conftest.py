"""Builds the exported pages with other engines and postprocesses each site as `python -m macros finish` does."""

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

ENVIRONMENT_VARIABLE = "ENGINES"
"""It names the virtual environment in which `requirements/engines.txt` is installed."""


@dataclass(frozen=True)
class Engine:
    """A site generator, by the name of its program."""

    name: str

    @property
    def program(self) -> str:
        """The path of the program: MkDocs is in the tests' environment, the others are in one of their own."""
        folder = Path(sys.executable).parent
        if self.name != "mkdocs":
            folder = ROOT / os.environ[ENVIRONMENT_VARIABLE] / folder.name
        path = shutil.which(self.name, path=str(folder))
        assert path, f"{self.name} is not installed in {folder}"
        return path


ENGINES = tuple(map(Engine, ("mkdocs", "properdocs", "zensical")))
BUILD_ARGUMENTS = ("build", "--strict", "--config-file", "mkdocs.yml")


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command in a folder; its failure fails the test."""
    process = subprocess.run(
        command,
        cwd=folder,
        env=build_environment(folder),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.fixture(scope="session")
def exported_pages(site: Path, build_once: BuildOnce) -> Path:
    """Return the folder that `python -m macros pages` fills from the project of `site`."""
    if not os.environ.get(ENVIRONMENT_VARIABLE):
        pytest.skip("only MkDocs is installed here; `make engines` installs ProperDocs and Zensical and runs this test")

    def export(folder: Path) -> Path:
        run([sys.executable, "-m", "macros", "pages", "--out", str(folder)], site.parent)
        return folder

    return build_once("pages", export)


@pytest.fixture(scope="session")
def build_with(site: Path, exported_pages: Path, build_once: BuildOnce) -> Callable[[Engine], Path]:
    """Return a function that returns the folder of the site that an engine builds; it builds each site once."""

    def build(engine: Engine, folder: Path) -> Path:
        shutil.copytree(exported_pages, folder)
        run([engine.program, *BUILD_ARGUMENTS], folder)
        run([sys.executable, "-m", "macros", "finish", str(folder / "site")], site.parent)
        return folder / "site"

    return lambda engine: build_once(f"engine-{engine.name}", partial(build, engine))
