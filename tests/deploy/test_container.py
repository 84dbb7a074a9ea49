"""The container as far as it can be told without an engine: `host` serves what its first stage would build."""

from __future__ import annotations

import json
import re

from tests.conftest import ROOT
from tests.deploy.dockerfile import Instruction, instructions

BUILD, SERVE = STAGES = instructions(ROOT / "deploy" / "Dockerfile")


def words(stage: list[Instruction], name: str) -> list[str]:
    return [given for one, given in stage if one == name]


def test_images_of_others_are_pinned_by_their_digests_and_say_which_version_that_is() -> None:
    for stage in STAGES:
        assert re.fullmatch(r"\w+:\d+\.\d+\.\d+-[a-z-]+@sha256:[0-9a-f]{64}( AS build)?", stage[0].words)


def test_what_is_copied_is_there_and_sent_to_the_engine() -> None:
    copied = [given.split()[0] for stage in STAGES for given in words(stage, "COPY") if not given.startswith("--from")]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)


def test_packages_are_installed_as_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (install,) = [given for given in words(BUILD, "RUN") if "pip" in given]
    for option in re.findall(r"--require-hashes -r \S+", install):
        assert option.replace("/", "\\") in readme
    assert "--require-hashes" in install


def test_it_runs_as_nobody_in_particular_with_what_the_first_stage_built() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", words(SERVE, "USER")[-1])
    assert "--from=build /project/site /srv/site" in words(SERVE, "COPY")
    assert words(BUILD, "WORKDIR") == ["/project"]
    (command,) = (json.loads(given) for given in words(SERVE, "CMD"))
    config = command[command.index("--config") + 1]
    assert f"deploy/Caddyfile {config}" in words(SERVE, "COPY")
    served = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "{$SITE_ROOT:/srv/site}" in served
    assert "{$SITE_ADDRESS:http://:8080}" in served
    assert words(SERVE, "EXPOSE") == ["8080"]
