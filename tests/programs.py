"""Finds the programs that tests run, or installs them, so that no test skips for a missing program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

LOCK = Path(__file__).parent.parent / ".cache" / "install.lock"
"""The lock file of installations: `apt-get` runs once at a time."""
TIMEOUT = 600
"""The seconds that an installer may take."""


class MissingProgramError(Exception):
    """A program is missing and its installation failed."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program.

    Attributes:
        title: Its name in messages.
        names: The names of its executable on the `PATH`, the best first.
        packages: Its Debian packages, the best first.
        fallback: A path that it may have outside the `PATH`, or "".
        installer: A command that installs it where `apt-get` does not, or ().
    """

    title: str
    names: tuple[str, ...]
    packages: tuple[str, ...]
    fallback: str = ""
    installer: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that may hold its path."""
        return self.title.upper()

    def path(self) -> str:
        """Return its path, after installing it if need be.

        Raises:
            MissingProgramError: It is missing and its installation failed; the message lists the commands.
        """
        configured = os.environ.get(self.variable)
        if configured:
            if not Path(configured).is_file():
                raise MissingProgramError(f"{self.variable} is {configured}, and there is no such file")
            return configured
        if path := self.find():
            return path
        LOCK.parent.mkdir(exist_ok=True)
        with FileLock(LOCK):
            return self.find() or self.install()

    def install(self) -> str:
        """Install it and return its path.

        Raises:
            MissingProgramError: The installation failed; the message lists the commands.
        """
        attempts = []
        for command in self.installers():
            line = " ".join(command)
            sys.stderr.write(f"no {self.title} found; installing it: {line}\n")
            attempts.append(f"{line}: {run(command)}")
            if path := self.find():
                return path
        raise MissingProgramError(
            f"no {self.title} on the PATH, and no installer works; install it, or set {self.variable} to its "
            "path. Attempts:\n" + "\n".join(attempts)
        )

    def find(self) -> str | None:
        """Return its path, or None if it is not installed."""
        paths = (shutil.which(name) for name in self.names)
        return next((path for path in paths if path), self.fallback if Path(self.fallback).is_file() else None)

    def installers(self) -> list[list[str]]:
        """Return the commands that may install it on this machine, in the order of attempts."""
        other = [list(self.installer)] if self.installer else []
        apt = shutil.which("apt-get")
        if apt is None:
            return other
        as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
        install = [*as_root, apt, "install", "--yes", "--quiet", "--no-install-recommends"]
        return [[*as_root, apt, "update", "--quiet"], *([*install, package] for package in self.packages), *other]


CADDY = Program("Caddy", ("caddy",), ("caddy",))
RSYNC = Program("rsync", ("rsync",), ("rsync",))
CURL = Program("curl", ("curl",), ("curl",))
JQ = Program("jq", ("jq",), ("jq",))
JAVA = Program("Java", ("java",), ("default-jre-headless",))
FIREFOX = Program("Firefox", ("firefox-esr", "firefox"), ("firefox-esr",))
WEBKIT_DRIVER = Program("WebKitWebDriver", ("WebKitWebDriver",), ("webkit2gtk-driver",))
"""The driver of MiniBrowser, with which it is installed."""
WEBKIT_BINDINGS = Program(
    "WebKitBindings",
    (),
    ("python3-gi", "gir1.2-webkit2-4.1"),  # the file below is in the last package, so that both are installed
    f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}/girepository-1.0/WebKit2-4.1.typelib",
)
"""The bindings of WebKit for Debian's Python, found by a file, because they have no program."""
XVFB = Program("Xvfb", ("Xvfb",), ("xvfb",))


def chromium(downloaded: str) -> Program:
    """Return Chromium; `downloaded` is the path of Playwright's download.

    The headless shell comes first: with it, the tests take a third of the processor time. Debian's packages bring their
    libraries. Playwright's download does not, and it needs the open internet.
    """
    browsers = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
    installer = (sys.executable, "-m", "playwright", "install", "chromium")
    shell = "chromium-headless-shell"
    return Program("Chromium", (shell, *browsers), (shell, "chromium"), downloaded, installer)


def run(command: list[str]) -> str:
    """Run an installer and return its exit code and the end of its output, or the error."""
    try:
        process = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return f"exit code {process.returncode}; {(process.stderr or process.stdout).strip()[-300:]}"
