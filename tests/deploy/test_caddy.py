"""What readers, browsers and programs get from a server that is set up as deploy/Caddyfile says."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

if TYPE_CHECKING:
    from tests.deploy.conftest import Answer, Host

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
    "data/v1/entries.csv": "text/csv; charset=utf-8; header=present",
    "data/v1/scenario.json": "application/json; charset=utf-8",
    "data/v1/causes.graphml": "application/graphml+xml; charset=utf-8",
    "data/v1/causes.dot": "text/vnd.graphviz; charset=utf-8",
    "data/v1/references.bib": "application/x-bibtex; charset=utf-8",
}
SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


def hashed(host: Host) -> list[str]:
    """Return the addresses of files whose names hold a hash."""
    found = host.folder.glob("assets/**/*.????????.min.*")
    return sorted(path.relative_to(host.folder).as_posix() for path in found if path.suffix in {".css", ".js"})


def content(host: Host, address: str) -> bytes:
    path = host.folder / address
    return (path / "index.html" if path.is_dir() else path).read_bytes()


def test_every_kind_of_file_comes_as_it_is_with_its_type(host: Host) -> None:
    for address, kind in TYPES.items():
        answer = host.ask(address)
        assert (address, answer.status, answer.headers["content-type"]) == (address, 200, kind)
        assert answer.body == content(host, address)
    style = next(address for address in hashed(host) if address.endswith(".css"))
    assert host.ask(style).headers["content-type"] == "text/css; charset=utf-8"
    known = {".css"} | {path.suffix for path in map(host.folder.joinpath, TYPES)} | {".html", ".br", ".gz", ".map"}
    assert {path.suffix for path in host.folder.rglob("*") if path.is_file()} - known <= {""}


def test_all_answers_carry_what_keeps_readers_safe_and_none_says_what_serves_them(host: Host) -> None:
    for address in (*TYPES, *hashed(host), "no/such/page", PAGE.rstrip("/")):
        headers = host.ask(address).headers
        assert {name: headers.get(name) for name in SAFE} == SAFE, address
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers
        assert "strict-transport-security" not in headers


def test_scripts_and_pictures_get_a_policy_of_their_own_and_pages_bring_theirs(host: Host) -> None:
    policies = {
        address: host.ask(address).headers["content-security-policy"]
        for address in ("", "assets/search-worker.js", "causes/causes.svg")
    }
    assert policies[""] == "frame-ancestors 'none'"
    assert policies["assets/search-worker.js"].startswith("default-src 'none'; script-src 'self' ")
    assert "script-src" not in policies["causes/causes.svg"]
    assert policies["causes/causes.svg"].startswith("default-src 'none'; ")


def test_a_name_with_a_hash_is_kept_for_good_and_all_else_is_asked_about(host: Host) -> None:
    assert len(hashed(host)) >= 3
    for address in hashed(host):
        assert host.ask(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in ("", PAGE, "assets/site.js", "assets/causes.js", "changes/feed.xml", "data/v1/scenario.json"):
        assert host.ask(address).headers["cache-control"] == "no-cache"
    for address in ("causes/causes.svg", "card.png", "assets/fonts/newsreader.woff2"):
        assert host.ask(address).headers["cache-control"] == "public, max-age=3600"


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
def test_texts_come_in_the_best_form_that_was_asked_for(host: Host, accepted: str, coding: str | None) -> None:
    for address in ("", PAGE, "assets/site.js", "search/documents.json", "causes/causes.svg", "data/v1/entries.csv"):
        answer = host.ask(address, Accept_Encoding=accepted)
        assert answer.headers.get("content-encoding") == coding
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert answer.headers["content-type"] == host.ask(address).headers["content-type"]
        assert (DECODERS[coding](answer.body) if coding else answer.body) == content(host, address)


def test_what_is_compressed_already_comes_as_it_is(host: Host) -> None:
    for address in ("card.png", "assets/fonts/newsreader.woff2"):
        answer = host.ask(address, Accept_Encoding="br, gzip")
        assert "content-encoding" not in answer.headers
        assert answer.body == content(host, address)


def test_a_site_that_was_not_compressed_beforehand_is_compressed_on_its_way(plain_host: Host) -> None:
    answer = plain_host.ask(PAGE, Accept_Encoding="br, gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == content(plain_host, PAGE)
    part = plain_host.ask(PAGE, Accept_Encoding="br, gzip", Range="bytes=0-9")
    assert (part.status, part.headers.get("content-encoding")) == (206, None)
    assert part.body == content(plain_host, PAGE)[:10]


def is_lost(host: Host, answer: Answer) -> bool:
    return (
        answer.status == 404
        and answer.body == content(host, "404.html")
        and answer.headers["content-type"] == "text/html; charset=utf-8"
        and answer.headers["cache-control"] == "no-cache"
    )


def test_an_address_that_leads_nowhere_shows_the_page_for_it_and_says_so(host: Host) -> None:
    for address in ("no/such/page", "no/such/page/", "lost.svg", "assets/main.0a1b2c3d.min.css", "data/v1/lost.json"):
        assert is_lost(host, host.ask(address)), address
    assert is_lost(host, host.ask("no/such/page", If_None_Match="*", Range="bytes=0-9"))
    asked_before = host.ask("no/such/page").headers.get("etag", "")
    assert is_lost(host, host.ask("no/such/page", If_None_Match=asked_before))
    compressed = host.ask("no/such/page", Accept_Encoding="br")
    assert (compressed.status, brotli.decompress(compressed.body)) == (404, content(host, "404.html"))


def test_what_is_hidden_or_outside_is_not_served(host: Host) -> None:
    for address in (".git/config", ".git/", "../log", "%2e%2e/log", "..%2flog"):
        assert host.ask(address).status in {400, 404}, address
    if host.path:
        assert is_lost(host, host.ask_host("/"))
        assert is_lost(host, host.ask_host(f"{host.path}-not/"))


def test_a_folder_without_its_slash_leads_to_it(host: Host) -> None:
    for address in ("causes", "entries/great-leap-forward"):
        answer = host.ask(address)
        assert (answer.status, answer.headers["location"]) == (308, f"{host.path}/{address}/")
    if host.path:
        answer = host.ask_host(host.path)
        assert (answer.status, answer.headers["location"]) == (308, f"{host.path}/")


def test_heads_parts_and_what_is_known_already(host: Host) -> None:
    whole = host.ask(PAGE)
    head = host.ask(PAGE, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}
    part = host.ask(PAGE, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.body)}"
    assert host.ask(PAGE, Range=f"bytes={len(whole.body)}-").status == 416
    for accepted in ("identity", "br", "gzip"):
        mark = host.ask(PAGE, Accept_Encoding=accepted).headers["etag"]
        again = host.ask(PAGE, Accept_Encoding=accepted, If_None_Match=mark)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", mark)
        assert again.headers["cache-control"] == "no-cache"
    assert host.ask(PAGE, If_Modified_Since=whole.headers["last-modified"]).status == 304
    marks = {host.ask(PAGE, Accept_Encoding=accepted).headers["etag"] for accepted in ("identity", "br", "gzip")}
    assert len(marks) == 3


def test_nothing_but_reading_is_done(host: Host) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = host.ask(PAGE, method)
        assert (answer.status, answer.headers.get("x-content-type-options")) == (405, "nosniff")


def test_programs_in_other_pages_may_read_exports_and_nothing_else(host: Host) -> None:
    assert host.ask("data/v1/scenario.json").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in host.ask(PAGE).headers
