"""The style sheet of a built site, whatever engine built it: one purged bundle in place of the sheets that pages link.

The bundle puts the theme's sheets into the cascade layer `theme` (https://www.w3.org/TR/css-cascade-5/#layering). Rules
of `docs/assets/css/` stand outside it, so each of them beats every rule of the theme, whatever the specificity. The
opposite holds for `!important`: there the theme's declarations win.

The name of the bundle holds a hash of its content, so browsers may cache it forever.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from macros.files.atomic import write_atomic
from macros.files.cache import content_hash
from macros.output.css_purge import UsedNames, purge_css
from macros.output.theme_patches import INSERTED_MARKUP

_ASSETS = "assets"
_OWN_SHEETS = "assets/css/"
_LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)">\s*')
_FONT = re.compile(r'@font-face\{[^}]*?url\("([^"]+\.woff2)"\)')
_RELATIVE_URL = re.compile(r"url\((['\"]?)(?![a-z]+:|/|#)([^'\")]+)\1\)")
_THEME_EXTRAS = re.compile(r"(?<=[{;])(?:transition|-webkit-mask)[\w-]*:[^;}]*;?")
"""Declarations of the theme that pages do without: animations, and properties that have another name by now."""
_WORKER_FOLDERS = {"workers", "lunr"}
"""Folders of scripts that run in web workers, and so never name anything in a page."""


def replace_style_links(source: str, links: str) -> str:
    """Return a page with other links in place of its links to style sheets; without any, the page is unchanged."""
    replacements = iter([links])
    return _LINK.sub(lambda _: next(replacements, ""), source)


def bundle_style_sheets(folder: Path, page_paths: Iterable[str], cache_folder: Path) -> dict[str, str]:
    """Write one bundle for each set of style sheets that pages of a site link, and remove the sheets themselves.

    Return the links to the bundle, as HTML, of each page that had style sheets, by the path of the page in the
    folder. The cache folder holds purged sheets for the next build.

    Raises:
        PostprocessError: a style sheet is not valid CSS.
        OSError: a page, script or style sheet cannot be read or written.
    """
    used_names, sheets_by_page = UsedNames(), dict[str, tuple[str, tuple[str, ...]]]()
    exists = cache(lambda path: (folder / path).is_file())
    used_names.add_page(INSERTED_MARKUP)
    for page_path in page_paths:
        source = (folder / page_path).read_text(encoding="utf-8")
        used_names.add_page(source)
        if hrefs := _LINK.findall(source):
            sheets = tuple(_resolve_href(exists, page_path, href) for href in hrefs)
            sheets_by_page[page_path] = hrefs[0].removesuffix(sheets[0]), sheets
    for script in folder.rglob("*.js"):
        if script.parent.name not in _WORKER_FOLDERS:
            used_names.add_script(script.read_text(encoding="utf-8"))
    bundles = {
        sheets: _write_bundle(folder, sheets, used_names, cache_folder)
        for sheets in dict.fromkeys(sheets for _, sheets in sheets_by_page.values())
    }
    for sheet in {folder / sheet for sheets in bundles for sheet in sheets}:
        sheet.unlink()
        sheet.with_name(f"{sheet.name}.map").unlink(missing_ok=True)
        if not any(sheet.parent.iterdir()):
            sheet.parent.rmdir()
    return {page_path: _render_links(root, *bundles[sheets]) for page_path, (root, sheets) in sheets_by_page.items()}


def _render_links(root: str, bundle: str, font: str) -> str:
    """Return a link to the bundle, and one that preloads its first font, which every page shows.

    A browser that has to wait for the style sheet to name the font lays the page out twice.
    """
    preload = f'<link rel="preload" href="{root}{font}" as="font" type="font/woff2" crossorigin>\n' if font else ""
    return f'<link rel="stylesheet" href="{root}{bundle}">\n{preload}'


def _write_bundle(folder: Path, sheets: tuple[str, ...], used_names: UsedNames, cache_folder: Path) -> tuple[str, str]:
    """Write style sheets as one, and return the paths in the site of the bundle and of its first font, if any."""
    texts = {sheet: _prepare(sheet, (folder / sheet).read_text(encoding="utf-8")) for sheet in sheets}
    text = purge_css(texts, used_names, cache_folder)
    content = text.encode()
    path = f"{_ASSETS}/style.{content_hash(content)[:8]}.min.css"
    write_atomic(folder / path, content)
    font = _FONT.search(text)
    return path, f"{_ASSETS}/{font[1]}" if font else ""


def _prepare(sheet: str, text: str) -> str:
    """Return a style sheet with URLs relative to the bundle's folder, and in the layer `theme` if it is the theme's."""
    folder = posixpath.relpath(posixpath.dirname(sheet), _ASSETS)
    text = _RELATIVE_URL.sub(lambda url: f'url("{posixpath.normpath(posixpath.join(folder, url[2]))}")', text)
    return text if sheet.startswith(_OWN_SHEETS) else f"@layer theme{{{_THEME_EXTRAS.sub('', text)}}}"


def _resolve_href(exists: Callable[[str], bool], page_path: str, href: str) -> str:
    """Return the path in the site of a file that a page links, or raise `OSError` where the site has no such file.

    The page for missing addresses links from the root of the host, of which the site may be a part.
    """
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(page_path), href)).lstrip("/")
    while "/" in path and not exists(path):
        path = path.partition("/")[2]
    if not exists(path):
        raise FileNotFoundError(f"'{page_path}' links to '{href}', which the site does not have")
    return path
