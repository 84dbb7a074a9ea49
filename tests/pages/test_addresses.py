from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.pages import addresses
from tests.analysis.graphs import STEADY, link

if TYPE_CHECKING:
    from macros.lore.model import Scenario

SITE = "https://host.example/sub/path/"
PAGES = (
    addresses.HOME,
    addresses.ACCOUNT,
    addresses.TIMELINE,
    addresses.CAUSES,
    addresses.ENTRIES,
    addresses.PEOPLE,
    addresses.OUR_TIMELINE,
    addresses.QUESTIONS,
    addresses.GLOSSARY,
    addresses.REFERENCES,
    addresses.CONTRIBUTE,
    addresses.entry("mao-zedong"),
    addresses.entry("entries"),
)
PLACES = (
    addresses.in_account("account"),
    addresses.in_account("p1-s2"),
    addresses.in_account("p1-s2-c11"),
    addresses.causal_link(link("a-war", "a-gap")),
    addresses.question("q3"),
    addresses.reference("dikotter-2010"),
)
NAMES = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
FOLDERS = st.lists(NAMES, max_size=4).map(lambda steps: "".join(f"{step}/" for step in steps))


def arrive(target: str, page: str) -> str:
    return urljoin(SITE + page, addresses.relative(target, page))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("target", PAGES + PLACES)
def test_a_link_between_any_two_addresses_arrives_under_any_sub_path(page: str, target: str) -> None:
    assert arrive(target, page) == SITE + target
    assert not addresses.relative(target, page).startswith("/")


@STEADY
@given(FOLDERS, FOLDERS, st.none() | NAMES)
def test_a_link_between_pages_at_any_depth_arrives(page: str, folder: str, anchor: str | None) -> None:
    target = f"{folder}#{anchor}" if anchor else folder
    assert arrive(target, page) == SITE + target


def test_a_link_within_a_page_is_its_anchor_alone() -> None:
    assert addresses.relative("account/#p1-s1", "account/") == "#p1-s1"
    assert addresses.relative("#threads", "") == "#threads"


def test_links_read_as_one_would_write_them() -> None:
    assert addresses.relative("account/#p1-s1", "entries/mao-zedong/") == "../../account/#p1-s1"
    assert addresses.relative("entries/b/", "entries/a/") == "../b/"
    assert addresses.relative("entries/a/", "entries/") == "a/"
    assert addresses.relative("", "entries/") == "../"
    assert addresses.relative("entries/", "entries/") == "./"


def test_the_whole_account_is_its_page() -> None:
    assert addresses.in_account("account") == addresses.ACCOUNT
    assert addresses.in_account("p1-s2") == "account/#p1-s2"


def test_no_two_records_of_the_real_data_share_an_address(scenario: Scenario) -> None:
    found = [addresses.entry(record.id) for record in scenario.entries]
    found += [addresses.causal_link(record) for record in scenario.links]
    found += [addresses.question(record.id) for record in scenario.questions]
    found += [addresses.reference(record.id) for record in scenario.references]
    found += [addresses.in_account(record.id) for record in scenario.sentences]
    found += [addresses.in_account(claim.id) for record in scenario.sentences for claim in record.claims]
    assert len(set(found)) == len(found)
