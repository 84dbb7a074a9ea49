"""What checking a data file costs as it grows: `python -m benchmarks.loading [SIZE …]`.

Each size is measured once, in processes of its own, on a synthetic scenario: seconds of wall time for reading (YAML and
records), for typing alone, for every rule that takes more than 1 % of the whole, and for the whole command, imports
included, with its processor time and its peak of memory. The last columns of the second table are what an entry costs,
as a multiple of what it costs at 1,000 entries.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import MEGABYTE, cost, seconds
from benchmarks.scenarios import scenario
from macros import rules
from macros.scenario.loader import read
from macros.scenario.model import Scenario

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1000, 5000, 10_000)
MEASURE = "--measure"
LEAST = 0.01
COMMAND = "whole command"


def measured(path: Path) -> dict[str, float]:
    """Return the cost of each part of a check of a file, in seconds."""
    found = {"reading, all of it": seconds(lambda: read(path))}
    file = read(path)
    gc.disable()
    found["of that, typing"] = seconds(lambda: Scenario.model_validate(file.data))
    for rule in rules.RULES:
        found[rule.name] = seconds(lambda rule=rule: list(rule.problems(file)))  # type: ignore[misc]
    return found


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == [MEASURE]:
        sys.stdout.write(json.dumps(measured(Path(sys.argv[2]))) + "\n")
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    parts: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        row("entries", "MB of YAML", "wall s", "CPU s", "peak MB", "ms an entry")
        for size in sizes:
            path = Path(folder) / f"{size}.yml"
            path.write_text(scenario(size), encoding="utf-8")
            measure = [sys.executable, "-m", "benchmarks.loading", MEASURE, str(path)]
            parts[size] = json.loads(subprocess.check_output(measure, cwd=ROOT))  # noqa: S603 - our own command
            spent = cost([sys.executable, "-m", "macros", "check", str(path)], Path(folder), PYTHONPATH=str(ROOT))
            parts[size][COMMAND] = spent.wall
            found = (
                path.stat().st_size / MEGABYTE,
                spent.wall,
                spent.cpu,
                spent.peak / MEGABYTE,
                1000 * spent.wall / size,
            )
            row(size, *(f"{value:.2f}" for value in found))
    ratios(parts)


def ratios(parts: dict[int, dict[str, float]]) -> None:
    """Print the parts that count at the largest size, in seconds, and what they cost an entry against 1,000 entries."""
    largest = max(parts)
    base = 1000 if 1000 in parts else min(parts)  # noqa: PLR2004 - what the issue compares with
    row("", *(f"s at {size}" for size in parts), *(f"x at {size}" for size in parts))
    for name, taken in parts[largest].items():
        if taken > LEAST * parts[largest][COMMAND]:
            costs = [parts[size][name] for size in parts]
            shares = [parts[size][name] / size / (parts[base][name] / base or 1) for size in parts]
            row(name, *(f"{value:.3f}" for value in costs), *(f"{value:.2f}" for value in shares))


def row(name: object, *values: object) -> None:
    """Print a line of a table."""
    sys.stdout.write(f"{name!s:<24}" + "".join(f"{value!s:>13}" for value in values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
