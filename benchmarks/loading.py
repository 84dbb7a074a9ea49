"""What checking a data file costs as it grows: `python -m benchmarks.loading [SIZE …]`.

Each size is measured once, in processes of its own, on a synthetic scenario: seconds of processor time for reading
(YAML and records), for typing alone, for every rule that takes more than 1 % of the whole, and for the whole command,
imports included, with its wall time and its peak of memory. The last columns of the second table are what an entry
costs, as a multiple of what it costs at 1,000 entries.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.scenarios import scenario
from macros import checks
from macros.lore.load import read
from macros.lore.model import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1000, 5000, 10_000)
MEASURE = "--measure"
LEAST = 0.01
COMMAND = "whole command"
WATCH = """
import resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Runs a module and prints the peak of memory, in kB, as Linux gives it."""


def seconds(work: Callable[[], object]) -> float:
    """Return how much processor time some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(path: Path) -> dict[str, float]:
    """Return the cost of each part of a check of a file, in seconds."""
    found = {"reading, all of it": seconds(lambda: read(path))}
    draft = read(path)
    gc.disable()
    found["of that, typing"] = seconds(lambda: Scenario.model_validate(draft.data))
    for rule in checks.RULES:
        found[rule.name] = seconds(lambda rule=rule: list(rule.problems(draft)))  # type: ignore[misc]
    return found


def run(*arguments: str) -> tuple[str, float, float, float]:
    """Run Python; return what it prints, its wall and processor time in seconds, and its peak of memory in MB."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", WATCH, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    wall, user = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    *lines, peak = done.stdout.splitlines()
    return "\n".join(lines), wall, user, int(peak) / 1024


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == [MEASURE]:
        sys.stdout.write(json.dumps(measured(Path(sys.argv[2]))) + "\n")
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    parts: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        row("entries", "MB of YAML", "wall s", "user s", "peak MB", "ms an entry")
        for size in sizes:
            path = Path(folder) / f"{size}.yml"
            path.write_text(scenario(size), encoding="utf-8")
            parts[size] = json.loads(run("benchmarks.loading", MEASURE, str(path))[0])
            said, wall, user, peak = run("macros", "check", str(path))
            if "no problems" not in said:
                sys.exit(said)
            parts[size][COMMAND] = user
            row(size, *(f"{value:.2f}" for value in (path.stat().st_size / 1e6, wall, user, peak, 1000 * user / size)))
    ratios(parts)


def ratios(parts: dict[int, dict[str, float]]) -> None:
    """Print the parts that count at the largest size, in seconds, and what they cost an entry against 1,000 entries."""
    largest = max(parts)
    base = 1000 if 1000 in parts else min(parts)  # noqa: PLR2004 - what the issue compares with
    row("", *(f"s at {size}" for size in parts), *(f"x at {size}" for size in parts))
    for name, cost in parts[largest].items():
        if cost > LEAST * parts[largest][COMMAND]:
            costs = [parts[size][name] for size in parts]
            shares = [parts[size][name] / size / (parts[base][name] / base or 1) for size in parts]
            row(name, *(f"{value:.3f}" for value in costs), *(f"{value:.2f}" for value in shares))


def row(name: object, *values: object) -> None:
    """Print a line of a table."""
    sys.stdout.write(f"{name!s:<24}" + "".join(f"{value!s:>13}" for value in values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
