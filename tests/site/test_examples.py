"""The examples on the page about data run as a reader pastes them, but for the host."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.programs import CURL, JQ
from tests.serving import serve
from tests.site.pages import load_page
from tests.site.test_site import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from macros.scenario.model import Scenario


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """Yield the address of the site."""
    with serve(site) as host:
        yield host


def find_examples(site: Path) -> dict[str, str]:
    """Return the blocks of code in the section of examples, by title."""
    (section,) = load_page(site, "data/").xpath("//h2[@id='read']")
    blocks = [element for element in section.itersiblings() if element.get("class", "").endswith("highlight")]
    examples = [block for block in blocks if block.xpath("preceding-sibling::h2[1]/@id") == ["read"]]
    return {block.xpath("string(.//*[@class='filename'])"): block.xpath("string(.//code)") for block in examples}


def run(command: str, example: str, host: str) -> str:
    """Return what an example prints whose host is replaced by that of a server."""
    assert example.count(HOST) == 1
    process = subprocess.run(
        [command, "-c", example.replace(HOST, host)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (process.returncode, process.stderr) == (0, ""), example
    return process.stdout


def test_the_examples_of_the_data_page_run_as_they_stand(site: Path, scenario: Scenario, host: str) -> None:
    examples = find_examples(site)
    assert list(examples) == ["curl and jq", "Python, JSON", "Python, CSV", "networkx"]
    printed = {title: run(sys.executable, code, host) for title, code in examples.items() if title != "curl and jq"}
    assert printed["Python, JSON"].splitlines() == [entry.title for entry in scenario.entries]
    claims = [claim for sentence in scenario.sentences for claim in sentence.claims]
    assert len(printed["Python, CSV"].splitlines()) == sum(claim.basis == "implied" for claim in claims)
    assert printed["networkx"].count("(") == sum(link.relation == "cause" for link in scenario.links)


def test_the_example_in_the_shell_runs_as_it_stands(site: Path, scenario: Scenario, host: str) -> None:
    assert CURL.path()
    assert JQ.path()
    titles = run("sh", find_examples(site)["curl and jq"], host).splitlines()
    assert titles == [entry.title for entry in scenario.entries if entry.kind == "decision"]
    assert titles
