"""Reads a data file line by line, without a YAML parser: fields, items of lists, and texts below `>-`.

It finds lines that are certainly wrong in a file that a YAML parser refuses. Lines and columns count from 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from macros.scenario.model import Scenario
from macros.scenario.records import field_names, list_names

OPEN_QUOTE = "the quote that opens here is not closed; close it, or put the whole text below >-"
OPEN_LIST = "the list that begins here is not closed; write ']' at its end, or put a text in quotes"
QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
NAME = f"(?P<name>{'|'.join(sorted(field_names(Scenario), reverse=True))})"
"""A pattern for the name of any field."""
_QUOTE_START = re.compile(r"""(?:^|[\[{,:] *)["']""")
_BLOCK_HEADER = re.compile(r"[>|][-+0-9]*$")
_STRANGE_SPACE = r"(?P<at>[^\S\t ])"
_DASHES = r"\u2010-\u2015\u2212"


class Fault(NamedTuple):
    """Something wrong with a line."""

    line: int
    column: int
    message: str


class Line(NamedTuple):
    """A line that is a field or an item of a list: its columns (of the dash, -1 without), field name, and value."""

    dash: int
    key: int
    name: str
    value: str
    value_column: int


@cache
def _line_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<indent> *)(?P<dash>- +)?(?:{NAME} *:(?=\s|$))?\s*(?P<value>.*)")


@cache
def _wrong_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of lines that are certainly wrong, each with its message; the group `at` is the position."""
    space = "found U+{code:04X}, which is no space to YAML; type a plain space"
    block = (
        "a text below >- or |- begins on the next line, indented; a text that itself begins with > or | needs quotes"
    )
    patterns = {
        r"(?P<at><{7}|={7}$|>{7})": "a merge conflict is left here; take out one version, and the lines of signs",
        r" *(?:- *)?(?P<at>\t)": "found a tab; indent with spaces",
        rf" *{_STRANGE_SPACE}\s*(?:-\s*)?{NAME}\b": space,
        rf" *(?:-|(?:- )?{NAME}:){_STRANGE_SPACE}": space,
        r" *(?P<at>[*\u2022]) +\S": "an item begins with '- ', not with '{at}'",
        rf" *(?P<at>[{_DASHES}\u2022\u00b7*+]) *{NAME} *:": "an item begins with '- ', not with '{at}'",
        rf" *(?:- +)?{NAME} *(?P<at>[\uff1a\ufe55])": "found '{at}'; write '{name}: ', with a plain ':' and a space",
        rf" *(?P<at>-){NAME} *:": "a space is missing after the '-'; write '- {name}: '",
        rf" *(?:- +)?{NAME}:(?P<at>\S)": "a space is missing after the ':'; write '{name}: '",
        rf" *(?:- +)?{NAME} *: *(?P<at>[>|][{_DASHES}])$": "write '>-' or '|-', with a plain hyphen",
        rf" *(?:- +)?{NAME} *: *[>|][-+0-9]* +(?P<at>[^\s#])": block,
    }
    return tuple((re.compile(pattern), message) for pattern, message in patterns.items())


def parse_line(text: str) -> Line | None:
    """Return the parts of a line, or None where it is neither a known field nor an item of a list."""
    match = _line_pattern().fullmatch(text)
    if match is None or not (match["dash"] or match["name"]) or is_comment(text):
        return None
    dash, key = (match.start("dash"), match.end("dash")) if match["dash"] else (-1, match.end("indent"))
    return Line(dash, key, match["name"] or "", match["value"].rstrip(), match.start("value"))


@dataclass(slots=True)
class LineScanner:
    """Reads lines from the top. `dashes` and `keys` are the columns of the lists and records that are open."""

    lines: list[str]
    dashes: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    _block: int | None = None
    """The column of the field or dash whose text is open, below `>-` or `|-`."""
    _first_text: int = -1
    """The number of the first line of that text."""
    _list: Line | None = None
    """The line above, where it is a field whose list of records begins below."""

    def scan(self, end: int) -> Fault | None:
        """Return the first fault that is certain in the lines up to number `end`."""
        number = 0
        while number <= end:
            text = self.lines[number]
            if text.strip() and not self._is_block_text(number):
                line = parse_line(text)
                closing = closing_line(self.lines, number, line) if line else number
                if fault := self._fault(number, line, closing) or (line and self._dash_fault(number, line)):
                    return fault
                if line and number < end:
                    self._open(line)
                number = closing
            number += 1
        return None

    def _is_block_text(self, number: int) -> bool:
        if self._block is None or indent(self.lines[number]) <= self._block:
            return False
        if self._first_text < 0:
            self._first_text = number
        return indent(self.lines[number]) >= indent(self.lines[self._first_text])

    def _fault(self, number: int, line: Line | None, closing: int) -> Fault | None:
        text = self.lines[number]
        for pattern, message in _wrong_patterns():
            if match := pattern.match(text):
                return Fault(number, match.start("at"), message.format(**match.groupdict(), code=ord(match["at"][0])))
        if line is None:
            return self._block_fault(number, text)
        if closing < 0:
            return Fault(number, line.value_column + open_quote(line.value), OPEN_QUOTE)
        if _is_open_list(self.lines, number, line):
            return Fault(number, line.value_column, OPEN_LIST)
        if line.key == 0 and line.name and line.name not in Scenario.model_fields and any(self.keys):
            message = f"'{line.name}' is no section; indent it by {spaces(self.keys[-1])}, as the fields above"
            return Fault(number, 0, message)
        return None

    def _dash_fault(self, number: int, line: Line) -> Fault | None:
        """Return a fault where a list begins with a field, whose name stays where it is if a dash fits before it."""
        if self._list is None or line.dash >= 0 or line.key <= self._list.key:
            return None
        dash = line.key - 2 if line.key - 2 > self._list.key else line.key
        return Fault(number, line.key, f"a '-' is missing; write '{' ' * dash}- {self.lines[number].strip()}'")

    def _block_fault(self, number: int, text: str) -> Fault | None:
        """Return a fault where a line that ends a text below `>-` is neither a field, an item nor a comment."""
        if self._block is None or is_comment(text):
            return None
        first = self.lines[self._first_text]
        if self._first_text < 0:
            message = f"the text below >- or |- begins here; indent it by {spaces(self._block + 2)}"
            return Fault(number, indent(text), message)
        if indent(text) == self._block + 2:
            message = indent_message("this line", first, "the text below by", indent(text))
            return Fault(self._first_text, indent(first), message)
        return Fault(number, indent(text), indent_message("this line", text, "the text above by", indent(first)))

    def _open(self, line: Line) -> None:
        """Note the columns that a line opens, and close those inside."""
        first = line.dash if line.dash >= 0 else line.key
        self.dashes = [column for column in self.dashes if column < first or column == line.dash]
        self.keys = [column for column in self.keys if column < first or (column == first and line.dash < 0)]
        if line.dash >= 0 and line.dash not in self.dashes:
            self.dashes.append(line.dash)
        if line.name and line.key not in self.keys:
            self.keys.append(line.key)
        self._block, self._first_text = None, -1
        self._list = line if line.name in list_names(Scenario) and not line.value else None
        if _BLOCK_HEADER.match(line.value):
            self._block = line.key if line.name else line.dash


def closing_line(lines: list[str], number: int, line: Line) -> int:
    """Return the number of the line that closes the quote a line opens, or -1 where another field comes before."""
    start = open_quote(line.value)
    if start < 0:
        return number
    texts = [lines[number][line.value_column + start :]]
    for text in lines[number + 1 :]:
        if (following := parse_line(text)) and following.name:
            break
        texts.append(text)
    quoted = QUOTED.match("\n".join(texts))
    return number + quoted.group().count("\n") if quoted else -1


def _is_open_list(lines: list[str], number: int, line: Line) -> bool:
    """Return whether a list in brackets goes on up to a line that is a field."""
    value, depth = line.value, 0
    while value.startswith("[") or depth:
        depth += value.count("[") - value.count("]")
        number += 1
        if depth <= 0 or number == len(lines):
            return depth > 0
        value = lines[number]
        if (following := parse_line(value)) and following.name:
            return True
    return False


def open_quote(value: str) -> int:
    """Return the column in a value of a quote that the line does not close, or -1."""
    if not value.startswith(("'", '"', "[", "{")):
        return -1
    position = 0
    for match in _QUOTE_START.finditer(value) if value[0] in "[{" else (_QUOTE_START.match(value),):
        if match and match.end() > position:
            quoted = QUOTED.match(value, match.end() - 1)
            if quoted is None:
                return match.end() - 1
            position = quoted.end()
    return -1


def is_comment(text: str) -> bool:
    """Return whether a line is a comment."""
    return text.lstrip(" ").startswith("#")


def indent(text: str) -> int:
    """Return how many spaces a line begins with."""
    return len(text) - len(text.lstrip(" "))


def spaces(count: int) -> str:
    """Return a number of spaces in words."""
    return f"{count} space{'s' * (count != 1)}"


def indent_message(subject: str, text: str, others: str, expected: int) -> str:
    """Return a message that says how much a line is indented, how much it should be, and what to do."""
    actual = indent(text)
    action = f"take {spaces(actual - expected)} out" if actual > expected else f"add {spaces(expected - actual)}"
    return f"{subject} is indented by {spaces(actual)}, {others} {expected}; {action}"
