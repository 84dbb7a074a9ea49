"""YAML to plain data without positions, for files in which nothing is wrong: several times faster than `positions`.

Nothing is reported here. Whatever is not the plain part of YAML, or no YAML, is left to `positions.Reader`, which
says what is wrong and where. A test holds the two against each other.
"""

from __future__ import annotations

from typing import Any

import yaml

from macros.scenario.yaml_reader import MAX_DEPTH, NOT_TEXT, typed

ScalarEvent, AliasEvent = yaml.ScalarEvent, yaml.AliasEvent
MappingStartEvent, MappingEndEvent, SequenceEndEvent = (
    yaml.MappingStartEvent,
    yaml.MappingEndEvent,
    yaml.SequenceEndEvent,
)


class UnsupportedYamlError(Exception):
    """The file holds something that this reader leaves to the other."""


def parse_plain_yaml(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the data of a text that is one document without anchors, aliases, tags and doubled keys.

    Raises:
        UnsupportedYamlError: the text is anything else.
    """
    if NOT_TEXT.search(text):
        raise UnsupportedYamlError
    try:
        return _Plain(text).document()
    except yaml.YAMLError:
        raise UnsupportedYamlError from None


class _Typed(dict[str, Any]):
    """What plain scalars mean, each worked out once, and so one object for all that are equal."""

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - text, number, truth value or nothing
        value = self[text] = typed(text)
        return value


class _Plain:
    """Builds data from the events of libyaml, a million in a large file: so there are few calls for each."""

    def __init__(self, text: str) -> None:
        self._take = yaml.CSafeLoader(text).get_event
        self._keys: dict[str, str] = {}
        self._typed = _Typed()

    def document(self) -> Any:  # noqa: ANN401 - as above
        """Return the data of the one document that there is."""
        self._take()
        if type(self._take()) is not yaml.DocumentStartEvent:
            raise UnsupportedYamlError
        found = self._value(self._take(), 1)
        self._take()
        if type(self._take()) is not yaml.StreamEndEvent:
            raise UnsupportedYamlError
        return found

    def _value(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - events have no common base that is typed
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            raise UnsupportedYamlError
        if kind is ScalarEvent:
            style = event.style
            return self._typed[event.value] if not style else _quoted(event.value) if style == '"' else event.value
        if depth > MAX_DEPTH:
            raise UnsupportedYamlError
        return self._mapping(depth) if kind is MappingStartEvent else self._sequence(depth)

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(event := self._take()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None:
                raise UnsupportedYamlError
            key = self._keys.get(event.value) or self._keys.setdefault(event.value, _quoted(event.value))
            if key in found:
                raise UnsupportedYamlError
            found[key] = self._value(self._take(), depth + 1)
        return found

    def _sequence(self, depth: int) -> tuple[Any, ...]:
        found: list[Any] = []
        while type(event := self._take()) is not SequenceEndEvent:
            found.append(self._value(event, depth + 1))
        return tuple(found)


def _quoted(text: str) -> str:
    """Return a text that may hold what is written as an escape."""
    if NOT_TEXT.search(text):
        raise UnsupportedYamlError
    return text
