"""Serves a site with gzip, as hosts of static files do, and records the sizes of its responses."""

from __future__ import annotations

import gzip
import http.server
import threading
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPRESSED_SUFFIXES = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}
GZIP_LEVEL = 6
"""The default of common web servers."""


class _GzipHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, responses: list[tuple[str, int]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - of the base class
        self.response_sizes = responses
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content, encoding = path.read_bytes(), ""
        if path.suffix in COMPRESSED_SUFFIXES:
            content, encoding = gzip.compress(content, GZIP_LEVEL), "Content-Encoding: gzip\r\n"
        headers = (
            f"HTTP/1.1 200 OK\r\nDate: {self.date_time_string()}\r\nContent-Type: {self.guess_type(path)}\r\n{encoding}"
        )
        response = f"{headers}Content-Length: {len(content)}\r\n\r\n".encode() + content
        self.response_sizes.append((self.path, len(response)))
        self.wfile.write(response)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


@contextmanager
def serve_gzip(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a site until the context ends; yield its address and a growing list of (path, bytes with headers)."""
    responses: list[tuple[str, int]] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_GzipHandler, responses, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", responses
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
