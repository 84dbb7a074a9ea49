"""Finds a Chromium for the tests of the browser, or installs one: tests of what readers see are never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
PATIENCE = 600
"""How many seconds an installer may take."""


class NoChromiumError(Exception):
    """There is no Chromium, and none could be installed."""


def chromium(downloaded: str) -> str:
    """Return the path of a Chromium; `downloaded` is where Playwright keeps its own.

    Raises:
        NoChromiumError: none was found, and none could be installed; the message says what was tried.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoChromiumError(f"CHROMIUM names {named}, and there is no such file")
        return named
    if path := find(downloaded):
        return path
    tried = []
    for command in installers():
        line = " ".join(command)
        sys.stderr.write(f"no Chromium found; installing one: {line}\n")
        tried.append(f"{line}: {run(command)}")
        if path := find(downloaded):
            return path
    raise NoChromiumError(
        "no Chromium on the PATH, and none could be installed; install one, or set CHROMIUM to its path. Tried:\n"
        + "\n".join(tried)
    )


def find(downloaded: str) -> str | None:
    """Return the path of a Chromium that is there already."""
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path), downloaded if Path(downloaded).is_file() else None)


def installers() -> list[list[str]]:
    """Return the commands that can install a Chromium here, in the order in which they should be tried.

    Debian's package comes with the libraries it needs; Playwright's own download does not, and needs the open internet.
    """
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    apt = shutil.which("apt-get")
    if apt is None:
        return [own]
    as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    return [
        [*as_root, apt, "update", "--quiet"],
        [*as_root, apt, "install", "--yes", "--quiet", "--no-install-recommends", "chromium"],
        own,
    ]


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
