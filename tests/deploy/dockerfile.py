"""Reads a Dockerfile, as far as ours goes: no here-documents, no other marks of its parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Instruction(NamedTuple):
    """One instruction: its name, and what follows it."""

    name: str
    words: str


def instructions(path: Path) -> list[list[Instruction]]:
    """Return the stages of a Dockerfile, each as its instructions, of which the first is `FROM`."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages: list[list[Instruction]] = []
    for line in filter(None, whole.splitlines()):
        name, _, words = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append(Instruction(name, words))
    return stages
