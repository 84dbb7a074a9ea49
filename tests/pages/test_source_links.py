"""Links to the files of a project in the form of the host of its repository."""

from __future__ import annotations

import pytest

from macros.pages.source_links import source_links


@pytest.mark.parametrize(
    ("repository", "page", "line"),
    [
        ("https://github.com/a/b", "edit/main/docs/x.md", "edit/main/data/s.yml#L7"),
        ("https://gitlab.com/a/group/b", "-/edit/main/docs/x.md", "-/blob/main/data/s.yml#L7"),
        ("https://gitlab.example.org/a/b", "-/edit/main/docs/x.md", "-/blob/main/data/s.yml#L7"),
        ("https://codeberg.org/a/b", "_edit/main/docs/x.md", "src/branch/main/data/s.yml#L7"),
        ("https://gitea.example.org/a/b", "_edit/main/docs/x.md", "src/branch/main/data/s.yml#L7"),
        ("https://bitbucket.org/a/b", "src/main/docs/x.md?mode=edit", "src/main/data/s.yml#lines-7"),
        ("https://git.sr.ht/~a/b", "tree/main/item/docs/x.md", "tree/main/item/data/s.yml#L7"),
    ],
)
def test_each_host_has_its_form_of_links(repository: str, page: str, line: str) -> None:
    links = source_links(repository, "edit/main/docs/")
    assert links
    assert links.page.format(path="x.md") == f"{repository}/{page}"
    assert links.line.format(path="data/s.yml", line=7) == f"{repository}/{line}"


def test_another_branch_and_a_project_in_a_folder_of_the_repository() -> None:
    links = source_links("https://codeberg.org/a/b", "edit/next/sites/one/docs/")
    assert links
    assert links.page.format(path="x/y.md") == "https://codeberg.org/a/b/_edit/next/sites/one/docs/x/y.md"
    expected = "https://codeberg.org/a/b/src/branch/next/sites/one/data/s.yml#L7"
    assert links.line.format(path="data/s.yml", line=7) == expected


def test_another_host_has_links_only_in_the_form_of_the_setting() -> None:
    assert source_links("https://git.example.org/a/b", "edit/main/docs/") is None
    links = source_links("https://git.example.org/a/b", "_edit/main/docs/")
    assert links
    assert links.page.format(path="x.md") == "https://git.example.org/a/b/_edit/main/docs/x.md"
    assert links.line.format(path="data/s.yml", line=7) == "https://git.example.org/a/b/_edit/main/data/s.yml#L7"
