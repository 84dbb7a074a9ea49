"""What a page costs who opens it with nothing in the cache, from a host that packs with gzip as hosts do."""

from __future__ import annotations

import gzip
import http.server
import threading
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest

from tests.browser.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

HEAVIEST, MOST = 90_000, 10
"""Bytes, with what stands before each answer, and requests."""
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}
LEVEL = 6
"""Of gzip, which hosts use unless they are told otherwise."""


class _Packing(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, sent: list[tuple[str, int]], *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - the server's
        self.sent = sent
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content, packed = path.read_bytes(), ""
        if path.suffix in PACKED:
            content, packed = gzip.compress(content, LEVEL), "Content-Encoding: gzip\r\n"
        head = (
            f"HTTP/1.1 200 OK\r\nDate: {self.date_time_string()}\r\nContent-Type: {self.guess_type(path)}\r\n{packed}"
        )
        answer = f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content
        self.sent.append((self.path, len(answer)))
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - so it is called
        pass


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Return the address of a host that packs what it sends, and the list that it keeps of that."""
    sent: list[tuple[str, int]] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packing, sent, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", sent
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", KINDS)
def test_a_page_with_all_that_it_fetches_is_light(
    browser: Browser, host: tuple[str, list[tuple[str, int]]], path: str
) -> None:
    home, sent = host
    sent.clear()
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    page.goto(home + path, wait_until="networkidle")
    page.mouse.wheel(0, page.evaluate("document.documentElement.scrollHeight"))  # as a reader does who reads to the end
    page.wait_for_load_state("networkidle")
    icon = page.locator("link[rel=icon]").evaluate("link => link.href")
    if urljoin("/", icon.removeprefix(home)) not in dict(sent):  # without a window, Chromium shows no icon
        page.evaluate("icon => fetch(icon).then((answer) => answer.blob())", icon)
    context.close()
    assert [url for url in asked if not url.startswith((home, "blob:", "data:"))] == []
    assert sum(size for _, size in sent) <= HEAVIEST, sorted(sent, key=lambda one: -one[1])
    assert len(sent) <= MOST, sent
