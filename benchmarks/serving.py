"""How long an edit takes until a reader sees it: `python -m benchmarks.serving`.

The real site, and the same as plain pages, are each served by `mkdocs serve` from a copy. A word is added to the lead
of an entry, and its page is asked for until it shows it; a browser is told to reload at the same moment. The table has
the median and the longest of several edits, and the ratio of both sites.
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
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import plain
from benchmarks.scale import ROOT, copied
from macros import checks
from macros.pages.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITS = 7
ENTRY = "great-chinese-famine"
PATIENCE = 120.0
REQUIRED = 1.5


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a project by MkDocs, and give the address of the entry's page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": f"http://{address}/"}
    server = subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603 - our own command
    try:
        yield f"http://{address}/entries/{ENTRY}/"
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


def edits(folder: Path, source: Path, lead: str) -> list[float]:
    """Serve a project, edit a text in a file of it several times, and return how long each edit took to be shown."""
    took = []
    with served(folder) as address:
        shown(address, "<h1")
        for number in range(EDITS + 1):
            time.sleep(1)
            word = f"Edited{number}"
            text = source.read_text(encoding="utf-8")
            before = f"Edited{number - 1} {lead}" if number else lead
            source.write_text(text.replace(before, f"{word} {lead}", 1), encoding="utf-8")
            took.append(shown(address, word))
    return took[1:]


def main() -> None:
    """Print the table."""
    scenario, _ = checks.scenario(ROOT / "data" / "scenario.yml")
    atlas = Atlas(scenario)
    lead = " ".join(atlas.entries[ENTRY].lead.split()[:3])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copied(folder)
        shutil.copytree(ROOT / "data", folder / "data")
        if (ROOT / ".cache").is_dir():
            shutil.copytree(ROOT / ".cache", folder / ".cache")
        plain.write(atlas, folder / "plain")
        bare = edits(folder / "plain", folder / "plain" / "docs" / "entries" / f"{ENTRY}.md", lead)
        ours = edits(folder, folder / "data" / "scenario.yml", lead)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    sys.stdout.write(f"{'from an edit to the page':<28}{'median s':>10}{'longest s':>11}{'x plain':>9}\n")
    for what, took in (("plain pages", bare), ("our site", ours)):
        ratio = statistics.median(took) / statistics.median(bare)
        sys.stdout.write(f"{what:<28}{statistics.median(took):>10.2f}{max(took):>11.2f}{ratio:>9.2f}\n")
    word = "met" if statistics.median(ours) <= REQUIRED else "missed"
    sys.stdout.write(f"required: at most {REQUIRED} s; {word}\n")


if __name__ == "__main__":
    main()
