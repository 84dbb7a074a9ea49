"""Edits of a data file, as the guide describes them. Each chooses its records from the data, so that any data will do.

An edit changes plain data in place: mappings and lists as in the file. The loaded file says what the data means.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from macros import rules
from macros.scenario.entry_links import EntryLink, replace_entry_links
from macros.scenario.fields import FieldPath, ForeignKey, Record, TextFormat
from macros.scenario.history import HistoryRecord
from macros.scenario.loader import LoadedFile, load_file
from macros.scenario.model import Link, RejectedLink, RetiredRecord, Revision
from macros.scenario.permalinks import PERMALINKS_FILE, merge_permalinks, record_permalinks
from tests.guide import DATES

Data: TypeAlias = dict[str, Any]
Edit: TypeAlias = Callable[[Data, LoadedFile], None]

EVENT = "event-of-the-guide"
INTERVAL = "interval-of-the-guide"
QUESTION = "q990"
TERM = "word-of-the-guide"
REFERENCE = "guide-2099"


def check(path: Path) -> list[str]:
    """Return the problems of a data file."""
    return [str(problem) for problem in rules.check(load_file(path))]


def publish(path: Path) -> None:
    """Add the addresses of what is new in a data file, as `make permalinks` does."""
    file = load_file(path)
    addresses = record_permalinks(record for _, record in file.records)
    path.with_name(PERMALINKS_FILE).write_text(merge_permalinks(file.permalinks_text, addresses), encoding="utf-8")


def apply(edit: Edit, path: Path) -> None:
    """Apply an edit to a data file, and write the file as JSON, which is YAML that quotes every text."""
    file = load_file(path)
    text = json.dumps(file.data)
    data = json.loads(text)
    edit(data, file)
    assert json.dumps(data) != text
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def add_dated_event(data: Data, file: LoadedFile) -> None:
    _add_entry(data, file, EVENT, "An added event", "1957-03-01")


def add_dates_of_every_form(data: Data, file: LoadedFile) -> None:
    """Add an entry whose date is an interval, and a claim about it for each form of date that the guide lists."""
    _add_entry(data, file, INTERVAL, "An added interval", "1957~/..")
    for date in DATES:
        _add_claim(data, file, INTERVAL, date)


def add_link(data: Data, file: LoadedFile) -> None:
    locators = [sentence["id"] for sentence in data["sentences"][-1:]]
    link = {"cause": EVENT, "effect": INTERVAL, "relation": "cause", "basis": "stated", "locators": locators}
    data["links"].insert(0, link | {"mechanism": f"The one led to the other, as [[{linked_ids(file)[0]}]] shows."})


def add_question(data: Data, file: LoadedFile) -> None:
    question = {"id": QUESTION, "title": "What the guide asks", "locators": ["account"], "problem": "It is unclear."}
    question |= {"readings": ["It is so.", "It is not so."], "followed": "The first.", "why": "It is a step."}
    data["questions"].append(question | {"entries": [EVENT, *linked_ids(file)]})


def add_term(data: Data, file: LoadedFile) -> None:
    term = {"id": TERM, "title": "Word", "here": "A word.", "ours": "A word, too.", "entry": linked_ids(file)[0]}
    data["terms"].append(term)


def add_reference(data: Data, _: LoadedFile) -> None:
    """Add a work of literature, and a comparison with our timeline that cites it."""
    reference = {
        "id": REFERENCE,
        "label": "Guide 2099",
        "kind": "book",
        "authors": [{"given": "Ann", "family": "Guide"}],
        "year": 2099,
    }
    data["references"].append(reference | {"title": "A Book", "published": "A House", "confirmed": True})
    comparison = {
        "entry": EVENT,
        "verdicts": [{"aspect": "event", "status": "same", "why": "It was so."}],
        "date": "1957-03-01",
        "note": "It happened.",
    }
    data["our_timeline"].append(comparison | {"references": [REFERENCE]})


def rename_title(data: Data, file: LoadedFile) -> None:
    """Give an entry another title; its old one stays as another name."""
    (entry,) = (entry for entry in data["entries"] if entry["id"] == linked_ids(file)[1])
    entry["names"] = [*entry.get("names", ()), entry["title"]]
    entry["title"] = "A title that the guide gave"


def retire_claim(data: Data, _: LoadedFile) -> None:
    """Retire the first claim whose subjects all have other claims, in favour of another claim of its sentence."""
    claims = [(claim, sentence["claims"]) for sentence in data["sentences"] for claim in sentence["claims"]]
    count = Counter(subject for claim, _ in claims for subject in _subjects(claim))
    claim, siblings = next(
        (claim, siblings)
        for claim, siblings in claims
        if len(siblings) > 1 and all(count[subject] > 1 for subject in _subjects(claim))
    )
    siblings.remove(claim)
    _retire(data, "claims", claim["id"], siblings[0]["id"])


def retire_entry(data: Data, file: LoadedFile) -> None:
    """Retire the linked entry that is named most, for one that it is linked with.

    What names it names the other one. Its links, its comparison with our timeline, and what only that cites, go too.
    """
    old, successor = linked_ids(file)
    _replace_references(data, file, old, successor, excluded=(Link, RejectedLink, HistoryRecord))
    data["entries"] = [entry for entry in data["entries"] if entry["id"] != old]
    for link in [link for link in data["links"] if old in {link["cause"], link["effect"]}]:
        data["links"].remove(link)
        _retire(data, "links", f"{link['cause']}--{link['effect']}")
    for undrawn in data["undrawn"]:
        undrawn["effects"] = [effect for effect in undrawn["effects"] if effect != old]
    data["undrawn"] = [undrawn for undrawn in data["undrawn"] if undrawn["cause"] != old and undrawn["effects"]]
    _retire_comparison(data, old, successor)
    _retire(data, "entries", old, successor)
    _add_revision(data, "An entry is retired", [old, successor])


def _retire_comparison(data: Data, old: str, successor: str) -> None:
    records = {record["entry"]: record for record in data["our_timeline"]}
    if record := records.get(old):
        data["our_timeline"].remove(record)
        _retire(data, "our_timeline", old, successor if successor in records else None)
        remaining = json.dumps([data["our_timeline"], data["myths"], data["estimates"]])
        for reference_id in [cited_id for cited_id in record["references"] if f'"{cited_id}"' not in remaining]:
            data["references"] = [reference for reference in data["references"] if reference["id"] != reference_id]
            _retire(data, "references", reference_id)


def rename_id(data: Data, file: LoadedFile) -> None:
    """Give the linked entry that is named most another id, and retire every id that was made of the old one."""
    old, _ = linked_ids(file)
    new = f"{old}-renamed"
    _replace_references(data, file, old, new)
    (entry,) = (entry for entry in data["entries"] if entry["id"] == old)
    entry["id"] = new
    _retire(data, "entries", old, new)
    if any(record.entry == old for _, record in file.records_of(HistoryRecord)):
        _retire(data, "our_timeline", old, new)
    for (_, link), renamed in zip(file.records_of(Link), data["links"], strict=True):
        if old in {link.cause, link.effect}:
            _retire(data, "links", f"{link.cause}--{link.effect}", f"{renamed['cause']}--{renamed['effect']}")
    _add_revision(data, "An entry has another id", [new])


EDITS: dict[str, Edit] = {
    "add a dated event": add_dated_event,
    "use every form of date": add_dates_of_every_form,
    "link two entries": add_link,
    "ask a question": add_question,
    "explain a word": add_term,
    "cite a reference": add_reference,
    "rename a title": rename_title,
    "retire a claim": retire_claim,
    "retire an entry": retire_entry,
    "rename an id": rename_id,
}


def linked_ids(file: LoadedFile) -> tuple[str, str]:
    """Return the id of the linked entry that is named most, and of one that it is linked with.

    Neither is a person with a life: claims about somebody who is dead by then would be wrong about a successor.
    """
    lives = {str(entry["id"]) for entry in file.value(("entries",)) if entry.get("life")}
    count = Counter(value for _, _, value in file.values_with_marker(ForeignKey("entries"), predicate=bool))
    pairs = [(link.cause, link.effect) for _, link in file.records_of(Link) if not lives & {link.cause, link.effect}]
    return max((pair for ends in pairs for pair in (ends, ends[::-1])), key=lambda pair: count[pair[0]])


def _add_entry(data: Data, file: LoadedFile, entry_id: str, title: str, date: str) -> None:
    """Add an entry, a claim about it, and the revision that names it."""
    entry = {"id": entry_id, "title": title, "kind": "event", "thread": data["threads"][0]["id"], "date": date}
    texts = {"lead": f"Something that was added by the guide, as {title}.", "in_reality": "Nothing of it is real."}
    data["entries"].insert(0, entry | texts)
    _add_claim(data, file, entry_id, date)
    _add_revision(data, "An entry is new", [entry_id])


def _add_claim(data: Data, file: LoadedFile, entry_id: str, date: str) -> None:
    """Add a claim about an entry to the sentence that has most, with a number that was never used."""
    sentence = max(data["sentences"], key=lambda sentence: len(sentence["claims"]))
    ids = [claim["id"] for claim in sentence["claims"]]
    ids += [record.id for _, record in file.records_of(RetiredRecord) if record.section == "claims"]
    numbers = [
        int(number)
        for claim_id in ids
        for locator, _, number in [claim_id.rpartition("-c")]
        if locator == sentence["id"]
    ]
    claim = {"id": f"{sentence['id']}-c{max(numbers) + 1}", "text": "Something was added.", "kind": "event"}
    sentence["claims"].append(claim | {"basis": "stated", "date": date, "entries": [entry_id]})


def _add_revision(data: Data, title: str, entry_ids: list[str]) -> None:
    """Add a revision that names entries, and those that none has named, as the first one of a file has to."""
    revisions = data.setdefault("revisions", [])
    named = {entry_id for revision in revisions for entry_id in revision.get("entries", ())}
    entry_ids = [*entry_ids, *sorted({entry["id"] for entry in data["entries"]} - named - {*entry_ids})]
    date = revisions[0]["date"] if revisions else "2026-01-01"
    revision = {"id": f"guide-{len(revisions)}", "date": date, "title": title}
    revision |= {"what": f"It is about [[{entry_ids[0]}]].", "why": "The guide says how.", "entries": entry_ids}
    revisions.insert(0, revision)


def _retire(data: Data, section: str, record_id: str, successor: str | None = None) -> None:
    """Add a record of what is retired; what it had replaced is now replaced by its successor."""
    retired = data.setdefault("retired", [])
    for record in retired:
        if (record["section"], record.get("replaced_by")) == (section, record_id):
            record["replaced_by"] = successor
    record = {"section": section, "id": record_id, "was": f"Something called {record_id}", "replaced_by": successor}
    retired.append(record | {"why": "Told twice."})


def _replace_references(
    data: Data, file: LoadedFile, old: str, new: str, excluded: tuple[type[Record], ...] = ()
) -> None:
    """Let everything that names an entry name another one, except for revisions and the `excluded` types of record."""

    def replaced(link: EntryLink) -> str:
        words = "" if link.words is None else f"|{link.words}"
        return f"[[{new}{words}]]" if link.id == old else link.source

    for path, record, text in file.values_with_marker(TextFormat.MARKDOWN, predicate=lambda text: old in text):
        if not isinstance(record, Revision | RetiredRecord):
            _get(data, path[:-1])[path[-1]] = replace_entry_links(text, replaced)
    paths = [
        path
        for path, record, _ in file.values_with_marker(
            ForeignKey("entries"), predicate=lambda entry_id: entry_id == old
        )
        if not isinstance(record, (Revision, *excluded))
    ]
    for path in paths:
        _get(data, path[:-1])[path[-1]] = new
    for parent in [_get(data, path[:-1]) for path in paths if isinstance(path[-1], int)]:
        parent[:] = dict.fromkeys(parent)


def _get(data: Data, path: FieldPath) -> Any:  # noqa: ANN401 - any value of a data file
    value: Any = data
    for step in path:
        value = value[step]
    return value


def _subjects(claim: Data) -> set[str]:
    return {*claim["entries"], *claim.get("people", ())}
