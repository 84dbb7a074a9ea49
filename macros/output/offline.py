"""A zip file of a copy of a built site, which opens from disk without a server or a network.

Links to folders lead to their pages. From disk, browsers load no modules and fetch no files. So the copy has classic
scripts in place of both, which docs/assets/offline.js runs.

Sources: module scripts and their CORS requests, https://html.spec.whatwg.org/#fetch-a-single-module-script; the zip
format, https://pkware.com/appnote.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import urljoin
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from macros.output.errors import PostprocessError
from macros.output.search import SEARCH_FOLDER, SEARCH_INDEX
from macros.pages import urls

FOLDER = "offline/"
"""The folder in the zip file that holds the copy."""
RUNTIME = "assets/offline.js"
"""The script that runs the scripts of the copy. No page of the site itself loads it."""

_RUNTIME_SCRIPT = b"'use strict';const offline=(()=>{%s})();"
_CLASSIC_SCRIPT = (
    b"'use strict';offline.define(async($import,$url,{addEventListener,location,postMessage},Worker)=>{%s});"
)
"""Classic scripts, around the body of a module.

`Worker` is a parameter without a value. So Pagefind starts no worker, which a browser refuses from disk.
"""
_OMITTED = re.compile(
    rf"(?:\..*|404\.html|sitemap\.xml|{urls.OFFLINE}|assets/javascripts/(?:lunr|workers)/.*|(?:.*/)?card\.png|.*\.(?:map|gz|br))"
)
"""Files that the copy omits: those for servers, social cards, the search of the theme, and the zip file itself."""
_COMPRESSED = (".png", ".woff2")
_UNIX = 3
"""The system whose file attributes a zip file has."""
_MODULE = re.compile(rf"(?:assets|{SEARCH_FOLDER}.*)/[^/]*\.js")
_FETCHED = re.compile(rf"{SEARCH_FOLDER}.*|{urls.PREVIEWS}|.*/preview\.json")
_FOLDER_LINK = re.compile(
    r'(<(?:a|link)\s(?:[^>]*\s)?href=")(?![a-z]+:|/|[?#"])((?:[^"?#]*/)?\.{1,2}|[^"?#]*/)(?=["?#])'
)
_PERMALINK = re.compile(r'(?<=<a class="permalink" href=")[^"]*')
_ZIP_LINK = re.compile(rf'(?<=href=")(?:[^"]*/)?{PurePosixPath(urls.OFFLINE).name}(?=")')
_MODULE_SCRIPT = re.compile(r'<script (?:type="module" )?src="([^"]*)"(?: type="module")?></script>')
_FONT_PRELOAD = re.compile(r'<link rel="preload"[^>]* crossorigin>\n?')
_IMPORT = re.compile(r"\bimport(\{[\w,]+\})from(\"[^\"]+\");")
_EXPORT = re.compile(r"\bexport(?:\{([\w,]+)\};| ((?:async )?(?:function|const|let|class) (\w+)))")
_OTHER_FORM = re.compile(r"(?:(?<=[;}\n])|\A)(?:import|export)\b(?![(.]).{0,40}")


def write_offline_zip(target: BinaryIO, files: Iterable[tuple[str, bytes]], site_url: str) -> None:
    """Write a zip file with a copy of a site that opens from disk, at `offline/index.html`.

    The same files give the same bytes.

    Args:
        target: the file to write.
        files: the addresses and contents of `RUNTIME` and of the files of the built site that are not omitted.
        site_url: the absolute URL of the site, with a slash at its end. The copy links to the newest zip file there.

    Raises:
        PostprocessError: as by `adapt_module`.
    """
    with ZipFile(target, "w") as archive:
        for address, content in files:
            copy_address, adapted = _adapt_file(address, content, site_url)
            info = ZipInfo(f"{FOLDER}{copy_address}")  # of 1980-01-01, the earliest date
            info.create_system, info.external_attr = _UNIX, 0o644 << 16
            archive.writestr(info, adapted, ZIP_STORED if address.endswith(_COMPRESSED) else ZIP_DEFLATED)


def is_omitted(address: str) -> bool:
    """Return whether the copy has no file of the site with an address."""
    return bool(_OMITTED.fullmatch(address))


def _adapt_file(address: str, content: bytes, site_url: str) -> tuple[str, bytes]:
    """Return the address and the content that a file of the site has in the copy."""
    if address.endswith(".html"):
        return address, adapt_page(content.decode(), address, site_url).encode()
    if address == RUNTIME or _MODULE.fullmatch(address):
        script = _RUNTIME_SCRIPT if address == RUNTIME else _CLASSIC_SCRIPT
        return address, script % adapt_module(content.decode(), address).encode()
    if address == SEARCH_INDEX:  # which the theme's script looks for under this name
        return address.removesuffix("on"), b"var __index=" + content
    if _FETCHED.fullmatch(address):
        return f"{address}.js", b"offline.store(%s);" % _javascript_literal(address, content)
    return address, content


def adapt_page(source: str, address: str, site_url: str) -> str:
    """Return the page at an address as it is in the copy.

    Its permalinks are the addresses on the site, which readers copy from them.
    """
    page_url = f"{site_url}{address.removesuffix('index.html')}"
    source = _PERMALINK.sub(lambda link: html.escape(urljoin(page_url, html.unescape(link[0]))), source)
    source = _FOLDER_LINK.sub(_link_index, source)
    source = _ZIP_LINK.sub(f"{site_url}{urls.OFFLINE}", source)
    source = _MODULE_SCRIPT.sub(r'<script defer src="\1"></script>', _FONT_PRELOAD.sub("", source))
    source = source.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", 1)  # for the page is no worker
    root = "../" * address.count("/")
    return source.replace("</head>", f'<script defer src="{root}{RUNTIME}"></script>\n</head>', 1)


def _link_index(match: re.Match[str]) -> str:
    start, path = match.groups()
    folder = path if path.endswith("/") else f"{path}/".removeprefix("./")
    return f"{start}{folder}index.html"


def adapt_module(source: str, address: str) -> str:
    """Return a minified module as the body of a function `offline.define` calls, which returns what it exports.

    Raises:
        PostprocessError: the module at the address uses another form of `import` or `export`.
    """
    names = [exported or name for exported, _, name in _EXPORT.findall(source)]
    source = source.replace("import.meta.url", "$url").replace("import(", "$import(")
    source = _IMPORT.sub(r"const\1=await $import(\2);", source)
    source = _EXPORT.sub(lambda match: match[2] or "", source)
    if other := _OTHER_FORM.search(source):
        raise PostprocessError(f"{address}: the copy that opens from disk cannot have '{other[0]}'")
    return f"{source}\nreturn{{{','.join(names)}}};"


def _javascript_literal(address: str, content: bytes) -> bytes:
    """Return JavaScript for the content of a file: a text, or bytes."""
    if address.endswith(".json"):
        return json.dumps(content.decode(), ensure_ascii=False).encode()
    return b'Uint8Array.from(atob("%s"),(byte)=>byte.charCodeAt())' % base64.b64encode(content)
