"""Rules about the file itself: can it be read, is it YAML, and only the plain part of YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.checks.rule import faults, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.lore.load import Draft
    from macros.lore.problems import Problem


@rule
def unreadable_file(draft: Draft) -> Iterator[Problem]:
    """The file is there, can be opened, is UTF-8 and is not empty."""
    yield from faults(draft, "unreadable-file")


@rule
def invalid_yaml(draft: Draft) -> Iterator[Problem]:
    """The file is one YAML document, without control characters, and without those that reorder what is read."""
    yield from faults(draft, "invalid-yaml")


@rule
def duplicate_key(draft: Draft) -> Iterator[Problem]:
    """A record gives each of its fields once."""
    yield from faults(draft, "duplicate-key")


@rule
def no_anchors_or_tags(draft: Draft) -> Iterator[Problem]:
    """The file uses no anchors (`&x`), aliases (`*x`) or tags (`!x`): everything is written out where it stands."""
    yield from faults(draft, "no-anchors-or-tags")
