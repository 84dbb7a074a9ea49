"""From the bytes of a data file to a file: plain data, where each piece of it stands, and what could not be read."""

from __future__ import annotations

import errno
import re
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_origin

from pydantic import ValidationError

from macros.scenario.fields import Marker, Record, fields_with_marker
from macros.scenario.model import Claim, Scenario
from macros.scenario.permalinks import PERMALINKS_FILE
from macros.scenario.records import lost_place, nested, record_type, shapely
from macros.scenario.yaml_fast import UnsupportedYamlError, parse_plain_yaml
from macros.scenario.yaml_reader import ALIAS, Node, Reader, SyntaxProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from macros.scenario.fields import FieldPath

LONGEST_NEEDLE = 200
"""How many characters are looked for to find a text again: enough to tell it from others."""

RecordType = TypeVar("RecordType", bound=Record)


@dataclass(frozen=True, eq=False)
class LoadedFile:
    """A data file as far as it could be read.

    `records` holds every record that has the right shape, nested ones included, with its place; `scenario` is there
    only when all of them have. `faults` and `shape_errors` say what was passed over. `lost` holds the texts inside the
    parts that were left out, and `blind` says that a list is missing whose texts nobody knows, so that no rule
    complains of missing what only could not be read. `published` is the list of permalinks beside the file.
    """

    path: str
    text: str = ""
    data: Any = None
    faults: tuple[SyntaxProblem, ...] = ()
    shape_errors: tuple[ErrorDetails, ...] = ()
    scenario: Scenario | None = None
    records: tuple[tuple[FieldPath, Record], ...] = ()
    lost: frozenset[str] = frozenset()
    blind: bool = True
    published: str = ""

    @cached_property
    def root(self) -> Node | None:
        """The tree of positions, or None where the text is not YAML. A file without problems never needs it."""
        reader = Reader(self.text)
        reader.read()
        return reader.root

    @cached_property
    def by_type(self) -> dict[type[Record], list[tuple[FieldPath, Record]]]:
        """The records that have the right shape, with their places, type by type."""
        found: dict[type[Record], list[tuple[FieldPath, Record]]] = {}
        for place, record in self.records:
            found.setdefault(type(record), []).append((place, record))
        return found

    def position(self, place: FieldPath, needle: str = "", offset: int = 0, nth: int = 0) -> tuple[int, int]:
        """Return line and column, from 1, of a value, or of `offset` characters into the `nth` `needle` inside it.

        Needles are counted from 0; where there are not so many, the last is taken. One is found also where the file
        breaks it over lines.
        """
        node = self._node(place)
        if node is None:
            return 1, 1
        pattern = r"\s+".join(re.escape(word) for word in needle[:LONGEST_NEEDLE].split())
        matches = re.compile(pattern).finditer(self.text, node.start, node.end) if pattern else ()
        starts = [found.start() for found in islice(matches, nth + 1)]
        if not starts:
            return node.line, node.column
        at = min(starts[-1] + offset, node.end)
        return node.line + self.text.count("\n", node.start, at), at - self.text.rfind("\n", 0, at)

    def key_position(self, place: FieldPath) -> tuple[int, int]:
        """Return line and column, from 1, of the key that holds a value."""
        parent = self._node(place[:-1])
        key = parent.keys.get(str(place[-1])) if parent else None
        return (key.line, key.column) if key else self.position(place)

    def value(self, place: FieldPath) -> Any:  # noqa: ANN401 - any value of a data file
        """Return the plain data at a place, or None where there is none."""
        return _value(self.data, place)

    def of(self, model: type[RecordType]) -> Iterator[tuple[FieldPath, RecordType]]:
        """Give the records of one type that have the right shape, with their places."""
        yield from cast("list[tuple[FieldPath, RecordType]]", self.by_type.get(model, []))

    def values_with_marker(
        self, *markers: Marker, where: Callable[[str], object]
    ) -> Iterator[tuple[FieldPath, Record, str]]:
        """Yield path, record and text of every value whose field carries one of the markers and that passes `where`.

        A large file has a quarter of a million values, of which a rule wants hardly any: `where` comes before paths.
        """
        for model, records in self.by_type.items():
            for name in fields_with_marker(model, *markers):
                values = map(attrgetter(name), map(itemgetter(1), records))
                for (place, record), value in zip(records, values, strict=True):
                    if isinstance(value, str):
                        if where(value):
                            yield (*place, name), record, value
                    elif isinstance(value, tuple):
                        for index, item in enumerate(value):
                            if where(item):
                                yield (*place, name, index), record, item

    def claims(self) -> Iterator[tuple[FieldPath, Claim, str]]:
        """Give the claims with their places and the ids of their sentences."""
        for place, claim in self.of(Claim):
            yield place, claim, str(self.value((*place[:-2], "id")))

    def ids(self, section: str) -> frozenset[str] | None:
        """Return the ids that the records of a section give, also those of records that have not the right shape.

        None where some record has no id that can be read, or may be two: nobody knows then which ids there are.
        """
        records = self.value((section,))
        if not isinstance(records, tuple) or self._has_merged(section):
            return None
        ids: list[Any] = [_value(record, ("id",)) for record in records]
        return frozenset(ids) if all(isinstance(found, str) for found in ids) else None

    def _has_merged(self, section: str) -> bool:
        """Tell whether a record of a section may be two."""
        doubled = any(fault.rule == "duplicate-key" for fault in self.faults)
        node = self._node((section,)) if doubled else None
        return node is not None and any(child.merged for child in node.children.values())

    def may_hold(self, text: str) -> bool:
        """Tell whether a part of the file that could not be read may hold a text."""
        return self.blind or text in self.lost

    def _node(self, place: FieldPath) -> Node | None:
        """Return the node at a place, or the last one on the way there where the place itself is not written."""
        node = self.root
        for step in place:
            if node is None or step not in node.children:
                break
            node = node.children[step]
        return node


def read(path: Path) -> LoadedFile:
    """Read a file into a file, with the list of permalinks beside it, where there is one.

    Raises nothing: what is wrong with the files is in the file's faults.
    """
    beside = path.parent / PERMALINKS_FILE
    try:
        content = _content(path)
        published = _content(beside) if beside.exists() else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        which = f"{PERMALINKS_FILE}, beside it, " if error.filename == str(beside) else ""
        problem = SyntaxProblem("unreadable-file", 1, 1, f"{which}cannot be read: {reason}")
        return LoadedFile(str(path), faults=(problem,))
    return parse(str(path), content, published)


def _content(path: Path) -> bytes:
    """Return what a file holds; a pipe or a device, which may never end, is no file.

    Raises:
        OSError: the file cannot be read.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "Not a file", str(path))
    return path.read_bytes()


def parse(path: str, content: bytes, published: bytes = b"") -> LoadedFile:
    """Parse the bytes of a file; `path` is what its problems are reported under, `published` the list of permalinks.

    What is wrong with the file is in its faults and shape errors.
    """
    file = LoadedFile(path, published=published.decode(errors="replace"))
    encoded = content.removeprefix(BOM_UTF8)
    try:
        text = _decode(encoded)
    except UnicodeDecodeError as error:
        *above, last = _decode(encoded[: error.start]).split("\n")
        message = f"expected UTF-8, found byte 0x{encoded[error.start]:02x}; save the file as UTF-8"
        return replace(file, faults=(SyntaxProblem("unreadable-file", len(above) + 1, len(last) + 1, message),))
    if not text or text.isspace():
        empty = SyntaxProblem("unreadable-file", 1, 1, "the file is empty; expected a scenario")
        return replace(file, text=text, faults=(empty,))
    data, faults, passed_over = _parse_yaml(text)
    file = replace(file, text=text, data=data, faults=tuple(faults))
    return file if data is None else _validate(file, passed_over)


def _parse_yaml(text: str) -> tuple[dict[str, Any] | None, list[SyntaxProblem], list[Any]]:
    """Return the data of a text, None where it is no mapping, its problems, and the values that are not in the data.

    The fast parser goes first; where it gives up, the slower one says what is wrong and where.
    """
    try:
        data = parse_plain_yaml(text)
    except UnsupportedYamlError:
        data = None
    if isinstance(data, dict):
        return data, [], []
    reader = Reader(text)
    data = reader.read()
    if isinstance(data, dict):
        return data, reader.faults, reader.passed_over
    if not reader.faults:
        line, column = (reader.root.line, reader.root.column) if reader.root else (1, 1)
        reader.faults.append(SyntaxProblem("wrong-type", line, column, f"expected a record, found {describe(data)}"))
    return None, reader.faults, []


def _decode(content: bytes) -> str:
    """Return bytes as text with line breaks as editors count them."""
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")


def describe(value: object) -> str:
    """Name a value of a data file in words an editor of it would use."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"a yes-or-no value ({str(value).lower()})"
        case int() | float():
            return f"a number ({value})"
        case str():
            return f"text ('{value if len(value) <= 40 else value[:39] + '…'}')"  # noqa: PLR2004 - fits a line
        case tuple():
            return "a list"
        case _:
            return "a record"


def _validate(file: LoadedFile, passed_over: Iterable[Any]) -> LoadedFile:
    """Type the data of a file as records; where some do not fit their schema, keep those that do."""
    try:
        scenario, errors = Scenario.model_validate(file.data), []
    except ValidationError as error:
        scenario, errors = None, error.errors(include_url=False)
    dropped = {lost_place(details["loc"]) for details in errors if details["type"] != "extra_forbidden"}
    unread = [*passed_over, *(file.value(place) for place in dropped)]
    unread += [details["input"] for details in errors if details["type"] == "extra_forbidden"]
    return replace(
        file,
        shape_errors=tuple(errors),
        scenario=scenario,
        records=tuple(nested((), scenario) if scenario else shapely((), Scenario, file.data, dropped)),
        lost=frozenset(_texts(unread)),
        blind=any(_hides_a_list(details) for details in errors),
    )


def _hides_a_list(details: ErrorDetails) -> bool:
    """Tell whether an error of shape means that nobody knows what a list holds: it is missing, or no list, or alias."""
    *place, name = details["loc"]
    if details["type"] != "missing":
        return details["type"] == "tuple_type" or details["input"] is ALIAS
    return get_origin(record_type(tuple(place)).model_fields[str(name)].annotation) is tuple


def _value(data: Any, place: FieldPath) -> Any:  # noqa: ANN401 - any value of a data file
    for step in place:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
