"""A real Caddy that serves the built site by deploy/Caddyfile, at the root of a host and below a path."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from macros.output.precompress import precompress
from tests.conftest import ROOT, build_environment, install_test_data, share_cache
from tests.deploy.dockerfile import Instruction, parse_dockerfile
from tests.programs import CADDY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import BuildOnce

SUB_PATH = "/leap"
"""The path of the site of the container on its host."""
TIMEOUT = 60
"""Seconds until a silent server counts as dead; no test measures time."""


class Response(NamedTuple):
    """A response of the server; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Host(NamedTuple):
    """A server and its site; the path is empty or starts with a slash."""

    port: int
    path: str
    folder: Path

    def request(self, address: str, method: str = "GET", **headers: str) -> Response:
        """Request an address relative to the root of the site; header names have underscores for hyphens."""
        return self.request_target(f"{self.path}/{address}", method, **headers)

    def request_target(self, target: str, method: str = "GET", **headers: str) -> Response:
        """Request an address relative to the root of the host."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        all_headers = {"Accept-Encoding": "identity"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        try:
            connection.request(method, target, headers=all_headers)
            response = connection.getresponse()
            lower_case = {name.lower(): value for name, value in response.getheaders()}
            return Response(response.status, lower_case, response.read())
        finally:
            connection.close()


@contextmanager
def run_caddy(site: Path, path: str, scratch: Path) -> Iterator[Host]:
    """Serve a site by deploy/Caddyfile, without write access to any folder, until the context ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    unwritable = str(scratch / "file" / "folder")
    (scratch / "file").touch()
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    environment = inherited | {
        "HOME": unwritable,
        "XDG_CONFIG_HOME": unwritable,
        "XDG_DATA_HOME": unwritable,
        "SITE_ROOT": str(site),
        "SITE_ADDRESS": f"http://:{port}",
        "SITE_BIND": "127.0.0.1",
    }
    with (scratch / "log").open("w") as log:
        process = subprocess.Popen(
            [CADDY.path(), "run", "--config", str(ROOT / "deploy" / "Caddyfile")],
            env=environment | ({"SUB_PATH": path} if path else {}),
            stdout=log,
            stderr=log,
        )
    try:
        host = Host(port, path, site)
        _wait_until_ready(host, process, scratch / "log")
        yield host
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def _wait_until_ready(host: Host, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            host.request("")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Caddy does not answer: {log.read_text()}")


def build_container_site(project: Path) -> Path:
    """Build the site as deploy/Dockerfile does: from the files that it copies, in a new folder, by its last command.

    Its address has the path `SUB_PATH`.

    The container itself is not built: that needs a container engine and a network.
    """
    stage, _ = parse_dockerfile(ROOT / "deploy" / "Dockerfile")
    share_cache(project)
    for instruction in stage:
        if instruction.name == "COPY":
            _copy(instruction, project)
    install_test_data(project)
    command = [instruction.arguments for instruction in stage if instruction.name == "RUN"][-1]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    process = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=project,
        env=build_environment(project) | {"SITE_URL": f"https://host.test{SUB_PATH}/", "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return project / "site"


def _copy(instruction: Instruction, project: Path) -> None:
    source, target = instruction.arguments.split()
    (project / target).parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, project / target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(ROOT / source, project / target)


def compress_site(folder: Path, site: Path) -> Path:
    """Copy a site into a folder and write compressed files beside its files."""
    shutil.copytree(site, folder)
    precompress(folder)
    return folder


@pytest.fixture(scope="session", params=["", SUB_PATH], ids=["root", "sub-path"])
def host(
    request: pytest.FixtureRequest, site: Path, build_once: BuildOnce, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """Serve the site at the root of a host, and the site of the container below a path."""
    if request.param:
        folder = build_once("container", build_container_site)
    else:
        folder = build_once("compressed", partial(compress_site, site=site))
    hidden = folder / ".git" / "config"
    hidden.parent.mkdir(exist_ok=True)
    hidden.write_text("not for readers", encoding="utf-8")
    with run_caddy(folder, request.param, tmp_path_factory.mktemp("caddy")) as running:
        yield running


@pytest.fixture(scope="session")
def plain_host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Serve a site without precompressed files."""
    with run_caddy(site, "", tmp_path_factory.mktemp("plain")) as running:
        yield running
