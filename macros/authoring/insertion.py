"""Inserts new records into the text of a data file, in the style of their section.

A record goes after the last line of the one before it, so that the comments and blank lines that follow stay there. An
empty or missing section gets its first record in the style of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from macros.authoring.edits import AuthoringError, TextEdit
from macros.scenario.loader import LoadedFile
from macros.scenario.model import Scenario
from macros.scenario.yaml_reader import SourceNode

INDENT = 2
"""The spaces before a dash, and after it up to the fields, where the file shows no other style."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def insert_records(file: LoadedFile, section: str, index: int, items: Sequence[Sequence[str]]) -> list[TextEdit]:
    """Return the edits that put records into a section, before the record that has the index now.

    Args:
        file: a file whose text is YAML.
        section: the name of a section; the file may lack it.
        index: from 0 to the number of records in the section.
        items: the lines of each record, from its dash on, without indentation.

    Raises:
        AuthoringError: the section is written in brackets, or is no list.
    """
    root = _block_root(file)
    node = root.children.get(section)
    if node is None:
        return [_insert_section(file, root, section, items)]
    value = file.value((section,))
    if not value:
        return _fill_section(file, root, section, items)
    if not isinstance(value, tuple) or file.text[node.start] == "[":
        advice = "write each of its records on lines of its own, after a dash"
        raise AuthoringError(f"{file.filename}:{node.line}:{node.column}: `{section}` is in brackets; {advice}")
    text = format_items(items, node.column - 1, _separator(file, section))
    if index == 0:
        start = file.text.rfind("\n", 0, node.start) + 1
        return [TextEdit(start, start, f"{text}\n{_separator(file, section)}")]
    end = _end_of_lines(file.text, node.children[index - 1], node.column - 1)
    return [TextEdit(end, end, f"\n{_separator(file, section)}{text}")]


def format_items(items: Sequence[Sequence[str]], indent: int, separator: str) -> str:
    """Return records as text without a line break at its end, indented, with a blank line between or none."""
    return f"\n{separator}".join("\n".join(f"{' ' * indent}{line}" for line in lines) for lines in items)


def find_node(file: LoadedFile, path: Sequence[str | int]) -> SourceNode:
    """Return the position of a value that the file has.

    Raises:
        KeyError: the file has no such value.
    """
    node = _block_root(file)
    for step in path:
        node = node.children[step]
    return node


def indentation(file: LoadedFile, section: str) -> int:
    """Return how many spaces stand before the fields of a record of a section."""
    root = _block_root(file)
    for node in (root.children.get(section), *root.children.values()):
        if node is not None and file.text.startswith("- ", node.start):
            return node.column - 1 + INDENT
    return root.column - 1 + 2 * INDENT


def _block_root(file: LoadedFile) -> SourceNode:
    if file.root is None or file.text.startswith("{", file.root.start):
        raise AuthoringError(f"{file.filename}: expected a section on each line that is not indented, found braces")
    return file.root


def _fill_section(file: LoadedFile, root: SourceNode, section: str, items: Sequence[Sequence[str]]) -> list[TextEdit]:
    """Return the edits that remove the brackets of an empty section, and put its first records below its name."""
    node, text = root.children[section], file.text
    if not re.fullmatch(r"\[\s*\]|null|Null|NULL|~|", text[node.start : node.end]):
        raise AuthoringError(f"{file.filename}:{node.line}:{node.column}: expected an empty list or a list of records")
    start = len(text[: node.start].rstrip(" \t"))
    end = _end_of_comments(text, _line_end(text, node.end), root.column - 1)
    indent = indentation(file, section) - INDENT
    records = TextEdit(end, end, "\n" + format_items(items, indent, _separator(file, section)))
    return [TextEdit(start, max(start, node.end), ""), records]


def _insert_section(file: LoadedFile, root: SourceNode, section: str, items: Sequence[Sequence[str]]) -> TextEdit:
    """Return the edit that puts a section after the one that precedes it in the model."""
    names = list(Scenario.model_fields)
    earlier = [name for name in root.children if name in names[: names.index(section)]]
    predecessor = max(earlier, key=names.index, default=None) or list(root.children)[-1]
    end = _end_of_lines(file.text, root.children[predecessor], root.column - 1)
    records = format_items(items, indentation(file, section) - INDENT, _separator(file, section))
    return TextEdit(end, end, f"\n\n{' ' * (root.column - 1)}{section}:\n{records}")


def _separator(file: LoadedFile, section: str) -> str:
    """Return a line break if a blank line separates records: those of the section, or else of the first with two."""
    root = _block_root(file)
    for node in (root.children.get(section), *root.children.values()):
        for gap in _gaps(file.text, node):
            return "\n" if _BLANK_LINE.search(gap) else ""
    return "\n"


def _gaps(text: str, node: SourceNode | None) -> Iterator[str]:
    """Yield the text before each record of a block list but the first."""
    if node is not None and text.startswith("-", node.start):
        items = list(node.children.values())
        for before, after in pairwise(items):
            yield text[_end_of_value(text, before) : after.start]


def _end_of_lines(text: str, node: SourceNode, column: int) -> int:
    """Return the end of the last line of a value, and of the comments below it that are indented beyond a column."""
    return _end_of_comments(text, _line_end(text, _end_of_value(text, node)), column)


def _end_of_comments(text: str, line_end: int, column: int) -> int:
    comments = re.compile(rf"(?:\s*\n(?:[ ]{{{column + 1}}}|[ ]*\t)[ \t]*#[^\n]*)*")
    match = comments.match(text, line_end)
    return match.end() if match else line_end


def _end_of_value(text: str, node: SourceNode) -> int:
    """Return where the last character of a value ends; the parser ends a block at the token that follows it."""
    while node.children and text[node.start] not in "[{":
        *_, node = node.children.values()
    source = text[node.start : node.end]
    if not source.startswith(("|", ">")):
        return node.end
    keeps_line_breaks = "+" in source.partition("\n")[0].partition("#")[0]
    return node.start + len(source.removesuffix("\n") if keeps_line_breaks else source.rstrip())


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
