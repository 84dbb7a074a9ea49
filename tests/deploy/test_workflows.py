"""The workflows of GitHub Actions: pinned actions and minimal permissions. `make audit` runs linters on them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
PERMISSIONS = {
    ("ci.yml", "run"): {"contents": "read"},
    ("pages.yml", "ci"): {"contents": "read"},
    ("pages.yml", "build"): {"contents": "read", "pages": "read"},
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
"""The permissions of each job."""


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506 - reads strings only


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job.get("steps", ())]


def test_the_permissions_of_every_job_are_listed() -> None:
    assert {(path.name, job) for path in WORKFLOWS for job in read(path)["jobs"]} == set(PERMISSIONS)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_minimal_permissions(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"] == PERMISSIONS[path.name, name]
        assert "uses" in job or int(job["timeout-minutes"]) <= 90
    assert workflow["concurrency"]["group"]
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_commits_and_name_their_versions(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    pinned = re.findall(r"uses: (actions/[\w-]+@[0-9a-f]{40})  # v\d+\.\d+\.\d+$", path.read_text(), re.MULTILINE)
    assert used == pinned
    assert all(
        step["with"]["persist-credentials"] == "false" for step in steps(path) if "checkout" in step.get("uses", "")
    )


def test_commands_of_workflows_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = [step["run"] for path in WORKFLOWS for step in steps(path) if "run" in step]
    assert sorted(commands) == [".ci/run", "make publish"]
    assert "publish" in targets
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_site_is_built_for_the_address_of_github_pages_and_deployed() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "pages.yml")
    build = workflow["jobs"]["build"]["steps"]
    configure = next(step for step in build if step.get("id") == "pages")
    publish = next(step for step in build if step.get("run") == "make publish")
    assert configure["uses"].startswith("actions/configure-pages@")
    assert publish["env"]["SITE_URL"] == "${{ steps.pages.outputs.base_url }}"
    assert build[-1]["with"]["path"] == "site/"
    deploy = workflow["jobs"]["deploy"]
    assert (deploy["needs"], deploy["environment"]["name"]) == ("build", "github-pages")


def test_only_what_the_checks_passed_is_published() -> None:
    jobs = read(ROOT / ".github" / "workflows" / "pages.yml")["jobs"]
    assert jobs["ci"]["uses"] == "./.github/workflows/ci.yml"
    assert (jobs["build"]["needs"], jobs["deploy"]["needs"]) == ("ci", "build")
    assert not {"if", "continue-on-error"} & {*jobs["ci"], *jobs["build"]}
    checks = read(ROOT / ".github" / "workflows" / "ci.yml")
    assert {"pull_request", "workflow_call"} == set(checks["on"])
    assert checks["jobs"]["run"]["steps"][-1] == {"run": ".ci/run"}
    assert checks["concurrency"]["group"] != read(ROOT / ".github" / "workflows" / "pages.yml")["concurrency"]["group"]
