"""Finds programs that tests run, or installs them: what they show is never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 600
"""How many seconds an installer may take."""


class MissingProgramError(Exception):
    """A program is not there, and could not be installed."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program: its title, its names on the `PATH`, the best first, and Debian's packages of it, the best first."""

    title: str
    names: tuple[str, ...]
    packages: tuple[str, ...]
    spare: str = ""
    """A file that is the program where no name is on the `PATH`."""
    own: tuple[str, ...] = ()
    """The command that installs it where `apt-get` does not; none by default."""

    @property
    def variable(self) -> str:
        """The variable of the environment that may name its path."""
        return self.title.upper()

    def path(self) -> str:
        """Return its path, after installing it if need be.

        Raises:
            MissingProgramError: none was found, and none could be installed; the message says what was tried.
        """
        named = os.environ.get(self.variable)
        if named:
            if not Path(named).is_file():
                raise MissingProgramError(f"{self.variable} names {named}, and there is no such file")
            return named
        if path := self.find():
            return path
        tried = []
        for command in self.installers():
            line = " ".join(command)
            sys.stderr.write(f"no {self.title} found; installing one: {line}\n")
            tried.append(f"{line}: {run(command)}")
            if path := self.find():
                return path
        raise MissingProgramError(
            f"no {self.title} on the PATH, and none could be installed; install one, or set {self.variable} to its "
            "path. Tried:\n" + "\n".join(tried)
        )

    def find(self) -> str | None:
        """Return its path where it is there already."""
        paths = (shutil.which(name) for name in self.names)
        return next((path for path in paths if path), self.spare if Path(self.spare).is_file() else None)

    def installers(self) -> list[list[str]]:
        """Return the commands that can install it here, in the order in which they should be tried."""
        own = [list(self.own)] if self.own else []
        apt = shutil.which("apt-get")
        if apt is None:
            return own
        as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
        install = [*as_root, apt, "install", "--yes", "--quiet", "--no-install-recommends"]
        return [[*as_root, apt, "update", "--quiet"], *([*install, package] for package in self.packages), *own]


CADDY = Program("Caddy", ("caddy",), ("caddy",))
RSYNC = Program("rsync", ("rsync",), ("rsync",))
JAVA = Program("Java", ("java",), ("default-jre-headless",))


def chromium(downloaded: str) -> Program:
    """Return the browser; `downloaded` is where Playwright keeps its own.

    The headless shell comes first: the tests take it a third of the processor time of the whole browser. Debian's
    packages come with the libraries they need; Playwright's own download does not, and needs the open internet.
    """
    browsers = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
    own = (sys.executable, "-m", "playwright", "install", "chromium")
    shell = "chromium-headless-shell"
    return Program("Chromium", (shell, *browsers), (shell, "chromium"), downloaded, own)


def run(command: list[str]) -> str:
    """Run an installer, and say how it ended."""
    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return f"exit code {ended.returncode}; {(ended.stderr or ended.stdout).strip()[-300:]}"
