from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from macros.analysis.claim_index import build_claim_index, count_by_basis
from macros.scenario.model import Claim, Sentence
from tests.analysis.graphs import link

if TYPE_CHECKING:
    from macros.scenario.model import Scenario


def claim(claim_id: str, basis: str, entries: tuple[str, ...], people: tuple[str, ...] = ()) -> Claim:
    return Claim(id=claim_id, text="It was.", kind="event", basis=basis, date=None, entries=entries, people=people)


def sentence(sentence_id: str, *claims: Claim) -> Sentence:
    return Sentence(id=sentence_id, restated="It was so.", claims=claims)


def with_sentences(scenario: Scenario, *sentences: Sentence) -> Scenario:
    return scenario.model_copy(update={"sentences": sentences})


def test_records_are_counted_by_basis_in_its_order() -> None:
    counts = count_by_basis([claim("c1", "implied", ("war",)), claim("c2", "stated", ()), claim("c3", "implied", ())])
    assert [*counts.items()] == [("stated", 1), ("implied", 2)]
    assert counts["editorial"] == 0
    assert count_by_basis([link("a", "b", basis="TODO")]) == {"TODO": 1}


def test_claims_are_indexed_by_all_their_subjects_in_the_order_of_the_account(scenario: Scenario) -> None:
    first = claim("p1-s1-c1", "implied", ("war",), ("mao",))
    second = claim("p1-s2-c1", "stated", ("gap", "war"))
    third = claim("p1-s2-c2", "stated", ("war",))
    index = build_claim_index(with_sentences(scenario, sentence("p1-s1", first), sentence("p1-s2", second, third)))
    assert index.claims == {"war": (first, second, third), "mao": (first,), "gap": (second,)}
    assert index.sentence_of == {"p1-s1-c1": "p1-s1", "p1-s2-c1": "p1-s2", "p1-s2-c2": "p1-s2"}


def test_the_locators_of_an_entry_have_no_duplicates(scenario: Scenario) -> None:
    claims = [claim(f"p2-s1-c{number}", "stated", ("war", "mao"), ("mao",)) for number in range(1, 4)]
    index = build_claim_index(with_sentences(scenario, sentence("p2-s1", *claims)))
    assert index.locators == {"war": ("p2-s1",), "mao": ("p2-s1",)}
    assert index.claims["mao"] == tuple(claims)


def test_an_entry_is_stated_where_any_claim_states_it(scenario: Scenario) -> None:
    first = sentence("p1-s1", claim("p1-s1-c1", "implied", ("war", "gap")), claim("p1-s1-c2", "stated", ("war",)))
    index = build_claim_index(with_sentences(scenario, first))
    assert index.basis("war") == "stated"
    assert index.basis("gap") == "implied"
    assert index.basis("without-claims") == "implied"


def test_every_entry_of_a_story_has_claims_and_their_sentences(scenario: Scenario) -> None:
    index = build_claim_index(scenario)
    order = [sentence.id for sentence in scenario.sentences]
    for entry in scenario.entries:
        claims = index.claims[entry.id]
        locators = index.locators[entry.id]
        assert {index.sentence_of[claim.id] for claim in claims} == set(locators)
        assert sorted(locators, key=order.index) == list(dict.fromkeys(locators))
        assert index.basis(entry.id) == ("stated" if any(claim.basis == "stated" for claim in claims) else "implied")


def test_every_claim_of_a_story_is_in_the_sentence_that_its_id_names(scenario: Scenario) -> None:
    index = build_claim_index(scenario)
    claims = list(chain.from_iterable(sentence.claims for sentence in scenario.sentences))
    assert index.sentence_of == {claim.id: claim.id.rpartition("-")[0] for claim in claims}
