"""A fresh machine can install the locked requirements and run the commands that README names."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
REQUIREMENTS = {
    "site": PROJECT["project"]["dependencies"],
    "test": [*PROJECT["project"]["dependencies"], *GROUPS["test"]],
    "dev": [*PROJECT["project"]["dependencies"], *GROUPS["test"], *GROUPS["lint"], *GROUPS["lock"]],
}


def locked_versions(name: str) -> dict[str, str]:
    """Return the versions in a lock file by the name of the package."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_the_lock_holds_every_dependency_in_its_range(name: str) -> None:
    versions = locked_versions(name)
    for requirement in map(Requirement, REQUIREMENTS[name]):
        version = versions[requirement.name.lower()]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}; run `make lock`"


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_locked_version_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


@pytest.mark.parametrize("smaller", ["site", "test"])
def test_the_locks_agree_with_each_other(smaller: str) -> None:
    everything = locked_versions("dev")
    assert {name: everything[name] for name in locked_versions(smaller)} == locked_versions(smaller)


def test_readme_opens_with_two_commands_that_make_knows() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = re.findall(r"(?:^ *|`|/ )make ([a-z]+)", readme, re.MULTILINE)
    assert commands[:2] == ["serve", "test"]
    assert set(commands) <= targets


def test_readme_names_the_requirements_of_serve_and_test_for_windows() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"requirements\\(\w+\.txt)", readme)) == {"site.txt", "test.txt"}
