"""What a program costs: processor time, wall time, the memory of its largest process, and what it wrote."""

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


class FailedError(Exception):
    """A program ended with an error; its last words are the message."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program cost: seconds of processor and of the clock, bytes of its largest process."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True, slots=True)
class Output:
    """How many files a folder has, how many of them are pages, and how many bytes all of them."""

    files: int
    pages: int
    size: int


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cost(command: Sequence[str], folder: Path, **environment: str) -> Cost:
    """Run a program in a folder and return what it and those that it started and waited for cost.

    Python keeps the modules that it compiles, as it does for anybody.

    Raises:
        FailedError: it ended with an error.
    """
    log = folder / "benchmark.log"
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with log.open("wb") as told:
        program = subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=folder, env={**inherited, "NO_MKDOCS_2_WARNING": "1", **environment}, stdout=told, stderr=told
        )
        _, status, usage = os.wait4(program.pid, 0)
    wall = time.perf_counter() - start
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise FailedError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _RSS_UNIT)


def output(folder: Path) -> Output:
    """Return how much stands in a folder."""
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return Output(len(sizes), sum(path.name == "index.html" for path in sizes), sum(sizes.values()))
