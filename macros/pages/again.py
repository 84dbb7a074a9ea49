"""What was made last, given again where nothing that it was made from has changed: for a server, while data are edited.

Most edits change a text, a title or a date, which stand on few of all pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from jinja2 import Template

from macros.pages.views import bound_views
from macros.scenario.entry_links import entry_links
from macros.scenario.fields import Record, TextFormat, fields_with_marker
from macros.scenario.model import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from pathlib import Path

    from macros.pages.scenario_index import ScenarioIndex

Made = TypeVar("Made")

MADE_FROM = "made_from"
"""The name by which a template is told what it is rendered from, in whole, if what it makes may be kept."""


class Again:
    """Keeps what was made by what it was made from, from one round to the next: what a round does not ask for goes."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._now: dict[Hashable, object] = {}
        self._before: dict[Hashable, object] = {}

    def turn(self) -> None:
        """Begin a round."""
        self._before, self._now = self._now, {}

    def has(self, key: Hashable) -> bool:
        """Tell whether what was made for a key is kept."""
        return key in self._now or key in self._before

    def forget(self) -> None:
        """Keep nothing: something has changed that keys do not speak of."""
        self._before = self._now = {}

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for a key, in this round or the last; otherwise make it. It is not to be changed."""
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else make()
        return cast("Made", self._now[key])


def anew(key: Hashable, make: Callable[[], Made]) -> Made:  # noqa: ARG001 - as `Again` is called
    """Make what is asked for: the way of a build that is the only one of its process."""
    return make()


def keeping(again: Again) -> type[Template]:
    """Return a class of templates that are not rendered again from what they were rendered from in the last round."""

    class Keeping(Template):
        def render(self, *arguments: Any, **values: Any) -> str:  # noqa: ANN401 - whatever the template takes
            context: dict[str, Any] = dict(*arguments, **values)
            made_from = context.pop(MADE_FROM, None)
            if made_from is None:
                return super().render(context)
            return again((self.name, made_from), lambda: super(Keeping, self).render(context))

    return Keeping


class Texts:
    """Keeps what templates of ours made of a scenario, by the texts that they made into HTML and the entries they show.

    Nothing else of a text counts but whether it is there and which entries it links to; of an entry that is shown
    elsewhere than on its own page, its title, its date and the bounds on that. Where anything else has changed,
    everything is made anew.
    """

    def __init__(self, templates: Path) -> None:
        """Keep nothing yet of what the templates in a folder make."""
        self._folder = templates
        self._frame: tuple[object, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._entries: dict[_Shown, object] = {}
        self._made: dict[Hashable, tuple[frozenset[str | _Shown], str]] = {}
        self._noted: set[str | _Shown] = set()

    def turn(self, index: ScenarioIndex) -> None:
        """Let go what is said or shown otherwise in a scenario."""
        frame: list[object] = [(path.name, path.stat().st_mtime_ns) for path in sorted(self._folder.iterdir())]
        texts: list[str] = []
        for part in _parts(index.scenario):
            if isinstance(part, _Text):
                texts.append(part)
                frame.append(tuple(link.id for link in entry_links(part)))
            else:
                frame.append(part)
        entries: dict[_Shown, object] = {
            _Shown(one.id): (one.title, one.date, bound_views(index, one.id)) for one in index.scenario.entries
        }
        kept: dict[Hashable, tuple[frozenset[str | _Shown], str]] = {}
        if tuple(frame) == self._frame:
            gone: set[str | _Shown] = {old for old, new in zip(self._texts, texts, strict=True) if old != new}
            gone |= {name for name, shown in entries.items() if shown != self._entries[name]}
            kept = {key: made for key, made in self._made.items() if gone.isdisjoint(made[0])}
        self._made, self._frame, self._texts, self._entries = kept, tuple(frame), tuple(texts), entries

    def says(self, text: str) -> None:
        """Note that what is being made has a text of the scenario in it."""
        self._noted.add(text)

    def shows(self, name: str) -> None:
        """Note that what is being made has the title, the date or a bound of an entry in it."""
        self._noted.add(_Shown(name))

    def __call__(self, key: Hashable, make: Callable[[], str], shows: Iterable[str] = ()) -> str:
        """Return what was made for a key; otherwise make it, noting the texts and entries that go into it.

        Entries that it shows without being asked for their titles are `shows`.
        """
        if key not in self._made:
            self._noted = {_Shown(name) for name in shows}
            made = make()
            self._made[key] = frozenset(self._noted), made
        return self._made[key][1]


@dataclass(frozen=True, slots=True)
class _Shown:
    """An entry as other pages show it, by its id."""

    entry: str


class _Text(str):
    """A text in Markdown."""

    __slots__ = ()


def _parts(value: object, *, is_text: bool = False) -> Iterator[object]:
    """Give everything that a record holds, in order, but for the titles and dates of entries; Markdown as such."""
    if isinstance(value, Record):
        texts = fields_with_marker(type(value), TextFormat.MARKDOWN)
        apart = {"title", "date"} if isinstance(value, Entry) else set()
        for name in (one for one in type(value).model_fields if one not in apart):
            yield from _parts(getattr(value, name), is_text=name in texts)
    elif isinstance(value, tuple):
        yield len(value)
        for item in value:
            yield from _parts(item, is_text=is_text)
    else:
        yield _Text(value) if is_text and isinstance(value, str) else value
