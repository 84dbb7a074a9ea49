"""What GitHub is asked to run, as far as it can be told here: nothing that can change by itself, or by a stranger."""

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
MAY = {
    ("ci.yml", "run"): {"contents": "read"},
    ("pages.yml", "build"): {"contents": "read", "pages": "read"},
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
"""All that each job may do."""

TOLD = re.compile(r"github\.(server_url|repository|ref)|steps\.\w+\.outputs\.\w+")
"""What a workflow may use of what it is told: nothing that whoever opens a change can word."""


def read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506 - reads texts only


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def test_the_jobs_are_those_whose_rights_are_listed() -> None:
    assert {(path.name, job) for path in WORKFLOWS for job in read(path)["jobs"]} == set(MAY)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_may_do_only_what_it_has_to(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"] == MAY[path.name, name]
        assert int(job["timeout-minutes"]) <= 90
    assert workflow["concurrency"]["group"]
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_others_wrote_is_pinned_to_one_commit_and_says_which_version_that_is(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    pinned = re.findall(r"uses: (actions/[\w-]+@[0-9a-f]{40})  # v\d+\.\d+\.\d+$", path.read_text(), re.MULTILINE)
    assert used == pinned
    assert all(
        step["with"]["persist-credentials"] == "false" for step in steps(path) if "checkout" in step.get("uses", "")
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_that_a_stranger_can_word_is_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [said for said in re.findall(r"\$\{\{ *(.*?) *\}\}", text) if not TOLD.fullmatch(said)] == []
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


def test_what_is_run_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = [step["run"] for path in WORKFLOWS for step in steps(path) if "run" in step]
    assert sorted(commands) == [".ci/run", "make publish"]
    assert "publish" in targets
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_site_is_built_for_the_address_that_pages_gives_it_and_then_put_there() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "pages.yml")
    build = workflow["jobs"]["build"]["steps"]
    told = next(step for step in build if step.get("id") == "pages")
    made = next(step for step in build if step.get("run") == "make publish")
    assert told["uses"].startswith("actions/configure-pages@")
    assert made["env"]["SITE_URL"] == "${{ steps.pages.outputs.base_url }}"
    assert build[-1]["with"]["path"] == "site/"
    deploy = workflow["jobs"]["deploy"]
    assert (deploy["needs"], deploy["environment"]["name"]) == ("build", "github-pages")
