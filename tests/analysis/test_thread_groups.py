from __future__ import annotations

from macros.analysis.thread_groups import build_thread_groups
from tests.pages.factories import link

THREADS = {"a": "first", "b": "first", "c": "second", "d": "second", "e": "third", "alone": "none"}
ORDER = ("a", "b", "c", "d", "e", "alone")


def test_a_group_has_the_linked_entries_of_its_thread_and_counts_links_into_them() -> None:
    groups = build_thread_groups(ORDER, THREADS, [link("a", "b"), link("a", "c"), link("c", "d"), link("d", "b")])
    assert [(group.id, group.entry_ids, group.link_count) for group in groups] == [
        ("first", ("a", "b"), 2),
        ("second", ("c", "d"), 2),
    ]


def test_the_main_source_is_the_earlier_thread_of_most_causes() -> None:
    links = [link("a", "e"), link("c", "e"), link("d", "e"), link("e", "a")]
    main_sources = {group.id: group.main_source_id for group in build_thread_groups(ORDER, THREADS, links)}
    assert main_sources == {"first": None, "second": None, "third": "second"}


def test_the_first_of_equal_threads_is_the_main_source_and_only_causes_count() -> None:
    links = [link("c", "e"), link("a", "e"), link("d", "e", "in-spite-of")]
    assert [group.main_source_id for group in build_thread_groups(ORDER, THREADS, links)][-1] == "first"


def test_a_group_is_stated_where_any_link_from_its_main_source_is() -> None:
    both = [link("a", "c", basis="implied"), link("b", "d")]
    assert [group.is_source_stated for group in build_thread_groups(ORDER, THREADS, both)] == [False, True]
    assert [group.is_source_stated for group in build_thread_groups(ORDER, THREADS, both[:1])] == [False, False]
