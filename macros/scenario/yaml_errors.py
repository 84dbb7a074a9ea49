"""Explains why a text is not YAML: the line at fault, and what to write instead.

A YAML parser often notices a fault some lines later, and describes it by the terms of its grammar. A data file has a
simple form: sections of records whose fields have known names. `explain_error` looks for the first line that breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from macros.scenario.model import Scenario
from macros.scenario.yaml_lines import (
    NAME,
    QUOTED,
    Fault,
    Line,
    LineScanner,
    indent,
    indent_message,
    is_comment,
    parse_line,
)

if TYPE_CHECKING:
    import yaml

FIRST_FIELDS = frozenset({"id", "entry", "cause", "section"})
"""The fields that the records of lists begin with."""
MAX_EXAMPLE = 60
"""How many characters of a line a message repeats."""
NEEDS_QUOTES = "needs quotes or >-"
INDICATORS = frozenset("&*!%@`?|>-]},")
"""Characters that no text without quotes begins with (indicators in YAML 1.2.2, section 5.3)."""
QUOTES = (('"', '"'), ("'", "'"), ("\u201c", "\u201d"), ("\u201e", "\u201c"), ("\u2018", "\u2019"))
"""Pairs of quotes that people put around a value; YAML knows the first two."""
_COMMENT = re.compile(r"(?<=\s)#")
_ADVICE = {
    "did not find expected ',' or ']'": f"a ']' or ',' is missing here; a text that begins with [ {NEEDS_QUOTES}",
    "did not find expected ',' or '}'": f"a '}}' or ',' is missing here; a text that begins with {{ {NEEDS_QUOTES}",
    "found unexpected end of stream": "the quote that opens here is not closed",
    "did not find expected node content": "nothing stands before this sign; take it out, or put the text in quotes",
}
"""What to do about errors that the form of lines does not explain, by libyaml's words; they point at the beginning."""
NO_FIELD = "this line is no field and no item; a comment begins with '# ', and a text of several lines stands below >-"
NOTHING_KNOWN = "a date that is not known is written null, and a text in quotes"
NO_SPACE = "a space is missing after the '-'"
_UNKNOWN_ESCAPE = "a \\ in double quotes begins an escape; use single quotes"


def explain_error(text: str, error: yaml.MarkedYAMLError) -> Fault:
    """Return where a text that libyaml refuses is at fault, and what to do about it."""
    lines = text.split("\n")
    mark, context = error.problem_mark, error.context_mark
    end, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    start = context.line if context and "simple key" in str(error.context) else end
    scanner, problem, line = LineScanner(lines), str(error.problem), parse_line(lines[start])
    fault = scanner.scan(start) or _colon_fault(lines, start, problem) or _indentation_fault(scanner, start)
    fault = fault or (_value_fault(line, start, column, error) if line else _text_fault(lines, start, column, problem))
    return fault or _other_fault(lines, Fault(end, column, problem), error)


def _indentation_fault(scanner: LineScanner, number: int) -> Fault | None:
    """Return a fault where a field or an item is indented otherwise than those that it belongs to."""
    text = scanner.lines[number]
    line = parse_line(text)
    is_first_field = line is not None and line.dash < 0 and line.name in FIRST_FIELDS
    if (line is None or is_first_field) and text.strip() and indent(text) in scanner.dashes and not is_comment(text):
        missing = NO_SPACE if text.strip().startswith("-") else "a '-' is missing"
        return Fault(number, indent(text), f"{missing}; write '- {text.strip().lstrip('-')[:MAX_EXAMPLE]}'")
    if line is None:
        return None
    above = _line_above(scanner.lines, number)
    if line.dash >= 0 and (owner := parse_line(scanner.lines[above])) and owner.value == "[]":
        return Fault(above, owner.value_column, "the list has items below; take the '[]' out")
    if line.dash >= 0:
        return _column_fault(number, text, "the '-' of this item", "the items above by", scanner.dashes)
    columns = [0] if line.name in Scenario.model_fields and not line.value else [*filter(None, scanner.keys)]
    fault = _column_fault(number, text, f"'{line.name}'", "the fields above by", columns)
    return _item_fault(scanner.lines, number, line) or fault


def _column_fault(number: int, text: str, subject: str, others: str, columns: Sequence[int]) -> Fault | None:
    """Return a fault where a line begins at none of the columns; the closest is meant, and the deeper of two."""
    column = indent(text)
    if not columns or column in columns:
        return None
    expected = min(columns, key=lambda other: (abs(other - column), -other))
    return Fault(number, column, indent_message(subject, text, others, expected))


def _item_fault(lines: list[str], number: int, line: Line) -> Fault | None:
    """Return a fault at the line above, an item whose other fields all stand in another column than its first."""
    above = _line_above(lines, number)
    item = parse_line(lines[above])
    below = next((text for text in lines[number + 1 :] if text.strip() and indent(text) <= line.key), "")
    following = parse_line(below)
    if item is None or item.dash < 0 or item.key == line.key or following is None or following.key != line.key:
        return None
    expected = line.key - item.key + item.dash
    message = indent_message("the '-' of this item", lines[above], "but its fields ask for", expected)
    return Fault(above, item.dash, message) if expected >= 0 else None


def _line_above(lines: list[str], number: int) -> int:
    return next((index for index in range(number - 1, -1, -1) if lines[index].strip()), number)


def _text_fault(lines: list[str], number: int, column: int, problem: str) -> Fault | None:
    """Return a fault at a line that is no field and no item: a text that goes on."""
    above = _line_above(lines, number)
    if is_comment(lines[above]):
        return Fault(above, indent(lines[above]), "a comment cannot stand inside a text; put it above the field")
    if match := _COMMENT.search(lines[above]):
        return Fault(above, match.start(), "' #' begins a comment, and the text goes on below; put the text below >-")
    if "mapping values" in problem:
        return Fault(number, column, f"a text with ': ' in it {NEEDS_QUOTES}; put it below >-")
    return None


def _colon_fault(lines: list[str], number: int, problem: str) -> Fault | None:
    """Return a fault at a field without its colon; the first of an item is noticed at the field below."""
    number = _line_above(lines, number) if "mapping values" in problem else number
    match = re.match(rf" *(?:- +)?{NAME}\b(?! *:)", lines[number])
    if match is None or ("mapping values" in problem and "-" not in match.group()):
        return None
    return Fault(number, match.end(), f"a ':' is missing; write '{match['name']}: '")


def _value_fault(line: Line, number: int, column: int, error: yaml.MarkedYAMLError) -> Fault | None:
    """Return a fault inside the value of a line."""
    first = line.value[:1]
    example = quote(line.value) if first else ""
    write = f"; write {example}" if len(example) <= MAX_EXAMPLE else ""
    quoted = QUOTED.match(line.value)
    if quoted and quoted.end() < len(line.value):
        return Fault(number, line.value_column + quoted.end(), f"the text goes on after its closing quote{write}")
    if line.value in INDICATORS:
        return Fault(number, line.value_column, f"'{first}' alone is no value; {NOTHING_KNOWN}")
    if first in INDICATORS or (first in {"[", "{"} and "flow" not in str(error.context)):
        return Fault(number, line.value_column, f"a text that begins with {first} {NEEDS_QUOTES}{write}")
    if "mapping values" in str(error.problem) and column > line.value_column:
        is_quote = any(first == opening for opening, _ in QUOTES[2:])
        message = f"a text with ': ' in it {NEEDS_QUOTES}{f'; {first} is no quote to YAML' * is_quote}{write}"
        return Fault(number, column, message)
    return None


def quote(value: str) -> str:
    """Return a value in quotes that YAML understands, instead of the quotes around it or at its end."""
    if any(len(value) > 1 and value[0] == opening and value[-1] == closing for opening, closing in QUOTES):
        value = value[1:-1]
    elif value[-1] in {'"', "'"} and value.count(value[-1]) == 1:
        value = value[:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _other_fault(lines: list[str], fault: Fault, error: yaml.MarkedYAMLError) -> Fault:
    """Return a fault in plainer words than the parser's, at the beginning of what is not closed."""
    context = error.context_mark if error.context_mark and error.context_mark.line < len(lines) else None
    if "unknown escape" in fault.message:
        return fault._replace(message=_UNKNOWN_ESCAPE)
    if context and fault.message == "could not find expected ':'":
        text = lines[context.line].strip()
        is_item = text.startswith("-") and text.strip("-")
        return Fault(context.line, context.column, f"{NO_SPACE}; write '- {text[1:]}'" if is_item else NO_FIELD)
    if "flow sequence" in str(error.context) and lines[fault.line][: fault.column].rstrip().endswith(("'", '"')):
        return fault._replace(message='the text goes on after its closing quote; a text with \' in it stands in " "')
    if context and (advice := _ADVICE.get(fault.message)):
        comment = _COMMENT.search(lines[context.line], context.column)
        if comment and "flow" in str(error.context):
            return Fault(context.line, comment.start(), "' #' begins a comment; put the text that has it in quotes")
        return Fault(context.line, context.column, advice)
    begin = f" that begins in line {context.line + 1}" if context and context.line < fault.line else ""
    return fault._replace(message=f"{error.problem} {error.context or ''}".rstrip() + begin)
