"""YAML text of records: each field on a line of its own, in the style of the data file.

The parser of the data file reads each value back before it is used, so a value is quoted exactly where it has to be.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from macros.scenario.yaml_fast import UnsupportedYamlError, parse_plain_yaml, parse_with_spans
from macros.scenario.yaml_lint import silent_problems
from macros.scenario.yaml_reader import resolve_scalar

WIDTH = 100
"""The longest line that is written, in characters; a longer text is folded."""


def format_scalar(value: object, *, is_date: bool = False) -> str:
    """Return a value on one line, as it can stand in a block and in a flow collection, quoted where it has to be.

    A text is plain only if YAML 1.1 and 1.2 both read it as that text; a date that is a year may be a number.
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {format_scalar(item)}' for name, item in value.items())}}}"
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _is_plain(value, is_date=is_date) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str, *, is_date: bool) -> bool:
    """Return whether a text needs no quotes; one double quote, at its end, looks as if it lacked another."""
    value = resolve_scalar(text)
    if str(value) != text or not (is_date or isinstance(value, str)):
        return False
    if "\n" in text or text.find('"') == len(text) - 1 or parse_lines([f"- {text}"]) != (value,):
        return False
    try:
        return bool(yaml.safe_load(f"[{text}]") == [value])
    except (yaml.YAMLError, ValueError):  # YAML 1.1 reads 2026-02-30 as a day
        return False


def record_lines(fields: Mapping[str, Any], indent: int, dates: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return the lines of each field of a record.

    Args:
        fields: texts, numbers, truth values, None, lists of texts or records, and records as mappings, by name.
        indent: how many spaces stand before a line in the file; the lines themselves have none.
        dates: names of the fields that hold a date.
    """
    dates = frozenset(dates)
    return {name: [*_field_lines(name, value, indent, dates)] for name, value in fields.items()}


def parse_lines(lines: Iterable[str]) -> Any:  # noqa: ANN401 - any value of a data file
    """Return the data of lines of YAML; None where they are not plain YAML."""
    try:
        return parse_plain_yaml("\n".join([*lines, ""]))
    except UnsupportedYamlError:
        return None


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
