"""Rules about sources: every record has one, and unverified statements are marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.rules.ids import unused_ids
from macros.rules.registry import Finding, rule, warning_rule
from macros.scenario.entry_links import citations
from macros.scenario.fields import FieldPath, ForeignKey, Record, TextFormat, fields_with_marker
from macros.scenario.history import Estimate, HistoryRecord, Myth, Reference
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Biography, Entry, Sentence
from macros.scenario.problems import format_suggestion
from macros.scenario.vocabularies import ENTRY_KIND

_DOUBT = re.compile(
    r"""\b( unverified | unconfirmed | from\ memory
      | (?:not|never)\ (?:been\ )?(?:re-?)?(?:checked|confirmed|verified) )\b""",
    re.IGNORECASE | re.VERBOSE,
)

_LINK = re.compile(
    r"""https://(?: doi\.org/10\.[0-9]{4,9}/ | (?!(?:dx\.|www\.)?doi\.org\b) [a-z0-9-]+(?:\.[a-z0-9-]+)+ (?:/|$) )
        [^\s<>"{}\\]*""",
    re.VERBOSE,
)
"""An https address. DOIs: DOI Handbook, section 2.2, https://doi.org/10.1000/182."""
_BARE_DOI = re.compile(r"^(?:doi: ?|(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/)?)10\.", re.IGNORECASE)
"""How a DOI begins that is not written as an address of `https://doi.org/`."""

_BRACKETS = re.compile(r"(?<!\[)\[([a-z0-9-]+)\](?!\])")


@warning_rule
def sentence_without_claim(file: LoadedFile) -> Iterator[Finding]:
    """A sentence of the account makes at least one claim."""
    sentences_with_claims = {sentence for _, _, sentence in file.claims()}
    for path, sentence in file.records_of(Sentence):
        if sentence.id not in sentences_with_claims and not file.value((*path, "claims")):
            message = f"the sentence '{sentence.id}' has no claim; add at least one under `claims`"
            yield Finding((*path, "claims"), message)


@rule
def claim_about_nothing(file: LoadedFile) -> Iterator[Finding]:
    """A claim is about at least one entry."""
    for path, claim, _ in file.claims():
        if not claim.entries:
            message = f"the claim '{claim.id}' is about no entry; name at least one under `entries`"
            yield Finding((*path, "entries"), message)


@rule
def no_person_or_group(file: LoadedFile) -> Iterator[Finding]:
    """What a claim names under `people` is a person or a group."""
    kinds = {entry.id: entry.kind for _, entry in file.records_of(Entry) if not entry.is_actor}
    for path, claim, _ in file.claims():
        for index, entry_id in enumerate(claim.people):
            if kinds.get(entry_id) in ENTRY_KIND.values:
                message = f"'{entry_id}' has the kind {kinds[entry_id]}; name it under `entries`"
                yield Finding((*path, "people", index), message)


@warning_rule
def entry_without_claim(file: LoadedFile) -> Iterator[Finding]:
    """An entry rests on at least one claim: as what it is about, or as a person or group it concerns."""
    subjects = {subject for _, claim, _ in file.claims() for subject in (*claim.entries, *claim.people)}
    for path, entry_id in unused_ids(file, "entries", subjects):
        yield Finding(path, f"no claim is about '{entry_id}'; name it under `entries` or `people` of a claim")


@warning_rule
def unused_reference(file: LoadedFile) -> Iterator[Finding]:
    """A reference is cited somewhere."""
    cited_ids = {value for _, _, value in file.values_with_marker(ForeignKey("references"), predicate=bool)}
    for path, reference_id in unused_ids(file, "references", cited_ids):
        yield Finding(path, f"nothing cites '{reference_id}'; name it under `references` of a record, or take it out")


@rule
def reference_link(file: LoadedFile) -> Iterator[Finding]:
    """The link of a reference begins with `https://`; a DOI is written as `https://doi.org/10.…`."""
    for path, reference in file.records_of(Reference):
        if reference.link is not None and not _LINK.fullmatch(reference.link):
            message = f"expected an address as https://doi.org/10.2307/1973284, found '{reference.link}'"
            address = _BARE_DOI.sub("https://doi.org/10.", reference.link)
            address = re.sub(r"^(?:http://)?(?!https:)", "https://", address)
            hint = f"; did you mean {address}?" if _LINK.fullmatch(address) else ""
            yield Finding((*path, "link"), message + hint)


@rule
def citation_form(file: LoadedFile) -> Iterator[Finding]:
    """A citation, `[@id]`, names a reference of its record, and stands only in a text about our timeline."""
    formats = TextFormat.MARKDOWN, TextFormat.TITLE, TextFormat.SHORT, TextFormat.PLAIN
    for path, record, text in file.values_with_marker(*formats, predicate=lambda text: "[" in text):
        if path[-1] in fields_with_marker(type(record), TextFormat.CITING):
            yield from _wrong_citations(path, text, _citable_works(record))
        else:
            for work in citations(text):
                message = "a work is cited only in `note`, `unverified`, `our_text`, `contested` or a myth's `text`"
                yield Finding(path, message, needle=f"[@{work}]")


def _wrong_citations(path: FieldPath, text: str, works: tuple[str, ...]) -> Iterator[Finding]:
    for work in citations(text):
        if work not in works:
            message = f"the record has no '{work}' under `references`{format_suggestion(work, works)}"
            yield Finding(path, message, needle=f"[@{work}]")
    for match in _BRACKETS.finditer(text):
        if match[1] in works:
            yield Finding(path, f"'{match[0]}' is not a citation; write [@{match[1]}]", needle=match[0])


def _citable_works(record: Record) -> tuple[str, ...]:
    """Return the ids of the works that the texts of a record may cite."""
    if isinstance(record, Estimate):
        return record.sources
    return record.references if isinstance(record, HistoryRecord | Myth | Biography) else ()


@rule
def unmarked_unverified(file: LoadedFile) -> Iterator[Finding]:
    """A statement about our timeline that could not be confirmed is marked so and kept apart from what was."""
    for path, record in file.records_of(HistoryRecord):
        yield from _find_doubt((*path, "note"), record.note, "move the statement to `unverified`")
        if not record.references and not record.unverified:
            message = (
                "nothing is cited; name works under `references`, or move the statement to `unverified` and write "
                "in `note` that the works say nothing of it"
            )
            yield Finding((*path, "references"), message)
    for path, myth in file.records_of(Myth):
        yield from _find_doubt((*path, "text"), myth.text, "confirm the statement or take it out")
        if not myth.references:
            yield Finding((*path, "references"), "nothing is cited; name works under `references`")
    for path, estimate in file.records_of(Estimate):
        if not estimate.unverified and estimate.reference is None:
            message = "an estimate with no reference is unverified; name one, or say `unverified: true`"
            yield Finding((*path, "unverified"), message)


def _find_doubt(path: FieldPath, text: str, advice: str) -> Iterator[Finding]:
    if match := _DOUBT.search(text):
        message = f"'{match.group()}' stands among confirmed statements; {advice}"
        yield Finding(path, message, needle=match.group())
