"""The files that repeat what `about` says: what they hold, when they are stale, and the command that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from macros import cli
from macros.authoring.metadata import check_metadata, metadata_texts
from macros.scenario.authors import Author
from macros.scenario.model import Scenario
from tests.conftest import ROOT, TEST_DATA
from tests.pages.factories import full_scenario

if TYPE_CHECKING:
    from pathlib import Path

CFF_REQUIRED = {"authors", "cff-version", "message", "title"}
CFF_ALLOWED = CFF_REQUIRED | {"abstract", "keywords", "license", "references", "type"}
FILES = {
    "CITATION.cff": "cff-version: 1.2.0\n",
    "README.md": "<!-- about -->\nOld words.\n<!-- /about -->\n\nOther words.\n",
    "mkdocs.yml": "# Settings.\nsite_name: Old\nsite_url: https://a.example/\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def with_about(scenario: Scenario, **fields: object) -> Scenario:
    """Return a scenario with other fields of `about`."""
    return scenario.model_copy(update={"about": scenario.about.model_copy(update=fields)})


def texts_by_name(project: Path, scenario: Scenario) -> dict[str, str]:
    return {path.name: text for path, _, text in metadata_texts(project, scenario)}


def citation(project: Path, scenario: Scenario) -> dict[str, Any]:
    return dict(yaml.safe_load(texts_by_name(project, scenario)["CITATION.cff"]))


def test_the_citation_file_follows_its_format(project: Path, scenario: Scenario) -> None:
    fields = citation(project, scenario)
    assert CFF_REQUIRED <= set(fields) <= CFF_ALLOWED
    assert fields["authors"] == [{"family-names": "Doe", "given-names": "Anna"}, {"name": "Digs & Sons"}]
    assert all(isinstance(fields[key], str) for key in set(fields) - {"authors", "keywords", "references"})
    assert fields["abstract"].startswith(f"{scenario.about.fiction_label} The Undug Canal documents")
    (source,) = fields["references"]
    assert {"type", "title", "authors"} <= set(source)
    assert (source["title"], source["url"]) == (scenario.about.source_title, scenario.about.source_url)


def test_the_citation_file_has_every_part_of_a_name(project: Path, scenario: Scenario) -> None:
    author = Author(given="Frank", particle="van der", family="Linden", suffix="Jr.")
    assert citation(project, with_about(scenario, authors=(author,)))["authors"] == [
        {"family-names": "Linden", "given-names": "Frank", "name-particle": "van der", "name-suffix": "Jr."}
    ]


def test_a_story_without_authors_and_source_is_cited_by_its_title(project: Path) -> None:
    fields = citation(project, full_scenario("A title: #1"))
    assert fields["authors"] == [{"name": "A title: #1 contributors"}]
    assert "references" not in fields


def test_the_readme_changes_only_between_its_marks(project: Path, scenario: Scenario) -> None:
    scenario = with_about(scenario, summary="See [[isthmus-canal]] and [[the-league|the League]].")
    text = texts_by_name(project, scenario)["README.md"]
    head = "<!-- about -->\n# The Undug Canal\n\n**Alternate history. Not a record of what happened.**"
    assert text.startswith(f"{head}\n\nSee Isthmus Canal and the League.\n\nThe account puts the point")
    assert text.endswith("\n<!-- /about -->\n\nOther words.\n")
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("title", ["Plain", "It's: # a [title]", "'", "Ἰσθμός"])
def test_the_settings_name_the_site_whatever_its_title(project: Path, scenario: Scenario, title: str) -> None:
    text = texts_by_name(project, with_about(scenario, title=title))["mkdocs.yml"]
    assert yaml.safe_load(text) == {"site_name": title, "site_url": "https://a.example/"}
    assert text.startswith("# Settings.\nsite_name: ")


def test_each_stale_file_is_reported_where_it_differs(project: Path, scenario: Scenario) -> None:
    problems = list(check_metadata(project, scenario))
    assert [(problem.path, problem.line) for problem in problems] == [
        (str(project / "CITATION.cff"), 1),
        (str(project / "README.md"), 2),
        (str(project / "mkdocs.yml"), 2),
    ]
    assert problems[-1].message.startswith("`about` in the data file gives 'site_name: The Undug Canal' here, found")
    assert all(problem.message.endswith("; run `make metadata`") and problem.is_warning for problem in problems)


def test_missing_files_are_not_reported(tmp_path: Path, scenario: Scenario) -> None:
    (tmp_path / "README.md").write_text("A readme without the marks.\n", encoding="utf-8")
    assert list(check_metadata(tmp_path, scenario)) == []


def test_the_command_writes_what_the_check_asks_for(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", project)
    monkeypatch.setattr(cli, "DATA", TEST_DATA)
    monkeypatch.chdir(project)
    assert cli.main(["check", str(TEST_DATA)]) == 1
    assert "mkdocs.yml:2:1: warning: stale-metadata: " in capsys.readouterr().out
    assert cli.main(["metadata"]) == 0
    assert capsys.readouterr().out == "".join(f"{name}: written\n" for name in FILES)
    assert cli.main(["metadata"]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["check", str(TEST_DATA)]) == 0


def test_the_readme_of_this_project_has_the_marks(scenario: Scenario) -> None:
    scenario = with_about(scenario, title="A title that nothing has")
    assert {path.name for path, text, new_text in metadata_texts(ROOT, scenario) if text != new_text} == set(FILES)
