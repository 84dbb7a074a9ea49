"""YAML text of records: each field on a line of its own, in the style of the data file.

The parser of the data file reads each value back before it is used, so a value is quoted exactly where it has to be.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from macros.scenario.yaml_fast import format_scalar, parse_lines, parse_with_spans
from macros.scenario.yaml_lint import silent_problems

WIDTH = 100
"""The longest line that is written, in characters; a longer text is folded."""


def record_lines(fields: Mapping[str, Any], indent: int, dates: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return the lines of each field of a record.

    Args:
        fields: texts, numbers, truth values, None, lists of texts or records, and records as mappings, by name.
        indent: how many spaces stand before a line in the file; the lines themselves have none.
        dates: names of the fields that hold a date.
    """
    dates = frozenset(dates)
    return {name: [*_field_lines(name, value, indent, dates)] for name, value in fields.items()}


def _field_lines(name: str, value: object, indent: int, dates: frozenset[str]) -> Iterator[str]:
    width = WIDTH - indent
    if isinstance(value, Mapping):
        yield f"{name}:"
        for lines in record_lines(value, indent + 2, dates).values():
            yield from (f"  {line}" for line in lines)
    elif isinstance(value, list | tuple):
        items = [format_scalar(item) for item in value]
        line = f"{name}: [{', '.join(items)}]"
        yield from [line] if len(line) <= width else [f"{name}:", *(f"  - {item}" for item in items)]
    else:
        line = f"{name}: {format_scalar(value, is_date=name in dates)}"
        yield from [line] if len(line) <= width else _folded_lines(name, value, width) or [line]


def _folded_lines(name: str, text: object, width: int) -> list[str]:
    """Return a text as a folded block; nothing where a block cannot hold it as it is."""
    lines = textwrap.wrap(str(text), width - 2, break_long_words=False, break_on_hyphens=False)
    block = [f"{name}: >-", *(f"  {line}" for line in lines)]
    source = "\n".join(block)
    is_readable = parse_lines(block) == {name: text} and not any(
        silent_problems("", source, parse_with_spans(source)[1])
    )
    return block if is_readable else []
