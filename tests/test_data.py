"""The real data, record by record: complete, values_with_marker, and nothing of our timeline in the other one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from macros.cli import permalinks_text
from macros.scenario.dates import date_bounds
from macros.scenario.fields import Record, TextFormat, values_with_marker
from macros.scenario.loader import load_file
from macros.scenario.model import About, Claim, Entry, Gap, Life, Link, Sentence, Thread, Undrawn, Within
from macros.scenario.permalinks import PERMALINKS_FILE
from tests.conftest import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.model import Scenario

DRAFT = load_file(DATA)
CLAIMS_IN = {
    f"p{paragraph}-s{number}": claims
    for paragraph, counts in enumerate([(7, 17, 10, 7, 13), (11, 7, 9), (7, 7, 4, 16), (10,), (5,)], start=1)
    for number, claims in enumerate(counts, start=1)
}
OF_THIS_TIMELINE = (Sentence, Claim, Entry, Within, Link, Thread)
NOT_IN_THIS_TIMELINE = re.compile(
    r"\b(Stalin|Liu Shaoqi|Deng Xiaoping|Zhou Enlai|Peng Dehuai|Zeng Xisheng|Li Zhisui|Lushan|Anti-Rightist"
    r"|procurement|canteens?|communes?)\b"
)
HEDGES = re.compile(
    r"\b(presumabl[ey]|appear|appears|apparently|implie[sd]|implies|inferred|infer|must|seems?|suggests?|taken|read"
    r"|treated|probably|likely|may|might|so to speak|evidently|left unsaid|not said|therefore|without saying|means?)\b"
)
NODE_DATES = {
    "trotsky-death": "1942",
    "tukhachevsky-control": "1942/1949",
    "demilitarisation": "1956",
    "mao-learns-1959": "1959",
}


def texts_of_this_timeline() -> Iterator[tuple[str, str]]:
    for place, record in DRAFT.records:
        if isinstance(record, OF_THIS_TIMELINE):
            for field, text in values_with_marker(record, TextFormat.MARKDOWN, TextFormat.TITLE):
                yield ".".join(map(str, (*place, *field))), text


def test_the_account_is_taken_apart_whole(scenario: Scenario) -> None:
    assert [sentence.id for sentence in scenario.sentences] == list(CLAIMS_IN)
    gone = {record.id for record in scenario.retired if record.section == "claims"}
    claims = [claim for sentence in scenario.sentences for claim in sentence.claims]
    assert Counter(claim.basis for claim in claims).total() + len(gone) >= 102 + 28
    for sentence in scenario.sentences:
        told = {claim.id for claim in sentence.claims} | {name for name in gone if name.startswith(f"{sentence.id}-")}
        assert told == {f"{sentence.id}-c{number}" for number in range(1, len(told) + 1)}
        assert len(told) >= CLAIMS_IN[sentence.id]


def test_every_section_is_complete_and_may_grow(scenario: Scenario) -> None:
    kinds = Counter(entry.kind for entry in scenario.entries)
    assert kinds.pop("person") >= 5
    assert kinds.pop("group") >= 11
    assert kinds.total() >= 46
    links = Counter((link.relation, link.basis) for link in scenario.links)
    assert links >= Counter({("cause", "stated"): 34, ("cause", "implied"): 16, ("in-spite-of", "stated"): 1})
    statuses = Counter(record.status for record in scenario.our_timeline)
    assert statuses >= Counter({"same": 17, "altered": 13, "disputed": 11, "invented": 5})
    assert [question.id for question in scenario.questions][:30] == [f"q{number}" for number in range(1, 31)]
    assert Counter(reference.confirmed for reference in scenario.references) >= Counter({True: 30, False: 15})
    sections = {"undrawn": 11, "departures": 7, "terms": 20, "notices": 10, "checks": 15, "myths": 4}
    assert all(len(getattr(scenario, section)) >= count for section, count in sections.items())


def test_every_happening_is_compared_with_our_timeline_and_nobody_else(scenario: Scenario) -> None:
    happenings = {entry.id for entry in scenario.entries if entry.kind not in {"person", "group"}}
    assert {record.entry for record in scenario.our_timeline} == happenings


def test_every_person_has_both_lives_and_nothing_else_has(scenario: Scenario) -> None:
    assert {entry.id for entry in scenario.entries if entry.life} == {
        entry.id for entry in scenario.entries if entry.kind == "person"
    }


def test_only_what_the_account_dates_has_a_date(scenario: Scenario) -> None:
    assert {entry.id: entry.date for entry in scenario.entries if entry.date} == NODE_DATES


def test_the_toll_is_a_range_with_no_midpoint(scenario: Scenario) -> None:
    toll = scenario.toll
    assert (toll.account.low, toll.account.high) == (15, 55)
    assert [(estimate.low, estimate.high) for estimate in toll.estimates] == [
        *((15, 15), (23, 23), (30, 30), (32.5, 32.5), (36, 36), (45, None), (55, 55), (16.5, 45)),
    ]
    assert [estimate.id for estimate in toll.estimates if estimate.unverified] == ["yu-xiguang"]


@pytest.mark.parametrize(("place", "text"), list(texts_of_this_timeline()))
def test_nothing_of_our_history_slips_into_this_timeline(place: str, text: str) -> None:
    assert NOT_IN_THIS_TIMELINE.findall(text) == [], place
    assert set(re.findall(r"\b1[89]\d\d\b", text)) <= {"1942", "1949", "1956", "1959"}, place


@pytest.mark.parametrize("claim", [claim for _, claim, _ in DRAFT.claims()], ids=lambda claim: claim.id)
def test_a_claim_is_a_whole_sentence_and_hedged_where_it_is_implied(claim: Claim) -> None:
    assert claim.text[0].isupper() or claim.text[0] in "'\""
    assert claim.text.endswith((".", ".'"))
    if claim.basis == "implied":
        assert HEDGES.search(claim.text), claim.text


@pytest.mark.parametrize("entry", [entry for _, entry in DRAFT.records_of(Entry)], ids=lambda entry: entry.id)
def test_a_lead_is_one_to_five_short_sentences_in_whole_words(entry: Entry) -> None:
    sentences = re.findall(r"[.?!](?=\s|$)", entry.lead)
    assert 1 <= len(sentences) <= 4, entry.lead
    assert entry.lead.endswith(".")


@pytest.mark.parametrize(
    "link", [link for _, link in DRAFT.records_of(Link)], ids=lambda link: f"{link.cause}--{link.effect}"
)
def test_a_link_rests_on_sentences_that_speak_of_its_ends(link: Link, scenario: Scenario) -> None:
    spoken = {
        name
        for sentence in scenario.sentences
        if sentence.id in link.locators
        for claim in sentence.claims
        for name in claim.entries
    }
    assert {link.cause, link.effect} & spoken


def test_the_names_of_the_setting_are_searchable_in_their_own_scripts(scenario: Scenario) -> None:
    names = {name for entry in scenario.entries for name in entry.names}
    assert {"毛泽东", "大跃进", "土法炼钢", "除四害", "三年大饥荒", "百花运动", "GLF", "CCP", "Никита Хрущёв"} <= names


def test_bounds_of_our_own_have_reasons_and_never_narrow_to_a_year(scenario: Scenario) -> None:
    bounds = {entry.id: entry.within for entry in scenario.entries if entry.within}
    assert bounds["great-leap-forward"].date == "[1956..1959]"
    for name, within in bounds.items():
        begins, ends = date_bounds(within.date).begins_earliest, date_bounds(within.date).ends_latest
        assert within.locators, name
        assert begins is None or ends is None or begins[0] < ends[0], name


def test_every_section_of_the_model_has_records() -> None:
    types = {type(record) for _, record in DRAFT.records}
    shapes = {shape for shape in Record.__subclasses__() if shape.__module__.startswith("macros.")}
    assert {shape.__name__ for shape in shapes - types} <= {"Retired"}
    assert {About, Life, Undrawn, Gap} <= types


def test_every_address_is_listed_for_good() -> None:
    listed = (DATA.parent / PERMALINKS_FILE).read_text(encoding="utf-8")
    assert listed == permalinks_text(), "run: make permalinks"


def test_revisions_begin_with_the_first_publication(scenario: Scenario) -> None:
    first = scenario.revisions[-1]
    assert first.id == "first-publication"
    assert len(first.entries) == 62
