"""A data file that a command edits: its bytes, its records, new ones, and the check of what an edit did to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import count, groupby
from pathlib import Path
from typing import Any

from macros import rules
from macros.authoring.edits import AuthoringError, FileChange, TextEdit, apply_edits
from macros.authoring.insertion import indentation, insert_records
from macros.authoring.placement import record_id, section_records
from macros.authoring.skeletons import complete_fields, item_lines
from macros.scenario.loader import LoadedFile, load_file, parse_file
from macros.scenario.model import RetiredRecord
from macros.scenario.permalinks import PERMALINKS_FILE, merge_permalinks, parse_permalinks, permalink, record_permalinks
from macros.scenario.problems import Problem, line_and_column
from macros.scenario.records import record_type
from macros.scenario.schema import SCHEMA_FILE, schema_text
from macros.scenario.yaml_fast import parse_lines
from macros.scenario.yaml_lines import parse_line

_LINE_NUMBER = re.compile(r"\bline \d+")


@dataclass(frozen=True, slots=True)
class Addition:
    """A record that a command adds: its section, its index there, its fields and its lines."""

    section: str
    index: int
    fields: Mapping[str, Any]
    lines: Sequence[str]

    @property
    def id(self) -> str:
        """The id of the record; that of a link is cause--effect."""
        return record_id(self.fields)


@dataclass(frozen=True, eq=False)
class DataFile:
    """A data file that could be read: its path, its bytes, what it holds, and the lines that an edit wrote."""

    path: Path
    content: bytes
    file: LoadedFile
    edited_lines: frozenset[int] = frozenset()

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the rules report of the file."""
        return rules.check(self.file)

    def edit(self, edits: Iterable[TextEdit], expected: Any) -> DataFile:  # noqa: ANN401 - any value of a data file
        """Return the file with edits applied.

        Raises:
            AuthoringError: the edited text does not hold the expected data.
        """
        edits = list(edits)
        content = apply_edits(self.content, edits)
        file = parse_file(str(self.path), content, self.file.permalinks_text.encode())
        if file.data != expected:
            sections = ", ".join(f"`{name}`" for name in expected if file.value((name,)) != expected[name])
            message = f"the edit would change other records of {sections}; the file is written in an unusual way"
            raise AuthoringError(f"{self.path}: {message}")
        return DataFile(self.path, content, file, _edited_lines(file.text, edits))

    def add(
        self, additions: Sequence[Addition], edits: Iterable[TextEdit] = (), data: Mapping[str, Any] | None = None
    ) -> DataFile:
        """Return the file with records added; those of one section stand side by side.

        Args:
            additions: the records.
            edits: other edits of the file.
            data: what the file holds after the other edits; None for what it holds now.

        Raises:
            AuthoringError: the file is written in a way that cannot be edited.
        """
        expected = dict(self.file.data if data is None else data)
        edits = list(edits)
        for (section, index), group in groupby(additions, key=lambda addition: (addition.section, addition.index)):
            items = [addition.lines for addition in group]
            edits += insert_records(self.file, section, index, items)
            records = expected.get(section) or ()
            expected[section] = (*records[:index], *(parse_lines(lines)[0] for lines in items), *records[index:])
        return self.edit(edits, expected)

    def changes_to(self, edited: DataFile) -> tuple[FileChange, ...]:
        """Return the changes of the data file and of the files beside it that follow from it.

        The list of permalinks changes only if nothing is left to be done: until then, nothing new can be published.
        """
        changes = [FileChange(self.path, self.content, edited.content)]
        if not edited.problems:
            addresses = record_permalinks(record for _, record in edited.file.records)
            changes += self._companion_change(PERMALINKS_FILE, merge_permalinks(edited.file.permalinks_text, addresses))
        changes += self._companion_change(SCHEMA_FILE, schema_text(edited.file))
        return tuple(changes)

    def _companion_change(self, name: str, text: str) -> list[FileChange]:
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


def _edited_lines(text: str, edits: Iterable[TextEdit]) -> frozenset[int]:
    """Return the numbers of the lines of an edited text that hold replacements."""
    lines: set[int] = set()
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        start = edit.start + shift
        first, last = (line_and_column(text, offset)[0] for offset in (start, start + len(edit.replacement)))
        lines.update(range(first, last + 1))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return frozenset(lines)


def new_problems(before: DataFile, after: DataFile) -> list[Problem]:
    """Return the problems that an edit brings, in the order of the file; of equal ones, those of edited lines."""
    counts = Counter(map(_problem_key, before.problems))
    problems = []
    for problem in sorted(after.problems, key=lambda problem: problem.line in after.edited_lines):
        counts[_problem_key(problem)] -= 1
        if counts[_problem_key(problem)] < 0:
            problems.append(problem)
    return sorted(problems, key=after.problems.index)


def _problem_key(problem: Problem) -> tuple[str, str]:
    """Return what identifies a problem wherever it stands."""
    return problem.rule, _LINE_NUMBER.sub("line", problem.message)


def _without_position(problem: Problem, lines: Sequence[str]) -> str:
    """Return a problem of the edited file with the name of the field in place of the position."""
    line = parse_line(lines[problem.line - 1]) if problem.line <= len(lines) else None
    field = f"`{line.name}`: " if line and line.name else ""
    return f"{field}{problem.rule}: {problem.message}"


def check_edit(before: DataFile, after: DataFile) -> list[Problem]:
    """Return the unfinished work that an edit brings.

    Raises:
        AuthoringError: it brings other problems; the messages have no positions, since nothing is written.
    """
    problems = new_problems(before, after)
    lines = after.file.text.split("\n")
    if blocking := [_without_position(problem, lines) for problem in problems if not problem.is_warning]:
        raise AuthoringError("\n".join([*dict.fromkeys(blocking), f"{before.path} was left as it is."]))
    return problems


def plan_addition(
    file: LoadedFile, section: str, index: int, fields: Mapping[str, Any], *, has_comments: bool
) -> Addition:
    """Return the record that is to stand in a section before the one that has the index now.

    Raises:
        AuthoringError: a date is missing that cannot be null.
    """
    model = record_type((section,))
    fields = complete_fields(model, fields)
    lines = item_lines(model, fields, indentation(file, section), has_comments=has_comments)
    return Addition(section, index, fields, lines)


def unused_id(file: LoadedFile, section: str, stem: str) -> str:
    """Return an id that no record of a section has or had, with a number after it if need be."""
    ids = {record_id(record) for record in section_records(file, section)}
    ids |= {record.id for _, record in file.records_of(RetiredRecord) if record.section == section}
    addresses = {address for _, address in parse_permalinks(file.permalinks_text)}
    candidates = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(item for item in candidates if item not in ids and permalink(section, item) not in addresses)


def today() -> str:
    """Return the day where the command runs, as 2026-11-23."""
    return datetime.now(tz=UTC).astimezone().date().isoformat()
