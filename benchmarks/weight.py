"""The cold transfer of the pages of a built site, by default of `site/`: `python -m benchmarks.weight [FOLDER]`.

It measures each page as `tests/browser/test_weight.py` does, on a phone and on a laptop. It prints the bytes and the
number of responses, the heaviest page first. A line with "!" is above the budget.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.gzip_server import serve_gzip
from tests.browser.test_weight import MAX_BYTES, load_cold
from tests.conftest import CHROMIUM_ARGUMENTS
from tests.programs import chromium

WIDTHS = (360, 1366)


def main() -> None:
    """Print a table of all pages."""
    site = Path(*(sys.argv[1:] or ["site"]))
    addresses = [path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("index.html")]
    rows = []
    with serve_gzip(site) as (home, responses), sync_playwright() as playwright:
        path = chromium(playwright.chromium.executable_path).path()
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        for address in addresses:
            row = []
            for width in WIDTHS:
                responses.clear()
                load_cold(browser, home, address, width)
                row.append((sum(size for _, size in responses), len(responses)))
            rows.append((row, address))
        browser.close()
    sys.stdout.write("".join(f"{f'kB at {width} (responses)':>24}" for width in WIDTHS) + "\n")
    for row, address in sorted(rows, reverse=True):
        mark = "!" if max(row)[0] > MAX_BYTES else " "
        columns = "".join(f"{f'{size / 1000:.1f} ({count})':>24}" for size, count in row)
        sys.stdout.write(f"{columns} {mark} /{address}\n")


if __name__ == "__main__":
    main()
