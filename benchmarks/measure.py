"""The cost of a command: processor time, elapsed time, peak memory of its largest process, and size of its output."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MEGABYTE = 1_000_000
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # getrusage(2): bytes there, kibibytes elsewhere


class CommandError(Exception):
    """A command failed; the message is the end of its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a command: processor and elapsed time in seconds, peak memory of its largest process in bytes."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True, slots=True)
class FolderSize:
    """The number of files in a folder, the number of pages among them, and the total size in bytes."""

    files: int
    pages: int
    total: int


def measure_seconds(function: Callable[[], object]) -> float:
    """Return the elapsed time of a function in seconds."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def run_command(command: Sequence[str], folder: Path, **environment: str) -> Cost:
    """Run a command in a folder, and return the cost of it and its child processes.

    Python caches compiled modules, as it does by default.

    Raises:
        CommandError: The command failed.
    """
    log = folder / "benchmark.log"
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - a fixed command
            command,
            cwd=folder,
            env={**inherited, "NO_MKDOCS_2_WARNING": "1", **environment},
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _RSS_UNIT)


def measure_folder(folder: Path) -> FolderSize:
    """Return the size of a folder."""
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return FolderSize(len(sizes), sum(path.name == "index.html" for path in sizes), sum(sizes.values()))
