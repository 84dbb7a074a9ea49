"""Finds the place of a new record in its section: beside its neighbours in the story, by name, or by date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from macros.authoring.edits import AuthoringError
from macros.scenario.fields import PLACEHOLDER, slugify
from macros.scenario.loader import LoadedFile
from macros.scenario.problems import format_suggestion

Records: TypeAlias = tuple[Mapping[str, Any], ...]
"""The plain data of the records of a section."""


def section_records(file: LoadedFile, section: str) -> Records:
    """Return the plain data of the records of a section; none where the file lacks it.

    Raises:
        AuthoringError: the section holds something else than records.
    """
    records = file.value((section,)) or ()
    if not isinstance(records, tuple) or not all(isinstance(record, dict) for record in records):
        raise AuthoringError(f"{file.filename}: expected a list of records under `{section}`")
    return records


def record_id(record: Mapping[str, Any]) -> str:
    """Return the id of a record; that of a link is cause--effect."""
    return str(record["id"]) if "id" in record else f"{record.get('cause')}--{record.get('effect')}"


def index_after(file: LoadedFile, section: str, predecessor: str) -> int:
    """Return the index after a record of a section.

    Raises:
        AuthoringError: the section has no record of that id.
    """
    ids = [record_id(record) for record in section_records(file, section)]
    if predecessor not in ids:
        hint = format_suggestion(predecessor, ids)
        raise AuthoringError(f"--after: no record of '{section}' has the id '{predecessor}'{hint}")
    return ids.index(predecessor) + 1


def find_index(file: LoadedFile, section: str, record: Mapping[str, Any]) -> int:
    """Return the index that a new record takes in its section; at the end where nothing says otherwise."""
    records = section_records(file, section)
    finders: dict[str, Callable[[], int | None]] = {
        "entries": lambda: _index_in_thread(file, records, record["thread"]),
        "links": lambda: _index_after_last(records, "effect", record) or _index_after_last(records, "cause", record),
        "references": lambda: _index_by_name(records, record, _reference_key),
        "terms": lambda: _index_by_name(records, record, lambda item: _sort_key(str(item.get("title")))),
        "story": lambda: _index_in_account(file, records, record),
        "revisions": lambda: sum(str(item.get("date")) > record["date"] for item in records),
    }
    index = finders[section]() if section in finders else None
    return len(records) if index is None else index


def _index_after_last(records: Records, name: str, record: Mapping[str, Any]) -> int | None:
    """Return the index after the last record with the same value of a field; None where there is none."""
    return max((index for index, item in enumerate(records, 1) if item.get(name) == record[name]), default=None)


def _index_in_thread(file: LoadedFile, records: Records, thread: str) -> int:
    """Return the index after the last entry of the thread, or else of the threads before it."""
    threads = [str(item.get("id")) for item in section_records(file, "threads")]
    earlier = threads[: threads.index(thread) + 1] if thread in threads else threads
    indices = (_index_after_last(records, "thread", {"thread": name}) for name in reversed(earlier))
    return next((index for index in indices if index), 0)


def _index_by_name(
    records: Records, record: Mapping[str, Any], sort_key: Callable[[Mapping[str, Any]], list[str]]
) -> int | None:
    """Return the index in alphabetical order; None where the records have no such order."""
    keys = [sort_key(item) for item in records]
    if keys != sorted(keys):
        return None
    return sum(key <= sort_key(record) for key in keys)


def _reference_key(reference: Mapping[str, Any]) -> list[str]:
    """Return how a reference sorts: by the words of its id, which are those of its label, where it has no label yet."""
    label = str(reference.get("label"))
    return _sort_key(label if slugify(label) and label != PLACEHOLDER else str(reference.get("id")))


def _sort_key(name: str) -> list[str]:
    """Return the words of a name, accents and signs left out; the name itself where that leaves nothing."""
    return slugify(name).split("-") if slugify(name) else [name.casefold()]


def _index_in_account(file: LoadedFile, records: Records, record: Mapping[str, Any]) -> int | None:
    """Return the index before the first passage that tells a later sentence of the account; None where none does."""
    ranks = {str(item.get("id")): rank for rank, item in enumerate(section_records(file, "sentences"))}
    own = max((ranks.get(name, 0) for name in record["sentences"]), default=len(ranks))
    later = (
        index
        for index, item in enumerate(records)
        if any(ranks.get(str(name), 0) > own for name in item.get("sentences") or ())
    )
    return next(later, None)
