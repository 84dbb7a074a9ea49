"""`rename`: an id changes wherever it is a field or a link, and nothing else changes."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import rules
from macros.authoring.edits import AuthoringError, write_changes
from macros.authoring.rename import RenameOptions, rename_entry
from macros.cli import main
from macros.scenario.loader import load_file
from macros.scenario.permalinks import parse_permalinks, permalink
from tests import edits
from tests.authoring.variants import STORY, TEXTS, write
from tests.conftest import DATA, TEST_DATA

PERMALINKS = TEST_DATA.with_name("permalinks.txt").read_text(encoding="utf-8")
OLD, NEW = "great-thirst", "long-drought"
ENTRIES = [entry["id"] for entry in load_file(TEST_DATA).value(("entries",))]


def rename(path: Path, old: str = OLD, new: str = NEW, **options: Any) -> tuple[str, ...]:  # noqa: ANN401 - of `RenameOptions`
    """Rename an entry and return the report."""
    outcome = rename_entry(path, old, new, RenameOptions(**{"day": "1914-06-29"} | options))
    write_changes(outcome.changes)
    return outcome.report


def problems(path: Path) -> list[str]:
    return [str(problem) for problem in rules.check(load_file(path))]


def with_page(folder: Path, text: str, name: str = "about.md") -> Path:
    """Write a project of the test data with one prose page; return the path of the page."""
    (folder / "data").mkdir()
    write(folder / "data", STORY, PERMALINKS)
    (folder / "mkdocs.yml").write_text("site_name: Test\n", encoding="utf-8")
    page = folder / "docs" / name
    page.parent.mkdir(parents=True)
    page.write_bytes(text.encode())
    return page


@pytest.fixture(params=TEXTS)
def variant(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the path of the test data in one style, with all its addresses published."""
    return write(tmp_path, TEXTS[request.param](STORY), PERMALINKS)


def test_only_the_id_changes_and_what_says_so_is_added(variant: Path) -> None:
    before, text = variant.read_bytes(), load_file(variant).text
    rename(variant)
    file = load_file(variant)
    assert problems(variant) == []
    assert variant.read_bytes().count(b"\r") - before.count(b"\r") in (0, file.text.count("\n") - text.count("\n"))
    changes = [*difflib.ndiff(text.splitlines(), file.text.splitlines(), charjunk=None)]
    removed = [line[2:] for line in changes if line.startswith("- ")]
    added = [line[2:] for line in changes if line.startswith("+ ")]
    renamed = [line.replace(OLD, NEW) for line in removed]
    assert len(renamed) > 10
    assert all(OLD in line for line in removed)
    history = file.text[file.text.index("revisions:") :].splitlines()
    assert [line for line in added if line not in history] == [line for line in renamed if line not in history]
    assert "replaced_by: long-drought" in "".join(renamed)


def test_every_old_address_leads_to_its_successor(tmp_path: Path) -> None:
    path = write(tmp_path, STORY, PERMALINKS)
    report = rename(path, why="The account calls it so.")
    file = load_file(path)
    retired = {(item["section"], item["id"]): item for item in file.value(("retired",))}
    links = [link for link in file.value(("links",)) if NEW in link.values()]
    assert len(links) > 3
    for link in links:
        new = f"{link['cause']}--{link['effect']}"
        assert retired["links", new.replace(NEW, OLD)]["replaced_by"] == new
    for section, was in (("entries", "Great Thirst"), ("our_timeline", "Great Thirst in our timeline")):
        expected = {"was": was, "replaced_by": NEW, "why": "The account calls it so."}
        assert retired[section, OLD] == {"section": section, "id": OLD} | expected
    assert retired["entries", "the-drought"]["replaced_by"] == NEW
    assert retired["our_timeline", "the-drought"]["replaced_by"] == NEW
    assert [item["id"] for item in file.value(("revisions",))][:2] == [f"{NEW}-renamed", "thirst-named"]
    assert file.value(("revisions", 1, "entries")) == (OLD, "the-drought")
    published = {address for _, address in parse_permalinks((tmp_path / "permalinks.txt").read_text(encoding="utf-8"))}
    assert published > {address for _, address in parse_permalinks(PERMALINKS)}
    assert permalink("entries", NEW) in published
    assert any(line.startswith("Retired in `links`: ") for line in report)


def test_without_a_list_every_address_may_be_published(tmp_path: Path) -> None:
    path = write(tmp_path, STORY, None)
    rename(path)
    retired = {(item["section"], item["id"]) for item in load_file(path).value(("retired",))}
    assert retired > {("entries", OLD), ("our_timeline", OLD)}


@settings(max_examples=10)
@given(old=st.sampled_from(ENTRIES), style=st.sampled_from(sorted(TEXTS)))
def test_an_unpublished_id_can_be_renamed_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, old: str, style: str
) -> None:
    path = write(tmp_path_factory.mktemp("back"), TEXTS[style](STORY))
    before, links = path.read_bytes(), load_file(path).value(("links",))
    rename(path, old, NEW)
    renamed = load_file(path).value(("links",))
    assert problems(path) == []
    assert [{name: old if value == NEW else value for name, value in link.items()} for link in renamed] == [*links]
    (path.parent / "permalinks.txt").write_text("", encoding="utf-8")
    rename(path, NEW, old)
    assert path.read_bytes() == before


@settings(max_examples=10)
@given(old=st.sampled_from(ENTRIES), new=st.sampled_from(["null", "true", "1942", "1e5", "no", "a", "x-" * 30 + "x"]))
def test_any_id_is_written_so_that_it_stays_text(tmp_path_factory: pytest.TempPathFactory, old: str, new: str) -> None:
    path = write(tmp_path_factory.mktemp("any"), STORY, PERMALINKS)
    rename(path, old, new)
    assert problems(path) == []
    assert new in [entry["id"] for entry in load_file(path).value(("entries",))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("great-thrist", NEW, "no entry has the id 'great-thrist'; did you mean 'great-thirst'?"),
        (OLD, "Long Drought", "did you mean 'long-drought'?"),
        (OLD, "index", "'index' is not an entry's id"),
        (OLD, "aux", "did you mean 'aux-entry'?"),
        (OLD, "last-survey", "'last-survey' is the id of an entry already"),
        (OLD, OLD, "is the id of an entry already"),
        (OLD, "sea-monster", "'sea-monster' was retired"),
    ],
)
def test_an_id_that_is_unknown_taken_retired_or_malformed_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = write(tmp_path, STORY, PERMALINKS)
    with pytest.raises(AuthoringError, match=re.escape(message)):
        rename(path, old, new)
    assert path.read_bytes() == STORY.encode()


@pytest.mark.parametrize(
    ("old_text", "new_text"),
    [
        ("title: Thirst\n", "title: Of great-thirst\n"),
        ("It never does.", "See [it](../entries/great-thirst/)."),
        ("It never does.", "See <https://example.org/causes/#great-thirst--thirst-deaths>."),
        ("  - id: thirst\n", "  # The great-thirst, in short.\n  - id: thirst\n"),
        ("misspellings: [death of the pylot]", "misspellings: [great-thirst]"),
    ],
)
def test_a_place_that_is_no_field_and_no_link_is_named(tmp_path: Path, old_text: str, new_text: str) -> None:
    text = STORY.replace(old_text, new_text, 1)
    path = write(tmp_path, text, PERMALINKS)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line not in STORY.splitlines()]
    with pytest.raises(AuthoringError, match=rf"^{re.escape(str(path))}:{lines[0]}:\d+\nThese places name"):
        rename(path)
    assert path.read_text(encoding="utf-8") == text
    rename(path, force=True)
    assert new_text in path.read_text(encoding="utf-8")


def test_a_word_without_a_hyphen_is_an_id_only_in_addresses(tmp_path: Path) -> None:
    path = write(tmp_path, STORY.replace(OLD, "drought").replace("the-drought", "the-dry-year"))
    rename(path, "drought", NEW)
    assert "A drought without dates" in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace("It never does.", "See [it](../entries/long-drought/).")
    path = write(tmp_path, text.replace(NEW, "drought"))
    with pytest.raises(AuthoringError, match="These places name 'drought'"):
        rename(path, "drought", NEW)


def test_the_same_id_in_another_section_stays(tmp_path: Path) -> None:
    path = write(tmp_path, STORY, PERMALINKS)
    rename(path, "isthmus-canal", "canal-of-the-isthmus")
    file = load_file(path)
    assert file.value(("terms", 0, "id")) == "isthmus-canal"
    assert file.value(("terms", 0, "entry")) == "canal-of-the-isthmus"


@pytest.mark.parametrize(
    ("old_text", "new_text", "message"),
    [
        ("entries: [great-thirst]", r'entries: ["great\x2dthirst"]', "expected 'great-thirst' in plain characters"),
        (
            ">-\n      In this timeline it is the [[great-thirst]]. In ours it is a dry year.",
            r'"It is the [[great\x2dthirst]]."',
            "expected each link to 'great-thirst' in plain",
        ),
    ],
)
def test_an_escaped_id_is_refused_with_its_position(tmp_path: Path, old_text: str, new_text: str, message: str) -> None:
    text = STORY.replace(old_text, new_text, 1)
    path = write(tmp_path, text, PERMALINKS)
    number = next(number for number, line in enumerate(text.splitlines(), 1) if "\\x2d" in line)
    with pytest.raises(AuthoringError, match=rf"^{re.escape(str(path))}:{number}:\d+: {re.escape(message)}"):
        rename(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ entry("great-thirst") }}\n', '{{ entry("long-drought") }}\n'),
        ("[it](entries/great-thirst.md)\r\n", "[it](entries/long-drought.md)\r\n"),
        ("[it](../entries/great-thirst/#ours)", "[it](../entries/long-drought/#ours)"),
        ("[it](causes.md#great-thirst--thirst-deaths)\n", "[it](causes.md#long-drought--thirst-deaths)\n"),
        ("[it](our-timeline.md#compare-great-thirst)\n", "[it](our-timeline.md#compare-long-drought)\n"),
        ("`[[great-thirst|the thirst]]`\n", "`[[long-drought|the thirst]]`\n"),
        ("great-thirsts and the-great-thirst-of-all\n", "great-thirsts and the-great-thirst-of-all\n"),
    ],
)
def test_a_prose_page_follows(tmp_path: Path, text: str, expected: str) -> None:
    page = with_page(tmp_path, text)
    rename(tmp_path / "data" / "scenario.yml")
    assert page.read_bytes() == expected.encode()


@pytest.mark.parametrize(
    "text",
    [
        "See great-thirst.\n",
        "entries: [great-thirst]\n",
        "<https://example.org/entries/great-thirst/>\n",
        "<https://example.org/causes/#great-thirst--thirst-deaths>\n",
    ],
)
def test_a_prose_page_that_names_the_id_otherwise_is_named(tmp_path: Path, text: str) -> None:
    page = with_page(tmp_path, text)
    with pytest.raises(AuthoringError, match=re.escape(f"{page}:1\n")):
        rename(tmp_path / "data" / "scenario.yml")
    rename(tmp_path / "data" / "scenario.yml", force=True)
    assert page.read_bytes() == text.encode()


def test_the_page_of_an_entry_written_by_hand_moves(tmp_path: Path) -> None:
    page = with_page(
        tmp_path, '# By hand\n\n{{ entry("great-thirst") }}\n[next](thirst-deaths.md)\n', f"entries/{OLD}.md"
    )
    rename(tmp_path / "data" / "scenario.yml")
    assert not page.exists()
    assert page.with_stem(NEW).read_text(encoding="utf-8").startswith('# By hand\n\n{{ entry("long-drought") }}')
    page.with_stem("wells").write_text("# Taken\n", encoding="utf-8")
    with pytest.raises(AuthoringError, match=r"wells\.md: is there already"):
        rename(tmp_path / "data" / "scenario.yml", NEW, "wells")


def test_a_file_with_problems_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, STORY.replace("kind: policy", "kind: polcy"), PERMALINKS)
    with pytest.raises(AuthoringError, match=r"(?s)did you mean 'policy'.*correct these first"):
        rename(path)


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    page = with_page(tmp_path, "[it](entries/great-thirst.md)\n")
    data = tmp_path / "data" / "scenario.yml"
    outcome = rename_entry(data, OLD, NEW, RenameOptions())
    page.unlink()
    page.parent.rmdir()
    page.parent.write_text("a file in the place of the folder", encoding="utf-8")
    with pytest.raises(OSError, match="Not a directory"):
        write_changes(outcome.changes)
    assert data.read_bytes() == STORY.encode()
    assert (tmp_path / "data" / "permalinks.txt").read_text(encoding="utf-8") == PERMALINKS


def test_the_command_renames_or_only_shows_how(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, STORY, PERMALINKS)
    command = ["rename", "entry", OLD, NEW, "--file", str(path)]
    assert main([*command, "--dry-run"]) == 0
    assert "+  - id: long-drought\n" in capsys.readouterr().out
    assert path.read_bytes() == STORY.encode()
    assert main(command) == 0
    assert capsys.readouterr().out.startswith("'great-thirst' is 'long-drought' now.\n")
    assert main(command) == 1
    assert capsys.readouterr().err.startswith("no entry has the id 'great-thirst'")


def test_an_entry_of_the_real_data_can_be_renamed(tmp_path: Path) -> None:
    for source in (DATA, DATA.with_name("permalinks.txt")):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    path = tmp_path / DATA.name
    old, _ = edits.linked_ids(load_file(path))
    expected = problems(path)
    rename(path, old, f"{old}-of-a-test", day=None, force=True)
    assert problems(path) == expected
