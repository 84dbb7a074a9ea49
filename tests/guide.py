"""The examples of the guide, `docs/contribute.md`, and pasting them into a data file as a keeper would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from macros.scenario.entry_links import entry_links
from macros.scenario.fields import WHOLE_ACCOUNT, FieldPath, ForeignKey, TextFormat
from macros.scenario.loader import LoadedFile, parse_file
from macros.scenario.model import Claim, Entry, RetiredRecord, Revision
from macros.scenario.permalinks import ADDRESS_TEMPLATES, record_key
from macros.scenario.yaml_reader import SourceNode
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "contribute.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r'```yaml title="[^"]*under (\w+):"\n(.*?)```', GUIDE, re.DOTALL))
"""The examples by the section of the data file that they stand in; those of `sentences` are claims."""
DATES = re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)
"""One date of each form that the guide lists."""

_SENTENCE = "  - id: {}\n    restated: A sentence.\n    claims:\n"
_LOCATOR = re.compile(r"- id: (p\d+-s\d+)-c")


def parse_example(section: str) -> LoadedFile:
    """Return an example as a data file that holds nothing else; it fails where that is not YAML or no record."""
    example = EXAMPLES[section]
    sentence = _LOCATOR.search(example) if section == "sentences" else None
    file = parse_file("example", f"{section}:\n{_SENTENCE.format(sentence[1]) if sentence else ''}{example}".encode())
    errors = [error for error in file.schema_errors if error["loc"][0] == section]
    assert (file.syntax_problems, errors) == ((), []), f"the example under `{section}` is not a record"
    return file


def paste(file: LoadedFile, section: str, example: str) -> str:
    """Return the text of a file with an example in its section: in the place of its record, or else on top."""
    assert file.root is not None
    keys = {key for key in _own_keys(section) if key[0] != "sentences"}
    for path, record in file.records:
        if path[:1] == (section,) and record_key(record) in keys:
            node = _node(file.root, path)
            return file.text[: _line(file, node.start)] + example + file.text[_line(file, node.end) :]
    assert section != "sentences", "the claim of the guide is not in the data"
    if section not in file.root.children:
        return f"{file.text.rstrip()}\n\n{section}:\n{example}"
    records = file.root.children[section]
    if file.value((section,)):
        start = _line(file, records.start)
        return f"{file.text[:start]}{example}\n{file.text[start:]}"
    return f"{file.text[: records.start]}\n{example}{file.text[records.end :]}"


def _node(root: SourceNode, path: FieldPath) -> SourceNode:
    for step in path:
        root = root.children[step]
    return root


def _line(file: LoadedFile, index: int) -> int:
    """Return where the line of a character begins."""
    return file.text.rfind("\n", 0, index) + 1


def unknown_records(file: LoadedFile) -> set[tuple[str, str]]:
    """Return section and id of what the examples name and what was never in a data file."""
    new = {key for section in ("entries", "revisions") for key in _own_keys(section)}
    named = {key for section in EXAMPLES for key in (*_own_keys(section), *_named_keys(section))}
    return named - new - _keys(file) - _retired_keys(file)


def reasons_against_examples(file: LoadedFile) -> list[str]:
    """Return why the examples can no longer be pasted into a data file that was edited since they were written."""
    named = {key for section in EXAMPLES for key in (*_own_keys(section), *_named_keys(section))}
    new = {*_own_keys("entries"), *_own_keys("revisions"), *_retired_keys(parse_example("retired"))}
    reasons = [f"{key} is retired" for key in sorted((named | new) & _retired_keys(file))]
    reasons += [f"{key} is there already" for key in sorted(new & _keys(file))]
    names = {name.casefold() for _, entry in file.records_of(Entry) for name in _names(entry)}
    new_names = [name for _, entry in parse_example("entries").records_of(Entry) for name in _names(entry)]
    reasons += [f"the name {name} is taken" for name in new_names if name.casefold() in names]
    return reasons + [f"{name} rests on the claim of the guide alone" for name in _subjects_of_replaced_claim(file)]


def _subjects_of_replaced_claim(file: LoadedFile) -> Iterator[str]:
    """Yield what only that claim is about in whose place the example stands, and the example is not."""
    claims = Counter(subject for _, claim, _ in file.claims() for subject in {*claim.entries, *claim.people})
    examples = {claim.id: claim for _, claim in parse_example("sentences").records_of(Claim)}
    for _, claim, _ in file.claims():
        if example := examples.get(claim.id):
            others = {*claim.entries, *claim.people} - {*example.entries, *example.people}
            yield from (name for name in sorted(others) if claims[name] == 1)


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.title, *entry.names, *entry.misspellings)


def _keys(file: LoadedFile) -> set[tuple[str, str]]:
    return {key for _, record in file.records if (key := record_key(record))}


def _retired_keys(file: LoadedFile) -> set[tuple[str, str]]:
    return {(record.section, record.id) for _, record in file.records_of(RetiredRecord)}


def _own_keys(section: str) -> set[tuple[str, str]]:
    """Return section and id of each record of an example."""
    return _keys(parse_example(section))


def _named_keys(section: str) -> Iterator[tuple[str, str]]:
    """Yield section and id of each record that an example refers to."""
    example = parse_example(section)
    for other in ADDRESS_TEMPLATES:
        yield from ((other, value) for _, _, value in example.values_with_marker(ForeignKey(other), predicate=bool))
    for _, _, value in example.values_with_marker(TextFormat.LOCATOR, predicate=lambda value: value != WHOLE_ACCOUNT):
        yield "sentences", value
    for _, _, value in example.values_with_marker(TextFormat.MARKDOWN, predicate=bool):
        yield from (("entries", link.id) for link in entry_links(value))
    for _, record in example.records_of(RetiredRecord):
        if record.replaced_by:
            yield record.section, record.replaced_by


def dated_today(example: str, file: LoadedFile) -> str:
    """Return the example of a revision with a date that is not before the newest one of a file."""
    newest = max((revision.date for _, revision in file.records_of(Revision)), default="")
    return re.sub(r'date: "([\d-]+)"', lambda match: f'date: "{max(match[1], newest)}"', example)
