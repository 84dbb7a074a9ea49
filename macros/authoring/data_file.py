"""A data file that a command edits: its bytes, its records, and the check of what an edit did to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from macros import rules
from macros.authoring.changes import FileChange
from macros.authoring.errors import AuthoringError
from macros.authoring.text_edits import TextEdit, apply_edits
from macros.scenario.loader import LoadedFile, load_file, parse_file
from macros.scenario.permalinks import PERMALINKS_FILE, merge_permalinks, record_permalinks
from macros.scenario.problems import Problem
from macros.scenario.schema import SCHEMA_FILE, schema_text

_LINE_NUMBER = re.compile(r"\bline \d+")


@dataclass(frozen=True, eq=False)
class DataFile:
    """A data file that could be read: its path, its bytes, and what it holds."""

    path: Path
    content: bytes
    file: LoadedFile

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the rules report of the file."""
        return rules.check(self.file)

    def edit(self, edits: Iterable[TextEdit], expected: Any) -> DataFile:  # noqa: ANN401 - any value of a data file
        """Return the file with edits applied.

        Raises:
            AuthoringError: the edited text does not hold the expected data.
        """
        content = apply_edits(self.content, edits)
        file = parse_file(str(self.path), content, self.file.permalinks_text.encode())
        if file.data != expected:
            message = f"{self.path}: the edit would change other records; the file is written in an unusual way"
            raise AuthoringError(f"{message}: {describe_difference(expected, file.data)}")
        return DataFile(self.path, content, file)

    def changes_to(self, edited: DataFile) -> tuple[FileChange, ...]:
        """Return the changes of the data file and of the files beside it that follow from it.

        The list of permalinks changes only if nothing is left to be done: until then, nothing new can be published.
        """
        changes = [FileChange(self.path, self.content, edited.content)]
        if not edited.problems:
            addresses = record_permalinks(record for _, record in edited.file.records)
            changes += self._change_beside(PERMALINKS_FILE, merge_permalinks(edited.file.permalinks_text, addresses))
        changes += self._change_beside(SCHEMA_FILE, schema_text(edited.file))
        return tuple(changes)

    def _change_beside(self, name: str, text: str) -> list[FileChange]:
        """Return the change of a file in the same folder; none where there is no such file, or it has the text."""
        path = self.path.with_name(name)
        before, after = path.read_bytes() if path.exists() else None, text.encode()
        return [] if before in (None, after) else [FileChange(path, before, after)]


def read_data_file(path: Path) -> DataFile:
    """Read a data file that a command is to edit.

    Raises:
        AuthoringError: the file cannot be read, or is not plain YAML; the message lists the problems.
    """
    file = load_file(path)
    if file.data is None or file.syntax_problems:
        raise AuthoringError("\n".join(map(str, sorted(file.syntax_problems))))
    return DataFile(path, path.read_bytes(), file)


def new_problems(before: DataFile, after: DataFile) -> list[Problem]:
    """Return the problems that an edit brought, in the order of the file."""
    counts = Counter(map(_problem_key, before.problems))
    brought = []
    for problem in after.problems:
        counts[_problem_key(problem)] -= 1
        if counts[_problem_key(problem)] < 0:
            brought.append(problem)
    return brought


def _problem_key(problem: Problem) -> tuple[str, str]:
    """Return what identifies a problem wherever it stands."""
    return problem.rule, _LINE_NUMBER.sub("line", problem.message)


def refuse_if_blocking(problems: Iterable[Problem], advice: str) -> None:
    """Refuse an edit because of problems other than unfinished work.

    Raises:
        AuthoringError: there is such a problem.
    """
    if blocking := [problem for problem in problems if not problem.is_warning]:
        raise AuthoringError("\n".join([*dict.fromkeys(map(str, blocking)), advice]))


def check_edit(before: DataFile, after: DataFile) -> list[Problem]:
    """Return the unfinished work that an edit brings.

    Raises:
        AuthoringError: it brings other problems; the messages have no positions, since nothing is written.
    """
    problems = new_problems(before, after)
    if blocking := [f"{problem.rule}: {problem.message}" for problem in problems if not problem.is_warning]:
        raise AuthoringError("\n".join([*dict.fromkeys(blocking), f"{before.path} was left as it is."]))
    return problems


def describe_difference(expected: Any, actual: Any, path: str = "") -> str:  # noqa: ANN401 - any values of a data file
    """Return where two values of a data file differ first."""
    steps = expected if isinstance(expected, dict) else range(len(expected)) if isinstance(expected, tuple) else ()
    if type(expected) is type(actual) and steps and len(expected) == len(actual):
        for step in steps:
            if isinstance(actual, dict) and step not in actual:
                break
            if expected[step] != actual[step]:
                return describe_difference(expected[step], actual[step], f"{path}.{step}")
    return f"at `{path.removeprefix('.')}`"
