"""A parser for the subset of the Dockerfile format that ours uses: no here-documents and no parser directives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Instruction(NamedTuple):
    """An instruction of a Dockerfile."""

    name: str
    arguments: str


def parse_dockerfile(path: Path) -> list[list[Instruction]]:
    """Return the stages of a Dockerfile as lists of instructions; the first of each is `FROM`."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages: list[list[Instruction]] = []
    for line in filter(None, joined.splitlines()):
        name, _, arguments = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append(Instruction(name, arguments))
    return stages
