"""What the guide takes from the data and the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.guide import FIRST_DAY, example_ids, vocabularies
from macros.scenario.model import RetiredRecord, Scenario
from macros.scenario.vocabularies import ENTRY_KIND
from tests.conftest import ROOT
from tests.pages import factories

if TYPE_CHECKING:
    from macros.pages.scenario_index import ScenarioIndex


def retire(section: str, record_id: str) -> RetiredRecord:
    return RetiredRecord(section=section, id=record_id, was="It.", why="So.")


def test_examples_name_what_is_there_and_what_was_never_there(index: ScenarioIndex) -> None:
    retired = (retire("claims", "p1-s1-c5"), retire("questions", "q5"), retire("sentences", "p7-s2"))
    scenario = index.scenario.model_copy(update={"retired": retired})
    ids = example_ids(scenario)
    assert ids["thread"] in index.threads
    assert not index.entries[ids["entry"]].is_actor
    assert ids["sentence"] == scenario.sentences[0].id
    assert [ids["claim"], ids["retired-claim"]] == ["p1-s1-c4", "p1-s1-c6"]
    assert ids["question"] not in {"q5", *(question.id for question in scenario.questions)}
    assert ids["new-sentence"] == "p8-s1"
    assert ids["day"] == scenario.revisions[0].date


def test_examples_stand_in_an_empty_story_too() -> None:
    scenario = factories.full_scenario("Title")
    empty: dict[str, tuple[()]] = {name: () for name, value in scenario if isinstance(value, tuple)}
    ids = example_ids(scenario.model_copy(update=empty))
    assert all(ids.values())
    assert ids["day"] == FIRST_DAY


def test_the_guide_explains_every_vocabulary_and_every_section() -> None:
    assert vocabularies()["entry-kind"] == ENTRY_KIND.descriptions
    assert list(vocabularies()["sections"]) == list(Scenario.model_fields)
    assert all(meaning for meanings in vocabularies().values() for meaning in meanings.values())
    guide = (ROOT / "docs" / "contribute.md").read_text(encoding="utf-8")
    assert [name for name in vocabularies() if f'vocabulary("{name}")' not in guide] == []
