from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.pages import text
from macros.pages.timeline_views import BoundView, Period, bound_views, people_ids_of, periods, undated_periods
from macros.pages.views import (
    MAX_OUTLINE_LINES,
    entry_view,
    example_chain,
    most_linked,
    reading_time,
    related_entries,
    sort_by_title,
)
from macros.scenario.model import Passage
from tests.analysis.graphs import dags
from tests.pages.factories import build_index, entry, gap, link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macros.pages.scenario_index import ScenarioIndex

DATES = st.sampled_from(["1942", "1956", "1956~", "1956?", "1956-02", "1956/..", "/1956", "1942/1949", "1956/1959"])
WITHIN = st.sampled_from(["[1956..1959]", "[..1959]", "[1956..]", "[1942..1956]"])


def test_titles_sort_without_accents_and_in_either_case() -> None:
    titles = ["Ἅλωσις", "Βενετία", "Éire", "east", "Zara", "Ohio", "Ōsaka", "Πάτρα", "Άρτα"]
    in_order = ["east", "Éire", "Ohio", "Ōsaka", "Zara", "Ἅλωσις", "Άρτα", "Βενετία", "Πάτρα"]
    assert [item.title for item in sort_by_title(entry(title, title) for title in titles)] == in_order


def test_the_example_is_a_chain_to_the_most_linked_effect() -> None:
    entries = [entry(name, name) for name in "abcde"]
    links = [link("b", "c"), link("a", "c"), link("e", "c"), link("d", "a")]
    assert example_chain(build_index(entries, links)) == ("d", "c")
    assert example_chain(build_index(entries, [link("a", "b", relation="in-spite-of")])) == ("a", "a")


def ids(records: Iterable[object]) -> list[str]:
    return [str(record.id) for record in records if hasattr(record, "id")]


def positions(timeline: Iterable[Period]) -> dict[str, tuple[int, int]]:
    """Return the position of each entry of a timeline: that of its period, and its own in the period."""
    return {
        event.id: (index, position)
        for index, period in enumerate(timeline)
        for position, event in enumerate(period.entries)
    }


@st.composite
def indexes(draw: st.DrawFn, *, dated: bool) -> ScenarioIndex:
    graph = draw(dags(max_size=6))
    entries = []
    for entry_id in graph.ids:
        date = draw(st.none() | DATES) if dated else None
        entries.append(entry(entry_id, date=date, within=None if date else draw(st.none() | WITHIN)))
    links = {(item.cause, item.effect): item for item in graph.links}
    return build_index(entries, links.values())


def test_an_entry_view_has_causes_and_effects(index: ScenarioIndex) -> None:
    view = entry_view(index, "great-thirst")
    assert view.entry is index.entries["great-thirst"]
    assert {item.effect for item in view.causes} == {"great-thirst"}
    assert {"well-draining", "no-turning-back"} <= {item.cause for item in view.causes}
    assert "thirst-deaths" in {item.effect for item in view.effects}


def test_an_undated_entry_has_bounds_from_its_causes(index: ScenarioIndex) -> None:
    earliest, latest = bound_views(index, "great-thirst")
    assert earliest is not None
    assert earliest.label == "1648"
    assert earliest.within is None
    assert earliest.path[0] == "isthmus-canal"
    assert "great-thirst" not in earliest.path
    assert latest is None


def test_indexes_by_entry_have_the_records_that_name_it(index: ScenarioIndex) -> None:
    entry_id = "great-thirst"
    assert index.claim_index.basis(entry_id) == "stated"
    assert "thirst-deaths" in index.causal_graph.find_dominated(entry_id)
    causes, _ = index.causal_graph.build_outline(entry_id, "causes", MAX_OUTLINE_LINES)
    assert {"no-turning-back", "isthmus-canal"} <= {branch.entry_id for branch in causes}
    effects, _ = index.causal_graph.build_outline(entry_id, "effects", MAX_OUTLINE_LINES)
    assert [branch.entry_id for branch in effects] == ["thirst-deaths"]
    assert index.history_by_entry[entry_id].entry == entry_id
    for records in (index.departures_by_entry, index.gaps_by_entry, index.questions_by_entry):
        assert all(entry_id in record.entries for record in records.get(entry_id, ()))


def test_links_are_sorted_by_basis_then_by_order_in_the_file() -> None:
    causes = [link("a", "x", basis="implied"), link("b", "x"), link("c", "x", basis="editorial"), link("d", "x")]
    index = build_index(map(entry, "xabcd"), causes)
    assert [item.cause for item in entry_view(index, "x").causes] == ["b", "d", "a", "c"]


def test_the_view_of_a_person_has_the_entries_of_their_claims(index: ScenarioIndex) -> None:
    view = entry_view(index, "loukas-laskaris")
    related = related_entries(index, view.entry)
    assert "laskaris-regency" in ids(related)
    assert "loukas-laskaris" not in ids(related)
    assert view.causes == view.effects == ()


def test_a_person_appears_in_what_their_text_names_and_in_what_names_them() -> None:
    entries = [entry("anna", kind="person", lead="Anna saw the [[siege]] with [[ben]]."), entry("siege")]
    entries += [entry("sortie", lead="[[anna]] led it."), entry("ben", kind="person"), entry("peace", lead="[[siege]]")]
    index = build_index(entries, [])
    assert ids(related_entries(index, index.entries["anna"])) == ["siege", "sortie"]
    assert ids(related_entries(index, index.entries["siege"])) == []


def test_the_view_of_an_event_has_the_people_of_its_claims(index: ScenarioIndex) -> None:
    related = related_entries(index, index.entries["laskaris-regency"])
    assert "loukas-laskaris" in ids(related)
    assert {other.kind for other in related} <= {"person", "group"}


def test_an_entry_concerns_the_people_of_its_claims_and_of_its_links(index: ScenarioIndex) -> None:
    assert related_entries(index, index.entries["pilots-death"]) == ()
    assert people_ids_of(index, index.entries["pilots-death"]) == {"loukas-laskaris"}
    assert people_ids_of(index, index.entries["distrust-of-the-league"]) >= {"the-league", "ivan-belsky"}
    assert people_ids_of(index, index.entries["thirst-deaths"]) == frozenset()


def test_what_has_no_date_and_one_bound_at_most_is_undated(index: ScenarioIndex) -> None:
    undated = undated_periods(index)
    assert [period.label for period in undated] == ["1774 or earlier", "no bound on either side", "1648 or later"]
    assert "great-thirst" in ids(entry for period in undated for entry in period.entries)
    assert [period for period in periods(index) if period in undated] == list(undated)


def test_in_spite_of_links_are_on_both_pages_and_cause_nothing(index: ScenarioIndex) -> None:
    links = index.in_spite_of_by_entry
    assert links["report-of-1774"] == links["digging-continued"]
    assert [link.cause for link in links["report-of-1774"]] == ["report-of-1774"]
    assert "report-of-1774" not in {link.cause for link in entry_view(index, "digging-continued").causes}


def test_a_dated_entry_has_no_bounds(index: ScenarioIndex) -> None:
    assert index.entries["league-disarms"].date == "1648"
    assert bound_views(index, "league-disarms") == (None, None)


def test_previous_and_next_lead_through_each_thread_once(index: ScenarioIndex) -> None:
    for neighbours in index.entries_by_thread.values():
        views = [entry_view(index, neighbour.id) for neighbour in neighbours]
        assert views[0].previous is None
        assert views[-1].next is None
        for view, following in pairwise(views):
            assert view.next is following.entry
            assert following.previous is view.entry


def test_each_link_is_on_the_pages_of_its_two_ends_only(index: ScenarioIndex) -> None:
    listed = [
        (item.cause, item.effect, entry_id)
        for entry_id in index.entries
        for view in (entry_view(index, entry_id),)
        for item in (*view.causes, *view.effects, *index.in_spite_of_by_entry.get(entry_id, ()))
    ]
    expected = [(item.cause, item.effect, end) for item in index.scenario.links for end in (item.cause, item.effect)]
    assert sorted(listed) == sorted(expected)


def test_an_unknown_entry_has_no_view(index: ScenarioIndex) -> None:
    with pytest.raises(KeyError):
        entry_view(index, "nobody")


def test_a_bound_at_the_edge_of_a_year_is_worded_as_a_year() -> None:
    entries = [entry("a", date="1956"), entry("b"), entry("c", date="1957-02"), entry("d")]
    index = build_index(entries, [link("a", "b"), link("b", "c"), link("c", "d")])
    expected = BoundView("1956", ("a",), None), BoundView("28 February 1957", ("c",), None)
    assert bound_views(index, "b") == expected
    assert bound_views(index, "d") == (BoundView("1 February 1957", ("c",), None), None)


def test_a_stated_bound_has_its_reason_and_no_path() -> None:
    bounded = entry("a", within="[1956..]")
    index = build_index([bounded, entry("b", date="1959")], [link("a", "b")])
    assert bound_views(index, "a") == (BoundView("1956", (), bounded.within), BoundView("1959", ("b",), None))


def test_a_missing_bound_has_no_view() -> None:
    assert bound_views(build_index([entry("a")]), "a") == (None, None)


def test_the_timeline_shows_each_event_once_and_no_people(index: ScenarioIndex) -> None:
    event_ids = [event.id for period in periods(index) for event in period.entries]
    assert sorted(event_ids) == sorted(
        event.id for event in index.entries.values() if event.kind not in {"person", "group"}
    )


def test_the_timeline_shows_every_cause_above_its_effects(index: ScenarioIndex) -> None:
    position = positions(periods(index))
    for item in index.scenario.links:
        if item.relation == "cause":
            assert position[item.cause] < position[item.effect], f"{item.cause} → {item.effect}"


@given(indexes(dated=False))
def test_undated_causes_stand_above_their_effects(index: ScenarioIndex) -> None:
    position = positions(periods(index))
    assert all(
        position[item.cause] < position[item.effect] for item in index.scenario.links if item.relation == "cause"
    )


@given(indexes(dated=True))
def test_each_event_is_in_one_period_and_each_period_has_its_own_anchor(index: ScenarioIndex) -> None:
    timeline = periods(index)
    assert sorted(positions(timeline)) == sorted(index.entries)
    assert sum(len(period.entries) for period in timeline) == len(index.entries)
    assert len({period.anchor for period in timeline}) == len(timeline)
    assert len({period.label for period in timeline}) == len(timeline)
    for period in timeline:
        assert all((event.date is None) == period.is_inferred for event in period.entries)


def test_different_dates_in_one_year_have_different_anchors() -> None:
    dates = ("1956", "1956~", "1956?", "1956/..", "/1956", "../1956", "1956-02", "195X", "[1956,1957]")
    timeline = periods(build_index(entry(f"n{index}", date=date) for index, date in enumerate(dates)))
    assert len({period.anchor for period in timeline}) == len(dates)


def test_dates_with_the_same_words_share_a_period() -> None:
    dates = ("1956", "1956/1956", "[1956..1956]", "1956~", "1956-XX~", "1956/1956-03")
    timeline = periods(build_index(entry(f"n{index}", date=date) for index, date in enumerate(dates)))
    assert [(period.label, ids(period.entries)) for period in timeline] == [
        ("1956 to March 1956", ["n5"]),
        ("1956", ["n0", "n1", "n2"]),
        ("about 1956", ["n3", "n4"]),
    ]


def test_any_years_are_in_order() -> None:
    dates = (
        "../Y-17000", "Y-17000", "-9999", "-0043-03-15", "-0043-XX", "-00XX", "0000", "0000/0001", "0099", "0100",
        "{..0476}", "0999", "1956-21", "19XX/1956", "{1954..1956}", "{1956..1958}", "1958-01-01/1958-12-31", "9999",
        "Y10000", "{9998..}",
    )  # fmt: skip
    timeline = periods(build_index(entry(f"n{index}", date=date) for index, date in enumerate(dates)))
    assert [event.date for period in timeline for event in period.entries] == list(dates)


def test_periods_are_labelled_by_date_or_by_bounds() -> None:
    entries = [
        entry("dated", date="1942/1949"),
        entry("within", within="[1956..1959]"),
        entry("one-year", within="[1956..1956]"),
        entry("before", within="[..1959]"),
        entry("after", within="[1956..]"),
        entry("unbounded"),
    ]
    timeline = periods(build_index(entries))
    assert [(period.label, period.is_inferred, ids(period.entries)) for period in timeline] == [
        ("1942 to 1949", False, ["dated"]),
        ("in 1956", True, ["one-year"]),
        ("1959 or earlier", True, ["before"]),
        ("between 1956 and 1959", True, ["within"]),
        ("no bound on either side", True, ["unbounded"]),
        ("1956 or later", True, ["after"]),
    ]
    assert [period.anchor for period in timeline][:2] == ["dated-1942-to-1949", "inferred-in-1956"]


def test_entries_of_a_period_are_in_causal_order() -> None:
    entries = [entry(name, within="[1956..1959]") for name in "abc"]
    (period,) = periods(build_index(entries, [link("c", "a"), link("a", "b")]))
    assert ids(period.entries) == ["c", "a", "b"]


def test_dated_gaps_are_sorted_in_and_undated_ones_left_out() -> None:
    entries = [entry("a", date="1942/1949"), entry("b", date="1956"), entry("c", date="1959")]
    gaps = [gap("after", "1959/.."), gap("open", None), gap("between", "1949/1956"), gap("between-2", "1950")]
    timeline = periods(build_index(entries, gaps=gaps))
    assert [period.anchor for period in timeline] == [
        "dated-1942-to-1949",
        "gap-between-2",
        "gap-between",
        "dated-1956",
        "dated-1959",
        "gap-after",
    ]
    assert [ids(period.gaps) for period in timeline] == [[], ["between-2"], ["between"], [], [], ["after"]]
    assert not any(period.entries for period in timeline if period.gaps)


def test_the_gaps_of_the_scenario_are_between_their_neighbours(index: ScenarioIndex) -> None:
    timeline = periods(index)
    position = {
        record_id: position
        for position, period in enumerate(timeline)
        for record_id in ids((*period.entries, *period.gaps))
    }
    assert position["laskaris-regency"] < position["rulers-1574-1648"] < position["league-disarms"]
    assert position["report-of-1774"] < position["when-the-digging-stopped"]
    assert {record.id for period in timeline for record in period.gaps} == {
        record.id for record in index.scenario.gaps if record.date is not None
    }


def test_the_entries_with_the_most_links_of_equals_the_first_in_the_file() -> None:
    entries = [entry(name) for name in ("first", "second", "third", "fourth", "alone")]
    links = [link("first", "third"), link("second", "third"), link("third", "fourth")]
    assert most_linked(build_index(entries, ())) == []
    assert most_linked(build_index(entries, links), 3) == [(entries[2], 3), (entries[0], 1), (entries[1], 1)]


@pytest.mark.parametrize(
    ("words", "time"), [(1, "one minute"), (350, "one minute"), (370, "two minutes"), (700, "three minutes")]
)
def test_a_story_takes_as_long_as_its_words_and_those_on_what_is_real(words: int, time: str) -> None:
    real = words // 3
    passage = Passage(id="p", title="P", text="w " * (words - real), sentences=(), in_reality="w " * real or None)
    assert reading_time([passage]) == time


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("The war of 1950 was real.", "China entered it."),
        ("No *report* of 1774 is known!", "*Nobody* wrote one."),
        ("He saw [[canal|the canal. And]] wept there.", "Then he left."),
        ('They called it "the trench of 1774."', "Nobody dug it."),
        ("It was dug c. 1774 by I. Belsky and others.", "He died."),
        ("A number of 15.5 million is disputed here.", "Another is not."),
        ("A single sentence without another one.", ""),
        ("A *word that opens here. And closes* there.", ""),
        ("no capital follows this sentence here. so it is one", ""),
    ],
)
def test_the_first_sentence_of_a_text_ends_before_the_next_one(first: str, rest: str) -> None:
    assert text.split_first_sentence(f"{first} {rest}".strip()) == (first, rest)
