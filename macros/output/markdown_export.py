"""The whole site as sources for any engine that knows Markdown: every call of a macro written out, every page on disk.

A tree is a folder with `mkdocs.yml`, `docs/` and `overrides/`, and a list of what was written there, by which it is
known again: nothing that is not on the list is ever taken away.

Every page is the `index.md` of a folder. Some engines leave a link in HTML as it is, others take it to start from the
source of the page, as links in Markdown do; where source and page have the same address, it leads to the same place.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError

from macros.output.atomic import digest, write_whole
from macros.output.mkdocs_config import without_hooks
from macros.output.staging import HIDDEN, Staging
from macros.pages.generated_pages import sources
from macros.pages.macros import calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from macros.pages.renderer import Renderer

SETTINGS = "mkdocs.yml"
COPIED = ("docs", "overrides")
BUILT = "site"
"""The folder in a tree that engines build into, unless they are told another: it is theirs, as hidden files are."""
LIST = ".written.sha256"
"""What was written into a tree, as `sha256sum` writes it and reads it back."""

_CODE_OR_LINK = re.compile(
    r"^[ ]*(```|~~~).*?^[ ]*\1|(`+).+?\2|\]\(([^)\s:#]+\.md)(?=[#)\s])", re.DOTALL | re.MULTILINE
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)


class TreeError(Exception):
    """A page cannot be written out, or a folder holds what is not ours to take away."""


def tree(project: Path, renderer: Renderer, rules: Sequence[object]) -> Iterator[tuple[str, bytes]]:
    """Give the files of a tree: their paths in it and their contents, from the folder of this project.

    Raises:
        TreeError: a page or the settings cannot be written out.
        OSError: a file cannot be read.
    """
    write_out = _writer(renderer, rules)
    try:
        settings = without_hooks((project / SETTINGS).read_text(encoding="utf-8"), renderer.index, moved)
    except ValueError as error:
        raise TreeError(f"{SETTINGS}: {error}") from error
    yield SETTINGS, settings.encode()
    made = sources(renderer.index)
    for path in _files(project):
        name = path.relative_to(project).as_posix()
        page = name.removeprefix("docs/")
        if page == name or path.suffix != ".md":
            yield name, path.read_bytes()
            continue
        source = made.pop(page, None)
        meta, body = _parted(path.read_text(encoding="utf-8"), name)
        yield _place(page), _page({**source.meta, **meta} if source else meta, write_out(page, _linked(page, body)))
    for page, source in made.items():
        yield _place(page), _page(source.meta, write_out(page, f"{{{{ {source.call} }}}}"))


def _files(project: Path) -> Iterator[Path]:
    for folder in COPIED:
        yield from sorted(path for path in (project / folder).rglob("*") if path.is_file())


def _writer(renderer: Renderer, rules: Sequence[object]) -> Callable[[str, str], str]:
    """Return what writes out the calls in the Markdown of a page, which is named by its path in the folder of pages.

    What a call gives is not read again: braces in the data are text.
    """
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - it writes Markdown, as MkDocs' macros do
    at = [""]
    environment.globals.update(calls(renderer, rules, lambda: at[0]))

    def write_out(page: str, body: str) -> str:
        at[0] = address(page)
        try:
            return environment.from_string(body).render()
        except TemplateError as error:
            raise TreeError(f"docs/{page}: {error}") from error

    return write_out


def address(page: str) -> str:
    """Return the address that a page gets, from the root of the site, by its path in the folder of pages."""
    return moved(page).removesuffix("index.md")


def moved(page: str) -> str:
    """Return where a page stands in the folder of pages of a tree."""
    folder, name = posixpath.split(page)
    return page if name == "index.md" else posixpath.join(folder, name.removesuffix(".md"), "index.md")


def _place(page: str) -> str:
    return f"docs/{moved(page)}"


def _linked(page: str, body: str) -> str:
    """Return Markdown whose links to other pages lead to where these stand in a tree; code stays as it is."""
    return _CODE_OR_LINK.sub(lambda found: f"]({_way(page, found[3])}" if found[3] else found[0], body)


def _way(page: str, link: str) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
    return posixpath.relpath(moved(target), posixpath.dirname(moved(page)) or ".")


def _parted(source: str, name: str) -> tuple[dict[str, Any], str]:
    """Return a page's metadata, and its Markdown."""
    front = _FRONT_MATTER.match(source)
    if front is None:
        return {}, source
    try:
        meta = yaml.safe_load(front[1])
    except yaml.YAMLError as error:
        raise TreeError(f"{name}: its metadata is no YAML: {error}") from error
    if not isinstance(meta, dict):
        raise TreeError(f"{name}: expected metadata by name between its first lines of dashes, found {meta!r}")
    return meta, source[front.end() :]


def _page(meta: Any, body: str) -> bytes:  # noqa: ANN401 - whatever metadata pages have
    front = yaml.safe_dump(dict(meta), sort_keys=False, allow_unicode=True, width=1000) if meta else ""
    return (f"---\n{front}---\n\n" if front else "").encode() + f"{body.strip()}\n".encode()


def write_tree(folder: Path, project: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write a tree into a folder, whole or not at all, and return of how many files; what engines built there stays.

    Raises:
        TreeError: the folder holds what is not on the list of a tree, or is part of what is copied.
        BusyError: another process is writing the same tree.
        OSError: the folder cannot be written.
    """
    _refuse_parts(folder.resolve(), project)
    _refuse_strangers(folder.resolve())
    staging = Staging(folder, keep=(*HIDDEN, BUILT))
    try:
        written = []
        for name, content in files:
            write_whole(staging.folder / name, content)
            written.append(_listed(name, content))
        write_whole(staging.folder / LIST, "".join(f"{line}\n" for line in written).encode())
        staging.publish()
    finally:
        staging.leave()
    return len(written)


def _listed(name: str, content: bytes) -> str:
    return f"{digest(content)}  {name}"


def _refuse_parts(folder: Path, project: Path) -> None:
    for name in COPIED:
        if folder.is_relative_to(project / name):
            raise TreeError(f"{folder} is in {name}/, which is copied; choose a folder elsewhere")


def _refuse_strangers(folder: Path) -> None:
    """Refuse a folder that holds anything which was not written there as part of a tree, or was changed since."""
    if folder.exists() and not folder.is_dir():
        raise TreeError(f"{folder} is not a folder")
    known = {*(folder / LIST).read_text(encoding="utf-8").splitlines()} if (folder / LIST).is_file() else set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] == BUILT or name.parts[0].startswith(".") or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink() or _listed(name.as_posix(), path.read_bytes()) not in known:
            raise TreeError(f"{folder} holds {name}, which this command did not write; choose another folder")
