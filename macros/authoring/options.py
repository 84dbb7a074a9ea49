"""The options of the commands `new` and `rename`: one for each field of a model."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from macros.authoring.edits import Outcome
from macros.authoring.new import SECTIONS, NewOptions, add_record, model_of
from macros.authoring.rename import RenameOptions, rename_entry
from macros.authoring.skeletons import FieldShape, describe_field, field_shape
from macros.scenario.authors import Author, read_author
from macros.scenario.fields import Record, TextFormat

Runner: TypeAlias = Callable[[Callable[[], Outcome], bool], int]
"""Takes a function that plans what to change, and whether only to show it; returns the exit code."""

_FIELD = "field "
"""Marks the options that fill a field; no other option's name has a space."""


def add_parsers(commands: Any, data: Path, run: Runner) -> None:  # noqa: ANN401 - argparse hides the type of its subparsers
    """Add the parsers of `new` and `rename`.

    Args:
        commands: the subparsers of the command line.
        data: the data file that the commands edit by default.
        run: runs a command.
    """
    new = commands.add_parser("new", help="add a record to the data file, as a skeleton to fill in")
    kinds = new.add_subparsers(required=True, metavar="KIND")
    for kind in SECTIONS:
        _add_kind_parser(kinds, kind, data, run)
    rename = commands.add_parser("rename", help="give an entry another id, everywhere, and retire the old one")
    sections = rename.add_subparsers(required=True, metavar="KIND")
    entry = sections.add_parser("entry", help="give an entry another id")
    entry.add_argument("old", metavar="OLD", help="the id that it has")
    entry.add_argument("new", metavar="NEW", help="the id that it is to have")
    entry.add_argument("--why", help="the reason, for the revision and for the page at the old address")
    entry.add_argument("--day", help="the day of the revision, as 2026-11-23; default: today")
    entry.add_argument("--force", action="store_true", help="leave the old id in places that are no field and no link")
    _add_common_options(entry, data)
    entry.set_defaults(run=partial(_rename, run))


def _add_kind_parser(kinds: Any, kind: str, data: Path, run: Runner) -> None:  # noqa: ANN401 - as above
    """Add the parser of a kind of record: its id, or both ends of a link, and an option for each other field."""
    model = model_of(kind)
    parser = kinds.add_parser(kind, help=f"add a record to `{SECTIONS[kind]}`", argument_default=argparse.SUPPRESS)
    required_ids = ("cause", "effect") if kind == "link" else ("id",)
    for name in required_ids:
        count = "?" if kind == "question" else None
        parser.add_argument(f"{_FIELD}{name}", nargs=count, metavar=name.upper(), help=_help(model, name))
    for name in model.model_fields:
        if name not in required_ids:
            _add_field_options(parser, model, name, ())
    parser.add_argument(
        "--after", metavar="ID", default=None, help="the record that it follows; cause--effect of a link"
    )
    day_help = "the day of the revision, as 2026-11-23; default: today" if kind == "entry" else argparse.SUPPRESS
    parser.add_argument("--day", default=None, help=day_help)
    parser.add_argument(
        "--no-comments",
        dest="has_comments",
        action="store_false",
        default=True,
        help="no comments that explain the fields",
    )
    _add_common_options(parser, data)
    parser.set_defaults(run=partial(_add, run, kind))


def _add_field_options(
    parser: argparse.ArgumentParser, model: type[Record], name: str, parents: tuple[str, ...]
) -> None:
    """Add the option of a field, or those of the fields of a record inside the record."""
    shape = field_shape(model, name)
    if issubclass(shape.type, Record) and shape.type is not Author:
        for inner in shape.type.model_fields:
            _add_field_options(parser, shape.type, inner, (*parents, name))
        return
    path = (*parents, name)
    option = f"--{'-'.join(path).replace('_', '-')}"
    settings: dict[str, Any] = {"dest": _FIELD + ".".join(path), "help": _help(model, name)}
    if shape.is_list:
        settings["help"] += ' "Doe, Jane", or a whole name.' if shape.type is Author else ""
        settings["help"] += " Ids with commas between them." if _has_ids(shape) else " Repeat the option for each."
    if shape.type is bool:
        parser.add_argument(option, action=argparse.BooleanOptionalAction, **settings)
        return
    settings["action"] = "extend" if shape.is_list else "store"
    parser.add_argument(option, type=_reader(shape), metavar=name.upper(), **settings)


def _reader(shape: FieldShape) -> Callable[[str], object]:
    """Return the function that reads an option; ids in a list may be separated by commas."""
    if shape.type is int:
        return _whole_number
    if shape.type is Author:
        return lambda text: [read_author(text)]
    if shape.is_list:
        return lambda text: [item.strip() for item in text.split(",")] if _has_ids(shape) else [text]
    if shape.is_nullable:
        return lambda text: None if text == "null" else text
    return str


def _has_ids(shape: FieldShape) -> bool:
    return shape.section is not None or shape.text_format is TextFormat.LOCATOR


def _whole_number(text: str) -> int:
    """Return the number that a text is, or raise `ArgumentTypeError`."""
    if not text.strip().isdecimal():
        raise argparse.ArgumentTypeError(f"expected a whole number, as 1958, found '{text}'")
    return int(text)


def _help(model: type[Record], name: str) -> str:
    return describe_field(model, name).replace("%", "%%")


def _add_common_options(parser: argparse.ArgumentParser, data: Path) -> None:
    parser.add_argument(
        "--file", dest="path", type=Path, metavar="FILE", default=data, help="default: data/scenario.yml"
    )
    parser.add_argument("--dry-run", action="store_true", default=False, help="print what would change, as a diff")


def _add(run: Runner, kind: str, *, path: Path, dry_run: bool, **settings: Any) -> int:  # noqa: ANN401 - values of many types
    """Run `new`; settings are the fields, under marked names, and the attributes of `NewOptions`."""
    fields = {name.removeprefix(_FIELD): value for name, value in settings.items() if name.startswith(_FIELD)}
    values = _nested({name: value for name, value in fields.items() if value is not None})
    options = NewOptions(**{name: value for name, value in settings.items() if not name.startswith(_FIELD)})
    return run(partial(add_record, path, kind, values, options), dry_run)


def _nested(values: Mapping[str, object]) -> dict[str, Any]:
    """Return a record from values by dotted names; `life.died` is a field of the record `life` inside it."""
    nested: dict[str, Any] = {}
    for name, value in values.items():
        *parents, last = name.split(".")
        record = nested
        for parent in parents:
            record = record.setdefault(parent, {})
        record[last] = value
    return nested


def _rename(run: Runner, *, path: Path, dry_run: bool, old: str, new: str, **settings: Any) -> int:  # noqa: ANN401 - as above
    """Run `rename`; settings are the attributes of `RenameOptions`."""
    return run(partial(rename_entry, path, old, new, RenameOptions(**settings)), dry_run)
