"""A fast YAML parser without positions, for files without problems: several times faster than `yaml_reader`.

It reports nothing. What is not plain YAML, or no YAML, is left to `yaml_reader.YamlReader`, which says what is wrong
and where. A test compares the two parsers.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from macros.scenario.yaml_lint import Span, may_hide_lines
from macros.scenario.yaml_reader import FORBIDDEN_CHARACTER, MAX_DEPTH, resolve_scalar


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
        self._check_key = cache(_check_key)
        self._resolve_scalar = cache(_resolve)
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
            try:
                return self._resolve_scalar(event.value) if not event.style else self._parse_styled(event)
            except _SuspectTextError:
                self._add_span(event)
                return event.value
        if depth > MAX_DEPTH:
            raise UnsupportedYamlError
        return self._parse_mapping(depth) if kind is MappingStartEvent else self._parse_sequence(depth)

    def _parse_styled(self, event: Any) -> str:  # noqa: ANN401 - as above
        text = str(event.value)
        if may_hide_lines(text):
            self._add_span(event)
        return _check(text) if event.style == '"' else text

    def _add_span(self, event: Any) -> None:  # noqa: ANN401 - as above
        self.spans.append((event.start_mark.index, event.end_mark.index))

    def _parse_mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while type(event := self._next_event()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None:
                raise UnsupportedYamlError
            try:
                key = self._check_key(event.value)
            except _SuspectTextError:
                key = _check(event.value)
                self._add_span(event)
            if key in mapping:
                raise UnsupportedYamlError
            mapping[key] = self._parse_value(self._next_event(), depth + 1)
        return mapping

    def _parse_sequence(self, depth: int) -> tuple[Any, ...]:
        items: list[Any] = []
        while type(event := self._next_event()) is not SequenceEndEvent:
            items.append(self._parse_value(event, depth + 1))
        return tuple(items)


class _SuspectTextError(Exception):
    """A scalar may hide a line, or ends with a quote. The caches of texts raise it, so that each is tested once."""


def _resolve(text: str) -> str | int | float | bool | None:
    """Return the value of a plain scalar that is not empty."""
    if not text:
        raise UnsupportedYamlError
    if may_hide_lines(text) or text.endswith('"'):
        raise _SuspectTextError
    return resolve_scalar(text)


def _check_key(text: str) -> str:
    if may_hide_lines(text):
        raise _SuspectTextError
    return _check(text)


def _check(text: str) -> str:
    """Return a text that may contain escaped characters, unless one of them is forbidden."""
    if FORBIDDEN_CHARACTER.search(text):
        raise UnsupportedYamlError
    return text
