"""Other names of entries: texts, with a language where the data states one."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from macros.scenario.fields import LanguageName
from tests.pages.factories import entry
from tests.rules.conftest import check_text, edit_valid, strip_marks


def test_a_name_is_a_text_whether_its_language_is_stated_or_not() -> None:
    record = type(entry("canal")).model_validate(entry("canal").model_dump() | {"names": ("Canal", {"el": "Διώρυγα"})})
    assert record.names == ("Canal", "Διώρυγα")
    assert isinstance(record.names[1], LanguageName)
    assert record.names[1].language == "el"
    assert json.loads(record.model_dump_json())["names"] == ["Canal", "Διώρυγα"]


@pytest.mark.parametrize(
    "name", [1, None, {}, {"el": 1}, {"Greek": "Διώρυγα"}, {"el": "Διώρυγα", "ru": "Канал"}, ("a",)]
)
def test_anything_else_is_no_name(name: object) -> None:
    with pytest.raises(ValidationError, match="a name, or "):
        type(entry("canal")).model_validate(entry("canal").model_dump() | {"names": (name,)})


def test_a_language_without_a_name_is_a_problem_with_its_position() -> None:
    text, positions = strip_marks(edit_valid(("names: [Dry year]", "names: [Dry year, ¦{Greek: Ξηρασία}]")))
    message = "wrong-type: expected a name, or {el: Διώρυγα} to state its language, found a record; put it in quotes"
    assert check_text(text) == [f"{positions[0]}: {message}"]
    assert check_text(edit_valid(("names: [Dry year]", "names: [Dry year, {el: Ξηρασία}]"))) == []
    duplicate = check_text(edit_valid(("names: [Dry year]", "names: [Dry year, {en: Dry Year}]")))
    assert ["duplicate-name" in problem for problem in duplicate] == [True]
