"""Rules about what lasts: addresses that were published, what replaced them, and what changed when."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from macros.rules.registry import Finding, rule
from macros.scenario.dates import is_date
from macros.scenario.model import Entry, Retired, Revision
from macros.scenario.permalinks import (
    PERMALINKS_FILE,
    URL_TEMPLATES,
    is_valid_id,
    parse_permalinks,
    permalink,
    permalink_id,
    record_key,
    record_permalinks,
)
from macros.scenario.problems import Problem, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.fields import FieldPath
    from macros.scenario.loader import LoadedFile


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@rule
def address_gone(file: LoadedFile) -> Iterator[Problem]:
    """An address that was published, and so stands in `permalinks.txt`, leads to a record or is under `retired`."""
    answering = set(record_permalinks(record for _, record in file.records))
    answering |= {address for _, record in file.of(Retired) if (address := _address(record)) is not None}
    path = str(Path(file.path).parent / PERMALINKS_FILE)
    for line, address in parse_permalinks(file.published):
        if address in answering or _may_be_hidden(file, address):
            continue
        advice = "add a record of it to `retired`, with `section`, `id`, `was`, `replaced_by` and `why`"
        yield Problem(path, line, 1, "", f"'{address}' was published, and nothing answers there; {advice}")


def _may_be_hidden(file: LoadedFile, address: str) -> bool:
    """Tell whether what stood at an address may be in a part of the file that could not be read."""
    name = permalink_id(address)
    return name is not None and any(file.may_hold(part) for part in (name, *name.split("--")))


@rule
def retired_id_used_again(file: LoadedFile) -> Iterator[Finding]:
    """An id that was retired is never given again to a record of its section."""
    retired = {(record.section, record.id) for _, record in file.of(Retired)}
    for place, named in _identities(file).items() if retired else ():
        if named in retired:
            field = () if named[0] == "links" else ("entry",) if named[0] == "our_timeline" else ("id",)
            yield Finding((*place, *field), f"'{named[1]}' was retired; choose an id that was never used")


@rule
def retired_id_format(file: LoadedFile) -> Iterator[Finding]:
    """The id of what was retired looks like one of its section; a link's is cause--effect."""
    for place, record in file.of(Retired):
        if record.section in URL_TEMPLATES and not is_valid_id(record.section, record.id):
            yield Finding((*place, "id"), f"nothing in '{record.section}' can have had the id '{record.id}'")


@rule
def unknown_successor(file: LoadedFile) -> Iterator[Finding]:
    """What replaces something that was retired is a record of the same section."""
    replaced = [*file.of(Retired)]
    living = set(_identities(file).values()) if replaced else set[tuple[str, str]]()
    for place, record in replaced:
        heir = record.replaced_by
        if heir is not None and (record.section, heir) not in living and not file.may_hold(heir):
            known = [name for section, name in living if section == record.section]
            message = f"no record of '{record.section}' has the id '{heir}'{suggestion(heir, known)}"
            yield Finding((*place, "replaced_by"), message)


@rule
def entry_without_revision(file: LoadedFile) -> Iterator[Finding]:
    """Every entry is named by a revision, at least by the one that brought it; a file without revisions names none."""
    revisions = [record for _, record in file.of(Revision)]
    named = {name for record in revisions for name in record.entries}
    for place, entry in file.of(Entry):
        if revisions and entry.id not in named and not file.may_hold(entry.id):
            message = f"no revision names '{entry.id}'; add one that says since when it is there"
            yield Finding((*place, "id"), message)


@rule
def revisions_out_of_order(file: LoadedFile) -> Iterator[Finding]:
    """Revisions are dated by the day, and the newest stands first."""
    dates = [((*place, "date"), record.date) for place, record in file.of(Revision) if is_date(record.date)]
    for place, date in dates:
        if not _DAY.fullmatch(date):
            yield Finding(place, f"expected a day, as 2026-11-23, found '{date}'")
    for (_, earlier), (place, later) in pairwise(item for item in dates if _DAY.fullmatch(item[1])):
        if later > earlier:
            yield Finding(place, f"{later} stands below {earlier}; the newest comes first")


def _identities(file: LoadedFile) -> dict[FieldPath, tuple[str, str]]:
    """Return section and id of every record that has an address, by its place."""
    return {place: named for place, record in file.records if (named := record_key(record)) is not None}


def _address(record: Retired) -> str | None:
    return permalink(record.section, record.id) if record.section in URL_TEMPLATES else None
