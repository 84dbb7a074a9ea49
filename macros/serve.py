"""What only `mkdocs serve` needs: watching files, building assets on request, and surviving failed builds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
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

from macros.files.atomic import write_atomic
from macros.output.errors import PostprocessError
from macros.output.postprocess import AssetFactory

log = get_plugin_logger("site")

BUILD_DELAY = 0.05
"""Seconds without another edit after which the server builds."""
EDIT_EVENTS: list[type[FileSystemEvent]] = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent]
"""The events that are edits; file systems also report a file that is only read."""


def set_up_server(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None], lazy_assets: Mapping[str, AssetFactory]
) -> None:
    """Have a server build assets on request, survive failed builds, and watch files by events of the file system."""
    lock = Lock()

    def build() -> None:
        with lock:
            try:
                builder()
            except Abort:  # MkDocs has reported the error
                log.error("The previous site is still served.")  # noqa: TRY400 - a traceback says nothing more

    server.builder = build  # MkDocs has no other interface for it
    assets = LazyAssets(lazy_assets, Path(server.root), lock)
    server.set_app(add_lazy_assets(server.serve_request, assets, server.mount_path))
    if not os.environ.get("POLL"):
        watch_edits(server, (config.docs_dir, config.config_file_path, *config.theme.dirs))


class LazyAssets:
    """Assets that are built when they are requested.

    An edit of a title changes dozens of images, the exports and search, and few of them are requested before the next.
    """

    def __init__(self, factories: Mapping[str, AssetFactory], folder: Path, lock: Lock) -> None:
        """Store factories by address or, with a slash at its end, by folder. A build changes them under the lock."""
        self._factories = factories
        self._folder = folder
        self._lock = lock

    def build(self, address: str) -> bool:
        """Write all assets of the factory of an address, unless its file exists; return whether there is a factory.

        Raises:
            PostprocessError, ValueError, OSError: the assets cannot be built.
        """
        parts = address.split("/")
        keys = address, *("/".join([*parts[:number], ""]) for number in range(1, len(parts)))
        with self._lock:
            factory = next((self._factories[key] for key in keys if key in self._factories), None)
            if factory and not (self._folder / address).is_file():  # another request may have built it
                for asset_address, content in factory():
                    write_atomic(self._folder / asset_address, content)
        return factory is not None


def add_lazy_assets(application: WSGIApplication, assets: LazyAssets, mount_path: str) -> WSGIApplication:
    """Wrap a WSGI application (PEP 3333), mounted at a path, in one that builds the assets that it does not find."""

    def respond(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        response: list[Any] = []
        body = application(environment, lambda *arguments: response.append(arguments))  # type: ignore[arg-type]
        address = str(environment["PATH_INFO"]).removeprefix(mount_path)
        if response[0][0].startswith("404 "):
            try:
                if assets.build(address):
                    return application(environment, start_response)
            except (PostprocessError, ValueError, OSError) as error:
                log.error("%s cannot be built: %s", address, error)  # noqa: TRY400 - a traceback says nothing more
        start_response(*response[0])
        return body

    return respond


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
        """Watch a path for edits."""
        return super().schedule(event_handler, path, recursive=recursive, **{**options, "event_filter": EDIT_EVENTS})  # type: ignore[no-any-return]


def watch_edits(server: LiveReloadServer, paths: Iterable[str]) -> None:
    """Have the file system report edits to a server, which otherwise polls the dates of all files twice a second.

    This concerns those of the paths that the server watches already. File systems that a virtual machine shares report
    no events: with POLL in the environment, `set_up_server` does not call this.
    """
    watched_paths = []
    for name in paths:
        with suppress(KeyError):  # the theme is watched only with `--watch-theme`
            server.unwatch(name)
            watched_paths.append(Path(name))
    server.observer = EditObserver()  # MkDocs has no other interface for it
    server.build_delay = BUILD_DELAY
    for path in watched_paths:  # an editor may replace a file by another one, which its folder reports
        server.watch(str(path if path.is_dir() else path.parent), recursive=path.is_dir())
