"""What records a scenario is made of, by its model: which stand in it and where, also where some have a wrong shape."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from macros.scenario.fields import Record
from macros.scenario.model import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from macros.scenario.fields import FieldPath


def nested(place: FieldPath, record: Record) -> list[tuple[FieldPath, Record]]:
    """Return a record and every record inside it, with their places."""
    found: list[tuple[FieldPath, Record]] = []
    _collect(place, record, found)
    return found


def _collect(place: FieldPath, record: Record, found: list[tuple[FieldPath, Record]]) -> None:
    found.append((place, record))
    for name, is_list in _parts(type(record)):
        value = getattr(record, name)
        if is_list:
            for index, item in enumerate(value):
                _collect((*place, name, index), item, found)
        elif value is not None:
            _collect((*place, name), value, found)


@cache
def _parts(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a model that hold records, each with whether it holds a list of them."""
    lists = {name for name in model.model_fields if _item_model(model, name)}
    return tuple((name, name in lists) for name in model.model_fields if name in lists or _record_model(model, name))


def lost_place(place: FieldPath) -> FieldPath:
    """Return the place of the smallest record of a list, or else the section, that an error of shape spoils."""
    for length in range(len(place), 1, -1):
        *outer, name, index = place[:length]
        if isinstance(index, int) and _item_model(record_type(tuple(outer)), str(name)):
            return place[:length]
    return place[:1]


def shapely(
    place: FieldPath,
    model: type[Record],
    value: Any,  # noqa: ANN401 - any value
    dropped: Iterable[FieldPath],
) -> Iterator[tuple[FieldPath, Record]]:
    """Give the records of the right shape in a value that should be a `model`, leaving out the dropped places.

    Records that stand in a list of their parent are given apart from it, so that one bad claim does not hide its
    sentence.
    """
    known = {name: part for name, part in value.items() if name in model.model_fields}
    lists = {name: item for name in known if (item := _item_model(model, name)) and (*place, name) not in dropped}
    if model is Scenario:
        for name, part in known.items():
            if name not in lists and (name,) not in dropped and (part_model := _record_model(model, name)):
                yield from shapely((name,), part_model, part, dropped)
    else:
        yield from nested(place, model.model_validate(known | dict.fromkeys(lists, ()), extra="ignore"))
    for name, item_model in lists.items():
        for index, item in enumerate(known[name]):
            if (*place, name, index) not in dropped:
                yield from shapely((*place, name, index), item_model, item, dropped)


def record_type(place: FieldPath) -> type[Record]:
    """Return the type of record that belongs at a place of a scenario."""
    model: type[Record] = Scenario
    for step in place:
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
