"""What is given again under a server: nothing that has changed."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from macros import rules
from macros.pages.again import MADE_FROM, Again, Texts, anew, keeping
from macros.pages.macros import PAGE_PARTS, calls
from macros.pages.renderer import TEMPLATES, Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.fields import Record, TextFormat, fields_with_marker
from macros.scenario.model import Scenario
from tests.pages.factories import entry, link, scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from macros.layout.font import Font


def test_what_two_rounds_ask_for_is_made_once_and_what_one_does_not_ask_for_goes() -> None:
    again, made = Again(), list[int]()

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [again("one", make), again("one", make)] == [0, 0]
    again.turn()
    assert again.has("one")
    assert again("one", make) == 0
    again.turn()
    again.turn()
    assert not again.has("one")
    assert again("one", make) == 1
    again.forget()
    assert again("one", make) == 2
    assert [anew("one", make), anew("one", make)] == [3, 4]


def test_a_template_is_rendered_again_only_from_something_else_or_where_nobody_says_from_what() -> None:
    environment = Environment(autoescape=True)
    environment.template_class = keeping(Again())
    template = environment.from_string("{{ shown }}")
    assert template.render({"shown": "a", MADE_FROM: 1}) == "a"
    assert template.render({"shown": "b", MADE_FROM: 1}) == "a"
    assert template.render({"shown": "b", MADE_FROM: 2}) == "b"
    assert template.render(shown="c") == "c"


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    (tmp_path / "one.md.j2").write_text("one", encoding="utf-8")
    return Texts(tmp_path)


def said(texts: Texts, text: str) -> Callable[[], str]:
    def make() -> str:
        texts.says(text)
        return "anew"

    return make


def with_lead(lead: str, title: str = "One", date: str | None = "1950") -> ScenarioIndex:
    return ScenarioIndex(
        scenario(
            [entry("one", title, lead=lead, date=date), entry("two", lead="Other.", date=None)], [link("one", "two")]
        )
    )


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (with_lead("Old."), {"old", "other", "one", "two"}),
        (with_lead("New."), {"other", "one", "two"}),
        (with_lead("Old [[two]]."), set()),
        (with_lead("Old.", title="Renamed"), {"old", "other", "two"}),
        (with_lead("Old.", date="1951"), {"old", "other"}),  # what it led to came no earlier
        (ScenarioIndex(scenario([entry("one", lead="Old.", date="1950")])), set()),
    ],
)
def test_what_says_another_text_or_shows_another_entry_is_made_anew_and_everything_where_more_has_changed(
    texts: Texts, after: ScenarioIndex, kept: set[str]
) -> None:
    texts.turn(with_lead("Old."))
    texts("old", said(texts, "Old."))
    texts("other", said(texts, "Other."))
    texts("one", lambda: (texts.shows("one"), "anew")[1])  # type: ignore[func-returns-value]
    texts("two", lambda: "anew", ["two"])
    texts.turn(after)
    assert {key for key in ("old", "other", "one", "two") if texts(key, lambda: "made again") == "anew"} == kept


def test_nothing_is_kept_where_a_template_has_changed(texts: Texts, tmp_path: Path) -> None:
    texts.turn(with_lead("Old."))
    texts("one", said(texts, "Old."))
    (tmp_path / "two.md.j2").write_text("two", encoding="utf-8")
    texts.turn(with_lead("Old."))
    assert texts("one", lambda: "again") == "again"


def numbered(value: object, found: list[str], *, is_text: bool = False) -> object:
    """Return a record whose texts each begin with a word of their own, and list the texts."""
    if isinstance(value, Record):
        names = fields_with_marker(type(value), TextFormat.MARKDOWN)
        return value.model_copy(
            update={
                name: numbered(getattr(value, name), found, is_text=name in names) for name in type(value).model_fields
            }
        )
    if isinstance(value, tuple):
        return tuple(numbered(item, found, is_text=is_text) for item in value)
    if is_text and isinstance(value, str):
        found.append(f"zq{len(found)}zq {value}")
        return found[-1]
    return value


def all_parts(renderer: Renderer) -> dict[tuple[str, ...], Callable[[], str]]:
    """Return how every part of a site is made, by its macro and what that is called with."""
    made = calls(renderer, rules.RULES, lambda: "page/")
    index = renderer.index
    wanted: list[tuple[str, ...]] = [(part.replace("-", "_"),) for part in PAGE_PARTS]
    wanted += [("entry", one.id) for one in index.scenario.entries]
    wanted += [("notice", one.id) for one in index.scenario.notices]
    wanted += [("retired", one.id) for one in index.scenario.retired if one.section == "entries"]
    wanted += [("thread", name) for name in index.thread_groups] if index.is_large else []
    return {key: partial(made[key[0]], *key[1:]) for key in wanted}


@pytest.mark.parametrize("large", [1, 1_000])
def test_every_text_and_every_title_that_a_part_shows_is_noted(real: Scenario, font: Font, large: int) -> None:
    found: list[str] = []
    changed = numbered(real, found)
    assert isinstance(changed, Scenario)
    entries = tuple(
        one.model_copy(update={"title": f"zt{number}zt {one.title}"}) for number, one in enumerate(changed.entries)
    )
    index = ScenarioIndex(changed.model_copy(update={"entries": entries}), large)
    texts = Noting(TEMPLATES)
    texts.turn(index)
    shown = set[str]()
    for key, make in all_parts(Renderer(index, font, texts)).items():
        html = make()
        there = {found[int(number)] for number in re.findall(r"zq(\d+)zq", html)}
        assert there <= texts.noted, key
        assert {entries[int(number)].id for number in re.findall(r"zt(\d+)zt", html)} <= texts.shown, key
        shown |= there
    assert len(shown) > len(found) * 0.8


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("demilitarisation", "title", "Renamed"),
        ("demilitarisation", "date", "1949"),
        ("demilitarisation", "date", None),
        ("korean-war", "date", "1951-03"),
        ("mao-furnace-belief", "date", "1957"),
    ],
)
def test_after_an_edit_every_part_is_what_it_would_be_without_what_was_kept(
    real: Scenario, font: Font, name: str, field: str, value: str | None
) -> None:
    texts = Noting(TEMPLATES)
    before = ScenarioIndex(real)
    texts.turn(before)
    old = {key: make() for key, make in all_parts(Renderer(before, font, texts)).items()}
    entries = tuple(one.model_copy(update={field: value}) if one.id == name else one for one in real.entries)
    after = ScenarioIndex(real.model_copy(update={"entries": entries}))
    texts.turn(after)
    texts.made = 0
    again = {key: make() for key, make in all_parts(Renderer(after, font, texts)).items()}
    anew = {key: make() for key, make in all_parts(Renderer(after, font)).items()}
    assert [key for key in anew if again[key] != anew[key]] == []
    changed = sum(old[key] != anew[key] for key in anew)
    assert 0 < changed <= texts.made < len(anew) * 0.9


class Noting(Texts):
    """Texts that tell what was noted of what was made last, and how often something was."""

    noted: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    made = 0

    def __call__(self, key: Hashable, make: Callable[[], str], shows: Iterable[str] = ()) -> str:
        self.made += key not in self._made
        html = super().__call__(key, make, shows)
        noted = self._made[key][0]
        self.noted = frozenset(one for one in noted if isinstance(one, str))
        self.shown = frozenset(one.entry for one in noted if not isinstance(one, str))
        return html


@pytest.fixture(scope="module")
def real() -> Scenario:
    return rules.load_scenario(TEMPLATES.parents[2] / "data" / "scenario.yml")[0]
