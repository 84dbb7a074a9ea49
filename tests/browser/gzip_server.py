"""A host that packs what it sends, as hosts of static files do, and keeps a list of it."""

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
LEVEL = 6
"""Of gzip, which hosts use unless they are told otherwise."""


class _GzipHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, sent: list[tuple[str, int]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the server's
        self.sent = sent
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content, encoding = path.read_bytes(), ""
        if path.suffix in COMPRESSED_SUFFIXES:
            content, encoding = gzip.compress(content, LEVEL), "Content-Encoding: gzip\r\n"
        headers = (
            f"HTTP/1.1 200 OK\r\nDate: {self.date_time_string()}\r\nContent-Type: {self.guess_type(path)}\r\n{encoding}"
        )
        response = f"{headers}Content-Length: {len(content)}\r\n\r\n".encode() + content
        self.sent.append((self.path, len(response)))
        self.wfile.write(response)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so it is called
        pass


@contextmanager
def serve_gzip(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a site for as long as the context lasts; give its address, and the list of what is sent, by size."""
    sent: list[tuple[str, int]] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_GzipHandler, sent, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
