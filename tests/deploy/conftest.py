"""A real Caddy on the built site, set up as deploy/Caddyfile says, at the root of a host and below a path."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from macros.output.precompress import precompress
from tests.conftest import ROOT, build_environment, share_cache
from tests.deploy.dockerfile import Instruction, instructions
from tests.programs import CADDY

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
"""Seconds after which a server that says nothing is taken for dead. Nothing is measured by it."""


class Answer(NamedTuple):
    """What the server sent: names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Host(NamedTuple):
    """A server, and the site that it serves below a path, which is empty or starts with a slash."""

    port: int
    path: str
    folder: Path

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address from the root of the site; headers are given by names with underscores."""
        return self.ask_host(f"{self.path}/{address}", method, **headers)

    def ask_host(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address from the root of the host."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        given = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, target, headers=given)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read())
        finally:
            connection.close()


@contextmanager
def caddy(site: Path, path: str, scratch: Path) -> Iterator[Host]:
    """Serve a site as deploy/Caddyfile says, with no place to write to, for as long as the context lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    nowhere = str(scratch / "file" / "folder")
    (scratch / "file").touch()
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    environment = kept | {
        "HOME": nowhere,
        "XDG_CONFIG_HOME": nowhere,
        "XDG_DATA_HOME": nowhere,
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
        _wait(host, process, scratch / "log")
        yield host
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(host: Host, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            host.ask("")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"Caddy does not answer: {log.read_text()}")


def containers_site(project: Path, address: str) -> Path:
    """Build the site from what deploy/Dockerfile copies, in a folder that holds nothing else, as its last command says.

    The container itself is not built: that takes an engine and a network.
    """
    stage, _ = instructions(ROOT / "deploy" / "Dockerfile")
    share_cache(project)
    for copied in (one for one in stage if one.name == "COPY"):
        _copy(copied, project)
    command = [one.words for one in stage if one.name == "RUN"][-1]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ran = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=project,
        env=build_environment(project) | {"SITE_URL": address, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return project / "site"


def _copy(copied: Instruction, project: Path) -> None:
    source, target = copied.words.split()
    (project / target).parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, project / target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(ROOT / source, project / target)


@pytest.fixture(scope="session", params=["", "/leap"], ids=["root", "sub-path"])
def host(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Return a server of the site at the root of its host, and of the container's site below a path."""
    scratch = tmp_path_factory.mktemp("caddy")
    if request.param:
        folder = containers_site(scratch / "project", f"https://host.test{request.param}/")
    else:
        folder = scratch / "site"
        shutil.copytree(site, folder)
        precompress(folder)
    hidden = folder / ".git" / "config"
    hidden.parent.mkdir()
    hidden.write_text("of no reader's concern", encoding="utf-8")
    with caddy(folder, request.param, scratch) as running:
        yield running


@pytest.fixture(scope="session")
def plain_host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Return a server of a site that was not compressed beforehand."""
    with caddy(site, "", tmp_path_factory.mktemp("plain")) as running:
        yield running
