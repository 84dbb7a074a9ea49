"""Watches files for edits, also those that symbolic links lead to, as the file system reports them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

EDIT_EVENTS: list[type[FileSystemEvent]] = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent]
"""The events that are edits; file systems also report a file that is only read."""


class EditObserver(Observer):  # type: ignore[misc, valid-type]  # the class of this platform
    """An observer of a file system that reports edits only: `EDIT_EVENTS`."""

    def schedule(
        self,
        event_handler: FileSystemEventHandler,
        path: str,
        *,
        recursive: bool = False,
        **options: Any,  # noqa: ANN401 - those of watchdog
    ) -> ObservedWatch:
        """Watch a folder, or a file or a symbolic link: its folder reports, too, that another one replaces it."""
        watched, handler = Path(path), event_handler
        if watched.is_symlink() or not watched.is_dir():
            handler, recursive = _FileHandler(event_handler, watched.name), False
            path = str(watched.parent)
        return super().schedule(handler, path, recursive=recursive, **{**options, "event_filter": EDIT_EVENTS})  # type: ignore[no-any-return]


class _FileHandler(FileSystemEventHandler):
    """Hands the events of a folder that concern one of its files to another handler."""

    def __init__(self, handler: FileSystemEventHandler, name: str) -> None:
        self._handler, self._name = handler, name

    def on_any_event(self, event: FileSystemEvent) -> None:
        if self._name in {Path(os.fsdecode(path)).name for path in (event.src_path, event.dest_path)}:
            self._handler.dispatch(event)


def follow_links(paths: Iterable[Path]) -> list[Path]:
    """Return paths and what the symbolic links at and below them lead to, with every link on the way."""
    queue, seen = [*paths], set[Path]()
    for path in queue:
        if path in seen or not path.parent.is_dir():
            continue
        seen.add(path)
        if path.is_symlink():
            target = path.parent / path.readlink()
            queue.append(target.parent.resolve() / target.name)
        else:
            queue += sorted(child for child in path.rglob("*") if child.is_symlink())
    return [path for path in dict.fromkeys(queue) if path in seen]
