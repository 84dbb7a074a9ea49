"""What a query costs a reader where the index is in pieces: `python -m benchmarks.searching [ENTRIES…]`.

For synthetic scenarios (1,000 and 10,000 entries unless others are asked for), whose pages are rendered and not built,
it prints how large the documents are, how many files the index in pieces takes and how long they take, as a multiple of
converting the pages; then what queries of each kind make a Chromium fetch with nothing kept, from a server that zips
what is not zipped, from the first letter to the answer. Everything is counted, headers too.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from markdown import Markdown
from material.plugins.search.plugin import Parser
from playwright.sync_api import expect, sync_playwright

from benchmarks.plain_site import Pages
from benchmarks.scenarios import build_scenario_yaml
from macros import rules
from macros.files.atomic import write_atomic
from macros.output.search import INDEX, Document, build_search, names_by_page
from macros.pages import urls
from macros.pages.scenario_index import ScenarioIndex
from tests.browser.conftest import SUB_PATH
from tests.browser.gzip_server import serve_gzip
from tests.browser.test_search import UNMATCHED, ask, results
from tests.conftest import ROOT, build
from tests.programs import chromium

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser

    from macros.scenario.model import Scenario

SIZES = (1_000, 10_000)
LIMIT = 300


def documents(index: ScenarioIndex) -> Iterator[Document]:
    """Give the documents of all pages, as the theme's plugin takes them from the same pages without figures."""
    pages = Pages(index)
    convert = Markdown(extensions=["attr_list", "md_in_html", "smarty", "toc"]).reset
    for entry in index.scenario.entries:
        yield from _sections(urls.entry(entry.id), convert().convert("\n".join(pages.entry(entry))))
    for name, title, lines in pages.overview_pages():
        page = name.removesuffix(".md").removesuffix("index").rstrip("/")
        source = f"# {title}\n\n" + "\n".join(lines)
        yield from _sections(f"{page}/" if page else "", convert().convert(source))


def _sections(page: str, source: str) -> Iterator[Document]:
    parser = Parser()
    parser.feed(source)
    parser.close()
    for section in parser.data:
        title, text = ("".join(part).strip() for part in (section.title, section.text))
        yield Document(location=f"{page}#{section.id}" if section.id else page, title=title, text=text)


def queries(scenario: Scenario) -> dict[str, list[tuple[str, str]]]:
    """Return queries by kind, each with the address of the page that it is after; empty where none is."""
    entries = scenario.entries
    some = entries[:: len(entries) // 7]
    spelt = [entry for entry in entries if entry.misspellings]
    chinese = [(name, entry) for entry in entries for name in entry.names if re.search(r"[\u4e00-\u9fff]", name)]
    cyrillic = [(name, entry) for entry in entries for name in entry.names if re.search(r"[\u0400-\u04ff]", name)]
    words = [re.sub(r"\[\[[^\]]*\]\]", "", entry.lead).split() for entry in some]

    def after(found: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
        return [(text, urls.entry(entry.id)) for text, entry in found]  # type: ignore[attr-defined]

    return {
        "title": after((entry.title, entry) for entry in some[:4]),
        "misspelling": after((entry.misspellings[0], entry) for entry in spelt[:: len(spelt) // 3][:3]),
        "letter missing": after((entry.title[:3] + entry.title[4:], entry) for entry in some[4:7]),
        "Chinese": after(chinese[:: max(1, len(chinese) // 2)][:2]),
        "Cyrillic": after(cyrillic[:: max(1, len(cyrillic) // 2)][:2]),
        "three words turned": after((" ".join(reversed(entry.title.split()[-3:])), entry) for entry in entries[5:7]),
        "words of a text": [(" ".join(said[5:9]), "") for said in words[:2]],
        "common word": [("year", "")],
        "nothing": [(UNMATCHED, "")],
    }


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one query fetched: bytes, and in how many requests; and whether it found what it was after, if anything."""

    kilobytes: float
    requests: int
    found: bool


def fetched(browser: Browser, host: tuple[str, list[tuple[str, int]]], query: str, page: str) -> Fetched:
    """Ask a fresh browser, and say what it fetched from the first letter to the answer."""
    home, sent = host
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{home}{SUB_PATH}/data/", wait_until="networkidle")
    opened.locator(".md-search__input").focus()
    expect(opened.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    opened.wait_for_load_state("networkidle")
    sent.clear()
    ask(opened, query)
    opened.wait_for_load_state("networkidle")
    found = not page or page in results(opened)[:3]
    context.close()
    return Fetched(sum(size for _, size in sent) / 1000, len(sent), found)


def row(name: str, *values: object) -> None:
    """Print a line of the table."""
    sys.stdout.write(f"{name:<28}" + "".join(f"{value!s:>16}" for value in values) + "\n")
    sys.stdout.flush()


def measure(count: int, site: Path) -> float:
    """Print the tables for a number of entries, searched on a built site; return the kB of the dearest query."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "scenario.yml"
        data.write_text(build_scenario_yaml(count), encoding="utf-8")
        scenario, _ = rules.load_scenario(data)
    start = time.process_time()
    said = list(documents(ScenarioIndex(scenario)))
    converting = time.process_time() - start
    config = json.loads((site / INDEX).read_text(encoding="utf-8"))["config"]
    shutil.rmtree(site / "search")
    children, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    sizes: list[tuple[str, int]] = []
    for address, content in build_search(config, said, names_by_page(scenario.entries), 0):
        write_atomic(site / address, content)
        sizes.append((address, len(content)))
    own, after = time.process_time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    pagefind = after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    whole = len(json.dumps(said, ensure_ascii=False).encode())
    row(f"{count:,} entries", "kB in all", "kB, largest", "files")
    row("documents, whole", whole // 1000, "", 1)
    for kind in ("documents/", "names/", "words/"):
        some = [size for address, size in sizes if address.startswith(f"search/{kind}")]
        row(kind, sum(some) // 1000, f"{max(some) / 1000:.1f}", len(some))
    row("cost", "CPU s", "x converting", "MB, peak")
    row("converting the pages", f"{converting:.1f}", "1.00")
    row("index, ours", f"{own:.1f}", f"{own / converting:.2f}", _peak(resource.RUSAGE_SELF))
    row("index, Pagefind", f"{pagefind:.1f}", f"{pagefind / converting:.2f}", _peak(resource.RUSAGE_CHILDREN))
    row("queries", "kB, mean", "kB, most", "requests, most", "in first three")
    every: list[Fetched] = []
    with serve_gzip(site.parent) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright.chromium.executable_path).path())
        for kind, asked in queries(scenario).items():
            answers = [fetched(browser, host, *query) for query in asked]
            _told(f"{kind} ({len(answers)})", answers)
            every += answers
        browser.close()
    _told(f"all ({len(every)})", every)
    return max(one.kilobytes for one in every)


def _told(name: str, some: list[Fetched]) -> None:
    weights = [one.kilobytes for one in some]
    requests, found = max(one.requests for one in some), sum(one.found for one in some)
    row(name, f"{mean(weights):.0f}", f"{max(weights):.0f}", requests, f"{found} of {len(some)}")


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def main(arguments: list[str]) -> int:
    """Print the tables; return 1 where a query fetched more than it may."""
    with tempfile.TemporaryDirectory() as folder:
        site = build(ROOT, Path(folder) / SUB_PATH, WHOLE_SEARCH="0")
        dearest = [measure(int(count), site) for count in arguments or SIZES]
    sys.stdout.write(f"at most {LIMIT} kB a query: {'kept' if max(dearest) <= LIMIT else 'NOT KEPT'}\n")
    return int(max(dearest) > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
