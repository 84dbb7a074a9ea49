"""The cost of a query with a sharded index: `python -m benchmarks.searching [SIZE …]`.

For synthetic scenarios of 1,000 and 10,000 entries, or of other sizes, it prints the size of the documents, the number
of files of the index, and the time to build it relative to converting the pages. Then Chromium runs queries of each
kind, with an empty cache, on a server that compresses responses. A query costs the bytes of all responses from the
first letter to the results, with headers.
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
from playwright.sync_api import sync_playwright

from benchmarks.plain_site import Pages
from benchmarks.scenarios import build_scenario_yaml
from macros import rules
from macros.files.atomic import write_atomic
from macros.output.search import SEARCH_INDEX, build_search
from macros.output.search_documents import Document, entry_fields
from macros.pages import urls
from macros.pages.scenario_index import ScenarioIndex
from tests.browser.gzip_server import serve_gzip
from tests.browser.test_search import UNMATCHED, ask_in_new_context
from tests.conftest import ROOT, build
from tests.programs import chromium
from tests.serving import SUB_PATH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser

    from macros.scenario.model import Scenario

SIZES = (1_000, 10_000)
MAX_KILOBYTES = 300


def build_documents(index: ScenarioIndex) -> Iterator[Document]:
    """Yield the documents of all pages, as the theme's plugin builds them from the plain pages."""
    pages = Pages(index)
    converter = Markdown(extensions=["attr_list", "md_in_html", "smarty", "toc"])
    for entry in index.scenario.entries:
        yield from _sections(urls.entry_address(entry.id), converter.reset().convert("\n".join(pages.entry(entry))))
    for name, title, lines in pages.overview_pages():
        page = name.removesuffix(".md").removesuffix("index").rstrip("/")
        source = f"# {title}\n\n" + "\n".join(lines)
        yield from _sections(f"{page}/" if page else "", converter.reset().convert(source))


def _sections(page: str, source: str) -> Iterator[Document]:
    parser = Parser()
    parser.feed(source)
    parser.close()
    for section in parser.data:
        title, text = ("".join(part).strip() for part in (section.title, section.text))
        yield Document(location=f"{page}#{section.id}" if section.id else page, title=title, text=text)


def queries(scenario: Scenario) -> dict[str, list[tuple[str, str]]]:
    """Return queries by kind, each with the URL of the page that it looks for, or an empty text."""
    entries = scenario.entries
    sample = entries[:: len(entries) // 7]
    misspelt = [entry for entry in entries if entry.misspellings]
    chinese = [(name, entry) for entry in entries for name in entry.names if re.search(r"[\u4e00-\u9fff]", name)]
    cyrillic = [(name, entry) for entry in entries for name in entry.names if re.search(r"[\u0400-\u04ff]", name)]
    texts = [re.sub(r"\[\[[^\]]*\]\]", "", entry.lead).split() for entry in sample]

    def with_urls(pairs: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
        return [(text, urls.entry_address(entry.id)) for text, entry in pairs]  # type: ignore[attr-defined]

    return {
        "title": with_urls((entry.title, entry) for entry in sample[:4]),
        "misspelling": with_urls((entry.misspellings[0], entry) for entry in misspelt[:: len(misspelt) // 3][:3]),
        "letter missing": with_urls((entry.title[:3] + entry.title[4:], entry) for entry in sample[4:7]),
        "Chinese": with_urls(chinese[:: max(1, len(chinese) // 2)][:2]),
        "Cyrillic": with_urls(cyrillic[:: max(1, len(cyrillic) // 2)][:2]),
        "three words turned": with_urls(
            (" ".join(reversed(entry.title.split()[-3:])), entry) for entry in entries[5:7]
        ),
        "words of a text": [(" ".join(words[5:9]), "") for words in texts[:2]],
        "common word": [("year", "")],
        "nothing": [(UNMATCHED, "")],
    }


@dataclass(frozen=True, slots=True)
class QueryCost:
    """The cost of a query: kilobytes and number of responses, and whether the page is among the first three results."""

    kilobytes: float
    requests: int
    is_in_top_three: bool


def run_query(browser: Browser, host: tuple[str, list[tuple[str, int]]], query: str, page: str) -> QueryCost:
    """Run a query in a new browser context, and return its cost."""
    home, responses = host
    addresses = ask_in_new_context(browser, f"{home}{SUB_PATH}/data/", query, responses)
    is_in_top_three = not page or page in addresses[:3]
    return QueryCost(sum(size for _, size in responses) / 1000, len(responses), is_in_top_three)


def print_row(name: str, *values: object) -> None:
    """Print a line of the table."""
    sys.stdout.write(f"{name:<28}" + "".join(f"{value!s:>16}" for value in values) + "\n")
    sys.stdout.flush()


def measure(count: int, site: Path) -> float:
    """Print the tables for a number of entries, on a built site; return the kB of the most expensive query."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "scenario.yml"
        data.write_text(build_scenario_yaml(count), encoding="utf-8")
        scenario, *_ = rules.load_scenario(data)
    start = time.process_time()
    documents = list(build_documents(ScenarioIndex(scenario)))
    converting_seconds = time.process_time() - start
    config = json.loads((site / SEARCH_INDEX).read_text(encoding="utf-8"))["config"]
    shutil.rmtree(site / "search")
    children_before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    sizes: list[tuple[str, int]] = []
    for address, content in build_search(config, documents, entry_fields(ScenarioIndex(scenario)), 0):
        write_atomic(site / address, content)
        sizes.append((address, len(content)))
    index_seconds, children_after = time.process_time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    pagefind_seconds = sum(children_after[:2]) - sum(children_before[:2])
    whole_size = len(json.dumps(documents, ensure_ascii=False).encode())
    print_row(f"{count:,} entries", "kB in all", "kB, largest", "files")
    print_row("documents, whole", whole_size // 1000, "", 1)
    for kind in ("documents/", "names/", "words/"):
        kind_sizes = [size for address, size in sizes if address.startswith(f"search/{kind}")]
        print_row(kind, sum(kind_sizes) // 1000, f"{max(kind_sizes) / 1000:.1f}", len(kind_sizes))
    print_row("cost", "CPU s", "x converting", "MB, peak")
    print_row("converting the pages", f"{converting_seconds:.1f}", "1.00")
    print_row(
        "index, ours", f"{index_seconds:.1f}", f"{index_seconds / converting_seconds:.2f}", _peak(resource.RUSAGE_SELF)
    )
    print_row(
        "index, Pagefind",
        f"{pagefind_seconds:.1f}",
        f"{pagefind_seconds / converting_seconds:.2f}",
        _peak(resource.RUSAGE_CHILDREN),
    )
    print_row("queries", "kB, mean", "kB, most", "requests, most", "in first three")
    all_costs: list[QueryCost] = []
    with serve_gzip(site.parent) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright.chromium.executable_path).path())
        for kind, kind_queries in queries(scenario).items():
            costs = [run_query(browser, host, *query) for query in kind_queries]
            _print_queries(f"{kind} ({len(costs)})", costs)
            all_costs += costs
        browser.close()
    _print_queries(f"all ({len(all_costs)})", all_costs)
    return max(cost.kilobytes for cost in all_costs)


def _print_queries(name: str, costs: list[QueryCost]) -> None:
    kilobytes = [cost.kilobytes for cost in costs]
    requests, hits = max(cost.requests for cost in costs), sum(cost.is_in_top_three for cost in costs)
    print_row(name, f"{mean(kilobytes):.0f}", f"{max(kilobytes):.0f}", requests, f"{hits} of {len(costs)}")


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def main(arguments: list[str]) -> int:
    """Print the tables; return 1 if a query exceeds the limit."""
    with tempfile.TemporaryDirectory() as folder:
        site = build(ROOT, Path(folder) / SUB_PATH, MAX_SEARCH_FILE_BYTES="0")
        largest = [measure(int(count), site) for count in arguments or SIZES]
    sys.stdout.write(f"at most {MAX_KILOBYTES} kB a query: {'met' if max(largest) <= MAX_KILOBYTES else 'MISSED'}\n")
    return int(max(largest) > MAX_KILOBYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
