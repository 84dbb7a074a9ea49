from __future__ import annotations

from macros.analysis.thread_groups import build_thread_groups
from tests.pages.factories import link

THREADS = {"a": "one", "b": "one", "c": "two", "d": "two", "e": "three", "alone": "none"}
ORDER = ("a", "b", "c", "d", "e", "alone")


def test_a_thread_holds_its_linked_entries_and_counts_the_links_into_it() -> None:
    found = build_thread_groups(ORDER, THREADS, [link("a", "b"), link("a", "c"), link("c", "d"), link("d", "b")])
    assert [(one.id, one.entries, one.links) for one in found] == [("one", ("a", "b"), 2), ("two", ("c", "d"), 2)]


def test_a_thread_owes_most_to_the_earlier_one_that_most_of_its_causes_are_in() -> None:
    links = [link("a", "e"), link("c", "e"), link("d", "e"), link("e", "a")]
    main_source = {one.id: one.main_source for one in build_thread_groups(ORDER, THREADS, links)}
    assert main_source == {"one": None, "two": None, "three": "two"}


def test_of_threads_that_give_as_much_the_first_counts_and_what_came_in_spite_of_does_not() -> None:
    links = [link("c", "e"), link("a", "e"), link("d", "e", "in-spite-of")]
    assert [one.main_source for one in build_thread_groups(ORDER, THREADS, links)][-1] == "one"


def test_a_line_is_stated_where_any_of_its_links_is() -> None:
    both = [link("a", "c", basis="implied"), link("b", "d")]
    assert [one.stated for one in build_thread_groups(ORDER, THREADS, both)] == [False, True]
    assert [one.stated for one in build_thread_groups(ORDER, THREADS, both[:1])] == [False, False]
