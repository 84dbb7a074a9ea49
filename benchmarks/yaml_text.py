"""Plain data as YAML in the style of `data/scenario.yml`: block mappings, folded text, short lists on one line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100
_PLAIN_TEXT = re.compile(r"[^\W\d_][\w ()'.-]*(?<! )")
_DATE = re.compile(r"\d[0-9X./~?-]*")
_YAML_CONSTANTS = {"true", "false", "null"}


def dump_yaml(data: dict[str, Any]) -> str:
    """Return a data file, without the optional fields of records that are null or empty lists."""
    lines: list[str] = []
    for name, value in data.items():
        lines.append(f"{name}: []" if value == [] else f"{name}:")
        lines += [f"  {line}".rstrip() for line in _block(value, 2)]
        lines.append("")
    return "\n".join(lines)


def _block(value: Any, indent: int) -> Iterator[str]:  # noqa: ANN401 - a value of any type
    if isinstance(value, dict):
        yield from _record(value, indent)
        return
    for number, item in enumerate(value):
        first, *rest = _record(item, indent + 2)
        yield from ([""] if number else [])
        yield f"- {first}"
        yield from (f"  {line}" for line in rest)


def _record(record: dict[str, Any], indent: int) -> Iterator[str]:
    for name, value in record.items():
        if (value == [] and name not in _REQUIRED_LISTS) or (value is None and name not in _REQUIRED_DATES):
            continue
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            yield f"{name}:"
            yield from (f"  {line}" for line in _block(value, indent + 2))
        elif isinstance(value, str) and len(value) > WIDTH - indent - len(name):
            yield f"{name}: >-"
            yield from (f"  {line}" for line in _wrap(value, WIDTH - indent - 2))
        else:
            yield f"{name}: {_flow(value)}"


_REQUIRED_LISTS = {"references", "readings", "entries"}
"""Required lists; they are written even if they are empty."""
_REQUIRED_DATES = {"date", "died"}
"""Required dates; null says that the date is unknown."""


def _flow(value: Any) -> str:  # noqa: ANN401 - a value of any type
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    return text not in _YAML_CONSTANTS and bool(_PLAIN_TEXT.fullmatch(text) or _DATE.fullmatch(text))


def _wrap(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
