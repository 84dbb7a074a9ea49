"""How long an edit takes until a reader sees it: `python -m benchmarks.serving`.

The real site, and the same as plain pages, are each served by `mkdocs serve` from a copy. A text, what a link says, a
title, a date and a further name are edited, each several times, and a page is asked for until it shows the edit; a
browser is told to reload at the same moment. Where a name is edited, as where anything is but texts, titles and dates,
all parts of all pages are made again. The table has the medians and the longest, and how many times as long as a text
of the plain pages each takes.
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

EDITS = 7
ENTRY = "great-chinese-famine"
DATED = "demilitarisation"
"""An entry that the account dates by a year alone."""
PATIENCE = 120.0
REQUIRED = 1.5


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a project by MkDocs, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": f"http://{address}/"}
    server = subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603 - our own command
    try:
        yield f"http://{address}/"
    finally:
        server.terminate()
        server.wait()


def shown(address: str, word: str, patience: float = PATIENCE) -> float:
    """Return how many seconds it takes until a page shows a word.

    Raises:
        TimeoutError: it does not.
    """
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < patience:
        try:
            with urllib.request.urlopen(address, timeout=patience) as page:  # noqa: S310 - our own server
                if word in page.read().decode():
                    return time.perf_counter() - start
        except urllib.error.URLError:
            time.sleep(0.1)
        time.sleep(0.02)
    raise TimeoutError(f"{address} does not show '{word}' after {spent:.0f} s")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is edited, in which words of a file, to what the `number`th time, and where a reader sees it."""

    what: str
    page: str
    before: str
    after: Callable[[int], str]
    sign: Callable[[int], str]


def told_apart(what: str, page: str, before: str, field: str = "") -> Edit:
    """Return an edit that puts a word, another each time, before others, which follow the name of a field."""
    word = "Edited{}".format
    return Edit(what, page, field + before, lambda number: f"{field}{word(number)} {before}", word)


def edits(folder: Path, source: Path, wanted: Sequence[Edit]) -> Iterator[tuple[str, list[float]]]:
    """Serve a project, make every edit several times, and give how long each took to be shown, by what is edited.

    Raises:
        ValueError: the words that are to be edited do not stand in the file.
    """
    whole = source.read_text(encoding="utf-8")
    with served(folder) as address:
        for edit in wanted:
            if edit.before not in whole:
                raise ValueError(f"'{edit.before}' does not stand in {source.name}")
            took = []
            for number in range(1, EDITS + 2):
                shown(address + edit.page, "<h1")
                time.sleep(1)
                source.write_text(whole.replace(edit.before, edit.after(number), 1), encoding="utf-8")
                took.append(shown(address + edit.page, edit.sign(number)))
            yield edit.what, took[1:]


def main() -> None:
    """Print the table."""
    scenario, _ = rules.load_scenario(ROOT / "data" / "scenario.yml")
    index = ScenarioIndex(scenario)
    lead = told_apart("a text", f"entries/{ENTRY}/", " ".join(index.entries[ENTRY].lead.split()[:3]))
    mechanism = next(link.mechanism for link in scenario.links if link.effect == ENTRY)
    dated = f"thread: {index.entries[DATED].thread}\n    date: {index.entries[DATED].date}"
    others = (
        told_apart("what a link says", "causes/", " ".join(mechanism.split()[:8])),
        told_apart("a title", f"entries/{DATED}/", index.titles[DATED], "title: "),
        Edit(
            "a date",
            f"entries/{DATED}/",
            dated,
            lambda number: f"{dated}-{number:02}",
            lambda number: format_date(f"{index.entries[DATED].date}-{number:02}"),
        ),
        told_apart("a name", f"entries/{DATED}/", index.entries[DATED].names[0], "names: ["),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        shutil.copytree(ROOT / "data", folder / "data")
        if (ROOT / ".cache").is_dir():
            shutil.copytree(ROOT / ".cache", folder / ".cache")
        plain_site.write_plain_site(index, folder / "plain")
        page = folder / "plain" / "docs" / "entries" / f"{ENTRY}.md"
        rows = [("plain pages", *found) for found in edits(folder / "plain", page, [lead])]
        rows += [("our site", *found) for found in edits(folder, folder / "data" / "scenario.yml", [lead, *others])]
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    sys.stdout.write(f"{'from an edit to the page':<36}{'median s':>10}{'longest s':>11}{'x plain':>9}\n")
    for site, what, took in rows:
        median = statistics.median(took)
        ratio = median / statistics.median(rows[0][2])
        sys.stdout.write(f"{site + ', ' + what:<36}{median:>10.2f}{max(took):>11.2f}{ratio:>9.2f}\n")
    slowest = max(statistics.median(took) for site, _, took in rows if site == "our site")
    word = "met" if slowest <= REQUIRED else "missed"
    sys.stdout.write(f"required: at most {REQUIRED} s; {word}\n")


if __name__ == "__main__":
    main()
