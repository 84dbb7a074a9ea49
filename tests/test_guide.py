"""Each example and each step of the guide leaves a copy of the real data valid, and the site of it whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macros import rules
from macros.pages import urls
from macros.pages.guide import EXAMPLE_ENTRY
from macros.scenario.date_suggestions import suggest_dates
from macros.scenario.loader import load_file
from macros.scenario.model import Scenario
from macros.scenario.permalinks import parse_permalinks
from tests import edits
from tests.conftest import DATA, ROOT, TEST_DATA, BuildOnce, build, build_environment, copy_real_project
from tests.guide import (
    DATE_MISTAKES,
    DATES,
    ERRORS,
    GUIDE,
    WARNINGS,
    Example,
    examples,
    is_first_of_its_kind,
    paste,
    reasons_against_examples,
    unknown_records,
)
from tests.site import test_links, test_site
from tests.site.pages import load_page, words
from tests.site.search_worker import SearchWorker

VALID_DATA = ROOT / "tests" / "rules" / "valid.yml"
"""A small story without passages and without revisions."""
SITE_CHECKS = (
    test_site.test_every_internal_link_and_anchor_resolves,
    test_site.test_every_id_is_unique_in_its_page,
    test_site.test_no_template_leaks_and_no_macro_failed,
    test_site.test_pages_and_styles_load_nothing_from_other_hosts,
)


def paste_examples(data: Path) -> None:
    """Paste the examples of the guide into a data file in their order, and check it after each."""
    before = load_file(data)
    for number, example in enumerate(examples(before)):
        assert examples(load_file(data))[number] == example  # the page of the guide reloads after each
        if is_first_of_its_kind(before, example):
            continue
        if example.section == "retired":
            publish_claim_to_retire(data, example)
        data.write_text(paste(load_file(data), example), encoding="utf-8")
        errors = [problem for problem in rules.check(load_file(data)) if not problem.is_warning]
        assert errors == [], example.text
    assert edits.check(data) == []
    edits.publish(data)


def publish_claim_to_retire(data: Path, example: Example) -> None:
    """Publish the claim that the guide retires, a copy of the one that replaces it, and take it out again."""
    names = dict(re.findall(r"(id|replaced_by): (\S+)", example.text))
    text = data.read_text(encoding="utf-8")
    (claim,) = re.findall(rf"^ *- id: {names['replaced_by']}\n(?:        .*\n)+", text, re.MULTILINE)
    data.write_text(text.replace(claim, claim + claim.replace(names["replaced_by"], names["id"])), encoding="utf-8")
    assert edits.check(data) == []
    edits.publish(data)
    data.write_text(text, encoding="utf-8")
    assert [problem.rule for problem in rules.check(load_file(data))] == ["address-gone"]


def follow_guide(project: Path) -> Path:
    """Apply each example and each step, check the file after each, and build the site after all."""
    data = copy_real_project(project) / "data" / "scenario.yml"
    if not reasons_against_examples(load_file(data)):
        paste_examples(data)
    for name, edit in edits.EDITS.items():
        edits.apply(edit, data)
        assert edits.check(data) == [], name
        edits.publish(data)
    for record in load_scenario(project).retired:
        if record.section == "entries":  # a page by hand goes with its entry
            (project / "docs" / "entries" / f"{record.id}.md").unlink(missing_ok=True)
    return build(project, project / "site")


def load_scenario(project: Path) -> Scenario:
    return rules.load_scenario(project / "data" / "scenario.yml")[0]


@pytest.fixture(scope="module")
def guided_site(build_once: BuildOnce) -> Path:
    """Return the folder of the real site after every example and every step of the guide."""
    return build_once("guided", follow_guide)


@pytest.fixture(params=[pytest.param("real_site", marks=pytest.mark.slow), "guided_site"])
def edited_site(request: pytest.FixtureRequest) -> Path:
    """Return the real site as it is, and after every step of the guide."""
    site: Path = request.getfixturevalue(request.param)
    return site


@pytest.fixture
def edited_scenario(edited_site: Path) -> Scenario:
    return load_scenario(edited_site.parent)


def test_every_section_but_about_has_an_example() -> None:
    assert EXAMPLE_ENTRY in examples(load_file(DATA))[0].text
    sections = [example.section for example in examples(load_file(DATA))]
    assert GUIDE.count("```yaml") == len(sections)
    assert {*Scenario.model_fields} - {*sections} == {"about"}
    assert len(DATES) > 20


def test_the_examples_name_only_what_they_or_the_real_data_have() -> None:
    assert unknown_records(load_file(DATA)) == set()


@pytest.mark.parametrize("source", [TEST_DATA, VALID_DATA], ids=["frozen", "without a story"])
def test_the_examples_can_be_pasted_into_other_stories(source: Path, tmp_path: Path) -> None:
    data = Path(shutil.copy(source, tmp_path / "scenario.yml"))
    edits.publish(data)
    paste_examples(data)


def test_an_entry_is_unfinished_until_a_claim_and_a_revision_name_it(tmp_path: Path) -> None:
    data = copy_data(tmp_path)
    warnings = []
    for example in examples(load_file(data))[:4]:
        data.write_text(paste(load_file(data), example), encoding="utf-8")
        warnings.append([problem.rule for problem in rules.check(load_file(data)) if "lost-letter" in problem.message])
    revision = ["entry-without-revision"] if load_file(DATA).value(("revisions",)) else []
    assert warnings == [["entry-without-claim", *revision], revision, revision, []]


def test_the_guide_shows_the_problems_of_unfinished_steps_and_of_mistakes(tmp_path: Path) -> None:
    data = copy_data(tmp_path)
    entry, claim, *_ = examples(load_file(data))
    has_revisions = bool(load_file(data).value(("revisions",)))
    warnings = [line for line in WARNINGS if has_revisions or "entry-without-revision" not in line]
    assert problems_after(data, entry) == sorted(warnings)
    shutil.copy(DATA, data)
    problems_after(data, replace(entry, text=entry.text.replace("date: null", "date: circa 1956")))
    mistake = replace(claim, text=claim.text.replace("[lost-letter]", "[lost-leter]"))
    assert problems_after(data, mistake) == sorted(ERRORS)


def problems_after(data: Path, example: Example) -> list[str]:
    """Paste an example into a data file, and return its problems about the examples as the guide shows them."""
    data.write_text(paste(load_file(data), example), encoding="utf-8")
    problems = [str(problem).removeprefix(f"{data.parent}/") for problem in rules.check(load_file(data))]
    lines = [re.sub(r":\d+:\d+:", ":LINE:COLUMN:", f"data/{problem}") for problem in problems]
    return sorted(line for line in lines if "lost-le" in line or "circa" in line)


def copy_data(folder: Path) -> Path:
    """Copy the real data into a folder, without the list of addresses; it fails where the examples do not fit."""
    if reasons := reasons_against_examples(load_file(DATA)):
        pytest.xfail(f"the examples of docs/contribute.md do not fit, since {'; '.join(reasons)}")
    return Path(shutil.copy(DATA, folder))


@pytest.mark.parametrize("mistake", DATE_MISTAKES)
def test_the_guide_recommends_the_date_that_the_check_suggests(mistake: str) -> None:
    assert suggest_dates(mistake) == (DATE_MISTAKES[mistake],)


def test_the_examples_can_be_pasted_into_the_real_data(guided_site: Path) -> None:
    if reasons := reasons_against_examples(load_file(DATA)):
        pytest.xfail(f"the examples of docs/contribute.md do not fit, since {'; '.join(reasons)}")
    (restated,) = re.findall(r"restated: >-\n +(.*)\n", GUIDE)
    assert restated in words(load_page(guided_site, "account/"))


@pytest.mark.parametrize("command", ["check", "permalinks"])
def test_the_command_line_finds_nothing_to_do_after_the_steps(guided_site: Path, command: str) -> None:
    project = guided_site.parent
    listed = project / "data" / "permalinks.txt"
    before = listed.read_text(encoding="utf-8")
    arguments = [sys.executable, "-m", "macros", command]
    run = subprocess.run(
        arguments, cwd=project, env=build_environment(project), capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert listed.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("check", SITE_CHECKS)
def test_the_site_is_whole_before_and_after_the_steps(check: Callable[[Path], None], edited_site: Path) -> None:
    check(edited_site)


def test_every_page_describes_itself_to_programs_as_fiction(edited_site: Path) -> None:
    test_links.test_json_ld_describes_every_page_as_fiction((edited_site, test_links.PLACEHOLDER))


def test_every_page_says_that_it_is_fiction(edited_site: Path, edited_scenario: Scenario) -> None:
    test_site.test_every_page_has_the_fiction_label(edited_site, edited_scenario)


def test_every_record_is_shown(edited_site: Path, edited_scenario: Scenario) -> None:
    test_site.test_every_record_of_the_other_sections_is_shown(edited_site, edited_scenario)


def test_every_address_that_was_ever_published_answers(edited_site: Path) -> None:
    listed = (edited_site.parent / "data" / "permalinks.txt").read_text(encoding="utf-8")
    for _, address in parse_permalinks(listed):
        place, _, anchor = address.partition("#")
        assert anchor in {*load_page(edited_site, place).xpath("//@id"), ""}, address


def test_search_finds_each_entry_by_its_title(edited_site: Path, edited_scenario: Scenario) -> None:
    search = SearchWorker(edited_site)
    missed = [
        entry.title
        for entry in edited_scenario.entries
        if urls.entry_address(entry.id) not in search.results(re.sub(r'["*:~^+-]', " ", entry.title))[:5]
    ]
    assert missed == []


def test_retired_and_renamed_entries_lead_on(guided_site: Path) -> None:
    gone = [record for record in load_scenario(guided_site.parent).retired if record.why == "Told twice."]
    entries = {record.id: record.replaced_by for record in gone if record.section == "entries"}
    assert len(entries) == 2
    for name, successor in entries.items():
        article = load_page(guided_site, f"entries/{name}/").xpath("//article")[0]
        assert "Told twice." in words(article)
        assert article.xpath(f".//div[@class='retired']//a[contains(@href, '/{successor}/')]")
    assert {record.section for record in gone} >= {"claims", "entries", "links"}
