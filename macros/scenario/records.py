"""Walking the tree of records: which records a scenario holds and where, also where some of them are invalid."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, get_args, get_origin

from macros.scenario.fields import FieldPath, Record
from macros.scenario.model import Scenario


def nested_records(path: FieldPath, record: Record) -> list[tuple[FieldPath, Record]]:
    """Return a record and every record inside it with their paths, depth first, parents before children."""
    records = [(path, record)]
    for name, (_, is_list) in _record_fields(type(record)).items():
        value = getattr(record, name)
        if is_list:
            for index, item in enumerate(value):
                records += nested_records((*path, name, index), item)
        elif value is not None:
            records += nested_records((*path, name), value)
    return records


@cache
def _record_fields(model: type[Record]) -> dict[str, tuple[type[Record], bool]]:
    """Return the fields of a model that hold records, each with their type and whether it holds a list of them."""
    return {
        name: (item, get_origin(field.annotation) is tuple)
        for name, field in model.model_fields.items()
        for item in (field.annotation, *get_args(field.annotation))
        if isinstance(item, type) and issubclass(item, Record)
    }


def field_names(model: type[Record]) -> frozenset[str]:
    """Return the names of the fields of a model and of all records inside it."""
    return frozenset(name for record in _record_types(model) for name in record.model_fields)


@cache
def list_names(model: type[Record]) -> frozenset[str]:
    """Return the names of the fields that hold lists of records in every record of a model that has them."""
    fields = [item for record in _record_types(model) for item in _record_fields(record).items()]
    return frozenset(name for name, (_, is_list) in fields if is_list) - {
        name for name, (_, is_list) in fields if not is_list
    }


def _record_types(model: type[Record]) -> Iterator[type[Record]]:
    """Yield a model and the types of all records inside it."""
    yield model
    for item, _ in _record_fields(model).values():
        yield from _record_types(item)


def invalid_record_path(path: FieldPath) -> FieldPath:
    """Return the path of the smallest list item that contains a schema error, or else of the section."""
    for length in range(len(path), 1, -1):
        *parent, name, index = path[:length]
        if isinstance(index, int) and str(name) in _record_fields(record_type(tuple(parent))):
            return path[:length]
    return path[:1]


def valid_records(
    path: FieldPath,
    model: type[Record],
    value: Any,  # noqa: ANN401 - any value
    invalid_paths: Collection[FieldPath],
) -> Iterator[tuple[FieldPath, Record]]:
    """Yield the valid records in plain data that should be a `model`, leaving out `invalid_paths`.

    Records in a list of their parent are validated apart from it, so that one bad claim does not hide its sentence.
    """
    fields = _record_fields(model)
    names = [name for name in value if name in fields and (*path, name) not in invalid_paths]
    lists = [name for name in names if fields[name][1]]
    if model is Scenario:
        for name in names:
            if name not in lists and value[name] is not None:
                yield from valid_records((name,), fields[name][0], value[name], invalid_paths)
    else:
        yield from nested_records(path, model.model_validate(value | dict.fromkeys(lists, ()), extra="ignore"))
    for name in lists:
        for index, item in enumerate(value[name]):
            if (*path, name, index) not in invalid_paths:
                yield from valid_records((*path, name, index), fields[name][0], item, invalid_paths)


def record_type(path: FieldPath) -> type[Record]:
    """Return the type of the record at a path of a scenario, or of the record that holds the value there."""
    model: type[Record] = Scenario
    for step in path:
        if isinstance(step, str):
            model, _ = _record_fields(model).get(step, (model, False))
    return model
