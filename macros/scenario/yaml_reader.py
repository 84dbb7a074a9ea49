"""Reads YAML as plain data with positions, in one pass over the events of PyYAML's C parser (libyaml).

One pass gives values, positions, duplicate keys, and the anchors, aliases and tags that a data file may not use,
before any of them takes effect. Plain scalars are typed by the core schema of YAML 1.2.2 (section 10.3.2), so `no` and
`12:30` stay text. What that schema has and a data file does not need stays text, too: octal and hexadecimal numbers,
infinities, numbers with leading zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from macros.scenario.fields import FieldPath
from macros.scenario.problems import Problem, line_and_column
from macros.scenario.yaml_errors import FIRST_FIELDS, explain_error
from macros.scenario.yaml_lint import Span, may_hide_lines

MAX_DEPTH = 64
ALIAS = object()
"""Stands in the data in place of an alias, so that no rule takes it for a value."""
_NULL = re.compile(r"|~|null|Null|NULL")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_TYPED_START = re.compile(r"[-+.~0-9]|[nN][uU]|[tT][rR]|[fF][aA]|$")
"""How plain scalars begin that may be something else than text."""
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]{0,17})(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")
FORBIDDEN_CHARACTER = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\xac\xae-\u180d\u180f-\u200a\u200c-\u2027\u202f-\u205f\u2065\u206a-\ud7ff\ue000-\ufefe"
    r"\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML forbids, three line breaks of libyaml that editors do not know, and what is invisible or reorders text.

The last are the embeddings, overrides and isolates of UAX #9 (2.1 to 2.5), which make a text read otherwise than it is
stored, as UTS #55 warns of source code. The marks U+200E and U+200F, which move only themselves, are allowed. Invisible
signs, such as U+00AD and U+200B, keep search from words. The joiners U+200C and U+200D change how letters look, so they
are allowed.
"""
_PLAIN_ADVICE = "; a text needs quotes"
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff]")


@dataclass(slots=True)
class SourceNode:
    """The position of a value: `line` and `column` from 1, `start` and `end` as offsets in characters into the text.

    A record with duplicate keys may be two records that lost the line between them.
    """

    line: int
    column: int
    start: int
    end: int
    keys: dict[str, SourceNode] = field(default_factory=dict)
    children: dict[str | int, SourceNode] = field(default_factory=dict)
    has_duplicate_keys: bool = False


class YamlReader:
    """Builds plain data and a tree of positions from the parser's events, without recursion.

    After `read`, `problems` are what is wrong with the text, `root` is the tree of positions, and `skipped_values` are
    the values in the file that are not in the data, because their keys could not be used. `spans` are where the scalars
    are that may hide a line, for `yaml_lint.silent_problems`.
    """

    def __init__(self, text: str, filename: str = "") -> None:
        """Set the text, and the path that problems are reported under; `read` parses the text."""
        self.text = text
        self.filename = filename
        self.problems: list[Problem] = []
        self.root: SourceNode | None = None
        self.skipped_values: list[Any] = []
        self.spans: list[Span] = []
        self._data: Any = None
        self._stack: list[tuple[Any, SourceNode, list[Any]]] = []

    def read(self) -> Any:  # noqa: ANN401 - whatever the file holds
        """Return the data of the file, or None where it is not YAML."""
        if match := FORBIDDEN_CHARACTER.search(self.text):
            position = line_and_column(self.text, match.start())
            self.report("invalid-yaml", *position, _forbidden_message(match, "the file"))
            return None
        try:
            documents = 0
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents > 1:
                    self._report_event("invalid-yaml", event, "expected one document, found a second")
                    return None
                if len(self._stack) > MAX_DEPTH:
                    self._report_event("invalid-yaml", event, f"nested more than {MAX_DEPTH} deep")
                    return None
                self._handle(event)
        except yaml.MarkedYAMLError as error:
            fault = explain_error(self.text, error)
            self.report("invalid-yaml", fault.line + 1, fault.column + 1, f"not YAML: {fault.message}")
            return None
        return self._data

    def report(self, rule: str, line: int, column: int, message: str) -> None:
        """Add a problem that the rule of a name reports."""
        self.problems.append(Problem(self.filename, line, column, rule, message))

    def _report_event(self, rule: str, event: yaml.Event, message: str) -> None:
        node = _node(event)
        self.report(rule, node.line, node.column, message)

    def _handle(self, event: yaml.Event) -> None:
        if (anchor := getattr(event, "anchor", None)) and not isinstance(event, yaml.AliasEvent):
            self._report_event(
                "no-anchors-or-tags", event, f"anchors are not accepted, found '&{anchor}'{_PLAIN_ADVICE}"
            )
        if tag := getattr(event, "tag", None):
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self._report_event("no-anchors-or-tags", event, f"tags are not accepted, found '{short}'{_PLAIN_ADVICE}")
        match event:
            case yaml.AliasEvent():
                message = f"aliases are not accepted, found '*{event.anchor}'; write the value out{_PLAIN_ADVICE}"
                self._report_event("no-anchors-or-tags", event, message)
                self._add(ALIAS, _node(event))
            case yaml.ScalarEvent():
                if may_hide_lines(event.value) or (not event.style and event.value.endswith('"')):
                    node = _node(event)
                    self.spans.append((node.start, node.end))
                if match := FORBIDDEN_CHARACTER.search(event.value):
                    self._report_event("invalid-yaml", event, _forbidden_message(match, "a text"))
                self._add(event.value if self._expects_key() else _scalar(event), _node(event))
            case yaml.MappingStartEvent():
                self._stack.append(({}, _node(event), []))
            case yaml.SequenceStartEvent():
                self._stack.append(([], _node(event), []))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                value, node, _ = self._stack.pop()
                node.end = _node(event).end
                self._add(tuple(value) if isinstance(value, list) else value, node)

    def _add(self, value: Any, node: SourceNode) -> None:  # noqa: ANN401 - any value
        """Add a value to the collection that is open, as an item, a key, or the value of the pending key."""
        if not self._stack:
            self._data, self.root = value, node
            return
        parent, parent_node, pending_key = self._stack[-1]
        if isinstance(parent, list):
            parent_node.children[len(parent)] = node
            parent.append(value)
        elif not pending_key:
            pending_key.append((value, node))
        elif self._add_key(parent_node, *(key := pending_key.pop())):
            parent[key[0]] = value
            parent_node.children[key[0]] = node
        else:
            self.skipped_values.append(value)

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1][0], dict) and not self._stack[-1][2]

    def _add_key(self, parent: SourceNode, key: Any, node: SourceNode) -> bool:  # noqa: ANN401 - YAML lets a key be anything
        """Add a key to a mapping, and return whether it can be used; report the problem where it cannot."""
        if key is ALIAS:
            return False
        if not isinstance(key, str):
            self.report("invalid-yaml", node.line, node.column, "expected a word as key, found a structure")
            return False
        if key in parent.keys:
            message = f"'{key}' is given twice in this record, first in line {parent.keys[key].line}"
            message += (
                "; is the '-' of a new item missing?" if key in FIRST_FIELDS and key == next(iter(parent.keys)) else ""
            )
            if not parent.has_duplicate_keys:
                self.report("duplicate-key", node.line, node.column, message)
            parent.has_duplicate_keys = True
            return False
        parent.keys[key] = node
        return True


def _node(event: yaml.Event) -> SourceNode:
    start, end = event.start_mark, event.end_mark
    assert start is not None  # noqa: S101 - a parser that reads a text always gives positions
    assert end is not None  # noqa: S101 - as above
    return SourceNode(start.line + 1, start.column + 1, start.index, end.index)


def empty_paths(node: SourceNode, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the paths of values that are left empty, as that of `date:`, instead of being written as null."""
    if node.start == node.end:
        yield path
    for step, child in node.children.items():
        yield from empty_paths(child, (*path, step))


def _forbidden_message(match: re.Match[str], place: str) -> str:
    reason = "; it changes the order in which a reader sees others" if _REORDERING.match(match.group()) else ""
    reason = "; nobody sees it, so take it out" if _INVISIBLE.match(match.group()) else reason
    return f"the character U+{ord(match.group()):04X} cannot stand in {place}{reason}"


def _scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    is_text = event.style or (event.tag and event.tag.endswith(":str"))
    return str(event.value) if is_text else resolve_scalar(event.value)


def resolve_scalar(text: str) -> str | int | float | bool | None:
    """Return the value of a plain scalar by the core schema."""
    if not _TYPED_START.match(text):
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOLEAN.fullmatch(text):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
