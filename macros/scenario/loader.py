"""Reading a data file: from bytes to typed records, with positions and everything that could not be read."""

from __future__ import annotations

import errno
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from operator import attrgetter, getitem, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_origin

from pydantic import ValidationError

from macros.scenario.fields import FieldPath, Marker, Record, fields_with_marker
from macros.scenario.model import Claim, Scenario
from macros.scenario.permalinks import PERMALINKS_FILE
from macros.scenario.problems import Problem, line_and_column
from macros.scenario.records import invalid_record_path, nested_records, record_type, valid_records
from macros.scenario.yaml_fast import UnsupportedYamlError, parse_with_spans
from macros.scenario.yaml_lint import silent_problems
from macros.scenario.yaml_reader import ALIAS, SourceNode, YamlReader, empty_paths

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_SEARCH_LENGTH = 200
"""How many characters of a text are searched for to find its position: enough to tell it from others."""
MAX_QUOTE_LENGTH = 40
"""How many characters of a text a message quotes."""

RecordType = TypeVar("RecordType", bound=Record)


@dataclass(frozen=True, eq=False)
class LoadedFile:
    """A data file, as far as it could be read.

    Attributes:
        filename: the path that problems are reported under.
        text: the decoded text, with line feeds as line breaks.
        data: the plain data of the YAML document; None where it is no mapping.
        syntax_problems: what is wrong with the file as text or YAML.
        schema_errors: what is wrong with the data as records, as pydantic reports it.
        scenario: the root record; None unless all records are valid.
        records: every valid record, nested ones included, with its path.
        unparsed_texts: the texts in the parts of the file that are in no valid record.
        has_unparsed_list: whether some list could not be parsed, because it is missing, an alias, or of another type.
            It may contain any text.
        empty_paths: the paths of values that are left empty, instead of being written as null.
        permalinks_text: the content of the list of permalinks in the same folder.
    """

    filename: str
    text: str = ""
    data: Any = None
    syntax_problems: tuple[Problem, ...] = ()
    schema_errors: tuple[ErrorDetails, ...] = ()
    scenario: Scenario | None = None
    records: tuple[tuple[FieldPath, Record], ...] = ()
    unparsed_texts: frozenset[str] = frozenset()
    has_unparsed_list: bool = True
    empty_paths: frozenset[FieldPath] = frozenset()
    permalinks_text: str = ""

    @cached_property
    def root(self) -> SourceNode | None:
        """The tree of positions; None where the text is not YAML. A file without problems never needs it."""
        reader = YamlReader(self.text)
        reader.read()
        return reader.root

    @cached_property
    def records_by_type(self) -> dict[type[Record], list[tuple[FieldPath, Record]]]:
        """The valid records with their paths, grouped by type."""
        groups: dict[type[Record], list[tuple[FieldPath, Record]]] = {}
        for path, record in self.records:
            groups.setdefault(type(record), []).append((path, record))
        return groups

    def line_and_column(self, path: FieldPath, needle: str = "", offset: int = 0, nth: int = 0) -> tuple[int, int]:
        """Return line and column, both from 1, of a value or of a text inside it.

        Args:
            path: where the value is in the data. Where the file has no such value, its nearest ancestor counts.
            needle: the text to find inside the value, also where the file breaks it over lines.
            offset: how many characters after the beginning of `needle` to point at.
            nth: which occurrence of `needle`, from 0; the last one where there are fewer.
        """
        node = self._node(path)
        if node is None:
            return 1, 1
        pattern = r"\s+".join(re.escape(word) for word in needle[:MAX_SEARCH_LENGTH].split())
        matches = re.compile(pattern).finditer(self.text, node.start, node.end) if pattern else ()
        starts = [match.start() for match in islice(matches, nth + 1)]
        if not starts:
            return node.line, node.column
        index = min(starts[-1] + offset, node.end)
        return line_and_column(self.text, index)

    def key_line_and_column(self, path: FieldPath) -> tuple[int, int]:
        """Return line and column, both from 1, of the key that holds a value."""
        parent = self._node(path[:-1])
        key = parent.keys.get(str(path[-1])) if parent else None
        return (key.line, key.column) if key else self.line_and_column(path)

    def value(self, path: FieldPath) -> Any:  # noqa: ANN401 - any value of a data file
        """Return the plain data at a path; None where there is none."""
        return _get(self.data, path)

    def source(self, path: FieldPath) -> str:
        """Return a value as the file writes it: `1956.10`, of which `value` makes a number."""
        node = self._node(path)
        return self.text[node.start : node.end].strip() if node else ""

    def records_of(self, model: type[RecordType]) -> list[tuple[FieldPath, RecordType]]:
        """Return the valid records of one type with their paths, in the order of the file."""
        return cast("list[tuple[FieldPath, RecordType]]", self.records_by_type.get(model, []))

    def values_with_marker(
        self, *markers: Marker, predicate: Callable[[str], object]
    ) -> Iterator[tuple[FieldPath, Record, str]]:
        """Yield path, record and text of every value that passes `predicate` and whose field has one of the markers.

        A large file has a quarter of a million values, and a rule wants hardly any: `predicate` comes before paths.
        """
        for model, records in self.records_by_type.items():
            for name in fields_with_marker(model, *markers):
                values = map(attrgetter(name), map(itemgetter(1), records))
                for (path, record), value in zip(records, values, strict=True):
                    if isinstance(value, str):
                        if predicate(value):
                            yield (*path, name), record, value
                    elif isinstance(value, tuple):
                        for index, item in enumerate(value):
                            if predicate(item):
                                yield (*path, name, index), record, item

    def claims(self) -> Iterator[tuple[FieldPath, Claim, str]]:
        """Yield the valid claims with their paths and the ids of their sentences."""
        for path, claim in self.records_of(Claim):
            yield path, claim, str(self.value((*path[:-2], "id")))

    def ids(self, section: str) -> frozenset[str] | None:
        """Return the ids in a section, those of invalid records included; none where the file has no such section.

        None where some record has no readable id or may be two records: the set of ids is unknown then.
        """
        is_complete = isinstance(self.data, dict) and all(len(details["loc"]) > 1 for details in self.schema_errors)
        if is_complete and section not in self.data:
            return frozenset()
        records = self.value((section,))
        if not isinstance(records, tuple) or self._has_merged_record(section):
            return None
        ids: list[Any] = [_get(record, ("id",)) for record in records]
        return frozenset(ids) if all(isinstance(item, str) for item in ids) else None

    def _has_merged_record(self, section: str) -> bool:
        has_duplicate_keys = any(problem.rule == "duplicate-key" for problem in self.syntax_problems)
        node = self._node((section,)) if has_duplicate_keys else None
        return node is not None and any(child.has_duplicate_keys for child in node.children.values())

    def may_contain(self, text: str) -> bool:
        """Return whether an unparsed part of the file may contain a text; a rule must not report it as missing then."""
        return self.has_unparsed_list or text in self.unparsed_texts

    def _node(self, path: FieldPath) -> SourceNode | None:
        """Return the node at a path, or the last node on the way there."""
        node = self.root
        for step in path:
            if node is None or step not in node.children:
                break
            node = node.children[step]
        return node


def load_file(path: Path) -> LoadedFile:
    """Read a data file, with the list of permalinks in the same folder where there is one.

    Raises nothing: what is wrong with the files is in the result.
    """
    permalinks_path = path.parent / PERMALINKS_FILE
    try:
        content = _read_bytes(path)
        permalinks = _read_bytes(permalinks_path) if permalinks_path.exists() else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        subject = f"{PERMALINKS_FILE}, beside it, " if error.filename == str(permalinks_path) else ""
        problem = Problem(str(path), 1, 1, "unreadable-file", f"{subject}cannot be read: {reason}")
        return LoadedFile(str(path), syntax_problems=(problem,))
    return parse_file(str(path), content, permalinks)


def _read_bytes(path: Path) -> bytes:
    """Return the content of a file, or raise `OSError`: also for a pipe or a device, whose reading may never end."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "Not a file", str(path))
    return path.read_bytes()


def parse_file(filename: str, content: bytes, permalinks: bytes = b"") -> LoadedFile:
    """Parse the content of a data file.

    Args:
        filename: the path that problems are reported under.
        content: the bytes of the file, in UTF-8, with or without a byte order mark.
        permalinks: the bytes of the list of permalinks, likewise.
    """
    path = str(Path(filename).parent / PERMALINKS_FILE)
    try:
        file = LoadedFile(filename, permalinks_text=_decode(permalinks))
        path = filename
        text = _decode(content)
    except UnicodeDecodeError as error:
        before = _decode(error.object[: error.start])
        message = f"expected UTF-8, found byte 0x{error.object[error.start]:02x}; save the file as UTF-8"
        problem = Problem(path, *line_and_column(before, len(before)), "unreadable-file", message)
        return LoadedFile(filename, syntax_problems=(problem,))
    if not text or text.isspace():
        problem = Problem(filename, 1, 1, "unreadable-file", "the file is empty; expected a scenario")
        return replace(file, text=text, syntax_problems=(problem,))
    return _parse_text(replace(file, text=text))


def _decode(content: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark, with line breaks as editors count them."""
    return content.removeprefix(BOM_UTF8).decode().replace("\r\n", "\n").replace("\r", "\n")


def _parse_text(file: LoadedFile) -> LoadedFile:
    """Parse the text of a file as YAML, and the data as records.

    The fast parser goes first. Where it gives up, the slow one says what is wrong and where.
    """
    filename, text = file.filename, file.text
    try:
        data, spans = parse_with_spans(text)
    except UnsupportedYamlError:
        data, spans = None, ()
    if isinstance(data, dict):
        return _validate(replace(file, data=data, syntax_problems=tuple(silent_problems(filename, text, spans))), ())
    reader = YamlReader(text, filename)
    data, root = reader.read(), reader.root
    if isinstance(data, dict) and root is not None:
        problems = (*reader.problems, *silent_problems(filename, text, tuple(reader.spans)))
        file = replace(file, data=data, syntax_problems=problems, empty_paths=frozenset(empty_paths(root)))
        return _validate(file, reader.skipped_values)
    if not reader.problems:
        line, column = (root.line, root.column) if root else (1, 1)
        reader.report("wrong-type", line, column, f"expected a record, found {describe_value(data)}")
    return replace(file, syntax_problems=tuple(reader.problems))


def _validate(file: LoadedFile, skipped_values: Iterable[Any]) -> LoadedFile:
    """Parse the data of a file as records; where some are invalid, the others remain."""
    try:
        scenario, errors = Scenario.model_validate(file.data), []
    except ValidationError as error:
        scenario, errors = None, error.errors(include_url=False)
    invalid_paths = {invalid_record_path(details["loc"]) for details in errors if details["type"] != "extra_forbidden"}
    unparsed_values = [*skipped_values, *(file.value(path) for path in invalid_paths)]
    unparsed_values += [details["input"] for details in errors if details["type"] == "extra_forbidden"]
    remaining_records = valid_records((), Scenario, file.data, invalid_paths)
    return replace(
        file,
        schema_errors=tuple(errors),
        scenario=scenario,
        records=tuple(nested_records((), scenario) if scenario else remaining_records),
        unparsed_texts=frozenset(_texts(unparsed_values)),
        has_unparsed_list=any(_is_unparsed_list(details) for details in errors),
    )


def _is_unparsed_list(details: ErrorDetails) -> bool:
    """Return whether a schema error is that of a list that is missing, an alias, or of another type."""
    *path, name = details["loc"]
    if details["type"] != "missing":
        return details["type"] == "tuple_type" or details["input"] is ALIAS
    return get_origin(record_type(tuple(path)).model_fields[str(name)].annotation) is tuple


def describe_value(value: object) -> str:
    """Name a value of a data file in words that an editor of it would use."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"a yes-or-no value ({str(value).lower()})"
        case int() | float():
            return f"a number ({value})"
        case str():
            return f"text ('{value if len(value) <= MAX_QUOTE_LENGTH else value[: MAX_QUOTE_LENGTH - 1] + '…'}')"
        case tuple():
            return "a list"
        case _:
            return "a record"


def _get(data: Any, path: FieldPath) -> Any:  # noqa: ANN401 - any value of a data file
    try:
        return reduce(getitem, path, data)
    except (KeyError, IndexError, TypeError):
        return None


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a value, but for keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
