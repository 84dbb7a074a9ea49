"""The container, as far as tests can tell without a container engine; `host` serves the site of its first stage."""

from __future__ import annotations

import json
import re

from tests.conftest import ROOT
from tests.deploy.dockerfile import Instruction, parse_dockerfile

BUILD, SERVE = STAGES = parse_dockerfile(ROOT / "deploy" / "Dockerfile")


def arguments(stage: list[Instruction], name: str) -> list[str]:
    return [instruction.arguments for instruction in stage if instruction.name == name]


def test_base_images_are_pinned_by_digest_and_name_their_versions() -> None:
    for stage in STAGES:
        assert re.fullmatch(r"\w+:\d+\.\d+\.\d+-[a-z-]+@sha256:[0-9a-f]{64}( AS build)?", stage[0].arguments)


def test_copied_files_exist_and_are_in_the_build_context() -> None:
    copied = [text.split()[0] for stage in STAGES for text in arguments(stage, "COPY") if not text.startswith("--from")]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)


def test_packages_are_installed_as_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (install,) = [text for text in arguments(BUILD, "RUN") if "pip" in text]
    for option in re.findall(r"--require-hashes -r \S+", install):
        assert option.replace("/", "\\") in readme
    assert "--require-hashes" in install


def test_the_container_serves_the_built_site_as_an_unprivileged_user() -> None:
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", arguments(SERVE, "USER")[-1])
    assert "--from=build /project/site /srv/site" in arguments(SERVE, "COPY")
    assert arguments(BUILD, "WORKDIR") == ["/project"]
    (command,) = (json.loads(text) for text in arguments(SERVE, "CMD"))
    config = command[command.index("--config") + 1]
    assert f"deploy/Caddyfile {config}" in arguments(SERVE, "COPY")
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "{$SITE_ROOT:/srv/site}" in caddyfile
    assert "{$SITE_ADDRESS:http://:8080}" in caddyfile
    assert arguments(SERVE, "EXPOSE") == ["8080"]
