"""What pages say of our timeline: verdicts by aspect, sentences on what is real, and lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from macros import load_font
from macros.pages.renderer import Renderer
from macros.pages.scenario_index import ScenarioIndex
from macros.pages.views import entry_view
from macros.scenario.history import AspectVerdict, HistoryRecord
from tests.conftest import FONT
from tests.pages.factories import full_scenario
from tests.pages.html_tree import page_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

REAL = {"first": "The first was real.", "group": "The group's end was real.", "person": "The person was real."}
"""The sentences on what is real, by entry; the other entries have none."""


@dataclass(frozen=True)
class Pages:
    """Renders pages of a scenario as HTML."""

    renderer: Renderer

    def render(self, template: str, entry_id: str = "") -> HtmlElement:
        values = {"view": entry_view(self.renderer.index, entry_id)} if entry_id else {}
        return lxml_html.fromstring(f"<div>{page_html(self.renderer.render(template, 'far/', **values))}</div>")


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def pages() -> Pages:
    scenario = full_scenario("Title")
    entries = tuple(entry.model_copy(update={"in_reality": REAL.get(entry.id)}) for entry in scenario.entries)
    verdicts = (AspectVerdict(aspect="actors", status="disputed", why="Nobody agrees."),)
    group = HistoryRecord(entry="group", verdicts=verdicts, date=None, note="Note.", references=())
    records = (*scenario.our_timeline, group)
    scenario = scenario.model_copy(update={"entries": entries, "our_timeline": records})
    return Pages(Renderer(ScenarioIndex(scenario), load_font(FONT)))


def test_an_entry_says_what_is_real_between_its_lead_and_its_causes(pages: Pages) -> None:
    page = pages.render("entry", "first")
    blocks = page.xpath("//*[@class='lead' or self::h2] | //aside/*")
    names = [block.get("class") or block.get("id") for block in blocks]
    assert names[:6] == ["lead", "in-reality", "both-timelines", "verdicts", "unframed real-record", "effects"]
    assert words(blocks[1]) == "In reality: The first was real."
    assert [words(row) for row in blocks[2].xpath(".//tr")] == ["This timelineOur timeline", "Date19421940"]
    assert [words(verdict) for verdict in blocks[3]] == ["event altered Text.", "date same Text."]
    assert pages.render("entry", "second").xpath("//*[@class='in-reality' or @class='verdicts']") == []


def test_a_row_has_an_entry_here_and_in_reality_and_a_verdict_by_aspect(pages: Pages) -> None:
    table = pages.render("our-timeline").xpath("//table[@class='comparisons']")[0]
    assert [words(heading) for heading in table.xpath("thead//th[@scope='col']")] == [
        *("Entry", "In this story", "In reality", "Verdict by aspect"),
    ]
    rows = {row.get("id"): [words(cell) for cell in row] for row in table.xpath(".//tr[@data-verdicts]")}
    assert rows["compare-first"] == [
        *("Title", "1942 Text."),
        ("1940 The first was real. Quote The record, with sources Text. not confirmed Text. Sources: Title"),
        "event altered Text. date same Text.",
    ]
    assert rows["compare-group"] == [
        *("Title", "Text.", "The group\u2019s end was real. Quote The record Note."),
        "actors disputed Nobody agrees.",
    ]
    assert table.xpath(".//tr[@data-verdicts]/th[@scope='row']/a/@href") == [
        *("../entries/first/", "../entries/group/"),
    ]


def test_groups_of_rows_have_their_threads_as_names(pages: Pages) -> None:
    table = pages.render("our-timeline").xpath("//table[@class='comparisons']")[0]
    labels = table.xpath("tbody/@aria-labelledby")
    assert labels == table.xpath("tbody/tr[1][.//h3]/@id")
    assert labels


def test_links_filter_the_rows_by_verdict_and_say_how_many_they_show(pages: Pages) -> None:
    part = pages.render("our-timeline").xpath("//*[contains(@class, 'comparison wide')]")[0]
    links = part.xpath("*[@role='group']/a")
    assert [(link.get("id"), link.get("href")) for link in links] == [
        (None, "#comparison"),
        *((f"only-{word}", f"#only-{word}") for word in ("same", "altered", "disputed")),
    ]
    assert [words(line) for line in part.xpath("*[@role='status']/span")] == [
        "2 entries are shown, with 3 verdicts.",
        "1 of 2 entries has a verdict of \u201csame\u201d.",
        "1 of 2 entries has a verdict of \u201caltered\u201d.",
        "1 of 2 entries has a verdict of \u201cdisputed\u201d.",
    ]
    assert part.xpath(".//tr/@data-verdicts") == ["same altered", "disputed"]


def test_a_person_has_the_dates_and_lives_of_both_timelines_once(pages: Pages) -> None:
    page = pages.render("entry", "person")
    rows = page.xpath("//table[@class='both-timelines']/tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Born", "not given", "1879"],
        ["Died", "not given", "1940"],
    ]
    assert [words(part)[:12] for part in page.xpath("//*[@class='lives wide']/section")] == [
        "This timelin",
        "Our timeline",
    ]
    assert words(page).count("1879") == 1


def test_people_and_groups_are_listed_with_what_is_real(pages: Pages) -> None:
    lives = pages.render("people").xpath("//div[@class='our-timeline']/dd")
    assert [words(line) for line in lives] == ["The person was real.", "The group\u2019s end was real."]


def test_the_timeline_finds_an_entry_by_the_verdict_on_any_aspect(pages: Pages) -> None:
    assert pages.render("timeline").xpath("//*[@data-id='first']/@data-status") == ["same altered"]
    options = pages.render("timeline-figure").xpath("//select[@name='status']/option")
    assert [words(option) for option in options] == ["any", "same in some aspect", "altered in some aspect"]


def test_quotations_carry_what_is_real_of_the_first_entry_that_says_so(pages: Pages) -> None:
    real = {
        "entry-head": pages.render("entry", "person").xpath("//*[@class='entry-head']/@data-reality"),
        "claim": pages.render("account").xpath("//*[@id='p1-s1-c1']/@data-reality"),
        "other claim": pages.render("account").xpath("//*[@id='p1-s1-c2']/@data-reality"),
        "sentence": pages.render("account").xpath("//*[@class='sentence']/@data-reality"),
        "link": pages.render("causes").xpath("//*[@id='first--second']/@data-reality"),
        "other link": pages.render("causes").xpath("//*[@id='second--third']/@data-reality"),
        "term": pages.render("glossary").xpath("//*[@class='term']/@data-reality"),
        "question": pages.render("questions").xpath("//*[contains(@class, 'question')]/@data-reality"),
        "passage": pages.render("story").xpath("//*[contains(@class, 'passage')]/@data-reality"),
    }
    assert real == {
        "entry-head": [REAL["person"]],
        "claim": [REAL["first"]],
        "other claim": ["The group\u2019s end was real."],
        "sentence": ["Text."],
        "link": [REAL["first"]],
        "other link": [],
        "term": [REAL["first"]],
        "question": [REAL["first"]],
        "passage": ["Text."],
    }
