"""New projects: all of the code, and a tiny story instead of this project's own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from macros.authoring.edits import AuthoringError
from macros.scenario.authors import read_author
from macros.scenario.fields import slugify

STARTER = Path(__file__).parent / "starter" / "scenario.yml"
"""The data file of a new project."""
COPIED = (
    ".ci", ".dockerignore", ".gitattributes", ".github/workflows", ".gitignore", "CONTRIBUTING.md", "LICENSE",
    "Makefile", "README.md", "benchmarks", "data/LICENSE", "data/v1", "deploy", "docs", "docs-dev", "macros",
    "mkdocs.yml", "overrides", "pyproject.toml", "requirements", "tests",
)  # fmt: skip
"""Files and folders of the project that are not about its story."""
EMPTY_CITATION = "cff-version: 1.2.0\n"
"""What the commands of the new project complete."""
COMMANDS = ("metadata", "permalinks", "schema", "check")
"""The commands that complete a new project, in this order."""

_IGNORED = shutil.ignore_patterns("__pycache__", "node_modules", ".*_cache")
_TITLE = re.compile(r"^  title: .*$", re.MULTILINE)
_FEED_NAME = re.compile(r"(?<=  feed_id: tag:site\.example,2026:).*")
_README_IMAGE = re.compile(r"^!\[.*\n\n", re.MULTILINE)


def create_project(source: Path, target: Path, title: str | None, authors: Sequence[str]) -> tuple[str, ...]:
    """Create a project with a tiny story, all of it or nothing, and return the lines that say what comes next.

    Args:
        source: the project that the code is copied from.
        target: the folder of the new project, which is empty or does not exist.
        title: the name of the new site; None for that of the tiny story.
        authors: whom to cite, as "Author, Ann" or as a whole name; nobody for the contributors.

    Raises:
        AuthoringError: the folder cannot be used, or the new project is not valid.
        OSError: a file cannot be read or written.
    """
    _check_target(source, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        project = Path(folder) / "project"
        _copy_code(source, project)
        _write_data(project, title, authors)
        for command in COMMANDS:
            _run(project, command)
        if target.exists():
            target.rmdir()
        project.rename(target)
    return (
        f"cd {target}",
        "make serve",
        "Then edit data/scenario.yml; the guide is on the site, at http://127.0.0.1:8000/contribute/.",
    )


def _check_target(source: Path, target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise AuthoringError(f"{target} is not a folder; nothing was written")
    if target.is_dir() and any(target.iterdir()):
        raise AuthoringError(f"{target} is not empty; choose a new folder")
    if target.resolve().is_relative_to(source.resolve()):
        raise AuthoringError(f"{target} is inside this project; choose a folder beside it")


def _copy_code(source: Path, project: Path) -> None:
    """Copy the code and the pages, without pages of entries: whoever wrote those by hand wrote about the story."""
    for name in COPIED:
        original, copy = source / name, project / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if original.is_dir():
            shutil.copytree(original, copy, ignore=_IGNORED)
        else:
            shutil.copy2(original, copy)
    for page in (project / "docs" / "entries").glob("*.md"):
        if page.name != "index.md":
            page.unlink()
    readme = project / "README.md"
    readme.write_text(_README_IMAGE.sub("", readme.read_text(encoding="utf-8")), encoding="utf-8")


def _write_data(project: Path, title: str | None, authors: Sequence[str]) -> None:
    """Write the data file with the title and the authors, and a citation file for the command to complete."""
    text = STARTER.read_text(encoding="utf-8")
    if title is not None:
        text = _TITLE.sub(lambda _: f"  title: {json.dumps(title, ensure_ascii=False)}", text, count=1)
        text = _FEED_NAME.sub(slugify(title) or "history", text, count=1)
    if authors:
        names = json.dumps([*map(read_author, authors)], ensure_ascii=False)
        text = _TITLE.sub(lambda match: f"{match[0]}\n  authors: {names}", text, count=1)
    (project / "data" / "scenario.yml").write_text(text, encoding="utf-8")
    (project / "CITATION.cff").write_text(EMPTY_CITATION, encoding="utf-8")


def _run(project: Path, command: str) -> None:
    """Run a command of the new project; an `AuthoringError` has the output of one that fails."""
    arguments = [sys.executable, "-m", "macros", command]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    result = subprocess.run(  # noqa: S603 - a fixed command
        arguments, cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if result.returncode:
        raise AuthoringError(f"{result.stdout}{result.stderr}No project was made.")
