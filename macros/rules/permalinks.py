"""Rules about what is permanent: published permalinks, retired records, revisions, and the id of their feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from macros.rules import ids
from macros.rules.ids import unused_ids
from macros.rules.registry import Finding, find_repeats, rule, warning_rule
from macros.scenario.dates import is_date
from macros.scenario.fields import TAG_URI_PATTERN, FieldPath
from macros.scenario.history import DEFAULT_ANCHOR
from macros.scenario.loader import LoadedFile
from macros.scenario.model import RetiredRecord, Revision
from macros.scenario.permalinks import (
    ADDRESS_TEMPLATES,
    PERMALINKS_FILE,
    is_valid_id,
    parse_permalinks,
    permalink,
    permalink_keys,
    record_key,
    record_permalinks,
)
from macros.scenario.problems import Problem, closest_match, format_suggestion

_SECTIONS_OF_ENTRY_IDS = ("links", "our_timeline")
"""Sections whose records have the ids of entries."""
_FEED_ID = "about", "feed_id"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@warning_rule
def address_gone(file: LoadedFile) -> Iterator[Problem]:
    """An address that was published, and so stands in `permalinks.txt`, leads to a record or is under `retired`."""
    anchor = _estimates_anchor(file)
    addresses = set(record_permalinks(record for _, record in file.records))
    retired = (record for _, record in file.records_of(RetiredRecord) if record.section in ADDRESS_TEMPLATES)
    addresses |= {permalink(record.section, record.id, anchor) for record in retired}
    path = str(Path(file.filename).parent / PERMALINKS_FILE)
    gone = [(line, address) for line, address in parse_permalinks(file.permalinks_text) if address not in addresses]
    if not gone or _may_hide_records(file):
        return
    new_ids = _unpublished_ids(file, anchor)
    places = [(line, address, permalink_keys(address, anchor)) for line, address in gone]
    is_renamed = any(key[0] == "entries" and _new_id(key, new_ids) for _, _, keys in places for key in keys)
    for line, address, keys in places:
        if is_renamed and any(section in _SECTIONS_OF_ENTRY_IDS for section, _ in keys):
            continue  # they change with the id of the entry
        advice = _retirement_advice(keys, new_ids) if keys else "no record can have it; correct the line"
        yield Problem(path, line, 1, "", f"'{address}' was published, and nothing answers there; {advice}")


def _may_hide_records(file: LoadedFile) -> bool:
    """Return whether other rules report records or ids, so that nobody can tell which records are gone."""
    rules = ids.id_format, ids.duplicate_id, ids.unknown_id, ids.unknown_locator, ids.missing_locator
    return bool(file.syntax_problems or file.schema_errors) or any(any(rule.checker(file)) for rule in rules)


def _unpublished_ids(file: LoadedFile, anchor: str) -> dict[str, set[str]]:
    """Return the ids of records whose permalinks are not published, by section."""
    published = {address for _, address in parse_permalinks(file.permalinks_text)}
    unpublished: dict[str, set[str]] = {}
    for section, record_id in filter(None, (record_key(record) for _, record in file.records)):
        if permalink(section, record_id, anchor) not in published:
            unpublished.setdefault(section, set()).add(record_id)
    return unpublished


def _new_id(key: tuple[str, str], new_ids: dict[str, set[str]]) -> str | None:
    """Return the new id that is closest to that of a key. Numbers and pairs of ids are always close, so none counts."""
    section, record_id = key
    return None if section in {"sentences", "claims", "links"} else closest_match(record_id, new_ids.get(section, ()))


def _retirement_advice(keys: list[tuple[str, str]], new_ids: dict[str, set[str]]) -> str:
    """Return what to do about a record that is gone and has one of the keys."""
    (section, record_id), *_ = keys
    new_id = next(filter(None, (_new_id(key, new_ids) for key in keys)), None)
    sections = " or ".join(section for section, _ in keys)
    retirement = f"add a record to `retired` with `section: {sections}`, `id: {record_id}`, `was` and `why`"
    if new_id is None:
        return f"put it back, or {retirement}, and `replaced_by` if another takes its place"
    if section == "entries":
        command = f"python -m macros rename entry {record_id} {new_id}"
        return f"if it was renamed to '{new_id}', undo that and run `{command}`; if it is gone, {retirement}"
    return f"{retirement}, and `replaced_by: {new_id}` if it was renamed to '{new_id}'"


def _estimates_anchor(file: LoadedFile) -> str:
    """Return the anchor of the section of estimates, also where that section is invalid."""
    anchor = file.value(("estimates", "anchor"))
    return anchor if isinstance(anchor, str) else DEFAULT_ANCHOR


@rule
def duplicate_address(file: LoadedFile) -> Iterator[Finding]:
    """No two records of different sections have the same address, such as a departure and a myth with one id."""
    paths: dict[tuple[str, str], FieldPath] = {}
    for path, record in file.records:
        if key := record_key(record):
            paths.setdefault(key, (*path, "id"))
    anchor = _estimates_anchor(file)
    addresses = ((path, permalink(*key, anchor)) for key, path in paths.items())
    for path, address, line in find_repeats(file, addresses):
        yield Finding(path, f"the address '{address}' is taken already, in line {line}; choose another id")


@rule
def retired_id_reused(file: LoadedFile) -> Iterator[Finding]:
    """An id that was retired is never given again to a record of its section."""
    retired_keys = {(record.section, record.id) for _, record in file.records_of(RetiredRecord)}
    for path, record in file.records if retired_keys else ():
        key = record_key(record)
        if key in retired_keys:
            section, record_id = key
            field = {"links": (), "our_timeline": ("entry",)}.get(section, ("id",))
            yield Finding((*path, *field), f"'{record_id}' was retired; choose an id that was never used")


@rule
def retired_id_format(file: LoadedFile) -> Iterator[Finding]:
    """The id of a retired record has the form of an id of its section; that of a link is cause--effect."""
    for path, record in file.records_of(RetiredRecord):
        if record.section in ADDRESS_TEMPLATES and not is_valid_id(record.section, record.id):
            advice = "write it as in the address" + (", as cause--effect" if record.section == "links" else "")
            yield Finding((*path, "id"), f"nothing in '{record.section}' can have had the id '{record.id}'; {advice}")


@rule
def unknown_successor(file: LoadedFile) -> Iterator[Finding]:
    """The successor of a retired record is a record of the same section."""
    retired = file.records_of(RetiredRecord)
    keys = {record_key(record) for _, record in file.records} - {None} if retired else set()
    for path, record in retired:
        successor = record.replaced_by
        if successor is not None and (record.section, successor) not in keys and not file.may_contain(successor):
            candidates = [key[1] for key in keys if key and key[0] == record.section]
            advice = format_suggestion(successor, candidates) or "; take `replaced_by` out if nothing does"
            message = f"no record of '{record.section}' has the id '{successor}'{advice}"
            yield Finding((*path, "replaced_by"), message)


@warning_rule
def entry_without_revision(file: LoadedFile) -> Iterator[Finding]:
    """Every entry is named by a revision, at least by the one that brought it; a file without revisions names none."""
    revisions = [record for _, record in file.records_of(Revision)]
    revised_ids = {entry_id for record in revisions for entry_id in record.entries}
    for path, entry_id in unused_ids(file, "entries", revised_ids) if revisions else ():
        yield Finding(path, f"no revision names '{entry_id}'; add a record to `revisions` that names it")


@rule
def revisions_out_of_order(file: LoadedFile) -> Iterator[Finding]:
    """Revisions are dated by the day, and the newest stands first."""
    dates = [((*path, "date"), record.date) for path, record in file.records_of(Revision) if is_date(record.date)]
    for path, date in dates:
        if not _DAY.fullmatch(date):
            yield Finding(path, f"expected a day, as 2026-11-23, found '{date}'")
    for (_, upper), (path, lower) in pairwise(item for item in dates if _DAY.fullmatch(item[1])):
        if lower > upper:
            yield Finding(path, f"{lower} stands below {upper}; the newest comes first")


@rule
def feed_id(file: LoadedFile) -> Iterator[Finding]:
    """The feed of revisions has a tag URI as its id, which stays the same when the site moves."""
    value = file.value(_FEED_ID)
    if isinstance(value, str) and not re.fullmatch(TAG_URI_PATTERN, value):
        yield Finding(_FEED_ID, f"expected a tag URI, as tag:example.org,2026:my-history, found '{value}'")
    elif value is None and file.records_of(Revision):
        message = "the feed of changes has no id; add `feed_id`, as tag:example.org,2026:my-history"
        yield Finding(_FEED_ID[:1], message)
