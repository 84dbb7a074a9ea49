"""Records that a command adds to a data file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, groupby
from typing import Any

from macros.authoring.data_file import DataFile
from macros.authoring.insertion import indentation, insert_records
from macros.authoring.placement import record_id, section_records
from macros.authoring.skeletons import complete_fields, item_lines
from macros.authoring.text_edits import TextEdit
from macros.authoring.yaml_text import parse_lines
from macros.scenario.loader import LoadedFile
from macros.scenario.model import RetiredRecord
from macros.scenario.permalinks import parse_permalinks, permalink
from macros.scenario.records import record_type


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


def apply_additions(
    data_file: DataFile,
    additions: Sequence[Addition],
    edits: Iterable[TextEdit] = (),
    data: Any = None,  # noqa: ANN401 - any value of a data file
) -> DataFile:
    """Return the file with records added; those of one section stand side by side.

    Args:
        data_file: the file.
        additions: the records.
        edits: other edits of the file.
        data: what the file holds after the other edits; None for what it holds now.

    Raises:
        AuthoringError: the file is written in a way that cannot be edited.
    """
    expected = dict(data_file.file.data if data is None else data)
    edits = list(edits)
    for (section, index), group in groupby(additions, key=lambda addition: (addition.section, addition.index)):
        items = [addition.lines for addition in group]
        edits += insert_records(data_file.file, section, index, items)
        records = expected.get(section) or ()
        expected[section] = (*records[:index], *(parse_lines(lines)[0] for lines in items), *records[index:])
    return data_file.edit(edits, expected)


def unused_id(file: LoadedFile, section: str, stem: str) -> str:
    """Return an id that no record of a section has or had, with a number behind it if need be."""
    ids = {record_id(record) for record in section_records(file, section)}
    ids |= {record.id for _, record in file.records_of(RetiredRecord) if record.section == section}
    addresses = {address for _, address in parse_permalinks(file.permalinks_text)}
    candidates = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(item for item in candidates if item not in ids and permalink(section, item) not in addresses)


def today() -> str:
    """Return the day where the command runs, as 2026-11-23."""
    return datetime.now(tz=UTC).astimezone().date().isoformat()
