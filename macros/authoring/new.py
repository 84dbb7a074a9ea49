"""`new`: adds a record to the data file, as a skeleton that says what is still to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.authoring.data_file import Addition, check_edit, plan_addition, read_data_file, today, unused_id
from macros.authoring.edits import AuthoringError, FileChange, Outcome
from macros.authoring.placement import find_index, index_after, record_id, section_records
from macros.authoring.skeletons import complete_fields
from macros.scenario.fields import MAX_TITLE_LENGTH, PLACEHOLDER, Record, slugify
from macros.scenario.loader import LoadedFile
from macros.scenario.model import RetiredRecord
from macros.scenario.permalinks import PERMALINKS_FILE
from macros.scenario.problems import Problem
from macros.scenario.records import record_type

SECTIONS: Mapping[str, str] = {
    "entry": "entries",
    "question": "questions",
    "term": "terms",
    "reference": "references",
    "link": "links",
    "passage": "story",
}
"""The section of each kind of record that `new` adds."""


MAX_CLAIMS = 3
"""How many claims of a neighbour are named."""


def model_of(kind: str) -> type[Record]:
    """Return the model of a kind of record."""
    return record_type((SECTIONS[kind],))


@dataclass(frozen=True, slots=True)
class NewOptions:
    """Options of `new`.

    Attributes:
        after: the id of the record that the new one follows; None for the usual place.
        day: the date of the revision, as 2026-11-23; None for today.
        has_comments: whether a comment above each required field says what it is.
    """

    after: str | None = None
    day: str | None = None
    has_comments: bool = True


def add_record(path: Path, kind: str, fields: Mapping[str, Any], options: NewOptions) -> Outcome:
    """Plan a new record, and for an entry the revision that announces it.

    Args:
        path: the data file.
        kind: a key of `SECTIONS`.
        fields: the values that are known, by field; records inside the record as mappings.
        options: the place, the day, and whether there are comments.

    Raises:
        AuthoringError: the record cannot be added; nothing has to be undone.
        OSError: the file cannot be read.
    """
    data_file = read_data_file(path)
    file, section = data_file.file, SECTIONS[kind]
    fields = complete_fields(model_of(kind), _with_defaults(file, section, fields, options.after))
    _refuse_duplicate(file, section, record_id(fields))
    after = options.after
    index = find_index(file, section, fields) if after is None else index_after(file, section, after)
    additions = [plan_addition(file, section, index, fields, has_comments=options.has_comments)]
    if section == "entries" and section_records(file, "revisions"):
        revision = _revision(file, fields, options.day)
        index = find_index(file, "revisions", revision)
        additions.append(plan_addition(file, "revisions", index, revision, has_comments=options.has_comments))
    edited = data_file.add(additions)
    problems = check_edit(data_file, edited)
    changes = data_file.changes_to(edited)
    return Outcome(changes, (*_report(file, edited.file, additions, problems), _permalinks_line(changes)))


def _refuse_duplicate(file: LoadedFile, section: str, new_id: str) -> None:
    ids = [record_id(record) for record in section_records(file, section)]
    if new_id in ids:
        line, column = file.line_and_column((section, ids.index(new_id)))
        raise AuthoringError(f"{file.filename}:{line}:{column}: '{new_id}' is in `{section}` already")


def _with_defaults(file: LoadedFile, section: str, fields: Mapping[str, Any], after: str | None) -> dict[str, Any]:
    """Return fields with defaults: the thread of the entry before a new one, the next number of a question."""
    if section == "questions":
        return {"id": next_question_id(file), **fields}
    if section == "entries":
        defaults = {"thread": _default_thread(file, after)}
        if any(entry.get("in_reality") for entry in section_records(file, "entries")):
            defaults["in_reality"] = PLACEHOLDER
        return {**defaults, **fields}
    return dict(fields)


def _default_thread(file: LoadedFile, after: str | None) -> str:
    """Return the thread of the entry that a new one follows, or else the last thread that has entries."""
    entries = section_records(file, "entries")
    predecessors = entries if after is None else entries[: index_after(file, "entries", after)]
    threads = [entry.get("thread") for entry in predecessors]
    threads = threads or [thread.get("id") for thread in section_records(file, "threads")]
    if not threads:
        raise AuthoringError(f"{file.filename}: an entry belongs to a thread, and there is none under `threads`")
    return str(threads[-1])


def next_question_id(file: LoadedFile) -> str:
    """Return `q` and the number after the highest that a question has or had."""
    ids = [record_id(record) for record in section_records(file, "questions")]
    ids += [record.id for _, record in file.records_of(RetiredRecord) if record.section == "questions"]
    numbers = [int(item[1:]) for item in ids if item[:1] == "q" and item[1:].isdecimal()]
    return f"q{max(numbers, default=0) + 1}"


def _revision(file: LoadedFile, entry: Mapping[str, Any], day: str | None) -> dict[str, Any]:
    """Return the fields of the revision that says that an entry is new."""
    title = f"New: {entry['title']}"
    return {
        "id": unused_id(file, "revisions", f"{slugify(entry['id']) or 'entry'}-added"),
        "date": day or today(),
        "title": title if entry["title"] != PLACEHOLDER and len(title) <= MAX_TITLE_LENGTH else PLACEHOLDER,
        "what": f"[[{entry['id']}]] has an entry of its own.",
        "why": PLACEHOLDER,
        "entries": [entry["id"]],
    }


def _report(
    before: LoadedFile, after: LoadedFile, additions: Sequence[Addition], problems: Sequence[Problem]
) -> list[str]:
    """Return the lines that say what is new, what is still to be written, and what comes next."""
    lines = []
    for addition in additions:
        line, _ = after.line_and_column((addition.section, addition.index))
        lines.append(f"{after.filename}:{line}: '{addition.id}' is new in `{addition.section}`")
    if problems:
        lines += ["Still to be done:", *(f"  {problem}" for problem in problems)]
    added = additions[0]
    if added.section == "entries":
        lines.append(f"Its thread is '{added.fields['thread']}'; its place is its order there, and can change.")
        lines.append(_claim_hint(before, after, added))
    model = record_type((added.section,))
    if optional := [name for name in model.model_fields if name not in added.fields]:
        lines.append(f"Other fields that it can have: {', '.join(optional)}")
    return lines


def _claim_hint(before: LoadedFile, after: LoadedFile, addition: Addition) -> str:
    """Return where to name a new entry: near the claims about its neighbour, if there are any."""
    kind = addition.fields["kind"]
    field = "`people`" if kind in {"person", "group"} else "`entries`"
    field += ", or `people` for a person or a group," if kind == PLACEHOLDER else ""
    neighbours = [record_id(record) for record in section_records(before, "entries")][: addition.index][-1:]
    claims = [
        (after.line_and_column(path)[0], claim.id)
        for path, claim, _ in after.claims()
        if {*neighbours} & {*claim.entries, *claim.people}
    ]
    line, _ = after.line_and_column(("sentences",))
    places = "".join(f", '{claim_id}' in line {number}" for number, claim_id in claims[:MAX_CLAIMS])
    hint = f"; claims about its neighbour '{neighbours[0]}' are{places[1:]}" if claims else ""
    return (
        f"Name it under {field} of the claim that it rests on, an old or a new one, "
        f"in the section `sentences` from line {line} on{hint}."
    )


def _permalinks_line(changes: Sequence[FileChange]) -> str:
    """Return the line of the report about the list of permalinks."""
    if any(change.path.name == PERMALINKS_FILE for change in changes):
        return f"{PERMALINKS_FILE} lists its address."
    return f"When nothing is left to be done, `make permalinks` adds its address to {PERMALINKS_FILE}."
