"""Permalinks: the permanent address of each record, and the list of published ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.scenario.fields import ID_PATTERN, LOCATOR_PATTERN, Record
from macros.scenario.history import (
    DEFAULT_ANCHOR,
    Check,
    Departure,
    Estimate,
    Estimates,
    HistoryRecord,
    Myth,
    Reference,
)
from macros.scenario.model import Claim, Entry, Link, Passage, Question, Revision, Sentence, Term, Thread

PERMALINKS_FILE = "permalinks.txt"
"""The file beside the data file that lists every published permalink."""
RESERVED_IDS = frozenset({"index", "card", "con", "prn", "aux", "nul"}).union(
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
)
"""Ids that no entry and no thread can have, since they have pages: names of the site's own files, and of devices.

Source: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file.
"""
_SECTIONS: dict[type[Record], tuple[str, str]] = {
    Entry: ("entries", "entries/{}/"),
    Thread: ("threads", "entries/#{}"),
    Sentence: ("sentences", "account/#{}"),
    Claim: ("claims", "account/#{}"),
    Passage: ("story", "story/#{}"),
    Link: ("links", "causes/#{}"),
    Question: ("questions", "questions/#{}"),
    Term: ("terms", "glossary/#{}"),
    HistoryRecord: ("our_timeline", "our-timeline/#compare-{}"),
    Departure: ("departures", "our-timeline/#{}"),
    Myth: ("myths", "our-timeline/#{}"),
    Estimate: ("estimates", "our-timeline/#{}-{anchor}"),
    Reference: ("references", "references/#{}"),
    Check: ("checks", "references/#check-{}"),
    Revision: ("revisions", "changes/#{}"),
}
"""The section of each type of record in the data file, and the permalinks of its records.

Each has a place for the id; that of estimates also has one for the anchor of their section.
"""
ADDRESS_TEMPLATES = dict(_SECTIONS.values())
"""The permalinks of records by section."""

_CLAIM_ID = re.compile(rf"{LOCATOR_PATTERN.strip('^$')}-c[1-9][0-9]*")
_LINK_ID = re.compile("--".join([ID_PATTERN.strip("^$")] * 2))
_ID_PATTERNS = {"sentences": re.compile(LOCATOR_PATTERN), "claims": _CLAIM_ID, "links": _LINK_ID}
_HEADER = """\
# Every address that was ever published, from the root of the site. `make permalinks` adds what is new and takes nothing
# away: what is listed here has to answer, or to be told of under `retired` in the data file.
"""


def permalink(section: str, record_id: str, anchor: str = DEFAULT_ANCHOR) -> str:
    """Return the permalink of a record, by its section and its id; that of a link is `link_id`.

    `anchor` is that of the section of estimates.

    Raises:
        KeyError: records of the section have no permalinks.
    """
    return ADDRESS_TEMPLATES[section].format(record_id, anchor=anchor)


def link_id(link: Link) -> str:
    """Return the id of a link between two entries: cause--effect."""
    return f"{link.cause}--{link.effect}"


def is_valid_id(section: str, record_id: str) -> bool:
    """Return whether a record of a section can have an id."""
    if section in {"entries", "threads"} and record_id in RESERVED_IDS:
        return False
    return _ID_PATTERNS.get(section, re.compile(ID_PATTERN)).fullmatch(record_id) is not None


def record_key(record: Record) -> tuple[str, str] | None:
    """Return section and id of a record, which make its permalink; None where it has none."""
    section, _ = _SECTIONS.get(type(record), (None, None))
    if section is None:
        return None
    field = "entry" if isinstance(record, HistoryRecord) else "id"
    return section, link_id(record) if isinstance(record, Link) else getattr(record, field)


def record_permalinks(records: Iterable[Record]) -> Iterator[str]:
    """Return the permalinks of those records that have one; `Estimates` among them give the anchor of each estimate."""
    records = tuple(records)
    anchor = next((record.anchor for record in records if isinstance(record, Estimates)), DEFAULT_ANCHOR)
    return (permalink(*key, anchor) for key in map(record_key, records) if key is not None)


def permalink_keys(address: str, anchor: str = DEFAULT_ANCHOR) -> list[tuple[str, str]]:
    """Return the sections whose records can have a permalink, each with the id; none for other addresses.

    `anchor` is that of the section of estimates. The longest template that fits counts.
    """
    for template in sorted(set(ADDRESS_TEMPLATES.values()), key=lambda template: (-len(template), template)):
        pattern = re.escape(template.format("ID", anchor=anchor)).replace("ID", "([a-z0-9-]+)")
        if match := re.fullmatch(pattern, address):
            sections = [section for section in ADDRESS_TEMPLATES if ADDRESS_TEMPLATES[section] == template]
            return [(section, match[1]) for section in sections if is_valid_id(section, match[1])]
    return []


def parse_permalinks(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number, from 1, and permalink for each line of a list that is neither empty nor a comment."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#") and (address := line.strip()):
            yield number, address


def unlisted_permalinks(text: str, records: Iterable[Record]) -> list[str]:
    """Return the permalinks of records that the text of a list lacks, in the order of the records."""
    listed = {address for _, address in parse_permalinks(text)}
    return [address for address in dict.fromkeys(record_permalinks(records)) if address not in listed]


def merge_permalinks(text: str, addresses: Iterable[str]) -> str:
    """Return the text of a list of permalinks with others added: sorted, each once, below the usual comment."""
    permalinks = {address for _, address in parse_permalinks(text)} | set(addresses)
    return _HEADER + "".join(f"{address}\n" for address in sorted(permalinks))
