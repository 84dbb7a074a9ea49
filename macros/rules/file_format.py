"""Rules about the file itself: can it be read, is it YAML, and only the plain part of YAML."""

from __future__ import annotations

from collections.abc import Iterator

from macros.rules.registry import rule, syntax_problems
from macros.scenario.loader import LoadedFile
from macros.scenario.problems import Problem


@rule
def unreadable_file(file: LoadedFile) -> Iterator[Problem]:
    """The file is there, can be opened, is UTF-8 and is not empty."""
    yield from syntax_problems(file, "unreadable-file")


@rule
def invalid_yaml(file: LoadedFile) -> Iterator[Problem]:
    """The file is one YAML document, without control characters, and without those that reorder what is read."""
    yield from syntax_problems(file, "invalid-yaml")


@rule
def duplicate_key(file: LoadedFile) -> Iterator[Problem]:
    """A record gives each of its fields once."""
    yield from syntax_problems(file, "duplicate-key")


@rule
def no_anchors_or_tags(file: LoadedFile) -> Iterator[Problem]:
    """The file uses no anchors (`&x`), aliases (`*x`) or tags (`!x`): everything is written out where it stands."""
    yield from syntax_problems(file, "no-anchors-or-tags")
