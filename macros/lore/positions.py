"""YAML to plain data with positions, in one pass over the events of PyYAML's C parser (libyaml).

One pass gives values, positions, duplicate keys, and the anchors, aliases and tags that a data file may not use,
before any of them is acted on. Plain scalars are typed by the core schema of YAML 1.2.2 (section 10.3.2), so that
`no` and `12:30` stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 64
_NULL = re.compile(r"|~|null|Null|NULL")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,18}(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_NOT_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that is not even data. `rule` names the rule that reports it; lines count from 1."""

    rule: str
    line: int
    column: int
    message: str


@dataclass(slots=True)
class Node:
    """Where a value stands: `line` and `column` from 1, `start` and `end` as offsets in characters into the text."""

    line: int
    column: int
    start: int
    end: int
    keys: dict[str, Node] = field(default_factory=dict)
    children: dict[str | int, Node] = field(default_factory=dict)


class Reader:
    """Builds plain data and nodes from the parser's events, without recursion."""

    def __init__(self, text: str) -> None:
        """Keep the text; nothing is read yet."""
        self.text = text
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self._data: Any = None
        self._stack: list[tuple[Any, Node, list[Any]]] = []

    def read(self) -> Any:  # noqa: ANN401 - whatever the file holds
        """Return the data of the file, or None where it is not YAML."""
        try:
            documents = 0
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents > 1:
                    self._fault("invalid-yaml", event, "expected one document, found a second")
                    return None
                if len(self._stack) > MAX_DEPTH:
                    self._fault("invalid-yaml", event, f"nested more than {MAX_DEPTH} deep")
                    return None
                self._take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            said = " ".join(part for part in (error.context, error.problem) if part)
            self.faults.append(Fault("invalid-yaml", line, column, f"not YAML: {said}"))
            return None
        except yaml.YAMLError as error:
            self.faults.append(self._character_fault(error))
            return None
        return self._data

    def _character_fault(self, error: yaml.YAMLError) -> Fault:
        bad = _NOT_YAML.search(self.text)
        offset = bad.start() if bad else 0
        line = self.text.count("\n", 0, offset) + 1
        found = f"the character U+{ord(bad.group()):04X} cannot stand in YAML" if bad else str(error).split("\n")[0]
        return Fault("invalid-yaml", line, offset - self.text.rfind("\n", 0, offset), f"not YAML: {found}")

    def _take(self, event: yaml.Event) -> None:
        if (anchor := getattr(event, "anchor", None)) and not isinstance(event, yaml.AliasEvent):
            self._fault("no-anchors-or-tags", event, f"anchors are not accepted, found '&{anchor}'")
        if tag := getattr(event, "tag", None):
            self._fault("no-anchors-or-tags", event, f"tags are not accepted, found '{tag}'")
        match event:
            case yaml.AliasEvent():
                message = f"aliases are not accepted, found '*{event.anchor}'; write the value out"
                self._fault("no-anchors-or-tags", event, message)
                self._add(None, event)
            case yaml.ScalarEvent():
                self._add(_scalar(event), event)
            case yaml.MappingStartEvent():
                self._open({}, event)
            case yaml.SequenceStartEvent():
                self._open([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)

    def _open(self, value: Any, event: yaml.Event) -> None:  # noqa: ANN401 - a dict or a list
        node = _node(event)
        self._stack.append((value, node, []))

    def _close(self, event: yaml.Event) -> None:
        value, node, _ = self._stack.pop()
        node.end = _node(event).end
        self._place(tuple(value) if isinstance(value, list) else value, node)

    def _add(self, value: Any, event: yaml.Event) -> None:  # noqa: ANN401 - a scalar
        self._place(value, _node(event))

    def _place(self, value: Any, node: Node) -> None:  # noqa: ANN401 - any value
        if not self._stack:
            self._data, self.root = value, node
            return
        parent, parent_node, pending = self._stack[-1]
        if isinstance(parent, list):
            parent_node.children[len(parent)] = node
            parent.append(value)
        elif not pending:
            pending.append((value, node))
        elif name := self._new_key(parent_node, *pending.pop()):
            parent[name] = value
            parent_node.children[name] = node

    def _new_key(self, parent: Node, key: Any, node: Node) -> str | None:  # noqa: ANN401 - YAML lets a key be anything
        """Return a key of a mapping as text; None, with the fault noted, where it cannot stand."""
        if isinstance(key, dict | tuple):
            message = "expected a word as key, found a structure"
            self.faults.append(Fault("invalid-yaml", node.line, node.column, message))
            return None
        name = str(key)
        if name in parent.keys:
            message = f"'{name}' is given twice in this record, first in line {parent.keys[name].line}"
            self.faults.append(Fault("duplicate-key", node.line, node.column, message))
            return None
        parent.keys[name] = node
        return name

    def _fault(self, rule: str, event: yaml.Event, message: str) -> None:
        node = _node(event)
        self.faults.append(Fault(rule, node.line, node.column, message))


def _node(event: yaml.Event) -> Node:
    start, end = event.start_mark, event.end_mark
    assert start is not None  # noqa: S101 - a parser that reads a text always gives positions
    assert end is not None  # noqa: S101 - as above
    return Node(start.line + 1, start.column + 1, start.index, end.index)


def _scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if _NULL.fullmatch(value):
        return None
    if _BOOLEAN.fullmatch(value):
        return value.lower() == "true"
    if _INTEGER.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value
