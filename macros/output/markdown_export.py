"""The whole site as Markdown for other engines: every macro call is expanded, and every generated page is a file.

An export is a folder with `mkdocs.yml`, `docs/` and `overrides/`, and a manifest of the files that were written. Files
that are not in the manifest are never deleted. `mkdocs.yml` is only a file format here: nothing calls MkDocs.

Every page is the `index.md` of a folder. Some engines leave relative links in HTML as they are, others resolve them
against the source file, as they do with links in Markdown. Where source and page have the same address, both agree.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from macros.files.atomic import write_atomic
from macros.files.cache import content_hash
from macros.output.errors import OutputError
from macros.output.mkdocs_config import export_config
from macros.output.staging import HIDDEN_FILES, Staging
from macros.pages.generated_pages import build_page_specs
from macros.pages.macros import PageError, build_macros, expand_macros, read_page, split_front_matter
from macros.pages.renderer import Renderer

CONFIG_FILE = "mkdocs.yml"
SOURCE_FOLDERS = ("docs", "overrides")
SITE_FOLDER = "site"
"""The folder in an export that engines build into by default. It is not part of the export, like hidden files."""
MANIFEST = ".written.sha256"
"""The list of exported files, in the format of `sha256sum`."""

_CODE_OR_LINK = re.compile(
    r"^[ ]*(```|~~~).*?^[ ]*\1|(`+).+?\2|\]\(([^)\s:#]+\.md)(?=[#)\s])", re.DOTALL | re.MULTILINE
)


class ExportError(OutputError):
    """A page cannot be exported, or the target folder holds files that we must not delete."""


def export_markdown(project: Path, renderer: Renderer, rules: Sequence[object]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file of an export, for the project in a folder.

    Raises:
        ExportError: a page or `mkdocs.yml` cannot be exported.
        OSError: a file cannot be read.
    """
    try:
        config = export_config((project / CONFIG_FILE).read_text(encoding="utf-8"), renderer.index, index_path)
    except ValueError as error:
        raise ExportError(f"{CONFIG_FILE}: {error}") from error
    yield CONFIG_FILE, config.encode()

    export_page = partial(_export_page, renderer, rules)
    specs = build_page_specs(renderer.index)
    for path in (path for folder in SOURCE_FOLDERS for path in sorted((project / folder).rglob("*")) if path.is_file()):
        name = path.relative_to(project).as_posix()
        if not (name.startswith("docs/") and name.endswith(".md")):
            yield name, path.read_bytes()
            continue
        source_path = name.removeprefix("docs/")
        try:
            meta, body = split_front_matter(read_page(path))
        except PageError as error:
            raise ExportError(error.locate(name)) from error
        if source_path in specs:
            meta = {**specs.pop(source_path).meta, **meta}
        yield export_page(source_path, meta, _rewrite_links(source_path, body))
    for source_path, spec in specs.items():
        yield export_page(source_path, spec.meta, f"{{{{ {spec.call} }}}}")


def _export_page(
    renderer: Renderer, rules: Sequence[object], source_path: str, meta: Mapping[str, Any], body: str
) -> tuple[str, bytes]:
    """Return the path and the content of a page, with its macro calls expanded.

    The output of a macro is not parsed again, so braces in the data remain text.
    """
    macros = build_macros(renderer, rules, lambda: page_address(source_path))
    try:
        environment = Environment(undefined=StrictUndefined)  # noqa: S701 - pages are Markdown, not HTML
        markdown = expand_macros(environment, body, macros)
    except PageError as error:
        raise ExportError(error.locate(f"docs/{source_path}")) from error
    front_matter = yaml.safe_dump(dict(meta), sort_keys=False, allow_unicode=True, width=1000) if meta else ""
    content = (f"---\n{front_matter}---\n\n" if front_matter else "") + f"{markdown.strip()}\n"
    return f"docs/{index_path(source_path)}", content.encode()


def page_address(source_path: str) -> str:
    """Return the address of a page, for its path under `docs/`."""
    return index_path(source_path).removesuffix("index.md")


def index_path(source_path: str) -> str:
    """Return the path of a page in the export, for its path under `docs/`: `causes.md` becomes `causes/index.md`."""
    folder, name = posixpath.split(source_path)
    return source_path if name == "index.md" else posixpath.join(folder, name.removesuffix(".md"), "index.md")


def _rewrite_links(source_path: str, body: str) -> str:
    """Return the Markdown of a page with links to the exported paths of other pages; code is unchanged."""

    def exported_link(link: str) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source_path), link))
        return posixpath.relpath(index_path(target), posixpath.dirname(index_path(source_path)) or ".")

    return _CODE_OR_LINK.sub(lambda match: f"]({exported_link(match[3])}" if match[3] else match[0], body)


def write_export(folder: Path, project: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write an export into a folder, all of it or nothing, and return the number of files. Built sites there remain.

    Raises:
        ExportError: the folder holds files that are not in its manifest, or lies in a source folder.
        BusyError: another process is writing into the same folder.
        OSError: the folder cannot be written.
    """
    _check_target(folder.resolve(), project)
    with closing(Staging(folder, preserve=(*HIDDEN_FILES, SITE_FOLDER))) as staging:
        manifest = []
        for name, content in files:
            write_atomic(staging.folder / name, content)
            manifest.append(_manifest_line(name, content))
        write_atomic(staging.folder / MANIFEST, "".join(f"{line}\n" for line in manifest).encode())
        staging.publish()
    return len(manifest)


def _manifest_line(name: str, content: bytes) -> str:
    return f"{content_hash(content)}  {name}"


def _check_target(folder: Path, project: Path) -> None:
    """Raise an error where a folder is copied, or holds a file that is not in its manifest, or was changed since."""
    for source in SOURCE_FOLDERS:
        if folder.is_relative_to(project / source):
            raise ExportError(f"{folder} is in {source}/, which is copied; choose a folder elsewhere")
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is not a folder")
    manifest = folder / MANIFEST
    manifest_lines = set(manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] == SITE_FOLDER or name.parts[0].startswith(".") or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink() or _manifest_line(name.as_posix(), path.read_bytes()) not in manifest_lines:
            raise ExportError(f"{folder} holds {name}, which this command did not write; choose another folder")
