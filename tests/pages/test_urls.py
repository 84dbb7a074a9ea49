from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.pages import urls
from macros.scenario.permalinks import permalink
from tests.analysis.graphs import link

if TYPE_CHECKING:
    from macros.scenario.model import Scenario

SITE = "https://host.example/sub/path/"
PAGES = (
    urls.HOME,
    urls.ACCOUNT,
    urls.TIMELINE,
    urls.CAUSES,
    urls.ENTRIES,
    urls.PEOPLE,
    urls.OUR_TIMELINE,
    urls.QUESTIONS,
    urls.GLOSSARY,
    urls.REFERENCES,
    urls.CONTRIBUTE,
    urls.entry_address("mao-zedong"),
    urls.entry_address("entries"),
)
ANCHORS = (
    urls.account_address("account"),
    urls.account_address("p1-s2"),
    urls.account_address("p1-s2-c11"),
    urls.link_address(link("a-war", "a-gap")),
    permalink("questions", "q3"),
    permalink("references", "dikotter-2010"),
)
IDS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
FOLDERS = st.lists(IDS, max_size=4).map(lambda steps: "".join(f"{step}/" for step in steps))


def resolve(target: str, page: str) -> str:
    return urljoin(SITE + page, urls.relative_url(target, page))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("target", PAGES + ANCHORS)
def test_a_relative_url_resolves_under_any_sub_path(page: str, target: str) -> None:
    assert resolve(target, page) == SITE + target
    assert not urls.relative_url(target, page).startswith("/")


@given(FOLDERS, FOLDERS, st.none() | IDS)
def test_a_relative_url_resolves_at_any_depth(page: str, folder: str, anchor: str | None) -> None:
    target = f"{folder}#{anchor}" if anchor else folder
    assert resolve(target, page) == SITE + target


@given(target=st.lists(st.sampled_from("abc"), max_size=3), start=st.lists(st.sampled_from("abc"), max_size=3))
@pytest.mark.parametrize("is_folder", [False, True])
def test_relative_urls_equal_those_of_the_standard_library(
    target: list[str], start: list[str], *, is_folder: bool
) -> None:
    path, page = "/".join(target), "".join(f"{part}/" for part in start)
    relative = urls.relative_url(f"{path}/" if is_folder and path else path, page)
    assert relative.rstrip("/") == posixpath.relpath(path or ".", page or ".")


def test_a_link_within_a_page_is_only_its_anchor() -> None:
    assert urls.relative_url("account/#p1-s1", "account/") == "#p1-s1"
    assert urls.relative_url("#threads", "") == "#threads"


def test_relative_urls_are_as_short_as_possible() -> None:
    assert urls.relative_url("account/#p1-s1", "entries/mao-zedong/") == "../../account/#p1-s1"
    assert urls.relative_url("entries/b/", "entries/a/") == "../b/"
    assert urls.relative_url("entries/a/", "entries/") == "a/"
    assert urls.relative_url("", "entries/") == "../"
    assert urls.relative_url("entries/", "entries/") == "./"


def test_the_address_of_the_whole_account_is_its_page() -> None:
    assert urls.account_address("account") == urls.ACCOUNT
    assert urls.account_address("p1-s2") == "account/#p1-s2"


def test_no_two_records_share_an_address(scenario: Scenario) -> None:
    addresses = [urls.entry_address(record.id) for record in scenario.entries]
    addresses += [urls.link_address(record) for record in scenario.links]
    addresses += [permalink("questions", record.id) for record in scenario.questions]
    addresses += [permalink("references", record.id) for record in scenario.references]
    addresses += [urls.account_address(record.id) for record in scenario.sentences]
    addresses += [urls.account_address(claim.id) for record in scenario.sentences for claim in record.claims]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize(
    ("configured", "site_url"),
    [
        ("https://host.example/sub", "https://host.example/sub/"),
        ("https://host.example/", "https://host.example/"),
        ("", urls.PLACEHOLDER),
        (None, urls.PLACEHOLDER),
    ],
)
def test_the_address_of_the_site_ends_in_a_slash(configured: str | None, site_url: str) -> None:
    assert urls.full_site_url(configured) == site_url
