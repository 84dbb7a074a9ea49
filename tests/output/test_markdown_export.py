"""The export for other engines: no macro call is left, it is written all or not at all, and foreign files survive."""

from __future__ import annotations

import hashlib
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from macros import rules
from macros.output.markdown_export import MANIFEST, ExportError, export_markdown, index_path, page_address, write_export
from macros.output.mkdocs_config import export_config
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from tests.conftest import ROOT
from tests.pages.factories import full_scenario

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
        "docs/index.md": '---\ntitle: Home\n---\n\n# Home\n\n{{ notice("at-home") }}\n',
        "docs/assets/site.js": "{{ not_a_call }}\r\n",
        "overrides/main.html": '{% extends "base.html" %}',
    }.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return tmp_path / "project"


def make_renderer(scenario: Scenario, font: Font) -> Renderer:
    return Renderer(ScenarioIndex(scenario), font)


def export(project: Path, font: Font, title: str = "Title", text: str = "Text.") -> dict[str, bytes]:
    return dict(export_markdown(project, make_renderer(full_scenario(title, text), font), rules.RULES))


def front_matter(page: bytes) -> dict[str, Any]:
    metadata: dict[str, Any] = yaml.safe_load(page.decode().split("---\n")[1])
    return metadata


def read_files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("page", "expected"),
    [("index.md", ""), ("account.md", "account/"), ("entries/index.md", "entries/"), ("entries/x.md", "entries/x/")],
)
def test_a_page_has_the_url_that_engines_give_it(page: str, expected: str) -> None:
    assert page_address(page) == expected


def test_prose_and_generated_pages_are_exported_with_their_macros_expanded(project: Path, font: Font) -> None:
    files = export(project, font)
    entries = ("first", "second", "third", "person", "group", "gone", "gone-0")
    assert files.keys() == {
        *("mkdocs.yml", "docs/index.md", "docs/assets/site.js", "overrides/main.html"),
        *(f"docs/entries/{name}/index.md" for name in entries),
    }
    assert files["docs/assets/site.js"] == b"{{ not_a_call }}\r\n"
    assert b'<aside class="notice"' in files["docs/index.md"]
    assert b'<a href="../first/">' in files["docs/entries/second/index.md"]
    assert front_matter(files["docs/index.md"]) == {"title": "Home"}
    assert front_matter(files["docs/entries/first/index.md"]) == {
        "title": "Title",
        "description": "Text.",
        "search": {"boost": 2},
        "hide": ["toc"],
    }
    retired = front_matter(files["docs/entries/gone/index.md"])
    assert (retired["robots"], retired["search"]) == ("noindex", {"exclude": True})


def test_links_lead_to_the_exported_pages_and_code_is_unchanged(project: Path, font: Font) -> None:
    page = project / "docs" / "about.md"
    page.write_text(
        "[a](entries/first.md#claims) [b](about.md) `[c](d.md)` [e](https://x.test/f.md)\n\n```\n[g](h.md)\n```\n"
    )
    body = export(project, font)["docs/about/index.md"].decode()
    assert "[a](../entries/first/index.md#claims) [b](index.md) `[c](d.md)` [e](https://x.test/f.md)" in body
    assert "[g](h.md)" in body
    page.rename(project / "docs" / "index.md")
    assert b"[a](entries/first/index.md#claims) [b](about/index.md)" in export(project, font)["docs/index.md"]


def test_braces_in_the_data_remain_text(project: Path, font: Font) -> None:
    files = export(project, font, "{{7777*7777}} {% raw %}", "{{7777*7777}} {% raw %} {# x #}")
    assert front_matter(files["docs/entries/first/index.md"])["title"] == "{{7777*7777}} {% raw %}"
    pages = [content.decode().replace("\\", "") for name, content in files.items() if name.endswith(".md")]
    assert [page for page in pages if "60481729" in page or "{# x #}" not in page] == []


def test_a_prose_page_replaces_the_generated_one_and_keeps_its_metadata(project: Path, font: Font) -> None:
    page = project / "docs" / "entries" / "first.md"
    page.parent.mkdir()
    page.write_text('---\ntitle: By hand\n---\n\nMore. {{ entry("first") }}\n', encoding="utf-8")
    exported = export(project, font)["docs/entries/first/index.md"]
    assert front_matter(exported) == {
        "title": "By hand",
        "description": "Text.",
        "search": {"boost": 2},
        "hide": ["toc"],
    }
    assert b"\n\nMore. <nav" in exported


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ nothing() }}", "docs/index.md:1: there is no macro or variable 'nothing'"),
        ("{{ notice( }}", "docs/index.md:1: unexpected '}'"),
        ('---\ntitle: T\n---\n\n{{ notice("none") }}', "docs/index.md:5: no notice is called 'none'"),
        ("---\n- 1\n---\n", "docs/index.md:1: expected metadata by name between its first lines of dashes, found [1]"),
        ("---\na: [\nb: 1\n---\n", "docs/index.md:3: its metadata is not YAML: "),
    ],
)
def test_an_error_in_a_page_names_the_page(project: Path, font: Font, body: str, message: str) -> None:
    (project / "docs" / "index.md").write_text(body, encoding="utf-8")
    with pytest.raises(ExportError) as raised:
        export(project, font)
    assert str(raised.value).startswith(message)


def test_exported_settings_need_no_macros_and_no_hooks(font: Font) -> None:
    config = export_config(SETTINGS, make_renderer(full_scenario("A < B"), font).index, index_path)
    assert 'site_url: !ENV [SITE_URL, "https://host.test/"]' in config
    assert yaml.safe_load(config.replace("!ENV", "")) == {
        "site_name": "Site",
        "site_url": ["SITE_URL", "https://host.test/"],
        "copyright": "A &lt; B Free.",
        "theme": {"name": "material", "variant": "classic"},
        "nav": [{"Home": "index.md"}, {"One": "entries/first/index.md"}],
        "plugins": ["search"],
        "extra": {
            "generator": False,
            "fiction_label": "A &lt; B",
            "has_divergence": True,
            "retired_entries": ["gone", "gone-0"],
        },
        "site_description": "Text.",
    }


@pytest.mark.parametrize("source", ["site_name: [", "[]", "site_name: Site"])
def test_settings_of_another_site_are_refused(project: Path, font: Font, source: str) -> None:
    (project / "mkdocs.yml").write_text(source, encoding="utf-8")
    with pytest.raises(ExportError, match=r"^mkdocs\.yml: these are not the settings of this site"):
        export(project, font)


def test_a_new_export_replaces_the_last_and_keeps_built_sites(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    assert write_export(folder, tmp_path, [("docs/old.md", b"old"), ("mkdocs.yml", b"1")]) == 2
    for built in ("site/index.html", ".cache/kept"):
        (folder / built).parent.mkdir()
        (folder / built).write_text("built")
    write_export(folder, tmp_path, [("docs/new.md", b"new"), ("mkdocs.yml", b"2")])
    manifest = "".join(
        f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in (("docs/new.md", b"new"), ("mkdocs.yml", b"2"))
    )
    assert read_files(folder) == {
        "docs/new.md": "new",
        "mkdocs.yml": "2",
        MANIFEST: manifest,
        "site/index.html": "built",
        ".cache/kept": "built",
    }


@pytest.mark.parametrize("foreign", ["notes.txt", "docs/mine.md", "docs/old.md"])
def test_a_folder_with_foreign_files_is_left_unchanged(tmp_path: Path, foreign: str) -> None:
    folder = tmp_path / "export"
    write_export(folder, tmp_path, [("docs/old.md", b"old")])
    (folder / foreign).write_text("mine")
    before = read_files(folder)
    with pytest.raises(ExportError, match=f"holds {foreign}, which this command did not write"):
        write_export(folder, tmp_path, [("docs/new.md", b"new")])
    assert read_files(folder) == before


def test_a_failed_export_keeps_the_last_one(project: Path, font: Font, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    write_export(folder, project, export_markdown(project, make_renderer(full_scenario("Title"), font), rules.RULES))
    before = read_files(folder)
    (project / "docs" / "zuletzt.md").write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(ExportError):
        write_export(
            folder, project, export_markdown(project, make_renderer(full_scenario("Other"), font), rules.RULES)
        )
    assert read_files(folder) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()].count(".export.new") == 0


@pytest.mark.parametrize("inside", ["docs", "docs/export", "overrides/x"])
def test_an_export_into_a_source_folder_is_refused(project: Path, inside: str) -> None:
    before = read_files(project)
    with pytest.raises(ExportError, match="which is copied; choose a folder elsewhere"):
        write_export(project / inside, project, [])
    assert read_files(project) == before


def test_all_pages_are_exported_and_two_exports_are_equal(scenario: Scenario, font: Font, tmp_path: Path) -> None:
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    first, second = (dict(export_markdown(tmp_path, make_renderer(scenario, font), rules.RULES)) for _ in range(2))
    assert first == second
    pages = [name for name in first if name.endswith(".md")]
    prose = {f"docs/{index_path(path.relative_to(ROOT / 'docs').as_posix())}" for path in (ROOT / "docs").rglob("*.md")}
    entries = [entry.id for entry in scenario.entries]
    entries += [record.id for record in scenario.retired if record.section == "entries"]
    assert {*pages} == prose | {f"docs/entries/{name}/index.md" for name in entries}
    assert [name for name in pages if re.search(rb"(?<!`)\{\{ *\w+\(", first[name])] == []  # the guide quotes a call
