"""The time from an edit until `mkdocs serve` shows it: `python -m benchmarks.serving [REPETITIONS]` (7).

The benchmark serves a copy of the real site, and the same content as plain pages. It edits a text, the mechanism of a
link, a title, a date and a name of our site, and a text of the plain pages. It repeats each edit, and requests a page
until it shows the edit; browsers reload at that moment. The table has the median and the longest time, and the ratio to
the plain pages. The limit holds if no kind of edit takes longer than an edit of the plain pages.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import plain_site
from benchmarks.scale import ROOT, copy_project
from macros import rules
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ENTRY = "great-chinese-famine"
YEAR_ENTRY = "demilitarisation"
"""An entry whose date is a year."""
TIMEOUT = 120.0
MAX_RATIO = 1.0


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of a file.

    Attributes:
        name: The kind of the edit.
        page: The URL of the page that shows it, from the root of the site.
        before: The text to replace.
        replacement: Returns the new text of the nth repetition.
        marker: Returns the text that the page then shows.
    """

    name: str
    page: str
    before: str
    replacement: Callable[[int], str]
    marker: Callable[[int], str]


def insert_word(name: str, page: str, before: str, field: str = "") -> Edit:
    """Return an edit that inserts a new word before some text, which follows the name of a field."""
    word = "Edited{}".format
    return Edit(name, page, field + before, lambda number: f"{field}{word(number)} {before}", word)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a project by MkDocs, and yield its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": f"http://{address}/"}
    server = subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603 - a fixed command
    try:
        yield f"http://{address}/"
    finally:
        server.terminate()
        server.wait()


def seconds_until_text(url: str, text: str) -> float:
    """Return the seconds until a page contains a text.

    Raises:
        TimeoutError: The page does not show it.
    """
    start = time.perf_counter()
    while (elapsed := time.perf_counter() - start) < TIMEOUT:
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT) as page:  # noqa: S310 - our own server
                if text in page.read().decode():
                    return time.perf_counter() - start
        except urllib.error.URLError:
            time.sleep(0.1)
        time.sleep(0.02)
    raise TimeoutError(f"{url} does not show '{text}' after {elapsed:.0f} s")


def measure_edits(
    folder: Path, source: Path, edits: Sequence[Edit], repetitions: int
) -> Iterator[tuple[str, list[float]]]:
    """Serve a project and repeat every edit; yield its name and its times in seconds.

    The first repetition does not count.

    Raises:
        ValueError: The file does not contain the text to replace.
    """
    original = source.read_text(encoding="utf-8")
    with serve(folder) as url:
        for edit in edits:
            if edit.before not in original:
                raise ValueError(f"'{edit.before}' is not in {source.name}")
            times = []
            for number in range(1, repetitions + 2):
                seconds_until_text(url + edit.page, "<h1")
                time.sleep(1)
                source.write_text(original.replace(edit.before, edit.replacement(number), 1), encoding="utf-8")
                times.append(seconds_until_text(url + edit.page, edit.marker(number)))
            yield edit.name, times[1:]


def build_edits(index: ScenarioIndex) -> list[Edit]:
    """Return an edit of each kind, the edit of a text first."""
    year_entry = index.entries[YEAR_ENTRY]
    year_page = f"entries/{YEAR_ENTRY}/"
    mechanism = next(link.mechanism for link in index.scenario.links if link.effect == ENTRY)
    date = f"thread: {year_entry.thread}\n    date: {year_entry.date}"
    return [
        insert_word("text", f"entries/{ENTRY}/", " ".join(index.entries[ENTRY].lead.split()[:3])),
        insert_word("mechanism", "causes/", " ".join(mechanism.split()[:8])),
        insert_word("title", year_page, year_entry.title, "title: "),
        Edit(
            "date",
            year_page,
            date,
            lambda number: f"{date}-{number:02}",
            lambda number: format_date(f"{year_entry.date}-{number:02}"),
        ),
        insert_word("name", year_page, year_entry.names[0], "names: ["),
    ]


def print_table(plain: list[float], edits: dict[str, list[float]]) -> None:
    """Print the times of the plain pages and of our site, and the verdict."""
    baseline = statistics.median(plain)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    sys.stdout.write(f"{'edit':<28}{'median s':>10}{'longest s':>11}{'x plain':>9}\n")
    for name, times in {"plain pages, text": plain, **{f"our site, {name}": edits[name] for name in edits}}.items():
        median = statistics.median(times)
        sys.stdout.write(f"{name:<28}{median:>10.2f}{max(times):>11.2f}{median / baseline:>9.2f}\n")
    ratio = max(map(statistics.median, edits.values())) / baseline
    verdict = "met" if ratio <= MAX_RATIO else "MISSED"
    sys.stdout.write(f"slowest edit : plain pages {ratio:.2f} x   at most {MAX_RATIO:.2f} x   {verdict}\n")


def main() -> None:
    """Measure the edits, and print the table."""
    repetitions = int(sys.argv[1]) if sys.argv[1:] else 7
    scenario, *_ = rules.load_scenario(ROOT / "data" / "scenario.yml")
    index = ScenarioIndex(scenario)
    edits = build_edits(index)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        shutil.copytree(ROOT / "data", folder / "data")
        if (ROOT / ".cache").is_dir():
            shutil.copytree(ROOT / ".cache", folder / ".cache")
        plain_site.write_plain_site(index, folder / "plain")
        page = folder / "plain" / "docs" / "entries" / f"{ENTRY}.md"
        ((_, plain),) = measure_edits(folder / "plain", page, edits[:1], repetitions)
        times = dict(measure_edits(folder, folder / "data" / "scenario.yml", edits, repetitions))
    print_table(plain, times)


if __name__ == "__main__":
    main()
