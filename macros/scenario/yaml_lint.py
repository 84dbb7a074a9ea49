"""Finds what YAML accepts and changes silently: comments after values, and lines that become part of the text above.

A scalar is a value as it stands in the file. Its text may begin with `>`, `|` or a quote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import TypeAlias

from macros.scenario.problems import Problem, line_and_column
from macros.scenario.yaml_lines import OPEN_QUOTE, indent, indent_message, parse_line

Span: TypeAlias = tuple[int, int]
"""The offsets, in characters, at which a scalar begins and ends."""

OffsetProblem: TypeAlias = tuple[int, str, str]
"""The offset of a problem, the name of its rule, and its message."""

MAX_PROBLEMS = 1001
"""One more than a rule reports."""
COMMENT = "from ' #' on, this is a comment, which YAML drops; {}put a comment on a line of its own"
UNOPENED_QUOTE = "nothing opens the quote at the end; take it out, or open it"
_IN_QUOTES = "put the value in quotes, or "
FIELD_IN_TEXT = "YAML takes this line as part of the text above; indent it as the field that the text belongs to"
REVERSED_HEADER = "YAML takes this sign as part of the text; write '>-'"
LIST_IN_TEXT = "YAML joins this line to the one above; {}"
_LIST_ADVICE = "begin the text with |- instead of >- for a list, or put a dash at the end of the line above"
_ITEM_ADVICE = "indent it as the item above"
_REVERSED_HEADER = re.compile(r"(?:->|\u2192)\s*\n")
"""An arrow at the end of the line of a field, where `>-` is meant."""
_ITEM = re.compile(r" *- \S")
_SENTENCE_END = re.compile(r"""[.!?:…]["'\u2019\u201d)\]]*$""")


def may_hide_lines(text: str) -> bool:
    """Return whether the text of a scalar may contain a comment, a field or an item; a quick test."""
    return "#" in text or ": " in text or " - " in text or "\n " in text or text.startswith(("->", "\u2192"))


def silent_problems(filename: str, text: str, spans: tuple[Span, ...]) -> Iterator[Problem]:
    """Yield a problem for each line that YAML drops, or takes as part of a text.

    Args:
        filename: the path that problems are reported under.
        text: a valid YAML document.
        spans: where its scalars are that `may_hide_lines`, or that have no quotes and end with one, in order.
    """
    hidden_lines = (problem for start, end in spans if (problem := _hidden_line(text, start, end)))
    for offset, rule, message in chain(
        islice(_comments(text, spans), MAX_PROBLEMS), islice(hidden_lines, MAX_PROBLEMS)
    ):
        yield Problem(filename, *line_and_column(text, offset), rule, message)


def _comments(text: str, spans: tuple[Span, ...]) -> Iterator[OffsetProblem]:
    """Yield each comment after a value."""
    scalars = iter((*spans, (len(text), len(text))))
    start, end = next(scalars)
    offset = _next_comment(text, 0)
    while offset >= 0:
        while end <= offset:
            start, end = next(scalars)
        if start < offset and not (text[start] in ">|" and text.find("\n", start, offset) < 0):
            offset = _next_comment(text, end - 1)
            continue
        before = text[text.rfind("\n", 0, offset) + 1 : offset].strip()
        if before:
            yield offset, "trailing-comment", COMMENT.format("" if before[-1] in "\"'>-|" else _IN_QUOTES)
        offset = _next_comment(text, text.find("\n", offset))


def _next_comment(text: str, start: int) -> int:
    """Return the offset of the next `#` after a space or tab; -1 where there is none, or `start` is -1."""
    offset = text.find("#", start) if start >= 0 else -1
    while offset >= 0 and text[offset - 1 : offset] not in {" ", "\t"}:
        offset = text.find("#", offset + 1)
    return offset


def _hidden_line(text: str, start: int, end: int) -> OffsetProblem | None:
    """Return the first field, item of a list, or line with an odd indent that is part of a scalar."""
    style = text[start]
    if style not in "'\">|" and text[end - 1] == '"' and text.count('"', start, end) == 1:
        return end - 1, "unopened-quote", UNOPENED_QUOTE
    if _REVERSED_HEADER.match(text, start, end):
        return start, "field-in-text", REVERSED_HEADER
    above, *lines = text[start:end].split("\n")
    offset = start + len(above) + 1
    base = _common_indent(lines)
    above = "" if style in ">|" else above
    for line in lines:
        parsed = parse_line(line)
        name = parsed.name if parsed else ""
        if name and style in "'\"":
            return start, "invalid-yaml", OPEN_QUOTE
        if name and (_ITEM.match(line) or not above.strip() or _SENTENCE_END.search(above)):
            return offset + indent(line), "field-in-text", FIELD_IN_TEXT
        is_joined = style != "|" and above.strip() and indent(line) == base
        if is_joined and _ITEM.match(line) and (style != ">" or indent(above) == base):
            advice = _LIST_ADVICE if style == ">" else _ITEM_ADVICE
            return offset + indent(line), "field-in-text", LIST_IN_TEXT.format(advice)
        offset, above = offset + len(line) + 1, line
    return _odd_indent(text, start, end) if style == ">" else None


def _common_indent(lines: list[str]) -> int:
    """Return how much most lines are indented."""
    counts = Counter(indent(line) for line in lines if line.strip())
    return counts.most_common(1)[0][0] if counts else 0


def _odd_indent(text: str, start: int, end: int) -> OffsetProblem | None:
    """Return the first line of a folded text that is indented otherwise than the rest, which keeps it from folding.

    Lists and what is inside them are indented on purpose.
    """
    header, *lines = text[start:end].split("\n")
    base, offset = _common_indent(lines), start + len(header) + 1
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        is_inside = (line.strip() and above.strip() and indent(above) == base) or (not above and below.strip())
        if is_inside and indent(line) != base and not _ITEM.match(line):
            message = indent_message("this line", line, "the text around it by", base)
            return offset + indent(line), "field-in-text", message
        offset += len(line) + 1
    return None
