"""A fast YAML parser without positions, for files without problems: several times faster than `yaml_reader`.

It reports nothing. What is not plain YAML, or no YAML, is left to `yaml_reader.YamlReader`, which says what is wrong
and where. A test compares the two parsers.
"""

from __future__ import annotations

from collections.abc import Callable
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
