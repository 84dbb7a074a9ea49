"""How a server is told of edits. A build, which does without, loads nothing of this."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchdog.events import FileSystemEvent

QUIET = 0.05
"""For how many seconds nothing may change before a server builds again."""
CHANGES: list[type[FileSystemEvent]] = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent]
"""What counts as an edit; of a file that is only read, a file system tells too."""


def listen(server: Any, paths: Iterable[str]) -> None:  # noqa: ANN401 - a server of MkDocs
    """Have the file system tell a server of edits, which else looks for them twice a second, at everything.

    Of `paths`, those that the server looks at already are listened to. Some file systems tell of nothing, as of folders
    that are shared with a virtual machine: where POLL is set, the server is left as it is.
    """
    if os.environ.get("POLL"):
        return
    watched = []
    for path in paths:
        with suppress(KeyError):  # the theme is looked at only where that was asked for
            server.unwatch(path)
            watched.append(Path(path))
    server.observer = Observer()
    server.observer.schedule = partial(server.observer.schedule, event_filter=CHANGES)
    server.build_delay = QUIET
    for place in watched:  # a file that an editor replaces is another one: its folder is told of both
        server.watch(str(place if place.is_dir() else place.parent), recursive=place.is_dir())
