"""Responses of a server with deploy/Caddyfile: content types, headers, caching, compression and errors."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

if TYPE_CHECKING:
    from tests.deploy.conftest import Host, Response

PAGE = "causes/"
TYPES = {
    "": "text/html; charset=utf-8",
    "changes/feed.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "assets/site.js": "text/javascript; charset=utf-8",
    "assets/previews.json": "application/json; charset=utf-8",
    "assets/fonts/newsreader.woff2": "font/woff2",
    "assets/fonts/OFL.txt": "text/plain; charset=utf-8",
    "causes/causes.svg": "image/svg+xml; charset=utf-8",
    "causes/causes.png": "image/png",
    "data/offline.zip": "application/zip",
    "data/v1/entries.csv": "text/csv; charset=utf-8; header=present",
    "data/v1/scenario.json": "application/json; charset=utf-8",
    "data/v1/causes.graphml": "application/graphml+xml; charset=utf-8",
    "data/v1/causes.dot": "text/vnd.graphviz; charset=utf-8",
    "data/v1/references.bib": "application/x-bibtex; charset=utf-8",
}
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


def hashed_files(host: Host) -> list[str]:
    """Return the addresses of files with a content hash in their names."""
    paths = host.folder.glob("assets/**/*.????????.min.*")
    return sorted(path.relative_to(host.folder).as_posix() for path in paths if path.suffix in {".css", ".js"})


def read_content(host: Host, address: str) -> bytes:
    path = host.folder / address
    return (path / "index.html" if path.is_dir() else path).read_bytes()


def test_every_kind_of_file_has_its_content_type(host: Host) -> None:
    for address, kind in TYPES.items():
        response = host.request(address)
        assert (address, response.status, response.headers["content-type"]) == (address, 200, kind)
        assert response.body == read_content(host, address)
    style = next(address for address in hashed_files(host) if address.endswith(".css"))
    assert host.request(style).headers["content-type"] == "text/css; charset=utf-8"
    suffixes = {".css"} | {path.suffix for path in map(host.folder.joinpath, TYPES)} | {".html", ".br", ".gz", ".map"}
    assert {path.suffix for path in host.folder.rglob("*") if path.is_file()} - suffixes <= {""}


def test_all_responses_have_security_headers_and_no_server_header(host: Host) -> None:
    for address in (*TYPES, *hashed_files(host), "no/such/page", PAGE.rstrip("/")):
        headers = host.request(address).headers
        assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS, address
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers
        assert "strict-transport-security" not in headers


def test_scripts_and_images_get_a_content_security_policy(host: Host) -> None:
    policies = {
        address: host.request(address).headers["content-security-policy"]
        for address in ("", "assets/search-worker.js", "causes/causes.svg")
    }
    assert policies[""] == "frame-ancestors 'none'"
    assert policies["assets/search-worker.js"].startswith("default-src 'none'; script-src 'self' ")
    assert "script-src" not in policies["causes/causes.svg"]
    assert policies["causes/causes.svg"].startswith("default-src 'none'; ")


def test_hashed_files_are_immutable_and_others_are_revalidated(host: Host) -> None:
    assert len(hashed_files(host)) >= 3
    for address in hashed_files(host):
        assert host.request(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in ("", PAGE, "assets/site.js", "assets/trace.js", "changes/feed.xml", "data/v1/scenario.json"):
        assert host.request(address).headers["cache-control"] == "no-cache"
    for address in ("causes/causes.svg", "card.png", "assets/fonts/newsreader.woff2"):
        assert host.request(address).headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("identity", None),
        ("deflate", None),
    ],
)
def test_text_files_have_the_best_accepted_encoding(host: Host, accepted: str, coding: str | None) -> None:
    for address in ("", PAGE, "assets/site.js", "search/documents.json", "causes/causes.svg", "data/v1/entries.csv"):
        response = host.request(address, Accept_Encoding=accepted)
        assert response.headers.get("content-encoding") == coding
        assert "accept-encoding" in response.headers["vary"].lower()
        assert response.headers["content-type"] == host.request(address).headers["content-type"]
        assert (DECODERS[coding](response.body) if coding else response.body) == read_content(host, address)


def test_compressed_formats_are_not_compressed_twice(host: Host) -> None:
    for address in ("card.png", "assets/fonts/newsreader.woff2"):
        response = host.request(address, Accept_Encoding="br, gzip")
        assert "content-encoding" not in response.headers
        assert response.body == read_content(host, address)


def test_a_site_without_precompressed_files_is_compressed_on_the_fly(plain_host: Host) -> None:
    response = plain_host.request(PAGE, Accept_Encoding="br, gzip")
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(response.body) == read_content(plain_host, PAGE)
    part = plain_host.request(PAGE, Accept_Encoding="br, gzip", Range="bytes=0-9")
    assert (part.status, part.headers.get("content-encoding")) == (206, None)
    assert part.body == read_content(plain_host, PAGE)[:10]


def is_not_found_page(host: Host, response: Response) -> bool:
    return (
        response.status == 404
        and response.body == read_content(host, "404.html")
        and response.headers["content-type"] == "text/html; charset=utf-8"
        and response.headers["cache-control"] == "no-cache"
    )


def test_unknown_addresses_give_the_404_page_with_status_404(host: Host) -> None:
    for address in ("no/such/page", "no/such/page/", "lost.svg", "assets/main.0a1b2c3d.min.css", "data/v1/lost.json"):
        assert is_not_found_page(host, host.request(address)), address
    assert is_not_found_page(host, host.request("no/such/page", If_None_Match="*", Range="bytes=0-9"))
    etag = host.request("no/such/page").headers.get("etag", "")
    assert is_not_found_page(host, host.request("no/such/page", If_None_Match=etag))
    compressed = host.request("no/such/page", Accept_Encoding="br")
    assert (compressed.status, brotli.decompress(compressed.body)) == (404, read_content(host, "404.html"))


def test_hidden_and_outside_files_are_not_served(host: Host) -> None:
    for address in (".git/config", ".git/", "../log", "%2e%2e/log", "..%2flog"):
        assert host.request(address).status in {400, 404}, address
    if host.path:
        assert is_not_found_page(host, host.request_target("/"))
        assert is_not_found_page(host, host.request_target(f"{host.path}-not/"))


def test_a_folder_without_its_slash_is_redirected(host: Host) -> None:
    for address in ("causes", "entries/isthmus-canal"):
        response = host.request(address)
        assert (response.status, response.headers["location"]) == (308, f"{host.path}/{address}/")
    if host.path:
        response = host.request_target(host.path)
        assert (response.status, response.headers["location"]) == (308, f"{host.path}/")


def test_head_range_and_conditional_requests(host: Host) -> None:
    full = host.request(PAGE)
    head = host.request(PAGE, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**full.headers, "date": ""}
    part = host.request(PAGE, Range="bytes=10-19")
    assert (part.status, part.body) == (206, full.body[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(full.body)}"
    assert host.request(PAGE, Range=f"bytes={len(full.body)}-").status == 416
    for accepted in ("identity", "br", "gzip"):
        etag = host.request(PAGE, Accept_Encoding=accepted).headers["etag"]
        not_modified = host.request(PAGE, Accept_Encoding=accepted, If_None_Match=etag)
        assert (not_modified.status, not_modified.body, not_modified.headers["etag"]) == (304, b"", etag)
        assert not_modified.headers["cache-control"] == "no-cache"
    assert host.request(PAGE, If_Modified_Since=full.headers["last-modified"]).status == 304
    etags = {host.request(PAGE, Accept_Encoding=accepted).headers["etag"] for accepted in ("identity", "br", "gzip")}
    assert len(etags) == 3


def test_only_reading_methods_are_allowed(host: Host) -> None:
    for method in ("POST", "PUT", "DELETE"):
        response = host.request(PAGE, method)
        assert (response.status, response.headers.get("x-content-type-options")) == (405, "nosniff")


def test_only_exports_are_readable_across_origins(host: Host) -> None:
    assert host.request("data/v1/scenario.json").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in host.request(PAGE).headers
