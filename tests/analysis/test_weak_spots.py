from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from macros.analysis.weak_spots import WeakSpots, find_weak_spots
from tests.analysis.graphs import link

if TYPE_CHECKING:
    from macros.scenario.model import Scenario


def ids(spots: WeakSpots) -> dict[str, list[str]]:
    """Return the ids of the records of each kind; statements about an entry have the id of the entry."""
    return {field.name: [record_id(item) for item in getattr(spots, field.name)] for field in fields(spots)}


def record_id(item: object) -> str:
    if isinstance(item, tuple):
        return str(item[0])
    return getattr(item, "id", "") or f"{getattr(item, 'cause', '')}--{getattr(item, 'effect', '')}"


def test_weak_spots_are_grouped_by_kind_in_the_order_of_the_file(scenario: Scenario) -> None:
    assert ids(find_weak_spots(scenario)) == {
        "implied_claims": [
            *("p1-s1-c2", "p1-s2-c3", "p1-s3-c3", "p2-s1-c3"),
            *("p2-s2-c2", "p3-s1-c1", "p3-s1-c2", "p3-s3-c2"),
        ],
        "implied_links": [
            "pilots-death--laskaris-regency",
            "league-disarms--league-course",
            "league-disarms--distrust-of-the-league",
            "siege-of-the-city--isthmus-canal",
            "isthmus-canal--first-trench",
            "isthmus-canal--well-draining",
            "isthmus-canal--reed-burning",
            "fall-of-the-regent--last-survey",
        ],
        "editorial_claims": ["p1-s2-c4"],
        "editorial_links": [],
        "gaps": ["rulers-1574-1648", "when-the-digging-stopped", "dates-of-the-thirst"],
        "entries_left_open": ["great-thirst"],
        "questions": ["q1", "q2", "q3"],
        "unverified_notes": ["regents-caution", "isthmus-canal"],
        "unverified_estimates": ["old-miller"],
        "unconfirmed_checks": ["guns-sold", "pilots-name"],
        "disputed_verdicts": ["league-course", "cost-of-digging", "fear-of-ridicule", "thirst-deaths"],
        "contested_estimates": ["ioannou-1990"],
        "recalled_works": ["melas-2003"],
    }


def test_a_check_of_what_a_comparison_already_doubts_is_no_second_weak_spot(scenario: Scenario) -> None:
    noted = {record.entry for record in scenario.our_timeline if record.unverified}
    (check, *_) = (
        check for check in scenario.checks if check.verdict != "confirmed" and noted.isdisjoint(check.entries)
    )
    doubled = check.model_copy(update={"id": "doubled", "entries": (min(noted),)})
    spots = find_weak_spots(scenario.model_copy(update={"checks": (check, doubled)}))
    assert ids(spots)["unconfirmed_checks"] == [check.id]


def test_editorial_links_are_weak_spots(scenario: Scenario) -> None:
    links = (link("a", "b", basis="editorial"), link("b", "c", basis="stated"), link("c", "d", basis="implied"))
    spots = ids(find_weak_spots(scenario.model_copy(update={"links": links})))
    assert (spots["editorial_links"], spots["implied_links"]) == (["a--b"], ["c--d"])


def test_a_story_without_comparisons_and_estimates_has_nothing_unverified(scenario: Scenario) -> None:
    spots = find_weak_spots(scenario.model_copy(update={"our_timeline": (), "estimates": None, "checks": ()}))
    assert (spots.unverified_notes, spots.unverified_estimates, spots.unconfirmed_checks) == ((), (), ())
    assert (spots.disputed_verdicts, spots.contested_estimates) == ((), ())
