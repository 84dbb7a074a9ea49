"""Prose pages that name an entry: the macro `entry`, links to its page, and anchors that are made of its id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.authoring.edits import AuthoringError, FileChange, TextEdit, apply_edits
from macros.scenario.problems import line_and_column

_OTHER_FILES = ("README.md", "mkdocs.yml")
"""Files of the project that may name an entry, and that the command does not edit."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """An entry's old and new id, and the old and new anchors of all records whose ids are made of them."""

    old: str
    new: str
    anchors: Mapping[str, str]

    def find_edits(self, text: str, *, is_entry_folder: bool = False) -> set[TextEdit]:
        """Return the edits of a prose page; `is_entry_folder` is whether the page is in `docs/entries`."""
        old = re.escape(self.old)
        patterns = {
            rf"""\bentry\(\s*["']({old})["']\s*\)""": self.new,
            rf"""(?<![\w-])(?<!\w/)(?:\.{{0,2}}/)*entries/({old})(?=[./"'#?)\s]|$)""": self.new,
            link_pattern(self.old): self.new,
        } | {rf"#({re.escape(anchor)})(?![\w-])": successor for anchor, successor in self.anchors.items()}
        if is_entry_folder:
            patterns[rf"""(?<=[("'])(?:\.\.?/)?({old})(?=\.md|/)"""] = self.new
        matches = ((match, new) for pattern, new in patterns.items() for match in re.finditer(pattern, text))
        return {TextEdit(*match.span(1), new) for match, new in matches if not _is_in_url(text, match.start())}

    def find_mentions(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[int]:
        """Yield where the old id or anchor stands in a text outside of spans; a word without a hyphen may be no id."""
        spans = sorted(spans)
        word = re.escape(self.old) if "-" in self.old else rf"(?<=[/#]){re.escape(self.old)}"
        words = "|".join([*map(re.escape, sorted(self.anchors, key=len, reverse=True)), word])
        for match in re.finditer(rf"(?<![a-z0-9-])(?:{words})(?![a-z0-9-])", text):
            if not any(start <= match.start() and match.end() <= end for start, end in spans):
                yield match.start()


def link_pattern(entry_id: str) -> str:
    """Return a pattern of the links to an entry, `[[id]]` or `[[id|words]]`; its group is the id."""
    return rf"\[\[\s*({re.escape(entry_id)})\s*(?:\|[^\[\]]*)?\]\]"


def _is_in_url(text: str, position: int) -> bool:
    """Return whether a position is in a URL with a scheme, which may be of another site."""
    return "://" in re.split(r"""[\s"'()<>]""", text[:position])[-1]


def rename_in_pages(project: Path, renaming: Renaming) -> tuple[list[FileChange], list[str]]:
    """Return the changes of the prose pages of a project, and each place that names the id in some other way.

    Raises:
        AuthoringError: the new id has a page written by hand already.
        OSError: a page cannot be read.
        UnicodeDecodeError: a page is not UTF-8.
    """
    changes, mentions = [], []
    pages = sorted((project / "docs").rglob("*.md"))
    for path in (*pages, *(project / name for name in _OTHER_FILES)):
        content = path.read_bytes() if path.exists() else b""
        if renaming.old.encode() not in content and path.stem != renaming.old:
            continue
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        is_entry_folder = path.parent == project / "docs" / "entries"
        edits = renaming.find_edits(text, is_entry_folder=is_entry_folder) if path in pages else set()
        mentions += [
            f"{path}:{line_and_column(text, position)[0]}"
            for position in renaming.find_mentions(text, ((edit.start, edit.end) for edit in edits))
        ]
        changes += _page_changes(path, content, apply_edits(content, edits), renaming, is_entry_folder=is_entry_folder)
    return changes, mentions


def _page_changes(
    path: Path, before: bytes, after: bytes, renaming: Renaming, *, is_entry_folder: bool
) -> list[FileChange]:
    """Return the change of a page; the page of the entry itself, written by hand, moves."""
    if is_entry_folder and path.stem == renaming.old:
        target = path.with_stem(renaming.new)
        if target.exists():
            raise AuthoringError(f"{target}: is there already, and would be the page of '{renaming.new}'")
        return [FileChange(target, None, after), FileChange(path, before, None)]
    return [FileChange(path, before, after)] if before != after else []
