"""What a server keeps from one build to the next, and what it makes only when somebody asks for it.

Pages are as MkDocs has them, though nothing here calls it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from macros.output.atomic import write_whole
from macros.output.head import UnfinishableError
from macros.pages.again import Again, Texts, anew
from macros.pages.renderer import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication

    from jinja2 import Environment

    from macros.output.postprocess import Makes


@dataclass(frozen=True, slots=True)
class Converted:
    """What was made of the Markdown of a page; `links` are to anchors, by the paths of files among the sources."""

    content: str
    title: str
    toc: Any
    anchors: frozenset[str]
    links: Mapping[str, dict[str, str]]


def converted(page: Any) -> Converted:  # noqa: ANN401 - a page of MkDocs
    """Return what MkDocs made of the Markdown of a page."""
    links = {file.src_uri: found for file, found in (page.links_to_anchors or {}).items()}
    return Converted(page.content, page.title, page.toc, frozenset(page.present_anchor_ids or ()), links)


def as_converted(page: Any, made: Converted, _config: object, files: Any) -> None:  # noqa: ANN401 - as above
    """Give a page what was made of the same Markdown before: called as its method `render` is."""
    page.content, page.title, page.toc, page.present_anchor_ids = made.content, made.title, made.toc, set(made.anchors)
    page.links_to_anchors = {files.get_file_from_path(path): found for path, found in made.links.items()}


class Kept:
    """What builds made last, so that one after an edit need not make it again.

    Where there is very much, it would take several times the memory of a build: `keeps` tells whether anything is kept.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.keeps = False
        self.texts = Texts(TEMPLATES)
        self.again = Again()
        self.among: frozenset[str] = frozenset()
        """The paths of all files that pages may link to."""
        self.waiting: dict[str, Makes] = {}
        """How to make what is to be made when it is asked for, by address or folder."""
        self.busy = Lock()
        """Held while something is made: a build, or what waits."""
        self._changed: tuple[tuple[str, int], ...] = ()

    def turn(self, about: Iterable[Path]) -> None:
        """Begin a build: keep nothing where files that all pages are made from were changed since the last."""
        changed = tuple((str(path), path.stat().st_mtime_ns) for path in about)
        self.again.turn()
        if changed != self._changed:
            self.again.forget()
        self._changed = changed

    @property
    def giving(self) -> Callable[[Hashable, Callable[[], Any]], Any]:
        """What gives things again that are kept."""
        return self.again if self.keeps else anew

    def listed(self, environment: Callable[[], Environment]) -> Environment:
        """Return an environment that lists its templates, once if it may, without hidden ones: 14,000 icons."""
        made = environment()
        if made.loader:
            listed = partial(_not_hidden, made.loader.list_templates)
            made.loader.list_templates = partial(self.giving, "templates", listed)  # type: ignore[method-assign]
        return made

    def make(self, address: str, folder: Path) -> bool:
        """Write what waits at an address into the folder of a site, and tell whether anything does.

        Raises:
            UnfinishableError, ValueError, OSError: it cannot be made.
        """
        parts = address.split("/")
        places = address, *("/".join([*parts[:number], ""]) for number in range(1, len(parts)))
        with self.busy:
            make = next((self.waiting[place] for place in places if place in self.waiting), None)
            if make and not (folder / address).is_file():  # another request may have had it made
                for name, content in make():
                    write_whole(folder / name, content)
        return make is not None


def _not_hidden(names: Callable[[], Iterable[str]]) -> list[str]:
    return [name for name in names() if not name.startswith(".")]


def made_from(page: Any, config: Any, nav: object) -> Hashable:  # noqa: ANN401 - a page and the configuration of MkDocs
    """Return all that the theme makes a page from, but for the files that `Kept` looks at."""
    around = (config.copyright, config.site_description, repr(config.extra), str(nav))
    near = tuple((one.title, one.url) if one else None for one in (page.previous_page, page.next_page))
    about = (page.url, page.canonical_url, page.edit_url, page.title, repr(page.meta), str(page.toc))
    return *around, *near, *about, page.content


def about(config: Any) -> tuple[Path, ...]:  # noqa: ANN401 - the configuration of MkDocs
    """Return the files, besides those of the theme's package, that all pages are made from."""
    return Path(config.config_file_path), *sorted(Path(config.theme.custom_dir or "").rglob("*.*"))


def making(
    answer: WSGIApplication, kept: Kept, folder: Path, mounted: str, tell: Callable[[str], None]
) -> WSGIApplication:
    """Return how a server of a folder, under a path, answers that makes what waits when it is asked for.

    An edit of a title changes dozens of pictures, the exports and the search, of which hardly any is looked at while
    data are edited. `tell` is called with why something cannot be made.
    """

    def answered(environment: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        said: list[Any] = []
        found = answer(environment, lambda *told: said.append(told))  # type: ignore[arg-type]
        address = str(environment["PATH_INFO"]).removeprefix(mounted)
        if said[0][0].startswith("404 "):
            try:
                if kept.make(address, folder):
                    return answer(environment, start)
            except (UnfinishableError, ValueError, OSError) as error:
                tell(f"{address} cannot be made: {error}")
        start(*said[0])
        return found

    return answered
