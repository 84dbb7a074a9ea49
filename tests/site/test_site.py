"""The built site: every record is on its pages, links resolve, and no template code or misspelling shows."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from macros.pages import urls
from macros.pages.text import plain_text
from macros.scenario.permalinks import link_id
from tests.conftest import build
from tests.site.pages import address_of, all_pages, apply_typography, load_page, parse_page, words

if TYPE_CHECKING:
    from pathlib import Path

    from macros.pages.scenario_index import ScenarioIndex
    from macros.scenario.model import Scenario

HOST = "https://site.example/"
PROSE_PAGES = (
    *("", "story/", "account/", "timeline/", "causes/", "entries/", "people/", "our-timeline/"),
    *("questions/", "certainty/", "glossary/", "references/", "contribute/"),
    *("changes/", "data/", "about/"),
)
TABS = {
    "Story": "story/",
    "Timeline": "timeline/",
    "Causes": "causes/",
    "Entries": "entries/",
    "In reality": "our-timeline/",
    "About": "about/",
}
SECTIONS = {
    "entries/": ("people/", "glossary/"),
    "our-timeline/": ("references/",),
    "about/": ("account/", "certainty/", "questions/", "changes/", "data/", "contribute/"),
}
"""The pages below each tab, by the address that the tab leads to."""


def tabs_of(address: str) -> list[str]:
    """Return the address of the tab that a page belongs to; none for home and 404.html."""
    parent = next((tab for tab, pages in SECTIONS.items() if address in pages), address.partition("/")[0] + "/")
    return [parent] if parent in TABS.values() else []


def test_the_site_has_exactly_the_expected_pages(site: Path, scenario: Scenario) -> None:
    retired = [record.id for record in scenario.retired if record.section == "entries"]
    expected = {
        *PROSE_PAGES,
        "404.html",
        *map(urls.entry_address, [*(entry.id for entry in scenario.entries), *retired]),
    }
    assert {address_of(site, path) for path in all_pages(site)} == expected


def test_every_internal_link_and_anchor_resolves(site: Path) -> None:
    ids = {address_of(site, path): {*parse_page(path).xpath("//@id"), ""} for path in all_pages(site)}
    broken = []
    for path in all_pages(site):
        base = urljoin(HOST, address_of(site, path))
        for link in parse_page(path).xpath("//@href | //@src"):
            target, anchor = urldefrag(urljoin(base, link))
            if not target.startswith(HOST):
                continue
            address = unquote(urlsplit(target).path).lstrip("/")
            resolves = anchor in ids[address] if address in ids else (site / address).is_file()
            if not resolves:
                broken.append((address_of(site, path), link))
    assert broken == []


def test_every_id_is_unique_in_its_page(site: Path) -> None:
    duplicates = {
        address_of(site, path): [name for name, count in Counter(parse_page(path).xpath("//@id")).items() if count > 1]
        for path in all_pages(site)
    }
    assert {address: names for address, names in duplicates.items() if names} == {}


def test_no_template_leaks_and_no_macro_failed(site: Path) -> None:
    leak = re.compile(r"\{\{|\{%|\{#|Macro \w+ Error|\[\[")
    leaks = [
        (address_of(site, path), match.group())
        for path in all_pages(site)
        if (match := leak.search(words(parse_page(path).xpath("//main")[0])))
    ]
    documented_syntax = {("about/", "{{"), ("contribute/", "[["), ("data/", "[[")}
    assert [item for item in leaks if item not in documented_syntax] == []


def test_pages_and_styles_load_nothing_from_other_hosts(site: Path) -> None:
    resources = (
        "//script/@src | //img/@src | //iframe/@src | //link[@rel!='canonical' and @rel!='next' and @rel!='prev']/@href"
    )
    external_links = [
        (address_of(site, path), link)
        for path in all_pages(site)
        for link in parse_page(path).xpath(resources)
        if urlsplit(link).netloc
    ]
    external_urls = [
        (sheet.name, url)
        for sheet in (site / "assets").rglob("*.css")
        for url in re.findall(r"url\(\s*['\"]?((?:https?:)?//[^)]*)", sheet.read_text(encoding="utf-8"))
    ]
    assert (external_links, external_urls) == ([], [])


def test_every_page_has_a_title_and_a_description_of_its_own(site: Path) -> None:
    titles, descriptions = Counter[str](), Counter[str]()
    for path in all_pages(site):
        if path.name == "404.html":
            continue
        tree = parse_page(path)
        titles.update(tree.xpath("//title/text()"))
        (description,) = tree.xpath("//meta[@name='description']/@content")
        assert 40 <= len(description) <= 160, (path, description)
        descriptions[description] += 1
    assert [text for text, count in (titles + descriptions).items() if count > 1] == []


def test_every_page_has_the_fiction_label(site: Path, scenario: Scenario) -> None:
    unlabelled = [
        path
        for path in all_pages(site)
        if scenario.about.fiction_label not in words(parse_page(path).xpath("//*[@class='fiction-label']")[0])
    ]
    assert unlabelled == []


def test_every_page_has_six_tabs_and_marks_the_one_that_it_belongs_to(site: Path) -> None:
    home = f"{HOST}{{}}".format
    tabs = [home(address) for address in TABS.values()]
    for path in all_pages(site):
        page, address = parse_page(path), address_of(site, path)
        links = page.xpath("//nav[@class='md-tabs']//a")
        assert [words(link) for link in links] == [*TABS], path
        assert [urljoin(home(address), link.get("href")) for link in links] == tabs, path
        active = page.xpath("//li[contains(@class, 'md-tabs__item--active')]//a/@href")
        assert [urljoin(home(address), href) for href in active] == [home(tab) for tab in tabs_of(address)], path


def test_a_page_lists_the_other_pages_of_its_tab(site: Path) -> None:
    def siblings(address: str) -> list[str]:
        return [*load_page(site, address).xpath("//nav[contains(@class, 'siblings')]//a/@href")]

    assert siblings("glossary/") == ["../entries/", "../people/", "./"]
    assert len(siblings("about/")) == len(siblings("contribute/")) == len(SECTIONS["about/"]) + 1
    assert siblings("story/") == siblings("") == siblings("entries/great-thirst/") == []


def test_every_page_answers_a_strangers_questions_in_one_step(site: Path) -> None:
    for path in all_pages(site):
        page = parse_page(path)
        home = HOST + address_of(site, path)
        (label,) = page.xpath("//*[@class='md-banner' or @class='md-banner__inner']//p[@class='fiction-label']/a/@href")
        assert urljoin(home, label) == f"{HOST}about/", path
        footer = {words(link): urljoin(home, link.get("href")) for link in page.xpath("//footer//nav//a")}
        pages = {url.removeprefix(HOST).partition("#")[0] for url in footer.values()}
        assert pages == set(PROSE_PAGES), path
        assert footer["Who wrote this?"].startswith(f"{HOST}about/"), path
        assert footer["What is the point of divergence?"].startswith(f"{HOST}about/"), path
        assert footer["Is this true?"] == f"{HOST}our-timeline/", path
        assert footer["How sure is this?"] == f"{HOST}certainty/", path


def test_every_claim_is_in_the_account_and_on_the_pages_of_its_entries(site: Path, scenario: Scenario) -> None:
    account = load_page(site, "account/")
    for sentence in scenario.sentences:
        assert account.get_element_by_id(sentence.id) is not None
        for claim in sentence.claims:
            item = account.get_element_by_id(claim.id)
            assert claim.basis in words(item)
            for entry_id in (*claim.entries, *claim.people):
                links = load_page(site, urls.entry_address(entry_id)).xpath("//ul[@class='claims']//a/@href")
                assert f"../../account/#{claim.id}" in links, (claim.id, entry_id)


def test_every_link_is_on_the_page_of_causes_and_on_both_its_entries(
    site: Path, scenario: Scenario, index: ScenarioIndex
) -> None:
    causes = load_page(site, "causes/")
    for link in scenario.links:
        anchor = link_id(link)
        item = causes.get_element_by_id(anchor)
        for part in (index.entries[link.cause].title, index.entries[link.effect].title, link.basis):
            assert apply_typography(part) in words(item)
        assert item.xpath(".//*[@class='locators']/a/@href") == [f"../account/#{locator}" for locator in link.locators]
        for entry_id in (link.cause, link.effect):
            assert f"../../causes/#{anchor}" in load_page(site, urls.entry_address(entry_id)).xpath("//main//a/@href")


def test_every_record_of_the_other_sections_is_shown(site: Path, scenario: Scenario) -> None:
    estimates = scenario.estimates
    anchors_by_page = {
        "story/": [passage.id for passage in scenario.story],
        "questions/": [question.id for question in scenario.questions],
        "glossary/": [term.id for term in scenario.terms],
        "references/": [
            *(reference.id for reference in scenario.references),
            *(f"check-{check.id}" for check in scenario.checks),
        ],
        "our-timeline/": [
            *(f"compare-{record.entry}" for record in scenario.our_timeline),
            *(departure.id for departure in scenario.departures),
            *(myth.id for myth in scenario.myths),
            *([f"{record.id}-{estimates.anchor}" for record in estimates.estimates] if estimates else []),
        ],
        "people/": [entry.id for entry in scenario.entries if entry.kind in {"person", "group"}],
        "entries/": [thread.id for thread in scenario.threads],
    }
    for address, anchors in anchors_by_page.items():
        assert set(anchors) <= set(load_page(site, address).xpath("//@id")), address
    all_text = " ".join(words(parse_page(path)) for path in all_pages(site))
    for notice in scenario.notices:
        assert notice.place is None or apply_typography(notice.title) in all_text, notice.id
    timeline = words(load_page(site, "timeline/"))
    for gap in scenario.gaps:
        assert apply_typography(gap.title) in timeline, gap.id


def test_what_an_entry_leaves_open_and_the_link_of_a_work_are_shown(site: Path, index: ScenarioIndex) -> None:
    for entry in index.entries.values():
        left_open = load_page(site, urls.entry_address(entry.id)).xpath("//*[@id='gaps']")
        expected = plain_text(entry.left_open or "", index.titles.__getitem__)
        assert bool(left_open) == bool(expected or index.gaps_by_entry.get(entry.id)), entry.id
        assert not expected or apply_typography(expected) in words(left_open[0])
    references = load_page(site, "references/")
    for work in index.references.values():
        assert references.get_element_by_id(work.id).xpath(".//p/a[starts-with(@href, 'https:')]/@href") == (
            [work.link] if work.link else []
        )


def test_unverified_and_recalled_records_are_marked(site: Path, scenario: Scenario) -> None:
    for record in scenario.our_timeline:
        marks = load_page(site, urls.entry_address(record.entry)).xpath("//*[contains(@class, 'mark-unverified')]")
        assert bool(marks) == (record.unverified is not None), record.entry
    assert scenario.estimates
    for estimate in scenario.estimates.estimates:
        row = load_page(site, "our-timeline/").get_element_by_id(f"{estimate.id}-{scenario.estimates.anchor}")
        assert ("not confirmed" in words(row)) == estimate.unverified
    references = load_page(site, "references/")
    for reference in scenario.references:
        expected = "confirmed" if reference.confirmed else "recalled"
        assert references.get_element_by_id(reference.id).xpath(f".//*[@class='{expected}']"), reference.id


def test_inferred_bounds_are_marked_and_never_look_like_dates(site: Path, index: ScenarioIndex) -> None:
    for entry_id, entry in index.entries.items():
        if entry.kind in {"person", "group"}:
            continue
        inferred = load_page(site, urls.entry_address(entry_id)).xpath("//*[@id='dating']/p[@class='inferred']")
        bounds = [side[entry_id] for side in (index.chronology.earliest, index.chronology.latest) if entry_id in side]
        sources = bounds[:1] if all(bound.path == (entry_id,) for bound in bounds) else bounds
        assert len(inferred) == (0 if entry.date else len(sources)), entry_id
        assert all("inferred" in words(bound) and not bound.xpath(".//time") for bound in inferred)


def test_the_timeline_lists_every_happening_once(site: Path, scenario: Scenario) -> None:
    links = load_page(site, "timeline/").xpath("//p[@class='happening-title']/a/@href")
    happenings = [entry.id for entry in scenario.entries if entry.kind not in {"person", "group"}]
    assert Counter(links) == Counter(f"../entries/{entry_id}/" for entry_id in happenings)


def test_misspellings_are_never_shown(site: Path, scenario: Scenario) -> None:
    texts = {path: words(parse_page(path).xpath("//body")[0]).casefold() for path in all_pages(site)}
    leaks = [
        (name, path)
        for entry in scenario.entries
        for name in entry.misspellings
        for path, text in texts.items()
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text)
    ]
    assert leaks == []


def test_entry_pages_have_breadcrumbs_and_a_next_link_but_no_navigation(site: Path, index: ScenarioIndex) -> None:
    for thread, entries in index.entries_by_thread.items():
        for entry, following in zip(entries, (*entries[1:], None), strict=True):
            tree = load_page(site, urls.entry_address(entry.id))
            assert tree.xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(@href, '/entries/')]") == []
            assert tree.xpath("//nav[@class='breadcrumb']//a/@href") == ["../../", "../", f"../#{thread}"]
            next_link = tree.xpath("//nav[@class='onward']//a[@rel='next']/@href")
            assert next_link == ([f"../{following.id}/"] if following else [])


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    second = build(site.parent, tmp_path)
    files = {path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()}
    assert files == {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_built_site_has_nothing_that_only_a_server_shows(site: Path) -> None:
    texts = [path for path in site.rglob("*") if path.suffix in {".html", ".css", ".js", ".json"}]
    words_of_servers = ("build-report", "build-failed", "livereload")
    assert [path for path in texts if any(word in path.read_text(encoding="utf-8") for word in words_of_servers)] == []
    assert not [*site.rglob("banner.css")]
