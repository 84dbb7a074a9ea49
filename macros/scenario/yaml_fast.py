"""A fast YAML parser without positions, for files without problems, and values written so that it reads them back.

It is several times faster than `yaml_reader`, and reports nothing. What is not plain YAML, or no YAML, is left to
`yaml_reader.YamlReader`, which says what is wrong and where. A test compares the two parsers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from macros.scenario.yaml_lint import Span, may_hide_lines
from macros.scenario.yaml_reader import FORBIDDEN_CHARACTER, MAX_DEPTH, resolve_scalar

Scalar: TypeAlias = str | int | float | bool | None
ScalarParser: TypeAlias = Callable[[str], tuple[Scalar, bool]]
"""Returns the value of a scalar, and whether it may hide a line."""


class UnsupportedYamlError(Exception):
    """The text contains something that only `yaml_reader.YamlReader` handles."""


def parse_plain_yaml(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the data of a text that is one document without anchors, aliases, tags, duplicate keys and empty values.

    Raises:
        UnsupportedYamlError: the text is anything else.
    """
    return parse_with_spans(text)[0]


def parse_with_spans(text: str) -> tuple[Any, tuple[Span, ...]]:
    """Return the data of a text, and where its scalars are that may hide a line, for `yaml_lint.silent_problems`.

    Raises:
        UnsupportedYamlError: `parse_plain_yaml` does not accept the text.
    """
    if FORBIDDEN_CHARACTER.search(text):
        raise UnsupportedYamlError
    try:
        parser = _Parser(text)
        return parser.parse_document(), tuple(parser.spans)
    except yaml.YAMLError:
        raise UnsupportedYamlError from None


class _Parser:
    """Builds data from the events of libyaml. A large file has a million of them, so each costs few calls.

    Keys and plain scalars are cached, so that equal ones are one object.
    """

    def __init__(self, text: str) -> None:
        self._next_event = yaml.CSafeLoader(text).get_event
        self._parse_key = cache(_parse_escaped)
        self._parsers: dict[str, ScalarParser] = {"": cache(_parse_plain), '"': _parse_escaped}
        self.spans: list[Span] = []

    def parse_document(self) -> Any:  # noqa: ANN401 - as above
        """Return the data of the only document."""
        self._next_event()
        if type(self._next_event()) is not yaml.DocumentStartEvent:
            raise UnsupportedYamlError
        data = self._parse_value(self._next_event(), 1)
        self._next_event()
        if type(self._next_event()) is not yaml.StreamEndEvent:
            raise UnsupportedYamlError
        return data

    def _parse_value(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - events have no common base that is typed
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            raise UnsupportedYamlError
        if kind is ScalarEvent:
            return self._parse_scalar(event, self._parsers.get(event.style, _parse_text))
        if depth > MAX_DEPTH:
            raise UnsupportedYamlError
        return self._parse_mapping(depth) if kind is MappingStartEvent else self._parse_sequence(depth)

    def _parse_scalar(self, event: Any, parse: ScalarParser) -> Scalar:  # noqa: ANN401 - as above
        value, may_hide_lines = parse(event.value)
        if may_hide_lines:
            self.spans.append((event.start_mark.index, event.end_mark.index))
        return value

    def _parse_mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while type(event := self._next_event()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None:
                raise UnsupportedYamlError
            key = str(self._parse_scalar(event, self._parse_key))
            if key in mapping:
                raise UnsupportedYamlError
            mapping[key] = self._parse_value(self._next_event(), depth + 1)
        return mapping

    def _parse_sequence(self, depth: int) -> tuple[Any, ...]:
        items: list[Any] = []
        while type(event := self._next_event()) is not SequenceEndEvent:
            items.append(self._parse_value(event, depth + 1))
        return tuple(items)


def _parse_plain(text: str) -> tuple[Scalar, bool]:
    """Return the value of a scalar without quotes that is not empty, and whether it may hide a line."""
    if not text:
        raise UnsupportedYamlError
    return resolve_scalar(text), may_hide_lines(text) or text.endswith('"')


def _parse_text(text: str) -> tuple[Scalar, bool]:
    return text, may_hide_lines(text)


def _parse_escaped(text: str) -> tuple[Scalar, bool]:
    """Return a text that may contain escaped characters, none of them forbidden, and whether it may hide a line."""
    if FORBIDDEN_CHARACTER.search(text):
        raise UnsupportedYamlError
    return _parse_text(text)


def parse_lines(lines: Iterable[str]) -> Any:  # noqa: ANN401 - any value of a data file
    """Return the data of lines of YAML; None where they are not plain YAML."""
    try:
        return parse_plain_yaml("\n".join([*lines, ""]))
    except UnsupportedYamlError:
        return None


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
