"""Watches files, and what symbolic links lead to, for edits that the file system reports."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

EDIT_EVENTS: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent
]  # fmt: skip
"""The events that are edits; file systems also report a file that is only read."""


class EditObserver(Observer):  # type: ignore[misc, valid-type]  # the class of this platform
    """An observer of a file system that reports edits only: `EDIT_EVENTS`."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        super().__init__()
        self._name_handlers: dict[ObservedWatch, tuple[FileSystemEventHandler, ObservedWatch]] = {}

    def schedule(
        self,
        event_handler: FileSystemEventHandler,
        path: str,
        *,
        recursive: bool = False,
        **options: Any,  # noqa: ANN401 - those of watchdog
    ) -> ObservedWatch:
        """Watch a path, and its parent folder, which reports that the path is replaced."""
        watched = Path(path)
        options["event_filter"] = [*EDIT_EVENTS, events.DirCreatedEvent, events.DirMovedEvent]
        name_handler = _NameHandler(event_handler, watched.name)
        parent_watch: ObservedWatch = super().schedule(name_handler, str(watched.parent), **options)
        if not watched.is_dir() or watched.is_symlink():
            return parent_watch
        options["event_filter"] = EDIT_EVENTS
        watch: ObservedWatch = super().schedule(event_handler, path, recursive=recursive, **options)
        self._name_handlers[watch] = name_handler, parent_watch
        return watch

    def unschedule(self, watch: ObservedWatch) -> None:
        """Watch a folder no longer, nor its name in its parent folder."""
        super().unschedule(watch)
        if watch in self._name_handlers:
            self.remove_handler_for_watch(*self._name_handlers.pop(watch))


class _NameHandler(FileSystemEventHandler):
    """Passes the events about one name in a folder to another handler, as edits of a file."""

    def __init__(self, handler: FileSystemEventHandler, name: str) -> None:
        self._handler, self._name = handler, name

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path)):
            if path.name == self._name:
                self._handler.dispatch(events.FileModifiedEvent(str(path)))


def expand_symlinks(paths: Iterable[Path]) -> list[Path]:
    """Return paths and what the symbolic links at and below them lead to, with every link on the way."""
    queue, visited = [*paths], set[Path]()
    for path in queue:
        if path in visited or not path.parent.is_dir():
            continue
        visited.add(path)
        if path.is_symlink():
            target = path.parent / path.readlink()
            queue.append(target.parent.resolve() / target.name)
        else:
            queue += sorted(child for child in path.rglob("*") if child.is_symlink())
    return [path for path in dict.fromkeys(queue) if path in visited]
