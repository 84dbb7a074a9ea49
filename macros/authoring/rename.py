"""`rename`: gives an entry another id, in the data file and in the prose pages, and retires the old addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from macros.authoring.data_file import Addition, DataFile, check_edit, plan_addition, read_data_file, today, unused_id
from macros.authoring.edits import AuthoringError, FileChange, Outcome, TextEdit
from macros.authoring.insertion import find_node
from macros.authoring.placement import find_index, section_records
from macros.authoring.prose_pages import Renaming, link_pattern, rename_in_pages
from macros.scenario.entry_links import EntryLink, entry_links, replace_entry_links
from macros.scenario.fields import MAX_TITLE_LENGTH, FieldPath, ForeignKey, Marker, TextFormat, slugify
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Entry, RetiredRecord, Revision
from macros.scenario.permalinks import (
    ADDRESS_TEMPLATES,
    PERMALINKS_FILE,
    RESERVED_IDS,
    is_valid_id,
    parse_permalinks,
    permalink,
    record_key,
)
from macros.scenario.problems import format_suggestion, line_and_column
from macros.scenario.yaml_fast import format_scalar

_ADVICE = "Edit them first, or leave them as they are with --force."
_REASON = "The entry has another id."
_SECTIONS_OF_HISTORY = ("revisions", "retired")
"""The sections that go on naming what is retired."""

Replacement: TypeAlias = tuple[FieldPath, str, str]
"""The path of an id or of a text with links, the old id and the new one."""


@dataclass(frozen=True, slots=True)
class RenameOptions:
    """Options of `rename`.

    Attributes:
        day: the date of the revision, as 2026-11-23; None for today.
        why: the reason, one sentence; None for one that says only what happens.
        force: whether the old id may stay where it is neither a field nor a link.
    """

    day: str | None = None
    why: str | None = None
    force: bool = False


def rename_entry(path: Path, old: str, new: str, options: RenameOptions) -> Outcome:
    """Plan another id for an entry, in the data file and in the prose pages of its project.

    Where the address of the entry is published, records under `retired` lead on from all addresses that change, a
    revision says so, and older revisions go on naming the old id. Otherwise the id changes in them, too.

    Args:
        path: the data file.
        old: the id of an entry.
        new: an id that no entry has or had.
        options: the day, the reason, and whether the old id may stay in other places.

    Raises:
        AuthoringError: the entry cannot be renamed, or the command cannot be sure of a place that names it.
        OSError: a file cannot be read.
        UnicodeDecodeError: a prose page is not UTF-8.
    """
    data_file = read_data_file(path)
    file, project = data_file.file, path.parent.parent
    _check_ids(data_file, old, new)
    published = _published_addresses(data_file)
    is_published = published is None or permalink("entries", old) in published
    replacements = [(path, old, new) for path in _references(file, old, keeps_history=is_published)]
    successors = _successors(file, data_file.edit(*_plan_edits(file, replacements)).file)
    replacements += _successor_replacements(file, successors)
    retired = {key: new_id for key, new_id in successors.items() if published is None or permalink(*key) in published}
    additions = [*_retired_records(file, retired, options.why)]
    if is_published and section_records(file, "revisions"):
        additions.append(_revision(file, old, new, options))
    edits, data = _plan_edits(file, replacements)
    edited = data_file.add(additions, edits, data)
    check_edit(data_file, edited)
    anchors = {_anchor(*key): _anchor(key[0], new_id) for key, new_id in successors.items() if key[0] != "entries"}
    renaming = Renaming(old, new, anchors)
    page_changes, places = rename_in_pages(project, renaming) if (project / "mkdocs.yml").is_file() else ([], [])
    places = [*_mentions(file, renaming, edits, keeps_history=is_published), *places]
    if places and not options.force:
        raise AuthoringError("\n".join([*places, f"These places name '{old}' and are no field and no link. {_ADVICE}"]))
    changes = (*data_file.changes_to(edited), *page_changes)
    return Outcome(changes, (*_report(edited.file, additions, changes, old, new),))


def _check_ids(data_file: DataFile, old: str, new: str) -> None:
    """Refuse a file with problems, and ids that are unknown, malformed, or in use."""
    if blocking := [problem for problem in data_file.problems if not problem.is_warning]:
        advice = f"{data_file.path} was left as it is: correct these first."
        raise AuthoringError("\n".join([*map(str, blocking), advice]))
    file = data_file.file
    ids = [entry.id for _, entry in file.records_of(Entry)]
    if old not in ids:
        raise AuthoringError(f"no entry has the id '{old}'{format_suggestion(old, ids)}")
    if not is_valid_id("entries", new):
        slug = f"{new}-entry" if new in RESERVED_IDS else slugify(new)
        hint = f"; did you mean '{slug}'?" if slug != new and is_valid_id("entries", slug) else ""
        raise AuthoringError(f"'{new}' is not an entry's id: expected words of a to z and digits, with hyphens{hint}")
    if new in ids:
        raise AuthoringError(f"'{new}' is the id of an entry already")
    if any(record.section == "entries" and record.id == new for _, record in file.records_of(RetiredRecord)):
        raise AuthoringError(f"'{new}' was retired; choose an id that was never used")


def _published_addresses(data_file: DataFile) -> frozenset[str] | None:
    """Return the addresses in the list of permalinks; None where there is no list, so any may be published."""
    if not data_file.path.with_name(PERMALINKS_FILE).exists():
        return None
    return frozenset(address for _, address in parse_permalinks(data_file.file.permalinks_text))


def _references(file: LoadedFile, old: str, *, keeps_history: bool) -> Iterator[FieldPath]:
    """Yield the paths of the entry's own id, of each field that holds it, and of each text that links to it.

    Where the file keeps its history, revisions and retired records go on naming the old id.
    """
    yield from ((*path, "id") for path, entry in file.records_of(Entry) if entry.id == old)
    excluded = (Revision, RetiredRecord) if keeps_history else ()
    ids = file.values_with_marker(ForeignKey("entries"), predicate=lambda value: value == old)
    texts = file.values_with_marker(
        TextFormat.MARKDOWN, predicate=lambda text: any(link.id == old for link in entry_links(text))
    )
    yield from (path for path, record, _ in (*ids, *texts) if not isinstance(record, excluded))


def _plan_edits(file: LoadedFile, replacements: Iterable[Replacement]) -> tuple[list[TextEdit], Any]:
    """Return the edits that replace ids, and the data that the file holds after them, or raise `AuthoringError`."""
    edits, data = [], file.data
    for path, old, new in replacements:
        node, value = find_node(file, path), file.value(path)
        is_id = value == old
        pattern = re.escape(old) if is_id else link_pattern(old)
        spans = [match.span(match.re.groups) for match in re.finditer(pattern, file.text[node.start : node.end])]
        if len(spans) != (1 if is_id else sum(link.id == old for link in entry_links(value))):
            expected = f"'{old}'" if is_id else f"each link to '{old}'"
            raise AuthoringError(f"{_position(file, node.start)}: expected {expected} in plain characters")
        is_plain = spans == [(0, node.end - node.start)]
        replacement = format_scalar(new) if is_plain else new
        edits += [TextEdit(node.start + start, node.start + end, replacement) for start, end in spans]
        data = _with_value(data, path, new if is_id else _replace_links(value, old, new))
    return edits, data


def _replace_links(text: str, old: str, new: str) -> str:
    def replacement(link: EntryLink) -> str:
        return link.source.replace(old, new, 1) if link.id == old else link.source

    return replace_entry_links(text, replacement)


def _successors(before: LoadedFile, after: LoadedFile) -> dict[tuple[str, str], str]:
    """Return the new id of each record whose id is made of the entry's, by its section and its old id."""
    keys = [
        (record_key(old), record_key(new)) for (_, old), (_, new) in zip(before.records, after.records, strict=True)
    ]
    return {old: new[1] for old, new in keys if old and new and old != new}


def _successor_replacements(file: LoadedFile, successors: Mapping[tuple[str, str], str]) -> Iterator[Replacement]:
    """Yield the replacements in earlier retired records, which lead on to what has another id now."""
    for path, record in file.records_of(RetiredRecord):
        if record.replaced_by and (successor := successors.get((record.section, record.replaced_by))):
            yield (*path, "replaced_by"), record.replaced_by, successor


def _retired_records(
    file: LoadedFile, successors: Mapping[tuple[str, str], str], why: str | None
) -> Iterator[Addition]:
    index = len(section_records(file, "retired"))
    for (section, record_id), successor in successors.items():
        fields = {"section": section, "id": record_id, "was": _former_title(file, section, record_id)}
        fields |= {"replaced_by": successor, "why": why or _REASON}
        yield plan_addition(file, "retired", index, fields, has_comments=False)


def _former_title(file: LoadedFile, section: str, record_id: str) -> str:
    """Return the title of a record: that of its entry, or those of both ends of a link."""
    titles = {entry.id: entry.title for _, entry in file.records_of(Entry)}
    if section == "links":
        return " → ".join(titles.get(end, end) for end in record_id.split("--"))
    suffix = "" if section == "entries" else " in our timeline" if section == "our_timeline" else f" ({section})"
    return titles.get(record_id, record_id) + suffix


def _revision(file: LoadedFile, old: str, new: str, options: RenameOptions) -> Addition:
    title = f"{next(entry.title for _, entry in file.records_of(Entry) if entry.id == old)}: another address"
    fields = {
        "id": unused_id(file, "revisions", f"{new}-renamed"),
        "date": options.day or today(),
        "title": title if len(title) <= MAX_TITLE_LENGTH else "An entry has another address",
        "what": f"[[{new}]] has another address. The old one leads to it.",
        "why": options.why or _REASON,
        "entries": [new],
    }
    return plan_addition(file, "revisions", find_index(file, "revisions", fields), fields, has_comments=False)


def _anchor(section: str, record_id: str) -> str:
    """Return the part of a permalink after `#`."""
    return permalink(section, record_id).partition("#")[2]


def _mentions(file: LoadedFile, renaming: Renaming, edits: Iterable[TextEdit], *, keeps_history: bool) -> Iterator[str]:
    """Yield each place of the data file that names the old id outside the fields and links of the entry."""
    nodes = [find_node(file, path) for path in _unrelated_ids(file, renaming.old)]
    if keeps_history:
        nodes += [find_node(file, (name,)) for name in _SECTIONS_OF_HISTORY if file.value((name,))]
    spans = [(edit.start, edit.end) for edit in edits] + [(node.start, node.end) for node in nodes]
    for position in renaming.find_mentions(file.text, spans):
        yield _position(file, position)


def _unrelated_ids(file: LoadedFile, old: str) -> Iterator[FieldPath]:
    """Yield the paths of the ids of other records that happen to be the same, and of what names those records."""
    sections = {section for section in ADDRESS_TEMPLATES if section != "entries"}
    markers: list[Marker] = [TextFormat.ID, *map(ForeignKey, sorted(sections))]
    for path, record, _ in file.values_with_marker(*markers, predicate=lambda value: value == old):
        if not isinstance(record, Entry):
            yield path
    for path, _ in file.records_of(RetiredRecord):
        yield (*path, "id")


def _position(file: LoadedFile, position: int) -> str:
    line, column = line_and_column(file.text, position)
    return f"{file.filename}:{line}:{column}"


def _with_value(data: Any, path: Sequence[str | int], value: object) -> Any:  # noqa: ANN401 - any value of a data file
    """Return plain data with another value at a path."""
    if not path:
        return value
    step, *rest = path
    replaced = _with_value(data[step], rest, value)
    if isinstance(step, str):
        return {**data, step: replaced}
    return (*data[:step], replaced, *data[step + 1 :])


def _report(
    file: LoadedFile, additions: Iterable[Addition], changes: Iterable[FileChange], old: str, new: str
) -> Iterator[str]:
    yield f"'{old}' is '{new}' now."
    for addition in additions:
        if addition.section == "retired":
            yield f"Retired in `{addition.fields['section']}`: {addition.id}"
        else:
            line, _ = file.line_and_column((addition.section, addition.index))
            advice = "; say there why" if addition.fields["why"] == _REASON else ""
            yield f"{file.filename}:{line}: '{addition.id}' is new in `{addition.section}`{advice}"
    for change in changes:
        yield f"{change.path}: {'removed' if change.after is None else 'written'}"
