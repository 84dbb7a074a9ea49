from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from macros.analysis.claim_index import build_claim_index, count_coverage
from macros.scenario.model import Claim, Sentence
from tests.analysis.graphs import link

if TYPE_CHECKING:
    from macros.scenario.model import Scenario


def claim(name: str, basis: str, entries: tuple[str, ...], people: tuple[str, ...] = ()) -> Claim:
    return Claim(id=name, text="It was.", kind="event", basis=basis, date=None, entries=entries, people=people)


def sentence(name: str, *claims: Claim) -> Sentence:
    return Sentence(id=name, restated="It was so.", claims=claims)


def told(scenario: Scenario, *sentences: Sentence) -> Scenario:
    return scenario.model_copy(update={"sentences": sentences})


def test_what_the_account_was_taken_apart_into_is_counted_by_basis(scenario: Scenario) -> None:
    told_so = sentence("p1-s1", claim("p1-s1-c1", "implied", ("war",)), claim("p1-s1-c2", "stated", ("war",)))
    found = count_coverage(told(scenario, told_so, sentence("p1-s2", claim("p1-s2-c1", "stated", ("gap",)))))
    assert (found.sentences, found.entries) == (2, len(scenario.entries))
    assert found.claims == {"stated": 2, "implied": 1, "editorial": 0}
    assert sum(found.links.values()) == len(scenario.links)


def test_a_basis_that_nothing_has_is_counted_as_none(scenario: Scenario) -> None:
    bare = scenario.model_copy(update={"sentences": (), "links": (link("a", "b", basis="implied"),)})
    assert count_coverage(bare).claims == {"stated": 0, "implied": 0, "editorial": 0}
    assert count_coverage(bare).links == {"stated": 0, "implied": 1, "editorial": 0}


def test_claims_are_found_by_everything_they_are_about_in_the_order_of_the_account(scenario: Scenario) -> None:
    first = claim("p1-s1-c1", "implied", ("war",), ("mao",))
    second = claim("p1-s2-c1", "stated", ("gap", "war"))
    third = claim("p1-s2-c2", "stated", ("war",))
    found = build_claim_index(told(scenario, sentence("p1-s1", first), sentence("p1-s2", second, third)))
    assert found.claims == {"war": (first, second, third), "mao": (first,), "gap": (second,)}
    assert found.sentence_of == {"p1-s1-c1": "p1-s1", "p1-s2-c1": "p1-s2", "p1-s2-c2": "p1-s2"}


def test_a_sentence_is_named_once_however_many_of_its_claims_are_about_an_entry(scenario: Scenario) -> None:
    claims = [claim(f"p2-s1-c{number}", "stated", ("war", "mao"), ("mao",)) for number in range(1, 4)]
    found = build_claim_index(told(scenario, sentence("p2-s1", *claims)))
    assert found.locators == {"war": ("p2-s1",), "mao": ("p2-s1",)}
    assert found.claims["mao"] == tuple(claims)


def test_an_entry_is_stated_where_any_claim_states_it(scenario: Scenario) -> None:
    told_so = sentence("p1-s1", claim("p1-s1-c1", "implied", ("war", "gap")), claim("p1-s1-c2", "stated", ("war",)))
    found = build_claim_index(told(scenario, told_so))
    assert found.basis("war") == "stated"
    assert found.basis("gap") == "implied"
    assert found.basis("nothing-is-said-of-it") == "implied"


def test_every_entry_of_the_real_data_has_claims_and_the_sentences_of_these(scenario: Scenario) -> None:
    found = build_claim_index(scenario)
    order = [one.id for one in scenario.sentences]
    for entry in scenario.entries:
        claims = found.claims[entry.id]
        locators = found.locators[entry.id]
        assert {found.sentence_of[one.id] for one in claims} == set(locators)
        assert sorted(locators, key=order.index) == list(dict.fromkeys(locators))
        assert found.basis(entry.id) == ("stated" if any(one.basis == "stated" for one in claims) else "implied")


def test_every_claim_of_the_real_data_is_found_in_the_sentence_that_its_id_names(scenario: Scenario) -> None:
    found = build_claim_index(scenario)
    claims = list(chain.from_iterable(one.claims for one in scenario.sentences))
    assert found.sentence_of == {one.id: one.id.rpartition("-")[0] for one in claims}
