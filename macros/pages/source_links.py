"""URLs of the files of a project at the host of its repository, in the form that the host uses."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit


class SourceLinks(NamedTuple):
    """Templates of URLs, for `str.format`.

    Attributes:
        page: the URL of the editor of a page; `path` is relative to the folder of pages.
        line: the URL of a `line` of a file; `path` is relative to the project.
    """

    page: str
    line: str


_GITHUB_FORM = re.compile(r"edit/([^/]+)/((?:.+/)?)([^/]+/)")
"""A branch, the folder of the project in the repository, and the folder of pages in that."""
_HOSTS = {
    r"(^|\.)github\.": SourceLinks("edit/{branch}/{path}", "edit/{branch}/{path}#L{line}"),
    r"(^|\.)gitlab\.": SourceLinks("-/edit/{branch}/{path}", "-/blob/{branch}/{path}#L{line}"),
    r"(^|\.)(codeberg|forgejo|gitea)\.": SourceLinks("_edit/{branch}/{path}", "src/branch/{branch}/{path}#L{line}"),
    r"(^|\.)bitbucket\.": SourceLinks("src/{branch}/{path}?mode=edit", "src/{branch}/{path}#lines-{line}"),
    r"(^|\.)sr\.ht$": SourceLinks("tree/{branch}/item/{path}", "tree/{branch}/item/{path}#L{line}"),
}
"""The forms of hosts, by a pattern of their names; sourcehut has no editor, but shows files."""


def source_links(repository: str, edit_uri: str) -> SourceLinks | None:
    """Return the links of a repository by its URL, or None where the form of its host is not known.

    `edit_uri` is MkDocs' setting: the URL of the folder of pages, relative to the repository. If it has the form of
    GitHub, the links of other hosts are derived from it. Any other form is used unchanged.
    """
    base = f"{repository}/"
    parts = _GITHUB_FORM.fullmatch(edit_uri)
    if parts is None:
        return SourceLinks(urljoin(base, edit_uri) + "{path}", urljoin(urljoin(base, edit_uri), "../{path}#L{line}"))
    host = urlsplit(repository).hostname or ""
    forms = next((forms for pattern, forms in _HOSTS.items() if re.search(pattern, host)), None)
    if forms is None:
        return None
    branch, project, pages = parts.groups()
    page = forms.page.format(branch=branch, path=f"{project}{pages}{{path}}")
    return SourceLinks(base + page, base + forms.line.format(branch=branch, path=f"{project}{{path}}", line="{line}"))
