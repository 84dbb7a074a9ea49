"""YAML to plain data with positions, in one pass over the events of PyYAML's C parser (libyaml).

One pass gives values, positions, duplicate keys, and the anchors, aliases and tags that a data file may not use,
before any of them is acted on. Plain scalars are typed by the core schema of YAML 1.2.2 (section 10.3.2), so that
`no` and `12:30` stay text; so does what that schema has and a data file has no use for: octal and hexadecimal numbers,
infinities, numbers with zeros before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 64
ALIAS = object()
"""What stands in the data in place of an alias, so that no rule takes it for a value."""
_NULL = re.compile(r"|~|null|Null|NULL")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_TYPED = re.compile(r"[-+.~0-9]|[nN][uU]|[tT][rR]|[fF][aA]|$")
"""How what is not text begins."""
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]{0,17})(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")
NOT_TEXT = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML forbids, three more that libyaml takes for line breaks, and editors do not, U+FEFF, and what reorders text.

The last are the embeddings, overrides and isolates of UAX #9 (2.1 to 2.5): with them a text reads otherwise than it is
stored, as UTS #55 warns of source code. The marks U+200E and U+200F, which move only themselves, are left alone.
"""
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ADVICE = {
    "did not find expected ',' or ']'": "a text that begins with [ needs quotes or >-, and a list its closing bracket",
    "did not find expected alphabetic or numeric character": "a text that begins with * or & needs quotes or >-",
    "did not find expected key": "a text that begins with [ or a quote has to be quoted whole; or is an indent wrong?",
    "found character that cannot start any token": "a text that begins with @, ` or % needs quotes or >-",
    "found unexpected end of stream": "a quote is left open",
    "mapping values are not allowed in this context": "a text with ': ' in it needs quotes or >-",
}
"""What to do about the errors that people make most, by libyaml's words for them."""


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Something in the file that is not even data. `rule` names the rule that reports it; lines count from 1."""

    rule: str
    line: int
    column: int
    message: str


@dataclass(slots=True)
class Node:
    """Where a value stands: `line` and `column` from 1, `start` and `end` as offsets in characters into the text.

    `merged` marks a record that gives a field twice: it may be two, and the line between them lost.
    """

    line: int
    column: int
    start: int
    end: int
    keys: dict[str, Node] = field(default_factory=dict)
    children: dict[str | int, Node] = field(default_factory=dict)
    merged: bool = False


class Reader:
    """Builds plain data and nodes from the parser's events, without recursion.

    `passed_over` holds the values that stand in the file and not in the data, because their keys could not be used.
    """

    def __init__(self, text: str) -> None:
        """Keep the text; nothing is read yet."""
        self.text = text
        self.faults: list[SyntaxProblem] = []
        self.root: Node | None = None
        self.passed_over: list[Any] = []
        self._data: Any = None
        self._stack: list[tuple[Any, Node, list[Any]]] = []

    def read(self) -> Any:  # noqa: ANN401 - whatever the file holds
        """Return the data of the file, or None where it is not YAML."""
        if bad := NOT_TEXT.search(self.text):
            line = self.text.count("\n", 0, bad.start()) + 1
            column = bad.start() - self.text.rfind("\n", 0, bad.start())
            message = f"the character {_code(bad)} cannot stand in the file{_why(bad)}"
            self.faults.append(SyntaxProblem("invalid-yaml", line, column, message))
            return None
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
            self.faults.append(self._syntax_fault(error))
            return None
        return self._data

    def _syntax_fault(self, error: yaml.MarkedYAMLError) -> SyntaxProblem:
        mark, begun = error.problem_mark, error.context_mark
        line, column, index = (mark.line + 1, mark.column + 1, mark.index) if mark else (1, 1, 0)
        if self.text[index : index + 1] == "\t":
            return SyntaxProblem("invalid-yaml", line, column, "not YAML: found a tab; indent with spaces")
        said = f"{error.problem} {error.context}" if error.context else str(error.problem)
        since = f" that begins in line {begun.line + 1}" if begun and begun.line + 1 < line else ""
        advice = f"; {_ADVICE[error.problem]}" if error.problem in _ADVICE else ""
        return SyntaxProblem("invalid-yaml", line, column, f"not YAML: {said}{since}{advice}")

    def _take(self, event: yaml.Event) -> None:
        if (anchor := getattr(event, "anchor", None)) and not isinstance(event, yaml.AliasEvent):
            self._fault("no-anchors-or-tags", event, f"anchors are not accepted, found '&{anchor}'")
        if tag := getattr(event, "tag", None):
            written = tag.replace("tag:yaml.org,2002:", "!!")
            self._fault("no-anchors-or-tags", event, f"tags are not accepted, found '{written}'")
        match event:
            case yaml.AliasEvent():
                message = f"aliases are not accepted, found '*{event.anchor}'; write the value out"
                self._fault("no-anchors-or-tags", event, message)
                self._place(ALIAS, _node(event))
            case yaml.ScalarEvent():
                if bad := NOT_TEXT.search(event.value):
                    self._fault("invalid-yaml", event, f"the character {_code(bad)} cannot stand in a text{_why(bad)}")
                self._place(event.value if self._awaits_key() else _scalar(event), _node(event))
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
        elif self._is_new_key(parent_node, *(key := pending.pop())):
            parent[key[0]] = value
            parent_node.children[key[0]] = node
        else:
            self.passed_over.append(value)

    def _awaits_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1][0], dict) and not self._stack[-1][2]

    def _is_new_key(self, parent: Node, key: Any, node: Node) -> bool:  # noqa: ANN401 - YAML lets a key be anything
        """Take a key into a mapping; False, with the fault noted, where it cannot stand."""
        if key is ALIAS:
            return False
        if not isinstance(key, str):
            message = "expected a word as key, found a structure"
            self.faults.append(SyntaxProblem("invalid-yaml", node.line, node.column, message))
            return False
        if key in parent.keys:
            message = f"'{key}' is given twice in this record, first in line {parent.keys[key].line}"
            if not parent.merged:
                self.faults.append(SyntaxProblem("duplicate-key", node.line, node.column, message))
            parent.merged = True
            return False
        parent.keys[key] = node
        return True

    def _fault(self, rule: str, event: yaml.Event, message: str) -> None:
        node = _node(event)
        self.faults.append(SyntaxProblem(rule, node.line, node.column, message))


def _node(event: yaml.Event) -> Node:
    start, end = event.start_mark, event.end_mark
    assert start is not None  # noqa: S101 - a parser that reads a text always gives positions
    assert end is not None  # noqa: S101 - as above
    return Node(start.line + 1, start.column + 1, start.index, end.index)


def _code(bad: re.Match[str]) -> str:
    return f"U+{ord(bad.group()):04X}"


def _why(bad: re.Match[str]) -> str:
    return "; it changes the order in which a reader sees others" if _REORDERING.match(bad.group()) else ""


def _scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    value: str = event.value
    return value if event.style or (event.tag and event.tag.endswith(":str")) else typed(value)


def typed(text: str) -> str | int | float | bool | None:
    """Return what a plain scalar means by the core schema."""
    if not _TYPED.match(text):
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
