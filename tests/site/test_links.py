"""Links to the site: what they say before they are opened, that they last, and that they work wherever it stands."""

from __future__ import annotations

import html
import json
import re
import struct
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import feedparser
import pytest
from lxml import etree

from macros.pages import urls
from macros.pages.social_meta import NONFICTION_PAGES
from macros.scenario.loader import load_file
from macros.scenario.permalinks import parse_permalinks, record_permalinks
from tests.conftest import ROOT, STORY, build, copy_project, mkdocs
from tests.site.pages import all_pages, page, parsed, words

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario
    from tests.conftest import BuildOnce

PLACEHOLDER = "https://the-other-leap.example/"
SUB_PATH = "https://leap.test/deep/the-other-leap/"
MOST = 160
LARGEST_CARD = 60_000
ATOM = "{http://www.w3.org/2005/Atom}"
PERMALINKS = STORY.with_name("permalinks.txt")
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def deep(build_once: BuildOnce) -> Path:
    """Return the site as it is built for another address."""
    return build_once("deep", lambda folder: build(copy_project(folder), folder / "site", SITE_URL=SUB_PATH))


@pytest.fixture(params=["root", "sub-path"])
def anywhere(request: pytest.FixtureRequest, site: Path) -> tuple[Path, str]:
    """Return a built site and its address."""
    if request.param == "root":
        return site, PLACEHOLDER
    return request.getfixturevalue("deep"), SUB_PATH


def meta(site: Path, address: str) -> dict[str, str]:
    """Return the share tags of a page, by name; each is there once."""
    tags = page(site, address).xpath("//meta[@property or @name]")
    counts = Counter(tag.get("property") or tag.get("name") for tag in tags)
    assert {name for name, count in counts.items() if count > 1} == set()
    return {tag.get("property") or tag.get("name"): tag.get("content") for tag in tags}


def own_pages(site: Path) -> list[str]:
    found = (path.relative_to(site).as_posix().removesuffix("index.html") for path in all_pages(site))
    return [address for address in found if address != "404.html"]


def test_every_address_that_was_ever_published_answers(anywhere: tuple[Path, str]) -> None:
    site, _ = anywhere
    listed = [address for _, address in parse_permalinks(PERMALINKS.read_text(encoding="utf-8"))]
    assert len(listed) > 140
    ids: dict[str, set[str]] = {}
    for address in listed:
        where, _, anchor = address.partition("#")
        ids.setdefault(where, {*page(site, where).xpath("//@id"), ""})
        assert anchor in ids[where], address


def test_every_statement_offers_its_own_address(site: Path, scenario: Scenario) -> None:
    addresses = set(record_permalinks(record for _, record in load_file(STORY).records))
    offered = set()
    for address in own_pages(site):
        for control in page(site, address).xpath("//a[contains(@class, 'permalink')]"):
            assert control.text == "Link"
            assert control.get("aria-label").startswith("Link to this")
            offered.add(urljoin(PLACEHOLDER + address, control.get("href")).removeprefix(PLACEHOLDER))
    without = {
        address
        for address in addresses - offered
        if not re.match(r"entries/#|our-timeline/#|references/#check-", address)
    }
    assert without == set()
    figures = {f"{urls.entry(name)}#figure" for link in scenario.links for name in (link.cause, link.effect)}
    assert figures | {"causes/#figure", "timeline/#figure", "our-timeline/#figure"} <= offered


def test_a_page_says_what_it_is_before_it_is_opened(anywhere: tuple[Path, str]) -> None:
    site, host = anywhere
    titles, descriptions = Counter[str](), Counter[str]()
    for address in own_pages(site):
        said = meta(site, address)
        assert page(site, address).xpath("//title/text()")[0].endswith("(alternate history)") or not address
        titles[said["og:title"]] += 1
        descriptions[said["description"]] += 1
        assert said["og:title"].endswith(" (alternate history)"), address
        assert said["twitter:title"] == said["og:title"]
        assert said["description"] == said["og:description"] == said["twitter:description"]
        assert 20 < len(said["description"]) <= MOST, address
        assert said["og:url"] == host + address
        assert said["og:image"] == said["twitter:image"] == f"{host}{address}card.png"
        assert "Not a record of what happened" in said["og:image:alt"]
        assert said["twitter:card"] == "summary_large_image"
    assert max(titles.values()) == 1
    assert max(descriptions.values()) == 1


def test_a_description_ends_with_a_whole_word(site: Path, scenario: Scenario) -> None:
    for entry in scenario.entries:
        said = meta(site, urls.entry(entry.id))["description"].removesuffix(" …")
        lead = words(page(site, urls.entry(entry.id)).xpath("//div[@class='lead']")[0])
        assert lead == said or re.match(rf"{re.escape(said)}\W", lead), entry.id


def test_every_page_has_a_card_of_the_size_that_it_gives(site: Path) -> None:
    for address in own_pages(site):
        card = (site / address / "card.png").read_bytes()
        said = meta(site, address)
        size = tuple(int(said[f"og:image:{side}"]) for side in ("width", "height"))
        assert struct.unpack(">II", card[16:24]) == size == (1200, 630)
        assert len(card) < LARGEST_CARD, address


def test_every_page_describes_itself_to_programs_as_fiction(anywhere: tuple[Path, str]) -> None:
    site, host = anywhere
    for address in own_pages(site):
        (script,) = page(site, address).xpath("//script[@type='application/ld+json']/text()")
        found = {one["@type"]: one for one in json.loads(script)["@graph"]}
        assert found["WebPage"]["url"] == host + address
        assert found["WebSite"]["genre"] == "Alternate history"
        assert (found["WebPage"].get("genre") == "Alternate history") == (not address.startswith(NONFICTION_PAGES))
        assert ("BreadcrumbList" in found) == (address != "")


def test_links_in_every_kind_of_file_lead_to_something(anywhere: tuple[Path, str]) -> None:
    site, host = anywhere
    ids = {address: {*page(site, address).xpath("//@id"), ""} for address in own_pages(site)}
    broken = []
    checked = Counter[str]()
    for path in sorted(site.rglob("*")):
        kind = path.suffix.removeprefix(".")
        if kind not in {"html", "svg", "json", "xml", "csv", "graphml", "dot", "txt"}:
            continue
        text = html.unescape(html.unescape(path.read_text(encoding="utf-8")))
        for link in re.findall(rf"{re.escape(host)}[^\s\"'<>;,)\\]*", text):
            target, anchor = urldefrag(link)
            place = unquote(urlsplit(target).path).removeprefix(urlsplit(host).path)
            checked[kind] += 1
            known = anchor in ids[place] if place in ids else (site / place).is_file()
            if not known and not re.fullmatch(r"(website|webpage|breadcrumb|entry|terms|account)", anchor):
                broken.append((path.name, link))
    assert broken == []
    assert set(checked) >= {"html", "svg", "json", "xml", "csv", "graphml", "dot"}


def test_no_page_links_to_the_root_of_its_host(deep: Path) -> None:
    for path in all_pages(deep):
        if path.name != "404.html":  # which is served at any depth, and has to
            links = parsed(path).xpath("//@href | //@src")
            assert [link for link in links if link.startswith("/")] == [], path
    for link in parsed(deep / "404.html").xpath(
        "//@href[not(starts-with(., 'javascript:') or ../@rel='license')] | //@src"
    ):
        assert link.startswith(("/deep/the-other-leap/", "#", "https://leap.test/deep/the-other-leap/", ".")), link


def test_nothing_in_a_site_for_one_address_names_another(deep: Path) -> None:
    kinds = {".html", ".svg", ".json", ".xml", ".csv", ".graphml", ".dot", ".js", ".css"}
    named = [
        path for path in deep.rglob("*") if path.suffix in kinds and PLACEHOLDER in path.read_text(encoding="utf-8")
    ]
    assert named == []


def test_what_was_retired_tells_what_it_was_why_it_went_and_what_replaces_it(deep: Path) -> None:
    gone = page(deep, "entries/the-drought/")
    told = words(gone.xpath("//article")[0])
    assert "The “old” drought & all" in told
    assert "It told the same twice." in told
    assert gone.xpath("//div[@class='retired']//a[contains(@href, 'great-thirst/')]")
    assert gone.xpath("//link[@rel='canonical']/@href") == [f"{SUB_PATH}entries/great-thirst/"]
    lost = page(deep, "entries/sea-monster/")
    assert "Nothing replaces it." in words(lost.xpath("//article")[0])
    assert lost.xpath("//link[@rel='canonical']/@href") == [f"{SUB_PATH}entries/sea-monster/"]
    for found in (gone, lost):
        assert found.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not found.xpath("//meta[@http-equiv='refresh']")


def test_what_was_retired_from_inside_a_page_answers_there(deep: Path) -> None:
    (claim,) = page(deep, "account/").xpath("//*[@id='p1-s1-c4']")
    assert "Something was claimed." in words(claim)
    assert claim.xpath(".//a/@href") == ["#p1-s1-c1"]
    (link,) = page(deep, "causes/").xpath("//*[@id='siege-of-the-city--fall-of-the-regent']")
    assert "The account does not say it." in words(link)
    assert "Nothing replaces it." in words(link)


def test_what_was_retired_is_not_searched_nor_offered_to_engines(deep: Path) -> None:
    found = json.loads((deep / "search" / "documents.json").read_text(encoding="utf-8"))
    assert not [one for one in found if "the-drought" in one["location"] or "sea-monster" in one["location"]]
    listed = [one.text for one in etree.parse(deep / "sitemap.xml").iter(LOC)]
    assert f"{SUB_PATH}entries/isthmus-canal/" in listed
    assert not [one for one in listed if "the-drought" in str(one) or "sea-monster" in str(one)]
    assert len(set(listed)) == len(listed)
    lost = (deep / "404.html").read_text(encoding="utf-8")
    assert "/deep/the-other-leap/entries/the-drought/" in lost


def test_every_page_but_the_lost_and_the_retired_may_be_indexed(site: Path) -> None:
    robots = parsed(site / "404.html").xpath("//meta[@name='robots']/@content")
    assert robots == ["noindex"]
    assert {address for address in own_pages(site) if "robots" in meta(site, address)} == {
        "entries/sea-monster/",
        "entries/the-drought/",
    }


def test_an_entry_says_when_it_last_changed_and_how(site: Path) -> None:
    fall = words(page(site, "entries/fall-of-the-regent/").xpath("//p[@class='last-change']")[0])
    assert fall.startswith("Last changed 23 November 1913, together with 28 others. The whole account was published")
    trench = words(page(site, "entries/first-trench/").xpath("//p[@class='last-change']")[0])
    assert trench.startswith("Last changed 24 November 1913, together with 2 others. What the account only implies")


def test_the_feed_of_changes_is_valid_and_whole(anywhere: tuple[Path, str], scenario: Scenario) -> None:
    site, host = anywhere
    read = feedparser.parse((site / "changes" / "feed.xml").read_bytes())
    assert not read.bozo
    assert read.version == "atom10"
    assert [entry.id for entry in read.entries] == [f"{host}changes/#{one.id}" for one in scenario.revisions]
    assert read.feed.id == f"{host}changes/"
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": f"{host}changes/feed.xml",
        "alternate": f"{host}changes/",
    }
    assert read.feed.updated == f"{scenario.revisions[0].date}T00:00:00Z"
    for entry, revision in zip(read.entries, scenario.revisions, strict=True):
        assert entry.updated == f"{revision.date}T00:00:00Z"
        assert entry.title
        assert entry.content[0].type == "text/html"
        assert all(link.startswith(host) for link in re.findall(r'href="([^"]+)"', entry.content[0].value))
    for address in own_pages(site):
        (feed,) = page(site, address).xpath("//link[@type='application/atom+xml']/@href")
        assert urljoin(host + address, feed) == f"{host}changes/feed.xml"


def test_the_feed_keeps_to_the_grammar_of_atom(site: Path) -> None:
    grammar = etree.RelaxNG(etree.parse(ROOT / "tests" / "site" / "atom.rng"))
    feed = etree.parse(site / "changes" / "feed.xml")
    assert grammar.validate(feed), grammar.error_log
    feed.getroot().remove(feed.find(f"{ATOM}id"))
    assert not grammar.validate(feed)


def test_a_build_names_the_placeholder_address_and_no_other(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    plain = mkdocs(project, "build", "--strict", "--site-dir", str(tmp_path / "site"))
    assert "INFO    -  leap: the site's address is the placeholder https://the-other-leap.example/" in plain.stderr
    real = mkdocs(project, "build", "--strict", "--site-dir", str(tmp_path / "site"), SITE_URL=SUB_PATH)
    assert "is the placeholder" not in real.stderr


@pytest.mark.parametrize(
    ("command", "environment"),
    [("gh-deploy", {}), ("build", {"PUBLISH": "1"}), ("build", {"PUBLISH": "1", "SITE_URL": ""})],
)
def test_publishing_at_the_placeholder_address_fails(tmp_path: Path, command: str, environment: dict[str, str]) -> None:
    deployed = mkdocs(copy_project(tmp_path), command, "--strict", **environment)
    assert "WARNING -  leap: the site's address is the placeholder" in deployed.stderr
    assert deployed.returncode != 0


def test_pages_with_only_a_heading_get_share_tags_and_a_card(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "docs" / "notes.md").write_text("# Notes on sources\n\nText.\n", encoding="utf-8")
    config = project / "mkdocs.yml"
    nav = "  - Changes: changes.md\n"
    config.write_text(config.read_text(encoding="utf-8").replace(nav, f"{nav}  - Notes: notes.md\n"), encoding="utf-8")
    data = project / "data" / "scenario.yml"
    text = data.read_text(encoding="utf-8")
    data.write_text(re.sub(r"\nrevisions:\n.*?(?=\nretired:)", "", text, flags=re.DOTALL), encoding="utf-8")
    listed = project / "data" / "permalinks.txt"
    kept = (line for line in listed.read_text(encoding="utf-8").splitlines() if not line.startswith("changes/#"))
    listed.write_text("\n".join(kept), encoding="utf-8")
    site = build(project, project / "site", SITE_URL="")
    said = meta(site, "notes/")
    assert said["og:title"] == "Notes - The Undug Canal (alternate history)"
    assert page(site, "notes/").xpath("//title/text()") == [said["og:title"]]
    assert said["og:image"] == f"{PLACEHOLDER}notes/card.png"
    assert (site / "notes" / "card.png").is_file()
    assert said["og:description"].startswith("The Isthmus")
    assert not (site / "changes" / "feed.xml").exists()
    for address in ("", "changes/"):
        assert "feed" not in (site / address / "index.html").read_text(encoding="utf-8").casefold()
