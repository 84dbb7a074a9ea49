"""The examples of the guide, `docs/contribute.md`, and pasting them into a data file as a lore keeper would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from macros.pages.guide import example_ids
from macros.scenario.about import Notice
from macros.scenario.entry_links import entry_links
from macros.scenario.fields import WHOLE_ACCOUNT, FieldPath, ForeignKey, TextFormat
from macros.scenario.loader import LoadedFile, parse_file
from macros.scenario.model import Entry, Gap, RetiredRecord
from macros.scenario.permalinks import ADDRESS_TEMPLATES, record_key
from macros.scenario.yaml_reader import SourceNode
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "contribute.md").read_text(encoding="utf-8")
DATES = re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)
"""One date of each form that the guide lists."""
DATE_MISTAKES = dict(re.findall(r"^\| ([^`|-][^`|]*) \| `([^`]+)` \|$", GUIDE, re.MULTILINE))
"""Dates as people write them, each with the form that the guide recommends."""
WARNINGS, ERRORS = (block.splitlines() for block in re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL))
"""The problems that the guide shows, after step 1 and after mistakes, with words for numbers of lines and columns."""

_EXAMPLE = re.compile(r'```yaml title="data/scenario\.yml, (?:under|the section) (\w+):[^\n]*"\n(.*?)```', re.DOTALL)
_ID_OF_THE_DATA = re.compile(r'\{\{ example\("([\w-]+)"\) \}\}')


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the guide: the section that it is pasted into, and its text."""

    section: str
    text: str

    @property
    def is_whole_section(self) -> bool:
        """Whether the example begins a section, with records to follow."""
        return self.text.startswith(f"{self.section}:")


def examples(file: LoadedFile) -> list[Example]:
    """Return the examples in the order of the guide, with ids of a data file as the site shows them."""
    assert file.scenario is not None
    ids = example_ids(file.scenario)
    guide = _ID_OF_THE_DATA.sub(lambda match: ids[match[1]], GUIDE)
    return [Example(section, text) for section, text in _EXAMPLE.findall(guide)]


def parse_example(example: Example) -> LoadedFile:
    """Return an example as a data file that holds nothing else; it fails where that is not YAML or no record."""
    text, section = example.text, example.section
    if claim := re.match(r"      - id: (p\d+-s\d+)-c", text):
        text = f"{section}:\n  - id: {claim[1]}\n    restated: A sentence.\n    claims:\n{text}"
    elif text.startswith("    - "):
        head = "title: T\n  unit: u\n  account: {low: 1, high: 2}\n  text: T\n  quantities: T"
        text = f"{section}:\n  {head}\n  estimates:\n{text}"
    elif not example.is_whole_section:
        text = f"{section}:\n{text}"
    file = parse_file("example", text.encode())
    errors = [error for error in file.schema_errors if error["loc"][0] == section]
    assert (file.syntax_problems, errors) == ((), []), f"the example under `{section}` is no record:\n{example.text}"
    return file


def is_first_of_its_kind(file: LoadedFile, example: Example) -> bool:
    """Return whether an example would begin a section that then asks for more: the story's passages, the revisions."""
    return example.section in {"story", "revisions"} and not file.value((example.section,))


def paste(file: LoadedFile, example: Example) -> str:
    """Return the text of a file with an example in its section: a claim in its sentence, other records where they go.

    Sentences, passages and threads go to the end of their section, and other records to its top. The first entry with
    `in_reality` would ask all others for it, so the line is left out where no entry has one.
    """
    section, text = example.section, example.text
    if section == "entries" and not any(entry.in_reality for _, entry in file.records_of(Entry)):
        text = re.sub(r"    in_reality: .*\n", "", text)
    if example.is_whole_section:
        return file.text if file.value((section,)) else f"{file.text.rstrip()}\n\n{text}"
    if text.startswith("    - "):
        return _insert(file, (section, "estimates"), text, at_end=False)
    if claim := re.match(r"      - id: (p\d+-s\d+)-c", text):
        ids = [sentence["id"] for sentence in file.value((section,))]
        return _insert(file, (section, ids.index(claim[1]), "claims"), text, at_end=True)
    return _insert(file, (section,), text, at_end=section in {"sentences", "story", "threads"})


def _insert(file: LoadedFile, path: FieldPath, text: str, *, at_end: bool) -> str:
    """Return the text of a file with the text of records in the list at a path, which may be empty or missing."""
    name = path[-1]
    root = _root(file)
    if path[0] not in root.children:
        return f"{file.text.rstrip()}\n\n{name}:\n{text}"
    node = _node(root, path)
    if not node.children:  # nothing, or a pair of brackets, stands behind the name of the list
        start = _line(file, node.start)
        indent = "  " * (len(path) - 1)
        return f"{file.text[:start]}{indent}{name}:\n{text}{file.text[file.text.find(chr(10), start) + 1 :]}"
    position = _line(file, node.end if at_end else node.start)
    separator = "" if text.startswith("      ") else "\n"
    return f"{file.text[:position]}{text}{separator}{file.text[position:]}"


def _root(file: LoadedFile) -> SourceNode:
    assert file.root is not None
    return file.root


def _node(root: SourceNode, path: FieldPath) -> SourceNode:
    for step in path:
        root = root.children[step]
    return root


def _line(file: LoadedFile, index: int) -> int:
    """Return where the line of a character begins."""
    return file.text.rfind("\n", 0, index) + 1


def unknown_records(file: LoadedFile) -> set[tuple[str, str]]:
    """Return section and id of what the examples name and what neither they nor a data file have."""
    parsed = [parse_example(example) for example in examples(file)]
    named = {key for example in parsed for key in _named_keys(example)}
    return named - {key for example in parsed for key in _keys(example)} - _keys(file)


def reasons_against_examples(file: LoadedFile) -> list[str]:
    """Return why the examples cannot be pasted into a data file: ids or names that it has, or that were retired."""
    parsed = [parse_example(example) for example in examples(file)]
    used = _keys(file) | {(record.section, record.id) for _, record in file.records_of(RetiredRecord)}
    new = {key for example in parsed for key in _keys(example) if key[0] != "sentences"}
    reasons = [f"{key} is there already" for key in sorted(new & used)]
    names = {name.casefold() for _, entry in file.records_of(Entry) for name in _names(entry)}
    new_names = [name for example in parsed for _, entry in example.records_of(Entry) for name in _names(entry)]
    return reasons + [f"the name {name} is taken" for name in new_names if name.casefold() in names]


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.title, *entry.names, *entry.misspellings)


def _keys(file: LoadedFile) -> set[tuple[str, str]]:
    """Return section and id of each record of a file, also of those that have no address."""
    keys = {key for _, record in file.records if (key := record_key(record))}
    keys |= {("gaps", gap.id) for _, gap in file.records_of(Gap)}
    return keys | {("notices", notice.id) for _, notice in file.records_of(Notice)}


def _named_keys(file: LoadedFile) -> Iterator[tuple[str, str]]:
    """Yield section and id of each record that an example refers to."""
    for section in ADDRESS_TEMPLATES:
        yield from ((section, value) for _, _, value in file.values_with_marker(ForeignKey(section), predicate=bool))
    for _, _, value in file.values_with_marker(TextFormat.LOCATOR, predicate=lambda value: value != WHOLE_ACCOUNT):
        yield "sentences", value
    for _, _, value in file.values_with_marker(TextFormat.MARKDOWN, predicate=bool):
        yield from (("entries", link.id) for link in entry_links(value))
    for _, record in file.records_of(RetiredRecord):
        if record.replaced_by:
            yield record.section, record.replaced_by
