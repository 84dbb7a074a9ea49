"""The sources that are written out for other engines: nothing in them left to call, whole, and nothing else taken."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from macros import rules
from macros.output.markdown_export import LIST, TreeError, address, moved, tree, write_tree
from macros.output.mkdocs_config import without_hooks
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.conftest import ROOT
from tests.pages.factories import story

if TYPE_CHECKING:
    from pathlib import Path

    from macros.layout.font import Font
    from macros.scenario.model import Scenario

SETTINGS = """
site_name: Site
site_url: !ENV [SITE_URL, "https://host.test/"]
repo_url: !ENV [REPO_URL, ""]
copyright: Free.
hooks: [macros/hooks.py]
watch: [data]
theme: {name: material}
nav: [Home: index.md, One: entries/first.md]
plugins: [search, macros: {module_name: macros}]
extra: {scenario: data/scenario.yml, generator: false}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the settings of a site, an asset, one override and a page that calls `notice`."""
    for name, content in {
        "mkdocs.yml": SETTINGS,
        "docs/index.md": '---\ntitle: Home\n---\n\n# Home\n\n{{ notice("gaps") }}\n',
        "docs/assets/site.js": "{{ not_a_call }}\r\n",
        "overrides/main.html": '{% extends "base.html" %}',
    }.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return tmp_path / "project"


def renderer(scenario: Scenario, font: Font) -> Renderer:
    return Renderer(ScenarioIndex(scenario), font)


def files(project: Path, font: Font, title: str = "Title", text: str = "Text.") -> dict[str, bytes]:
    return dict(tree(project, renderer(story(title, text), font), rules.RULES))


def front(page: bytes) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(page.decode().split("---\n")[1])
    return found


def shown(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("page", "expected"),
    [("index.md", ""), ("account.md", "account/"), ("entries/index.md", "entries/"), ("entries/x.md", "entries/x/")],
)
def test_a_page_has_the_address_that_engines_give_it(page: str, expected: str) -> None:
    assert address(page) == expected


def test_pages_of_records_and_prose_are_there_with_their_calls_written_out(project: Path, font: Font) -> None:
    found = files(project, font)
    entries = ("first", "second", "third", "person", "group", "gone", "gone-0")
    assert found.keys() == {
        *("mkdocs.yml", "docs/index.md", "docs/assets/site.js", "overrides/main.html"),
        *(f"docs/entries/{name}/index.md" for name in entries),
    }
    assert found["docs/assets/site.js"] == b"{{ not_a_call }}\r\n"
    assert b'<aside class="notice"' in found["docs/index.md"]
    assert b'<a href="../first/">' in found["docs/entries/second/index.md"]
    assert front(found["docs/index.md"]) == {"title": "Home"}
    assert front(found["docs/entries/first/index.md"]) == {
        "title": "Title",
        "description": "Text.",
        "search": {"boost": 2},
    }
    gone = front(found["docs/entries/gone/index.md"])
    assert (gone["robots"], gone["search"]) == ("noindex", {"exclude": True})


def test_links_between_pages_lead_to_where_those_stand_now_and_code_stays(project: Path, font: Font) -> None:
    page = project / "docs" / "about.md"
    page.write_text(
        "[a](entries/first.md#claims) [b](about.md) `[c](d.md)` [e](https://x.test/f.md)\n\n```\n[g](h.md)\n```\n"
    )
    body = files(project, font)["docs/about/index.md"].decode()
    assert "[a](../entries/first/index.md#claims) [b](index.md) `[c](d.md)` [e](https://x.test/f.md)" in body
    assert "[g](h.md)" in body
    page.rename(project / "docs" / "index.md")
    assert b"[a](entries/first/index.md#claims) [b](about/index.md)" in files(project, font)["docs/index.md"]


def test_braces_in_the_data_are_text(project: Path, font: Font) -> None:
    found = files(project, font, "{{7777*7777}} {% raw %}", "{{7777*7777}} {% raw %} {# x #}")
    assert front(found["docs/entries/first/index.md"])["title"] == "{{7777*7777}} {% raw %}"
    pages = [content.decode().replace("\\", "") for name, content in found.items() if name.endswith(".md")]
    assert [page for page in pages if "60481729" in page or "{# x #}" not in page] == []


def test_a_page_written_by_hand_takes_the_place_of_the_one_made_and_keeps_its_own_metadata(
    project: Path, font: Font
) -> None:
    page = project / "docs" / "entries" / "first.md"
    page.parent.mkdir()
    page.write_text('---\ntitle: By hand\n---\n\nMore. {{ entry("first") }}\n', encoding="utf-8")
    made = files(project, font)["docs/entries/first/index.md"]
    assert front(made) == {"title": "By hand", "description": "Text.", "search": {"boost": 2}}
    assert b"\n\nMore. <nav" in made


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ nothing() }}", "docs/index.md: 'nothing' is undefined"),
        ("{{ notice( }}", "docs/index.md: unexpected '}'"),
        ("---\n- 1\n---\n", "docs/index.md: expected metadata by name between its first lines of dashes, found [1]"),
        ("---\na: [\n---\n", "docs/index.md: its metadata is no YAML: "),
    ],
)
def test_a_page_that_cannot_be_written_out_is_named(project: Path, font: Font, body: str, message: str) -> None:
    (project / "docs" / "index.md").write_text(body, encoding="utf-8")
    with pytest.raises(TreeError) as raised:
        files(project, font)
    assert str(raised.value).startswith(message)


def test_settings_ask_for_no_macros_and_no_hooks_and_say_what_hooks_would(font: Font) -> None:
    found = without_hooks(SETTINGS, renderer(story("A < B"), font).index, moved)
    assert 'site_url: !ENV [SITE_URL, "https://host.test/"]' in found
    assert yaml.safe_load(found.replace("!ENV", "")) == {
        "site_name": "Site",
        "site_url": ["SITE_URL", "https://host.test/"],
        "copyright": "A &lt; B Free.",
        "theme": {"name": "material", "variant": "classic"},
        "nav": [{"Home": "index.md"}, {"One": "entries/first/index.md"}],
        "plugins": ["search"],
        "extra": {"generator": False, "fiction_label": "A &lt; B", "retired_entries": ["gone", "gone-0"]},
        "site_description": "Text.",
    }


@pytest.mark.parametrize("source", ["site_name: [", "[]", "site_name: Site"])
def test_other_settings_are_refused(project: Path, font: Font, source: str) -> None:
    (project / "mkdocs.yml").write_text(source, encoding="utf-8")
    with pytest.raises(TreeError, match=r"^mkdocs\.yml: these are not the settings of this site"):
        files(project, font)


def test_a_tree_is_listed_and_replaced_whole_while_what_engines_built_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    assert write_tree(folder, tmp_path, [("docs/old.md", b"old"), ("mkdocs.yml", b"1")]) == 2
    for built in ("site/index.html", ".cache/kept"):
        (folder / built).parent.mkdir()
        (folder / built).write_text("built")
    write_tree(folder, tmp_path, [("docs/new.md", b"new"), ("mkdocs.yml", b"2")])
    listed = "".join(
        f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in (("docs/new.md", b"new"), ("mkdocs.yml", b"2"))
    )
    assert shown(folder) == {
        "docs/new.md": "new",
        "mkdocs.yml": "2",
        LIST: listed,
        "site/index.html": "built",
        ".cache/kept": "built",
    }


@pytest.mark.parametrize("stranger", ["notes.txt", "docs/mine.md", "docs/old.md"])
def test_a_folder_with_anything_of_somebodys_own_is_left_as_it_is(tmp_path: Path, stranger: str) -> None:
    folder = tmp_path / "tree"
    write_tree(folder, tmp_path, [("docs/old.md", b"old")])
    (folder / stranger).write_text("mine")
    before = shown(folder)
    with pytest.raises(TreeError, match=f"holds {stranger}, which this command did not write"):
        write_tree(folder, tmp_path, [("docs/new.md", b"new")])
    assert shown(folder) == before


def test_a_tree_that_cannot_be_written_whole_leaves_the_last_one(project: Path, font: Font, tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    write_tree(folder, project, tree(project, renderer(story("Title"), font), rules.RULES))
    before = shown(folder)
    (project / "docs" / "zuletzt.md").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(TreeError):
        write_tree(folder, project, tree(project, renderer(story("Other"), font), rules.RULES))
    assert shown(folder) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()].count(".tree.new") == 0


@pytest.mark.parametrize("inside", ["docs", "docs/tree", "overrides/x"])
def test_a_tree_is_not_written_into_what_it_copies(project: Path, inside: str) -> None:
    before = shown(project)
    with pytest.raises(TreeError, match="which is copied; choose a folder elsewhere"):
        write_tree(project / inside, project, [])
    assert shown(project) == before


def test_the_real_pages_are_all_written_out_and_two_trees_are_the_same(
    scenario: Scenario, font: Font, tmp_path: Path
) -> None:
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    made, again = (dict(tree(tmp_path, renderer(scenario, font), rules.RULES)) for _ in range(2))
    assert made == again
    pages = [name for name in made if name.endswith(".md")]
    prose = {f"docs/{moved(path.relative_to(ROOT / 'docs').as_posix())}" for path in (ROOT / "docs").rglob("*.md")}
    assert {*pages} == prose | {f"docs/entries/{entry.id}/index.md" for entry in scenario.entries}
    assert [name for name in pages if b"{{" in made[name]] == []
