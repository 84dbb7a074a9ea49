"""Serves built sites to browsers, as hosts of static files do."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUB_PATH = "my-site"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the files of a folder, and logs nothing: a browser may close a connection at any time."""

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


@contextmanager
def serve_under_sub_path(site: Path, root: Path, handler: Callable[..., QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve a site under a sub-path of a host, whose root is an empty folder; yield the address of the site."""
    (root / SUB_PATH).symlink_to(site, target_is_directory=True)
    with serve(root, handler) as host:
        yield f"{host}{SUB_PATH}/"


@contextmanager
def serve(folder: Path, handler: Callable[..., QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve a folder until the context ends; yield the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
