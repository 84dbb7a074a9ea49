"""The real data passes every rule and keeps what its records promise; no correct edit turns a test here red."""

from __future__ import annotations

import re
import unicodedata

import pytest

from macros import rules
from macros.authoring.metadata import check_metadata
from macros.cli import permalinks_text
from macros.pages.counts import count_sections, format_count
from macros.pages.scenario_index import ScenarioIndex
from macros.scenario.loader import load_file
from macros.scenario.model import Scenario
from macros.scenario.permalinks import PERMALINKS_FILE
from tests.conftest import DATA, ROOT

END_OF_SENTENCE = {".", "!", "?", "\N{HORIZONTAL ELLIPSIS}", "\N{IDEOGRAPHIC FULL STOP}"}

NUMBERS = {format_count(number, words=words) for number in range(1, 1000) for words in (True, False)}


@pytest.fixture(scope="module")
def real_scenario() -> Scenario:
    return rules.load_scenario(DATA)[0]


def test_the_real_data_passes_every_rule() -> None:
    assert [str(problem) for problem in rules.check(load_file(DATA))] == []


def test_every_address_is_listed_for_good() -> None:
    listed = (DATA.parent / PERMALINKS_FILE).read_text(encoding="utf-8")
    assert listed == permalinks_text(), "run: make permalinks"


def test_the_files_of_the_project_agree_with_about(real_scenario: Scenario) -> None:
    assert [str(problem) for problem in check_metadata(ROOT, real_scenario)] == []


def test_about_counts_what_there_is(real_scenario: Scenario) -> None:
    counts, about = count_sections(ScenarioIndex(real_scenario)), real_scenario.about
    for noun in ("paragraphs", "sentences", "claims", "entries", "questions"):
        number = counts[noun]
        numbers = {format_count(number, words=True), format_count(number, words=False)}
        mentions = re.findall(rf"([\w,-]+) {noun}\b", f"{about.summary} {about.source}")
        wrong = [word for word in mentions if word.casefold() in NUMBERS and word.casefold() not in numbers]
        assert wrong == [], f"there are {number} {noun}: say so in `about`"


def test_a_claim_is_a_whole_sentence(real_scenario: Scenario) -> None:
    claims = [claim for sentence in real_scenario.sentences for claim in sentence.claims]
    assert [claim.id for claim in claims if not ends_a_sentence(claim.text)] == [], "end the text with a full stop"


def ends_a_sentence(text: str) -> bool:
    """Return whether the last character of a text, but for quotes, brackets and emphasis, ends a sentence."""
    marks = [mark for mark in text if mark not in "'\"*_ \n" and unicodedata.category(mark) not in {"Pe", "Pf", "Pi"}]
    return bool(marks) and marks[-1] in END_OF_SENTENCE


def test_only_a_person_has_two_lives(real_scenario: Scenario) -> None:
    others = [entry.id for entry in real_scenario.entries if entry.life and entry.kind != "person"]
    assert others == [], "take out `life`, or let `kind` be person"


def test_estimates_stand_by_their_figure_and_ranges_last(real_scenario: Scenario) -> None:
    estimates = real_scenario.estimates.estimates if real_scenario.estimates else ()
    order = sorted(estimates, key=lambda estimate: (estimate.high not in {None, estimate.low}, estimate.low))
    message = "put `estimates.estimates` in the order of `low`, ranges last"
    assert [estimate.id for estimate in estimates] == [estimate.id for estimate in order], message
