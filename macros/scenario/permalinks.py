"""The permanent addresses of records, from the root of the site, and the list of all that were ever published."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from macros.scenario.fields import ID_PATTERN, LOCATOR_PATTERN
from macros.scenario.history import Check, Departure, Estimate, HistoryRecord, Myth, Reference
from macros.scenario.model import Claim, Entry, Link, Question, Revision, Sentence, Term, Thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from macros.scenario.fields import Record

PERMALINKS_FILE = "permalinks.txt"
"""The file beside the data file that lists what was published."""

INDEX = "index"
"""The one id that no entry can have: the list of all entries stands at its address."""

URL_TEMPLATES = {
    "entries": "entries/{}/",
    "threads": "entries/#{}",
    "sentences": "account/#{}",
    "claims": "account/#{}",
    "links": "causes/#{}",
    "questions": "questions/#{}",
    "terms": "glossary/#{}",
    "our_timeline": "our-timeline/#compare-{}",
    "departures": "our-timeline/#{}",
    "myths": "our-timeline/#{}",
    "estimates": "our-timeline/#{}-toll",
    "references": "references/#{}",
    "checks": "references/#check-{}",
    "revisions": "changes/#{}",
}
"""Where a record of each section of the data stands, by its id."""

_SECTIONS: dict[type[Record], str] = {
    Entry: "entries",
    Thread: "threads",
    Sentence: "sentences",
    Claim: "claims",
    Link: "links",
    Question: "questions",
    Term: "terms",
    HistoryRecord: "our_timeline",
    Departure: "departures",
    Myth: "myths",
    Estimate: "estimates",
    Reference: "references",
    Check: "checks",
    Revision: "revisions",
}
_CLAIM = re.compile(rf"{LOCATOR_PATTERN.strip('^$')}-c[1-9][0-9]*")
_LINK = re.compile("--".join([ID_PATTERN.strip("^$")] * 2))
_NAMES = {"sentences": re.compile(LOCATOR_PATTERN), "claims": _CLAIM, "links": _LINK}
_HEADER = """\
# Every address that was ever published, from the root of the site. `make permalinks` adds what is new and takes nothing
# away: what is listed here has to answer, or to be told of under `retired` in the data file.
"""


def permalink(section: str, name: str) -> str:
    """Return the address of a record, by its section and its id; a link goes by the name cause--effect.

    Raises:
        KeyError: records of the section have no address.
    """
    return URL_TEMPLATES[section].format(name)


def link_id(link: Link) -> str:
    """Return the name that a link of cause and effect goes by."""
    return f"{link.cause}--{link.effect}"


_ID: Callable[[Any], str] = attrgetter("id")
_NAME_OF: dict[str, Callable[[Any], str]] = {"links": link_id, "our_timeline": attrgetter("entry")}
"""What records go by in those sections where it is not their id."""


def is_valid_id(section: str, name: str) -> bool:
    """Tell whether a record of a section can go by a name: what its address is made of."""
    if section == "entries" and name == INDEX:
        return False
    return _NAMES.get(section, re.compile(ID_PATTERN)).fullmatch(name) is not None


def record_key(record: Record) -> tuple[str, str] | None:
    """Return the section and the id that the address of a record is made of; None where it has no address."""
    section = _SECTIONS.get(type(record))
    return None if section is None else (section, _NAME_OF.get(section, _ID)(record))


def record_permalinks(records: Iterable[Record]) -> Iterator[str]:
    """Give the addresses of those records that have one."""
    for record in records:
        named = record_key(record)
        if named is not None:
            yield permalink(*named)


def permalink_id(address: str) -> str | None:
    """Return the id that an address is made of; None where no record can have that address."""
    for shape in sorted(URL_TEMPLATES.values(), key=len, reverse=True):
        before, after = shape.split("{}")
        found = re.fullmatch(f"{re.escape(before)}([a-z0-9-]+){re.escape(after)}", address)
        if found:
            return found[1]
    return None


def parse_permalinks(text: str) -> Iterator[tuple[int, str]]:
    """Give the addresses of a list of them, with their lines, from 1; empty lines and comments are passed over."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#") and (address := line.strip()):
            yield number, address


def merge_permalinks(text: str, addresses: Iterable[str]) -> str:
    """Return a list of addresses with others added: sorted, each once."""
    found = {address for _, address in parse_permalinks(text)} | set(addresses)
    return _HEADER + "".join(f"{address}\n" for address in sorted(found))
