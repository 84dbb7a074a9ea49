"""The real data, record by record: whole sentences, hedged claims, and nothing of our timeline in the other one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from macros.cli import permalinks_text
from macros.scenario.dates import date_bounds
from macros.scenario.fields import TextFormat
from macros.scenario.loader import load_file
from macros.scenario.model import Claim, Entry, Link, Sentence, Thread, Within
from macros.scenario.permalinks import PERMALINKS_FILE
from tests.conftest import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.scenario.model import Scenario

DRAFT = load_file(DATA)
OF_THIS_TIMELINE = (Sentence, Claim, Entry, Within, Link, Thread)
NOT_IN_THIS_TIMELINE = re.compile(
    r"\b(Stalin|Liu Shaoqi|Deng Xiaoping|Zhou Enlai|Peng Dehuai|Zeng Xisheng|Li Zhisui|Lushan|Anti-Rightist"
    r"|procurement|canteens?|communes?)\b"
)
HEDGES = re.compile(
    r"\b(presumabl[ey]|appear|appears|apparently|implie[sd]|implies|inferred|infer|must|seems?|suggests?|taken|read"
    r"|treated|probably|likely|may|might|so to speak|evidently|left unsaid|not said|therefore|without saying|means?)\b"
)


def texts_of_this_timeline() -> Iterator[tuple[str, str]]:
    for path, record, text in DRAFT.values_with_marker(TextFormat.MARKDOWN, TextFormat.TITLE, where=bool):
        if isinstance(record, OF_THIS_TIMELINE):
            yield ".".join(map(str, path)), text


def test_only_happenings_are_compared_with_our_timeline(real_scenario: Scenario) -> None:
    happenings = {entry.id for entry in real_scenario.entries if entry.kind not in {"person", "group"}}
    assert {record.entry for record in real_scenario.our_timeline} <= happenings


def test_every_person_has_both_lives_and_nothing_else_has(real_scenario: Scenario) -> None:
    assert {entry.id for entry in real_scenario.entries if entry.life} == {
        entry.id for entry in real_scenario.entries if entry.kind == "person"
    }


@pytest.mark.parametrize(("place", "text"), list(texts_of_this_timeline()))
def test_nothing_of_our_history_slips_into_this_timeline(place: str, text: str) -> None:
    assert NOT_IN_THIS_TIMELINE.findall(text) == [], place


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
def test_a_link_rests_on_sentences_that_speak_of_its_ends(link: Link, real_scenario: Scenario) -> None:
    spoken = {
        name
        for sentence in real_scenario.sentences
        if sentence.id in link.locators
        for claim in sentence.claims
        for name in claim.entries
    }
    assert {link.cause, link.effect} & spoken


def test_bounds_of_our_own_have_reasons_and_never_narrow_to_a_year(real_scenario: Scenario) -> None:
    bounds = {entry.id: entry.within for entry in real_scenario.entries if entry.within}
    for name, within in bounds.items():
        begins, ends = date_bounds(within.date).begins_earliest, date_bounds(within.date).ends_latest
        assert within.locators, name
        assert begins is None or ends is None or begins[0] < ends[0], name


def test_every_address_is_listed_for_good() -> None:
    listed = (DATA.parent / PERMALINKS_FILE).read_text(encoding="utf-8")
    assert listed == permalinks_text(), "run: make permalinks"
