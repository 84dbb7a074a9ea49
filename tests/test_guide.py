"""Every step of the guide, applied to a copy of the real data, leaves a valid file and a site that is whole."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from macros import rules
from macros.pages import urls
from macros.scenario.loader import load_file
from tests.conftest import build, build_environment, copy_real_project
from tests.site import test_links, test_site
from tests.site.pages import page, words
from tests.site.shipped_search import ShippedSearch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from macros.scenario.model import Scenario
    from tests.conftest import BuildOnce

SITE_CHECKS = (
    test_site.test_every_internal_link_and_anchor_resolves,
    test_site.test_every_id_is_unique_in_its_page,
    test_site.test_no_template_leaks_and_no_macro_failed,
    test_site.test_nothing_is_fetched_from_anywhere_else,
)


def entry_record(name: str, title: str, date: str, thread: str) -> str:
    return (
        f"  - id: {name}\n    title: {title}\n    kind: event\n    thread: {thread}\n    date: {date}\n"
        f"    lead: >-\n      Something that was added by the guide, as {title}.\n\n"
    )


def insert(section: str, record: str) -> Callable[[str], str]:
    """Return an edit that puts a record at the top of a section."""

    def edit(text: str) -> str:
        assert text.count(f"\n{section}:\n") == 1
        return text.replace(f"\n{section}:\n", f"\n{section}:\n{record}", 1)

    return edit


def add_claim(claim_id: str, entry: str) -> Callable[[str], str]:
    """Return an edit that adds a claim about an entry to the first sentence."""
    claim = (
        f"      - id: {claim_id}\n        text: Something was added.\n        kind: event\n        basis: stated\n"
        f"        date: null\n        entries: [{entry}]\n"
    )
    return lambda text: text.replace("\n    claims:\n", f"\n    claims:\n{claim}", 1)


def add_entry(name: str, title: str, date: str, claim_id: str) -> Callable[[str], str]:
    """Return an edit that adds an entry, a claim about it, and a revision that names it."""

    def edit(text: str) -> str:
        thread = re.findall(r"\nthreads:\n  - id: (\S+)", text)[0]
        revision = (
            f'  - id: {name}-added\n    date: "2099-12-31"\n    title: An entry is new\n    what: It was added.\n'
            f"    why: The guide says how.\n    entries: [{name}]\n\n"
        )
        text = insert("entries", entry_record(name, title, date, thread))(text)
        return insert("revisions", revision)(add_claim(claim_id, name)(text))

    return edit


def remove(pattern: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        edited, count = re.subn(pattern, "", text, count=1)
        assert count == 1, pattern
        return edited

    return edit


def retire(section: str, name: str, successor: str = "") -> Callable[[str], str]:
    """Return an edit that adds a record under `retired`."""
    heir = f"    replaced_by: {successor}\n" if successor else ""
    record = f"  - section: {section}\n    id: {name}\n    was: Something called {name}\n{heir}    why: Told twice.\n"

    def edit(text: str) -> str:
        text = text.replace("\nretired: []\n", "\nretired:\n")
        return insert("retired", record)(text)

    return edit


def together(*edits: Callable[[str], str]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        for part in edits:
            text = part(text)
        return text

    return edit


REFERENCE = (
    "  - id: guide-2099\n    label: Guide 2099\n    kind: book\n    authors: [Ann Guide]\n    year: 2099\n"
    "    title: A Book\n    published: A House\n    confirmed: true\n\n"
)
COMPARISON = (
    "  - entry: guide-event\n    status: same\n    date: 1957-03-01\n    note: It happened.\n"
    "    references: [guide-2099]\n\n"
)
QUESTION = (
    "  - id: q990\n    title: What the guide asks\n    locators: [account]\n    problem: It is unclear.\n"
    "    readings: []\n    followed: Nothing.\n    why: It is a step.\n    entries: [guide-event]\n\n"
)
TERM = "  - id: guide-word\n    title: Guide word\n    here: A word.\n    ours: A word, too.\n\n"
STEPS: dict[str, Callable[[str], str]] = {
    "add a dated event": add_entry("guide-event", "An added event", "1957-03-01", "p1-s1-c990"),
    "use another form of date": add_entry("guide-interval", "An added interval", "1957~/..", "p1-s1-c991"),
    "ask a question": insert("questions", QUESTION),
    "explain a word": insert("terms", TERM),
    "cite a reference": together(insert("references", REFERENCE), insert("our_timeline", COMPARISON)),
    "rename a title": lambda text: text.replace("    title: An added event\n", "    title: A renamed event\n", 1),
    "retire a claim": together(
        add_claim("p1-s1-c992", "guide-event"),
        remove(r"      - id: p1-s1-c990\n(?:        .*\n)*"),
        retire("claims", "p1-s1-c990", "p1-s1-c992"),
    ),
    "retire an entry": together(
        remove(r"  - id: guide-interval\n(?:    .*\n)*\n"),
        remove(r"      - id: p1-s1-c991\n(?:        .*\n)*"),
        retire("claims", "p1-s1-c991"),
        retire("entries", "guide-interval", "guide-event"),
    ),
    "rename an id": together(
        lambda text: re.sub(r"(- id: |- entry: |\[)guide-event\b(?!-)", r"\1renamed-event", text),
        lambda text: text.replace("replaced_by: guide-event\n", "replaced_by: renamed-event\n"),
        retire("our_timeline", "guide-event", "renamed-event"),
        retire("entries", "guide-event", "renamed-event"),
    ),
}


def publish(project: Path) -> None:
    """Add the addresses of what is new, as `make permalinks` does."""
    command = [sys.executable, "-m", "macros", "permalinks"]
    subprocess.run(command, cwd=project, env=build_environment(project), check=True)


def follow_guide(project: Path) -> Path:
    """Apply each step, check the file after it, and build the site after all."""
    data = copy_real_project(project) / "data" / "scenario.yml"
    for name, edit in STEPS.items():
        before = data.read_text(encoding="utf-8")
        data.write_text(edit(before), encoding="utf-8")
        assert data.read_text(encoding="utf-8") != before, name
        assert [str(problem) for problem in rules.check(load_file(data))] == [], name
        publish(project)
    return build(project, project / "site")


@pytest.fixture(scope="module")
def guided_site(build_once: BuildOnce) -> Path:
    """Return the folder of the real site after every step of the guide."""
    return build_once("guided", follow_guide)


@pytest.fixture(params=["real_site", "guided_site"])
def edited_site(request: pytest.FixtureRequest) -> Path:
    """Return the real site as it is, and after every step of the guide."""
    site: Path = request.getfixturevalue(request.param)
    return site


@pytest.fixture
def edited_scenario(edited_site: Path) -> Scenario:
    return rules.load_scenario(edited_site.parent / "data" / "scenario.yml")[0]


@pytest.mark.parametrize("check", SITE_CHECKS)
def test_the_site_is_whole_before_and_after_the_steps(check: object, edited_site: Path) -> None:
    assert callable(check)
    check(edited_site)


def test_every_page_is_there_and_says_that_it_is_fiction(edited_site: Path, edited_scenario: Scenario) -> None:
    test_site.test_every_page_of_the_design_is_there(edited_site, edited_scenario)
    test_site.test_every_page_says_that_it_is_fiction(edited_site, edited_scenario)
    test_site.test_every_record_of_the_other_sections_is_shown(edited_site, edited_scenario)
    test_links.test_every_page_describes_itself_to_programs_as_fiction((edited_site, test_links.PLACEHOLDER))


def test_search_finds_each_entry_by_its_title(edited_site: Path, edited_scenario: Scenario) -> None:
    search = ShippedSearch(edited_site)
    missed = [
        entry.title for entry in edited_scenario.entries if urls.entry(entry.id) not in search.results(entry.title)[:1]
    ]
    assert missed == []


def test_retired_and_renamed_entries_lead_on(guided_site: Path) -> None:
    for name in ("guide-interval", "guide-event"):
        article = page(guided_site, f"entries/{name}/").xpath("//article")[0]
        assert "Told twice." in words(article)
        assert article.xpath(".//div[@class='retired']//a[contains(@href, 'renamed-event/')]")
