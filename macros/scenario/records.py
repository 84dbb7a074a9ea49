"""Walking the tree of records: which records a scenario holds and where, also where some of them are invalid."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, get_args, get_origin

from macros.scenario.fields import FieldPath, Record
from macros.scenario.model import Scenario


def nested_records(path: FieldPath, record: Record) -> list[tuple[FieldPath, Record]]:
    """Return a record and every record inside it with their paths, depth first, parents before children."""
    records: list[tuple[FieldPath, Record]] = []
    _collect(path, record, records)
    return records


def _collect(path: FieldPath, record: Record, records: list[tuple[FieldPath, Record]]) -> None:
    records.append((path, record))
    for name, is_list in _record_fields(type(record)):
        value = getattr(record, name)
        if is_list:
            for index, item in enumerate(value):
                _collect((*path, name, index), item, records)
        elif value is not None:
            _collect((*path, name), value, records)


@cache
def _record_fields(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a model that hold records, each with whether it holds a list of them."""
    lists = {name for name in model.model_fields if _item_model(model, name)}
    return tuple((name, name in lists) for name in model.model_fields if name in lists or _record_model(model, name))


def invalid_record_path(path: FieldPath) -> FieldPath:
    """Return the path of the smallest list item that contains a schema error, or else of the section."""
    for length in range(len(path), 1, -1):
        *parent, name, index = path[:length]
        if isinstance(index, int) and _item_model(record_type(tuple(parent)), str(name)):
            return path[:length]
    return path[:1]


def valid_records(
    path: FieldPath,
    model: type[Record],
    value: Any,  # noqa: ANN401 - any value
    invalid: Collection[FieldPath],
) -> Iterator[tuple[FieldPath, Record]]:
    """Yield the valid records in plain data that should be a `model`, leaving out the `invalid` paths.

    Records in a list of their parent are validated apart from it, so that one bad claim does not hide its sentence.
    """
    known = {name: part for name, part in value.items() if name in model.model_fields}
    lists = {name: item for name in known if (item := _item_model(model, name)) and (*path, name) not in invalid}
    if model is Scenario:
        for name, part in known.items():
            if name not in lists and (name,) not in invalid and (part_model := _record_model(model, name)):
                yield from valid_records((name,), part_model, part, invalid)
    else:
        yield from nested_records(path, model.model_validate(known | dict.fromkeys(lists, ()), extra="ignore"))
    for name, item_model in lists.items():
        for index, item in enumerate(known[name]):
            if (*path, name, index) not in invalid:
                yield from valid_records((*path, name, index), item_model, item, invalid)


def record_type(path: FieldPath) -> type[Record]:
    """Return the type of the record at a path of a scenario, or of the record that holds the value there."""
    model: type[Record] = Scenario
    for step in path:
        if isinstance(step, str):
            model = _item_model(model, step) or _record_model(model, step) or model
    return model


def _item_model(model: type[Record], name: str) -> type[Record] | None:
    """Return the model of the items of a field that is a list of records."""
    annotation = model.model_fields[name].annotation
    item = get_args(annotation)[0] if get_origin(annotation) is tuple else None
    return item if isinstance(item, type) and issubclass(item, Record) else None


def _record_model(model: type[Record], name: str) -> type[Record] | None:
    """Return the model of a field that is a record."""
    annotation = model.model_fields[name].annotation
    candidates = (annotation, *get_args(annotation))
    return next((item for item in candidates if isinstance(item, type) and issubclass(item, Record)), None)
