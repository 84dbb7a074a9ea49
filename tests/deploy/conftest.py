"""A real Caddy on the built site, compressed, with the committed configuration: at a root and below a path."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

from macros.publish.precompress import precompress
from tests.conftest import ROOT, build
from tests.programs import CADDY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@pytest.fixture(scope="session", params=["", "/the-other-leap"], ids=["root", "sub-path"])
def host(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Return a server of the site at the root of its host, and of one below a path."""
    scratch = tmp_path_factory.mktemp("caddy")
    folder = scratch / "site"
    if request.param:
        build(ROOT, folder, SITE_URL=f"https://host.example{request.param}/")
    else:
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
