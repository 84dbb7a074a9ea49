"""The time to check data files of growing size: `python -m benchmarks.loading [SIZE …]`.

Each size is measured once, in processes of its own, on a synthetic scenario: the elapsed time to load the file, to
validate the records, to run each rule that takes more than 1 % of the total, and to run the whole command with its
imports, with its processor time and peak memory. The last columns of the second table are the cost per entry, relative
to 1,000 entries.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import MEGABYTE, measure_seconds, run_command
from benchmarks.scenarios import build_scenario_yaml
from macros import rules
from macros.scenario.loader import load_file
from macros.scenario.model import Scenario

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1000, 5000, 10_000)
MEASURE = "--measure"
MIN_SHARE = 0.01
COMMAND = "whole command"


def measure_parts(path: Path) -> dict[str, float]:
    """Return the elapsed time of each part of a check of a file, in seconds."""
    parts = {"loading": measure_seconds(lambda: load_file(path))}
    file = load_file(path)
    gc.disable()
    parts["validating"] = measure_seconds(lambda: Scenario.model_validate(file.data))
    for rule in rules.RULES:
        parts[rule.name] = measure_seconds(lambda rule=rule: list(rule.check(file)))  # type: ignore[misc]
    return parts


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == [MEASURE]:
        sys.stdout.write(json.dumps(measure_parts(Path(sys.argv[2]))) + "\n")
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    parts: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        print_row("entries", "MB of YAML", "wall s", "CPU s", "peak MB", "ms an entry")
        for size in sizes:
            path = Path(folder) / f"{size}.yml"
            path.write_text(build_scenario_yaml(size), encoding="utf-8")
            command = [sys.executable, "-m", "benchmarks.loading", MEASURE, str(path)]
            parts[size] = json.loads(subprocess.check_output(command, cwd=ROOT))  # noqa: S603 - a fixed command
            cost = run_command([sys.executable, "-m", "macros", "check", str(path)], Path(folder), PYTHONPATH=str(ROOT))
            parts[size][COMMAND] = cost.wall
            values = (
                path.stat().st_size / MEGABYTE,
                cost.wall,
                cost.cpu,
                cost.peak / MEGABYTE,
                1000 * cost.wall / size,
            )
            print_row(size, *(f"{value:.2f}" for value in values))
    print_ratios(parts)


def print_ratios(parts: dict[int, dict[str, float]]) -> None:
    """Print the parts that matter at the largest size, in seconds, and the cost per entry relative to 1,000."""
    largest = max(parts)
    base = 1000 if 1000 in parts else min(parts)  # noqa: PLR2004 - the size to compare with
    print_row("", *(f"s at {size}" for size in parts), *(f"x at {size}" for size in parts))
    for name, seconds in parts[largest].items():
        if seconds > MIN_SHARE * parts[largest][COMMAND]:
            times = [parts[size][name] for size in parts]
            ratios = [parts[size][name] / size / (parts[base][name] / base or 1) for size in parts]
            print_row(name, *(f"{value:.3f}" for value in times), *(f"{value:.2f}" for value in ratios))


def print_row(name: object, *values: object) -> None:
    """Print a line of a table."""
    sys.stdout.write(f"{name!s:<24}" + "".join(f"{value!s:>13}" for value in values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
