"""Links to the site: permalinks, share metadata, feed and sitemap, at the root of a host and under a sub-path."""

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
from tests.conftest import ROOT, TEST_DATA, build, copy_project, log_path, run_mkdocs
from tests.site.pages import address_of, all_pages, load_page, parse_page, words

if TYPE_CHECKING:
    from pathlib import Path

    from macros.scenario.model import Scenario
    from tests.conftest import BuildOnce

PLACEHOLDER = "https://site.example/"
SUB_PATH = "https://leap.test/deep/the-other-leap/"
MAX_DESCRIPTION = 160
"""In characters."""
MAX_CARD = 60_000
"""In bytes."""
ATOM = "{http://www.w3.org/2005/Atom}"
PERMALINKS = TEST_DATA.with_name("permalinks.txt")
SITEMAP_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def sub_path_site(build_once: BuildOnce) -> Path:
    """Return the folder of the site, built for an address two levels below its host."""
    return build_once("deep", lambda folder: build(copy_project(folder), folder / "site", SITE_URL=SUB_PATH))


@pytest.fixture(params=["root", "sub-path"])
def site_and_address(request: pytest.FixtureRequest, site: Path) -> tuple[Path, str]:
    """Return the folder of a site and the address that it is built for."""
    if request.param == "root":
        return site, PLACEHOLDER
    return request.getfixturevalue("sub_path_site"), SUB_PATH


def metadata(site: Path, address: str) -> dict[str, str]:
    """Return the contents of the `meta` elements of a page, by name; no name occurs twice."""
    tags = load_page(site, address).xpath("//meta[@property or @name]")
    counts = Counter(tag.get("property") or tag.get("name") for tag in tags)
    assert {name for name, count in counts.items() if count > 1} == set()
    return {tag.get("property") or tag.get("name"): tag.get("content") for tag in tags}


def page_addresses(site: Path) -> list[str]:
    """Return the addresses of all pages but 404.html."""
    addresses = (address_of(site, path) for path in all_pages(site))
    return [address for address in addresses if address != "404.html"]


def test_every_permalink_resolves(site_and_address: tuple[Path, str]) -> None:
    site, _ = site_and_address
    permalinks = [address for _, address in parse_permalinks(PERMALINKS.read_text(encoding="utf-8"))]
    assert len(permalinks) > 140
    ids: dict[str, set[str]] = {}
    for permalink in permalinks:
        address, _, anchor = permalink.partition("#")
        ids.setdefault(address, {*load_page(site, address).xpath("//@id"), ""})
        assert anchor in ids[address], permalink


def test_every_statement_has_a_permalink(site: Path, scenario: Scenario) -> None:
    permalinks = set(record_permalinks(record for _, record in load_file(TEST_DATA).records))
    links = set()
    for address in page_addresses(site):
        for link in load_page(site, address).xpath("//a[contains(@class, 'permalink')]"):
            assert re.fullmatch(r"Quote|P\d+\.S\d+", link.text)
            assert link.get("aria-label").startswith("Quote or link to this")
            links.add(urljoin(PLACEHOLDER + address, link.get("href")).removeprefix(PLACEHOLDER))
    missing = {
        permalink
        for permalink in permalinks - links
        if not re.match(r"entries/#|our-timeline/#|references/#check-", permalink)
    }
    assert missing == set()
    figures = {
        f"{urls.entry_address(entry_id)}#figure" for link in scenario.links for entry_id in (link.cause, link.effect)
    }
    assert figures | {"causes/#figure", "timeline/#figure", "our-timeline/#figure"} <= links


def test_share_metadata_describes_each_page_as_alternate_history(site_and_address: tuple[Path, str]) -> None:
    site, host = site_and_address
    titles, descriptions = Counter[str](), Counter[str]()
    for address in page_addresses(site):
        tags = metadata(site, address)
        assert load_page(site, address).xpath("//title/text()")[0].endswith("(alternate history)") or not address
        titles[tags["og:title"]] += 1
        descriptions[tags["description"]] += 1
        assert tags["og:title"].endswith(" (alternate history)"), address
        assert tags["twitter:title"] == tags["og:title"]
        assert tags["og:description"] == tags["twitter:description"]
        reality, _, lead = tags["og:description"].rpartition(" In this timeline: ")
        assert lead == tags["description"]
        assert not reality or reality.startswith("In reality: "), address
        assert 20 < len(tags["description"]) <= MAX_DESCRIPTION, address
        assert tags["og:url"] == host + address
        assert tags["og:image"] == tags["twitter:image"] == f"{host}{address}card.png"
        assert re.search(r"Alternate history\. (In reality: |Not a record of what happened)", tags["og:image:alt"]), (
            address
        )
        assert tags["twitter:card"] == "summary_large_image"
    assert max(titles.values()) == 1
    assert max(descriptions.values()) == 1


def test_a_description_ends_with_a_whole_word(site: Path, scenario: Scenario) -> None:
    for entry in scenario.entries:
        description = metadata(site, urls.entry_address(entry.id))["description"].removesuffix(" …")
        lead = words(load_page(site, urls.entry_address(entry.id)).xpath("//div[@class='lead']")[0])
        assert lead == description or re.match(rf"{re.escape(description)}\W", lead), entry.id


def test_every_page_has_a_card_of_the_size_in_its_metadata(site: Path) -> None:
    for address in page_addresses(site):
        card = (site / address / "card.png").read_bytes()
        tags = metadata(site, address)
        size = tuple(int(tags[f"og:image:{side}"]) for side in ("width", "height"))
        assert struct.unpack(">II", card[16:24]) == size == (1200, 630)
        assert len(card) < MAX_CARD, address


def test_json_ld_describes_every_page_as_fiction(site_and_address: tuple[Path, str]) -> None:
    site, host = site_and_address
    for address in page_addresses(site):
        (script,) = load_page(site, address).xpath("//script[@type='application/ld+json']/text()")
        nodes = {node["@type"]: node for node in json.loads(script)["@graph"]}
        assert nodes["WebPage"]["url"] == host + address
        assert nodes["WebSite"]["genre"] == "Alternate history"
        assert (nodes["WebPage"].get("genre") == "Alternate history") == (not address.startswith(NONFICTION_PAGES))
        assert ("BreadcrumbList" in nodes) == (address != "")


def test_links_in_every_kind_of_file_resolve(site_and_address: tuple[Path, str]) -> None:
    site, host = site_and_address
    ids = {address: {*load_page(site, address).xpath("//@id"), ""} for address in page_addresses(site)}
    broken = []
    checked = Counter[str]()
    for path in sorted(site.rglob("*")):
        kind = path.suffix.removeprefix(".")
        if kind not in {"html", "svg", "json", "xml", "csv", "graphml", "dot", "txt"}:
            continue
        text = html.unescape(html.unescape(path.read_text(encoding="utf-8")))
        for link in re.findall(rf"{re.escape(host)}[^\s\"'<>;,)}}\\]*", text):
            target, anchor = urldefrag(link)
            address = unquote(urlsplit(target).path).removeprefix(urlsplit(host).path)
            checked[kind] += 1
            resolves = anchor in ids[address] if address in ids else (site / address).is_file()
            if not resolves and not re.fullmatch(r"(website|webpage|breadcrumb|entry|terms|account)", anchor):
                broken.append((path.name, link))
    assert broken == []
    assert set(checked) >= {"html", "svg", "json", "xml", "csv", "graphml", "dot"}


def test_no_page_links_to_the_root_of_its_host(sub_path_site: Path) -> None:
    for path in all_pages(sub_path_site):
        if path.name != "404.html":  # the server answers with it at any depth
            links = parse_page(path).xpath("//@href | //@src")
            assert [link for link in links if link.startswith("/")] == [], path
    for link in parse_page(sub_path_site / "404.html").xpath(
        "//@href[not(starts-with(., 'javascript:') or ../@rel='license')] | //@src"
    ):
        assert link.startswith(("/deep/the-other-leap/", "#", "https://leap.test/deep/the-other-leap/", ".")), link


def test_a_site_for_an_address_never_contains_the_placeholder(sub_path_site: Path) -> None:
    suffixes = {".html", ".svg", ".json", ".xml", ".csv", ".graphml", ".dot", ".js", ".css"}
    files = [path for path in sub_path_site.rglob("*") if path.suffix in suffixes]
    assert files
    assert [path for path in files if PLACEHOLDER in path.read_text(encoding="utf-8")] == []


def test_the_page_of_a_retired_entry_gives_its_title_reason_and_replacement(sub_path_site: Path) -> None:
    replaced = load_page(sub_path_site, "entries/the-drought/")
    text = words(replaced.xpath("//article")[0])
    assert "The “old” drought & all" in text
    assert "It told the same twice." in text
    assert replaced.xpath("//div[@class='retired']//a[contains(@href, 'great-thirst/')]")
    assert replaced.xpath("//link[@rel='canonical']/@href") == [f"{SUB_PATH}entries/great-thirst/"]
    removed = load_page(sub_path_site, "entries/sea-monster/")
    assert "Nothing replaces it." in words(removed.xpath("//article")[0])
    assert removed.xpath("//link[@rel='canonical']/@href") == [f"{SUB_PATH}entries/sea-monster/"]
    for tree in (replaced, removed):
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not tree.xpath("//meta[@http-equiv='refresh']")


def test_anchors_of_retired_statements_stay_on_their_page(sub_path_site: Path) -> None:
    (claim,) = load_page(sub_path_site, "account/").xpath("//*[@id='p1-s1-c4']")
    assert "Something was claimed." in words(claim)
    assert claim.xpath(".//a/@href") == ["#p1-s1-c1"]
    (link,) = load_page(sub_path_site, "causes/").xpath("//*[@id='siege-of-the-city--fall-of-the-regent']")
    assert "The account does not say it." in words(link)
    assert "Nothing replaces it." in words(link)


def test_retired_entries_are_neither_in_the_search_index_nor_in_the_sitemap(sub_path_site: Path) -> None:
    documents = json.loads((sub_path_site / "search" / "documents.json").read_text(encoding="utf-8"))
    assert not [item for item in documents if "the-drought" in item["location"] or "sea-monster" in item["location"]]
    addresses = [str(element.text) for element in etree.parse(sub_path_site / "sitemap.xml").iter(SITEMAP_LOC)]
    assert f"{SUB_PATH}entries/isthmus-canal/" in addresses
    assert not [address for address in addresses if "the-drought" in address or "sea-monster" in address]
    assert len(set(addresses)) == len(addresses)
    not_found_page = (sub_path_site / "404.html").read_text(encoding="utf-8")
    assert "/deep/the-other-leap/entries/the-drought/" in not_found_page


def test_only_the_404_page_and_retired_entries_ask_not_to_be_indexed(site: Path) -> None:
    robots = parse_page(site / "404.html").xpath("//meta[@name='robots']/@content")
    assert robots == ["noindex"]
    assert {address for address in page_addresses(site) if "robots" in metadata(site, address)} == {
        "entries/sea-monster/",
        "entries/the-drought/",
    }


def test_an_entry_gives_the_date_and_the_text_of_its_last_change(site: Path) -> None:
    fall = words(load_page(site, "entries/fall-of-the-regent/").xpath("//*[contains(@class, 'last-change')]")[0])
    assert fall.startswith("Last changed 23 November 1913, together with 28 others The whole account was published")
    trench = words(load_page(site, "entries/first-trench/").xpath("//*[contains(@class, 'last-change')]")[0])
    assert trench.startswith("Last changed 24 November 1913, together with 2 others What the account only implies")


def test_the_feed_is_valid_and_lists_every_revision(site_and_address: tuple[Path, str], scenario: Scenario) -> None:
    site, host = site_and_address
    feed = feedparser.parse((site / "changes" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.id for entry in feed.entries] == [
        f"tag:anna@tales.example,1913-11:undug-canal/{revision.id}" for revision in scenario.revisions
    ]
    assert feed.feed.id == "tag:anna@tales.example,1913-11:undug-canal"
    assert [entry.link for entry in feed.entries] == [f"{host}changes/#{item.id}" for item in scenario.revisions]
    assert [author.name for author in feed.feed.authors] == [*map(str, scenario.about.credited_authors)]
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{host}changes/feed.xml",
        "alternate": f"{host}changes/",
    }
    assert feed.feed.updated == f"{scenario.revisions[0].date}T00:00:00Z"
    for entry, revision in zip(feed.entries, scenario.revisions, strict=True):
        assert entry.updated == f"{revision.date}T00:00:00Z"
        assert entry.title
        assert entry.content[0].type == "text/html"
        assert all(link.startswith(host) for link in re.findall(r'href="([^"]+)"', entry.content[0].value))
    for address in page_addresses(site):
        (link,) = load_page(site, address).xpath("//link[@type='application/atom+xml']/@href")
        assert urljoin(host + address, link) == f"{host}changes/feed.xml"


def test_the_feed_matches_the_atom_schema(site: Path) -> None:
    schema = etree.RelaxNG(etree.parse(ROOT / "tests" / "site" / "atom.rng"))
    feed = etree.parse(site / "changes" / "feed.xml")
    assert schema.validate(feed), schema.error_log
    feed.getroot().remove(feed.find(f"{ATOM}id"))
    assert not schema.validate(feed)


def test_a_build_says_that_its_address_is_the_placeholder(site: Path, sub_path_site: Path) -> None:
    message = "INFO    -  site: the site's address is the placeholder https://site.example/"
    assert message in log_path(site).read_text(encoding="utf-8")
    assert "is the placeholder" not in log_path(sub_path_site).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "environment"),
    [("gh-deploy", {}), ("build", {"PUBLISH": "1"}), ("build", {"PUBLISH": "1", "SITE_URL": ""})],
)
def test_publishing_at_the_placeholder_address_fails(tmp_path: Path, command: str, environment: dict[str, str]) -> None:
    run = run_mkdocs(copy_project(tmp_path), command, "--strict", **environment)
    assert "the site's address is the placeholder https://site.example/; set SITE_URL before you publish" in run.stderr
    assert run.returncode != 0


def test_publishing_addresses_that_are_not_listed_fails(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    permalinks = project / "data" / "permalinks.txt"
    text = permalinks.read_text(encoding="utf-8")
    permalinks.write_text(text.replace("entries/great-thirst/\n", "").replace("account/#p1-s1\n", ""), encoding="utf-8")
    run = run_mkdocs(project, "build", "--strict", PUBLISH="1", SITE_URL=SUB_PATH)
    assert run.returncode != 0
    assert "permalinks.txt lacks 2 addresses that this would publish, such as account/#p1-s1; add them" in run.stderr
    assert not (project / "site").exists()


def test_pages_with_only_a_heading_get_share_tags_and_a_card(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "docs" / "notes.md").write_text("# Notes on sources\n\nText.\n", encoding="utf-8")
    config = project / "mkdocs.yml"
    nav = "  - Story: story.md\n"
    config.write_text(config.read_text(encoding="utf-8").replace(nav, f"{nav}  - Notes: notes.md\n"), encoding="utf-8")
    data = project / "data" / "scenario.yml"
    text = data.read_text(encoding="utf-8")
    data.write_text(re.sub(r"\nrevisions:\n.*?(?=\nretired:)", "", text, flags=re.DOTALL), encoding="utf-8")
    permalinks = project / "data" / "permalinks.txt"
    lines = permalinks.read_text(encoding="utf-8").splitlines()
    permalinks.write_text("\n".join(line for line in lines if not line.startswith("changes/#")), encoding="utf-8")
    site = build(project, project / "site", SITE_URL="")
    tags = metadata(site, "notes/")
    assert tags["og:title"] == "Notes - The Undug Canal (alternate history)"
    assert load_page(site, "notes/").xpath("//title/text()") == [tags["og:title"]]
    assert tags["og:image"] == f"{PLACEHOLDER}notes/card.png"
    assert (site / "notes" / "card.png").is_file()
    assert tags["og:description"].startswith("The Isthmus")
    assert not (site / "changes" / "feed.xml").exists()
    for address in ("", "changes/"):
        assert "feed" not in (site / address / "index.html").read_text(encoding="utf-8").casefold()
