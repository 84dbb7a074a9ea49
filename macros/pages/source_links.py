"""Links to the files of a project at the host of its repository, in the form that the host has for them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit


class SourceLinks(NamedTuple):
    """Templates of URLs, for `str.format`.

    Attributes:
        page: that of the editor of a page, by its `path` in the folder of pages.
        line: that of a `line` of a file, by its `path` in the project.
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


def source_links(repository: str, edit: str) -> SourceLinks | None:
    """Return the links of a repository by its URL, or None where the form of its host is not known.

    `edit` is MkDocs' `edit_uri`: that of GitHub, from which those of other hosts follow, or another one, which is used
    as it is. It leads from the repository to the folder of pages.
    """
    base = f"{repository}/"
    parts = _GITHUB_FORM.fullmatch(edit)
    if parts is None:
        return SourceLinks(urljoin(base, edit) + "{path}", urljoin(urljoin(base, edit), "../{path}#L{line}"))
    host = urlsplit(repository).hostname or ""
    forms = next((forms for pattern, forms in _HOSTS.items() if re.search(pattern, host)), None)
    if forms is None:
        return None
    branch, project, pages = parts.groups()
    page, line = (form.replace("{branch}", branch) for form in forms)
    return SourceLinks(
        base + page.replace("{path}", f"{project}{pages}{{path}}"), base + line.replace("{path}", f"{project}{{path}}")
    )
