"""What is given again under a server: nothing that has changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment

from macros import checks
from macros.lore.fields import Form, Record, marked_fields
from macros.lore.model import Scenario
from macros.pages.again import MADE_FROM, Again, Texts, anew, keeping
from macros.pages.atlas import Atlas
from macros.pages.calls import PAGE_PARTS, calls
from macros.pages.render import TEMPLATES, Renderer
from tests.pages.small import entry, scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from macros.figures.typeface import Typeface


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


def with_lead(lead: str, title: str = "One") -> Scenario:
    return scenario([entry("one", title, lead=lead), entry("two", lead="Other.")])


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (with_lead("Old."), {"old", "other"}),
        (with_lead("New."), {"other"}),
        (with_lead("Old [[two]]."), set()),
        (with_lead("Old.", title="Renamed"), set()),
        (scenario([entry("one", lead="Old.")]), set()),
    ],
)
def test_what_says_another_text_is_made_anew_and_everything_where_more_has_changed(
    texts: Texts, after: Scenario, kept: set[str]
) -> None:
    texts.turn(with_lead("Old."))
    texts("old", said(texts, "Old."))
    texts("other", said(texts, "Other."))
    texts.turn(after)
    assert {key for key in ("old", "other") if texts(key, lambda: "made again") == "anew"} == kept


def test_nothing_is_kept_where_a_template_has_changed(texts: Texts, tmp_path: Path) -> None:
    texts.turn(with_lead("Old."))
    texts("one", said(texts, "Old."))
    (tmp_path / "two.md.j2").write_text("two", encoding="utf-8")
    texts.turn(with_lead("Old."))
    assert texts("one", lambda: "again") == "again"


def numbered(value: object, found: list[str], *, is_text: bool = False) -> object:
    """Return a record whose texts each begin with a word of their own, and list the texts."""
    if isinstance(value, Record):
        names = {name for name, _ in marked_fields(type(value), Form, (Form.MARKDOWN,))}
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


@pytest.mark.parametrize("large", [1, 1_000])
def test_every_text_that_a_part_shows_is_noted(real: Scenario, face: Typeface, large: int) -> None:
    found: list[str] = []
    changed = numbered(real, found)
    assert isinstance(changed, Scenario)
    texts = Noting(TEMPLATES)
    texts.turn(changed)
    renderer = Renderer(Atlas(changed, large), face, texts)
    made = calls(renderer, checks.RULES, lambda: "page/")
    wanted: list[tuple[str, tuple[str, ...]]] = [(part.replace("-", "_"), ()) for part in PAGE_PARTS]
    wanted += [("entry", (one.id,)) for one in changed.entries]
    wanted += [("thread", (name,)) for name in renderer.atlas.strands] if large == 1 else []
    shown = set[str]()
    for name, arguments in wanted:
        html = made[name](*arguments)
        there = {found[int(number)] for number in re.findall(r"zq(\d+)zq", html)}
        assert there <= texts.noted, name
        shown |= there
    assert len(shown) > len(found) * 0.8


class Noting(Texts):
    """Texts that tell what was noted of what was made last."""

    noted: frozenset[str] = frozenset()

    def __call__(self, key: object, make: Callable[[], str]) -> str:
        made = super().__call__(key, make)
        self.noted = self._made[key][0]
        return made


@pytest.fixture(scope="module")
def real() -> Scenario:
    return checks.scenario(TEMPLATES.parents[2] / "data" / "scenario.yml")[0]
