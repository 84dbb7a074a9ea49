"""Rules about ids and names: well formed, given once, and pointing at something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from macros.rules.registry import Finding, find_repeats, rule
from macros.scenario.entry_links import entry_links
from macros.scenario.fields import (
    ID_PATTERN,
    LOCATOR_PATTERN,
    MAX_TEXT_LENGTH,
    PLACEHOLDER,
    WHOLE_ACCOUNT,
    FieldPath,
    ForeignKey,
    Record,
    TextFormat,
    slugify,
)
from macros.scenario.history import HistoryRecord
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Claim, Entry, Link, RetiredRecord, Revision, Thread
from macros.scenario.permalinks import RESERVED_IDS, parse_permalinks, permalink
from macros.scenario.problems import closest_match, format_suggestion
from macros.scenario.records import record_type

_ID = re.compile(ID_PATTERN)
_SENTENCE_ID = re.compile(LOCATOR_PATTERN)
_CLAIM_ID = re.compile(r"(.*)-c[1-9][0-9]*")


@rule
def id_format(file: LoadedFile) -> Iterator[Finding]:
    """An id is kebab-case ASCII, and no reserved name of the site or Windows, as index; that of a sentence is p1-s2."""
    expected = "small letters a to z, digits and single hyphens, as 'siege-of-the-city'"
    yield from _malformed_ids(file, TextFormat.ID, _ID, expected)
    yield from _malformed_ids(file, TextFormat.SENTENCE_ID, _SENTENCE_ID, "paragraph and sentence, as 'p1-s2'")
    pages: list[tuple[FieldPath, Entry | Thread]] = [*file.records_of(Entry), *file.records_of(Thread)]
    for path, record in pages:
        if record.id in RESERVED_IDS:
            hint = f"{record.id}-{type(record).__name__.lower()}"
            yield Finding((*path, "id"), f"no page can have the id '{record.id}'; did you mean '{hint}'?")


def _malformed_ids(file: LoadedFile, id_type: TextFormat, pattern: re.Pattern[str], expected: str) -> Iterator[Finding]:
    for path, _, value in file.values_with_marker(id_type, predicate=lambda value: not pattern.fullmatch(value)):
        slug = slugify(value)
        hint = f"; did you mean '{slug}'?" if pattern.fullmatch(slug) else ""
        yield Finding(path, f"expected {expected}, found '{value}'{hint}")


@rule
def duplicate_id(file: LoadedFile) -> Iterator[Finding]:
    """An id names one record of its section, and an entry is compared with our timeline once."""
    for model, records in file.records_by_type.items():
        field = "entry" if model is HistoryRecord else "id"
        if field not in model.model_fields or len({getattr(record, field) for _, record in records}) == len(records):
            continue
        ids = (((*path, field), (_id_scope(path, record), getattr(record, field))) for path, record in records)
        advice = "choose another id" if field == "id" else "say both in one record"
        for path, (_, record_id), line in find_repeats(file, ids):
            yield Finding(path, f"'{record_id}' is taken already, in line {line}; {advice}")


def _id_scope(path: FieldPath, record: Record) -> FieldPath:
    """Return what an id is unique in: its section, all claims, or what was retired from a section."""
    if isinstance(record, Claim):
        return ("claims",)
    return (*path[:-1], record.section) if isinstance(record, RetiredRecord) else path[:-1]


@rule
def duplicate_name(file: LoadedFile) -> Iterator[Finding]:
    """Any name that search knows leads to one entry only, and is listed once; case does not tell two apart."""
    owners: dict[str, tuple[FieldPath, str]] = {}
    for section, path, entry_id, name in _search_names(file):
        first_path, owner = owners.setdefault(_fold(name), (path, entry_id))
        is_same_record = first_path[:2] == path[:2] or section == "our_timeline"
        if name != PLACEHOLDER and first_path != path and (is_same_record or owner != entry_id):
            line, _ = file.line_and_column(first_path)
            message = f"the name '{name}' leads to '{owner}' already, by line {line}"
            yield Finding(path, f"{message}; {_name_advice(path, entry_id, first_path, owner)}")


def _search_names(file: LoadedFile) -> Iterator[tuple[str, FieldPath, str, str]]:
    """Yield all names of entries: the section and the path of each, the id of its entry, and the name."""
    for path, entry in file.records_of(Entry):
        yield "entries", (*path, "title"), entry.id, entry.title
        for field in ("names", "misspellings", "search_names"):
            for index, name in enumerate(getattr(entry, field)):
                yield "entries", (*path, field, index), entry.id, name
    for path, record in file.records_of(HistoryRecord):
        for index, name in enumerate(record.search_names):
            yield "our_timeline", (*path, "search_names", index), record.entry, name


def _name_advice(path: FieldPath, entry_id: str, first_path: FieldPath, owner: str) -> str:
    """Return what to do about a name that two paths lead to; that of an entry's title is not in a list."""
    if path[-1] != "title":
        return f"take it out of `{path[-2]}` of '{entry_id}'"
    others = "" if first_path[-1] == "title" else f", or take the name out of `{first_path[-2]}` of '{owner}'"
    return f"give '{entry_id}' another title{others}"


@rule
def unknown_id(file: LoadedFile) -> Iterator[Finding]:
    """An id that is referred to, also in a [[link]] inside a text, is a record's; a revision may name a retired one."""
    for section in ("entries", "threads", "questions", "references"):
        ids = _with_slugs(file.ids(section))
        if ids is not None:
            yield from _unknown_references(file, section, ids)


def _unknown_references(file: LoadedFile, section: str, ids: frozenset[str]) -> Iterator[Finding]:
    retired_ids = {record.id for _, record in file.records_of(RetiredRecord) if record.section == "entries"}
    unknown: dict[str, list[tuple[FieldPath, Record, str]]] = {}
    for path, record, value, link in references(file, section, ids | file.unparsed_texts):
        if not (value in retired_ids and isinstance(record, Revision | RetiredRecord)):
            unknown.setdefault(value, []).append((path, record, link))
    referenced_ids = {value for _, _, value, _ in references(file, section)} if unknown else set()
    names = _ids_by_name(file) if unknown and section == "entries" else {}
    addresses = {address for _, address in parse_permalinks(file.permalinks_text)} if unknown else set()
    gone_ids = {value for value in unknown if section == "entries" and permalink(section, value) in addresses}
    gone_ids -= retired_ids
    for value, places in unknown.items():
        message = f"no record of '{section}' has the id '{value}'"
        findings = []
        for path, record, link in places:
            is_history = section == "entries" and isinstance(record, Revision | RetiredRecord)
            otherwise = (
                "if it is gone, add it to `retired`" if is_history else f"add it under `{section}`, or take it out here"
            )
            advice = _suggestion(value, link, ids, names) or otherwise
            if value in gone_ids and not is_history:
                advice = f"it was published: put the record back, or change its id by `rename entry {value} NEW`"
            findings.append(Finding(path, f"{message}; {advice}", link))
        match = closest_match(value, ids) if _fold(value) not in names else None
        if len(findings) > 1 and match is not None and match not in referenced_ids and match not in file.unparsed_texts:
            yield _misspelt_id(file, section, match, value, findings)
        else:
            yield from findings


def _suggestion(value: str, link: str, ids: frozenset[str], names: dict[str, tuple[str, bool]]) -> str:
    """Suggest the entry that has a wrong id as its title or other name, or else the closest id, or the closest name.

    A link that gives another name of an entry goes on showing it: `[[West]]` becomes `[[the-west|West]]`.
    """
    words = link.removesuffix("]]").partition("|")[2].strip()
    if words in ids:
        return f"the id stands before the words; write [[{words}|{value}]]"
    items = re.split(r"[;\s]+", value.strip())
    if len(items) > 1 and ids.issuperset(items):
        return f"write {', '.join(items)}" if not link else f"write {' '.join(f'[[{item}]]' for item in items)}"
    name = _fold(value)
    is_name = name in names
    close_name = name if is_name or closest_match(value, ids) else closest_match(name, frozenset(names))
    if close_name not in names:
        return format_suggestion(value, ids).removeprefix("; ")
    entry_id, is_other_name = names[close_name]
    if not link:
        return f"did you mean '{entry_id}'?"
    words = link.removesuffix("]]").partition("|")[2] or (value if is_name and is_other_name else "")
    text = f"[[{entry_id}|{words}]]" if words else f"[[{entry_id}]]"
    return f"write {text}" if is_name else f"did you mean {text}?"


def _ids_by_name(file: LoadedFile) -> dict[str, tuple[str, bool]]:
    """Return, by the titles, other names and misspellings of entries, its id and whether it is another name."""
    names: dict[str, tuple[str, bool]] = {}
    entries = [entry for _, entry in file.records_of(Entry)]
    counts = Counter(entry.id for entry in entries)
    for entry in entries:
        entry_names = (entry.title, *entry.names, *entry.misspellings, *entry.search_names)
        for name in entry_names if counts[entry.id] == 1 else ():
            names.setdefault(_fold(name), (entry.id, name in entry.names))
    return names


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _misspelt_id(file: LoadedFile, section: str, record_id: str, similar_id: str, findings: list[Finding]) -> Finding:
    """Report once, at the record, an id that nothing refers to while several records refer to a similar one."""
    records = file.value((section,))
    index = next(index for index, record in enumerate(records) if slugify(record["id"]) == slugify(record_id))
    line, _ = min(file.line_and_column(finding.path, finding.needle) for finding in findings)
    message = f"nothing refers to '{record_id}', and {len(findings)} places to '{similar_id}', the first in line {line}"
    return Finding((section, index, "id"), f"{message}; one of the two is misspelt")


def references(
    file: LoadedFile, section: str, excluded: frozenset[str] = frozenset()
) -> Iterator[tuple[FieldPath, Record, str, str]]:
    """Yield path, record, id and link text ("" outside links) of each reference to a section, but for excluded ids."""
    key = ForeignKey(section)
    for path, record, value in file.values_with_marker(key, predicate=lambda value: value not in excluded):
        yield path, record, value, ""
    if section == "entries":
        for path, record, value in file.values_with_marker(TextFormat.MARKDOWN, predicate=lambda value: "[[" in value):
            for link in entry_links(value[:MAX_TEXT_LENGTH]):
                if link.id not in excluded:
                    yield path, record, link.id, link.source


def unused_ids(file: LoadedFile, section: str, used_ids: set[str]) -> list[tuple[FieldPath, str]]:
    """Return the ids in a section, with their paths, that are not used.

    Ids that an unparsed part of the file may use are left out, and those that are similar to an unknown id, which
    `unknown-id` reports.
    """
    records = file.records_by_type.get(record_type((section,)), ())
    ids = [((*path, "id"), str(vars(record)["id"])) for path, record in records]
    unused = [(path, item) for path, item in ids if not {item, slugify(item)} & used_ids and not file.may_contain(item)]
    known_ids = _with_slugs(file.ids(section)) if unused else None
    if known_ids is None:
        return unused
    unknown_ids = frozenset(value for _, _, value, _ in references(file, section, known_ids))
    return [(path, item) for path, item in unused if closest_match(item, unknown_ids) is None]


def _with_slugs(ids: frozenset[str] | None) -> frozenset[str] | None:
    """Add the slugs of malformed ids, which another rule reports, so that references to those are known."""
    return None if ids is None else ids | {slugify(record_id) for record_id in ids if not _ID.fullmatch(record_id)}


@rule
def unknown_locator(file: LoadedFile) -> Iterator[Finding]:
    """A locator is one that the account has: the id of one of its sentences, or `account` for the whole."""
    sentences = _with_slugs(file.ids("sentences"))
    if sentences is None:
        return
    locators = {WHOLE_ACCOUNT, *sentences}
    known_locators = {*locators, PLACEHOLDER}
    unknown_locators = [
        *file.values_with_marker(TextFormat.LOCATOR, predicate=lambda value: value not in known_locators),
        *file.values_with_marker(ForeignKey("sentences"), predicate=lambda value: value not in sentences),
    ]
    if not unknown_locators:
        return
    claim_ids = (claim.id for _, claim, _ in file.claims())
    claim_locators = {claim_locator(text) for text in (*file.unparsed_texts, *claim_ids)}
    for path, _, value in unknown_locators:
        if value not in claim_locators:
            yield Finding(path, f"the account has no sentence '{value}'{format_suggestion(value, locators - {value})}")


@rule
def missing_locator(file: LoadedFile) -> Iterator[Finding]:
    """A claim and a link say where in the account they stand: a claim by its id, a link by its locators."""
    for path, link in file.records_of(Link):
        if not link.locators:
            yield Finding((*path, "locators"), "name the sentences that the link rests on, as [p1-s2]")
    misnumbered_claims: dict[FieldPath, list[tuple[FieldPath, Claim]]] = {}
    for path, claim, sentence in file.claims():
        if claim_locator(claim.id) != sentence and _SENTENCE_ID.fullmatch(sentence):
            misnumbered_claims.setdefault(path[:-2], []).append((path, claim))
    for path, claims in misnumbered_claims.items():
        yield from _misnumbered_claims(file, path, claims)


def _misnumbered_claims(file: LoadedFile, path: FieldPath, claims: list[tuple[FieldPath, Claim]]) -> Iterator[Finding]:
    """Report claims whose ids name another sentence, or the sentence, if all its claims name the same other one."""
    sentence, count = file.value((*path, "id")), len(file.value((*path, "claims")))
    locators = {claim_locator(claim.id) for _, claim in claims}
    if len(locators) == 1 and None not in locators and 1 < len(claims) == count:
        message = f"the claims of '{sentence}' are numbered as those of '{locators.pop()}'; correct this id or theirs"
        yield Finding((*path, "id"), message)
        return
    for claim_path, claim in claims:
        message = f"a claim has the id of its sentence and a number: expected '{sentence}-c…', found '{claim.id}'"
        yield Finding((*claim_path, "id"), message)


def claim_locator(claim_id: str) -> str | None:
    """Return the id of the sentence that the id of a claim names."""
    match = _CLAIM_ID.fullmatch(claim_id)
    return match[1] if match else None
